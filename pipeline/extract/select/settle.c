#include "pipeline/extract/select/settle.h"

#include "pipeline/extract/features/survey.h"
#include "pipeline/extract/model/logit.h"

#define PULL      0.5f /* of the way to the mean of the group */
#define GROUP_MIN 3    /* blocks */
#define LEAST     -4.4f /* log-odds a block counts with at least: prompts that are sure must not outweigh text */
#define UNLIKELY  0.01f /* p of less: its log-odds are below LEAST, and so below any mean */

/* Blocks in one container, of one name or of all. */
struct group {
    uint32_t box, name;
    uint32_t blocks;
    float sum;       /* of log-odds times words */
    float words;
};

/* Open addressing; slots are small, for most of them stay free. */
struct groups {
    struct group *v;
    uint32_t n;
    uint32_t *slot; /* plus 1; 0: free */
    uint32_t mask;
};

#define ANY_NAME 0

static uint32_t find_group(struct groups *g, uint32_t box, uint32_t name)
{
    uint32_t h = (box * 0x9e3779b1u ^ name) * 0x85ebca6bu;
    uint32_t k = (h ^ h >> 15) & g->mask;
    while (g->slot[k] && (g->v[g->slot[k] - 1].box != box || g->v[g->slot[k] - 1].name != name))
        k = (k + 1) & g->mask;
    if (!g->slot[k]) {
        g->v[g->n] = (struct group){.box = box, .name = name};
        g->slot[k] = ++g->n;
    }
    return g->slot[k] - 1;
}

static void add(struct group *g, float odds, float words)
{
    g->blocks++;
    g->sum += (odds > LEAST ? odds : LEAST) * words;
    g->words += words;
}

/* The mean to draw a block to, or its own log-odds. */
static float lower(const struct group *g, float odds)
{
    float mean = g->sum / g->words;
    return g->blocks >= GROUP_MIN && mean < odds ? mean : odds;
}

struct block {
    float odds;
    uint32_t all, kin; /* its groups */
};

const float *ws_settle(const struct ws_features *f, const float *p, struct ws_arena *arena)
{
    const uint32_t n = f->blocks->n;
    struct groups g = {.mask = 15};
    while (g.mask < 4 * n) /* two groups a block at most */
        g.mask = 2 * g.mask + 1;
    g.slot = ws_arena_zalloc(arena, g.mask + 1, sizeof *g.slot);
    g.v = ws_arena_alloc(arena, (2 * (size_t)n + 1) * sizeof *g.v);
    struct block *own = ws_arena_alloc(arena, (n + 1) * sizeof *own);
    float *out = ws_arena_alloc(arena, (n + 1) * sizeof *out);
    if (!g.slot || !g.v || !own || !out)
        return NULL;
    for (uint32_t i = 0; i < n; i++) {
        const struct ws_block *b = &f->blocks->v[i];
        const struct ws_element *e = ws_holder_of(f->survey, i);
        own[i].odds = p[i] < UNLIKELY ? LEAST : ws_log_odds(p[i]);
        own[i].all = find_group(&g, e->parent, ANY_NAME);
        add(&g.v[own[i].all], own[i].odds, (float)(b->words + 1));
        own[i].kin = find_group(&g, e->parent, e->name);
        add(&g.v[own[i].kin], own[i].odds, (float)(b->words + 1));
    }
    for (uint32_t i = 0; i < n; i++) {
        out[i] = p[i];
        if (p[i] < UNLIKELY)
            continue;
        float odds = own[i].odds;
        float all = lower(&g.v[own[i].all], odds), kin = lower(&g.v[own[i].kin], odds);
        float mean = all < kin ? all : kin;
        if (mean < odds)
            out[i] = ws_probability(odds + PULL * (mean - odds));
    }
    return out;
}
