#include "pipeline/extract/select/select.h"

#include "pipeline/extract/doubt/doubt_lines.h"
#include "pipeline/extract/doubt/doubt_runs.h"
#include "pipeline/extract/features/survey.h"
#include "pipeline/extract/model/paragraphs.h"
#include "pipeline/extract/select/chapters.h"
#include "pipeline/extract/select/copies.h"
#include "pipeline/extract/select/settle.h"
#include "pipeline/extract/select/tidy.h"

#include <math.h>
#include <string.h>

/* --- the cut -------------------------------------------------------------------------- */

/* A block as a number: the likeliest is the smallest, of equals the first. */
static uint64_t rank_of(float p, uint32_t block)
{
    uint32_t bits; /* of numbers that are not below 0 in the order of these */
    memcpy(&bits, &p, sizeof bits);
    return (uint64_t)~bits << 32 | block;
}

/* Ascending, by merging; in v or in room for as many: where it returns. Behind both one more may be read. qsort() takes
 * four times as long, for it calls a function at each comparison; and branches would be guessed wrong. */
static const uint64_t *sort(uint64_t *v, uint64_t *room, size_t n)
{
    for (size_t width = 1; width < n; width *= 2) {
        for (size_t from = 0; from < n; from += 2 * width) {
            const size_t middle = n - from < width ? n : from + width;
            const size_t end = n - middle < width ? n : middle + width;
            size_t a = from, b = middle;
            for (size_t k = from; k < end; k++) {
                const bool first = (b == end) | ((a < middle) & (v[a] <= v[b]));
                room[k] = v[b ^ ((a ^ b) & -(size_t)first)];
                a += first;
                b += !first;
            }
        }
        uint64_t *sorted = room;
        room = v;
        v = sorted;
    }
    return v;
}

/* A cut maximises the expected F-beta (van Rijsbergen), in which recall counts beta times as
 * much as precision, within bounds: the estimate is only as good as the probabilities. All
 * three fall from one favor to the next, so that the cut does. */
struct cut {
    float beta2; /* beta squared */
    float min, max;
};

static const struct cut CUTS[] = {
    [WS_FAVOR_PRECISION] = {0.25f, 0.5f, 0.8f},
    [WS_FAVOR_BALANCED] = {1, 0.2f, 0.6f},
    [WS_FAVOR_RECALL] = {4, 0.05f, 0.25f},
};

/* The model has seen more prompts among paragraphs than there are (train/inject.py) and doubts a little too much: p counts
 * as p to this power. On pages that are no articles it knows less, and more of what is in doubt is text. */
#define TRUST        0.9f
#define TRUST_OTHERS 0.8f

/* With w words and probability p per block, keeping the k likeliest gives an expected F-beta of
 * about (1 + beta2) * sum(w p, kept) / (sum(w, kept) + beta2 * sum(w p, all)). The part behind the
 * first factor is a mean over words into which a block of probability p enters as p: the next one
 * raises it only if its p is larger. */
struct gain {
    double kept, right; /* words; expected words of content among them */
    double all;         /* beta2 * expected words of content of the page */
};

static double gain_of(const struct gain *g)
{
    return g->kept + g->all > 0 ? g->right / (g->kept + g->all) : 0;
}

static void keep_one(struct gain *g, double words, float trusted)
{
    g->kept += words;
    g->right += words * (double)trusted;
}

#define LIKELY  0.5f
#define NEARLY  (1 - 1e-6) /* sums are rounded */

/* Notes what the best cut may keep; returns how many. What is less likely than the gain of any cut is no part of the
 * best one. */
static size_t find_candidates(const struct ws_blocks *b, const float *p, const float *trusted, double all,
                              uint64_t *found)
{
    struct gain likely = {0, 0, all};
    for (uint32_t i = 0; i < b->n; i++)
        if (p[i] >= LIKELY)
            keep_one(&likely, b->v[i].words, trusted[i]);
    const double least = NEARLY * gain_of(&likely);
    size_t n = 0;
    for (uint32_t i = 0; i < b->n; i++)
        if ((double)trusted[i] >= least)
            found[n++] = rank_of(p[i], i);
    return n;
}

