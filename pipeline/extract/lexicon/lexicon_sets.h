/* lexicon_sets.h - what most words of a text are in none of: sets of hashes, small enough for the nearest
 * cache, that say whether a word or a sign has to be looked for among phrases and persons. They may say yes
 * without reason, never no. Used by the reader of text
 * (measure_words.c) and by what fills them (lexicon_text.c, lexicon_openings.c). */
#ifndef WARCSIFT_LEXICON_SETS_H
#define WARCSIFT_LEXICON_SETS_H

#include "pipeline/extract/lexicon/lexicon.h"

#define WS_EIGHT_BITS  16 /* logarithms of sizes in bits */
#define WS_FOUR_BITS   13
#define WS_NAMED_BITS  14
#define WS_PERSON_BITS 13
#define WS_SINGLE_BITS 12
#define WS_FOLDED      0x530

struct ws_lexicon_sets {
    /* The first eight characters of phrases that begin with a word, and the first four of those that are known
     * by no more, as ws_lexicon_openings() compares them; each of the first sets two bits of 64. */
    uint64_t eight[1 << (WS_EIGHT_BITS - 6)];
    uint64_t four[1 << (WS_FOUR_BITS - 6)];
    /* Words of ASCII that are persons, by their hashes. */
    uint64_t named[1 << (WS_NAMED_BITS - 6)];
    /* Persons by the keys of their first four characters, for words with characters beyond ASCII. */
    uint64_t person[1 << (WS_PERSON_BITS - 6)];
    /* First characters of phrases and persons, in small letters, that are signs or count as words. */
    uint64_t single[1 << (WS_SINGLE_BITS - 6)];
    /* Characters of two bytes that have a capital, mostly: as ws_lexicon_fold() has them. */
    uint16_t folded[WS_FOLDED];
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

static inline void ws_set_add(uint64_t *set, unsigned bits, uint32_t hash)
{
    uint32_t bit = ws_set_bit_of(bits, hash);
    set[bit >> 6] |= UINT64_C(1) << (bit & 63);
}

/* Of eight or four characters; the upper bits are the better ones. */
static inline uint64_t ws_opening_hash(uint64_t characters)
{
    return characters * 0x9e3779b97f4a7c15u;
}

static inline uint64_t *ws_eight_word(struct ws_lexicon_sets *sets, uint64_t hash)
{
    return &sets->eight[hash >> (64 - (WS_EIGHT_BITS - 6))];
}

/* Both bits that it has there. */
static inline unsigned ws_eight_bit(uint64_t hash, int second)
{
    return hash >> (second ? 34 : 40) & 63;
}

static inline uint64_t ws_eight_mask(uint64_t hash)
{
    return UINT64_C(1) << ws_eight_bit(hash, 0) | UINT64_C(1) << ws_eight_bit(hash, 1);
}

/* May a phrase begin with these characters? */
static inline bool ws_lexicon_opens_eight(uint64_t eight)
{
    const uint64_t hash = ws_opening_hash(eight), word = *ws_eight_word(&ws_lexicon_sets, hash);
    return word >> ws_eight_bit(hash, 0) & word >> ws_eight_bit(hash, 1) & 1;
}

static inline bool ws_lexicon_opens_four(uint32_t four)
{
    return ws_set_has(ws_lexicon_sets.four, WS_FOUR_BITS, four);
}

/* May a word of ASCII be a person? */
static inline bool ws_lexicon_names(uint32_t hash)
{
    return ws_set_has(ws_lexicon_sets.named, WS_NAMED_BITS, hash);
}

#define WS_WIDE_BYTES UINT64_C(0x8080808080808080) /* in which of eight bytes characters beyond ASCII have a bit */

/* May a word of ASCII be a person, or a phrase begin with it? eight: its first characters and what follows, of
 * the key of a text. Branches would be guessed wrong for every fourth word. */
static inline bool ws_lexicon_word_says(uint64_t eight, uint32_t hash)
{
    return (int)ws_lexicon_opens_eight(eight) | (int)ws_lexicon_opens_four((uint32_t)eight) |
           (int)ws_lexicon_names(hash);
}

/* May a word with characters beyond ASCII, which ends at end, be a person? */
bool ws_lexicon_is_named(const uint8_t *p, const uint8_t *end);

/* May a phrase begin with the sign c, or with a letter c that counts as a word, or a person be that letter? */
static inline bool ws_lexicon_begins(uint32_t c)
{
    c = c == 0x2019 ? '\'' : c; /* as phrases are compared */
    return ws_set_has(ws_lexicon_sets.single, WS_SINGLE_BITS, c);
}

uint32_t ws_lexicon_fold_wide(uint32_t c); /* from U+0080 */
static inline uint32_t ws_lexicon_fold(uint32_t c) /* as phrases are compared: a small letter */
{
    return c < WS_FOLDED ? ws_lexicon_sets.folded[c] : ws_lexicon_fold_wide(c);
}

void ws_lexicon_init_text(void); /* by ws_lexicon_init() */

#endif
