#include "pipeline/corpus/twister.h"

#define N WS_TWISTER_WORDS
#define M 397

void ws_twister_init(struct ws_twister *t, uint32_t seed)
{
    t->word[0] = seed;
    for (uint32_t i = 1; i < N; i++) {
        uint32_t before = t->word[i - 1];
        t->word[i] = 1812433253u * (before ^ before >> 30) + i;
    }
    t->next = N;
}

static void twist(uint32_t *w)
{
    for (unsigned i = 0; i < N; i++) {
        uint32_t y = (w[i] & 0x80000000u) | (w[(i + 1) % N] & 0x7fffffffu);
        w[i] = w[(i + M) % N] ^ y >> 1 ^ (y & 1 ? 0x9908b0dfu : 0);
    }
}

static uint32_t next_word(struct ws_twister *t)
{
    if (t->next == N) {
        twist(t->word);
        t->next = 0;
    }
    uint32_t y = t->word[t->next++];
    y ^= y >> 11;
    y ^= y << 7 & 0x9d2c5680u;
    y ^= y << 15 & 0xefc60000u;
    return y ^ y >> 18;
}

uint64_t ws_twister_between(struct ws_twister *t, uint64_t low, uint64_t high)
{
    uint64_t range = high - 1 - low, mask = range, value;
    for (unsigned shift = 1; shift < 64; shift *= 2)
        mask |= mask >> shift;
    do {
        value = (uint64_t)next_word(t) << 32;
        value = (value | next_word(t)) & mask;
    } while (value > range);
    return low + value;
}
