#include "pipeline/extract/doubt/stated.h"

#include "pipeline/extract/features/survey.h"

#define TRUST 0.9f  /* p of a block that is stated */
#define SHARE 0.8f  /* of its pairs of words at least */
#define LINKS 0.95f /* share of its characters in links: it leads to another recipe that is called like that */

/* Pairs of words that stand side by side, and lines of one word: a hash set, open addressing. */
struct pairs {
    uint32_t *slot; /* 0: free */
    uint32_t mask;
    uint32_t before; /* token of the last word of the line; 0: there is none */
    uint32_t first, n; /* the line's first word; how many it has */
};

static uint32_t slot_of(const struct pairs *s, uint32_t token)
{
    uint32_t k = token & s->mask;
    while (s->slot[k] && s->slot[k] != token)
        k = (k + 1) & s->mask;
    return k;
}

static void add(struct pairs *s, uint32_t token)
{
    s->slot[slot_of(s, token)] = token;
}

static bool has(const struct pairs *s, uint32_t token)
{
    return token && s->slot[slot_of(s, token)] == token;
}

static bool add_word(void *ctx, const uint8_t *p, size_t n)
{
    struct pairs *s = ctx;
    const uint32_t token = ws_token_mix(ws_word_hash(p, n));
    if (s->n++)
        add(s, ws_pair_token(s->before, token));
    else
        s->first = token;
    s->before = token;
    return true;
}

/* A word takes a byte at least, and a line has no more pairs than words. */
static bool new_pairs(struct ws_slices lines, struct ws_arena *arena, struct pairs *s)
{
    size_t words = 0;
    for (size_t i = 0; i < lines.n; i++)
        words += lines.v[i].n / 2 + 1;
    *s = (struct pairs){.mask = 63};
    while (s->mask < 2 * words)
        s->mask = 2 * s->mask + 1;
    s->slot = ws_arena_zalloc(arena, s->mask + 1u, sizeof *s->slot);
    return s->slot;
}

static void read_lines(struct pairs *s, struct ws_slices lines)
{
    for (size_t i = 0; i < lines.n; i++) {
        s->n = 0;
        ws_each_word(lines.v[i], add_word, s);
        if (s->n == 1)
            add(s, s->first);
    }
}

static bool is_stated(const struct pairs *s, const struct ws_measure *m)
{
    uint32_t pairs = 0;
    if (m->link_density > LINKS)
        return false;
    if (m->n_words < 2)
        return m->n_words && has(s, m->word[0]);
    for (uint32_t k = 1; k < m->n_words; k++)
        pairs += has(s, ws_pair_token(m->word[k - 1], m->word[k]));
    return (float)pairs >= SHARE * (float)(m->n_words - 1);
}

bool ws_trust_stated(const struct ws_analysis *a, float *p)
{
    struct pairs pairs;
    if (!a->stated.n)
        return true;
    if (!new_pairs(a->stated, a->arena, &pairs))
        return false;
    read_lines(&pairs, a->stated);
    for (uint32_t i = 0; i < a->blocks.n; i++)
        if (p[i] < TRUST && !a->blocks.v[i].hidden && is_stated(&pairs, &a->features.survey->m[i]))
            p[i] = TRUST;
    return true;
}
