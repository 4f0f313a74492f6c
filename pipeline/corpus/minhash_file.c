#include "pipeline/corpus/minhash_file.h"

#include <stdlib.h>

/* A document in one band. */
struct entry {
    uint64_t first;     /* number, the others are at: */
    const uint8_t *sig; /* little endian */
    uint32_t rows, index;
};

static void put_le(uint8_t *p, uint64_t value, unsigned bytes)
{
    for (unsigned i = 0; i < bytes; i++)
        p[i] = (uint8_t)(value >> 8 * i);
}

static uint64_t get_le(const uint8_t *p, unsigned bytes)
{
    uint64_t value = 0;
    for (unsigned i = bytes; i-- > 0;)
        value = value << 8 | p[i];
    return value;
}

bool ws_minhash_gather(struct ws_buf *out, const uint64_t *sig, unsigned bands, unsigned rows, uint32_t index)
{
    size_t n = (size_t)bands * rows;
    if (!ws_buf_reserve(out, 8 * n + 4))
        return false;
    uint8_t *p = out->p + out->n;
    for (size_t i = 0; i < n; i++)
        put_le(p + 8 * i, sig[i], 8);
    put_le(p + 8 * n, index, 4);
    out->n += 8 * n + 4;
    return true;
}

static int by_numbers(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    if (x->first != y->first)
        return x->first < y->first ? -1 : 1;
    for (uint32_t i = 1; i < x->rows; i++) {
        uint64_t u = get_le(x->sig + 8 * i, 8), v = get_le(y->sig + 8 * i, 8);
        if (u != v)
            return u < v ? -1 : 1;
    }
    return x->index < y->index ? -1 : x->index > y->index;
}

bool ws_minhash_band(struct ws_buf *out, struct ws_slice gathered, unsigned bands, unsigned rows, unsigned band)
{
    const size_t record = WS_MINHASH_RECORD(bands * rows), n = gathered.n / record;
    struct entry *list = calloc(n ? n : 1, sizeof *list);
    if (!list || !ws_buf_reserve(out, n * WS_MINHASH_RECORD(rows))) {
        free(list);
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        const uint8_t *p = gathered.p + i * record, *sig = p + 8 * (size_t)rows * band;
        list[i] = (struct entry){get_le(sig, 8), sig, rows, (uint32_t)get_le(p + record - 4, 4)};
    }
    qsort(list, n, sizeof *list, by_numbers);
    for (size_t i = 0; i < n; i++) {
        uint8_t *p = out->p + out->n;
        for (uint32_t k = 0; k < 8 * rows; k++)
            p[k] = list[i].sig[k];
        put_le(p + 8 * (size_t)rows, list[i].index, 4);
        out->n += WS_MINHASH_RECORD(rows);
    }
    free(list);
    return true;
}
