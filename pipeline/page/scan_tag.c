/* Tags, 13.2.5.6 to 13.2.5.40: where they end, their names and attributes. */
#include "pipeline/page/scan.h"

#include "pipeline/page/avx2_bytes.h"

#include <string.h>

#include "pipeline/page/names_table.h"

/* ---- names ---- */

/* A name in lower case as two words: its bytes from the lowest on, then zeros, of which it has none. Both zero:
 * longer than any name listed. */
struct key {
    uint64_t a, b;
};

#define KEY_BYTES 15

static const char names[WS_NAME_COUNT][KEY_BYTES + 1] = {
#define X(id, str, flags) [WS_TAG_##id] = str,
    WS_TAGS(X)
#undef X
#define X(id, str, flags) [WS_GONE_##id] = str,
        WS_GONE_TAGS(X)
#undef X
}, attr_names[WS_ATTR_COUNT][KEY_BYTES + 1] = {
#define X(id, str) [WS_ATTR_##id] = str,
    WS_ATTRS(X)
#undef X
};

/* Lowest byte first on every machine; compilers make one instruction of it. */
static inline uint64_t word(const void *p)
{
    const uint8_t *b = p;
    return (uint64_t)b[0] | (uint64_t)b[1] << 8 | (uint64_t)b[2] << 16 | (uint64_t)b[3] << 24 |
           (uint64_t)b[4] << 32 | (uint64_t)b[5] << 40 | (uint64_t)b[6] << 48 |
           (uint64_t)b[7] << 56;
}

static struct key key_of(struct ws_slice name)
{
    uint8_t lower[KEY_BYTES + 1] = {0};
    if (name.n > KEY_BYTES)
        return (struct key){0, 0};
    for (size_t i = 0; i < name.n; i++)
        lower[i] = name.p[i] >= 'A' && name.p[i] <= 'Z' ? name.p[i] | 0x20 : name.p[i] ? name.p[i] : 255;
    return (struct key){word(lower), word(lower + 8)};
}

static inline bool has_key(const char *listed, struct key k)
{
    return word(listed) == k.a && word(listed + 8) == k.b;
}

/* What is not listed shares a slot with a name it is not, or has one of its own. */
static inline unsigned name_of(struct key k)
{
    unsigned name = name_slots[((k.a + 2 * k.b) * NAME_FACTOR) >> (64 - NAME_BITS)];
    return has_key(names[name], k) ? name : WS_TAG_UNKNOWN;
}

/* About half of the attributes are listed: no branch can tell which. */
static inline enum ws_attr_name attr_of(struct key k)
{
    unsigned attr = attr_slots[((k.a + 2 * k.b) * ATTR_FACTOR) >> (64 - ATTR_BITS)];
    uint64_t differ = (word(attr_names[attr]) ^ k.a) | (word(attr_names[attr] + 8) ^ k.b);
    return (enum ws_attr_name)(attr & ((unsigned)(differ != 0) - 1));
}
_Static_assert(WS_ATTR_NONE == 0, "what attr_of() says of those that are not listed");

unsigned ws_name_lookup(struct ws_slice name)
{
    return name_of(key_of(name));
}

enum ws_attr_name ws_attr_by_name(struct ws_slice name)
{
    return attr_of(key_of(name));
}

#define ENDS_TAG  1u /* name of a tag: blank, '/' or '>' */
#define ENDS_ATTR 2u /* name of an attribute: the same and '=' */
static const uint8_t ends[256] = {
    ['\t'] = 3, ['\n'] = 3, ['\f'] = 3, ['\r'] = 3, [' '] = 3, ['/'] = 3, ['>'] = 3, ['='] = 2,
};

