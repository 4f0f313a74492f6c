/* The same as model_sum.c for processors with AVX-512 and its byte instructions (since 2019): a panel is two vectors
 * of numbers, and the leaves of a tree are one table that is looked up at once. */
#include "pipeline/extract/model_sum.h"

#ifdef WS_MODEL_AVX

#include <immintrin.h>

#define AVX512 __attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi")))

_Static_assert(WS_PANEL == 32 && WS_MODEL_DEPTH == 6, "the width of vectors; tables of 64 leaves");

/* 127 less the borders below each number. */
AVX512 static inline __m256i quantise(const struct ws_column *x, const float *border, unsigned borders)
{
    const __m512 x0 = _mm512_loadu_ps(x->of), x1 = _mm512_loadu_ps(x->of + 16);
    const __m512i one = _mm512_set1_epi32(1);
    __m512i left0 = _mm512_set1_epi32(INT8_MAX), left1 = left0;
    for (unsigned k = 0; k < borders; k++) {
        const __m512 at = _mm512_set1_ps(border[k]);
        left0 = _mm512_mask_sub_epi32(left0, _mm512_cmp_ps_mask(x0, at, _CMP_GT_OQ), left0, one);
        left1 = _mm512_mask_sub_epi32(left1, _mm512_cmp_ps_mask(x1, at, _CMP_GT_OQ), left1, one);
    }
    return _mm256_set_m128i(_mm512_cvtepi32_epi8(left1), _mm512_cvtepi32_epi8(left0));
}

/* Adds the next bit to the index of each block's leaf. */
AVX512 static inline __m256i next_bit(__m256i index, const struct ws_model_tree *t, unsigned k, const __m256i *byte)
{
    const __m256i yes = _mm256_cmpgt_epi8(_mm256_set1_epi8(t->limit[k]), byte[t->column[k]]);
    return _mm256_sub_epi8(_mm256_add_epi8(index, index), yes);
}

AVX512 static inline __m256i look_up(const uint8_t *table, __m256i index)
{
    const __m256i first = _mm256_loadu_si256((const __m256i *)(const void *)table),
                  second = _mm256_loadu_si256((const __m256i *)(const void *)(table + 32));
    return _mm256_permutex2var_epi8(first, index, second);
}

/* Leaves of 16 bits: of blocks 0-7 and 16-23, of 8-15 and 24-31. */
struct leaves {
    __m256i even, odd;
};

AVX512 static inline struct leaves add_tree(struct leaves sum, const struct ws_model_tree *t, const __m256i *byte)
{
    __m256i index = _mm256_setzero_si256();
    for (unsigned k = WS_MODEL_DEPTH; k-- > 0;)
        index = next_bit(index, t, k, byte);
    const __m256i low = look_up(t->low, index), high = look_up(t->high, index);
    sum.even = _mm256_add_epi16(sum.even, _mm256_unpacklo_epi8(low, high));
    sum.odd = _mm256_add_epi16(sum.odd, _mm256_unpackhi_epi8(low, high));
    return sum;
}

AVX512 static inline void widen(int32_t *sum, __m128i leaves)
{
    __m256i *v = (__m256i *)(void *)sum;
    _mm256_storeu_si256(v, _mm256_add_epi32(_mm256_loadu_si256(v), _mm256_cvtepi16_epi32(leaves)));
}

AVX512 static void add_group(const struct ws_model_tree *t, unsigned trees, const __m256i *byte, int32_t *sum)
{
    struct leaves leaves = {_mm256_setzero_si256(), _mm256_setzero_si256()};
    for (unsigned k = 0; k < trees; k++)
        leaves = add_tree(leaves, &t[k], byte);
    widen(sum, _mm256_castsi256_si128(leaves.even));
    widen(sum + 8, _mm256_castsi256_si128(leaves.odd));
    widen(sum + 16, _mm256_extracti128_si256(leaves.even, 1));
    widen(sum + 24, _mm256_extracti128_si256(leaves.odd, 1));
}

AVX512 void ws_model_sum_avx512(const struct ws_model *m, const struct ws_column *x, int32_t sum[WS_PANEL])
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
typedef int ws_no_avx512; /* a file is not to be empty */
#endif
