/* model_sum.h - the trees of a model over one panel of blocks. Used by model.c. */
#ifndef WARCSIFT_MODEL_SUM_H
#define WARCSIFT_MODEL_SUM_H

#include "pipeline/page/avx2.h"
#include "pipeline/extract/model/model.h"

/* Log-odds of the blocks of a panel, in leaf units. x: its columns, by feature. All ways come to the same. */
typedef void ws_model_sum_fn(const struct ws_model *m, const struct ws_column *x, int32_t sum[WS_PANEL]);

ws_model_sum_fn ws_model_sum_plain;

/* Trees whose leaves add up in 16 bits. */
#define WS_MODEL_GROUP 16
_Static_assert(WS_MODEL_GROUP * WS_MODEL_LEAF_MAX <= INT16_MAX, "sums of leaves");

/* How many of them there are from tree k on. */
static inline unsigned ws_model_group(const struct ws_model *m, unsigned k)
{
    return m->n_trees - k < WS_MODEL_GROUP ? m->n_trees - k : WS_MODEL_GROUP;
}

/* What blocks have before the first tree. */
static inline void ws_model_begin(const struct ws_model *m, int32_t sum[WS_PANEL])
{
    for (unsigned i = 0; i < WS_PANEL; i++)
        sum[i] = m->bias;
}

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
