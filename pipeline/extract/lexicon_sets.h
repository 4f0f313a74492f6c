/* lexicon_sets.h - what most words of a text are in none of: sets of hashes, small enough for the nearest
 * cache, that say whether a word or a sign has to be looked for among phrases and persons. They may say yes
 * without reason, never no. Used by the reader of text (measure.c) and by what fills them (lexicon_text.c). */
#ifndef WARCSIFT_LEXICON_SETS_H
#define WARCSIFT_LEXICON_SETS_H

#include "pipeline/extract/lexicon.h"

#define WS_HEAD_BITS   12 /* of blocks */
#define WS_PERSON_BITS 13 /* logarithms of sizes in bits */
#define WS_WIDE_BITS   15
#define WS_SINGLE_BITS 12

struct ws_lexicon_sets {
    /* Phrases that begin with a word of ASCII: see ws_lexicon_word_begins(). */
    uint64_t begin[1 << WS_HEAD_BITS];
    /* Beginnings of the first words of phrases, of four to eight characters, for words beyond ASCII. */
    uint64_t wide[1 << (WS_WIDE_BITS - 6)];
    /* Words that are persons, by their beginnings and lengths, for the same. */
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

#define WS_HEAD_CHARS 4

/* Phrases that begin alike share 64 bits, by the hash of the first four characters of their first word, or of
 * all of a shorter one. If the word may go on in the text, all of them are set; otherwise one is, by the hash of
 * the word, or by that and two characters behind the blank behind it. Hashes are ws_word_hash(). */
static inline uint64_t *ws_begin_block(uint32_t head)
{
    return &ws_lexicon_sets.begin[head * 0x9e3779b1u >> (32 - WS_HEAD_BITS)];
}

static inline unsigned ws_begin_word(uint32_t word)
{
    return word * 0x85ebca6bu >> 26;
}

/* Characters are those of ASCII; what is no part of a word is like a blank. */
static inline unsigned ws_begin_more(uint32_t word, uint8_t next, uint8_t second)
{
    return (word + ws_word_byte[next] + 0x3d4du * ws_word_byte[second]) * 0x85ebca6bu >> 26;
}

/* May a phrase begin with a word of ASCII, or the word be a person? p: behind the word. Where characters behind
 * it are none of ASCII, the answer is yes. */
static inline bool ws_lexicon_word_begins(uint32_t head, uint32_t word, const uint8_t *p, const uint8_t *end)
{
    const uint64_t block = *ws_begin_block(head);
    if (!block)
        return false;
    if (block >> ws_begin_word(word) & 1)
        return true;
    if (end - p < 2) /* too short for what is to come */
        return p < end && *p >= 0x80;
    const uint8_t second = end - p > 2 ? p[2] : ' '; /* the end is like a blank */
    return (p[0] | p[1] | second) >= 0x80 || (block >> ws_begin_more(word, p[1], second) & 1);
}

/* May a phrase begin with the sign c, or with a letter c that counts as a word, or a person be that letter? */
static inline bool ws_lexicon_begins(uint32_t c)
{
    c = c == 0x2019 ? '\'' : c; /* as phrases are compared */
    return ws_set_has(ws_lexicon_sets.single, WS_SINGLE_BITS, c);
}

uint32_t ws_lexicon_fold(uint32_t c); /* as phrases are compared: a small letter */
void ws_lexicon_init_text(void);      /* by ws_lexicon_init() */

#define WS_KEY_CHARS   4
#define WS_BEGIN_CHARS 8

/* Of a word with characters beyond ASCII: its beginning, as phrases are compared, and how many it has. */
struct ws_word_key {
    uint32_t key, chars;
    bool begins; /* may a phrase begin with it? Says nothing of words of fewer than WS_KEY_CHARS */
};

static inline uint32_t ws_word_key_mix(const struct ws_word_key *k)
{
    return (k->key ^ k->chars * 0x85ebca6bu) * 0x7feb352du;
}

static inline void ws_word_key_add(struct ws_word_key *k, uint32_t c)
{
    if (k->chars++ >= WS_BEGIN_CHARS)
        return;
    k->key = (k->key ^ ws_lexicon_fold(c)) * WS_HASH_PRIME;
    if (k->chars >= WS_KEY_CHARS)
        k->begins |= ws_set_has(ws_lexicon_sets.wide, WS_WIDE_BITS, ws_word_key_mix(k));
}

#endif
