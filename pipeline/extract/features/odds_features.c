#include "pipeline/extract/features/odds_features.h"

#include "pipeline/extract/features/odds_look_up.h"

#include <math.h>

/* Log-odds of an element's names, and of the block-level elements from the root down to it. */
struct name_odds {
    float sum, min, max;
    float path_sum;             /* of the sums */
    float path_min_sum;         /* of the minima */
    float least_sum, most_sum;  /* on the path */
    float least, most;          /* of any token on the path */
};

static float in_units(int64_t sum)
{
    return (float)sum / WS_ODDS_UNIT;
}

static float least(float a, float b)
{
    return a < b ? a : b;
}

static float most(float a, float b)
{
    return a > b ? a : b;
}

static void inherit(struct name_odds *e, const struct name_odds *up)
{
    e->path_sum = e->sum + up->path_sum;
    e->path_min_sum = e->min + up->path_min_sum;
    e->least_sum = least(e->sum, up->least_sum);
    e->most_sum = most(e->sum, up->most_sum);
    e->least = least(e->min, up->least);
    e->most = most(e->max, up->most);
}

/* By holder. NULL: no memory. */
static const struct name_odds *read_names(const struct ws_survey *s, struct ws_arena *arena)
{
    struct name_odds *e = ws_arena_alloc(arena, s->n_holders * sizeof *e);
    for (uint32_t k = 0; e && k < s->n_holders; k++) {
        const struct ws_name *own = ws_name_of_holder(s, &s->holder[k]);
        e[k] = (struct name_odds){
            .sum = in_units(own->sum), .min = in_units(own->least), .max = in_units(own->most)};
        inherit(&e[k], k ? &e[s->holder[k].parent] : &(struct name_odds){0});
    }
    return e;
}

/* Of the inline elements around the block's first text: their sum, and the least of their sums. */
static void inline_features(const struct ws_survey *s, uint32_t i, struct ws_column *f, uint32_t l)
{
    f[WS_F_NAMES_INLINE].of[l] = f[WS_F_NAMES_INLINE_MIN].of[l] = 0;
    uint32_t stop = s->b->v[i].node;
    for (uint32_t node = s->t->nodes[s->b->v[i].first].parent; node > stop;
         node = s->t->nodes[node].parent) {
        float sum = in_units(ws_name_of(s->names, node)->sum);
        f[WS_F_NAMES_INLINE].of[l] += sum;
        f[WS_F_NAMES_INLINE_MIN].of[l] = least(f[WS_F_NAMES_INLINE_MIN].of[l], sum);
    }
}

static void name_features(const struct ws_survey *s, const struct name_odds *e, uint32_t i, struct ws_column *f, uint32_t l)
{
    const uint32_t up = ws_holder_of(s, i)->parent, up2 = s->holder[up].parent, up3 = s->holder[up2].parent;
    const struct name_odds *own = &e[s->at[i]];
    f[WS_F_NAMES_0].of[l] = own->sum;
    f[WS_F_NAMES_1].of[l] = e[up].sum;
    f[WS_F_NAMES_2].of[l] = e[up2].sum;
    f[WS_F_NAMES_3].of[l] = e[up3].sum;
    f[WS_F_NAMES_NEAR].of[l] = own->sum + e[up].sum + e[up2].sum + e[up3].sum;
    f[WS_F_NAMES_PATH].of[l] = own->path_sum;
    f[WS_F_NAMES_LEAST_SUM].of[l] = own->least_sum;
    f[WS_F_NAMES_MOST_SUM].of[l] = own->most_sum;
    f[WS_F_NAMES_LEAST].of[l] = own->least;
    f[WS_F_NAMES_MOST].of[l] = own->most;
    f[WS_F_NAMES_PATH_MIN].of[l] = own->path_min_sum;
    f[WS_F_NAMES_MIN_0].of[l] = own->min;
    f[WS_F_NAMES_MAX_0].of[l] = own->max;
    f[WS_F_NAMES_MIN_1].of[l] = e[up].min;
}

/* --- words ---------------------------------------------------------------------------- */

/* Of all blocks before one. Sums are in units of the tables (WS_ODDS_UNIT): exact, in whatever order. */
struct text_odds {
    int32_t sum; /* of words and pairs together */
    uint32_t words;
};

/* What the words of a block say, and each with the one before it, of content and of prompts; and all together. */
struct word_odds {
    int words, pairs, prompt; /* sums */
    int whole;                /* of the whole text of a heading, if it is short */
};

/* said: of its words. */
static struct word_odds read_words(const struct ws_measure *m, struct ws_said *said, const struct ws_odds *o)
{
    struct word_odds x = {0};
    const uint32_t n = m->n_words;
    if (n)
        said->pair = said->prompt_pair = 0; /* with a word of another block */
    for (uint32_t k = 0; k < n; k++) {
        x.words += said[k].word;
        x.pairs += said[k].pair;
        x.prompt += said[k].prompt_word + said[k].prompt_pair;
    }
    const uint32_t whole = m->heading ? ws_whole_token(m->word, n) : 0;
    x.whole = whole ? ws_odds_of_text(o, whole) : 0;
    return x;
}

