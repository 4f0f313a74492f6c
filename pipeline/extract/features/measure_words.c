#include "pipeline/extract/features/measure_words.h"

#include "pipeline/extract/features/odds.h"
#include "pipeline/extract/lexicon/lexicon_sets.h"
#include "pipeline/extract/text/word_hash.h"

#include <string.h>

/* --- signs ---------------------------------------------------------------------------- */

enum {
    PUNCT = WS_SIGN_PUNCT,
    STOP = WS_SIGN_STOP,
    SEPARATOR = WS_SIGN_SEPARATOR,
    MONEY = WS_SIGN_MONEY,
    QUESTION = WS_SIGN_QUESTION,
    QUOTE = WS_SIGN_QUOTE
};

/* Of ASCII. */
static const uint8_t SIGN[128] = {
    ['.'] = PUNCT | STOP, ['!'] = PUNCT | STOP, ['?'] = PUNCT | STOP | QUESTION,
    [','] = PUNCT,        [';'] = PUNCT,        [':'] = PUNCT,
    ['"'] = PUNCT | QUOTE, ['|'] = SEPARATOR,   ['$'] = MONEY,
};

static unsigned wide_sign(uint32_t c)
{
    unsigned is = (ws_is_sentence_punct(c) ? PUNCT : 0) | (ws_is_stop(c) ? STOP : 0);
    switch (c) {
    case 0xff1f:
        return is | QUESTION;
    case 0xa3: case 0xa5: case 0x20ac: case 0xffe5: case 0x20bd: case 0x20b9: case 0x20a9: case 0x20ba:
        return is | MONEY;
    case 0x203a: case 0x2192: case 0x2022:
        return is | SEPARATOR;
    case 0xab: case 0xbb:
        return is | SEPARATOR | QUOTE;
    case 0x201c: case 0x201d: case 0x201e: case 0x300c: case 0x300d:
        return is | QUOTE;
    default:
        return is;
    }
}

/* Quotation marks of many languages: the first that opens is closed by any that may close. */
static bool toggles_quote(uint32_t c, bool open)
{
    switch (c) {
    case '"': return true;
    case 0x201c: return true; /* opens in English, closes in German */
    case 0x201e: case 0xab: case 0x300c: return !open;
    case 0x201d: case 0xbb: case 0x300d: return open;
    default: return false;
    }
}

/* --- the reader ----------------------------------------------------------------------- */

struct reader {
    const uint8_t *start, *end;
    const struct ws_text_map *map;
    struct ws_measure *m;
    uint32_t *token;
    uint32_t n_words, before; /* the last token, 0: none */
    unsigned signs; /* all that were seen */
    bool quoted;
};

/* What is said of it and of the pair is asked when the page has been read (odds_look_up.h), from tables that lie farther
 * away than the page: it is fetched from here on. */
static inline void note_word(struct reader *r, uint32_t hash)
{
    if (r->n_words == WS_TOKENS_MAX)
        return;
    const uint32_t token = ws_token_mix(hash);
    __builtin_prefetch(ws_odds_row(r->map->odds, token));
    __builtin_prefetch(ws_odds_row(r->map->odds, ws_pair_token(r->before, token)));
    r->token[r->n_words++] = r->before = token;
}

/* Phrases may begin at p. Inside quotation marks somebody else says them. */
static struct ws_place *note_place(struct reader *r, const uint8_t *p)
{
    struct ws_place *at = ws_lot_next(r->map->lot);
    at->p = p;
    at->end = r->end;
    at->cues = &r->m->cues;
    at->aside = r->quoted ? &r->m->quoted : NULL;
    return at;
}

static void note_key(struct reader *r, const uint8_t *p, enum ws_char_class first)
{
    uint32_t key;
    if (!ws_lexicon_key_at(p, r->end, first, &key))
        return;
    struct ws_place *at = note_place(r, p);
    at->opens = false;
    at->key = key;
    at->first = (uint8_t)first;
}

static void note_opening(struct reader *r, size_t i)
{
    struct ws_place *at = note_place(r, r->start + i);
    at->opens = true;
    memcpy(at->opening, r->map->key + i, WS_OPENING_BYTES);
}

static void read_solo(struct reader *r, const uint8_t *p, const uint8_t *next, uint32_t c)
{
    uint32_t hash = WS_HASH_START;
    for (const uint8_t *at = p; at < next; at++)
        hash = (hash ^ *at) * WS_HASH_PRIME;
    note_word(r, hash ? hash : 1);
    if (!ws_lexicon_begins(c))
        return;
    if (!r->quoted)
        ws_lexicon_person(ws_lexicon_hash(p, next), *p, &r->m->cues);
    note_key(r, p, WS_CHAR_SOLO);
}

/* The sign c at p, which is so much of all that signs may be. */
static inline void read_sign(struct reader *r, const uint8_t *p, uint32_t c, unsigned is)
{
    r->signs |= is;
    r->m->puncts += is & PUNCT;
    if (is & STOP)
        r->m->stops += p == r->start || !ws_is_stop(ws_last_char(r->start, p));
    if (ws_lexicon_begins(c))
        note_key(r, p, WS_CHAR_PUNCT);
    if (is & QUOTE)
        r->quoted ^= toggles_quote(c, r->quoted);
}

