#include "pipeline/extract/doubt/doubt_runs.h"

#include "pipeline/extract/doubt/doubt_lines.h"
#include "pipeline/extract/doubt/prompt_words.h"
#include "pipeline/extract/model/logit.h"

#include <string.h>

#define RUN_WORDS  40   /* of a block that goes with its neighbours */
#define HEAD_WORDS 12   /* of a line that heads others */
#define HEADED     30   /* blocks that it may head */
#define OUT        0.5f /* p of what is thought to be left out */
#define KEEPS_OUT  0.1f /* p of a block that needs no more doubt: a cut may be at .2 */
#define KEEPS_LITTLE 0.05f /* of a block of a group */

static void doubt(float *p, float log_odds)
{
    *p = ws_probability(ws_log_odds(*p) - log_odds);
}

#define SOLO_WORDS 0.8f /* words that a sign stands for which counts as one */
#define SAYS       1.5f /* of what words say of a prompt */
#define UNSEEN     1    /* times more do phrases count that the model has not seen */
#define OF_OTHERS  0.5f /* what phrases count that are said of others */

float ws_prompt_phrases(const struct ws_survey *s, uint32_t i)
{
    const struct ws_block *b = &s->b->v[i];
    struct ws_cues all_cues = ws_all_cues(&s->m[i].cues), *c = &all_cues;
    float words = (float)b->words * (ws_has_solo_words(b) ? SOLO_WORDS : 1);
    all_cues.appeal = (uint16_t)(all_cues.appeal + UNSEEN * s->m[i].cues.late.appeal);
    float all = ws_phrases_per_clause(c, b->words) * (float)(b->words < WS_SHORT_BLOCK ? WS_SHORT_BLOCK : b->words);
    float clauses = words < WS_SHORT_BLOCK ? WS_SHORT_BLOCK : words;
    bool others = c->they && !c->you && !c->author;
    return all / clauses * (others ? OF_OTHERS : 1);
}

static uint32_t appeals(const struct ws_survey *s, uint32_t i)
{
    return (uint32_t)s->m[i].cues.appeal + s->m[i].cues.late.appeal;
}

/* The page, what the words of its blocks say (doubt_words.h), and their probabilities. */
struct run {
    const struct ws_survey *s;
    const float *said;
    float *p;
};

static bool is_prompt(const struct run *r, uint32_t i)
{
    return r->p[i] < OUT && (r->said[i] >= SAYS || (appeals(r->s, i) && ws_prompt_phrases(r->s, i) >= WS_DOUBT_LEAST));
}

/* Whether block k is a prompt beside i, in the same box. */
static bool is_prompt_beside(const struct run *r, uint32_t i, uint32_t k)
{
    const struct ws_survey *s = r->s;
    return k < s->b->n &&
           (ws_box_of(s, k) == ws_box_of(s, i) || s->at[k] == s->at[i]) &&
           is_prompt(r, k);
}

static bool ends_in(struct ws_slice s, const char *ascii, const char *wide)
{
    size_t n = strlen(wide);
    return s.n > n && (s.p[s.n - 1] == (uint8_t)*ascii || !memcmp(s.p + s.n - n, wide, n));
}

static bool is_call(struct ws_slice s)
{
    return ends_in(s, "!", "！");
}

static bool is_question(struct ws_slice s)
{
    return ends_in(s, "?", "？");
}

/* --- headed boxes -------------------------------------------------------------------- */

/* "Want a new soup every Friday?" and "The Gull needs you!": a heading, or a line like one,
 * over nothing but what is left out. It heads the whole box that it begins, or what stands
 * before the next heading, half of which has to be prompts then. */
static bool heads_prompts(const struct run *r, uint32_t i)
{
    const struct ws_survey *s = r->s;
    const float *const p = r->p;
    const struct ws_block *b = &s->b->v[i];
    if (b->words > HEAD_WORDS || !(s->m[i].heading || is_question(b->text) || is_call(b->text)))
        return false;
    const struct ws_element *box = ws_box_of(s, i);
    uint32_t end = box->first_block + box->blocks, k = i + 1;
    float words = 0, prompts = 0;
    for (; k < end && k <= i + HEADED && !s->m[k].heading && p[k] < OUT; k++) {
        words += (float)s->b->v[k].words;
        prompts += is_prompt(r, k) ? (float)s->b->v[k].words : 0;
    }
    bool whole = k >= end;
    if (whole && box->first_block == i)
        return prompts > 0;
    /* a line like a heading may be over when a paragraph begins */
    return prompts > 0 && 2 * prompts >= words &&
           (whole || s->m[k].heading || !s->m[i].heading);
}

