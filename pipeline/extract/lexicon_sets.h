/* lexicon_sets.h - what most words of a text are in none of: sets of hashes, small enough for the nearest
 * cache, that say whether a word or a sign has to be looked for among phrases and persons. They may say yes
 * without reason, never no. Used by the reader of text (measure.c) and by what fills them (lexicon_text.c). */
#ifndef WARCSIFT_LEXICON_SETS_H
#define WARCSIFT_LEXICON_SETS_H

#include "pipeline/extract/lexicon.h"

#define WS_HEAD_BITS   15 /* logarithms of sizes in bits */
#define WS_PERSON_BITS 13
#define WS_SINGLE_BITS 12

struct ws_lexicon_sets {
    /* Beginnings of phrases: hashes (FNV-1a, small letters) of the first four characters of a word of ASCII,
     * or of all of a shorter one. */
    uint64_t head[1 << (WS_HEAD_BITS - 6)];
    /* ws_lexicon_hash() of the words that are persons, and mixed keys of those same words. */
    uint64_t person[1 << (WS_PERSON_BITS - 6)];
    /* First characters of phrases and persons, in small letters, that are signs or count as words. */
    uint64_t single[1 << (WS_SINGLE_BITS - 6)];
};

extern struct ws_lexicon_sets ws_lexicon_sets; /* read-only after ws_lexicon_init() */

static inline uint32_t ws_set_bit_of(unsigned bits, uint32_t hash)
{
    return hash * 0x9e3779b1u >> (32 - bits);
}

static inline bool ws_set_has(const uint64_t *set, unsigned bits, uint32_t hash)
{
    uint32_t bit = ws_set_bit_of(bits, hash);
    return set[bit >> 6] >> (bit & 63) & 1;
}

/* May a phrase begin with the sign c, or with a letter c that counts as a word, or a person be that letter? */
static inline bool ws_lexicon_begins(uint32_t c)
{
    c = c == 0x2019 ? '\'' : c; /* as phrases are compared */
    return ws_set_has(ws_lexicon_sets.single, WS_SINGLE_BITS, c);
}

uint32_t ws_lexicon_fold(uint32_t c); /* as phrases are compared: a small letter */
void ws_lexicon_init_text(void);      /* by ws_lexicon_init() */

#define WS_KEY_CHARS 4

/* Of a word: its first characters as phrases are compared, and how many it has. */
struct ws_word_key {
    uint32_t key, chars;
};

static inline void ws_word_key_add(struct ws_word_key *k, uint32_t c)
{
    if (k->chars++ < WS_KEY_CHARS)
        k->key = (k->key << 8 | k->key >> 24) ^ ws_lexicon_fold(c);
}

static inline uint32_t ws_word_key_mix(struct ws_word_key k)
{
    return (k.key ^ k.chars * 0x85ebca6bu) * 0x7feb352du;
}

/* Phrases that begin at p, at a word with other characters than ASCII. */
void ws_lexicon_wide_word(const uint8_t *p, const uint8_t *end, struct ws_word_key key, struct ws_cues *cues);

#endif
