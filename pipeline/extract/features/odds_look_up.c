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

/* Bytes of a table, which come as the last of four: what stands before the table is part of struct ws_odds, what
 * stands behind it may be nothing. */
WS_AVX2 static inline __m256i look_up(const int8_t *table, __m256i index)
{
    const void *three_before = table - 3;
    return _mm256_srai_epi32(_mm256_i32gather_epi32(three_before, index, 1), 24);
}

WS_AVX2 static inline __m256i of_text(const struct ws_odds *o, __m256i token)
{
    return look_up(o->text, _mm256_srli_epi32(token, 32 - WS_ODDS_TEXT_BITS));
}

WS_AVX2 static inline __m256i of_prompt(const struct ws_odds *o, __m256i token)
{
    return look_up(o->prompt, _mm256_srli_epi32(token, 32 - WS_ODDS_PROMPT_BITS));
}

_Static_assert(offsetof(struct ws_odds, text) >= 3 && offsetof(struct ws_odds, prompt) >= 3, "there is something before");

WS_AVX2 void ws_look_up_avx2(const struct ws_odds *o, const uint32_t *token, size_t n, struct ws_said *said)
{
    /* packing leaves four words of each kind behind each other */
    const __m256i by_word = _mm256_broadcastsi128_si256(_mm_setr_epi8(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15));
    for (size_t k = 0; k < n; k += WS_LOOK_UP) {
        const __m256i own = _mm256_loadu_si256((const __m256i *)(const void *)(token + k));
        const __m256i before = _mm256_loadu_si256((const __m256i *)(const void *)(token + k - 1));
        const __m256i times_31 = _mm256_sub_epi32(_mm256_slli_epi32(before, 5), before);
        const __m256i two = mix(_mm256_add_epi32(times_31, own)); /* ws_pair_token() */
        const __m256i content = _mm256_packs_epi32(of_text(o, own), of_text(o, two));
        const __m256i prompts = _mm256_packs_epi32(of_prompt(o, own), of_prompt(o, two));
        const __m256i all = _mm256_shuffle_epi8(_mm256_packs_epi16(content, prompts), by_word);
        _mm256_storeu_si256((__m256i *)(void *)(said + k), all);
    }
}

#endif
