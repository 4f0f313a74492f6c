#include "pipeline/extract/model.h"

#include "pipeline/extract/context.h"

#include <math.h>
#include <string.h>

/* The loops over blocks run over contiguous bytes and floats without branches: compilers turn them into
 * vector code (the Makefile asks for it). */

/* byte[i]: number of borders below x[i]. Borders are few, so counting beats searching. */
static void quantise(const float *restrict x, uint32_t n, const float *borders, unsigned n_borders,
                     uint8_t *restrict byte)
{
    memset(byte, 0, n);
    for (unsigned k = 0; k < n_borders; k++) {
        const float border = borders[k];
        for (uint32_t i = 0; i < n; i++)
            byte[i] = (uint8_t)(byte[i] + (x[i] > border));
    }
}

static void fill_column(const struct ws_model *m, unsigned column, const float *rows, uint32_t n,
                        uint32_t columns, float *x, uint8_t *byte)
{
    const struct ws_model_column *c = &m->columns[column];
    rows += c->feature;
    for (uint32_t i = 0; i < n; i++, rows += columns)
        x[i] = *rows;
    quantise(x, n, m->borders + c->first, c->n, byte);
}

static void add_test(const uint8_t *restrict x, uint8_t border, uint8_t bit, uint32_t n,
                     uint8_t *restrict leaf)
{
    for (uint32_t i = 0; i < n; i++)
        leaf[i] = (uint8_t)(leaf[i] | (x[i] > border ? bit : 0));
}

static void add_tree(const struct ws_model_tree *tree, const uint8_t *columns, uint32_t n,
                     uint8_t *restrict leaf, int32_t *restrict sum)
{
    memset(leaf, 0, n);
    for (unsigned k = 0; k < WS_MODEL_DEPTH; k++)
        add_test(columns + (size_t)tree->column[k] * n, tree->border[k], (uint8_t)(1 << k), n, leaf);
    for (uint32_t i = 0; i < n; i++)
        sum[i] += tree->leaf[leaf[i]];
}

float *ws_model_score(const struct ws_model *m, const float *rows, uint32_t n, uint32_t columns,
                      struct ws_arena *arena)
{
    uint8_t *bytes = ws_arena_alloc(arena, (size_t)m->n_columns * n);
    uint8_t *leaf = ws_arena_alloc(arena, n);
    float *x = ws_arena_alloc(arena, n * sizeof *x);
    int32_t *sum = ws_arena_alloc(arena, n * sizeof *sum);
    float *p = ws_arena_alloc(arena, n * sizeof *p);
    if (!bytes || !leaf || !x || !sum || !p)
        return NULL;
    for (unsigned c = 0; c < m->n_columns; c++)
        fill_column(m, c, rows, n, columns, x, bytes + (size_t)c * n);
    for (uint32_t i = 0; i < n; i++)
        sum[i] = m->bias;
    for (unsigned k = 0; k < m->n_trees; k++)
        add_tree(&m->trees[k], bytes, n, leaf, sum);
    for (uint32_t i = 0; i < n; i++)
        p[i] = 1 / (1 + expf(-(float)sum[i] / WS_MODEL_UNIT));
    return p;
}

float *ws_model_judge(const struct ws_features *f, struct ws_arena *arena)
{
    const uint32_t n = f->blocks->n;
    const float *p = ws_model_score(&ws_block_model, f->v, n, WS_F_COUNT, arena);
    const float *context = p ? ws_context_compute(f->survey, p, arena) : NULL;
    return context ? ws_model_score(&ws_context_model, context, n, WS_C_COUNT, arena) : NULL;
}
