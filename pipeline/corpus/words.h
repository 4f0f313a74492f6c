/* words.h - the words of a text, for quality filters and MinHash.
 *
 * Two ways to tell them apart:
 *   - WS_WORDS_UAX29: boundaries of UAX #29 as ICU has them. Its rules are compiled in; scripts
 * that put no blanks between words (Thai, Lao, Khmer, Burmese, Han, kana) go through its
 * dictionaries where ICU was there at build time (WS_HAVE_ICU). Without it every ideograph,
 * every kana of Hiragana, every run of Katakana and every character of Thai ... with its marks
 * is a word: the rules of UAX #29 alone. ws_words_ways() says which.
 *   - WS_WORDS_SPACY: the tokens of spaCy's blank English, which datatrove's filters count.
 *
 * Marks of punctuation are words, as datatrove counts; white space is none. */
#ifndef WARCSIFT_CORPUS_WORDS_H
#define WARCSIFT_CORPUS_WORDS_H

#include "warcsift/base.h"

enum ws_words_kind { WS_WORDS_UAX29, WS_WORDS_SPACY };

struct ws_word {
    struct ws_slice text;
    uint32_t chars; /* code points */
    uint32_t has;   /* enum ws_char_bit (chars.h) of any of its characters, and: */
};
#define WS_WORD_TEXT  (1u << 16) /* one is no WS_IS_SYMBOL */
#define WS_WORD_NOT_P (1u << 17) /* one is no WS_IS_CATEGORY_P */

struct ws_words; /* scratch memory, for one thread */

struct ws_words *ws_words_new(enum ws_words_kind kind); /* NULL: out of memory */
void ws_words_free(struct ws_words *w);

/* The words of text (valid UTF-8), in order; good until the next call. False: out of memory. */
WS_MUST_USE bool ws_words_split(struct ws_words *w, struct ws_slice text,
                                const struct ws_word **list, size_t *n);

/* WS_WORDS_SPACY: its tokens of white space, too, which have WS_IS_SPACE. */
void ws_words_with_blanks(struct ws_words *w);

/* What decides about boundaries, for the options hash: "uax29 icu 72.1", "uax29 no dictionary",
 * "spacy 3.8 en". */
const char *ws_words_ways(enum ws_words_kind kind);

#endif
