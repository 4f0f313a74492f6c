/* model_sum.h - the trees of a model over one panel of blocks. Used by model.c. */
#ifndef WARCSIFT_MODEL_SUM_H
#define WARCSIFT_MODEL_SUM_H

#include "pipeline/page/avx2.h"
#include "pipeline/extract/model.h"

/* Log-odds of the blocks of a panel, in leaf units. x: its columns, by feature. All ways come to the same. */
typedef void ws_model_sum_fn(const struct ws_model *m, const struct ws_column *x, int32_t sum[WS_PANEL]);

ws_model_sum_fn ws_model_sum_plain;

/* Trees whose leaves add up in 16 bits. */
#define WS_MODEL_GROUP 16
_Static_assert(WS_MODEL_GROUP * WS_MODEL_LEAF_MAX <= INT16_MAX, "sums of leaves");

#ifdef WS_AVX2
ws_model_sum_fn ws_model_sum_avx2;
#endif
#ifdef WS_AVX512
ws_model_sum_fn ws_model_sum_avx512;
#endif

/* The quickest one that this processor has. */
static inline ws_model_sum_fn *ws_model_sum_best(void)
{
#ifdef WS_AVX512
    if (ws_has_avx512())
        return ws_model_sum_avx512;
#endif
#ifdef WS_AVX2
    if (ws_has_avx2())
        return ws_model_sum_avx2;
#endif
    return ws_model_sum_plain;
}

#endif
