#include "pipeline/extract/model/model.h"

#include "pipeline/extract/model/context.h"
#include "pipeline/extract/model/logit.h"
#include "pipeline/extract/model/model_sum.h"

/* For the log-odds of n blocks, and of what fills up the last panel. NULL: no memory. */
static int32_t *new_sums(uint32_t n, struct ws_arena *arena)
{
    return ws_arena_alloc(arena, (size_t)ws_panels(n) * WS_PANEL * sizeof(int32_t));
}

/* Log-odds in leaf units; in arena. NULL: no memory. */
static int32_t *sum_trees(const struct ws_model *m, const struct ws_column *v, uint32_t n, unsigned columns,
                          struct ws_arena *arena)
{
    ws_model_sum_fn *sum_panel = ws_model_sum_best();
    int32_t *sum = new_sums(n, arena);
    for (uint32_t k = 0; sum && k < ws_panels(n); k++)
        sum_panel(m, v + (size_t)k * columns, sum + (size_t)k * WS_PANEL);
    return sum;
}

/* The same from features that are not there yet: of one panel after the other. */
static int32_t *sum_features(const struct ws_model *m, const struct ws_features *f, struct ws_arena *arena)
{
    ws_model_sum_fn *sum_panel = ws_model_sum_best();
    const uint32_t n = f->blocks->n;
    int32_t *sum = new_sums(n, arena);
    struct ws_column *panel = ws_columns_new(1, WS_F_COUNT, arena);
    for (uint32_t k = 0; sum && panel && k < ws_panels(n); k++) {
        ws_features_panel(f, k, panel);
        sum_panel(m, panel, sum + (size_t)k * WS_PANEL);
    }
    return panel ? sum : NULL;
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
    int32_t *first = sum_features(&ws_block_model, f, arena);
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
