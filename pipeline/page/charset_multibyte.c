/* The East Asian encodings, by tables of our own: a page comes out the same under every C
 * library, and in a static program, where iconv has nothing but UTF-8. Decoders and indexes are
 * those of the Encoding Standard, but for 24 characters of GB18030 that have their later code
 * points instead of private ones, and for 0x80 in it, which is Windows' euro. */
#include "pipeline/page/charset_multibyte.h"

#include <string.h>

#define BLOCK       ((size_t)4096) /* input bytes between two checks of the output's room */
#define REPLACEMENT 0xfffdu

/* A character: its code point, the combining mark behind it (0: none; Big5 has four such), and
 * how many bytes it took. */
struct taken {
    uint32_t point;
    uint16_t mark, bytes;
};

static bool is_between(uint8_t c, uint8_t low, uint8_t high)
{
    return c >= low && c <= high;
}

static struct taken take(uint32_t point, uint16_t bytes)
{
    return (struct taken){.point = point, .bytes = bytes};
}

/* One U+FFFD stands for a lead byte with its trail, but never for an ASCII byte that could be
 * markup: a lead in front of '<' must not swallow the tag. */
static struct taken malformed(const uint8_t *p, const uint8_t *end)
{
    return take(REPLACEMENT, end - p >= 2 && p[1] >= 0x80 ? 2 : 1);
}

/* The pair of bytes at p, by its entry in an index. */
static struct taken take_pair(uint16_t unit, const uint8_t *p, const uint8_t *end)
{
    if (unit == 0)
        return malformed(p, end);
    return take((unit & 0xf800u) == 0xd800 ? 0x20000u | ws_plane2[unit & 0x7ffu] : unit, 2);
}

/* Code point of four bytes, REPLACEMENT when there is none. */
static uint32_t gb18030_four(uint32_t pointer)
{
    if (pointer >= 189000 && pointer <= 1237575)
        return 0x10000 + pointer - 189000;
    if (pointer > 39419)
        return REPLACEMENT;
    size_t low = 0, high = ws_n_gb18030_ranges;
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        if (ws_gb18030_ranges[middle].pointer <= pointer)
            low = middle;
        else
            high = middle;
    }
    return ws_gb18030_ranges[low].point + (pointer - ws_gb18030_ranges[low].pointer);
}

static struct taken take_gb18030(const uint8_t *p, const uint8_t *end)
{
    if (*p == 0x80)
        return take(0x20ac, 1);
    if (*p == 0xff || end - p < 2)
        return take(REPLACEMENT, 1);
    if (is_between(p[1], '0', '9')) {
        if (end - p < 4 || !is_between(p[2], 0x81, 0xfe) || !is_between(p[3], '0', '9'))
            return take(REPLACEMENT, 1);
        return take(gb18030_four((((p[0] - 0x81u) * 10 + (p[1] - 0x30u)) * 126 + p[2] - 0x81u) *
                                     10 +
                                 (p[3] - 0x30u)),
                    4);
    }
    if (p[1] < 0x40 || p[1] == 0x7f || p[1] == 0xff)
        return malformed(p, end);
    unsigned trail = p[1] - (p[1] < 0x7f ? 0x40u : 0x41u);
    return take_pair(ws_index_gb18030[(p[0] - 0x81u) * 190 + trail], p, end);
}

/* The standard's index begins at 0x81; nothing of it is in use below 0x87. */
static struct taken take_big5(const uint8_t *p, const uint8_t *end)
{
    if (*p == 0x80 || *p == 0xff)
        return take(REPLACEMENT, 1);
    if (end - p < 2 || *p < 0x87)
        return malformed(p, end);
    if (!is_between(p[1], 0x40, 0x7e) && !is_between(p[1], 0xa1, 0xfe))
        return malformed(p, end);
    if (*p == 0x88 && (p[1] == 0x62 || p[1] == 0x64 || p[1] == 0xa3 || p[1] == 0xa5))
        return (struct taken){.point = p[1] < 0x80 ? 0xca : 0xea, /* E with a circumflex */
                              .mark = p[1] == 0x62 || p[1] == 0xa3 ? 0x304 : 0x30c,
                              .bytes = 2};
    unsigned trail = p[1] - (p[1] < 0x7f ? 0x40u : 0x62u);
    return take_pair(ws_index_big5[(p[0] - 0x87u) * 157 + trail], p, end);
}

