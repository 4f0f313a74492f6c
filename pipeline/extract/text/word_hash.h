/* word_hash.h - ws_word_hash() of words in small letters, eight bytes at a time and without branches on their
 * lengths, which would be guessed wrong for every other word. */
#ifndef WARCSIFT_WORD_HASH_H
#define WARCSIFT_WORD_HASH_H

#include "pipeline/extract/text/text.h"

#define WS_HASH_READ 7 /* bytes behind a word that are read, whatever they are */

/* How a hash goes on over eight bytes of which only the first n count, a row for each n; the others are 0. */
extern const uint32_t ws_hash_factor[9][8];
/* The first n of eight bytes. */
extern const uint64_t ws_first_bytes[9];

static inline uint32_t ws_hash_eight(uint32_t h, uint64_t eight, size_t n)
{
    const uint32_t *factor = ws_hash_factor[n];
    for (int k = 0; k < 8; k++)
        h = (h ^ (uint8_t)(eight >> 8 * k)) * factor[k];
    return h;
}

/* all: bits of any of its bytes. */
static inline uint32_t ws_hash_key(const uint8_t *key, size_t n, uint64_t *all)
{
    size_t some = n < 8 ? n : 8;
    uint64_t eight = ws_load_8(key) & ws_first_bytes[some];
    uint32_t h = ws_hash_eight(WS_HASH_START, eight, some);
    *all = eight;
    for (size_t k = 8; k < n; k += some) {
        some = n - k < 8 ? n - k : 8;
        eight = ws_load_8(key + k) & ws_first_bytes[some];
        h = ws_hash_eight(h, eight, some);
        *all |= eight;
    }
    return h ? h : 1;
}

/* How many bits are set from the lowest on. */
static inline size_t ws_run_length(uint64_t bits)
{
    return ~bits ? (size_t)__builtin_ctzll(~bits) : 64;
}

#endif
