#include "pipeline/extract/features/features.h"

#include "pipeline/extract/features/odds_features.h"
#include "pipeline/extract/features/page_features.h"
#include "pipeline/extract/features/survey.h"
#include "pipeline/extract/text/text.h"

static const char *const NAMES[WS_F_COUNT] = {
#define X(name, what) #name,
    WS_BLOCK_FEATURES(X)
    WS_ODDS_FEATURES(X)
#undef X
#define X(tag) "NEAR_" #tag,
        WS_NEAR_TAGS(X)
#undef X
#define X(mark) "MARK_" #mark,
            WS_NEAR_MARKS(X)
#undef X
#define X(level)                                                                               \
    "SHARE_" #level, "COUNT_" #level, "LINKS_" #level, "PARAS_" #level,
                WS_LEVELS(X)
#undef X
#define X(name, what) #name,
                    WS_PAGE_FEATURES(X)
#undef X
};

const char *ws_feature_name(unsigned f)
{
    return f < WS_F_COUNT ? NAMES[f] : "?";
}

/* What is read for each block of a page again and again. */
struct ws_features_page {
    const struct ws_survey *s;
    struct ws_items items;
    const struct ws_odds_page *odds;
    const float *log;            /* ws_log1() of 0 .. s->b->n */
    const struct container *box; /* by holder */
    const struct row *row;       /* by row of items */
    const struct tally *before;  /* by block, and behind the last: sums over all blocks before */
    float page[WS_F_COUNT];      /* features that all blocks share */
};

/* The features of a block that are those of a container. */
struct container {
    float share, count, links, paras;
};

/* And those of a row: count, share, words, links, blocks; what of its items has a heading. */
struct row {
    float of[5], headed;
};

struct tally {
    uint32_t appeals, prompts;
    float unlinked;   /* words */
    uint32_t heading; /* the last one, or UINT32_MAX */
};

/* The same as ws_log1(): most numbers of a page are no larger than that of its blocks. */
static float log_of(const struct ws_features_page *g, uint32_t x)
{
    return x <= g->s->b->n ? g->log[x] : ws_log1((float)x);
}

/* from - to in blocks, within -100..100; 101 when there is no such block. */
static float block_distance(uint32_t from, uint32_t to)
{
    if (to == UINT32_MAX)
        return 101;
    float d = (float)from - (float)to;
    return d > 100 ? 100 : d < -100 ? -100 : d;
}

static float link_share(const struct ws_element *e)
{
    return e->words > 0 ? 1 - e->unlinked / e->words : 0;
}

static void text_features(const struct ws_features_page *g, uint32_t i, struct ws_column *f, uint32_t l)
{
    const struct ws_survey *s = g->s;
    const struct ws_block *b = &s->b->v[i];
    const struct ws_measure *m = &s->m[i];
    float words = (float)(b->words ? b->words : 1), chars = (float)b->chars;
    f[WS_F_WORDS].of[l] = log_of(g, b->words);
    f[WS_F_CHARS_PER_WORD].of[l] = chars / words;
    f[WS_F_LINK_DENSITY].of[l] = m->link_density;
    f[WS_F_PUNCT].of[l] = (float)m->puncts / words;
    f[WS_F_ENDS_STOP].of[l] = m->ends_stop;
    f[WS_F_UPPER].of[l] = (float)m->uppers / chars;
    f[WS_F_BREAKS].of[l] = b->breaks;
    f[WS_F_BOLD].of[l] = (float)b->bold_chars / chars;
    f[WS_F_BUTTON].of[l] = (float)b->button_chars / chars;
    f[WS_F_HIDDEN].of[l] = b->hidden;
    f[WS_F_COPIES].of[l] = (float)m->copies;
    f[WS_F_CUE_BYLINE].of[l] = m->cues.byline;
    f[WS_F_CUE_GIVE].of[l] = m->cues.give;
    f[WS_F_TITLE_SIM].of[l] = m->title_sim;
    f[WS_F_DESCRIPTION].of[l] = m->described;
    f[WS_F_HEADING_LEVEL].of[l] = m->heading;
}

