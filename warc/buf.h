/* buf.h - a growing byte buffer that never grows past its maximum (cf. curl's dynbuf).
 * Threads: none of its own; a buffer belongs to one thread. */
#ifndef WARCSIFT_BUF_H
#define WARCSIFT_BUF_H

#include "warcsift/base.h"

struct ws_buf {
    uint8_t *p; /* NULL until the first byte */
    size_t n;   /* bytes in use */
    size_t cap; /* bytes allocated */
    size_t max; /* n never exceeds this */
};

/* max: in bytes; nothing is allocated yet. */
void ws_buf_init(struct ws_buf *b, size_t max);
void ws_buf_release(struct ws_buf *b);
/* Empties the buffer and keeps its memory; gives it back when it is over keep_bytes. */
void ws_buf_clear(struct ws_buf *b, size_t keep_bytes);

/* Makes room for n more bytes at b->p + b->n, for the caller to fill and add to b->n.
 * false: over max or out of memory; the buffer is as before. */
WS_MUST_USE bool ws_buf_reserve(struct ws_buf *b, size_t n);
WS_MUST_USE bool ws_buf_append(struct ws_buf *b, const void *p, size_t n);

#endif
