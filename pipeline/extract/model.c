#include "pipeline/extract/model.h"

#include "pipeline/extract/context.h"
#include "pipeline/extract/logit.h"

#include <string.h>

/* The loops over blocks run over contiguous bytes and floats without branches: compilers turn them into
 * vector code (the Makefile asks for it), here also for the wider vectors of newer processors, chosen when
 * the program starts. Sanitizers are not ready when that happens. All of it is exact, so all come to the same. */
#if defined(__x86_64__) && defined(__GLIBC__) && defined(__OPTIMIZE__) && \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__) && !defined(__clang__)
#define VECTORS __attribute__((target_clones("avx2", "default")))
#else
#define VECTORS
#endif

/* Bytes of a column and borders of a tree, 0 .. 255, as they are compared: vectors have a test for signed
 * bytes only. */
static int8_t to_signed(unsigned byte)
{
    return (int8_t)((int)byte - 128);
}

/* byte[i]: number of borders below x[i]. Borders are few, so counting beats searching. */
VECTORS static void quantise(const float *restrict x, uint32_t n, const float *borders, unsigned n_borders,
                     int8_t *restrict byte)
{
    memset(byte, to_signed(0), n);
    for (unsigned k = 0; k < n_borders; k++) {
        const float border = borders[k];
        for (uint32_t i = 0; i < n; i++)
            byte[i] = (int8_t)(byte[i] + (x[i] > border));
    }
}

static void fill_column(const struct ws_model *m, unsigned column, const float *rows, uint32_t n,
                        uint32_t columns, float *x, int8_t *byte)
{
    const struct ws_model_column *c = &m->columns[column];
    rows += c->feature;
    for (uint32_t i = 0; i < n; i++, rows += columns)
        x[i] = *rows;
    quantise(x, n, m->borders + c->first, c->n, byte);
}

/* leaf[i]: index of the leaf that row i falls into. */
VECTORS static void find_leaves(const struct ws_model_tree *tree, const int8_t *columns, uint32_t n,
                        uint8_t *restrict leaf)
{
    const int8_t *x[WS_MODEL_DEPTH];
    int8_t border[WS_MODEL_DEPTH];
    for (unsigned k = 0; k < WS_MODEL_DEPTH; k++) {
        x[k] = columns + (size_t)tree->column[k] * n;
        border[k] = to_signed(tree->border[k]);
    }
    _Static_assert(WS_MODEL_DEPTH == 6, "one test per level below");
    for (uint32_t i = 0; i < n; i++)
        leaf[i] = (uint8_t)((x[0][i] > border[0] ? 1 : 0) | (x[1][i] > border[1] ? 2 : 0) |
                            (x[2][i] > border[2] ? 4 : 0) | (x[3][i] > border[3] ? 8 : 0) |
                            (x[4][i] > border[4] ? 16 : 0) | (x[5][i] > border[5] ? 32 : 0));
}

/* Two trees, which share the load and the store of the sums; may be one and NULL. leaf: room for 2 n. */
static void add_trees(const struct ws_model_tree *one, const struct ws_model_tree *two,
                      const int8_t *columns, uint32_t n, uint8_t *restrict leaf, int32_t *restrict sum)
{
    uint8_t *other = leaf + n;
    find_leaves(one, columns, n, leaf);
    if (two)
        find_leaves(two, columns, n, other);
    else
        for (uint32_t i = 0; i < n; i++)
            sum[i] += one->leaf[leaf[i]];
    for (uint32_t i = 0; two && i < n; i++)
        sum[i] += one->leaf[leaf[i]] + two->leaf[other[i]];
}

/* Log-odds of each row in leaf units; in arena. NULL: no memory. */
static int32_t *sum_trees(const struct ws_model *m, const float *rows, uint32_t n, uint32_t columns,
                          struct ws_arena *arena)
{
    int8_t *bytes = ws_arena_alloc(arena, (size_t)m->n_columns * n);
    uint8_t *leaf = ws_arena_alloc(arena, 2 * (size_t)n);
    float *x = ws_arena_alloc(arena, n * sizeof *x);
    int32_t *sum = ws_arena_alloc(arena, n * sizeof *sum);
    if (!bytes || !leaf || !x || !sum)
        return NULL;
    for (unsigned c = 0; c < m->n_columns; c++)
        fill_column(m, c, rows, n, columns, x, bytes + (size_t)c * n);
    for (uint32_t i = 0; i < n; i++)
        sum[i] = m->bias;
    for (unsigned k = 0; k < m->n_trees; k += 2)
        add_trees(&m->trees[k], k + 1u < m->n_trees ? &m->trees[k + 1] : NULL, bytes, n, leaf, sum);
    return sum;
}

static void to_probabilities(const int32_t *sum, uint32_t n, float unit, float *p)
{
    for (uint32_t i = 0; i < n; i++)
        p[i] = ws_probability((float)sum[i] / unit);
}

float *ws_model_score(const struct ws_model *m, const float *rows, uint32_t n, uint32_t columns,
                      struct ws_arena *arena)
{
    const int32_t *sum = sum_trees(m, rows, n, columns, arena);
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
    const float *context = ws_context_compute(f->survey, p, arena);
    const int32_t *second =
        context ? sum_trees(&ws_context_model, context, n, WS_C_COUNT, arena) : NULL;
    if (!second)
        return NULL;
    for (uint32_t i = 0; i < n; i++)
        first[i] += second[i];
    to_probabilities(first, n, 2 * WS_MODEL_UNIT, p);
    return p;
}
