#include <string.h>

#include "CKindredNumerics.h"
#include "clones.h"

// Several numbers of a row times several others: their sums stay in registers while rows go by.
enum { LANES = 4, TALL = 2 * LANES, MOST = KINDRED_MOST_PRODUCTS };

typedef double Lanes __attribute__((vector_size(LANES * sizeof(double)), aligned(sizeof(double))));

#define INLINED static inline __attribute__((always_inline))

// Adds the products of `height` times LANES numbers from i on and `width` numbers from j on. Numbers
// beyond `dim` are read, their products dropped.
INLINED void add_tile(const double *rows, size_t count, size_t stride, size_t i, size_t j,
                      size_t dim, double *sums, size_t height, size_t width) {
  Lanes tile[8][2] = {0};
  for (size_t r = 0; r < count; r++) {
    const double *row = rows + r * stride;
    for (size_t h = 0; h < height; h++) {
      Lanes numbers = *(const Lanes *)(row + i + h * LANES);
      for (size_t w = 0; w < width; w++) tile[w][h] += numbers * row[j + w];
    }
  }
  for (size_t w = 0; w < width; w++) {
    double *column = sums + (j + w) * dim;
    for (size_t h = 0; h < height; h++) {
      size_t first = i + h * LANES;
      if (first >= j + w && first + LANES <= dim) {
        *(Lanes *)(column + first) += tile[w][h];
        continue;
      }
      for (size_t l = 0; l < LANES; l++)
        if (j + w <= first + l && first + l < dim) column[first + l] += tile[w][h][l];
    }
  }
}

INLINED void add_rows(const double *rows, size_t count, size_t stride, size_t dim, double *sums) {
  size_t i = 0;
  for (; i + LANES < dim; i += TALL)
    for (size_t j = 0; j < dim && j < i + TALL; j += 4)
      add_tile(rows, count, stride, i, j, dim, sums, 2, 4);
  if (i >= dim) return;
  for (size_t j = 0; j < dim; j += 8) add_tile(rows, count, stride, i, j, dim, sums, 1, 8);
}

// How rows are divided depends on their width alone, not on threads.
CLONES void kindred_add_products(const double *rows, size_t count, size_t stride, size_t dim,
                                 double *sums) {
  size_t padded = (dim + TALL - 1) / TALL * TALL;
  // The last rows are copied: what follows them is not ours to read.
  size_t copied = (padded - dim + stride - 1) / stride;
  if (copied > count) copied = count;
  size_t direct = count - copied;
  // As many rows as the first cache holds are gone through once for every tile.
  size_t block = 3072 / stride + 1;
  for (size_t r = 0; r < direct; r += block)
    add_rows(rows + r * stride, direct - r < block ? direct - r : block, stride, dim, sums);
  if (copied == 0) return;
  double last[TALL][MOST];
  for (size_t r = 0; r < copied; r++) {
    memcpy(last[r], rows + (direct + r) * stride, dim * sizeof(double));
    memset(last[r] + dim, 0, (padded - dim) * sizeof(double));
  }
  add_rows(last[0], copied, MOST, dim, sums);
}
