/* avx2_bytes.h - 32 bytes at once, where there is AVX2. */
#ifndef WARCSIFT_AVX2_BYTES_H
#define WARCSIFT_AVX2_BYTES_H

#include "pipeline/page/avx2.h"

#ifdef WS_AVX2
#include <immintrin.h>
#include <stdint.h>

WS_AVX2 static inline __m256i ws_load32(const uint8_t *p)
{
    return _mm256_loadu_si256((const __m256i *)(const void *)p);
}

/* Of each byte, as a number below 16. */
WS_AVX2 static inline __m256i ws_upper_halves(__m256i x)
{
    return _mm256_and_si256(_mm256_srli_epi16(x, 4), _mm256_set1_epi8(15));
}
#endif

#endif
