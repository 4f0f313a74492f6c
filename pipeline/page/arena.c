#include "pipeline/page/arena.h"

#include <stdlib.h>
#include <string.h>

#define CHUNK_BYTES ((size_t)1 << 20)
/* What one page in a hundred needs: with one chunk kept, 14 page faults per page were 4 % of the CPU time. */
#define KEEP_CHUNKS 6

/* Under AddressSanitizer what lies between two allocations must not be touched: an overflow would go unseen. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WS_ASAN
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define WS_ASAN
#endif
#ifdef WS_ASAN
#include <sanitizer/asan_interface.h>
#define GAP_BYTES ((size_t)32)
#else
#define GAP_BYTES                         ((size_t)0)
#define ASAN_POISON_MEMORY_REGION(p, n)   ((void)(p), (void)(n))
#define ASAN_UNPOISON_MEMORY_REGION(p, n) ((void)(p), (void)(n))
#endif

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
    a->chunks = c;
    a->at = (uint8_t *)c->data;
    a->end = a->at + c->n;
    ASAN_POISON_MEMORY_REGION(a->at, c->n);
}

void ws_arena_reset(struct ws_arena *a)
{
    struct ws_arena_chunk *next;
    for (struct ws_arena_chunk *c = a->chunks; c; c = next) {
        next = c->next;
        if (c->n == CHUNK_BYTES && a->n_spare < KEEP_CHUNKS) {
            c->next = a->spare; /* the oldest comes in front: it is used by every page */
            a->spare = c;
            a->n_spare++;
        } else {
            free(c);
        }
    }
    a->chunks = NULL;
    a->at = a->end = NULL;
}

/* A chunk with n bytes, new or a spare one. */
static struct ws_arena_chunk *take_chunk(struct ws_arena *a, size_t n)
{
    struct ws_arena_chunk *c = a->spare;
    if (n <= CHUNK_BYTES && c) {
        a->spare = c->next;
        a->n_spare--;
        return c;
    }
    if (n < CHUNK_BYTES)
        n = CHUNK_BYTES;
    c = malloc(sizeof *c + n);
    if (c)
        c->n = n;
    return c;
}

void *ws_arena_alloc(struct ws_arena *a, size_t n)
{
    const size_t align = _Alignof(max_align_t);
    if (n > SIZE_MAX - sizeof(struct ws_arena_chunk) - align - GAP_BYTES)
        return NULL;
    const size_t asked = n;
    n = (n + GAP_BYTES + align - 1) / align * align;
    if (n > (size_t)(a->end - a->at) || !a->at) {
        struct ws_arena_chunk *c = take_chunk(a, n);
        if (!c)
            return NULL;
        c->next = a->chunks;
        use_chunk(a, c);
    }
    void *p = a->at;
    a->at += n;
    ASAN_UNPOISON_MEMORY_REGION(p, asked);
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