/* --- words ------------------------------------------------------------------------------ */

/* Bytes of the word that begins at bit k of those of the map from byte base on. */
static inline size_t word_length(const struct ws_text_map *map, size_t base, unsigned k, uint64_t bits)
{
    const uint64_t behind = ~bits >> k; /* where there is no word, as far as these bits go */
    size_t n = 64 - k, run;
    if (behind)
        return (size_t)__builtin_ctzll(behind);
    do {
        base += 64;
        run = ws_run_length(ws_load_8(map->word + base / 8));
        n += run;
    } while (run == 64);
    return n;
}

/* The word of n bytes at i, which may be a person, or phrases may begin with it. eight: of the key. wide: has
 * characters beyond ASCII. Out of the way: few words get here. */
__attribute__((noinline)) static void look_up_word(struct reader *r, size_t i, size_t n, uint64_t eight, uint32_t hash,
                                                   bool wide)
{
    const uint8_t *p = r->start + i;
    if (eight & WS_WIDE_BYTES)
        note_key(r, p, WS_CHAR_WORD);
    else
        note_opening(r, i);
    if (r->quoted)
        return;
    if (!wide && ws_lexicon_names(hash))
        ws_lexicon_person(hash, *p, &r->m->cues);
    else if (wide && ws_lexicon_is_named(p, p + n))
        ws_lexicon_person(ws_lexicon_hash(p, p + n), *p, &r->m->cues);
}

/* The n bytes at i. */
static inline void add_word(struct reader *r, size_t i, size_t n)
{
    const uint8_t *const key = r->map->key + i;
    const uint64_t eight = ws_load_8(key);
    uint64_t all;
    const uint32_t hash = ws_hash_key(key, n, &all);
    const bool wide = (all & WS_WIDE_BYTES) != 0;
    note_word(r, hash);
    if (((all | eight) & WS_WIDE_BYTES) != 0 || ws_lexicon_word_says(eight, hash))
        look_up_word(r, i, n, eight, hash, wide);
}

/* A word with other characters than those the map knows. Returns where it ends. */
static size_t read_long_word(struct reader *r, size_t i)
{
    const uint8_t *p = r->start + i, *next = p;
    while (next < r->end && ws_char_class(ws_utf8_next(&next, r->end)) == WS_CHAR_WORD)
        p = next;
    add_word(r, i, (size_t)(p - r->start) - i);
    return (size_t)(p - r->start);
}

/* The word at i, of which the map has n bytes. Returns where it ends if that is not all, otherwise 0. */
static inline size_t read_word(struct reader *r, size_t i, size_t n)
{
    if (r->map->key[i + n] >= 0x80) {
        const uint8_t *next = r->start + i + n;
        if (ws_char_class_wide(ws_utf8_next_wide(&next, r->end)) == WS_CHAR_WORD)
            return read_long_word(r, i);
    }
    add_word(r, i, n);
    return 0;
}

/* A character beyond ASCII, or a word that begins with it. Returns where that ends, 0 if it is no such word. */
static size_t read_wide(struct reader *r, size_t i)
{
    const uint8_t *p = r->start + i, *next = p;
    uint32_t c = ws_utf8_next_wide(&next, r->end);
    enum ws_char_class k = ws_char_class_wide(c);
    if (k == WS_CHAR_WORD)
        return read_long_word(r, i);
    if (k == WS_CHAR_SOLO)
        read_solo(r, p, next, c);
    if (k == WS_CHAR_PUNCT)
        read_sign(r, p, c, wide_sign(c));
    return 0;
}

/* Bits of the events from byte done on, of those from base on. */
static inline uint64_t events_from(uint64_t events, size_t base, size_t done)
{
    if (done <= base)
        return events;
    return done - base < 64 ? events & (UINT64_MAX << (done - base)) : 0;
}

unsigned ws_measure_words(struct ws_slice text, const struct ws_text_map *map, uint32_t *token,
                          struct ws_measure *m)
{
    struct reader r = {.start = text.p, .end = text.p + text.n, .map = map, .m = m, .token = token};
    size_t done = 0; /* behind the last word that the map has not got as a whole */
    for (size_t base = 0; base < text.n; base += 64) {
        const uint64_t words = ws_load_8(map->word + base / 8);
        uint64_t events = events_from(ws_load_8(map->event + base / 8), base, done);
        while (events) {
            const unsigned k = (unsigned)__builtin_ctzll(events);
            const uint8_t *p = text.p + base + k;
            events &= events - 1;
            if (words >> k & 1)
                done = read_word(&r, base + k, word_length(map, base, k, words));
            else if (*p >= 0x80)
                done = read_wide(&r, base + k);
            else
                read_sign(&r, p, *p, SIGN[*p]);
            events = events_from(events, base, done);
        }
    }
    m->n_words = r.n_words;
    return r.signs;
}
