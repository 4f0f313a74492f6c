#include "pipeline/extract/doubt/prompt_words.h"

#include "pipeline/extract/features/odds.h"
#include "pipeline/extract/lexicon/lexicon_sets.h"
#include "pipeline/extract/text/word_hash.h"

#include <math.h>

#define WORDS   64  /* of a text */
#define LETTERS 4   /* of the beginning of a word */

enum { STEM = 0x517e3a9d, SIGN = 0x2c1b3c6d, NUMBER = 0x9d2c5681, BEGIN = 0x3f4d1a65 }; /* tell kinds of tokens apart */

struct reader {
    uint32_t *token;
    unsigned n, words;
    uint32_t before;   /* token of the last word; 0: there is none */
    unsigned sentence; /* words of it that were read */
    bool stopped;      /* a stop was the last thing but other signs: with the next blank the sentence is over */
};

static inline const uint16_t *row_of(uint32_t token)
{
    return ws_prompt_table[token >> (32 - WS_PROMPT_BITS)];
}

/* The table is larger than the nearer caches: its row is on its way while the other tokens are made. */
static inline void add(struct reader *r, uint32_t token)
{
    __builtin_prefetch(row_of(token));
    if (r->n < WS_PROMPT_TOKENS)
        r->token[r->n++] = token;
}

static inline void add_word(struct reader *r, uint32_t hash)
{
    const uint32_t token = ws_token_mix(hash), pair = r->before ? ws_pair_token(r->before, token) : 0;
    add(r, token);
    if (pair)
        add(r, pair);
    if (r->sentence < 2)
        add(r, (r->sentence ? pair : token) ^ BEGIN);
    r->before = token;
    r->words++;
    r->sentence++;
    r->stopped = false;
}

static uint32_t hash_of(uint64_t letters)
{
    return (uint32_t)(ws_opening_hash(letters) >> 32);
}

/* Letters are the bytes of a number, the first one the lowest, and those behind the eighth are turned into it. */
static void add_letters(struct reader *r, uint64_t letters, uint64_t stem, size_t n)
{
    add_word(r, hash_of(letters));
    if (n > LETTERS)
        add(r, ws_token_mix(hash_of(stem) ^ STEM));
}

/* A word of one to seven letters of ASCII at p, of which eight bytes can be read, if what stands behind it is of
 * ASCII, too. Returns its letters, 0 if there is another word or none. */
static inline size_t read_short_word(struct reader *r, const uint8_t *p)
{
    const size_t n = ws_letter_run_of_8(p);
    if (!n || n == 8 || p[n] >= 0x80 || ws_word_byte[p[n]])
        return 0;
    const uint64_t letters = (ws_load_8(p) | UINT64_C(0x2020202020202020)) & ws_first_bytes[n];
    add_letters(r, letters, letters & UINT32_MAX, n);
    return n;
}

/* The word at p. Returns where it ends; p: there is none. */
static const uint8_t *read_word(struct reader *r, const uint8_t *p, const uint8_t *end)
{
    uint64_t letters = 0, stem = 0;
    size_t n = 0;
    bool number = true;
    while (p < end) {
        const uint8_t *next = p + 1;
        uint32_t c = ws_word_byte[*p];
        if (*p >= 0x80) {
            next = p;
            c = ws_utf8_next_wide(&next, end);
            c = ws_char_class_wide(c) == WS_CHAR_WORD ? ws_lexicon_fold(c) : 0;
        }
        if (!c)
            break;
        number &= c - '0' < 10;
        letters = n < 8 ? letters ^ (uint64_t)c << 8 * n : (letters << 7 | letters >> 57) ^ c;
        stem = ++n == LETTERS ? letters : stem;
        p = next;
    }
    if (n && number)
        add_word(r, NUMBER);
    else if (n)
        add_letters(r, letters, stem, n);
    return p;
}

static bool is_silent(uint32_t c)
{
    return c == '.' || c == 0x3002 || c == 0x964 || ws_is_comma(c);
}

static inline void read_blank(struct reader *r)
{
    r->sentence = r->stopped ? 0 : r->sentence;
}

/* Wide stops have no blank behind them. */
static void read_sign(struct reader *r, uint32_t c)
{
    if (ws_is_stop(c)) {
        r->stopped = true;
        r->sentence = c < 0x80 ? r->sentence : 0;
    }
    if (!is_silent(c))
        add(r, ws_token_mix(c ^ SIGN));
}

unsigned ws_prompt_tokens(struct ws_slice text, uint32_t token[WS_PROMPT_TOKENS])
{
    struct reader r = {.token = token};
    const uint8_t *p = text.p, *const end = p + text.n;
    while (p < end && r.words < WORDS) {
        if (*p == ' ') {
            read_blank(&r);
            p++;
            continue;
        }
        const uint8_t *behind = p;
        if (end - p >= 8)
            behind += read_short_word(&r, p);
        if (behind == p)
            behind = read_word(&r, p, end);
        if (behind > p) {
            p = behind;
            continue;
        }
        const uint32_t c = ws_utf8_next(&p, end);
        const enum ws_char_class class = ws_char_class(c);
        if (class == WS_CHAR_SOLO)
            add_word(&r, hash_of(c));
        else if (class == WS_CHAR_PUNCT)
            read_sign(&r, c);
        else if (class == WS_CHAR_SPACE)
            read_blank(&r);
    }
    return r.n;
}

/* What an entry says if it is that of the mark, else 0. Without a branch: which it is cannot be foretold. */
static inline int said_by(uint32_t entry, uint32_t mark)
{
    return (int8_t)(entry & 0xff) & -(int)(entry >> 8 == mark);
}

/* What the table says of a token. No two entries of a row have one mark, but for empty ones, which say 0. */
static inline int weight_of(uint32_t token)
{
    const uint16_t *const entry = row_of(token);
    const uint32_t mark = token & 0xff;
    return said_by(entry[0], mark) + said_by(entry[1], mark);
}

float ws_prompt_said(const uint32_t *token, unsigned n)
{
    int sum = 0;
    for (unsigned i = 0; i < n; i++)
        sum += weight_of(token[i]);
    return n ? (float)-sum / (WS_PROMPT_UNIT * sqrtf((float)n)) : 0;
}

float ws_prompt_words(struct ws_slice text)
{
    uint32_t token[WS_PROMPT_TOKENS];
    return ws_prompt_said(token, ws_prompt_tokens(text, token));
}
