#include "pipeline/extract/select.h"

#include "pipeline/extract/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* --- what stands together falls together ---------------------------------------------- */

#define GROUP_PULL 0.5f /* of the way to the mean of the group */
#define GROUP_MIN  3    /* blocks */

struct group {
    float sum; /* of log-odds times words */
    float words;
    uint32_t blocks;
};

static float log_odds(float p)
{
    return logf((p + 1e-6f) / (1 - p + 1e-6f));
}

static uint32_t container_of(const struct ws_tree *t, uint32_t node)
{
    do
        node = t->nodes[node].parent;
    while (node && !(ws_tag_flags(t->nodes[node].tag) & WS_TF_BLOCK));
    return node;
}

/* A block that the model likes less well than its siblings keeps its own chance; one that it
 * likes better is drawn towards them: the one paragraph of an appeal that reads like a report
 * goes with the appeal. */
static bool settle_groups(const struct ws_tree *t, const struct ws_blocks *b, float *p,
                          struct ws_arena *arena)
{
    struct group *g = ws_arena_zalloc(arena, t->n_nodes, sizeof *g); /* by container */
    if (!g)
        return false;
    for (uint32_t i = 0; i < b->n; i++) {
        struct group *own = &g[container_of(t, b->v[i].node)];
        float words = (float)(b->v[i].words + 1);
        own->sum += log_odds(p[i]) * words;
        own->words += words;
        own->blocks++;
    }
    for (uint32_t i = 0; i < b->n; i++) {
        const struct group *own = &g[container_of(t, b->v[i].node)];
        float odds = log_odds(p[i]), mean = own->sum / own->words;
        if (own->blocks >= GROUP_MIN && mean < odds)
            p[i] = 1 / (1 + expf(-(odds + GROUP_PULL * (mean - odds))));
    }
    return true;
}

/* --- the cut -------------------------------------------------------------------------- */

struct ranked {
    float p;
    uint32_t block;
};

static int by_p_descending(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    if (x->p != y->p)
        return x->p < y->p ? 1 : -1;
    return x->block < y->block ? -1 : x->block > y->block;
}

/* Bounds of the cut: the estimate of F1 is only as good as the probabilities. */
#define CUT_MIN 0.2f
#define CUT_MAX 0.6f

/* The cut that maximises the expected F1 of a page: with w words and probability p per block,
 * keeping the k likeliest gives about 2 * sum(w p, kept) / (sum(w, kept) + sum(w p, all)). */
static float best_cut(const struct ws_blocks *b, const float *p, struct ws_arena *arena)
{
    struct ranked *r = ws_arena_alloc(arena, b->n * sizeof *r);
    if (!r)
        return -1;
    double all = 0;
    for (uint32_t i = 0; i < b->n; i++) {
        r[i] = (struct ranked){p[i], i};
        all += (double)p[i] * b->v[i].words;
    }
    qsort(r, b->n, sizeof *r, by_p_descending);
    double kept = 0, right = 0, best = -1;
    float cut = CUT_MAX;
    for (uint32_t i = 0; i < b->n; i++) {
        double words = b->v[r[i].block].words;
        kept += words;
        right += words * (double)r[i].p;
        double f1 = kept + all > 0 ? 2 * right / (kept + all) : 0;
        if (f1 > best) {
            best = f1;
            cut = r[i].p;
        }
    }
    return cut < CUT_MIN ? CUT_MIN : cut > CUT_MAX ? CUT_MAX : cut;
}

/* --- tables and lists are whole ------------------------------------------------------- */

#define UNIT_SHARE 0.7f /* of its words chosen: then all of it */
#define UNIT_WORDS 30   /* a longer block makes a table page layout */

struct unit {
    uint32_t words, kept, longest;
};

