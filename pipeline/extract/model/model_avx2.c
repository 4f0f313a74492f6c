/* The same as model_sum.c for processors with AVX2 (since 2013): a panel is as wide as a vector of bytes, and
 * a leaf is found by four look-ups in tables of sixteen bytes, between which the last two tests decide. */
#include "pipeline/extract/model/model_sum.h"

#ifdef WS_AVX2

#include <immintrin.h>

_Static_assert(WS_PANEL == 32 && WS_MODEL_DEPTH == 6, "the width of a vector; four tables of sixteen leaves");

WS_AVX2 static inline __m256i is_above(const float *x, __m256 border)
{
    return _mm256_castps_si256(_mm256_cmp_ps(border, _mm256_loadu_ps(x), _CMP_LT_OQ));
}

/* Bytes of -1 where it is. Packing works within halves of a vector: groups of four blocks come out in the order
 * 0 2 4 6 1 3 5 7. */
WS_AVX2 static inline __m256i ask(const struct ws_column *x, const float *border)
{
    const __m256 at = _mm256_broadcast_ss(border);
    const __m256i first = _mm256_packs_epi32(is_above(x->of, at), is_above(x->of + 8, at));
    const __m256i second = _mm256_packs_epi32(is_above(x->of + 16, at), is_above(x->of + 24, at));
    return _mm256_packs_epi16(first, second);
}

WS_AVX2 static inline __m256i look_up(const uint8_t *table, __m256i index)
{
    const __m128i sixteen = _mm_loadu_si128((const __m128i *)(const void *)table);
    return _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(sixteen), index);
}

WS_AVX2 static inline __m256i look_up_all(const uint8_t *table, __m256i index, __m256i bit4, __m256i bit5)
{
    __m256i first = _mm256_blendv_epi8(look_up(table, index), look_up(table + 16, index), bit4);
    __m256i second = _mm256_blendv_epi8(look_up(table + 32, index), look_up(table + 48, index), bit4);
    return _mm256_blendv_epi8(first, second, bit5);
}

/* Leaves of 16 bits: of blocks 0-15 and 16-31; of their groups the second and third change places. */
struct leaves {
    __m256i front, back;
};

WS_AVX2 static inline __m256i bit_of(__m256i test, int bit)
{
    return _mm256_and_si256(test, _mm256_set1_epi8((char)bit));
}

/* above: what the tests say, by border. */
WS_AVX2 static inline struct leaves add_tree(struct leaves sum, const struct ws_model_tree *t, const __m256i *above)
{
    const __m256i index =
        _mm256_or_si256(_mm256_or_si256(bit_of(above[t->test[0]], 1), bit_of(above[t->test[1]], 2)),
                        _mm256_or_si256(bit_of(above[t->test[2]], 4), bit_of(above[t->test[3]], 8)));
    const __m256i bit4 = above[t->test[4]], bit5 = above[t->test[5]];
    const __m256i low = look_up_all(t->low, index, bit4, bit5);
    const __m256i high = look_up_all(t->high, index, bit4, bit5);
    sum.front = _mm256_add_epi16(sum.front, _mm256_unpacklo_epi8(low, high));
    sum.back = _mm256_add_epi16(sum.back, _mm256_unpackhi_epi8(low, high));
    return sum;
}

WS_AVX2 static inline void widen(int32_t *sum, __m256i leaves)
{
    __m256i *v = (__m256i *)(void *)sum;
    leaves = _mm256_permute4x64_epi64(leaves, _MM_SHUFFLE(3, 1, 2, 0));
    const __m256i first = _mm256_cvtepi16_epi32(_mm256_castsi256_si128(leaves));
    const __m256i second = _mm256_cvtepi16_epi32(_mm256_extracti128_si256(leaves, 1));
    _mm256_storeu_si256(v, _mm256_add_epi32(_mm256_loadu_si256(v), first));
    _mm256_storeu_si256(v + 1, _mm256_add_epi32(_mm256_loadu_si256(v + 1), second));
}

WS_AVX2 static void add_group(const struct ws_model_tree *t, unsigned trees, const __m256i *above, int32_t *sum)
{
    struct leaves leaves = {_mm256_setzero_si256(), _mm256_setzero_si256()};
    for (unsigned k = 0; k < trees; k++)
        leaves = add_tree(leaves, &t[k], above);
    widen(sum, leaves.front);
    widen(sum + 16, leaves.back);
}

WS_AVX2 void ws_model_sum_avx2(const struct ws_model *m, const struct ws_column *x, int32_t sum[WS_PANEL])
{
    __m256i above[WS_MODEL_BORDERS];
    __m256i *to = above;
    for (const struct ws_model_border *b = m->borders, *end = b + m->n_borders; b < end; b++)
        *to++ = ask(&x[b->feature], &b->at);
    ws_model_begin(m, sum);
    for (unsigned k = 0; k < m->n_trees; k += WS_MODEL_GROUP)
        add_group(&m->trees[k], ws_model_group(m, k), above, sum);
}

#else
typedef int ws_no_avx2; /* a file is not to be empty */
#endif
