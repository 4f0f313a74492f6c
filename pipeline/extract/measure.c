#include "pipeline/extract/measure.h"

#include "pipeline/extract/lexicon_sets.h"
#include "pipeline/extract/odds.h"
#include "pipeline/extract/text.h"
#include "pipeline/extract/vector.h"

#include <string.h>

/* --- signs ---------------------------------------------------------------------------- */

/* What a sign says of a text. */
enum {
    PUNCT = 1 << 0, /* ws_is_sentence_punct() */
    STOP = 1 << 1,  /* ws_is_stop() */
    SEPARATOR = 1 << 2,
    MONEY = 1 << 3,
    AT_SIGN = 1 << 4,
    QUESTION = 1 << 5,
    QUOTE = 1 << 6, /* may open or close a quotation */
};

/* Of ASCII. */
static const uint8_t SIGN[128] = {
    ['.'] = PUNCT | STOP, ['!'] = PUNCT | STOP, ['?'] = PUNCT | STOP | QUESTION,
    [','] = PUNCT,        [';'] = PUNCT,        [':'] = PUNCT,
    ['"'] = PUNCT | QUOTE, ['|'] = SEPARATOR,   ['$'] = MONEY,
    ['@'] = AT_SIGN,
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

/* The character that ends at p, which is behind start. */
static uint32_t last_char(const uint8_t *start, const uint8_t *p)
{
    const uint8_t *at = p - 1;
    while (at > start && (*at & 0xc0) == 0x80)
        at--;
    return ws_utf8_next(&at, p);
}

/* --- words and signs, in one pass ----------------------------------------------------- */

struct reader {
    const uint8_t *start, *end;
    struct ws_measure *m;
    uint32_t *token;
    unsigned signs; /* all that were seen */
    bool quoted;
};

static inline void note_word(struct reader *r, uint32_t hash)
{
    if (r->m->n_words < WS_TOKENS_MAX)
        r->token[r->m->n_words++] = ws_token_mix(hash ? hash : 1);
}

/* Phrases that begin at p. Inside quotation marks somebody else says them: they are only counted. */
static inline void read_phrases(struct reader *r, const uint8_t *p, enum ws_char_class first)
{
    if (!r->quoted) {
        ws_lexicon_phrases(p, r->end, first, &r->m->cues);
        return;
    }
    struct ws_cues said = {0};
    ws_lexicon_phrases(p, r->end, first, &said);
    r->m->quoted += (uint32_t)said.appeal + said.link + said.legal;
}

/* Of a word with other characters than ASCII, which begins at p. Returns what stands behind it. */
static const uint8_t *read_wide_word(struct reader *r, const uint8_t *p)
{
    const uint8_t *const from = p;
    uint32_t hash = WS_HASH_START;
    struct ws_word_key key = {0, 0, false};
    while (p < r->end) {
        const uint8_t *next = p;
        uint32_t c = ws_utf8_next(&next, r->end);
        if (ws_char_class(c) != WS_CHAR_WORD)
            break;
        ws_word_key_add(&key, c);
        for (; p < next; p++)
            hash = (hash ^ ws_lower(*p)) * WS_HASH_PRIME;
    }
    note_word(r, hash);
    if (key.begins || key.chars < WS_KEY_CHARS)
        read_phrases(r, from, WS_CHAR_WORD);
    if (!r->quoted && ws_set_has(ws_lexicon_sets.person, WS_PERSON_BITS, ws_word_key_mix(&key)))
        ws_lexicon_person(ws_lexicon_hash(from, p), *from, &r->m->cues);
    return p;
}

/* Goes on with a hash over letters and digits of ASCII; returns what stands behind them. */
static inline const uint8_t *hash_letters(const uint8_t *p, const uint8_t *end, uint32_t *hash)
{
    uint32_t h = *hash;
    uint8_t c;
    for (; end - p >= 4; p += 4) /* four with one look for the end */
        for (int k = 0; k < 4; k++) {
            if ((c = ws_word_byte[p[k]]) == 0) {
                *hash = h;
                return p + k;
            }
            h = (h ^ c) * WS_HASH_PRIME;
        }
    for (; p < end && (c = ws_word_byte[*p]) != 0; p++)
        h = (h ^ c) * WS_HASH_PRIME;
    *hash = h;
    return p;
}

/* Hash of a word, and of its first characters. */
struct word_hash {
    uint32_t all, head;
};

static inline const uint8_t *hash_word(const uint8_t *p, const uint8_t *end, struct word_hash *hash)
{
    uint32_t h = WS_HASH_START;
    if (end - p < WS_HEAD_CHARS) {
        p = hash_letters(p, end, &h);
        *hash = (struct word_hash){h, h};
        return p;
    }
    for (int k = 0; k < WS_HEAD_CHARS; k++) {
        uint8_t c = ws_word_byte[p[k]];
        if (!c) {
            *hash = (struct word_hash){h, h};
            return p + k;
        }
        h = (h ^ c) * WS_HASH_PRIME;
    }
    hash->head = h;
    p = hash_letters(p + WS_HEAD_CHARS, end, &h);
    hash->all = h;
    return p;
}

/* p: at a word. Returns what stands behind it. */
static inline const uint8_t *read_word(struct reader *r, const uint8_t *p)
{
    const uint8_t *const from = p, *const end = r->end;
    struct word_hash hash;
    p = hash_word(p, end, &hash);
    const uint8_t *next = p;
    if (p < end && *p >= 0x80 && ws_char_class_wide(ws_utf8_next_wide(&next, end)) == WS_CHAR_WORD)
        return read_wide_word(r, from);
    note_word(r, hash.all);
    if (ws_lexicon_word_begins(hash.head, hash.all, p, end)) {
        read_phrases(r, from, WS_CHAR_WORD);
        if (!r->quoted)
            ws_lexicon_person(hash.all ? hash.all : 1, *from, &r->m->cues);
    }
    return p;
}

static void read_solo(struct reader *r, const uint8_t *p, const uint8_t *next, uint32_t c)
{
    uint32_t hash = WS_HASH_START;
    for (const uint8_t *at = p; at < next; at++)
        hash = (hash ^ *at) * WS_HASH_PRIME;
    note_word(r, hash);
    if (!ws_lexicon_begins(c))
        return;
    if (!r->quoted)
        ws_lexicon_person(ws_lexicon_hash(p, next), *p, &r->m->cues);
    read_phrases(r, p, WS_CHAR_SOLO);
}

/* The sign c at p, which is so much of all that signs may be. */
static inline void read_sign(struct reader *r, const uint8_t *p, uint32_t c, unsigned is)
{
    r->signs |= is;
    r->m->puncts += is & PUNCT;
    if (is & STOP)
        r->m->stops += p == r->start || !ws_is_stop(last_char(r->start, p));
    if (ws_lexicon_begins(c))
        read_phrases(r, p, WS_CHAR_PUNCT);
    if (is & QUOTE)
        r->quoted ^= toggles_quote(c, r->quoted);
}

/* A character beyond ASCII, or a word that begins with it. */
static const uint8_t *read_wide(struct reader *r, const uint8_t *p)
{
    const uint8_t *next = p;
    uint32_t c = ws_utf8_next_wide(&next, r->end);
    enum ws_char_class k = ws_char_class_wide(c);
    if (k == WS_CHAR_WORD)
        return read_wide_word(r, p);
    if (k == WS_CHAR_SOLO)
        read_solo(r, p, next, c);
    if (k == WS_CHAR_PUNCT)
        read_sign(r, p, c, wide_sign(c));
    return next;
}

static void read_words(struct reader *r)
{
    for (const uint8_t *p = r->start, *const end = r->end; p < end;) {
        const uint8_t b = *p;
        if (ws_word_byte[b]) {
            p = read_word(r, p);
            p += p < end && *p == ' ';
        } else if (b >= 0x80) {
            p = read_wide(r, p);
        } else {
            if (ws_byte_class[b] == WS_CHAR_PUNCT)
                read_sign(r, p, b, SIGN[b]);
            p++;
        }
    }
}

/* --- bytes ---------------------------------------------------------------------------- */

/* A year from 1900 to 2099 on its own, a clock time, or the Chinese sign for year behind a
 * digit. */
static bool is_time_at(const uint8_t *p, const uint8_t *start, const uint8_t *end)
{
    size_t digits = 0;
    if (p > start && p[-1] >= '0' && p[-1] <= '9')
        return false;
    while (p + digits < end && p[digits] >= '0' && p[digits] <= '9' && digits < 5)
        digits++;
    if (digits == 4 && (!memcmp(p, "19", 2) || !memcmp(p, "20", 2)))
        return true;
    if (digits < 1 || digits > 2 || (size_t)(end - p) < digits + 3)
        return false;
    return p[digits] == ':' && p[digits + 1] >= '0' && p[digits + 1] <= '5' &&
           p[digits + 2] >= '0' && p[digits + 2] <= '9';
}

/* Of the bytes from p on whose bits are set in digits. */
static bool has_time(const uint8_t *p, uint32_t digits, struct ws_slice s)
{
    for (digits &= ~(digits << 1); digits; digits &= digits - 1) /* the first one of each number */
        if (is_time_at(p + __builtin_ctz(digits), s.p, s.p + s.n))
            return true;
    return false;
}

static uint32_t add_bytes(ws_vector v)
{
    uint32_t sum = 0;
    for (int i = 0; i < WS_VECTOR_BYTES; i++)
        sum += v[i];
    return sum;
}

static uint64_t add_to_hash(uint64_t h, uint64_t x)
{
    h = (h ^ x) * 0x9e3779b97f4a7c15u;
    return h ^ h >> 29;
}

#define STEPS 255 /* of a vector: as far as each of its bytes can count them */

/* Capitals, digits, times and years of a part of s; h: goes on with the hash of the text, capitals or not. */
static uint64_t measure_part(struct ws_slice s, size_t from, size_t to, uint64_t h, struct ws_measure *m)
{
    ws_vector capitals = {0}, digits = {0}; /* in each byte: how many of all such bytes */
    for (size_t i = from; i < to; i += WS_VECTOR_BYTES) {
        const ws_vector x = ws_vector_load(s.p + i, s.p + s.n);
        const ws_vector capital = (ws_vector)(x - 'A' < 26), digit = (ws_vector)(x - '0' < 10);
        const ws_vector folded = x | (capital & 0x20);
        uint64_t half[2];
        memcpy(half, &folded, sizeof half);
        h = add_to_hash(add_to_hash(h, half[0]), half[1]);
        capitals -= capital;
        digits -= digit;
        if (!m->year)
            m->year = has_time(s.p + i, ws_vector_bits(digit), s);
    }
    m->uppers += add_bytes(capitals);
    m->digits += add_bytes(digits);
    return h;
}

static void measure_bytes(struct ws_slice s, struct ws_measure *m)
{
    uint64_t h = s.n;
    for (size_t i = 0; i < s.n; i += WS_VECTOR_BYTES * STEPS)
        h = measure_part(s, i, s.n - i < WS_VECTOR_BYTES * STEPS ? s.n : i + WS_VECTOR_BYTES * STEPS, h, m);
    m->text_hash = (uint32_t)(h >> 32);
}

/* The last character but white space; 0: there is none. */
static uint32_t last_visible(const uint8_t *start, const uint8_t *end)
{
    uint32_t c = 0;
    while (end > start && (c = last_char(start, end), ws_char_class(c) == WS_CHAR_SPACE))
        for (end--; end > start && (*end & 0xc0) == 0x80;)
            end--;
    return end > start ? c : 0;
}

void ws_measure_text(const struct ws_block *b, uint32_t *token, struct ws_measure *m)
{
    const uint8_t *const start = b->text.p, *const end = start + b->text.n;
    struct reader r = {.start = start, .end = end, .m = m, .token = token};
    read_words(&r);
    m->word = token;
    m->separators = r.signs & SEPARATOR;
    m->money = r.signs & MONEY;
    m->at_sign = r.signs & AT_SIGN;
    m->question = r.signs & QUESTION;
    const uint32_t last = last_visible(start, end);
    m->starts_lower = b->text.n && *start >= 'a' && *start <= 'z';
    m->ends_colon = last == ':' || last == 0xff1a;
    m->ends_stop = ws_is_stop(last) || last == '"' || last == 0x201d || last == 0x300d;
    m->link_density = (float)b->link_chars / (float)(b->chars ? b->chars : 1);
    m->unlinked = (float)b->words * (1 - m->link_density);
    measure_bytes(b->text, m);
}
