/* measure_words.h - the words, signs and phrases of a text, read off a map of it. Used by measure.c, which
 * draws the map. */
#ifndef WARCSIFT_MEASURE_WORDS_H
#define WARCSIFT_MEASURE_WORDS_H

#include "pipeline/extract/features/survey.h"
#include "pipeline/extract/lexicon/lexicon_lot.h"

/* Where in a text something begins that says something: a bit for each byte, the first lowest. */
struct ws_text_map {
    uint8_t *key;   /* by byte: letters and digits of ASCII as in ws_word_byte, bytes beyond ASCII as they are,
                     * blanks for all else and behind the end */
    uint8_t *word;  /* bits of letters and digits of ASCII, and of letters of two bytes up to U+053F */
    uint8_t *event; /* of the first of each run of these, of signs, of the first byte of other characters */
    const struct ws_odds *odds; /* that words will be looked up in */
    struct ws_lot *lot; /* where phrases may begin, of this text and those before it; to be settled behind the last */
};

#define WS_MAP_READ 16 /* bytes behind the end that are read of each of the three */
#define WS_MAP_PAD  (2 * WS_MAP_READ) /* texts are drawn by so many bytes */

/* Room for texts of n bytes. false: no memory. */
WS_MUST_USE bool ws_text_map_new(size_t n, const struct ws_odds *odds, struct ws_arena *arena, struct ws_text_map *out);

/* What the signs of a text say. */
enum {
    WS_SIGN_PUNCT = 1 << 0, /* ws_is_sentence_punct() */
    WS_SIGN_STOP = 1 << 1,  /* ws_is_stop() */
    WS_SIGN_SEPARATOR = 1 << 2,
    WS_SIGN_MONEY = 1 << 3,
    WS_SIGN_QUESTION = 1 << 4,
    WS_SIGN_QUOTE = 1 << 5, /* may open or close a quotation */
};

/* Fills tokens, punctuation and persons of m, and, when the lot is settled, phrases. token: room for the words. Returns all
 * signs that are there. */
unsigned ws_measure_words(struct ws_slice text, const struct ws_text_map *map, uint32_t *token,
                          struct ws_measure *m);

/* The character that ends at p, which is behind start. */
static inline uint32_t ws_last_char(const uint8_t *start, const uint8_t *p)
{
    const uint8_t *at = p - 1;
    while (at > start && (*at & 0xc0) == 0x80)
        at--;
    return ws_utf8_next(&at, p);
}

#endif
