/* twister.h - the random numbers of NumPy's RandomState(seed).randint(), for constants that have to be the
 * same as those of programs in Python.
 *
 * MT19937 as in: M. Matsumoto and T. Nishimura, Mersenne Twister, ACM TOMACS 8 (1998), with the
 * initialisation of 2002; NumPy promises that this generator never changes
 * (https://numpy.org/neps/nep-0019-rng-policy.html).
 * Threads: none of its own. */
#ifndef WARCSIFT_TWISTER_H
#define WARCSIFT_TWISTER_H

#include <stdint.h>

#define WS_TWISTER_WORDS 624

struct ws_twister {
    uint32_t word[WS_TWISTER_WORDS];
    unsigned next;
};

void ws_twister_init(struct ws_twister *t, uint32_t seed);
/* randint(low, high, dtype=uint64), the next of its numbers: low <= it < high. high - low is over 2^32:
 * for smaller ranges NumPy takes fewer bits. */
uint64_t ws_twister_between(struct ws_twister *t, uint64_t low, uint64_t high);

#endif
