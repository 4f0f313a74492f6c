#include "pipeline/extract/doubt_runs.h"

#include "pipeline/extract/doubt_lines.h"
#include "pipeline/extract/logit.h"

#include <string.h>

#define RUN_WORDS  40   /* of a block that goes with its neighbours */
#define HEAD_WORDS 12   /* of a line that heads others */
#define HEADED     30   /* blocks that it may head */
#define OUT        0.5f /* p of what is thought to be left out */
#define KEEPS_OUT  0.3f /* p of a block that needs no more doubt */
#define NEAR_LIST  4 /* elements between: items and cells say much in few words and look alike \
                      */

static void doubt(float *p, float log_odds)
{
    *p = ws_probability(ws_log_odds(*p) - log_odds);
}

static bool is_prompt(const struct ws_survey *s, uint32_t i, float p)
{
    const struct ws_cues *c = &s->m[i].cues;
    return p < OUT && c->appeal && ws_phrases_per_clause(c, s->b->v[i].words) >= WS_DOUBT_LEAST;
}

static uint32_t box_of(const struct ws_survey *s, uint32_t i)
{
    return s->el[s->b->v[i].node].parent;
}

/* Whether block k is a prompt beside i, in the same box. */
static bool is_prompt_beside(const struct ws_survey *s, uint32_t i, uint32_t k, const float *p)
{
    return k < s->b->n &&
           (box_of(s, k) == box_of(s, i) || s->b->v[k].node == s->b->v[i].node) &&
           is_prompt(s, k, p[k]);
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
static bool heads_prompts(const struct ws_survey *s, uint32_t i, const float *p)
{
    const struct ws_block *b = &s->b->v[i];
    if (b->words > HEAD_WORDS || !(s->m[i].heading || is_question(b->text) || is_call(b->text)))
        return false;
    const struct ws_element *box = &s->el[box_of(s, i)];
    uint32_t end = box->first_block + box->blocks, k = i + 1;
    float words = 0, prompts = 0;
    for (; k < end && k <= i + HEADED && !s->m[k].heading && p[k] < OUT; k++) {
        words += (float)s->b->v[k].words;
        prompts += is_prompt(s, k, p[k]) ? (float)s->b->v[k].words : 0;
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

/* A small box that begins with "Advertisement" is one. */
static void doubt_ad_box(const struct ws_survey *s, uint32_t label, float *p)
{
    const struct ws_element *box = &s->el[box_of(s, label)];
    if (box->first_block != label || box->blocks > AD_BLOCKS || box->words > AD_WORDS)
        return;
    for (uint32_t i = label + 1; i < label + box->blocks; i++)
        doubt(&p[i], WS_DOUBT_SURE);
}

/* --- all ----------------------------------------------------------------------------- */

static float doubt_of(const struct ws_survey *s, uint32_t i, const float *p)
{
    const struct ws_block *b = &s->b->v[i];
    const struct ws_near *near = &s->near[b->node];
    if (p[i] < KEEPS_OUT || b->words > RUN_WORDS || b->pre ||
        near->tag[WS_NEAR_TAG_LI] < NEAR_LIST || near->tag[WS_NEAR_TAG_TABLE] < NEAR_LIST)
        return 0;
    bool before = i > 0 && is_prompt_beside(s, i, i - 1, p),
         behind = is_prompt_beside(s, i, i + 1, p);
    if (((before || behind) && is_call(b->text)) || heads_prompts(s, i, p))
        return WS_DOUBT_SURE;
    return before && behind && !s->m[i].heading ? WS_DOUBT_FULL : 0;
}

/* Backward: a heading is asked when what it heads has been. */
void ws_doubt_runs(const struct ws_survey *s, float *p)
{
    for (uint32_t i = s->b->n; i-- > 0;) {
        if (ws_is_ad_label(&s->b->v[i]))
            doubt_ad_box(s, i, p);
        float x = doubt_of(s, i, p);
        if (x > 0)
            doubt(&p[i], x);
    }
}
