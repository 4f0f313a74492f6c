#include "pipeline/page/arena.h"

#include <stdlib.h>
#include <string.h>

#define CHUNK_BYTES ((size_t)1 << 20)

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
    ws_arena_init(a);
}

static void use_chunk(struct ws_arena *a, struct ws_arena_chunk *c)
{
    a->chunks = c;
    a->at = (uint8_t *)c->data;
    a->end = a->at + c->n;
}

void ws_arena_reset(struct ws_arena *a)
{
    struct ws_arena_chunk **link = &a->chunks, *keep = NULL;
    while (*link && (*link)->n != CHUNK_BYTES)
        link = &(*link)->next;
    if (*link) {
        keep = *link;
        *link = keep->next;
        keep->next = NULL;
    }
    ws_arena_release(a);
    if (keep)
        use_chunk(a, keep);
}

void *ws_arena_alloc(struct ws_arena *a, size_t n)
{
    const size_t align = _Alignof(max_align_t);
    if (n > SIZE_MAX - sizeof(struct ws_arena_chunk) - align)
        return NULL;
    n = (n + align - 1) / align * align;
    if (n > (size_t)(a->end - a->at) || !a->at) {
        size_t want = n > CHUNK_BYTES ? n : CHUNK_BYTES;
        struct ws_arena_chunk *c = malloc(sizeof *c + want);
        if (!c)
            return NULL;
        c->n = want;
        c->next = a->chunks;
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
