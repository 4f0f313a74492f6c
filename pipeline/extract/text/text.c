#include "pipeline/extract/text/text.h"

#include "pipeline/extract/text/word_hash.h"

#include <string.h>

uint32_t ws_utf8_next_long(const uint8_t **p, const uint8_t *end)
{
    const uint8_t *s = *p;
    uint32_t c = s[0];
    size_t n = c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
    if ((size_t)(end - s) < n) { /* cannot happen in valid UTF-8 */
        *p = end;
        return 0xfffd;
    }
    *p = s + n;
    switch (n) {
    case 2:
        return (c & 0x1f) << 6 | (s[1] & 0x3fu);
    case 3:
        return (c & 0x0f) << 12 | (s[1] & 0x3fu) << 6 | (s[2] & 0x3fu);
    default:
        return (c & 0x07) << 18 | (s[1] & 0x3fu) << 12 | (s[2] & 0x3fu) << 6 | (s[3] & 0x3fu);
    }
}

enum { S = WS_CHAR_SPACE, I = WS_CHAR_IGNORE, P = WS_CHAR_PUNCT, W = WS_CHAR_WORD, X = WS_BYTE_WIDE };
/* clang-format off */
const uint8_t ws_byte_class[256] = {
    I, I, I, I, I, I, I, I, I, S, S, S, S, S, I, I,
    I, I, I, I, I, I, I, I, I, I, I, I, I, I, I, I,
    S, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P,
    W, W, W, W, W, W, W, W, W, W, P, P, P, P, P, P,
    P, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W,
    W, W, W, W, W, W, W, W, W, W, W, P, P, P, P, W,
    P, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W,
    W, W, W, W, W, W, W, W, W, W, W, P, P, P, P, I,
    X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X,
    X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X,
    X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X,
    X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X,
    X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X,
    X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X,
    X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X,
    X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X,
};
/* clang-format on */

/* clang-format off */
const uint8_t ws_word_byte[256] = {
    ['0'] = '0', '1', '2', '3', '4', '5', '6', '7', '8', '9',
    ['A'] = 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm',
    'n', 'o', 'p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z', ['_'] = '_',
    ['a'] = 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm',
    'n', 'o', 'p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z',
};
/* clang-format on */

struct range {
    uint32_t first, last;
    enum ws_char_class class;
};

