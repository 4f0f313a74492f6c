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

/* The bytes at p, zeros behind the last. */
static inline ws_vector ws_vector_load(const uint8_t *p, const uint8_t *end)
{
    ws_vector v = {0};
    if (end - p >= WS_VECTOR_BYTES)
        memcpy(&v, p, sizeof v);
    else
        memcpy(&v, p, (size_t)(end - p));
    return v;
}

#endif
