/* line.h - an article as one line of JSON: flat but for lists (of tags; of the blocks of the text, last, where
 * they are asked for), fixed key order, every key in every line, one type per key. The layout is written down in
 * record.schema.json; WS_RECORD_SCHEMA counts its versions. */
#ifndef WARCSIFT_LINE_H
#define WARCSIFT_LINE_H

#include "warc/buf.h"
#include "warcsift/article.h"

/* Where an article comes from, as the archive wrote it: any bytes, {NULL, 0} when absent. */
struct ws_origin {
    struct ws_slice id, url, digest, truncated;
    struct ws_slice date;         /* YYYY-MM-DDTHH:MM:SSZ, or empty */
    struct ws_slice content_type; /* without parameters, lower case */
    const char *source;           /* file name of the archive */
    uint64_t offset, length;
    int status; /* HTTP, 0 when there was none */
};

/* Appends the line with its newline. false: out would go over its maximum, or no memory; then out is as
 * before. */
WS_MUST_USE bool ws_line_append(struct ws_buf *out, const struct ws_origin *from,
                                const struct ws_article *art);

#endif