/* Everything from U+0080 that is not a plain letter, in order. */
static const struct range RANGES[] = {
    {0x80, 0x9f, WS_CHAR_IGNORE},     {0xa0, 0xa0, WS_CHAR_SPACE},
    {0xa1, 0xa9, WS_CHAR_PUNCT},      {0xab, 0xac, WS_CHAR_PUNCT},
    {0xad, 0xad, WS_CHAR_IGNORE},     {0xae, 0xb1, WS_CHAR_PUNCT},
    {0xb4, 0xb4, WS_CHAR_PUNCT},      {0xb6, 0xb8, WS_CHAR_PUNCT},
    {0xbb, 0xbb, WS_CHAR_PUNCT},      {0xbf, 0xbf, WS_CHAR_PUNCT},
    {0xd7, 0xd7, WS_CHAR_PUNCT},      {0xf7, 0xf7, WS_CHAR_PUNCT},
    {0x34f, 0x34f, WS_CHAR_IGNORE},   {0x37e, 0x37e, WS_CHAR_PUNCT},
    {0x55a, 0x55f, WS_CHAR_PUNCT},    {0x589, 0x58a, WS_CHAR_PUNCT},
    {0x5be, 0x5be, WS_CHAR_PUNCT},    {0x5f3, 0x5f4, WS_CHAR_PUNCT},
    {0x60c, 0x60d, WS_CHAR_PUNCT},    {0x61b, 0x61b, WS_CHAR_PUNCT},
    {0x61c, 0x61c, WS_CHAR_IGNORE},   {0x61d, 0x61f, WS_CHAR_PUNCT},
    {0x66a, 0x66d, WS_CHAR_PUNCT},    {0x6d4, 0x6d4, WS_CHAR_PUNCT},
    {0x964, 0x965, WS_CHAR_PUNCT},    {0xe01, 0xeff, WS_CHAR_SOLO},
    {0x104a, 0x104f, WS_CHAR_PUNCT},  {0x115f, 0x1160, WS_CHAR_IGNORE},
    {0x1361, 0x1368, WS_CHAR_PUNCT},  {0x1680, 0x1680, WS_CHAR_SPACE},
    {0x1780, 0x17ff, WS_CHAR_SOLO},   {0x2000, 0x200a, WS_CHAR_SPACE},
    {0x200b, 0x200b, WS_CHAR_IGNORE}, {0x200e, 0x200f, WS_CHAR_IGNORE},
    {0x2010, 0x2027, WS_CHAR_PUNCT},  {0x2028, 0x2029, WS_CHAR_SPACE},
    {0x202a, 0x202e, WS_CHAR_IGNORE}, {0x202f, 0x202f, WS_CHAR_SPACE},
    {0x2030, 0x205e, WS_CHAR_PUNCT},  {0x205f, 0x205f, WS_CHAR_SPACE},
    {0x2060, 0x206f, WS_CHAR_IGNORE}, {0x207a, 0x207e, WS_CHAR_PUNCT},
    {0x208a, 0x208e, WS_CHAR_PUNCT},  {0x20a0, 0x20cf, WS_CHAR_PUNCT},
    {0x2100, 0x2101, WS_CHAR_PUNCT},  {0x2116, 0x2117, WS_CHAR_PUNCT},
    {0x2120, 0x2122, WS_CHAR_PUNCT},  {0x2190, 0x245f, WS_CHAR_PUNCT},
    {0x2500, 0x27ff, WS_CHAR_PUNCT},  {0x2800, 0x2800, WS_CHAR_SPACE},
    {0x2801, 0x2bff, WS_CHAR_PUNCT},  {0x2e00, 0x2fff, WS_CHAR_PUNCT},
    {0x3000, 0x3000, WS_CHAR_SPACE},  {0x3001, 0x3004, WS_CHAR_PUNCT},
    {0x3008, 0x3020, WS_CHAR_PUNCT},  {0x3030, 0x3030, WS_CHAR_PUNCT},
    {0x3040, 0x30ff, WS_CHAR_SOLO},   {0x3164, 0x3164, WS_CHAR_SPACE},
    {0x3200, 0x33ff, WS_CHAR_PUNCT},  {0x3400, 0x4dbf, WS_CHAR_SOLO},
    {0x4dc0, 0x4dff, WS_CHAR_PUNCT},  {0x4e00, 0x9fff, WS_CHAR_SOLO},
    {0xe000, 0xf8ff, WS_CHAR_IGNORE}, {0xf900, 0xfaff, WS_CHAR_SOLO},
    {0xfe00, 0xfe0f, WS_CHAR_PUNCT},  {0xfe10, 0xfe1f, WS_CHAR_PUNCT},
    {0xfe30, 0xfe6f, WS_CHAR_PUNCT},  {0xfeff, 0xfeff, WS_CHAR_IGNORE},
    {0xff01, 0xff0f, WS_CHAR_PUNCT},  {0xff1a, 0xff20, WS_CHAR_PUNCT},
    {0xff3b, 0xff40, WS_CHAR_PUNCT},  {0xff5b, 0xff65, WS_CHAR_PUNCT},
    {0xffa0, 0xffa0, WS_CHAR_SPACE},  {0xffe0, 0xffee, WS_CHAR_PUNCT},
    {0xfff0, 0xfffb, WS_CHAR_IGNORE}, {0xfffc, 0xfffc, WS_CHAR_SPACE},
    {0xfffd, 0xfffd, WS_CHAR_PUNCT},  {0xfffe, 0xffff, WS_CHAR_IGNORE},
    {0x1f000, 0x1faff, WS_CHAR_PUNCT},{0x20000, 0x3ffff, WS_CHAR_SOLO},
    {0xe0000, 0x10ffff, WS_CHAR_IGNORE},
};

