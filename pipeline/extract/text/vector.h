/* vector.h - sixteen bytes at once. gcc and clang have such vectors for every processor; what stands under
 * __SSE2__ is a faster way to the same results. */
#ifndef WARCSIFT_VECTOR_H
#define WARCSIFT_VECTOR_H

#include "warcsift/base.h"

#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define WS_VECTOR_BYTES 16

/* A comparison of such vectors sets all bits of the bytes that pass. */
typedef uint8_t ws_vector __attribute__((vector_size(WS_VECTOR_BYTES)));
typedef int8_t ws_signed_vector __attribute__((vector_size(WS_VECTOR_BYTES)));

/* One bit for each byte of a comparison, the first lowest. */
static inline uint32_t ws_vector_bits(ws_vector test)
{
#ifdef __SSE2__
    return (uint32_t)_mm_movemask_epi8((__m128i)test);
#else
    uint32_t found = 0;
    for (int i = 0; i < WS_VECTOR_BYTES; i++)
        found |= (uint32_t)(test[i] & 1) << i;
    return found;
#endif
}

/* One bit for each byte beyond ASCII. */
static inline uint32_t ws_vector_wide_bits(ws_vector v)
{
#ifdef __SSE2__
    return (uint32_t)_mm_movemask_epi8((__m128i)v);
#else
    return ws_vector_bits((ws_vector)(v >= 0x80));
#endif
}

/* The sum of its bytes. */
static inline uint32_t ws_vector_sum(ws_vector x)
{
#ifdef __SSE2__
    const __m128i halves = _mm_sad_epu8((__m128i)x, _mm_setzero_si128());
    return (uint32_t)(_mm_cvtsi128_si32(halves) + _mm_extract_epi16(halves, 4));
#else
    uint32_t sum = 0;
    for (int i = 0; i < WS_VECTOR_BYTES; i++)
        sum += x[i];
    return sum;
#endif
}

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
/* n < 16 bytes, each put in its place from loads that overlap. */
static inline ws_vector ws_vector_load_few(const uint8_t *p, size_t n)
{
    uint64_t w[2] = {0, 0};
    uint32_t first, last;
    if (n >= 8) {
        memcpy(&w[0], p, 8);
        memcpy(&w[1], p + n - 8, 8);
        w[1] = w[1] >> 4 * (16 - n) >> 4 * (16 - n); /* twice: by 64 at once is not defined */
    } else if (n >= 4) {
        memcpy(&first, p, 4);
        memcpy(&last, p + n - 4, 4);
        w[0] = first | (uint64_t)last << 8 * (n - 4);
    } else if (n) {
        w[0] = p[0] | (uint64_t)p[n / 2] << 8 * (n / 2) | (uint64_t)p[n - 1] << 8 * (n - 1);
    }
    return (ws_vector)(uint64_t __attribute__((vector_size(WS_VECTOR_BYTES)))){w[0], w[1]};
}
#else
static inline ws_vector ws_vector_load_few(const uint8_t *p, size_t n)
{
    ws_vector v = {0};
    memcpy(&v, p, n);
    return v;
}
#endif

/* The bytes at p, zeros behind the last. */
static inline ws_vector ws_vector_load(const uint8_t *p, const uint8_t *end)
{
    ws_vector v;
    if (end - p < WS_VECTOR_BYTES)
        return ws_vector_load_few(p, (size_t)(end - p));
    memcpy(&v, p, sizeof v);
    return v;
}

#endif
