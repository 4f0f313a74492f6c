#include "warc/window.h"

#include <stdlib.h>
#include <string.h>

#define BLOCK ((size_t)256 << 10)

bool ws_window_init(struct ws_window *w, uint64_t capacity)
{
    /* The first and the last block may be used in part. */
    uint64_t n = capacity / BLOCK + 3;
    *w = (struct ws_window){.capacity = capacity, .n_blocks = (size_t)n};
    if (n > SIZE_MAX / sizeof *w->blocks)
        return false;
    w->blocks = calloc((size_t)n, sizeof *w->blocks);
    return w->blocks != NULL;
}

void ws_window_release(struct ws_window *w)
{
    for (size_t i = 0; w->blocks && i < w->n_blocks; i++)
        free(w->blocks[i]);
    free(w->blocks);
    *w = (struct ws_window){0};
}

void ws_window_restart(struct ws_window *w, uint64_t offset)
{
    w->lo = w->hi = offset;
}

void ws_window_drop(struct ws_window *w, uint64_t offset)
{
    if (offset > w->hi)
        offset = w->hi;
    if (offset > w->lo)
        w->lo = offset;
}

static uint8_t **block_at(const struct ws_window *w, uint64_t offset)
{
    return &w->blocks[(size_t)(offset / BLOCK % w->n_blocks)];
}

/* Bytes from offset to the end of its block, n at most. */
static size_t within_block(uint64_t offset, uint64_t n)
{
    size_t left = BLOCK - (size_t)(offset % BLOCK);
    return n < left ? (size_t)n : left;
}

bool ws_window_put(struct ws_window *w, const uint8_t *p, size_t n, size_t *put)
{
    uint64_t room = w->capacity - (w->hi - w->lo);
    *put = 0;
    if (n > room)
        n = (size_t)room;
    while (*put < n) {
        uint8_t **block = block_at(w, w->hi);
        size_t step = within_block(w->hi, n - *put);
        if (!*block && !(*block = malloc(BLOCK)))
            return false;
        memcpy(*block + w->hi % BLOCK, p + *put, step);
        w->hi += step;
        *put += step;
    }
    return true;
}

size_t ws_window_get(const struct ws_window *w, uint64_t offset, uint8_t *p, size_t n)
{
    size_t got = 0;
    if (offset < w->lo || offset >= w->hi)
        return 0;
    if (n > w->hi - offset)
        n = (size_t)(w->hi - offset);
    while (got < n) {
        size_t step = within_block(offset, n - got);
        memcpy(p + got, *block_at(w, offset) + offset % BLOCK, step);
        got += step;
        offset += step;
    }
    return got;
}