/* From U+0080, and the punctuation of Chinese and Japanese from U+3000: what is often asked for. */
static const uint8_t LATIN[0x40] = {
    I, I, I, I, I, I, I, I, I, I, I, I, I, I, I, I, I, I, I, I, I, I, I, I, I, I, I, I, I, I, I, I,
    S, P, P, P, P, P, P, P, P, P, W, P, P, I, P, P, P, P, W, W, P, W, P, P, P, W, W, P, W, W, W, P,
};
static const uint8_t CHINESE[0x40] = {
    S, P, P, P, P, W, W, W, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P,
    P, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, P, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W,
};

enum ws_char_class ws_char_class_search(uint32_t c)
{
    if (c < 0xc0)
        return (enum ws_char_class)LATIN[c - 0x80];
    if (c - 0x3000 < sizeof CHINESE)
        return (enum ws_char_class)CHINESE[c - 0x3000];
    /* most of what text is made of beside Latin, so that the table is seldom searched */
    if (c - 0x37f < 0x1db || c - 0xac00 < 0x2ba4)
        return WS_CHAR_WORD; /* Greek, Cyrillic, Armenian; Hangul */
    if (c - 0x4e00 < 0x5200 || c - 0x3040 < 0xc0)
        return WS_CHAR_SOLO; /* Han, kana */
    if (c - 0x2010 < 0x18)
        return WS_CHAR_PUNCT; /* dashes and quotes */
    size_t lo = 0, hi = sizeof RANGES / sizeof RANGES[0];
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (c > RANGES[mid].last)
            lo = mid + 1;
        else
            hi = mid;
    }
    if (lo < sizeof RANGES / sizeof RANGES[0] && c >= RANGES[lo].first)
        return RANGES[lo].class;
    return WS_CHAR_WORD;
}

bool ws_is_stop(uint32_t c)
{
    switch (c) {
    case '.':
    case '!':
    case '?':
    case 0x2026:
    case 0x3002:
    case 0xff01:
    case 0xff1f:
    case 0xff0e:
    case 0x61f:
    case 0x6d4:
    case 0x964:
    case 0x589:
    case 0x203d:
        return true;
    default:
        return false;
    }
}

bool ws_is_sentence_punct(uint32_t c)
{
    switch (c) {
    case ',':
    case ';':
    case ':':
    case 0x2014:
    case 0x3001:
    case 0xff0c:
    case 0xff1b:
    case 0xff1a:
    case 0x60c:
    case 0x61b:
    case 0x37e:
    case 0x201c:
    case 0x201d:
    case 0x300c:
    case 0x300d:
    case '"':
        return true;
    default:
        return ws_is_stop(c);
    }
}

uint32_t ws_count_words(struct ws_slice s)
{
    uint32_t words = 0;
    bool in_word = false;
    for (const uint8_t *p = s.p, *end = s.p + s.n; p < end;) {
        enum ws_char_class k = ws_char_class(ws_utf8_next(&p, end));
        if (k == WS_CHAR_SOLO || (k == WS_CHAR_WORD && !in_word))
            words++;
        in_word = k == WS_CHAR_WORD;
    }
    return words;
}

static bool trims(struct ws_slice s, size_t *n)
{
    if (s.n && ws_char_class(s.p[0] < 0x80 ? s.p[0] : 'x') == WS_CHAR_SPACE) {
        *n = 1;
        return true;
    }
    *n = 2;
    return s.n >= 2 && s.p[0] == 0xc2 && s.p[1] == 0xa0;
}

size_t ws_bytes_before(struct ws_slice s, struct ws_slice part)
{
    const uint8_t *p = s.p, *const end = s.p + s.n;
    while (part.n && (size_t)(end - p) >= part.n) {
        p = memchr(p, part.p[0], (size_t)(end - p) - part.n + 1);
        if (!p)
            break;
        if (memcmp(p, part.p, part.n) == 0)
            return (size_t)(p - s.p);
        p++;
    }
    return s.n;
}

