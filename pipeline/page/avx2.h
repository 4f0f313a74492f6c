/* avx2.h - code for processors that have AVX2, or AVX-512, beside code for all: all come to the same, and which of them
 * runs is asked for when the program runs.
 *
 * Such a function must leave the upper halves of its registers clean (vzeroupper), or all code behind it that knows
 * SSE only is slow: compilers see to that where it returns, but gcc 12 not always in front of its last call of a
 * static function, which then stands better in a function of its own. */
#ifndef WARCSIFT_AVX2_H
#define WARCSIFT_AVX2_H

#include <stdbool.h>

#if defined(__x86_64__) && defined(__GNUC__)
#define WS_AVX2 __attribute__((target("avx2"))) /* of functions; not defined where there can be none */

static inline bool ws_has_avx2(void)
{
    return __builtin_cpu_supports("avx2");
}

#define WS_AVX512 __attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi"))) /* likewise */

static inline bool ws_has_avx512(void)
{
    return __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
           __builtin_cpu_supports("avx512vbmi");
}
#endif

#endif
