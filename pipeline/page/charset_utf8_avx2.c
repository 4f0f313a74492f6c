/* Is a page valid UTF-8? 32 bytes at a time, by the method of Keiser and Lemire, "Validating UTF-8 in less than one
 * instruction per byte" (2021): whatever is wrong shows in two bytes in a row, by the halves of the first and the
 * upper half of the second, or in a third or fourth byte that is missing or one too many. */
#include "pipeline/page/avx2_bytes.h"
#include "pipeline/page/charset_internal.h"

#include <string.h>

#ifdef WS_AVX2

/* What is wrong with two bytes. */
enum {
    TOO_SHORT = 1,   /* a lead, then no continuation */
    TOO_LONG = 2,    /* ASCII, then a continuation */
    OVERLONG_3 = 4,  /* e0 80..9f */
    TOO_LARGE = 8,   /* f4 90..bf, f5..ff 90..bf */
    SURROGATE = 16,  /* ed a0..bf */
    OVERLONG_2 = 32, /* c0, c1 */
    FOUR_80 = 64,    /* f0 80..8f, which is overlong; f5..ff 80..8f, which is too large */
    TWO_CONT = 128,  /* a continuation behind another: right if it is the third or fourth byte */
    ANY_LOW = TOO_SHORT | TOO_LONG | TWO_CONT,
    LARGE_LOW = ANY_LOW | TOO_LARGE | FOUR_80,
    CONT = TOO_LONG | OVERLONG_2 | TWO_CONT
};

#define TABLE(...) _mm256_broadcastsi128_si256(_mm_setr_epi8(__VA_ARGS__))
#define BITS(x)    (char)(x)

/* Bits of what is wrong where a byte at p stands behind the one before it. */
WS_AVX2 static inline __m256i wrong_pairs(__m256i before, __m256i x)
{
    const __m256i first_upper =
        TABLE(TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, BITS(TWO_CONT),
              BITS(TWO_CONT), BITS(TWO_CONT), BITS(TWO_CONT), TOO_SHORT | OVERLONG_2, TOO_SHORT,
              TOO_SHORT | OVERLONG_3 | SURROGATE, TOO_SHORT | TOO_LARGE | FOUR_80);
    const __m256i first_lower =
        TABLE(BITS(ANY_LOW | OVERLONG_2 | OVERLONG_3 | FOUR_80), BITS(ANY_LOW | OVERLONG_2), BITS(ANY_LOW),
              BITS(ANY_LOW), BITS(ANY_LOW | TOO_LARGE), BITS(LARGE_LOW), BITS(LARGE_LOW), BITS(LARGE_LOW),
              BITS(LARGE_LOW), BITS(LARGE_LOW), BITS(LARGE_LOW), BITS(LARGE_LOW), BITS(LARGE_LOW),
              BITS(LARGE_LOW | SURROGATE), BITS(LARGE_LOW), BITS(LARGE_LOW));
    const __m256i second_upper =
        TABLE(TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT,
              BITS(CONT | OVERLONG_3 | FOUR_80), BITS(CONT | OVERLONG_3 | TOO_LARGE),
              BITS(CONT | SURROGATE | TOO_LARGE), BITS(CONT | SURROGATE | TOO_LARGE), TOO_SHORT, TOO_SHORT, TOO_SHORT,
              TOO_SHORT);
    const __m256i lower = _mm256_and_si256(before, _mm256_set1_epi8(15));
    return _mm256_and_si256(_mm256_and_si256(_mm256_shuffle_epi8(first_upper, ws_upper_halves(before)),
                                             _mm256_shuffle_epi8(first_lower, lower)),
                            _mm256_shuffle_epi8(second_upper, ws_upper_halves(x)));
}

/* Not zero where something is wrong. Three bytes before p are read, too. */
WS_AVX2 static inline __m256i wrong_at(const uint8_t *p)
{
    /* the upper bit is set where a third or a fourth byte must be, and nowhere else may be two in a row */
    const __m256i third = _mm256_subs_epu8(ws_load32(p - 2), _mm256_set1_epi8((char)(0xe0 - 0x80)));
    const __m256i fourth = _mm256_subs_epu8(ws_load32(p - 3), _mm256_set1_epi8((char)(0xf0 - 0x80)));
    const __m256i must = _mm256_and_si256(_mm256_or_si256(third, fourth), _mm256_set1_epi8((char)0x80));
    return _mm256_xor_si256(wrong_pairs(ws_load32(p - 1), ws_load32(p)), must);
}

/* Adds the sequences that begin in the 64 bytes at p, behind three others. false: something is wrong. */
WS_AVX2 static inline bool add_block(const uint8_t *p, size_t *multibyte)
{
    const __m256i wrong = _mm256_or_si256(wrong_at(p), wrong_at(p + 32)), below_lead = _mm256_set1_epi8((char)0xbf);
    const __m256i x = ws_load32(p), y = ws_load32(p + 32);
    const __m256i lead_x = _mm256_and_si256(_mm256_cmpgt_epi8(x, below_lead), x); /* as signed bytes, ASCII is above */
    const __m256i lead_y = _mm256_and_si256(_mm256_cmpgt_epi8(y, below_lead), y);
    *multibyte += (size_t)(__builtin_popcount((uint32_t)_mm256_movemask_epi8(lead_x)) +
                           __builtin_popcount((uint32_t)_mm256_movemask_epi8(lead_y)));
    return _mm256_testz_si256(wrong, wrong);
}

#define BLOCK 64

WS_AVX2 bool ws_utf8_is_valid_avx2(struct ws_slice page, size_t *multibyte)
{
    uint8_t edge[3 + BLOCK] = {0}; /* the first block, and what is left behind the others, with zeros around */
    const size_t first = page.n < BLOCK ? page.n : BLOCK;
    *multibyte = 0;
    if (first)
        memcpy(edge + 3, page.p, first);
    if (!add_block(edge + 3, multibyte))
        return false;
    if (page.n < BLOCK) /* zeros are behind it */
        return true;
    const uint8_t *p = page.p + BLOCK, *const end = page.p + page.n;
    for (; end - p >= BLOCK; p += BLOCK) {
        __builtin_prefetch(p + WS_AHEAD_BYTES);
        const __m256i some = _mm256_or_si256(_mm256_or_si256(ws_load32(p), ws_load32(p + 32)), ws_load32(p - 3));
        if (_mm256_movemask_epi8(some) && !add_block(p, multibyte))
            return false;
    }
    memset(edge, 0, sizeof edge);
    memcpy(edge, p - 3, (size_t)(end - p) + 3);
    return add_block(edge + 3, multibyte);
}
#endif
