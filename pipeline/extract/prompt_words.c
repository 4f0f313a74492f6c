#include "pipeline/extract/prompt_words.h"

#include "pipeline/extract/lexicon_sets.h"
#include "pipeline/extract/odds.h"

#include <math.h>

#define WORDS   128 /* of a text */
#define LETTERS 4   /* of the beginning of a word */

enum { STEM = 0x517e3a9d, SIGN = 0x2c1b3c6d, NUMBER = 0x9d2c5681 }; /* tell kinds of tokens apart */

struct reader {
    uint32_t *token;
    unsigned n, words;
    uint32_t before; /* token of the last word; 0: there is none */
};

static void add(struct reader *r, uint32_t token)
{
    if (r->n < WS_PROMPT_TOKENS)
        r->token[r->n++] = token;
}

static void add_word(struct reader *r, uint32_t hash)
{
    const uint32_t token = ws_token_mix(hash);
    add(r, token);
    if (r->before)
        add(r, ws_pair_token(r->before, token));
    r->before = token;
    r->words++;
}

/* The word that begins with c, which ends before p. Returns where the word ends. */
static const uint8_t *read_word(struct reader *r, uint32_t c, const uint8_t *p, const uint8_t *end)
{
    uint32_t hash = WS_HASH_START, stem = 0, letters = 0;
    bool number = true;
    for (;;) {
        c = c < 0x80 ? ws_word_byte[c] : ws_lexicon_fold(c);
        number &= c - '0' < 10;
        hash = (hash ^ c) * WS_HASH_PRIME;
        if (++letters == LETTERS)
            stem = hash;
        const uint8_t *next = p;
        if (p == end || (c = ws_utf8_next(&next, end), ws_char_class(c) != WS_CHAR_WORD))
            break;
        p = next;
    }
    add_word(r, number ? NUMBER : hash);
    if (letters > LETTERS && !number)
        add(r, ws_token_mix(stem ^ STEM));
    return p;
}

static bool is_silent(uint32_t c)
{
    return c == '.' || c == ',' || c == 0x3001 || c == 0x3002 || c == 0xff0c || c == 0x60c || c == 0x964;
}

unsigned ws_prompt_tokens(struct ws_slice text, uint32_t token[WS_PROMPT_TOKENS])
{
    struct reader r = {.token = token};
    const uint8_t *p = text.p, *const end = p + text.n;
    while (p < end && r.words < WORDS) {
        const uint32_t c = ws_utf8_next(&p, end);
        const enum ws_char_class class = ws_char_class(c);
        if (class == WS_CHAR_WORD)
            p = read_word(&r, c, p, end);
        else if (class == WS_CHAR_SOLO)
            add_word(&r, (WS_HASH_START ^ c) * WS_HASH_PRIME);
        else if (class == WS_CHAR_PUNCT && !is_silent(c))
            add(&r, ws_token_mix(c ^ SIGN));
    }
    return r.n;
}

float ws_prompt_words(struct ws_slice text)
{
    uint32_t token[WS_PROMPT_TOKENS];
    const unsigned n = ws_prompt_tokens(text, token);
    int sum = 0;
    for (unsigned i = 0; i < n; i++) {
        const uint16_t entry = ws_prompt_table[token[i] >> (32 - WS_PROMPT_BITS)];
        sum += entry >> 8 == (token[i] & 0xff) ? (int8_t)(entry & 0xff) : 0;
    }
    return n ? (float)-sum / (WS_PROMPT_UNIT * sqrtf((float)n)) : 0;
}
