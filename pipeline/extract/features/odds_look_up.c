#include "pipeline/extract/features/odds_look_up.h"

void ws_look_up_plain(const struct ws_odds *o, const uint32_t *token, size_t n, struct ws_said *said)
{
    uint32_t before = token[-1];
    for (size_t k = 0; k < n; k++) {
        const uint32_t two = ws_pair_token(before, token[k]);
        before = token[k];
        said[k] = (struct ws_said){(int8_t)ws_odds_of_text(o, before), (int8_t)ws_odds_of_text(o, two),
                                   (int8_t)ws_odds_of_prompt(o, before), (int8_t)ws_odds_of_prompt(o, two)};
    }
}

#ifdef WS_AVX2

#include <immintrin.h>

/* ws_token_mix() */
WS_AVX2 static inline __m256i mix(__m256i h)
{
    h = _mm256_xor_si256(h, _mm256_srli_epi32(h, 16));
    h = _mm256_mullo_epi32(h, _mm256_set1_epi32(0x7feb352d));
    h = _mm256_xor_si256(h, _mm256_srli_epi32(h, 15));
    return _mm256_mullo_epi32(h, _mm256_set1_epi32((int)0x846ca68bu));
}

WS_AVX2 static inline __m256i load(const uint32_t *token)
{
    return _mm256_loadu_si256((const __m256i *)(const void *)token);
}

/* ws_pair_token() */
WS_AVX2 static inline __m256i pair_of(__m256i before, __m256i own)
{
    const __m256i times_31 = _mm256_sub_epi32(_mm256_slli_epi32(before, 5), before);
    return mix(_mm256_add_epi32(times_31, own));
}

/* Each in 32 bits: what is said of content in the lowest byte, of prompts in the third. */
WS_AVX2 static inline __m256i look_up(const struct ws_odds *o, __m256i token)
{
    const __m256i index = _mm256_srli_epi32(token, 32 - WS_ODDS_WORD_BITS);
    const __m256i row = _mm256_i32gather_epi32((const int *)(const void *)o->word, index, 4);
    const __m256i second = _mm256_and_si256(_mm256_srli_epi32(token, 28 - WS_ODDS_WORD_BITS), _mm256_set1_epi32(8));
    const __m256i content = _mm256_and_si256(_mm256_srlv_epi32(row, second), _mm256_set1_epi32(0xff));
    return _mm256_or_si256(content, _mm256_and_si256(row, _mm256_set1_epi32(0xff0000)));
}

WS_AVX2 void ws_look_up_avx2(const struct ws_odds *o, const uint32_t *token, size_t n, struct ws_said *said)
{
    for (size_t k = 0; k < n; k += WS_LOOK_UP) {
        const __m256i own = load(token + k);
        const __m256i one = look_up(o, own), two = look_up(o, pair_of(load(token + k - 1), own));
        _mm256_storeu_si256((__m256i *)(void *)(said + k), _mm256_or_si256(one, _mm256_slli_epi32(two, 8)));
    }
}

#endif
