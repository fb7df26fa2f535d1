#include "CKindredNumerics.h"
#include "clones.h"

#pragma clang fp contract(off)

// Innermost loops run over independent sums, so vector width does not change any of them.

CLONES void kindred_sum_groups(const double *rows, size_t width, const int32_t *starts,
                               size_t groups, double *sums) {
  for (size_t g = 0; g < groups; g++) {
    double *restrict sum = sums + g * width;
    for (size_t i = 0; i < width; i++) sum[i] = 0;
    for (int32_t r = starts[g] - starts[0]; r < starts[g + 1] - starts[0]; r++) {
      const double *restrict row = rows + (size_t)r * width;
      for (size_t i = 0; i < width; i++) sum[i] += row[i];
    }
  }
}
