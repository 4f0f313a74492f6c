/* seeded.h - lets libFuzzer begin at the seeds of a target, which are made and not stored: now
 * and then one of them takes the place of an input. Include it behind fuzz_seed(). */
#ifndef WARCSIFT_FUZZ_SEEDED_H
#define WARCSIFT_FUZZ_SEEDED_H

#ifdef WS_LIBFUZZER

size_t LLVMFuzzerMutate(uint8_t *data, size_t n, size_t max);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t n, size_t max, unsigned random);

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t n, size_t max, unsigned random)
{
    static uint8_t seed[FUZZ_MAX];
    if (n < 4 || random % 64 == 0) {
        size_t k = fuzz_seed(random / 64 % 16, seed);
        if (k > 0 && k <= max) {
            memcpy(data, seed, k);
            n = k;
        }
    }
    return LLVMFuzzerMutate(data, n, max);
}

#endif
#endif
