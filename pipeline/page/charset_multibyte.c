/* The East Asian encodings, through the C library's iconv, which is strict: it stops at each
 * malformed sequence, and what the Encoding Standard then does is done here. Compared with the
 * standard's indexes (glibc 2.36): EUC-KR and Shift_JIS are the same; GB18030 gives 25
 * characters their later code points instead of private ones; Big5 lacks 131 compatibility code
 * points, and 11 punctuation marks are put right below; EUC-JP differs in 374 IBM extension
 * kanji (rows 89 to 92), which Unix pages hardly used. */
#include "pipeline/page/charset_internal.h"

#include <errno.h>

/* Big5 pairs that iconv's BIG5-HKSCS maps otherwise than the standard (and Windows). Sorted. */
static const struct {
    uint16_t pair, point;
} big5_marks[] = {
    {0xa145, 0x2027}, {0xa14e, 0xfe51}, {0xa1c2, 0x00af}, {0xa1e3, 0xff5e},
    {0xa1f2, 0x2295}, {0xa1f3, 0x2299}, {0xa241, 0x2215}, {0xa242, 0xfe68},
    {0xa244, 0xffe5}, {0xa246, 0xffe0}, {0xa247, 0xffe1},
};

static uint16_t big5_mark(uint8_t lead, uint8_t trail)
{
    unsigned pair = (unsigned)lead << 8 | trail;
    for (size_t i = 0; i < sizeof big5_marks / sizeof big5_marks[0]; i++)
        if (big5_marks[i].pair == pair)
            return big5_marks[i].point;
    return 0;
}

static bool is_between(uint8_t c, uint8_t low, uint8_t high)
{
    return c >= low && c <= high;
}

/* Length of the run that iconv may have: up to the next pair of big5_marks, or all. */
static size_t big5_run(const uint8_t *p, const uint8_t *end)
{
    const uint8_t *at = p;
    while (end - at >= 2) {
        if (*at < 0x81 || *at == 0xff)
            at++;
        else if ((*at == 0xa1 || *at == 0xa2) && big5_mark(at[0], at[1]))
            return (size_t)(at - p);
        else
            at += at[1] < 0x80 ? 1 + (at[1] >= 0x40) : 2;
    }
    return (size_t)(end - p);
}

/* Bytes that one U+FFFD stands for where iconv stopped: a lead byte with its trail, but never
 * an ASCII byte that could be markup (a lead in front of '<' must not swallow the tag). */
static size_t malformed_length(enum ws_converter conv, const uint8_t *p, const uint8_t *end)
{
    size_t n = (size_t)(end - p);
    if (n < 2 || !is_between(p[0], 0x81, 0xfe))
        return 1;
    if (conv == WS_CONV_GB18030 && is_between(p[1], '0', '9'))
        return n >= 4 && is_between(p[2], 0x81, 0xfe) && is_between(p[3], '0', '9') ? 4 : 1;
    if (conv == WS_CONV_SHIFT_JIS && (is_between(p[0], 0xa0, 0xdf) || p[0] > 0xfc))
        return 1;
    if (conv == WS_CONV_EUC_JP) {
        if (p[0] == 0x8f && is_between(p[1], 0xa1, 0xfe))
            return n >= 3 && p[2] >= 0x80 ? 3 : 2;
        if (p[0] != 0x8e && p[0] != 0x8f && p[0] < 0xa1)
            return 1;
    }
    return p[1] < 0x80 ? 1 : 2;
}

static bool put(struct ws_buf *out, uint32_t c)
{
    if (!ws_buf_reserve(out, 4))
        return false;
    out->n += ws_utf8_put(out->p + out->n, c);
    return true;
}

/* Gives iconv *p .. end until it stops; p == NULL: has it write out what it holds back
 * (BIG5-HKSCS waits for combining marks). false: out is full. */
static bool pump(iconv_t cd, const uint8_t **p, const uint8_t *end, struct ws_buf *out)
{
    for (;;) {
        size_t left_in = p ? (size_t)(end - *p) : 0;
        if (!ws_buf_reserve(out, left_in + left_in / 2 + 16) && !ws_buf_reserve(out, 16))
            return false;
        /* iconv() does not write to its input; its prototype is older than const */
        char *in = p ? (char *)(uintptr_t)*p : NULL, *to = (char *)out->p + out->n;
        size_t left_out = out->cap - out->n;
        size_t rc = iconv(cd, p ? &in : NULL, p ? &left_in : NULL, &to, &left_out);
        out->n = out->cap - left_out;
        if (p)
            *p = end - left_in;
        if (rc != (size_t)-1 || errno != E2BIG)
            return true;
    }
}

static bool put_malformed(enum ws_converter conv, const uint8_t **p, const uint8_t *end,
                          struct ws_buf *out)
{
    bool euro = conv == WS_CONV_GB18030 && **p == 0x80; /* as Windows' GBK has it */
    *p += malformed_length(conv, *p, end);
    return put(out, euro ? 0x20ac : 0xfffd);
}

/* big5_run() and malformed_length() step alike over malformed pairs, so p never jumps over
 * stop. */
bool ws_decode_iconv(iconv_t cd, enum ws_converter conv, struct ws_slice page,
                     struct ws_buf *out)
{
    const uint8_t *p = page.p, *end = page.p + page.n, *stop = end;
    bool big5 = conv == WS_CONV_BIG5;
    iconv(cd, NULL, NULL, NULL, NULL);
    if (big5)
        stop = p + big5_run(p, end);
    while (p < end) {
        if (p == stop) { /* at one of big5_marks */
            if (!put(out, big5_mark(p[0], p[1])))
                return false;
            p += 2;
            stop = p + big5_run(p, end);
        }
        if (!pump(cd, &p, stop, out) || (big5 && !pump(cd, NULL, NULL, out)))
            return false;
        if (p < stop && !put_malformed(conv, &p, end, out))
            return false;
    }
    return true;
}
