#include "CKindredNumerics.h"
#include "clones.h"

#pragma clang fp contract(off)

// The innermost loop runs over independent sums, so vector width does not change any of them.
CLONES void kindred_multiply_add(const double *factor, size_t dim, size_t rank, const double *z,
                                 size_t rows, double *x, int triangular) {
  for (size_t r = 0; r < rows; r++) {
    double *restrict target = x + r * dim;
    for (size_t k = 0; k < rank; k++) {
      const double *restrict column = factor + k * dim;
      double value = z[r * rank + k];
      for (size_t i = triangular ? k : 0; i < dim; i++) target[i] += column[i] * value;
    }
  }
}