/* --- advertisements that say so ------------------------------------------------------ */

#define AD_BLOCKS 4
#define AD_WORDS  60

/* A small box that begins with "Advertisement" is one. Few boxes begin at the block, and are small: asked first. */
static void doubt_ad_box(const struct ws_survey *s, uint32_t label, float *p)
{
    const struct ws_element *box = ws_box_of(s, label);
    if (box->first_block != label || box->blocks > AD_BLOCKS || box->words > AD_WORDS ||
        !ws_is_ad_label(&s->b->v[label]))
        return;
    for (uint32_t i = label + 1; i < label + box->blocks; i++)
        doubt(&p[i], WS_DOUBT_SURE);
}

/* --- signatures ---------------------------------------------------------------------- */

#define SIGN_WORDS 8

/* "— Rosa Paz, publisher", below what is left out. */
static bool signs_prompt(const struct run *r, uint32_t i)
{
    const struct ws_survey *s = r->s;
    static const char *const DASHES[] = {"\xe2\x80\x93", "\xe2\x80\x94", "\xe2\x80\x95"};
    const struct ws_block *b = &s->b->v[i];
    if (!i || b->words > SIGN_WORDS || r->p[i - 1] >= OUT || ws_box_of(s, i) != ws_box_of(s, i - 1) ||
        !(appeals(s, i - 1) || r->said[i - 1] >= SAYS))
        return false;
    for (size_t k = 0; k < sizeof DASHES / sizeof *DASHES; k++)
        if (b->text.n > strlen(DASHES[k]) && !memcmp(b->text.p, DASHES[k], strlen(DASHES[k])))
            return true;
    return false;
}

/* --- how letters begin and end --------------------------------------------------------- */

#define LETTER_WORDS 9
#define LETTER_SAYS  0.0f  /* what the words of such a line say at least; ... */
#define SIGNED_SAYS  (-1.0f) /* ... those of a signature with a comma are mostly names */

static bool has_comma(struct ws_slice s)
{
    for (const uint8_t *p = s.p, *end = s.p + s.n; p < end;)
        if (ws_is_comma(ws_utf8_next(&p, end)))
            return true;
    return false;
}

/* "Dear readers," above what is left out, "Thank you, Sue Mercer, editor" below it. Where the text goes on behind it, a line
 * without a comma may well be a heading. */
static bool frames_letter(const struct run *r, uint32_t i, bool before, bool behind)
{
    const struct ws_blocks *blocks = r->s->b;
    const struct ws_block *b = &blocks->v[i];
    if (!(before || behind) || ws_long_words(b) > LETTER_WORDS || r->s->m[i].heading || r->s->m[i].ends_stop)
        return false;
    const float says = ws_prompt_words(b->text);
    if (before && has_comma(b->text))
        return says >= SIGNED_SAYS;
    return says >= LETTER_SAYS && (behind || i + 1 == blocks->n || r->p[i + 1] < OUT);
}

/* --- what stands behind the article --------------------------------------------------- */

#define LONG_WORDS  25 /* of a paragraph that shows that the article goes on */
#define GROUP_WORDS 90 /* of a block that goes with a heading that asks for something */
#define GROUP       8  /* blocks */
#define TEXT_P      0.93f /* p of a paragraph that is the article's whatever heads it */
#define LATE        0.35f /* of the content at most stands in the group and behind it */

/* Whether block k stands in no group: an item of a list, or a paragraph that is sure to be text. */
static bool is_text(const struct ws_survey *s, uint32_t k, float p)
{
    return ws_is_item(s, k) ||
           (p >= TEXT_P && s->b->v[k].words >= LONG_WORDS);
}