static void markup_features(const struct ws_features_page *g, uint32_t i, struct ws_column *f, uint32_t l)
{
    const struct ws_survey *s = g->s;
    const struct ws_element *e = ws_holder_of(s, i);
    const struct ws_near *near = ws_near_of(s, i);
    f[WS_F_DEPTH].of[l] = e->depth;
#define X(name) f[WS_F_NEAR_##name].of[l] = near->tag[WS_NEAR_TAG_##name];
    WS_NEAR_TAGS(X)
#undef X
#define X(name) f[WS_F_MARK_##name].of[l] = near->mark[WS_NEAR_MARK_##name];
    WS_NEAR_MARKS(X)
#undef X
    f[WS_F_SIG_COUNT].of[l] = log_of(g, s->m[i].sig_count);
    f[WS_F_SIG_SHARE].of[l] = s->m[i].sig_words / s->unlinked;
    f[WS_F_SIG_WORDS].of[l] = s->m[i].sig_log_words;
}

#define LEVELS 8 /* containers up to the highest of WS_LEVELS */

static void container_features(const struct ws_features_page *g, uint32_t i, struct ws_column *f, uint32_t l)
{
    static const unsigned char LEVEL[] = {
#define X(level) level,
        WS_LEVELS(X)
#undef X
    };
    uint32_t up[LEVELS]; /* the containers, from the block's own on */
    up[0] = g->s->at[i];
    for (unsigned k = 1; k < LEVELS; k++)
        up[k] = g->s->holder[up[k - 1]].parent;
    struct ws_column *out = &f[WS_F_SHARE_0];
    for (unsigned k = 0; k < sizeof LEVEL / sizeof LEVEL[0]; k++, out += WS_F_SHARE_1 - WS_F_SHARE_0) {
        const struct container *box = &g->box[up[LEVEL[k]]];
        out[0].of[l] = box->share;
        out[1].of[l] = box->count;
        out[2].of[l] = box->links;
        out[3].of[l] = box->paras;
    }
}

static void main_container_features(const struct ws_survey *s, uint32_t i, struct ws_column *f, uint32_t l)
{
    const struct ws_element *e = ws_holder_of(s, i);
    const struct ws_element *lca = &s->holder[e->lca];
    f[WS_F_BELOW_TOP].of[l] = e->in_top ? (float)(e->depth - s->holder[s->top].depth) : -1;
    f[WS_F_IN_BEST].of[l] = e->in_best;
    f[WS_F_LCA_SHARE].of[l] = lca->unlinked / s->unlinked;
    f[WS_F_LCA_LINKS].of[l] = link_share(lca);
    f[WS_F_FROM_LONGEST].of[l] = block_distance(i, s->longest);
    f[WS_F_WORDS_OF_LONGEST].of[l] = s->m[i].unlinked / (s->m[s->longest].unlinked + 1);
}

static void item_features(const struct ws_features_page *g, uint32_t i, struct ws_column *f, uint32_t l)
{
    const struct ws_items *items = &g->items;
    const uint32_t at = g->s->at[i], item = items->item[at], inner = items->inner[at];
    const struct row *row = &g->row[items->row_of[item]];
    const struct row *inmost = &g->row[items->row_of[inner]];
    for (size_t k = 0; k < sizeof row->of / sizeof row->of[0]; k++) {
        f[WS_F_ROW_COUNT + k].of[l] = row->of[k];
        f[WS_F_INNER_COUNT + k].of[l] = inmost->of[k];
    }
    f[WS_F_ROW_HEADED].of[l] = row->headed;
    f[WS_F_IN_ITEM].of[l] = item ? (float)(i - g->s->holder[item].first_block) : -1;
}

static void order_features(const struct ws_features_page *g, uint32_t i, struct ws_column *f, uint32_t l)
{
    const struct ws_survey *s = g->s;
    const uint32_t n = s->b->n, heading = g->before[i + 1].heading;
    f[WS_F_POSITION].of[l] = (float)i / (float)n;
    f[WS_F_BLOCKS_BEFORE].of[l] = g->log[i];
    f[WS_F_BLOCKS_BEHIND].of[l] = g->log[n - i];
    f[WS_F_TEXT_BEFORE].of[l] = g->before[i].unlinked / s->unlinked;
    f[WS_F_FROM_TITLE].of[l] = block_distance(i, s->most_titled);
    f[WS_F_FROM_H1].of[l] = block_distance(i, s->first_h1);
    f[WS_F_FROM_HEADING].of[l] = block_distance(i, heading);
    f[WS_F_LAST_HEADING_LEVEL].of[l] = heading != UINT32_MAX ? s->m[heading].heading : 0;
}

