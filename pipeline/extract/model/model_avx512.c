/* The same as model_sum.c for processors with AVX-512 and its permutation of bytes (VBMI: since 2019). A test says one
 * bit of each block, and the leaves of a tree are as many as a vector has bytes: one instruction looks up a leaf's
 * byte for all blocks of a panel. */
#include "pipeline/extract/model/model_sum.h"

#ifdef WS_AVX512

#include <immintrin.h>
#include <string.h>

_Static_assert(WS_PANEL == 32 && WS_MODEL_DEPTH == 6, "two vectors of numbers; as many leaves as one has bytes");

/* What a test says of the blocks of a panel. */
struct answer {
    __mmask16 first, second;
};

WS_AVX512 static inline struct answer ask(const struct ws_column *x, float border)
{
    const __m512 at = _mm512_set1_ps(border);
    return (struct answer){_mm512_cmp_ps_mask(at, _mm512_loadu_ps(x->of), _CMP_LT_OQ),
                           _mm512_cmp_ps_mask(at, _mm512_loadu_ps(x->of + 16), _CMP_LT_OQ)};
}

WS_AVX512 static inline __m256i add_bit(__m256i leaf, const struct answer *above, int bit)
{
    __mmask32 all;
    memcpy(&all, above, sizeof all);
    return _mm256_mask_add_epi8(leaf, all, leaf, _mm256_set1_epi8((char)bit));
}

/* The leaf of each block. above: by border. */
WS_AVX512 static inline __m512i find_leaves(const struct ws_model_tree *t, const struct answer *above)
{
    __m256i leaf = add_bit(_mm256_setzero_si256(), &above[t->test[0]], 1);
    for (int k = 1; k < WS_MODEL_DEPTH; k++)
        leaf = add_bit(leaf, &above[t->test[k]], 1 << k);
    return _mm512_castsi256_si512(leaf);
}

WS_AVX512 static inline __m256i look_up(const uint8_t *table, __m512i leaf)
{
    return _mm512_castsi512_si256(_mm512_permutexvar_epi8(leaf, _mm512_loadu_si512(table)));
}

WS_AVX512 static inline void widen(int32_t *sum, __m256i leaves)
{
    _mm512_storeu_si512(sum, _mm512_add_epi32(_mm512_loadu_si512(sum), _mm512_cvtepi16_epi32(leaves)));
}

WS_AVX512 static void add_group(const struct ws_model_tree *t, unsigned trees, const struct answer *above, int32_t *sum)
{
    __m256i front = _mm256_setzero_si256(), back = front; /* of blocks 0-7 and 16-23, of 8-15 and 24-31 */
    for (unsigned k = 0; k < trees; k++) {
        const __m512i leaf = find_leaves(&t[k], above);
        const __m256i low = look_up(t[k].low, leaf), high = look_up(t[k].high, leaf);
        front = _mm256_add_epi16(front, _mm256_unpacklo_epi8(low, high));
        back = _mm256_add_epi16(back, _mm256_unpackhi_epi8(low, high));
    }
    widen(sum, _mm256_permute2x128_si256(front, back, 0x20));
    widen(sum + 16, _mm256_permute2x128_si256(front, back, 0x31));
}

WS_AVX512 void ws_model_sum_avx512(const struct ws_model *m, const struct ws_column *x, int32_t sum[WS_PANEL])
{
    struct answer above[WS_MODEL_BORDERS];
    for (unsigned k = 0; k < m->n_borders; k++)
        above[k] = ask(&x[m->borders[k].feature], m->borders[k].at);
    ws_model_begin(m, sum);
    for (unsigned k = 0; k < m->n_trees; k += WS_MODEL_GROUP)
        add_group(&m->trees[k], ws_model_group(m, k), above, sum);
}

#else
typedef int ws_no_avx512; /* a file is not to be empty */
#endif
