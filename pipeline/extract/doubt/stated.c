#include "pipeline/extract/doubt/stated.h"

#include "pipeline/extract/features/survey.h"

#define TRUST 0.9f  /* p of a block that is stated */
#define SHARE 0.8f  /* of its pairs of words at least */
#define LINKS 0.95f /* share of its characters in links: it leads to another recipe that is called like that */

#define FEW   4     /* words; fewer have to be all of a short line, or its beginning or end: an amount, a name */
#define SHORT 12    /* words of such a line at most; longer ones are steps, in which any two words may stand side by side */

enum { FIRST = 0x2b7d15a9, LAST = 0x6c3e90d1 }; /* tell the first and the last pair of a short line from others */

/* Pairs of words that stand side by side, and lines of one word: a hash set, open addressing. */
struct pairs {
    uint32_t *slot; /* 0: free */
    uint32_t mask;
    /* of the line on its way: */
    uint32_t n; /* words */
    uint32_t before, first, last; /* the last word, if there is one; the first pair and the last one, if there are any */
};

/* The table of a hostile page costs no more than so many steps each time. */
#define PROBES 64

/* Where it is or belongs; NULL: there is no room near that. */
static uint32_t *slot_of(const struct pairs *s, uint32_t token)
{
    for (uint32_t k = token & s->mask, left = PROBES; left; k = (k + 1) & s->mask, left--)
        if (!s->slot[k] || s->slot[k] == token)
            return &s->slot[k];
    return NULL;
}

static void add(struct pairs *s, uint32_t token)
{
    uint32_t *slot = slot_of(s, token);
    if (slot)
        *slot = token;
}

static bool has(const struct pairs *s, uint32_t token)
{
    const uint32_t *slot = slot_of(s, token);
    return slot && token && *slot == token;
}

static bool add_word(void *ctx, const uint8_t *p, size_t n)
{
    struct pairs *s = ctx;
    const uint32_t token = ws_token_mix(ws_word_hash(p, n));
    if (s->n) {
        s->last = ws_pair_token(s->before, token);
        s->first = s->n == 1 ? s->last : s->first;
        add(s, s->last);
    }
    s->before = token;
    s->n++;
    return true;
}

static void end_line(struct pairs *s)
{
    if (s->n == 1)
        add(s, s->before);
    if (s->n > 1 && s->n <= SHORT) {
        add(s, s->first ^ FIRST);
        add(s, s->last ^ LAST);
    }
    s->n = 0;
}

#define BYTES_MOST ((size_t)1 << 18) /* of all lines: no recipe has more */

/* The first lines, of so many bytes together, and those: *bytes. */
static struct ws_slices first_lines(struct ws_slices lines, size_t *bytes)
{
    struct ws_slices first = {lines.v, 0};
    for (*bytes = 0; first.n < lines.n && *bytes + lines.v[first.n].n <= BYTES_MOST; first.n++)
        *bytes += lines.v[first.n].n;
    return first;
}

/* A pair of words takes four bytes; half of the table stays free. */
static bool new_pairs(size_t n, size_t lines, struct ws_arena *arena, struct pairs *s)
{
    *s = (struct pairs){.mask = 63};
    while (s->mask < n + 6 * lines)
        s->mask = 2 * s->mask + 1;
    s->slot = ws_arena_zalloc(arena, s->mask + 1u, sizeof *s->slot);
    return s->slot;
}

static bool is_stated(const struct pairs *s, const struct ws_measure *m)
{
    const uint32_t n = m->n_words, *word = m->word;
    uint32_t pairs = 0;
    if (m->link_density > LINKS || !n)
        return false;
    if (n == 1)
        return has(s, word[0]);
    for (uint32_t k = 1; k < n; k++)
        pairs += has(s, ws_pair_token(word[k - 1], word[k]));
    return (float)pairs >= SHARE * (float)(n - 1) &&
           (n >= FEW || has(s, ws_pair_token(word[0], word[1]) ^ FIRST) || has(s, ws_pair_token(word[n - 2], word[n - 1]) ^ LAST));
}

bool ws_trust_stated(const struct ws_analysis *a, float *p)
{
    struct pairs pairs;
    size_t bytes;
    const struct ws_slices lines = first_lines(a->stated, &bytes);
    if (!bytes)
        return true;
    if (!new_pairs(bytes, lines.n, a->arena, &pairs))
        return false;
    for (size_t i = 0; i < lines.n; i++) {
        ws_each_word(lines.v[i], add_word, &pairs);
        end_line(&pairs);
    }
    for (uint32_t i = 0; i < a->blocks.n; i++)
        if (p[i] < TRUST && !a->blocks.v[i].hidden && is_stated(&pairs, &a->features.survey->m[i]))
            p[i] = TRUST;
    return true;
}
