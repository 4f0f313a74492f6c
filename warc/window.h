/* window.h - the part of a remote file that is in memory: bytes [lo, hi), in a ring of blocks.
 * Threads: none of its own. */
#ifndef WARCSIFT_WINDOW_H
#define WARCSIFT_WINDOW_H

#include "warcsift/base.h"

struct ws_window {
    uint64_t lo, hi;
    uint64_t capacity; /* hi - lo at most */
    uint8_t **blocks;  /* each NULL until it is first used */
    size_t n_blocks;
};

/* false: no memory. w needs ws_window_release() either way. */
WS_MUST_USE bool ws_window_init(struct ws_window *w, uint64_t capacity);
void ws_window_release(struct ws_window *w);

/* Empty, at offset. */
void ws_window_restart(struct ws_window *w, uint64_t offset);
/* Lets go of what is in front of offset, hi at most. */
void ws_window_drop(struct ws_window *w, uint64_t offset);
/* Adds up to n bytes at hi, as far as there is room. *put: how many. false: no memory. */
WS_MUST_USE bool ws_window_put(struct ws_window *w, const uint8_t *p, size_t n, size_t *put);
/* Copies up to n bytes from offset, as far as they are in the window, and says how many. */
size_t ws_window_get(const struct ws_window *w, uint64_t offset, uint8_t *p, size_t n);

#endif