struct ws_slice ws_trim_blanks(struct ws_slice s)
{
    size_t n;
    while (s.n && trims(s, &n)) {
        s.p += n;
        s.n -= n;
    }
    while (s.n) {
        if (trims((struct ws_slice){s.p + s.n - 1, 1}, &n))
            s.n -= 1;
        else if (s.n >= 2 && trims((struct ws_slice){s.p + s.n - 2, 2}, &n) && n == 2)
            s.n -= 2;
        else
            break;
    }
    return s;
}

bool ws_same_nocase(const uint8_t *p, const char *lower, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (ws_lower(p[i]) != (uint8_t)lower[i])
            return false;
    return true;
}

uint32_t ws_word_hash(const uint8_t *p, size_t n)
{
    uint32_t h = WS_HASH_START;
    for (size_t i = 0; i < n; i++)
        h = (h ^ ws_lower(p[i])) * WS_HASH_PRIME;
    return h ? h : 1;
}

#define M WS_HASH_PRIME
const uint32_t ws_hash_factor[9][8] = {
    {1, 1, 1, 1, 1, 1, 1, 1}, {M, 1, 1, 1, 1, 1, 1, 1}, {M, M, 1, 1, 1, 1, 1, 1},
    {M, M, M, 1, 1, 1, 1, 1}, {M, M, M, M, 1, 1, 1, 1}, {M, M, M, M, M, 1, 1, 1},
    {M, M, M, M, M, M, 1, 1}, {M, M, M, M, M, M, M, 1}, {M, M, M, M, M, M, M, M},
};
#undef M
const uint64_t ws_first_bytes[9] = {
    0, 0xff, 0xffff, 0xffffff, 0xffffffff, 0xffffffffff, 0xffffffffffff, 0xffffffffffffff, UINT64_MAX,
};

/* Bit 0x20 is set in each byte that is a capital letter. */
static uint64_t fold_bytes(uint64_t x)
{
    const uint64_t each = UINT64_C(0x0101010101010101), low = x & each * 0x7f;
    uint64_t capital = (low + each * (0x80 - 'A')) & ~(low + each * (0x80 - 'Z' - 1)) & ~x & each * 0x80;
    return x | capital >> 2;
}

static inline uint64_t add_folded(uint64_t h, const uint8_t *p)
{
    uint64_t x;
    memcpy(&x, p, sizeof x);
    h = (h ^ fold_bytes(x)) * 0x9e3779b97f4a7c15u;
    return h ^ h >> 29;
}

uint64_t ws_hash_folded(uint64_t h, struct ws_slice s)
{
    h ^= s.n;
    if (s.n < 8) {
        uint8_t few[8] = {0};
        for (size_t i = 0; i < s.n; i++)
            few[i] = s.p[i];
        return add_folded(h, few) * 0x9e3779b97f4a7c15u;
    }
    for (size_t i = 0; i + 8 < s.n; i += 8)
        h = add_folded(h, s.p + i);
    return add_folded(h, s.p + s.n - 8) * 0x9e3779b97f4a7c15u; /* some of them twice */
}

void ws_each_word(struct ws_slice s, bool (*fn)(void *ctx, const uint8_t *p, size_t n),
                  void *ctx)
{
    const uint8_t *start = NULL;
    if (!s.n)
        return; /* s.p may be NULL */
    for (const uint8_t *p = s.p, *end = s.p + s.n; p < end;) {
        const uint8_t *at = p;
        enum ws_char_class k = ws_char_class(ws_utf8_next(&p, end));
        if (start && k != WS_CHAR_WORD) {
            if (!fn(ctx, start, (size_t)(at - start)))
                return;
            start = NULL;
        }
        if (k == WS_CHAR_SOLO && !fn(ctx, at, (size_t)(p - at)))
            return;
        if (k == WS_CHAR_WORD && !start)
            start = at;
    }
    if (start)
        fn(ctx, start, (size_t)(s.p + s.n - start));
}
