#include "pipeline/extract/features/features.h"

#include "pipeline/extract/features/odds_features.h"
#include "pipeline/extract/features/page_features.h"
#include "pipeline/extract/features/survey.h"
#include "pipeline/extract/text/text.h"

#include <math.h>

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
    "SHARE_" #level, "COUNT_" #level, "LINKS_" #level, "PARAS_" #level, "AT_" #level,
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
    uint32_t first_block;
};

/* And those of a row: count, share, words, links, blocks; what of its items has a heading, a link. */
struct row {
    float of[5], headed, linked;
};

struct tally {
    uint32_t words, persons, appeals, prompts, cues;
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
    f[WS_F_LINKS].of[l] = b->links;
    f[WS_F_PUNCT].of[l] = (float)m->puncts / words;
    f[WS_F_STOPS].of[l] = log_of(g, m->stops);
    f[WS_F_ENDS_STOP].of[l] = m->ends_stop;
    f[WS_F_ENDS_COLON].of[l] = m->ends_colon;
    f[WS_F_DIGITS].of[l] = (float)m->digits / chars;
    f[WS_F_UPPER].of[l] = (float)m->uppers / chars;
    f[WS_F_STARTS_LOWER].of[l] = m->starts_lower;
    f[WS_F_SEPARATORS].of[l] = m->separators;
    f[WS_F_MONEY].of[l] = m->money;
    f[WS_F_YEAR].of[l] = m->year;
    f[WS_F_AT_SIGN].of[l] = m->at_sign;
    f[WS_F_QUESTION].of[l] = m->question;
    f[WS_F_BREAKS].of[l] = b->breaks;
    f[WS_F_BOLD].of[l] = (float)b->bold_chars / chars;
    f[WS_F_BUTTON].of[l] = (float)b->button_chars / chars;
    f[WS_F_HIDDEN].of[l] = b->hidden;
    f[WS_F_PREFORMATTED].of[l] = b->pre;
    f[WS_F_COPIES].of[l] = (float)m->copies;
    f[WS_F_CUE_LEGAL].of[l] = m->cues.legal;
    f[WS_F_CUE_APPEAL].of[l] = m->cues.appeal;
    f[WS_F_CUE_LINK].of[l] = m->cues.link;
    f[WS_F_CUE_BYLINE].of[l] = m->cues.byline;
    f[WS_F_CUE_AUTHOR].of[l] = m->cues.author;
    f[WS_F_CUE_GIVE].of[l] = m->cues.give;
    f[WS_F_CUE_SUBSCRIBE].of[l] = m->cues.subscribe;
    f[WS_F_CUE_FOLLOW].of[l] = m->cues.follow;
    f[WS_F_CUE_REPUBLISH].of[l] = m->cues.republish;
    f[WS_F_CUE_TRADE].of[l] = m->cues.trade;
    f[WS_F_CUE_NOTICE].of[l] = m->cues.notice;
    f[WS_F_CUE_CONTACT].of[l] = m->cues.contact;
    f[WS_F_WEAK_PRESS].of[l] = m->cues.press;
    f[WS_F_WEAK_URGENT].of[l] = m->cues.urgent;
    f[WS_F_WEAK_MONEY].of[l] = m->cues.money;
    f[WS_F_TITLE_SIM].of[l] = m->title_sim;
    f[WS_F_TITLE_COVER].of[l] = m->title_cover;
    f[WS_F_DESCRIPTION].of[l] = m->described;
    f[WS_F_HEADING_LEVEL].of[l] = m->heading;
}

