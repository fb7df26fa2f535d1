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

/// sums[g] = the sum of the rows of group g; rows and sums are `width` numbers each. Groups have `size`
/// rows, at least 1, one group after the other.
void kindred_sum_groups(const double *rows, size_t width, size_t size, size_t groups,
                        double *sums);

// A kernel of fitting alone: it multiplies and adds at once where a machine can.

/// The longest rows that `kindred_add_products` takes.
#define KINDRED_MOST_PRODUCTS 32

/// sums[j * dim + i] += the sum over rows of row[i] * row[j], for j <= i: the lower triangle, column by
/// column. Rows are `dim` numbers (1 to KINDRED_MOST_PRODUCTS), `stride` numbers apart, at least `dim`.
void kindred_add_products(const double *rows, size_t count, size_t stride, size_t dim,
                          double *sums);