static float best_cut(const struct ws_blocks *b, const float *p, const struct cut *c,
                      struct ws_arena *arena)
{
    float *trusted = ws_arena_alloc(arena, b->n * sizeof *trusted);
    uint64_t *ranks = ws_arena_alloc(arena, 2 * ((size_t)b->n + 1) * sizeof *ranks);
    if (!trusted || !ranks)
        return -1;
    double all = 0;
    const float trust = ws_is_article(b, p) ? TRUST : TRUST_OTHERS;
    for (uint32_t i = 0; i < b->n; i++) {
        trusted[i] = powf(p[i], trust);
        all += (double)trusted[i] * b->v[i].words;
    }
    struct gain g = {0, 0, (double)c->beta2 * all};
    const size_t n = find_candidates(b, p, trusted, g.all, ranks);
    const uint64_t *sorted = sort(ranks, ranks + n + 1, n);
    double best = -1;
    float cut = c->max;
    for (size_t k = 0; k < n; k++) {
        const uint32_t i = (uint32_t)sorted[k];
        keep_one(&g, b->v[i].words, trusted[i]);
        double f = gain_of(&g);
        if (f > best) {
            best = f;
            cut = p[i];
        }
    }
    return cut < c->min ? c->min : cut > c->max ? c->max : cut;
}

/* --- tables and lists are whole ------------------------------------------------------- */

#define UNIT_SHARE 0.4f /* of its words chosen: then all of it */
#define UNIT_WORDS 30   /* a longer block makes a table page layout */
#define CELL_SHARE 0.5f /* a longer cell with so much of the table's words may be, too: then ... */
#define CELL_P     0.03f /* what is less likely stays out, and so do prompts */
#define WITHIN_P                                                                               \
    0.25f /* mean p of one between blocks of text that are kept: then all of it */
#define HEADED_P     0.12f /* the same of a table with headings: cells say little for themselves */
#define HEADED_WORDS 80 /* and what makes it page layout */

struct unit {
    uint32_t words, kept, longest;
    uint32_t cell; /* words of its longest cell */
    uint32_t first, last; /* blocks */
    float p;              /* sum over its words */
    bool headed;          /* has cells that are headings */
};

static bool is_unit(enum ws_tag tag)
{
    return tag == WS_TAG_TABLE || tag == WS_TAG_UL || tag == WS_TAG_OL || tag == WS_TAG_DL;
}

static bool is_cell(enum ws_tag tag)
{
    return tag == WS_TAG_TD || tag == WS_TAG_TH;
}

/* By holder: innermost list or table around it, and innermost cell in it; 0: none. Their sums
 * are made zero. */
static void find_units(const struct ws_survey *s, uint32_t *unit, uint32_t *cell, struct unit *sum)
{
    unit[0] = cell[0] = 0;
    sum[0] = (struct unit){0};
    for (uint32_t k = 1; k < s->n_holders; k++) {
        const uint32_t up = s->holder[k].parent, unit_above = unit[up], cell_above = cell[up];
        const enum ws_tag tag = (enum ws_tag)s->holder[k].tag;
        const bool begins_unit = is_unit(tag), begins_cell = is_cell(tag);
        unit[k] = begins_unit ? k : unit_above;
        cell[k] = begins_cell ? k : begins_unit ? 0 : cell_above;
        if (begins_unit | begins_cell)
            sum[k] = (struct unit){0};
        sum[unit[k]].headed |= tag == WS_TAG_TH;
    }
}

/* Whether text goes on behind the unit as it did before. */
static bool is_within_text(const struct ws_blocks *b, const bool *keep, const struct unit *u)
{
    return u->first > 0 && u->last + 1 < b->n && keep[u->first - 1] && keep[u->last + 1];
}

#define TITLE_WORDS 20 /* of a line between the text and a table: "Table 3. Boats" */

/* The same of a table, which may have a title in front of it, and a heading behind. */
static bool is_table_within_text(const struct ws_survey *s, const bool *keep, const struct unit *u)
{
    const uint32_t before = u->first, behind = u->last + 1, n = s->b->n;
    const bool goes_on = behind < n && (keep[behind] || (s->m[behind].heading && behind + 1 < n && keep[behind + 1]));
    const bool titled = before > 1 && keep[before - 2] && s->b->v[before - 1].words <= TITLE_WORDS;
    return goes_on && before > 0 && (keep[before - 1] || titled);
}

