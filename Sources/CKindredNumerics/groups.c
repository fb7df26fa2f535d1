#include "CKindredNumerics.h"
#include "clones.h"

#pragma clang fp contract(off)

// Innermost loops run over independent sums, so vector width does not change any of them.

CLONES void kindred_sum_groups(const double *rows, size_t width, size_t size, size_t groups,
                               double *sums) {
  for (size_t g = 0; g < groups; g++) {
    double *restrict sum = sums + g * width;
    const double *restrict first = rows + g * size * width;
    for (size_t i = 0; i < width; i++) sum[i] = first[i];
    for (size_t r = 1; r < size; r++) {
      const double *restrict row = first + r * width;
      for (size_t i = 0; i < width; i++) sum[i] += row[i];
    }
  }
}
