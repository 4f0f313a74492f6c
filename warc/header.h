/* header.h - record headers of both formats, WARC (record.h) and ARC (arc.h).
 * Threads: none of its own. */
#ifndef WARCSIFT_HEADER_H
#define WARCSIFT_HEADER_H

#include "warc/arc.h"
#include "warc/record.h"

/* What the records of an input were so far. Text in the form of ARC headers is taken for such
 * only where WARC records are not what is expected. */
enum ws_headers {
    WS_HEADERS_ANY,  /* no record yet: either may come */
    WS_HEADERS_WARC, /* an ARC file may follow, with its first record, in concatenated inputs */
    WS_HEADERS_ARC   /* both */
};

/* Bytes that ws_header_starts() has to see, if the input has them. */
size_t ws_header_start_len(enum ws_headers kind);
/* Whether a header begins at p. */
bool ws_header_starts(enum ws_headers kind, const uint8_t *p, size_t n);
enum ws_headers ws_header_kind(const uint8_t *p, size_t n); /* of one that begins at p */

/* As ws_head_scan(): looks for the end of the header that begins at p. */
enum ws_head_scan ws_header_scan(const uint8_t *p, size_t n, size_t *at, size_t *len);
/* As ws_record_parse() and ws_arc_parse(). */
WS_MUST_USE enum ws_status ws_header_parse(struct ws_slice head, struct ws_fields *f,
                                           struct ws_record *rec, struct ws_error *err);
/* Whether rec says enough to be no chance find: a length, and of a WARC record a type and an id
 * or a date. st: what parsing it gave. */
bool ws_header_proves(enum ws_status st, const struct ws_record *rec);

#endif
