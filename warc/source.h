/* source.h - a window over the bytes of an input: a file (descriptor, remote) or memory.
 *
 * Ask for bytes with ws_source_need(), look at them at p[0..n), give them up with
 * ws_source_consume(). A file is read in large steps that are always filled (short reads
 * are joined), so what a caller sees depends on the bytes of the input alone, never on how they
 * arrive.
 *
 * Threads: none of its own. */
#ifndef WARCSIFT_SOURCE_H
#define WARCSIFT_SOURCE_H

#include "warc/buf.h"
#include "warcsift/file.h"

/* Consumed bytes that ws_source_hold() keeps at most. */
#define WS_SOURCE_HOLD_MAX ((size_t)2 << 20)

struct ws_source {
    const uint8_t *p; /* next byte */
    size_t n;         /* bytes in the window at p */
    uint64_t offset;  /* of p in the input */
    bool at_end;      /* nothing follows p[n - 1] */
    struct ws_error error; /* after WS_FATAL: WS_E_IO or WS_E_NOMEM */
    struct ws_file file;
    struct ws_buf buf;
    bool holding;
    uint64_t hold_at;
    size_t held; /* consumed bytes before p that can be had again */
};

/* max_window: the most that ws_source_need() will be asked for. */
void ws_source_init_file(struct ws_source *s, struct ws_file file, size_t max_window);
/* base: offset of bytes[0]. */
void ws_source_init_memory(struct ws_source *s, const void *bytes, size_t n, uint64_t base);
/* Bytes that come before those of the file, in the window from the start; offset is that of the first
 * of them. Call once, before anything is read. false: no memory, or over max_window. */
WS_MUST_USE bool ws_source_preload(struct ws_source *s, struct ws_slice bytes, uint64_t offset);
void ws_source_release(struct ws_source *s);

/* Makes at least n bytes visible at s->p (which moves). WS_OK; WS_EOF: the input ends before,
 * s->n is what there is; WS_FATAL: see error. */
WS_MUST_USE enum ws_status ws_source_need(struct ws_source *s, size_t n);
/* n <= s->n */
void ws_source_consume(struct ws_source *s, size_t n);

/* Keeps the last WS_SOURCE_HOLD_MAX bytes of what is consumed from here on. */
void ws_source_hold(struct ws_source *s);
void ws_source_let_go(struct ws_source *s);
/* Back to the place of ws_source_hold(), or (false) as far as bytes were kept. */
bool ws_source_rewind(struct ws_source *s);

#endif