static void text_features(const struct ws_measure *m, const struct word_odds *w, struct ws_column *f, uint32_t l)
{
    const float n = m->n_words ? (float)m->n_words : 1;
    f[WS_F_TEXT_MEAN].of[l] = in_units(w->words) / n;
    f[WS_F_TEXT_SUM].of[l] = in_units(w->words + w->pairs) / sqrtf(n);
    f[WS_F_PROMPT_MEAN].of[l] = in_units(w->prompt) / n;
}

/* Of blocks first .. end - 1. */
static float mean_odds(const struct text_odds *x, uint32_t first, uint32_t end)
{
    return in_units(x[end].sum - x[first].sum) / (float)(1 + x[end].words - x[first].words);
}

static void around_features(const struct ws_survey *s, const struct text_odds *x, uint32_t i, struct ws_column *f, uint32_t l)
{
    const struct ws_element *up = ws_box_of(s, i);
    const uint32_t first = i > 3 ? i - 3 : 0, end = i + 4 < s->b->n ? i + 4 : s->b->n;
    f[WS_F_TEXT_PREV].of[l] = i ? mean_odds(x, i - 1, i) : 0;
    f[WS_F_TEXT_NEXT].of[l] = i + 1 < s->b->n ? mean_odds(x, i + 1, i + 2) : 0;
    f[WS_F_TEXT_WIDE].of[l] = mean_odds(x, first, end);
    f[WS_F_TEXT_CONTAINER].of[l] = mean_odds(x, up->first_block, up->first_block + (up->blocks < 32 ? up->blocks : 32));
}

#define TEXT_WORDS 10 /* a block of fewer says little about the language of prompts */

/* Of all blocks of text: tables know some languages better than others, so prompts stand out against the
 * page rather than against 0. */
static float page_odds(const struct ws_survey *s, const struct word_odds *w)
{
    int64_t sum = 0, words = 0;
    for (uint32_t i = 0; i < s->b->n; i++) {
        const uint32_t own = s->m[i].n_words;
        sum += own >= TEXT_WORDS ? w[i].prompt : 0;
        words += own >= TEXT_WORDS ? own : 0;
    }
    return words ? in_units(sum) / (float)words : 0;
}

/* --- all of a page -------------------------------------------------------------------- */

struct ws_odds_page {
    const struct ws_survey *s;
    const struct name_odds *names;         /* by holder */
    const struct word_odds *words;         /* by block */
    const struct text_odds *text;          /* by block, and behind the last */
    float of_page; /* page_odds() */
};

/* What needs the blocks around. */
static void order_features(const struct ws_odds_page *x, uint32_t i, uint32_t heading, struct ws_column *f, uint32_t l)
{
    const bool headed = heading != UINT32_MAX;
    around_features(x->s, x->text, i, f, l);
    f[WS_F_PROMPT_OFF].of[l] = f[WS_F_PROMPT_MEAN].of[l] - x->of_page;
    f[WS_F_TEXT_HEADING].of[l] = headed ? mean_odds(x->text, heading, heading + 1) : 0;
    f[WS_F_TEXT_HEADING_WHOLE].of[l] = headed ? in_units(x->words[heading].whole) : 0;
}

const struct ws_odds_page *ws_odds_read(const struct ws_survey *s, const struct ws_odds *o, struct ws_arena *arena)
{
    const uint32_t n = s->b->n;
    struct ws_odds_page *x = ws_arena_alloc(arena, sizeof *x);
    struct word_odds *words = ws_arena_alloc(arena, n * sizeof *words);
    struct text_odds *text = ws_arena_alloc(arena, (n + 1u) * sizeof *text);
    struct ws_said *said = ws_arena_alloc(arena, (s->n_words + WS_LOOK_UP) * sizeof *said);
    const struct name_odds *names = read_names(s, arena);
    if (!x || !words || !text || !said || !names)
        return NULL;
    ws_look_up_best()(o, s->word, s->n_words, said);
    text[0] = (struct text_odds){0, 0};
    for (uint32_t i = 0; i < n; i++) {
        const uint32_t own = s->m[i].n_words;
        words[i] = read_words(&s->m[i], said + (s->m[i].word - s->word), o);
        text[i + 1] = (struct text_odds){text[i].sum + words[i].words + words[i].pairs, text[i].words + own};
    }
    *x = (struct ws_odds_page){s, names, words, text, page_odds(s, words)};
    return x;
}

void ws_odds_features(const struct ws_odds_page *x, uint32_t i, uint32_t heading, struct ws_column *f, uint32_t l)
{
    name_features(x->s, x->names, i, f, l);
    inline_features(x->s, i, f, l);
    text_features(&x->s->m[i], &x->words[i], f, l);
    order_features(x, i, heading, f, l);
}
