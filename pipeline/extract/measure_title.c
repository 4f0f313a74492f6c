#include "pipeline/extract/measure.h"

#include "pipeline/extract/odds.h"
#include "pipeline/extract/text.h"

#define SET_WORDS 64
#define SET_SLOTS 256
#define SHORT_BLOCK 40 /* words: longer blocks are not compared with the title */

#define FILTER_BITS 12

/* Open addressing. seen: the last block that has the word, plus 1. */
struct word_set {
    uint64_t filter[1 << (FILTER_BITS - 6)]; /* most words of a page are not in it */
    uint32_t token[SET_SLOTS]; /* 0: free; a word whose token is 0 is in no set */
    uint32_t seen[SET_SLOTS];
    uint32_t n;
};

static uint64_t *filter_of(struct word_set *s, uint32_t token)
{
    return &s->filter[token >> (32 - (FILTER_BITS - 6))];
}

static uint32_t slot_of(const struct word_set *s, uint32_t token)
{
    uint32_t k = token % SET_SLOTS;
    while (s->token[k] && s->token[k] != token)
        k = (k + 1) % SET_SLOTS;
    return k;
}

static bool add_word(void *ctx, const uint8_t *p, size_t n)
{
    struct word_set *s = ctx;
    uint32_t token = ws_token_mix(ws_word_hash(p, n)), k = slot_of(s, token);
    s->n += token && !s->token[k];
    s->token[k] = token;
    *filter_of(s, token) |= UINT64_C(1) << (token & 63);
    return s->n < SET_WORDS;
}

/* Distinct words of the set that block i has among its first limit words. */
static uint32_t shared_words(struct word_set *s, const struct ws_measure *m, uint32_t i, uint32_t limit)
{
    uint32_t shared = 0;
    for (uint32_t j = 0; j < m->n_words && j < limit; j++) {
        const uint32_t token = m->word[j];
        if (!(*filter_of(s, token) >> (token & 63) & 1))
            continue;
        uint32_t k = slot_of(s, token);
        shared += s->token[k] && s->seen[k] != i + 1;
        s->seen[k] = i + 1;
    }
    return shared;
}

void ws_measure_title(const struct ws_blocks *b, struct ws_slice title, struct ws_measure *m)
{
    struct word_set in_title = {.n = 0};
    ws_each_word(title, add_word, &in_title);
    for (uint32_t i = 0; in_title.n && i < b->n; i++) {
        uint32_t words = m[i].n_words;
        if (b->v[i].words >= SHORT_BLOCK || !words)
            continue;
        uint32_t shared = shared_words(&in_title, &m[i], i, WS_TOKENS_MAX);
        m[i].title_sim = (float)shared / (float)(words + in_title.n - shared);
        m[i].title_cover = (float)shared / (float)words;
    }
}

void ws_measure_described(const struct ws_blocks *b, struct ws_slice description, struct ws_measure *m)
{
    struct word_set described = {.n = 0};
    ws_each_word(description, add_word, &described);
    for (uint32_t i = 0; described.n && i < b->n; i++) {
        uint32_t words = m[i].n_words < SET_WORDS ? m[i].n_words : SET_WORDS;
        if (words)
            m[i].described = (float)shared_words(&described, &m[i], i, words) / (float)words;
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
