#include "pipeline/corpus/minhash_lanes.h"

/* Without branches and over arrays of 16-bit numbers: compilers make vector code of it (the Makefile asks for
 * it), for any processor and once more for those with AVX2 (since 2013). */
static inline __attribute__((always_inline)) void test(struct ws_minhash_lanes *l, uint64_t x, int16_t *all)
{
    const uint16_t x0 = (uint16_t)x, x1 = (uint16_t)(x >> 16), x2 = (uint16_t)(x >> 32), x3 = (uint16_t)(x >> 48);
    for (size_t i = 0; i < WS_MINHASH_LANES; i++) {
        const uint16_t a0 = l->a[0][i], a1 = l->a[1][i], a2 = l->a[2][i], a3 = l->a[3][i];
        uint16_t low = (uint16_t)((uint16_t)((uint32_t)a0 * x3) + (uint16_t)((uint32_t)a1 * x2) +
                                  (uint16_t)((uint32_t)a2 * x1) + (uint16_t)((uint32_t)a3 * x0));
        uint16_t high = (uint16_t)((uint16_t)((uint32_t)a0 * x2 >> 16) + (uint16_t)((uint32_t)a1 * x1 >> 16) +
                                   (uint16_t)((uint32_t)a2 * x0 >> 16));
        int16_t w = (int16_t)(uint16_t)(low + high + l->b[i]);
        l->above[i] = (int16_t)-(w > l->limit[i]);
        all[i] = (int16_t)(all[i] & l->above[i]);
    }
}

static inline __attribute__((always_inline)) int16_t test_all(struct ws_minhash_lanes *l, size_t n, uint64_t x)
{
    int16_t all[WS_MINHASH_LANES], sum = -1;
    for (size_t i = 0; i < WS_MINHASH_LANES; i++)
        all[i] = -1;
    for (size_t k = 0; k < n; k++)
        test(&l[k], x, all);
    for (size_t i = 0; i < WS_MINHASH_LANES; i++)
        sum = (int16_t)(sum & all[i]);
    return sum;
}

int16_t ws_minhash_lanes_plain(struct ws_minhash_lanes *l, size_t n, uint64_t x)
{
    return test_all(l, n, x);
}

#ifdef WS_MINHASH_AVX2
__attribute__((target("avx2"))) int16_t ws_minhash_lanes_avx2(struct ws_minhash_lanes *l, size_t n, uint64_t x)
{
    return test_all(l, n, x);
}
#endif

ws_minhash_lanes_fn *ws_minhash_lanes_best(void)
{
#ifdef WS_MINHASH_AVX2
    if (__builtin_cpu_supports("avx2"))
        return ws_minhash_lanes_avx2;
#endif
    return ws_minhash_lanes_plain;
}
