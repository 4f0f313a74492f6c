#include "pipeline/extract/model.h"

#include "pipeline/extract/context.h"
#include "pipeline/extract/logit.h"
#include "pipeline/extract/model_sum.h"

/* Log-odds of n blocks, and of what fills up the last panel, in leaf units; in arena. NULL: no memory. */
static int32_t *sum_trees(const struct ws_model *m, const struct ws_column *v, uint32_t n, unsigned columns,
                          struct ws_arena *arena)
{
    const uint32_t panels = ws_panels(n);
    ws_model_sum_fn *sum_panel = ws_model_sum_best();
    int32_t *sum = ws_arena_alloc(arena, (size_t)panels * WS_PANEL * sizeof *sum);
    for (uint32_t k = 0; sum && k < panels; k++)
        sum_panel(m, v + (size_t)k * columns, sum + (size_t)k * WS_PANEL);
    return sum;
}

static void to_probabilities(const int32_t *sum, uint32_t n, float unit, float *p)
{
    for (uint32_t i = 0; i < n; i++)
        p[i] = ws_probability((float)sum[i] / unit);
}

float *ws_model_score(const struct ws_model *m, const struct ws_column *v, uint32_t n, unsigned columns,
                      struct ws_arena *arena)
{
    const int32_t *sum = sum_trees(m, v, n, columns, arena);
    float *p = ws_arena_alloc(arena, n * sizeof *p);
    if (!sum || !p)
        return NULL;
    to_probabilities(sum, n, WS_MODEL_UNIT, p);
    return p;
}

/* The mean of both stages' log-odds does better than either (train/MODEL.md). */
float *ws_model_judge(const struct ws_features *f, struct ws_arena *arena)
{
    const uint32_t n = f->blocks->n;
    int32_t *first = sum_trees(&ws_block_model, f->v, n, WS_F_COUNT, arena);
    float *p = ws_arena_alloc(arena, n * sizeof *p);
    if (!first || !p)
        return NULL;
    to_probabilities(first, n, WS_MODEL_UNIT, p);
    const struct ws_column *context = ws_context_compute(f->survey, p, arena);
    const int32_t *second =
        context ? sum_trees(&ws_context_model, context, n, WS_C_COUNT, arena) : NULL;
    if (!second)
        return NULL;
    for (uint32_t i = 0; i < n; i++)
        first[i] += second[i];
    to_probabilities(first, n, 2 * WS_MODEL_UNIT, p);
    return p;
}
