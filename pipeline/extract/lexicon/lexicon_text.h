/* lexicon_text.h - what the tables of phrases share. Private to lexicon_text.c, which finds phrases by the key of
 * their first characters, lexicon_openings.c, which finds those that begin with words of ASCII by more, and
 * lexicon_lot.c, which has both look for many at once. */
#ifndef WARCSIFT_LEXICON_TEXT_H
#define WARCSIFT_LEXICON_TEXT_H

#include "pipeline/extract/lexicon/lexicon_phrases.h"
#include "pipeline/extract/lexicon/lexicon_sets.h"

struct ws_phrase {
    const uint8_t *text; /* ends with 0 */
    uint16_t kind;       /* offset in struct ws_cues */
};

/* Calls fn for all phrases, in the order of their lists. */
void ws_each_phrase(void (*fn)(const struct ws_phrase *phrase));

/* Counts the phrase if it goes on at p, of which so many bytes are known to be the same. */
void ws_phrase_count(const struct ws_phrase *phrase, size_t known, const uint8_t *p, const uint8_t *end,
                     struct ws_cues *cues);

/* Counts the phrases that begin at p with this key. */
void ws_phrases_by_key(uint32_t key, const uint8_t *p, const uint8_t *end, enum ws_char_class first,
                       struct ws_cues *cues);

/* For a lot (lexicon_lot.h): what says where the phrases of the key are is on its way to the nearest cache; then, from
 * that, the phrases. */
void ws_phrases_fetch_bucket(uint32_t key);
void ws_phrases_fetch(uint32_t key);
void ws_openings_fetch_buckets(const uint8_t *key);
void ws_openings_fetch(const uint8_t *key);

/* By ws_lexicon_init_text(). */
void ws_openings_init(void);

/* The next character as phrases are compared: small letters, plain apostrophe and blank. */
static inline uint32_t ws_lexicon_next(const uint8_t **p, const uint8_t *end)
{
    return **p < 0x80 ? ws_lower(*(*p)++) : ws_lexicon_fold(ws_utf8_next_wide(p, end));
}

/* ASCII as it stands in keys: a blank for what is neither letter nor digit. */
static inline uint8_t ws_lexicon_key(uint32_t c)
{
    return ws_word_byte[c] ? ws_word_byte[c] : ' ';
}

/* Each bucket has its size and is to say where it ends, before places are given from there down. */
static inline void ws_add_up(uint16_t *bucket, size_t n)
{
    for (size_t i = 1; i < n; i++)
        bucket[i] = (uint16_t)(bucket[i] + bucket[i - 1]);
}

#endif