static void markup_features(const struct ws_features_page *g, uint32_t i, struct ws_column *f, uint32_t l)
{
    const struct ws_survey *s = g->s;
    const struct ws_element *e = ws_holder_of(s, i);
    const struct ws_near *near = ws_near_of(s, i);
    const enum ws_tag tag = (enum ws_tag)e->tag;
    uint32_t marks = s->m[i].inline_marks;
    f[WS_F_TAG_DIV].of[l] = tag == WS_TAG_DIV;
    f[WS_F_TAG_LISTED].of[l] = tag == WS_TAG_LI || tag == WS_TAG_DT || tag == WS_TAG_DD;
    f[WS_F_TAG_CELL].of[l] = tag == WS_TAG_TD || tag == WS_TAG_TH;
    f[WS_F_INLINE_MARKS].of[l] = (float)(!!(marks & WS_MARK_META) + 2 * !!(marks & WS_MARK_SHARE) +
                                   4 * !!(marks & WS_MARK_APPEAL));
    f[WS_F_DEPTH].of[l] = e->depth;
    for (int k = 0; k < WS_NEAR_TAG_COUNT; k++)
        f[WS_F_NEAR_P + k].of[l] = near->tag[k];
    for (int k = 0; k < WS_MARK_COUNT; k++)
        f[WS_F_MARK_CONTENT + k].of[l] = near->mark[k];
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
    for (unsigned k = 0; k < sizeof LEVEL / sizeof LEVEL[0]; k++, out += 5) {
        const struct container *box = &g->box[up[LEVEL[k]]];
        out[0].of[l] = box->share;
        out[1].of[l] = box->count;
        out[2].of[l] = box->links;
        out[3].of[l] = box->paras;
        out[4].of[l] = g->log[i - box->first_block];
    }
}

static void main_container_features(const struct ws_survey *s, uint32_t i, struct ws_column *f, uint32_t l)
{
    const struct ws_element *e = ws_holder_of(s, i);
    const struct ws_element *lca = &s->holder[e->lca];
    const struct ws_element *longest = ws_holder_of(s, s->longest);
    f[WS_F_IN_TOP].of[l] = e->in_top;
    f[WS_F_BELOW_TOP].of[l] = e->in_top ? (float)(e->depth - s->holder[s->top].depth) : -1;
    f[WS_F_IN_BEST].of[l] = e->in_best;
    f[WS_F_LCA_UP].of[l] = (float)(e->depth - lca->depth);
    f[WS_F_LCA_DOWN].of[l] = (float)(longest->depth - lca->depth);
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
    f[WS_F_ROW_LINKED].of[l] = row->linked;
    f[WS_F_IN_ITEM].of[l] = item ? (float)(i - g->s->holder[item].first_block) : -1;
    f[WS_F_ITEM_WORDS].of[l] = item ? ws_log1(g->s->holder[item].unlinked) : -1;
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
    f[WS_F_LAST_HEADING_LEVEL].of[l] = f[WS_F_LAST_HEADING_CUES].of[l] = 0;
    if (heading != UINT32_MAX) {
        const struct ws_measure *h = &s->m[heading];
        f[WS_F_LAST_HEADING_LEVEL].of[l] = h->heading;
        f[WS_F_LAST_HEADING_CUES].of[l] = (float)(h->cues.appeal + h->cues.link + h->cues.legal);
    }
}

/* Of the block, and of reach blocks before and behind it. */
static struct tally tally_around(const struct ws_features_page *g, uint32_t i, uint32_t reach, uint32_t *blocks)
{
    uint32_t first = i > reach ? i - reach : 0;
    uint32_t end = i + reach + 1 < g->s->b->n ? i + reach + 1 : g->s->b->n;
    const struct tally *to = &g->before[end], *from = &g->before[first];
    *blocks = end - first;
    return (struct tally){.words = to->words - from->words,
                          .persons = to->persons - from->persons,
                          .appeals = to->appeals - from->appeals,
                          .prompts = to->prompts - from->prompts,
                          .cues = to->cues - from->cues};
}