/* A heading that asks for something or speaks of the author heads what stands up to the next
 * one, if something of that is a prompt, too, and the article does not go on behind it.
 * Returns the end of the group; i: there is none. */
static uint32_t group_end(const struct run *r, uint32_t i)
{
    const struct ws_survey *s = r->s;
    const float *const p = r->p;
    const struct ws_cues *c = &s->m[i].cues;
    const struct ws_element *box = ws_box_of(s, i);
    uint32_t end = box->first_block + box->blocks, k = i + 1;
    bool prompts = false;
    if (!s->m[i].heading || s->b->v[i].words > HEAD_WORDS || !(c->appeal || c->author))
        return i;
    for (; k < end && !s->m[k].heading; k++) {
        if (k > i + GROUP || s->b->v[k].words > GROUP_WORDS || is_text(s, k, p[k]))
            return i;
        prompts |= is_prompt(r, k) || (c->author && s->m[k].cues.author);
    }
    for (uint32_t behind = k; behind < end && prompts; behind++)
        prompts = p[behind] < OUT || s->b->v[behind].words < LONG_WORDS;
    return prompts ? k : i;
}

static void doubt_group(const struct run *r, uint32_t i)
{
    for (uint32_t k = i, end = group_end(r, i); k < end; k++)
        if (r->p[k] >= KEEPS_LITTLE)
            doubt(&r->p[k], WS_DOUBT_SURE);
}

/* --- all ----------------------------------------------------------------------------- */

#define BETWEEN_P     0.7f /* of a paragraph of the article, which may stand between two prompts ... */
#define BETWEEN_WORDS 12   /* ... and is longer */
#define CALL_WORDS 15 /* a longer sentence than this that ends with ! is asked what it says, if it is as likely */
#define CELL_WORDS 60 /* of a cell at most that is not page layout */

static bool is_in_small_cell(const struct ws_survey *s, uint32_t block)
{
    const struct ws_near *near = ws_near_of(s, block);
    const struct ws_element *e = ws_holder_of(s, block);
    if (near->tag[WS_NEAR_TAG_TABLE] >= WS_NEAR_ITEM)
        return false;
    uint32_t up = near->tag[WS_NEAR_TAG_TD];
    for (; up && up < WS_NEAR_MAX; up--)
        e = &s->holder[e->parent];
    return e->words <= CELL_WORDS;
}

static float doubt_of(const struct run *r, uint32_t i)
{
    const struct ws_survey *s = r->s;
    const float *const p = r->p;
    const struct ws_block *b = &s->b->v[i];
    if (p[i] < KEEPS_OUT || b->words > RUN_WORDS || b->pre ||
        ws_is_item(s, i) || is_in_small_cell(s, i))
        return 0;
    if (signs_prompt(r, i))
        return WS_DOUBT_SURE;
    bool before = i > 0 && is_prompt_beside(r, i, i - 1),
         behind = is_prompt_beside(r, i, i + 1);
    const bool likely = p[i] >= BETWEEN_P;
    const bool call = (before || behind) && is_call(b->text) && !(likely && ws_long_words(b) > CALL_WORDS);
    if (call || heads_prompts(r, i) || frames_letter(r, i, before, behind))
        return WS_DOUBT_SURE;
    const bool between = before && behind && !(likely && ws_long_words(b) > BETWEEN_WORDS);
    return between && !s->m[i].heading && !s->m[i].quoted ? WS_DOUBT_FULL : 0;
}

/* Backward: a heading is asked when what it heads has been. */
void ws_doubt_runs(const struct ws_survey *s, const float *said, float *p)
{
    const struct run r = {s, said, p};
    float all = 0, behind = 0;
    for (uint32_t i = 0; i < s->b->n; i++)
        all += p[i] >= OUT ? (float)s->b->v[i].words : 0;
    for (uint32_t i = s->b->n; i-- > 0;) {
        doubt_ad_box(s, i, p);
        float x = doubt_of(&r, i);
        if (x > 0)
            doubt(&p[i], x);
        behind += p[i] >= OUT ? (float)s->b->v[i].words : 0;
        if (behind <= LATE * all)
            doubt_group(&r, i);
    }
}
