#pragma once
#include <stddef.h>
#include <stdint.h>

// Kernels of fitting and sampling. They give the same bits on every machine: no contraction into
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

/// sums[g] = the sum of the rows of group g; rows and sums are `width` numbers each. Group g has rows
/// starts[g] - starts[0] up to starts[g + 1] - starts[0].
void kindred_sum_groups(const double *rows, size_t width, const int32_t *starts, size_t groups,
                        double *sums);

/// Multiplies the rows and the sum of a group of n by the root of 1 / (n - 1), or 0 where n is 1.
/// Before that, for groups of two and more, the first `dimension` numbers s of each row and their
/// weights w, which stand in the row's `weight_columns`, are added: squares += s * s,
/// products += s * w, weights += w * w.
void kindred_scale_groups(double *rows, size_t width, const int32_t *starts, size_t groups,
                          double *sums, const int32_t *weight_columns, size_t dimension,
                          double *squares, double *products, double *weights);