#ifdef WS_SSE2
/* Bytes 1 to 15 of x at which a name can end; also control characters, which seldom do. */
static inline unsigned end_bits(__m128i x)
{
    __m128i m = _mm_cmpeq_epi8(_mm_min_epu8(x, _mm_set1_epi8(' ')), x);
    m = _mm_or_si128(m, _mm_cmpeq_epi8(x, _mm_set1_epi8('/')));
    m = _mm_or_si128(m, _mm_cmpeq_epi8(x, _mm_set1_epi8('=')));
    m = _mm_or_si128(m, _mm_cmpeq_epi8(x, _mm_set1_epi8('>')));
    return (unsigned)_mm_movemask_epi8(m) & ~1u;
}

/* The key of the first n bytes, at most 16. */
static inline struct key key_of_lower(__m128i x, unsigned n)
{
    static const uint8_t window[32] = {255, 255, 255, 255, 255, 255, 255, 255,
                                       255, 255, 255, 255, 255, 255, 255, 255};
    x = _mm_and_si128(x, ws_load16(window + 16 - n));
    return (struct key){(uint64_t)_mm_cvtsi128_si64(x),
                        (uint64_t)_mm_cvtsi128_si64(_mm_unpackhi_epi64(x, x))};
}

/* The same of bytes in any case. Setting bit 5 is lower case enough where no control characters are, or none but
 * those that become digits, for names of attributes: apart from capitals only they become what is in a listed name. */
static inline struct key key_of_16(__m128i x, unsigned n)
{
    return key_of_lower(_mm_or_si128(x, _mm_set1_epi8(0x20)), n);
}
#endif

/* The byte behind the name at p, whose first byte is taken whatever it is. */
static const uint8_t *skip_name(const uint8_t *p, const uint8_t *end, unsigned stop)
{
    p++;
    while (p < end && !(ends[*p] & stop))
        p++;
    return p;
}

static inline const uint8_t *read_name(const uint8_t *name, const uint8_t *end, unsigned stop, struct key *key)
{
#ifdef WS_SSE2
    if (end - name >= 16) {
        __m128i x = ws_load16(name);
        unsigned bits = end_bits(x), n = bits ? (unsigned)__builtin_ctz(bits) : 0;
        if (n && (ends[name[n]] & stop)) {
            *key = key_of_16(x, n);
            return name + n;
        }
    }
#endif
    const uint8_t *p = skip_name(name, end, stop);
    *key = key_of((struct ws_slice){name, (size_t)(p - name)});
    return p;
}

/* ---- attributes ---- */

/* Values of more bytes are looked for by memchr(), which is slower to begin. */
#define INLINE_BYTES 256

/* The first quote from p on among the next INLINE_BYTES or so; NULL: there is none, or the page ends too soon. */
static inline const uint8_t *near_quote(const uint8_t *p, const uint8_t *end, uint8_t quote)
{
#ifdef WS_SSE2
    for (const uint8_t *from = p; end - p >= 32 && p - from < INLINE_BYTES; p += 32) {
        unsigned bits = ws_bits_equal(ws_load16(p), quote);
        bits |= ws_bits_equal(ws_load16(p + 16), quote) << 16;
        if (bits)
            return p + __builtin_ctz(bits);
    }
#else
    (void)p;
    (void)end;
    (void)quote;
#endif
    return NULL;
}

/* p: at the quote. One that was looked for in vain is not looked for again. */
static const uint8_t *scan_quoted(struct ws_scan *s, const uint8_t *p,
                                  struct ws_slice *value)
{
    struct ws_scan_found *none = &s->quote[*p == '\''];
    const uint8_t *close = ws_scan_is_known(none, p) ? NULL : near_quote(p + 1, s->end, *p);
    if (!close && !ws_scan_is_known(none, p))
        close = ws_find_byte(p + 1, s->end, *p);
    if (!close) {
        *none = (struct ws_scan_found){p, s->end};
        close = ws_find_byte(p, s->end, '>');
        *value = (struct ws_slice){p + 1, close ? (size_t)(close - p - 1) : 0};
        return close;
    }
    *value = (struct ws_slice){p + 1, (size_t)(close - p - 1)};
    return close + 1;
}

