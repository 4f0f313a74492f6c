/* chars.h - what a character is to word segmentation and quality filters. Tables: chars.py. */
#ifndef WARCSIFT_CHARS_H
#define WARCSIFT_CHARS_H

#include "warcsift/base.h"

/* The lowest bits: its category in ICU's word rules; the others: */
#define WS_CHAR_CATEGORY 0x1fu
enum ws_char_bit {
    WS_IS_ALPHA = 1 << 5,       /* a letter (Python: isalpha) */
    WS_IS_SPACE = 1 << 6,       /* white space (Python: isspace) */
    WS_IS_PUNCT = 1 << 7,       /* in datatrove's PUNCTUATION */
    WS_IS_SYMBOL = 1 << 8,      /* in its PUNCTUATION_SET */
    WS_IS_TERMINAL = 1 << 9,    /* in its TERMINAL_PUNCTUATION */
    WS_ENDS_SENTENCE = 1 << 10, /* for spaCy's sentencizer */
    WS_IS_CATEGORY_P = 1 << 11, /* Unicode: punctuation */
    WS_ENDS_LINE = 1 << 12      /* Python: splitlines */
};

/* Categories from this one on are characters of scripts that need a dictionary ... */
#define WS_WORD_DICTIONARY 24u
enum ws_word_category {
    WS_WORD_THAI = 24, /* and Lao, Khmer, Burmese ... */
    WS_WORD_THAI_MARK,
    WS_WORD_HAN_OTHER, /* radicals, marks of repetition */
    WS_WORD_HAN,
    WS_WORD_KATAKANA,
    WS_WORD_HIRAGANA,
    WS_WORD_HANGUL /* ... but this one: ICU has none for it */
};
#define WS_WORD_START 1u /* state of the automaton; 0: it stops */

extern const uint16_t ws_char_narrow[0x800];
extern const uint8_t ws_char_top[0x110];
extern const uint16_t ws_char_middle[];
extern const uint16_t ws_char_leaf[];
extern const uint8_t ws_word_next[][32];
extern const bool ws_word_accepts[];

static inline uint32_t ws_char_wide(uint32_t c)
{
    return ws_char_leaf[ws_char_middle[ws_char_top[c >> 12] * 64u + (c >> 6 & 63)] * 64u +
                        (c & 63)];
}

/* Of any character up to U+10FFFF. */
static inline uint32_t ws_char_info(uint32_t c)
{
    return c < 0x800 ? ws_char_narrow[c] : ws_char_wide(c);
}

/* Reads the character at p of valid UTF-8 and moves p behind it. */
static inline uint32_t ws_char_next(const uint8_t **p)
{
    const uint8_t *s = *p;
    if (*s < 0x80) {
        *p = s + 1;
        return *s;
    }
    if (*s < 0xe0) {
        *p = s + 2;
        return (*s & 0x1fu) << 6 | (s[1] & 0x3fu);
    }
    if (*s < 0xf0) {
        *p = s + 3;
        return (*s & 0xfu) << 12 | (s[1] & 0x3fu) << 6 | (s[2] & 0x3fu);
    }
    *p = s + 4;
    return (*s & 7u) << 18 | (s[1] & 0x3fu) << 12 | (s[2] & 0x3fu) << 6 | (s[3] & 0x3fu);
}

/* The character that ends before p. */
static inline uint32_t ws_char_before(const uint8_t *p)
{
    do
        p--;
    while ((*p & 0xc0) == 0x80);
    return ws_char_next(&p);
}

#endif