/* What a unit that is kept brings back: no label of an advertisement between items. A short article in one cell of a
 * layout table looks like a table, prompts between its paragraphs like rows. */
static bool is_brought_back(const struct ws_survey *s, const float *p, const struct unit *u, uint32_t i)
{
    bool one_cell = u->cell > UNIT_WORDS && (float)u->cell >= CELL_SHARE * (float)u->words;
    return !s->b->v[i].hidden && !(ws_is_item(s, i) && ws_is_ad_label(&s->b->v[i])) &&
           !(one_cell && (p[i] < CELL_P || ws_prompt_phrases(s, i) >= WS_DOUBT_LEAST));
}

/* Whether a unit is kept as a whole. */
static bool is_kept(const struct ws_survey *s, const bool *keep, const struct unit *u, bool table)
{
    const bool headed = table && u->headed;
    if (table && u->longest > (headed ? HEADED_WORDS : UNIT_WORDS))
        return false;
    if ((float)u->kept >= UNIT_SHARE * (float)u->words)
        return true;
    return headed ? u->p >= HEADED_P * (float)u->words && is_table_within_text(s, keep, u)
                  : u->p >= WITHIN_P * (float)u->words && is_within_text(s->b, keep, u);
}

/* A short cell or term says little for itself: "42" is as good as the row it stands in. */
static bool complete_units(const struct ws_survey *s, const float *p, bool *keep, struct ws_arena *arena)
{
    const struct ws_blocks *b = s->b;
    uint32_t *unit = ws_arena_alloc(arena, s->n_holders * sizeof *unit);
    uint32_t *cell = ws_arena_alloc(arena, s->n_holders * sizeof *cell);
    struct unit *sum = ws_arena_alloc(arena, s->n_holders * sizeof *sum);
    if (!unit || !cell || !sum)
        return false;
    find_units(s, unit, cell, sum);
    for (uint32_t i = 0; i < b->n; i++) {
        struct unit *u = &sum[unit[s->at[i]]];
        uint32_t words = b->v[i].words + 1;
        u->first = u->words ? u->first : i;
        u->last = i;
        u->words += words;
        uint32_t *in_cell = &sum[cell[s->at[i]]].cell; /* a cell is no unit: its field is free */
        *in_cell = cell[s->at[i]] ? *in_cell + words : 0;
        u->cell = *in_cell > u->cell ? *in_cell : u->cell;
        u->kept += keep[i] ? words : 0;
        u->p += p[i] * (float)words;
        u->longest = words > u->longest ? words : u->longest;
    }
    for (uint32_t i = 0; i < b->n; i++) {
        const uint32_t at = unit[s->at[i]];
        if (at && is_brought_back(s, p, &sum[at], i) &&
            is_kept(s, keep, &sum[at], s->holder[at].tag == WS_TAG_TABLE))
            keep[i] = true;
    }
    return true;
}

/* --- code stands where it is spoken of ---------------------------------------------------- */

#define CODE_P      0.05f /* p of code that may be text */
#define CODE_BEFORE 5     /* blocks from text that is kept to the code it leads to: buttons, names of files */
#define CODE_BEHIND 6     /* and on to where it goes on: several samples may follow each other */

/* The distance to the next block that is kept, in steps of -1 or 1; 0: none within `most`. */
static uint32_t steps_to_kept(const struct ws_blocks *b, const bool *keep, uint32_t i, int step, uint32_t most)
{
    for (uint32_t n = 1; n <= most; n++) {
        i += (uint32_t)step; /* wraps below 0, to what is no block either */
        if (i >= b->n)
            return 0;
        if (keep[i])
            return n;
    }
    return 0;
}

/* Code says nothing that a model of prose would know it by; where it stands does. */
static void keep_code(const struct ws_blocks *b, const float *p, bool *keep)
{
    for (uint32_t i = 0; i < b->n; i++)
        if (b->v[i].pre && !keep[i] && !b->v[i].hidden && p[i] >= CODE_P)
            keep[i] = steps_to_kept(b, keep, i, -1, CODE_BEFORE) && steps_to_kept(b, keep, i, 1, CODE_BEHIND);
}

/* --- what is text by its role ----------------------------------------------------------- */

/* Blocks that have fields of their own, or belong to someone else. */
static bool is_apart(uint8_t role)
{
    return role == WS_ROLE_HEADLINE || role == WS_ROLE_BYLINE || role == WS_ROLE_COMMENT;
}