/* Innermost list or table around each node, 0: none. */
static void find_units(const struct ws_tree *t, uint32_t *unit)
{
    for (uint32_t i = 1; i < t->n_nodes; i++) {
        switch (t->nodes[i].tag) {
        case WS_TAG_TABLE:
        case WS_TAG_UL:
        case WS_TAG_OL:
        case WS_TAG_DL:
            unit[i] = i;
            break;
        default:
            unit[i] = unit[t->nodes[i].parent];
        }
    }
}

/* A short cell or term says little for itself: "42" is as good as the row it stands in. */
static bool complete_units(const struct ws_tree *t, const struct ws_blocks *b, bool *keep,
                           struct ws_arena *arena)
{
    uint32_t *unit = ws_arena_zalloc(arena, t->n_nodes, sizeof *unit);
    struct unit *sum = ws_arena_zalloc(arena, t->n_nodes, sizeof *sum);
    if (!unit || !sum)
        return false;
    find_units(t, unit);
    for (uint32_t i = 0; i < b->n; i++) {
        struct unit *u = &sum[unit[b->v[i].node]];
        uint32_t words = b->v[i].words + 1;
        u->words += words;
        u->kept += keep[i] ? words : 0;
        u->longest = words > u->longest ? words : u->longest;
    }
    for (uint32_t i = 0; i < b->n; i++) {
        uint32_t node = unit[b->v[i].node];
        const struct unit *u = &sum[node];
        bool layout = t->nodes[node].tag == WS_TAG_TABLE && u->longest > UNIT_WORDS;
        if (node && !layout && !b->v[i].hidden &&
            (float)u->kept >= UNIT_SHARE * (float)u->words)
            keep[i] = true;
    }
    return true;
}

/* --- what is never text --------------------------------------------------------------- */

/* Bylines and dates have fields of their own. */
static bool is_byline(const float *row)
{
    return row[WS_F_WORDS] < 4.7f && row[WS_F_MARK_META] <= 1 && row[WS_F_HEADING_LEVEL] == 0 &&
           (row[WS_F_YEAR] > 0 || row[WS_F_CUE_BYLINE] > 0) && row[WS_F_STOPS] <= 1;
}

static bool same_text(struct ws_slice a, struct ws_slice b)
{
    return a.n == b.n && a.n && memcmp(a.p, b.p, a.n) == 0;
}

/* The headline has a field of its own. */
static void drop_headline(const struct ws_features *f, struct ws_slice title, bool *keep)
{
    for (uint32_t i = 0; i < f->blocks->n; i++) {
        const float *row = f->v + (size_t)i * WS_F_COUNT;
        if (!keep[i])
            continue;
        if (same_text(f->blocks->v[i].text, title))
            keep[i] = false;
        else if (row[WS_F_WORDS] > 4.5f) /* over some 20 words: the text has begun */
            return;
    }
}

/* A heading with nothing behind it announces something that was left out. */
static void drop_last_heading(const struct ws_features *f, bool *keep)
{
    uint32_t i = f->blocks->n;
    while (i && !keep[i - 1])
        i--;
    if (i && f->v[(size_t)(i - 1) * WS_F_COUNT + WS_F_HEADING_LEVEL] > 0)
        keep[i - 1] = false;
}

bool *ws_select(const struct ws_tree *t, const struct ws_features *f, float *p,
                struct ws_slice title, struct ws_arena *arena)
{
    const uint32_t n = f->blocks->n;
    bool *keep = ws_arena_zalloc(arena, n + 1u, sizeof *keep);
    if (!keep || !settle_groups(t, f->blocks, p, arena))
        return NULL;
    float cut = best_cut(f->blocks, p, arena);
    if (cut < 0)
        return NULL;
    for (uint32_t i = 0; i < n; i++)
        keep[i] = p[i] >= cut && !is_byline(f->v + (size_t)i * WS_F_COUNT);
    if (!complete_units(t, f->blocks, keep, arena))
        return NULL;
    drop_headline(f, title, keep);
    drop_last_heading(f, keep);
    return keep;
}
