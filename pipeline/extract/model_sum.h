/* model_sum.h - the trees of a model over one panel of blocks. Used by model.c. */
#ifndef WARCSIFT_MODEL_SUM_H
#define WARCSIFT_MODEL_SUM_H

#include "pipeline/extract/model.h"

/* Log-odds of the blocks of a panel, in leaf units. x: its columns, by feature. */
typedef void ws_model_sum_fn(const struct ws_model *m, const struct ws_column *x, int32_t sum[WS_PANEL]);

ws_model_sum_fn ws_model_sum_plain;

#if defined(__x86_64__) && defined(__GNUC__)
#define WS_MODEL_AVX2
ws_model_sum_fn ws_model_sum_avx2; /* for processors that have it */
#endif

/* The quickest one that this processor has; all of them come to the same. */
static inline ws_model_sum_fn *ws_model_sum_best(void)
{
#ifdef WS_MODEL_AVX2
    if (__builtin_cpu_supports("avx2"))
        return ws_model_sum_avx2;
#endif
    return ws_model_sum_plain;
}

#endif
