/* bytes.h - classes of bytes, and blanks 16 at a time. Private to the room.
 *
 * What stands under WS_SSE2 is a faster way to the same results: every processor with x86-64 has it. */
#ifndef WARCSIFT_BYTES_H
#define WARCSIFT_BYTES_H

#include "warcsift/base.h"

#if defined __x86_64__ && defined __SSE2__
#define WS_SSE2
#include <emmintrin.h>

static inline __m128i ws_load16(const uint8_t *p)
{
    return _mm_loadu_si128((const __m128i *)(const void *)p);
}

/* A bit for each of the 16 bytes that is c. */
static inline unsigned ws_bits_equal(__m128i x, uint8_t c)
{
    return (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(x, _mm_set1_epi8((char)c)));
}
#endif

static inline bool ws_is_blank(uint8_t c)
{
    return c == ' ' || (c <= '\r' && c >= '\t' && c != '\v');
}

static inline bool ws_is_tag_letter(uint8_t c)
{
    return (uint8_t)((c | 0x20) - 'a') < 26;
}

/* The first byte at or behind p that is not blank. */
static inline const uint8_t *ws_skip_blanks(const uint8_t *p, const uint8_t *end)
{
    if (p == end || !ws_is_blank(*p))
        return p;
#ifdef WS_SSE2
    for (; end - p >= 16; p += 16) {
        __m128i x = ws_load16(p);
        __m128i blank = _mm_cmpeq_epi8(x, _mm_set1_epi8(' '));
        blank = _mm_or_si128(blank, _mm_cmpeq_epi8(x, _mm_set1_epi8('\n')));
        blank = _mm_or_si128(blank, _mm_cmpeq_epi8(x, _mm_set1_epi8('\t')));
        blank = _mm_or_si128(blank, _mm_cmpeq_epi8(x, _mm_set1_epi8('\r')));
        blank = _mm_or_si128(blank, _mm_cmpeq_epi8(x, _mm_set1_epi8('\f')));
        unsigned other = ~(unsigned)_mm_movemask_epi8(blank) & 0xFFFF;
        if (other)
            return p + __builtin_ctz(other);
    }
#endif
    while (p < end && ws_is_blank(*p))
        p++;
    return p;
}

#endif
