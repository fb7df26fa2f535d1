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
                                 double *sums, const int32_t *weight_columns, size_t dimension,
                                 double *squares, double *products, double *weights) {
  for (size_t g = 0; g < groups; g++) {
    int32_t count = starts[g + 1] - starts[g];
    double scale = count > 1 ? __builtin_elementwise_sqrt(1 / (double)(count - 1)) : 0;
    double *restrict sum = sums + g * width;
    for (size_t i = 0; i < width; i++) sum[i] *= scale;
    for (int32_t r = starts[g] - starts[0]; r < starts[g + 1] - starts[0]; r++) {
      double *restrict row = rows + (size_t)r * width;
      if (count > 1) {
        for (size_t d = 0; d < dimension; d++) {
          double score = row[d];
          double weight = row[weight_columns[d]];
          squares[d] += score * score;
          products[d] += score * weight;
          weights[d] += weight * weight;
        }
      }
      for (size_t i = 0; i < width; i++) row[i] *= scale;
    }
  }
}
