#pragma once
#include <stddef.h>

// Kernels of the sampling path. They give the same bits on every machine: no contraction into
// fused operations, a fixed order of summation, and no calls into the mathematical library.

/// out[i] = P(Z <= x[i]) for a standard normal Z. `x` and `out` may be the same.
void kindred_normal_cdf(const double *x, double *out, size_t count);

/// out[i] = the standard normal quantile of p[i]; -inf at 0, inf at 1, NaN outside.
/// `p` and `out` may be the same.
void kindred_normal_quantile(const double *p, double *out, size_t count);

/// x[r][i] += sum over k of factor[k][i] * z[r][k]. `factor` holds the transpose of the factor,
/// row k beginning at factor + k * dim; with `triangular`, entries with i < k are taken as zero.
void kindred_multiply_add(const double *factor, size_t dim, size_t rank, const double *z,
                          size_t rows, double *x, int triangular);