#define REACH 2

/* Of the block, and of REACH blocks before and behind it. */
static struct tally tally_around(const struct ws_features_page *g, uint32_t i, uint32_t *blocks)
{
    uint32_t first = i > REACH ? i - REACH : 0;
    uint32_t end = i + REACH + 1 < g->s->b->n ? i + REACH + 1 : g->s->b->n;
    const struct tally *to = &g->before[end], *from = &g->before[first];
    *blocks = end - first;
    return (struct tally){.appeals = to->appeals - from->appeals, .prompts = to->prompts - from->prompts};
}

/* Who speaks to whom around a block, and whether money comes into it. */
static void appeal_features(const struct ws_features_page *g, uint32_t i, struct ws_column *f, uint32_t l)
{
    const struct ws_survey *s = g->s;
    const struct ws_measure *m = &s->m[i];
    const struct ws_element *up = ws_box_of(s, i);
    float own = (float)(s->b->v[i].words ? s->b->v[i].words : 1);
    uint32_t blocks;
    const struct tally near = tally_around(g, i, &blocks);
    f[WS_F_PHRASES].of[l] = ws_phrases_per_clause(&m->cues, s->b->v[i].words);
    f[WS_F_WEAK_NEAR].of[l] = (float)near.prompts / (float)blocks;
    f[WS_F_WEAK_CONTAINER].of[l] = up->weak / (up->words + 1);
    f[WS_F_WE].of[l] = (float)m->cues.we / own;
    f[WS_F_APPEAL_WIDE].of[l] = (float)near.appeals / (float)blocks;
}

static void neighbour_features(const struct ws_features_page *g, uint32_t i, struct ws_column *f, uint32_t l)
{
    const struct ws_survey *s = g->s;
    const bool before = i > 0, behind = i + 1 < s->b->n;
    f[WS_F_PREV_WORDS].of[l] = before ? log_of(g, s->b->v[i - 1].words) : -1;
    f[WS_F_PREV_LINKS].of[l] = before ? s->m[i - 1].link_density : -1;
    f[WS_F_NEXT_WORDS].of[l] = behind ? log_of(g, s->b->v[i + 1].words) : -1;
    f[WS_F_NEXT_LINKS].of[l] = behind ? s->m[i + 1].link_density : -1;
    f[WS_F_NEXT_SAME].of[l] = behind && ws_holder_of(s, i + 1)->signature == ws_holder_of(s, i)->signature;
}

/* --- once per page -------------------------------------------------------------------- */

static const float *tabulate_logs(uint32_t n, struct ws_arena *arena)
{
    float *log = ws_arena_alloc(arena, (n + 1u) * sizeof *log);
    for (uint32_t i = 0; log && i <= n; i++)
        log[i] = ws_log1((float)i);
    return log;
}

static const struct container *measure_containers(const struct ws_features_page *g, struct ws_arena *arena)
{
    const struct ws_survey *s = g->s;
    struct container *box = ws_arena_alloc(arena, s->n_holders * sizeof *box);
    for (uint32_t k = 0; box && k < s->n_holders; k++) {
        const struct ws_element *e = &s->holder[k];
        box[k] = (struct container){e->unlinked / s->unlinked, log_of(g, e->blocks), link_share(e), e->para / s->para};
    }
    return box;
}

static struct row measure_row(const struct ws_features_page *g, const struct ws_row *row)
{
    float count = (float)(row->count ? row->count : 1);
    float links = row->words > 0 ? 1 - row->unlinked / row->words : 0;
    return (struct row){{log_of(g, row->count), row->unlinked / g->s->unlinked, ws_log1(row->unlinked / count), links,
                         ws_log1((float)row->blocks / count)},
                        (float)row->headed / count};
}

