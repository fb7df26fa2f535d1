#pragma once
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/// How reading a number went.
enum kindred_number_status {
  kindred_number_ok = 0,
  /// The bytes are not one decimal number from first to last.
  kindred_number_malformed = 1,
  /// A number, but too large for a double.
  kindred_number_overflow = 2
};

/// Reads a decimal number (optional minus, digits, point, exponent) that fills all `length` bytes.
/// Numbers too small for a double become zero. "inf" and "nan" are malformed.
enum kindred_number_status kindred_parse_double(const char *text, size_t length, double *value);

/// Prints the shortest digits that read back as `value`, which must be finite, in scientific
/// notation below 1e-4 and from 1e16 on. Returns the number of bytes; 32 always suffice.
size_t kindred_print_double_shortest(double value, char *out, size_t capacity);

/// Prints with a fixed number of decimal places, correctly rounded. Returns the number of bytes, or
/// 0 if `capacity` does not suffice.
size_t kindred_print_double_fixed(double value, int places, char *out, size_t capacity);

#ifdef __cplusplus
}
#endif
