#include "pipeline/extract/features/measure.h"

#include "pipeline/extract/features/odds.h"
#include "pipeline/extract/text/text.h"

#include <string.h>

#define SET_WORDS 64  /* of the title, of the description */
#define SET_SLOTS 512
#define SHORT_BLOCK 40 /* words: longer blocks are not compared with the title */

#define FILTER_BITS 12

enum { TITLE, DESCRIPTION, SETS };

/* The words of both in one table: open addressing. */
struct word_sets {
    uint64_t filter[1 << (FILTER_BITS - 6)]; /* most words of a page are not in it */
    uint32_t token[SET_SLOTS]; /* 0: free; a word whose token is 0 is in no set */
    struct {
        bool has;
        uint32_t seen; /* the last block that has the word, plus 1 */
    } in[SETS][SET_SLOTS]; /* nothing where it is free */
    uint32_t n[SETS];
};

static uint64_t *filter_of(struct word_sets *s, uint32_t token)
{
    return &s->filter[token >> (32 - (FILTER_BITS - 6))];
}

static uint32_t slot_of(const struct word_sets *s, uint32_t token)
{
    uint32_t k = token % SET_SLOTS;
    while (s->token[k] && s->token[k] != token)
        k = (k + 1) % SET_SLOTS;
    return k;
}

struct filler {
    struct word_sets *s;
    int set;
};

static bool add_word(void *ctx, const uint8_t *p, size_t n)
{
    const struct filler *f = ctx;
    struct word_sets *s = f->s;
    const uint32_t token = ws_token_mix(ws_word_hash(p, n)), k = slot_of(s, token);
    if (!token)
        return true;
    for (int set = 0; set < SETS && !s->token[k]; set++)
        s->in[set][k].has = false;
    s->token[k] = token;
    *filter_of(s, token) |= UINT64_C(1) << (token & 63);
    s->n[f->set] += !s->in[f->set][k].has;
    s->in[f->set][k].has = true;
    s->in[f->set][k].seen = 0;
    return s->n[f->set] < SET_WORDS;
}

/* How many distinct words of each set block i has: among so many of its first ones, which limit says of each set. */
static void count_shared(struct word_sets *s, const struct ws_measure *m, uint32_t i, const uint32_t limit[SETS],
                         uint32_t shared[SETS])
{
    const uint32_t most = limit[TITLE] > limit[DESCRIPTION] ? limit[TITLE] : limit[DESCRIPTION];
    for (uint32_t j = 0; j < most; j++) {
        const uint32_t token = m->word[j];
        if (!(*filter_of(s, token) >> (token & 63) & 1))
            continue;
        const uint32_t k = slot_of(s, token);
        for (int set = 0; set < SETS && s->token[k]; set++)
            if (j < limit[set] && s->in[set][k].has) {
                shared[set] += s->in[set][k].seen != i + 1;
                s->in[set][k].seen = i + 1;
            }
    }
}

void ws_measure_repeats(const struct ws_blocks *b, struct ws_slice title, struct ws_slice description,
                        struct ws_measure *m)
{
    struct word_sets s;
    memset(s.filter, 0, sizeof s.filter);
    memset(s.token, 0, sizeof s.token);
    memset(s.n, 0, sizeof s.n);
    ws_each_word(title, add_word, &(struct filler){&s, TITLE});
    ws_each_word(description, add_word, &(struct filler){&s, DESCRIPTION});
    for (uint32_t i = 0; (s.n[TITLE] || s.n[DESCRIPTION]) && i < b->n; i++) {
        const uint32_t words = m[i].n_words, some = words < SET_WORDS ? words : SET_WORDS;
        const uint32_t limit[SETS] = {s.n[TITLE] && b->v[i].words < SHORT_BLOCK ? words : 0,
                                      s.n[DESCRIPTION] ? some : 0};
        uint32_t shared[SETS] = {0, 0};
        count_shared(&s, &m[i], i, limit, shared);
        if (limit[TITLE])
            m[i].title_sim = (float)shared[TITLE] / (float)(words + s.n[TITLE] - shared[TITLE]);
        if (limit[DESCRIPTION])
            m[i].described = (float)shared[DESCRIPTION] / (float)some;
    }
}

/* Open addressing over text hashes; equal hashes count as equal texts. */
bool ws_measure_copies(const struct ws_blocks *b, struct ws_arena *arena, struct ws_measure *m)
{
    uint32_t slots = 16;
    while (slots < b->n * 2)
        slots *= 2;
    uint32_t *first = ws_arena_zalloc(arena, slots, sizeof *first); /* block + 1, 0: free */
    uint32_t *head = ws_arena_alloc(arena, (b->n + 1) * sizeof *head);
    if (!first || !head)
        return false;
    for (uint32_t i = 0; i < b->n; i++) {
        uint32_t k = m[i].text_hash & (slots - 1);
        while (first[k] && m[first[k] - 1].text_hash != m[i].text_hash)
            k = (k + 1) & (slots - 1);
        if (!first[k])
            first[k] = i + 1;
        head[i] = first[k] - 1;
        m[head[i]].copies++;
    }
    for (uint32_t i = 0; i < b->n; i++)
        m[i].copies = m[head[i]].copies;
    return true;
}
