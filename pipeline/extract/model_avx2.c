/* The same as model_sum.c for processors with AVX2 (since 2013): a panel is as wide as a vector of bytes, and
 * a leaf is found by four look-ups in tables of sixteen bytes, between which the last two tests decide. */
#include "pipeline/extract/model_sum.h"

#ifdef WS_MODEL_AVX

#include <immintrin.h>

#define AVX2 __attribute__((target("avx2")))

_Static_assert(WS_PANEL == 32 && WS_MODEL_DEPTH == 6, "the width of a vector; four tables of sixteen leaves");

/* x > border is a vector of -1 and 0. */
AVX2 static inline __m256i count_down(__m256i left, __m256 x, __m256 border)
{
    return _mm256_add_epi32(left, _mm256_castps_si256(_mm256_cmp_ps(x, border, _CMP_GT_OQ)));
}

AVX2 static __m256i quantise(const struct ws_column *x, const float *border, unsigned borders)
{
    const __m256 x0 = _mm256_loadu_ps(x->of), x1 = _mm256_loadu_ps(x->of + 8),
                 x2 = _mm256_loadu_ps(x->of + 16), x3 = _mm256_loadu_ps(x->of + 24);
    __m256i left0 = _mm256_set1_epi32(INT8_MAX), left1 = left0, left2 = left0, left3 = left0;
    for (unsigned k = 0; k < borders; k++) {
        const __m256 at = _mm256_broadcast_ss(&border[k]);
        left0 = count_down(left0, x0, at);
        left1 = count_down(left1, x1, at);
        left2 = count_down(left2, x2, at);
        left3 = count_down(left3, x3, at);
    }
    /* packing works within halves of a vector: groups of four blocks come out in the order 0 2 4 6 1 3 5 7 */
    __m256i bytes = _mm256_packs_epi16(_mm256_packs_epi32(left0, left1), _mm256_packs_epi32(left2, left3));
    return _mm256_permutevar8x32_epi32(bytes, _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7));
}

/* -1 where the answer is yes. */
AVX2 static inline __m256i test(const struct ws_model_tree *t, unsigned k, const __m256i *byte)
{
    return _mm256_cmpgt_epi8(_mm256_set1_epi8(t->limit[k]), byte[t->column[k]]);
}

AVX2 static inline __m256i look_up(const uint8_t *table, __m256i index)
{
    const __m128i sixteen = _mm_loadu_si128((const __m128i *)(const void *)table);
    return _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(sixteen), index);
}

AVX2 static inline __m256i look_up_all(const uint8_t *table, __m256i index, __m256i bit4, __m256i bit5)
{
    __m256i first = _mm256_blendv_epi8(look_up(table, index), look_up(table + 16, index), bit4);
    __m256i second = _mm256_blendv_epi8(look_up(table + 32, index), look_up(table + 48, index), bit4);
    return _mm256_blendv_epi8(first, second, bit5);
}

/* Leaves of 16 bits: of blocks 0-7 and 16-23, of 8-15 and 24-31. */
struct leaves {
    __m256i even, odd;
};

AVX2 static inline struct leaves add_tree(struct leaves sum, const struct ws_model_tree *t, const __m256i *byte)
{
    __m256i index = _mm256_abs_epi8(test(t, 3, byte)); /* twice and one more where the next answer is yes */
    index = _mm256_sub_epi8(_mm256_add_epi8(index, index), test(t, 2, byte));
    index = _mm256_sub_epi8(_mm256_add_epi8(index, index), test(t, 1, byte));
    index = _mm256_sub_epi8(_mm256_add_epi8(index, index), test(t, 0, byte));
    const __m256i bit4 = test(t, 4, byte), bit5 = test(t, 5, byte);
    const __m256i low = look_up_all(t->low, index, bit4, bit5);
    const __m256i high = look_up_all(t->high, index, bit4, bit5);
    sum.even = _mm256_add_epi16(sum.even, _mm256_unpacklo_epi8(low, high));
    sum.odd = _mm256_add_epi16(sum.odd, _mm256_unpackhi_epi8(low, high));
    return sum;
}

AVX2 static inline void widen(int32_t *sum, __m128i leaves)
{
    __m256i *v = (__m256i *)(void *)sum;
    _mm256_storeu_si256(v, _mm256_add_epi32(_mm256_loadu_si256(v), _mm256_cvtepi16_epi32(leaves)));
}

AVX2 static void add_group(const struct ws_model_tree *t, unsigned trees, const __m256i *byte, int32_t *sum)
{
    struct leaves leaves = {_mm256_setzero_si256(), _mm256_setzero_si256()};
    for (unsigned k = 0; k < trees; k++)
        leaves = add_tree(leaves, &t[k], byte);
    widen(sum, _mm256_castsi256_si128(leaves.even));
    widen(sum + 8, _mm256_castsi256_si128(leaves.odd));
    widen(sum + 16, _mm256_extracti128_si256(leaves.even, 1));
    widen(sum + 24, _mm256_extracti128_si256(leaves.odd, 1));
}

AVX2 void ws_model_sum_avx2(const struct ws_model *m, const struct ws_column *x, int32_t sum[WS_PANEL])
{
    __m256i byte[WS_MODEL_COLUMNS];
    for (unsigned c = 0; c < m->n_columns; c++) {
        const struct ws_model_column *column = &m->columns[c];
        byte[c] = quantise(&x[column->feature], m->borders + column->first, column->n);
    }
    for (unsigned i = 0; i < WS_PANEL; i++)
        sum[i] = m->bias;
    for (unsigned k = 0; k < m->n_trees; k += WS_MODEL_GROUP)
        add_group(&m->trees[k], m->n_trees - k < WS_MODEL_GROUP ? m->n_trees - k : WS_MODEL_GROUP, byte, sum);
}

#else
typedef int ws_no_avx2; /* a file is not to be empty */
#endif
