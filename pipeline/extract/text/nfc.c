#include "pipeline/extract/text/nfc.h"

#include "pipeline/extract/text/text.h"

#include <string.h>
#include <utf8proc.h>

/* A superset of the characters with NFC_Quick_Check = No or Maybe. */
static const struct {
    uint32_t first, last;
} SUSPECTS[] = {
    {0x300, 0x36f},     {0x374, 0x374},     {0x37e, 0x37e},   {0x387, 0x387},   {0x653, 0x655},
    {0x93c, 0x93c},     {0x958, 0x95f},     {0x9be, 0x9be},   {0x9d7, 0x9df},   {0xa33, 0xa36},
    {0xa59, 0xa5e},     {0xb3e, 0xb3e},     {0xb56, 0xb5d},   {0xbbe, 0xbbe},   {0xbd7, 0xbd7},
    {0xc56, 0xc56},     {0xcc2, 0xcc2},     {0xcd5, 0xcd6},   {0xd3e, 0xd3e},   {0xd57, 0xd57},
    {0xdca, 0xddf},     {0xf43, 0xfb9},     {0x102e, 0x102e}, {0x1161, 0x11c2}, {0x1b35, 0x1b35},
    {0x1f70, 0x1fff},   {0x2000, 0x2001},   {0x2126, 0x212b}, {0x2329, 0x232a}, {0x2adc, 0x2adc},
    {0x3099, 0x309a},   {0xf900, 0xfaff},   {0xfb1d, 0xfb4e}, {0x10000, 0x1efff},
    {0x2f800, 0x2fa1f},
};

bool ws_nfc_is_suspect(uint32_t c)
{
    if (c <= SUSPECTS[0].last) /* the usual marks */
        return c >= SUSPECTS[0].first;
    size_t lo = 1, hi = sizeof SUSPECTS / sizeof SUSPECTS[0];
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (c > SUSPECTS[mid].last)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < sizeof SUSPECTS / sizeof SUSPECTS[0] && c >= SUSPECTS[lo].first;
}

static uint32_t combining_class(uint32_t c)
{
    return (uint32_t)utf8proc_get_property((utf8proc_int32_t)c)->combining_class;
}

#define SEGMENT_CHARS 64 /* only hostile text has longer ones: they are cut */
#define SEGMENT_MARKS 30
/* A character decomposes into at most 4, in at most 3 times its bytes. */
#define DECOMPOSED_CHARS 4
#define COMPOSED_GROWTH  3

/* What lies between two boundaries: characters that nothing combines with. */
struct segment {
    uint8_t bytes[SEGMENT_CHARS * 4];
    size_t n;
    unsigned chars, marks;
};

/* Is c a boundary in front of itself? */
static bool is_boundary(uint32_t c)
{
    return ws_nfc_is_plain(c) || (!ws_nfc_is_suspect(c) && combining_class(c) == 0);
}

/* Reads the segment that starts at p; returns the byte behind it. */
static const uint8_t *read_segment(const uint8_t *p, const uint8_t *end, struct segment *seg)
{
    seg->n = seg->chars = seg->marks = 0;
    while (p < end && seg->chars < SEGMENT_CHARS) {
        const uint8_t *from = p;
        uint32_t c = ws_utf8_next(&p, end);
        if (seg->chars && is_boundary(c))
            return from;
        seg->marks = combining_class(c) ? seg->marks + 1 : 0;
        if (seg->marks > SEGMENT_MARKS)
            continue;
        memcpy(seg->bytes + seg->n, from, (size_t)(p - from));
        seg->n += (size_t)(p - from);
        seg->chars++;
    }
    return p;
}

/* Writes seg in NFC; returns the bytes written. */
static size_t compose(const struct segment *seg, uint8_t *out)
{
    utf8proc_int32_t c[SEGMENT_CHARS * DECOMPOSED_CHARS + 1];
    const utf8proc_option_t how = UTF8PROC_STABLE | UTF8PROC_COMPOSE;
    utf8proc_ssize_t n = utf8proc_decompose(seg->bytes, (utf8proc_ssize_t)seg->n, c,
                                            sizeof c / sizeof c[0] - 1, how);
    if (n >= 0 && n < (utf8proc_ssize_t)(sizeof c / sizeof c[0]))
        n = utf8proc_reencode(c, n, how);
    if (n < 0 || (size_t)n > seg->n * COMPOSED_GROWTH) { /* cannot happen in valid UTF-8 */
        memcpy(out, seg->bytes, seg->n);
        return seg->n;
    }
    memcpy(out, c, (size_t)n);
    return (size_t)n;
}

/* The segment of the first suspect at or behind p, end when there is none. p: at a boundary. */
static const uint8_t *find_suspect(const uint8_t *p, const uint8_t *end)
{
    const uint8_t *boundary = p;
    uint32_t last = 0; /* combining class */
    while (p < end) {
        const uint8_t *from = p;
        uint32_t c = ws_utf8_next(&p, end);
        uint32_t class = ws_nfc_is_plain(c) ? 0 : combining_class(c);
        if (!ws_nfc_is_plain(c) && (ws_nfc_is_suspect(c) || (class && class < last)))
            return boundary;
        if (class == 0)
            boundary = from;
        last = class;
    }
    return end;
}

struct ws_slice ws_nfc(struct ws_arena *arena, struct ws_slice s)
{
    const uint8_t *p = s.p, *end = s.p + s.n, *at = s.n ? find_suspect(p, end) : end;
    if (at == end)
        return s;
    uint8_t *out = s.n <= SIZE_MAX / COMPOSED_GROWTH
                       ? ws_arena_alloc(arena, s.n * COMPOSED_GROWTH)
                       : NULL;
    if (!out)
        return (struct ws_slice){NULL, 0};
    size_t n = 0;
    while (p < end) {
        memcpy(out + n, p, (size_t)(at - p));
        n += (size_t)(at - p);
        if (at == end)
            break;
        struct segment seg;
        p = read_segment(at, end, &seg);
        n += compose(&seg, out + n);
        at = find_suspect(p, end);
    }
    return (struct ws_slice){out, n};
}