/* By item; row 0 stands for blocks in no row. Most rows are neither the outermost nor the innermost one of any
 * block: these are left out. */
static const struct row *measure_rows(const struct ws_features_page *g, struct ws_arena *arena)
{
    const struct ws_items *items = &g->items;
    struct row *out = ws_arena_alloc(arena, items->n_rows * sizeof *out);
    bool *done = ws_arena_zalloc(arena, items->n_rows, sizeof *done);
    for (uint32_t i = 0; out && done && i < g->s->b->n; i++) {
        const uint32_t at = g->s->at[i], rows[] = {items->row_of[items->item[at]], items->row_of[items->inner[at]]};
        for (size_t k = 0; k < 2; k++)
            if (!done[rows[k]]) {
                out[rows[k]] = measure_row(g, &items->row[rows[k]]);
                done[rows[k]] = true;
            }
    }
    return done ? out : NULL;
}

static const struct tally *tally_blocks(const struct ws_survey *s, struct ws_arena *arena)
{
    struct tally *before = ws_arena_alloc(arena, (s->b->n + 1u) * sizeof *before), sum = {.heading = UINT32_MAX};
    for (uint32_t i = 0; before && i <= s->b->n; i++) {
        before[i] = sum;
        if (i == s->b->n)
            break;
        const struct ws_cues *c = &s->m[i].cues;
        sum.appeals += c->appeal + (uint32_t)s->m[i].money;
        sum.prompts += (uint32_t)c->press + c->urgent + c->money + c->appeal;
        sum.unlinked += s->m[i].unlinked;
        sum.heading = s->m[i].heading ? i : sum.heading;
    }
    return before;
}

static void write_page_features(const struct ws_features_page *g, struct ws_column *panel)
{
    for (unsigned k = WS_F_PAGE_WORDS; k < WS_F_COUNT; k++)
        for (unsigned l = 0; l < WS_PANEL; l++)
            panel[k].of[l] = g->page[k];
}

void ws_features_panel(const struct ws_features *features, uint32_t panel, struct ws_column *f)
{
    const struct ws_features_page *g = features->page;
    const uint32_t first = panel * WS_PANEL, left = g->s->b->n - first;
    for (uint32_t l = 0; l < WS_PANEL && l < left; l++) {
        const uint32_t i = first + l;
        ws_odds_features(g->odds, i, g->before[i].heading, f, l);
        text_features(g, i, f, l);
        markup_features(g, i, f, l);
        container_features(g, i, f, l);
        main_container_features(g->s, i, f, l);
        order_features(g, i, f, l);
        appeal_features(g, i, f, l);
        item_features(g, i, f, l);
        neighbour_features(g, i, f, l);
    }
    write_page_features(g, f);
}

float ws_page_feature(const struct ws_features *f, enum ws_feature feature)
{
    return f->page->page[feature];
}

bool ws_features_compute(const struct ws_tree *t, const struct ws_blocks *blocks,
                         struct ws_slice title, const struct ws_odds *odds,
                         struct ws_arena *arena, struct ws_features *out)
{
    *out = (struct ws_features){.blocks = blocks};
    if (!blocks->n)
        return true;
    struct ws_names *names = ws_arena_alloc(arena, sizeof *names);
    struct ws_survey *s = ws_arena_alloc(arena, sizeof *s);
    struct ws_features_page *g = ws_arena_alloc(arena, sizeof *g);
    if (!names || !s || !g || !ws_names_init(t, &blocks->looks, odds, arena, names) ||
        !ws_survey_page(names, blocks, title, arena, s) || !ws_items_find(s, arena, &g->items))
        return false;
    g->s = s;
    g->odds = ws_odds_read(s, odds, arena);
    g->log = tabulate_logs(blocks->n, arena);
    g->box = g->log ? measure_containers(g, arena) : NULL;
    g->row = g->log ? measure_rows(g, arena) : NULL;
    g->before = tally_blocks(s, arena);
    if (!g->odds || !g->box || !g->row || !g->before)
        return false;
    ws_page_features(s, &g->items, g->page);
    out->survey = s;
    out->page = g;
    return true;
}
