#include "pipeline/extract/model.h"

#include <math.h>
#include <string.h>

/* Borders are few (mostly under 32), so a linear count beats a search and needs no branches. */
static uint8_t quantise(float x, const float *borders, unsigned n)
{
    unsigned above = 0;
    for (unsigned i = 0; i < n; i++)
        above += x > borders[i];
    return (uint8_t)above;
}

static void fill_column(const struct ws_model *m, unsigned column, const struct ws_features *f,
                        uint8_t *bytes)
{
    const struct ws_model_column *c = &m->columns[column];
    const float *x = f->v + c->feature;
    for (uint32_t i = 0; i < f->blocks->n; i++, x += WS_F_COUNT)
        bytes[i] = quantise(*x, m->borders + c->first, c->n);
}

static void add_tree(const struct ws_model_tree *tree, const uint8_t *columns, uint32_t n,
                     uint8_t *leaf, int32_t *sum)
{
    memset(leaf, 0, n);
    for (unsigned k = 0; k < WS_MODEL_DEPTH; k++) {
        const uint8_t *x = columns + (size_t)tree->column[k] * n;
        const uint8_t border = tree->border[k];
        for (uint32_t i = 0; i < n; i++)
            leaf[i] = (uint8_t)(leaf[i] | (x[i] > border) << k);
    }
    for (uint32_t i = 0; i < n; i++)
        sum[i] += tree->leaf[leaf[i]];
}

float *ws_model_score(const struct ws_model *m, const struct ws_features *f,
                      struct ws_arena *arena)
{
    const uint32_t n = f->blocks->n;
    uint8_t *columns = ws_arena_alloc(arena, (size_t)m->n_columns * n);
    uint8_t *leaf = ws_arena_alloc(arena, n);
    int32_t *sum = ws_arena_alloc(arena, n * sizeof *sum);
    float *p = ws_arena_alloc(arena, n * sizeof *p);
    if (!columns || !leaf || !sum || !p)
        return NULL;
    for (unsigned c = 0; c < m->n_columns; c++)
        fill_column(m, c, f, columns + (size_t)c * n);
    for (uint32_t i = 0; i < n; i++)
        sum[i] = m->bias;
    for (unsigned k = 0; k < m->n_trees; k++)
        add_tree(&m->trees[k], columns, n, leaf, sum);
    for (uint32_t i = 0; i < n; i++)
        p[i] = 1 / (1 + expf(-(float)sum[i] / WS_MODEL_UNIT));
    return p;
}
