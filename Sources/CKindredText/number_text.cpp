#include "CKindredText.h"

#include <charconv>
#include <cmath>

namespace {

// from_chars reports overflow and underflow alike; the text tells which it was.
bool is_underflow(const char *text, size_t length) {
  for (size_t i = 0; i < length; ++i) {
    if ((text[i] == 'e' || text[i] == 'E') && i + 1 < length) return text[i + 1] == '-';
  }
  for (size_t i = 0; i < length && text[i] != '.'; ++i) {
    if (text[i] >= '1' && text[i] <= '9') return false;
  }
  return true;
}

}  // namespace

extern "C" kindred_number_status kindred_parse_double(
    const char *text, size_t length, double *value) {
  const char *end = text + length;
  auto [rest, error] = std::from_chars(text, end, *value);
  if (rest != end || error == std::errc::invalid_argument) return kindred_number_malformed;
  if (error == std::errc::result_out_of_range) {
    if (!is_underflow(text, length)) return kindred_number_overflow;
    *value = 0;
  }
  return std::isfinite(*value) ? kindred_number_ok : kindred_number_malformed;
}

extern "C" size_t kindred_print_double_shortest(double value, char *out, size_t capacity) {
  const double magnitude = std::fabs(value);
  const bool plain = magnitude == 0 || (magnitude >= 1e-4 && magnitude < 1e16);
  auto [end, error] = std::to_chars(
      out, out + capacity, value, plain ? std::chars_format::fixed : std::chars_format::scientific);
  return error == std::errc() ? size_t(end - out) : 0;
}

extern "C" size_t kindred_print_double_fixed(
    double value, int places, char *out, size_t capacity) {
  auto [end, error] =
      std::to_chars(out, out + capacity, value, std::chars_format::fixed, places);
  return error == std::errc() ? size_t(end - out) : 0;
}
