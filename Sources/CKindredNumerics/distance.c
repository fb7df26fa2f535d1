#include "CKindredNumerics.h"
#include "clones.h"

enum { BLOCK = KINDRED_DISTANCE_BLOCK, STEP = 4 };

CLONES size_t kindred_near_rows(const float *columns, size_t blocks, size_t dim,
                                const float *query, float limit, uint32_t *near,
                                float *sums) {
  size_t found = 0;
  for (size_t block = 0; block < blocks; block++) {
    const float *restrict x = columns + block * BLOCK * dim;
    float total[BLOCK] = {0};
    uint32_t any = 1;
    // Most blocks are out before the last column.
    for (size_t start = 0; start < dim && any; start += STEP) {
      size_t end = start + STEP < dim ? start + STEP : dim;
      for (size_t c = start; c < end; c++) {
        float value = query[c];
        for (size_t i = 0; i < BLOCK; i++) {
          float distance = __builtin_fabsf(x[c * BLOCK + i] - value);
          total[i] += distance < 1.0f ? distance : 1.0f;
        }
      }
      any = 0;
      for (size_t i = 0; i < BLOCK; i++) any |= total[i] <= limit;
    }
    if (!any) continue;
    for (size_t i = 0; i < BLOCK; i++) {
      if (total[i] > limit) continue;
      near[found] = (uint32_t)(block * BLOCK + i);
      sums[found++] = total[i];
    }
  }
  return found;
}

CLONES float kindred_box_distance(const float *box, size_t dim, const float *query) {
#pragma clang fp reassociate(on)
  float total = 0;
  for (size_t c = 0; c < dim; c++) {
    float below = box[c] - query[c], above = query[c] - box[dim + c];
    float distance = below > above ? below : above;
    distance = distance > 0.0f ? distance : 0.0f;
    total += distance < 1.0f ? distance : 1.0f;
  }
  return total;
}