#define COMMENT_SHARE 0.8f /* of the words chosen */

/* On a forum-like page comments are the text: one that says so (roles->forum), or one of which
 * little else than comments was chosen. */
static bool is_forum_like(const struct ws_blocks *b, const struct ws_roles *roles,
                          const bool *keep)
{
    float words = 0, comments = 0;
    for (uint32_t i = 0; i < b->n; i++) {
        words += keep[i] ? (float)b->v[i].words : 0;
        comments += keep[i] && roles->of[i] == WS_ROLE_COMMENT ? (float)b->v[i].words : 0;
    }
    return roles->forum || comments > COMMENT_SHARE * words;
}

static void drop_by_role(const struct ws_blocks *b, const struct ws_roles *roles, bool *keep)
{
    bool forum_like = is_forum_like(b, roles, keep);
    for (uint32_t i = 0; i < b->n; i++)
        if (is_apart(roles->of[i]) && !(roles->of[i] == WS_ROLE_COMMENT && forum_like))
            keep[i] = false;
}

/* Blocks that may be brought back: from the headline, or the first block of the text, to the
 * last one. */
struct inside {
    uint32_t from, to;
};

static struct inside find_inside(const struct ws_blocks *b, const struct ws_roles *roles,
                                 const bool *keep)
{
    struct inside in = {b->n, 0};
    for (uint32_t i = 0; i < b->n; i++) {
        if (!keep[i])
            continue;
        in.from = in.from < i ? in.from : i;
        in.to = i;
    }
    if (in.from < b->n && roles->headline < in.from)
        in.from = roles->headline;
    return in;
}

static bool is_inside(const struct inside *in, const struct ws_roles *roles, uint32_t i)
{
    switch (roles->of[i]) {
    case WS_ROLE_HEADLINE: /* once */
        return i == roles->headline && i >= in->from && i <= in->to;
    case WS_ROLE_COMMENT: /* they follow the article */
        return i >= in->from;
    default:
        return i >= in->from && i <= in->to;
    }
}

/* out->keep is what the page's own choice is; makes it what the policy wants. */
static void apply_policy(const struct ws_blocks *b, const struct ws_roles *roles,
                         const struct ws_policy *policy, struct ws_selection *out)
{
    const struct inside in = find_inside(b, roles, out->keep);
    for (uint32_t i = 0; i < b->n; i++) {
        uint8_t role = roles->of[i];
        bool reach = !b->v[i].hidden && is_inside(&in, roles, i);
        bool wanted = reach && policy->keep & WS_ROLE_BIT(role);
        if (!out->keep[i] && !wanted && !is_apart(role))
            role = WS_ROLE_BOILERPLATE;
        wanted |= reach && policy->keep & WS_ROLE_BIT(role);
        out->role[i] = role;
        out->keep[i] = (out->keep[i] || wanted) && !(policy->drop & WS_ROLE_BIT(role));
    }
}

bool ws_select(const struct ws_tree *t, const struct ws_features *f,
               const struct ws_roles *roles, const float *p, const struct ws_policy *policy,
               struct ws_arena *arena, struct ws_selection *out)
{
    const uint32_t n = f->blocks->n;
    const float *settled = ws_settle(f, p, arena);
    out->keep = ws_arena_zalloc(arena, n + 1u, sizeof *out->keep);
    out->role = ws_arena_zalloc(arena, n + 1u, sizeof *out->role);
    float cut = settled ? best_cut(f->blocks, settled, &CUTS[policy->favor], arena) : -1;
    if (cut < 0 || !out->keep || !out->role)
        return false;
    for (uint32_t i = 0; i < n; i++)
        out->keep[i] = settled[i] >= cut && roles->of[i] != WS_ROLE_BYLINE;
    if (n && !complete_units(f->survey, settled, out->keep, arena))
        return false;
    keep_code(f->blocks, settled, out->keep);
    drop_by_role(f->blocks, roles, out->keep);
    if (n)
        ws_keep_chapters(f->survey, roles, settled, out->keep);
    ws_tidy(t, f, roles, settled, out->keep);
    if (n && !ws_drop_copies(f->survey, arena, out->keep))
        return false;
    apply_policy(f->blocks, roles, policy, out);
    return true;
}
