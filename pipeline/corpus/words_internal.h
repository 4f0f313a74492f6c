/* words_internal.h - between words*.c. */
#ifndef WARCSIFT_WORDS_INTERNAL_H
#define WARCSIFT_WORDS_INTERNAL_H

#include "pipeline/corpus/chars.h"
#include "pipeline/corpus/words.h"

struct ws_words {
    enum ws_words_kind kind;
    bool failed; /* out of memory */
    struct ws_word *list;
    size_t n, cap;
    struct ws_dictionary *dictionary; /* NULL: not needed yet */
    bool blanks;                      /* spaCy: its tokens of white space, too */
    uint32_t *specials;               /* spaCy: of letters alone, see ws_spacy_prepare() */
    const uint8_t **cuts;             /* spaCy: where suffixes end, from outside */
    size_t cap_cuts;
};

/* One word. Text without its outer white space; nothing when there is no more. */
void ws_words_add(struct ws_words *w, const uint8_t *p, const uint8_t *end);
void ws_words_grow(struct ws_words *w);

static inline void ws_words_push(struct ws_words *w, const uint8_t *p, size_t n, uint32_t chars,
                                 uint32_t has)
{
    if (w->n == w->cap)
        ws_words_grow(w);
    w->list[w->n++] = (struct ws_word){{p, n}, chars, has};
}

/* What a word of one character has. */
static inline uint32_t ws_word_bits(uint32_t info)
{
    return (info & ~WS_CHAR_CATEGORY) | (info & WS_IS_SYMBOL ? 0 : WS_WORD_TEXT) |
           (info & WS_IS_CATEGORY_P ? 0 : WS_WORD_NOT_P);
}

/* Fills w->specials. False: out of memory. */
WS_MUST_USE bool ws_spacy_prepare(struct ws_words *w);
void ws_words_uax29(struct ws_words *w, struct ws_slice text);
void ws_words_spacy(struct ws_words *w, struct ws_slice text);

/* Sets cuts[i]. False: out of memory. */
bool ws_words_cut(struct ws_words *w, size_t i, const uint8_t *end);

/* Splits a run that ICU's rules leave to its dictionaries. */
void ws_words_dictionary(struct ws_words *w, const uint8_t *p, const uint8_t *end);
void ws_dictionary_free(struct ws_dictionary *d);

#endif
