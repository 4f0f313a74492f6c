#include "pipeline/page/arena.h"

#include <stdlib.h>
#include <string.h>

#define CHUNK_BYTES ((size_t)1 << 20)
#define KEPT_CHUNKS 4 /* what nearly all pages need; fresh memory costs a page fault every 4 kB */

struct ws_arena_chunk {
    struct ws_arena_chunk *next;
    size_t n; /* bytes behind this header */
    max_align_t data[];
};

void ws_arena_init(struct ws_arena *a)
{
    *a = (struct ws_arena){0};
}

static void free_chunks(struct ws_arena_chunk *c)
{
    while (c) {
        struct ws_arena_chunk *next = c->next;
        free(c);
        c = next;
    }
}

void ws_arena_release(struct ws_arena *a)
{
    free_chunks(a->chunks);
    free_chunks(a->spare);
    ws_arena_init(a);
}

static void use_chunk(struct ws_arena *a, struct ws_arena_chunk *c)
{
    c->next = a->chunks;
    a->chunks = c;
    a->at = (uint8_t *)c->data;
    a->end = a->at + c->n;
}

void ws_arena_reset(struct ws_arena *a)
{
    struct ws_arena_chunk *used = a->chunks, *spare = a->spare, *kept = NULL;
    int n = 0;
    while (used || spare) {
        struct ws_arena_chunk **from = used ? &used : &spare, *c = *from;
        *from = c->next;
        if (c->n == CHUNK_BYTES && n < KEPT_CHUNKS) {
            n++;
            c->next = kept;
            kept = c;
        } else {
            free(c);
        }
    }
    *a = (struct ws_arena){.spare = kept};
}

void *ws_arena_alloc(struct ws_arena *a, size_t n)
{
    const size_t align = _Alignof(max_align_t);
    if (n > SIZE_MAX - sizeof(struct ws_arena_chunk) - align)
        return NULL;
    n = (n + align - 1) / align * align;
    if (n > (size_t)(a->end - a->at) || !a->at) {
        size_t want = n > CHUNK_BYTES ? n : CHUNK_BYTES;
        struct ws_arena_chunk *c = want == CHUNK_BYTES ? a->spare : NULL;
        if (c)
            a->spare = c->next;
        else
            c = malloc(sizeof *c + want);
        if (!c)
            return NULL;
        c->n = want;
        use_chunk(a, c);
    }
    void *p = a->at;
    a->at += n;
    return p;
}

void *ws_arena_zalloc(struct ws_arena *a, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size)
        return NULL;
    void *p = ws_arena_alloc(a, count * size);
    if (p)
        memset(p, 0, count * size);
    return p;
}