/* Who speaks to whom around a block, and whether money comes into it. */
static void appeal_features(const struct ws_features_page *g, uint32_t i, struct ws_column *f, uint32_t l)
{
    const struct ws_survey *s = g->s;
    const struct ws_measure *m = &s->m[i];
    const struct ws_element *up = ws_box_of(s, i);
    float own = (float)(s->b->v[i].words ? s->b->v[i].words : 1);
    uint32_t blocks;
    const struct tally near = tally_around(g, i, 2, &blocks);
    f[WS_F_PHRASES].of[l] = ws_phrases_per_clause(&m->cues, s->b->v[i].words);
    f[WS_F_WEAK_ALL].of[l] = (ws_weak_cues(&m->cues) + (float)(m->cues.you + m->cues.we)) / own;
    f[WS_F_WEAK_NEAR].of[l] = (float)near.prompts / (float)blocks;
    f[WS_F_WEAK_CONTAINER].of[l] = up->weak / (up->words + 1);
    f[WS_F_YOU].of[l] = (float)m->cues.you / own;
    f[WS_F_WE].of[l] = (float)m->cues.we / own;
    f[WS_F_PERSONS_CONTAINER].of[l] = up->persons / (up->words + 1);
    f[WS_F_PERSONS_WIDE].of[l] = (float)near.persons / (float)(near.words + 1);
    f[WS_F_APPEAL_WIDE].of[l] = (float)near.appeals / (float)blocks;
}

static void cue_features(const struct ws_features_page *g, uint32_t i, struct ws_column *f, uint32_t l)
{
    const struct ws_survey *s = g->s;
    const struct ws_element *up = ws_box_of(s, i), *up2 = &s->holder[up->parent];
    uint32_t blocks, own = g->before[i + 1].cues - g->before[i].cues;
    f[WS_F_CUES_NEAR].of[l] = (float)(tally_around(g, i, 2, &blocks).cues - own);
    f[WS_F_CUES_WIDE].of[l] = (float)(tally_around(g, i, 5, &blocks).cues - own);
    f[WS_F_CUES_CONTAINER].of[l] = up->cues / (float)up->blocks;
    f[WS_F_CUES_CONTAINER2].of[l] = up2->cues / (float)up2->blocks;
}

static void neighbour_features(const struct ws_features_page *g, uint32_t i, struct ws_column *f, uint32_t l)
{
    const struct ws_survey *s = g->s;
    static const struct {
        int by;
        enum ws_feature words, links;
    } NEXT[] = {{-1, WS_F_PREV_WORDS, WS_F_PREV_LINKS},
                {-2, WS_F_PREV2_WORDS, WS_F_PREV2_LINKS},
                {1, WS_F_NEXT_WORDS, WS_F_NEXT_LINKS},
                {2, WS_F_NEXT2_WORDS, WS_F_NEXT2_LINKS}};
    for (size_t k = 0; k < sizeof NEXT / sizeof NEXT[0]; k++) {
        int64_t j = (int64_t)i + NEXT[k].by;
        if (j < 0 || j >= s->b->n) {
            f[NEXT[k].words].of[l] = f[NEXT[k].links].of[l] = -1;
            continue;
        }
        f[NEXT[k].words].of[l] = log_of(g, s->b->v[j].words);
        f[NEXT[k].links].of[l] = s->m[j].link_density;
    }
    const uint32_t sig = ws_holder_of(s, i)->signature;
    f[WS_F_PREV_SAME].of[l] = i > 0 && ws_holder_of(s, i - 1)->signature == sig;
    f[WS_F_NEXT_SAME].of[l] = i + 1 < s->b->n && ws_holder_of(s, i + 1)->signature == sig;
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
        box[k] = (struct container){e->unlinked / s->unlinked, log_of(g, e->blocks), link_share(e), e->para / s->para,
                                    e->first_block};
    }
    return box;
}

static struct row measure_row(const struct ws_features_page *g, const struct ws_row *row)
{
    float count = (float)(row->count ? row->count : 1);
    float links = row->words > 0 ? 1 - row->unlinked / row->words : 0;
    return (struct row){{log_of(g, row->count), row->unlinked / g->s->unlinked, ws_log1(row->unlinked / count), links,
                         ws_log1((float)row->blocks / count)},
                        (float)row->headed / count,
                        (float)row->linked / count};
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
        sum.words += s->b->v[i].words;
        sum.persons += (uint32_t)c->you + c->we;
        sum.appeals += c->appeal + (uint32_t)s->m[i].money;
        sum.prompts += (uint32_t)c->press + c->urgent + c->money + c->appeal;
        sum.cues += (uint32_t)c->appeal + c->legal;
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
        cue_features(g, i, f, l);
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
