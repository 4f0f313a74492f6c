#include "pipeline/page/avx2.h"
#include "pipeline/page/bytes.h"
#include "pipeline/page/charset_internal.h"

#include <string.h>

size_t ws_ascii_run(const uint8_t *p, const uint8_t *end)
{
    const uint8_t *start = p;
#ifdef WS_SSE2
    for (; end - p >= 64; p += 64) {
        __builtin_prefetch(p + WS_AHEAD_BYTES);
        __m128i x = _mm_or_si128(ws_load16(p), ws_load16(p + 16));
        __m128i y = _mm_or_si128(ws_load16(p + 32), ws_load16(p + 48));
        if (_mm_movemask_epi8(_mm_or_si128(x, y)))
            break;
    }
    for (; end - p >= 16; p += 16) {
        unsigned bits = (unsigned)_mm_movemask_epi8(ws_load16(p));
        if (bits)
            return (size_t)(p - start) + (unsigned)__builtin_ctz(bits);
    }
#else
    while (end - p >= 16) {
        uint64_t w[2];
        memcpy(w, p, 16);
        if ((w[0] | w[1]) & UINT64_C(0x8080808080808080))
            break;
        p += 16;
    }
#endif
    while (p < end && *p < 0x80)
        p++;
    return (size_t)(p - start);
}

/* The second byte is restricted for some leads (no overlong forms, no surrogates, nothing above
 * U+10FFFF); the others are 80..BF. (Unicode 3.9, table 3-7; "maximal subpart" as in the
 * Encoding Standard, 8.1.1.) */
size_t ws_utf8_sequence(const uint8_t *p, const uint8_t *end, size_t *bad)
{
    uint8_t lead = *p, low = 0x80, high = 0xbf;
    size_t n;
    if (lead < 0x80)
        return 1;
    *bad = 1;
    if (lead < 0xc2 || lead > 0xf4)
        return 0;
    if (lead < 0xe0) {
        n = 2;
    } else if (lead < 0xf0) {
        n = 3;
        low = lead == 0xe0 ? 0xa0 : 0x80;
        high = lead == 0xed ? 0x9f : 0xbf;
    } else {
        n = 4;
        low = lead == 0xf0 ? 0x90 : 0x80;
        high = lead == 0xf4 ? 0x8f : 0xbf;
    }
    for (size_t i = 1; i < n; i++) {
        if (p + i == end || p[i] < low || p[i] > high)
            return 0;
        *bad = i + 1;
        low = 0x80;
        high = 0xbf;
    }
    return n;
}

size_t ws_utf8_put(uint8_t *p, uint32_t c)
{
    if (c < 0x80) {
        p[0] = (uint8_t)c;
        return 1;
    }
    if (c < 0x800) {
        p[0] = (uint8_t)(0xc0 | c >> 6);
        p[1] = (uint8_t)(0x80 | (c & 0x3f));
        return 2;
    }
    if (c < 0x10000) {
        p[0] = (uint8_t)(0xe0 | c >> 12);
        p[1] = (uint8_t)(0x80 | (c >> 6 & 0x3f));
        p[2] = (uint8_t)(0x80 | (c & 0x3f));
        return 3;
    }
    p[0] = (uint8_t)(0xf0 | c >> 18);
    p[1] = (uint8_t)(0x80 | (c >> 12 & 0x3f));
    p[2] = (uint8_t)(0x80 | (c >> 6 & 0x3f));
    p[3] = (uint8_t)(0x80 | (c & 0x3f));
    return 4;
}

static bool is_continuation(uint8_t c)
{
    return (c & 0xc0) == 0x80;
}

/* Behind the sequences of two and three bytes from p on whose first byte puts no bounds on the second, which
 * is nearly all that pages have. */
static const uint8_t *common_run(const uint8_t *p, const uint8_t *end, size_t *count)
{
    for (; end - p >= 3; ++*count) {
        if (p[0] >= 0xc2 && p[0] < 0xe0 && is_continuation(p[1]))
            p += 2;
        else if (p[0] > 0xe0 && p[0] < 0xf0 && p[0] != 0xed && is_continuation(p[1]) &&
                 is_continuation(p[2]))
            p += 3;
        else
            break;
    }
    return p;
}

struct ws_utf8_survey ws_utf8_survey(struct ws_slice page)
{
    struct ws_utf8_survey s = {.valid = true};
#ifdef WS_AVX2
    if (ws_has_avx2() && ws_utf8_is_valid_avx2(page, &s.multibyte))
        return s;
    s.multibyte = 0;
#endif
    const uint8_t *p = page.p, *end = page.p + page.n;
    while (p < end) {
        if (*p < 0x80) {
            p += ws_ascii_run(p, end);
            continue;
        }
        const uint8_t *from = p;
        p = common_run(p, end, &s.multibyte);
        if (p > from)
            continue;
        size_t bad, n = ws_utf8_sequence(p, end, &bad);
        if (n) {
            s.multibyte++;
            p += n;
        } else {
            s.valid = false;
            /* a lead with fewer bytes behind it than it wants, all of them right, is only cut
             * off */
            s.malformed += !(p + bad == end && *p >= 0xc2 && *p <= 0xf4);
            p += bad;
        }
    }
    return s;
}
