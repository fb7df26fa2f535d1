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

// Kernels of the search for closest records. They decide what is looked at closer, no result.

/// Rows that stand side by side.
#define KINDRED_DISTANCE_BLOCK 32

/// Writes to `near` the rows with a sum over c of min(|x[c] - query[c]|, 1) of at most `limit`, to
/// `sums` these sums, and returns their number. Value c of row i of a block is `columns[(block * dim + c) * 32 + i]`.
size_t kindred_near_rows(const float *columns, size_t blocks, size_t dim, const float *query,
                         float limit, uint32_t *near, float *sums);

/// The least such sum to any point of a box: the lower ends of all dimensions, then the upper ones.
float kindred_box_distance(const float *box, size_t dim, const float *query);

/// sums[g] = the sum of the rows of group g; rows and sums are `width` numbers each. Group g has rows
/// starts[g] - starts[0] up to starts[g + 1] - starts[0].
void kindred_sum_groups(const double *rows, size_t width, const int32_t *starts, size_t groups,
                        double *sums);
