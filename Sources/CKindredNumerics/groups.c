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

CLONES void kindred_scale_groups(double *rows, size_t width, const int32_t *starts, size_t groups,
                                 double *sums, const int32_t *weighted, size_t dimension,
                                 double *restrict squares, double *restrict products,
                                 double *restrict weights) {
  size_t weights_per_row = width - dimension - 1;
  size_t siblings = 0;
  for (size_t g = 0; g < groups; g++) {
    int32_t count = starts[g + 1] - starts[g];
    double scale = count > 1 ? __builtin_elementwise_sqrt(1 / (double)(count - 1)) : 0;
    double *restrict sum = sums + g * width;
    for (size_t i = 0; i < width; i++) sum[i] *= scale;
    if (count > 1) siblings += (size_t)count;
    for (int32_t r = starts[g] - starts[0]; r < starts[g + 1] - starts[0]; r++) {
      double *restrict row = rows + (size_t)r * width;
      if (count > 1) {
        // As if all weighed 1, which most do.
        for (size_t d = 0; d < dimension; d++) {
          squares[d] += row[d] * row[d];
          products[d] += row[d];
        }
        for (size_t k = 0; k < weights_per_row; k++) {
          size_t d = (size_t)weighted[k];
          double weight = row[dimension + k];
          products[d] += row[d] * (weight - 1);
          weights[d] += weight * weight - 1;
        }
      }
      for (size_t i = 0; i < width; i++) row[i] *= scale;
    }
  }
  for (size_t d = 0; d < dimension; d++) weights[d] += (double)siblings;
}