/* The value behind '='; p: behind it. */
static const uint8_t *scan_value(struct ws_scan *s, const uint8_t *p, struct ws_slice *value)
{
    p = ws_skip_blanks(p, s->end);
    if (p < s->end && (*p == '"' || *p == '\''))
        return scan_quoted(s, p, value);
    value->p = p;
    while (p < s->end && *p != '>' && !ws_is_blank(*p))
        p++;
    value->n = (size_t)(p - value->p);
    return p;
}

static inline const uint8_t *scan_attr(struct ws_scan *s, const uint8_t *p, struct key *key,
                                       struct ws_slice *value)
{
    p = read_name(p, s->end, ENDS_ATTR, key); /* a leading '=' is part of the name */
    *value = (struct ws_slice){p, 0};
    if (p < s->end && *p != '=') {
        const uint8_t *eq = ws_skip_blanks(p, s->end);
        return eq < s->end && *eq == '=' ? scan_value(s, eq + 1, value) : p;
    }
    if (++p >= s->end)
        return s->end;
    const uint8_t *close = *p == '"' ? near_quote(p + 1, s->end, '"') : NULL;
    if (!close)
        return scan_value(s, p, value);
    *value = (struct ws_slice){p + 1, (size_t)(close - p - 1)};
    return close + 1;
}

struct attrs {
    struct ws_attr *next;
    uint64_t seen;
};

static inline void add_attr(struct attrs *a, struct key key, const uint8_t *page, const uint8_t *value, size_t n)
{
    enum ws_attr_name name = attr_of(key);
    *a->next = (struct ws_attr){(uint32_t)(value - page), (uint32_t)n, (uint16_t)name};
    a->next += !(a->seen >> name & 1); /* or it is written over */
    a->seen |= (uint64_t)1 << name;
}
_Static_assert(WS_ATTR_COUNT <= 64, "the set of attributes seen is one word");

static inline const uint8_t *end_attrs(const uint8_t *p, struct ws_scan_tag *tag, struct attrs a)
{
    tag->n_attrs = (unsigned)(a.next - tag->attrs);
    tag->seen = a.seen;
    return p + 1;
}

/* The tag from p on, behind its name or an attribute. */
static const uint8_t *scan_attrs(struct ws_scan *s, const uint8_t *p, struct ws_scan_tag *tag, struct attrs a)
{
    const uint8_t *end = s->end;
    while (p && p < end) {
        if (*p == ' ' && ++p == end)
            break;
        if (*p == '>')
            return end_attrs(p, tag, a);
        if (*p == '/') {
            p++;
            tag->self_closing = p < end && *p == '>'; /* nothing but '>' may follow */
        } else if (ends[*p] & ENDS_TAG) {
            p++; /* blank */
        } else {
            struct key key;
            struct ws_slice value;
            p = scan_attr(s, p, &key, &value);
            add_attr(&a, key, s->page, value.p, value.n);
        }
    }
    return NULL;
}

/* A tag of that name, without attributes so far. */
static inline void begin_tag(const struct ws_scan *s, struct ws_scan_tag *tag, const uint8_t *name, const uint8_t *end,
                             struct key key)
{
    tag->str = (struct ws_slice){name, (size_t)(end - name)};
    tag->name = name_of(key);
    tag->page = s->page;
    tag->n_attrs = 0;
    tag->seen = 0;
    tag->self_closing = false;
}

#define NO_ATTRS(tag) ((struct attrs){(tag)->attrs, (uint64_t)1 << WS_ATTR_NONE})

const uint8_t *ws_scan_tag_plain(struct ws_scan *s, const uint8_t *p, struct ws_scan_tag *tag)
{
    const uint8_t *name = p + (p[1] == '/' ? 2 : 1);
    struct key key;
    p = read_name(name, s->end, ENDS_TAG, &key);
    begin_tag(s, tag, name, p, key);
    return p < s->end && *p == '>' ? p + 1 : scan_attrs(s, p, tag, NO_ATTRS(tag));
}

/* ---- the same, name and value of an attribute at once ---- */

#ifdef WS_AVX2
#define MARKED_BYTES 64

