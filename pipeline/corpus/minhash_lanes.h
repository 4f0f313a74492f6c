/* minhash_lanes.h - which functions could give a number below their least so far: the inner loop of
 * minhash.c, over 16-bit lanes, so that it is a sixteenth of the work where vectors have 256 bits.
 *
 * A function gives h = v mod (2^61 - 1), v = a * x + b mod 2^64, and h is v mod 2^61 plus 0 to 7, or wraps
 * around to 0 to 7. So h < least only if (v + 8) mod 2^61 < least + 8, and with all of it shifted left by 3,
 * only if w = A * x + B mod 2^64 is below (least + 8) << 3, A = a << 3, B = (b + 8) << 3. Of w, the lanes
 * compute the upper 16 bits from the limbs of A and x, without the carries from below, which add 5 at most:
 * those are granted to everybody. So no function is missed, and about one of a hundred x is looked at in
 * vain; the numbers themselves are computed exactly by minhash.c. */
#ifndef WARCSIFT_MINHASH_LANES_H
#define WARCSIFT_MINHASH_LANES_H

#include <stddef.h>
#include <stdint.h>

#define WS_MINHASH_LANES 16
#define WS_MINHASH_CARRY 5

/* Of 16 functions. */
struct ws_minhash_lanes {
    uint16_t a[4][WS_MINHASH_LANES]; /* limbs of A, the lowest first */
    uint16_t b[WS_MINHASH_LANES];    /* upper limb of B, plus the carries */
    int16_t limit[WS_MINHASH_LANES]; /* upper limb of what w has to be below, plus the carries */
    int16_t above[WS_MINHASH_LANES]; /* result: 0 where the function is to be looked at, else -1 */
};
/* In b and limit the upper bit is turned, so that signed comparison orders them. */
#define WS_MINHASH_TURN 0x8000u

/* 0: some function is to be looked at. */
typedef int16_t ws_minhash_lanes_fn(struct ws_minhash_lanes *l, size_t n, uint64_t x);
ws_minhash_lanes_fn ws_minhash_lanes_plain;
#if defined(__x86_64__) && defined(__GNUC__)
#define WS_MINHASH_AVX2
ws_minhash_lanes_fn ws_minhash_lanes_avx2; /* for processors that have it */
#endif
/* The fastest one that runs here: all give the same. */
ws_minhash_lanes_fn *ws_minhash_lanes_best(void);

#endif
