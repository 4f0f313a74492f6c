#include "pipeline/extract/doubt.h"

#include "pipeline/extract/logit.h"
#include "pipeline/extract/survey.h"

#define CLAUSE 12 /* words: what one phrase is measured against */
#define SHORT  6  /* words: a shorter block counts as one of so many */
#define LEAST  0.7f /* phrases per clause at which doubt begins; twice as many: full doubt */
#define FULL   4.0f /* log-odds */

/* Phrases, and what only strengthens them: words that reports use, too, and who speaks to whom. */
static float evidence(const struct ws_cues *c)
{
    float phrases = (float)(c->appeal + c->link + c->legal) + 0.8f * (float)c->author;
    float persons = (float)(c->you + c->we);
    if (phrases <= 0)
        return 0;
    return phrases + 0.4f * ws_weak_cues(c) + 0.3f * (persons < 3 ? persons : 3);
}

/* 0 .. 1 */
static float doubt(const struct ws_cues *c, uint32_t words)
{
    float clauses = (float)(words < SHORT ? SHORT : words) / CLAUSE;
    float x = (evidence(c) / clauses - LEAST) / LEAST;
    return x < 0 ? 0 : x > 1 ? 1 : x;
}

/* Items of lists say much in few words, and headings are judged with what they head. */
static bool is_exempt(const struct ws_survey *s, uint32_t block)
{
    const struct ws_near *near = &s->near[s->b->v[block].node];
    return s->m[block].heading || near->tag[WS_NEAR_TAG_LI] < 4;
}

void ws_doubt_prompts(const struct ws_features *f, float *p)
{
    const struct ws_survey *s = f->survey;
    for (uint32_t i = 0; i < f->blocks->n; i++) {
        float x = is_exempt(s, i) ? 0 : doubt(&s->m[i].cues, s->b->v[i].words);
        if (x > 0)
            p[i] = ws_probability(ws_log_odds(p[i]) - FULL * x);
    }
}