/* One bit for each of the bytes at a place. */
struct marks {
    uint64_t ends;   /* where the name of an attribute can end */
    uint64_t quotes; /* " */
};

WS_AVX2 static inline uint64_t bits_of(__m256i first, __m256i second)
{
    return (uint32_t)_mm256_movemask_epi8(first) | (uint64_t)(uint32_t)_mm256_movemask_epi8(second) << 32;
}

/* What ends a name, by the lower half of the byte; '=' is not among it, which shares that with the carriage return. */
#define ENDS_BY_HALF _mm_setr_epi8(' ', 0, 0, 0, 0, 0, 0, 0, 0, '\t', '\n', 0, '\f', '\r', '>', '/')

WS_AVX2 static inline __m256i can_end(__m256i x)
{
    const __m256i by_half = _mm256_broadcastsi128_si256(ENDS_BY_HALF);
    return _mm256_or_si256(_mm256_cmpeq_epi8(_mm256_shuffle_epi8(by_half, x), x),
                           _mm256_cmpeq_epi8(x, _mm256_set1_epi8('=')));
}

WS_AVX2 static inline struct marks marks_at(const uint8_t *p)
{
    const __m256i x = ws_load32(p);
    const __m256i y = ws_load32(p + 32);
    const __m256i quote = _mm256_set1_epi8('"');
    return (struct marks){bits_of(can_end(x), can_end(y)),
                          bits_of(_mm256_cmpeq_epi8(x, quote), _mm256_cmpeq_epi8(y, quote))};
}

/* Of the name of a tag at p, at most KEY_BYTES long, of which 16 bytes can be read; 0: it is longer. */
WS_AVX2 static inline unsigned read_tag_name(const uint8_t *p, struct key *key)
{
    const __m128i x = ws_load16(p);
    const unsigned bits = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_shuffle_epi8(ENDS_BY_HALF, x), x)) & ~1u;
    const __m128i upper = _mm_and_si128(x, _mm_set1_epi8(0x40)); /* letters: no control character becomes a digit */
    const unsigned n = bits ? (unsigned)__builtin_ctz(bits) : 0;
    *key = key_of_lower(_mm_or_si128(x, _mm_srli_epi16(upper, 1)), n);
    return n;
}

WS_AVX2 const uint8_t *ws_scan_tag_avx2(struct ws_scan *s, const uint8_t *p, struct ws_scan_tag *tag)
{
    const uint8_t *name = p + 1 + (p[1] == '/');
    struct key name_key;
    const unsigned n_name = s->end - name > MARKED_BYTES ? read_tag_name(name, &name_key) : 0;
    if (!n_name)
        return ws_scan_tag_plain(s, p, tag);
    p = name + n_name;
    begin_tag(s, tag, name, p, name_key);
    if (*p == '>')
        return p + 1;
    const uint8_t *const page = s->page, *const safe = s->end - MARKED_BYTES - 1;
    struct attrs a = NO_ATTRS(tag);
    while (p < safe) {
        if (*p == ' ')
            p++;
        if (ends[*p] & ENDS_TAG) {
            if (*p == '>')
                return end_attrs(p, tag, a);
            tag->self_closing = *p == '/' ? p[1] == '>' : tag->self_closing;
            p++;
            continue;
        }
        const struct marks m = marks_at(p);
        const uint64_t name_ends = m.ends & ~(uint64_t)1;
        const unsigned n = name_ends ? (unsigned)__builtin_ctzll(name_ends) : MARKED_BYTES;
        if (n > MARKED_BYTES - 3 || p[n] != '=' || p[n + 1] != '"')
            break;
        const uint64_t close = m.quotes >> n >> 2;
        const uint8_t *value = p + n + 2, *at = value + __builtin_ctzll(close | (uint64_t)1 << 63);
        if (!close && !(at = near_quote(p + MARKED_BYTES, s->end, '"')))
            break;
        add_attr(&a, key_of_16(ws_load16(p), n < 16 ? n : 16), page, value, (size_t)(at - value));
        p = at + 1;
    }
    return scan_attrs(s, p, tag, a);
}
#endif