static struct taken take_euc_jp(const uint8_t *p, const uint8_t *end)
{
    if (*p != 0x8e && *p != 0x8f && !is_between(*p, 0xa1, 0xfe))
        return take(REPLACEMENT, 1);
    if (end - p < 2)
        return malformed(p, end);
    if (*p == 0x8e && is_between(p[1], 0xa1, 0xdf))
        return take(0xff61u - 0xa1u + p[1], 2);
    if (!is_between(p[1], 0xa1, 0xfe) || *p == 0x8e)
        return malformed(p, end);
    if (*p != 0x8f)
        return take_pair(ws_index_jis0208[(p[0] - 0xa1u) * 94 + (p[1] - 0xa1u)], p, end);
    struct taken t = {REPLACEMENT, 0, end - p >= 3 && p[2] >= 0x80 ? 3 : 2};
    uint16_t point = end - p >= 3 && is_between(p[2], 0xa1, 0xfe)
                         ? ws_index_jis0212[(p[1] - 0xa1u) * 94 + (p[2] - 0xa1u)]
                         : 0;
    if (point)
        t.point = point;
    return t;
}

static struct taken take_shift_jis(const uint8_t *p, const uint8_t *end)
{
    if (*p == 0x80)
        return take(0x80, 1);
    if (is_between(*p, 0xa1, 0xdf))
        return take(0xff61u - 0xa1u + *p, 1);
    if (*p == 0xa0 || *p > 0xfc)
        return take(REPLACEMENT, 1);
    if (end - p < 2 || p[1] < 0x40 || p[1] == 0x7f || p[1] > 0xfc)
        return malformed(p, end);
    unsigned pointer = (p[0] - (p[0] < 0xa0 ? 0x81u : 0xc1u)) * 188 + p[1] -
                       (p[1] < 0x7f ? 0x40u : 0x41u);
    if (is_between(p[0], 0xf0, 0xf9)) /* for users to define */
        return take(0xe000 + pointer - 47 * 188, 2);
    return take_pair(ws_index_jis0208[pointer], p, end);
}

static struct taken take_euc_kr(const uint8_t *p, const uint8_t *end)
{
    if (*p == 0x80 || *p == 0xff)
        return take(REPLACEMENT, 1);
    if (end - p < 2 || !is_between(p[1], 0x41, 0xfe))
        return malformed(p, end);
    return take_pair(ws_index_euc_kr[(p[0] - 0x81u) * 190 + (p[1] - 0x41u)], p, end);
}

/* One byte makes at most three (U+FFFD), and two and more at most four. Characters may run over
 * the end of a block, by three bytes. */
static inline bool decode(struct taken (*take_one)(const uint8_t *, const uint8_t *),
                          struct ws_slice page, struct ws_buf *out)
{
    const uint8_t *p = page.p, *end = page.p + page.n;
    while (p < end) {
        const uint8_t *stop = (size_t)(end - p) < BLOCK ? end : p + BLOCK;
        if (!ws_buf_reserve(out, ((size_t)(stop - p) + 3) * 3))
            return false;
        uint8_t *to = out->p + out->n;
        while (p < stop) {
            size_t ascii = ws_ascii_run(p, stop);
            memcpy(to, p, ascii);
            to += ascii;
            p += ascii;
            while (p < stop && *p >= 0x80) {
                struct taken t = take_one(p, end);
                to += ws_utf8_put(to, t.point);
                if (t.mark)
                    to += ws_utf8_put(to, t.mark);
                p += t.bytes;
            }
        }
        out->n = (size_t)(to - out->p);
    }
    return true;
}

bool ws_decode_multibyte(enum ws_multibyte encoding, struct ws_slice page, struct ws_buf *out)
{
    switch (encoding) {
    case WS_MULTIBYTE_GB18030:
        return decode(take_gb18030, page, out);
    case WS_MULTIBYTE_BIG5:
        return decode(take_big5, page, out);
    case WS_MULTIBYTE_EUC_JP:
        return decode(take_euc_jp, page, out);
    case WS_MULTIBYTE_SHIFT_JIS:
        return decode(take_shift_jis, page, out);
    case WS_MULTIBYTE_EUC_KR:
        return decode(take_euc_kr, page, out);
    case WS_MULTIBYTE_NONE:
        break;
    }
    return false;
}
