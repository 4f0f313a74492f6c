/* http.h - inside of struct ws_http_decoder: http.c parses, coding.c undoes codings.
 * Threads: one decoder per thread. */
#ifndef WARCSIFT_HTTP_H
#define WARCSIFT_HTTP_H

#include "warc/fields.h"

#define ZLIB_CONST
#include <zlib.h>

struct ws_http_decoder {
    struct ws_archive_options opts;
    struct ws_fields fields;
    struct ws_buf out[2]; /* codings are undone from one into the other */
    int current;          /* the one the body stands in */
    z_stream z;
    bool z_ready;
    struct ws_br *br;     /* undo_br.c; NULL until the first body in that coding */
    struct ws_zstd *zstd; /* undo_zstd.c; likewise */
};

/* Which of the Content-Type fields counts, as written; see http_type.c. */
struct ws_slice ws_http_content_type(const struct ws_field *fields, size_t n);

#endif
