#include "CKindredNumerics.h"
#include "clones.h"

#pragma clang fp contract(off)

// The innermost loop runs over independent sums, so vector width does not change any of them. With a
// constant `dim` it is unrolled.
static inline __attribute__((always_inline)) void multiply_add(
    const double *factor, size_t dim, size_t rank, const double *z, size_t rows, double *x,
    int triangular) {
  for (size_t r = 0; r < rows; r++) {
    double *restrict target = x + r * dim;
    for (size_t k = 0; k < rank; k++) {
      const double *restrict column = factor + k * dim;
      double value = z[r * rank + k];
      for (size_t i = triangular ? k : 0; i < dim; i++) target[i] += column[i] * value;
    }
  }
}

#define SMALL(DIM) \
  case DIM: \
    multiply_add(factor, DIM, DIM, z, rows, x, 1); \
    return;

CLONES void kindred_multiply_add(const double *factor, size_t dim, size_t rank, const double *z,
                                 size_t rows, double *x, int triangular) {
  if (triangular && rank == dim) {
    switch (dim) {
      SMALL(1)
      SMALL(2)
      SMALL(3)
      SMALL(4)
      SMALL(5)
      SMALL(6)
      SMALL(7)
      SMALL(8)
      SMALL(9)
      SMALL(10)
      SMALL(11)
      SMALL(12)
      default:
        break;
    }
  }
  multiply_add(factor, dim, rank, z, rows, x, triangular);
}
