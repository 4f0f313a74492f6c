/* make_arc.h - small ARC files for the tests, made at run time. */
#ifndef WARCSIFT_MAKE_ARC_H
#define WARCSIFT_MAKE_ARC_H

#include "tests/unit/make_warc.h"

/* The first record of an ARC/1.0 file. */
static inline void put_filedesc(struct ws_buf *b)
{
    static const char BLOCK[] =
        "1 0 Tester\nURL IP-address Archive-date Content-type Archive-length\n\n";
    put_fmt(b, "filedesc://test.arc 0.0.0.0 20240501102030 text/plain %zu\n%s\n",
            sizeof BLOCK - 1, BLOCK);
}

/* A record of n bytes of text; fields: what stands between the URL and the length. */
static inline void put_arc_as(struct ws_buf *b, int id, const char *fields, size_t n)
{
    put_fmt(b, "http://example.org/%d %s %zu\n", id, fields, n);
    put_text(b, n, (unsigned)id);
    put_str(b, "\n");
}

static inline void put_arc(struct ws_buf *b, int id, size_t n)
{
    put_arc_as(b, id, "192.0.2.7 20240501102030 text/html", n);
}

#endif
