/* make_warc.h - small archives for the tests, made at run time. */
#ifndef WARCSIFT_MAKE_WARC_H
#define WARCSIFT_MAKE_WARC_H

#include "warc/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

static inline void put(struct ws_buf *b, const void *p, size_t n)
{
    if (b->max == 0)
        ws_buf_init(b, (size_t)1 << 30);
    if (!ws_buf_append(b, p, n))
        abort();
}

static inline void put_str(struct ws_buf *b, const char *s)
{
    put(b, s, strlen(s));
}

WS_PRINTF(2, 3)
static inline void put_fmt(struct ws_buf *b, const char *fmt, ...)
{
    char s[1024];
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(s, sizeof s, fmt, ap);
    va_end(ap);
    if (n < 0 || (size_t)n >= sizeof s)
        abort();
    put(b, s, (size_t)n);
}

/* Text of n bytes that does not compress to nothing and differs with seed. */
static inline void put_text(struct ws_buf *b, size_t n, unsigned seed)
{
    uint32_t x = seed * 2654435761u + 12345u;
    for (size_t i = 0; i < n; i++) {
        x = x * 1664525u + 1013904223u;
        char c = (char)(i % 61 == 60 ? '\n' : 'a' + (int)((x >> 24) % 26));
        put(b, &c, 1);
    }
}

/* A response record; declared: its Content-Length. */
static inline void put_record_as(struct ws_buf *b, int id, const void *block, size_t n,
                                 size_t declared)
{
    put_fmt(b,
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:%d>\r\n"
            "WARC-Date: 2025-05-17T01:02:03Z\r\nWARC-Target-URI: http://example.org/%d\r\n"
            "Content-Type: application/http; msgtype=response\r\nContent-Length: %zu\r\n\r\n",
            id, id, declared);
    put(b, block, n);
    put_str(b, "\r\n\r\n");
}

static inline void put_record(struct ws_buf *b, int id, size_t n)
{
    struct ws_buf text = {0};
    put_text(&text, n, (unsigned)id);
    put_record_as(b, id, text.p, n, n);
    ws_buf_release(&text);
}

/* p as one gzip member. */
static inline void put_gzip(struct ws_buf *b, const void *p, size_t n)
{
    z_stream z = {0};
    if (deflateInit2(&z, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        abort();
    size_t room = deflateBound(&z, n);
    if (b->max == 0)
        ws_buf_init(b, (size_t)1 << 30);
    if (!ws_buf_reserve(b, room))
        abort();
    z.next_in = (void *)(uintptr_t)p;
    z.avail_in = (uInt)n;
    z.next_out = b->p + b->n;
    z.avail_out = (uInt)room;
    if (deflate(&z, Z_FINISH) != Z_STREAM_END)
        abort();
    b->n += room - z.avail_out;
    deflateEnd(&z);
}

/* Records first..first+count-1 of n bytes each, every one in its own member. */
static inline void put_members(struct ws_buf *b, int first, int count, size_t n)
{
    for (int i = first; i < first + count; i++) {
        struct ws_buf r = {0};
        put_record(&r, i, n);
        put_gzip(b, r.p, r.n);
        ws_buf_release(&r);
    }
}

#endif
