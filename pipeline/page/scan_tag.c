/* Tags, 13.2.5.6 to 13.2.5.40: where they end, their names and attributes. */
#include "pipeline/page/scan.h"

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

static inline enum ws_attr_name attr_of(struct key k)
{
    unsigned attr = attr_slots[((k.a + 2 * k.b) * ATTR_FACTOR) >> (64 - ATTR_BITS)];
    return has_key(attr_names[attr], k) ? (enum ws_attr_name)attr : WS_ATTR_NONE;
}

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

/* The key of the first n bytes, at most KEY_BYTES. Setting bit 5 is lower case enough: apart from capitals
 * only control characters become what is in a listed name, and there are none (end_bits()). */
static inline struct key key_of_16(__m128i x, unsigned n)
{
    static const uint8_t window[32] = {255, 255, 255, 255, 255, 255, 255, 255,
                                       255, 255, 255, 255, 255, 255, 255, 255};
    x = _mm_or_si128(x, _mm_set1_epi8(0x20));
    x = _mm_and_si128(x, ws_load16(window + 16 - n));
    return (struct key){(uint64_t)_mm_cvtsi128_si64(x),
                        (uint64_t)_mm_cvtsi128_si64(_mm_unpackhi_epi64(x, x))};
}
#endif

/* The byte behind the name at p, whose first byte is taken whatever it is. */
static const uint8_t *read_long_name(const uint8_t *p, const uint8_t *end, unsigned stop, struct key *key)
{
    const uint8_t *name = p++;
    while (p < end && !(ends[*p] & stop))
        p++;
    *key = key_of((struct ws_slice){name, (size_t)(p - name)});
    return p;
}

static inline const uint8_t *read_name(const uint8_t *p, const uint8_t *end, unsigned stop,
                                       struct key *key)
{
#ifdef WS_SSE2
    if (end - p >= 16) {
        __m128i x = ws_load16(p);
        unsigned bits = end_bits(x), n = bits ? (unsigned)__builtin_ctz(bits) : 0;
        if (n && (ends[p[n]] & stop)) {
            *key = key_of_16(x, n);
            return p + n;
        }
    }
#endif
    return read_long_name(p, end, stop, key);
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

/* The tag from behind its name on. */
static const uint8_t *scan_attrs(struct ws_scan *s, const uint8_t *p, struct ws_scan_tag *tag)
{
    const uint8_t *end = s->end;
    struct ws_attr *attr = tag->attrs;
    uint64_t seen = (uint64_t)1 << WS_ATTR_NONE;
    while (p && p < end) {
        if (*p == ' ' && ++p == end)
            break;
        if (*p == '>') {
            tag->n_attrs = (unsigned)(attr - tag->attrs);
            tag->seen = seen;
            return p + 1;
        }
        if (*p == '/') {
            p++;
            tag->self_closing = p < end && *p == '>'; /* nothing but '>' may follow */
        } else if (ends[*p] & ENDS_TAG) {
            p++; /* blank */
        } else {
            struct key key;
            struct ws_slice value;
            p = scan_attr(s, p, &key, &value);
            enum ws_attr_name name = attr_of(key);
            *attr = (struct ws_attr){(uint32_t)(value.p - s->page), (uint32_t)value.n, (uint16_t)name};
            attr += !(seen >> name & 1); /* or it is written over */
            seen |= (uint64_t)1 << name;
        }
    }
    return NULL;
}
_Static_assert(WS_ATTR_COUNT <= 64, "the set of attributes seen is one word");

const uint8_t *ws_scan_tag(struct ws_scan *s, const uint8_t *p, struct ws_scan_tag *tag)
{
    const uint8_t *end = s->end, *name = p + (p[1] == '/' ? 2 : 1);
    struct key key;
    p = read_name(name, end, ENDS_TAG, &key);
    tag->str = (struct ws_slice){name, (size_t)(p - name)};
    tag->name = name_of(key);
    tag->page = s->page;
    tag->n_attrs = 0;
    tag->seen = 0;
    tag->self_closing = false;
    if (p < end && *p == '>')
        return p + 1;
    return scan_attrs(s, p, tag);
}
