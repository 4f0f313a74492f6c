/* arena.h - memory of one page, given back all at once.
 * Threads: an arena belongs to one thread. */
#ifndef WARCSIFT_ARENA_H
#define WARCSIFT_ARENA_H

#include "warcsift/base.h"

struct ws_arena_chunk;
struct ws_arena {
    struct ws_arena_chunk *chunks; /* newest first */
    struct ws_arena_chunk *spare;  /* of usual size, for what comes */
    size_t n_spare;
    uint8_t *at, *end;             /* free part of the newest chunk */
};

void ws_arena_init(struct ws_arena *a);
void ws_arena_release(struct ws_arena *a);
/* Forgets everything; keeps a few chunks of usual size, for the system charges for memory given back and
 * taken again (a huge page does not pin its memory). */
void ws_arena_reset(struct ws_arena *a);

/* n bytes aligned for any type, not cleared; NULL when out of memory. n may be 0. */
WS_MUST_USE void *ws_arena_alloc(struct ws_arena *a, size_t n);
/* count * size bytes, cleared; NULL when out of memory or when the product overflows. */
WS_MUST_USE void *ws_arena_zalloc(struct ws_arena *a, size_t count, size_t size);

#endif
