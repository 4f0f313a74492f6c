/* driver.h - runs a fuzz target without libFuzzer.
 *
 *     PROGRAM FILE...     runs each file once
 *     PROGRAM [-n N]      runs N inputs (default 20000) that are made out of the seeds by
 * mutation, always the same ones
 *
 * A target defines LLVMFuzzerTestOneInput() and, for the second form, fuzz_seed(). With
 * -DWS_LIBFUZZER there is no main() here and libFuzzer runs the target: clang
 * -fsanitize=fuzzer,address -DWS_LIBFUZZER ... */
#ifndef WARCSIFT_FUZZ_DRIVER_H
#define WARCSIFT_FUZZ_DRIVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

#define FUZZ_MAX ((size_t)64 << 10)

#ifndef WS_LIBFUZZER

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Writes seed number i into p (room for FUZZ_MAX bytes) and returns its length; 0: there are no
 * more. */
static size_t fuzz_seed(size_t i, uint8_t *p);

static uint64_t fuzz_state = 0x9e3779b97f4a7c15u;

/* xorshift64*: https://doi.org/10.18637/jss.v014.i08 */
static uint32_t fuzz_random(uint32_t below)
{
    fuzz_state ^= fuzz_state >> 12;
    fuzz_state ^= fuzz_state << 25;
    fuzz_state ^= fuzz_state >> 27;
    return (uint32_t)((fuzz_state * 0x2545f4914f6cdd1du) >> 33) % below;
}

/* One change to the n bytes at p; other: another seed to take pieces from. Returns the new
 * length. */
static size_t fuzz_mutate(uint8_t *p, size_t n, const uint8_t *other, size_t other_n)
{
    static const uint8_t EDGES[] = {0,   1,   0x7f, 0x80, 0xff, '\n', '\r',
                                    ' ', ':', '0',  '9',  '<',  '>',  '"'};
    size_t at = n ? fuzz_random((uint32_t)n) : 0, len;
    switch (fuzz_random(7)) {
    case 0: /* flip a bit */
        if (n)
            p[at] ^= (uint8_t)(1u << fuzz_random(8));
        return n;
    case 1: /* another byte */
        if (n)
            p[at] = (uint8_t)fuzz_random(256);
        return n;
    case 2: /* a byte that matters */
        if (n)
            p[at] = EDGES[fuzz_random(sizeof EDGES)];
        return n;
    case 3: /* remove a piece */
        len = n ? fuzz_random((uint32_t)(n - at < 64 ? n - at : 64) + 1) : 0;
        memmove(p + at, p + at + len, n - at - len);
        return n - len;
    case 4: /* repeat a piece */
        len = n ? fuzz_random((uint32_t)(n - at < 64 ? n - at : 64) + 1) : 0;
        if (n + len > FUZZ_MAX)
            return n;
        memmove(p + at + len, p + at, n - at);
        return n + len;
    case 5: /* cut off */
        return at;
    default: /* a piece of another seed */
        if (!other_n)
            return n;
        len = fuzz_random((uint32_t)other_n) + 1;
        if (at + len > FUZZ_MAX)
            len = FUZZ_MAX - at;
        memcpy(p + at, other + other_n - len, len);
        return at + len > n ? at + len : n;
    }
}

static int fuzz_mutations(unsigned long count)
{
    static uint8_t p[FUZZ_MAX], other[FUZZ_MAX];
    uint32_t seeds = 0;
    while (fuzz_seed(seeds, p) > 0)
        seeds++;
    if (seeds == 0)
        return 1;
    for (unsigned long k = 0; k < count; k++) {
        size_t n = fuzz_seed(k % seeds, p);
        size_t other_n = fuzz_seed(fuzz_random(seeds), other);
        for (uint32_t m = fuzz_random(6); m > 0; m--)
            n = fuzz_mutate(p, n, other, other_n);
        /* a block of its own, so that a sanitizer sees every byte read too far */
        uint8_t *copy = malloc(n ? n : 1);
        if (!copy)
            return 1;
        memcpy(copy, p, n);
        LLVMFuzzerTestOneInput(copy, n);
        free(copy);
    }
    printf("%lu inputs\n", count);
    return 0;
}

static int fuzz_file(const char *path)
{
    FILE *f = fopen(path, "rb");
    if (!f || fseek(f, 0, SEEK_END) != 0) {
        perror(path);
        return 1;
    }
    long size = ftell(f);
    rewind(f);
    size_t n = size > 0 ? (size_t)size : 0;
    uint8_t *p = malloc(n ? n : 1);
    bool ok = p && fread(p, 1, n, f) == n;
    fclose(f);
    if (ok)
        LLVMFuzzerTestOneInput(p, n);
    free(p);
    return ok ? 0 : 1;
}

int main(int argc, char **argv)
{
    int bad = 0;
    if (argc == 1)
        return fuzz_mutations(20000);
    if (argc == 3 && strcmp(argv[1], "-n") == 0)
        return fuzz_mutations(strtoul(argv[2], NULL, 10));
    for (int i = 1; i < argc; i++)
        bad |= fuzz_file(argv[i]);
    return bad;
}

#endif
#endif
