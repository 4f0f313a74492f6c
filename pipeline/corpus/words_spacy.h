/* words_spacy.h - tables of spaCy's tokenizer for English: words_spacy.py. */
#ifndef WARCSIFT_WORDS_SPACY_H
#define WARCSIFT_WORDS_SPACY_H

#include "warcsift/base.h"

enum ws_spacy_bit {
    WS_SPACY_PREFIX = 1, /* is split off in front */
    WS_SPACY_SUFFIX = 2, /* and behind */
    WS_SPACY_SPLITS = 4, /* wherever it is */
    WS_SPACY_ALPHA = 8,
    WS_SPACY_LOWER = 16, /* letters without case are both */
    WS_SPACY_UPPER = 32,
    WS_SPACY_BEFORE_DOT = 64, /* "a.B" are two words: LOWER and quotes */
    WS_SPACY_AFTER_DOT = 128, /* UPPER and quotes */
    WS_SPACY_ENDS_DOT = 256,  /* a full stop behind it is a suffix */
    WS_SPACY_SCHEME = 512     /* of a URL */
};

struct ws_spacy_unit {
    uint8_t n;
    char text[11];
};

/* Bytes of a special case, of its tokens, and of the tokens it were without being one (none:
 * never looked for inside of a chunk). */
struct ws_spacy_special {
    uint8_t n, n_tokens, n_pattern;
    uint8_t tokens[3], pattern[11];
    char text[30];
};

#define WS_SPACY_SPECIAL_MAX 29u /* bytes */
#define WS_SPACY_PATTERN_MAX 11u /* tokens */
#define WS_SPACY_SLOTS       4096u

extern const uint8_t ws_spacy_top[0x110];
extern const uint16_t ws_spacy_middle[];
extern const uint16_t ws_spacy_leaf[];
extern const struct ws_spacy_unit ws_spacy_units[];
extern const size_t ws_n_spacy_units;
extern const uint16_t
    ws_spacy_slots[WS_SPACY_SLOTS]; /* 0: empty; else number of the special case, plus 1 */
extern const struct ws_spacy_special ws_spacy_specials[];

static inline uint32_t ws_spacy_char(uint32_t c)
{
    return ws_spacy_leaf[ws_spacy_middle[ws_spacy_top[c >> 12] * 64u + (c >> 6 & 63)] * 64u +
                         (c & 63)];
}

const struct ws_spacy_special *ws_spacy_special(const uint8_t *p,
                                                const uint8_t *end); /* NULL: none */
bool ws_spacy_is_url(const uint8_t *p, const uint8_t *end);

/* The part between p and end that splits a word, from `from` on: [*start, *stop). False: none.
 */
bool ws_spacy_infix(const uint8_t *p, const uint8_t *end, const uint8_t *from,
                    const uint8_t **start, const uint8_t **stop);

#endif
