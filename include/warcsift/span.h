/* span.h - a part of a gzip file, read and undone by the thread that will use it.
 *
 * To cut a file under a lock, one thread at a time has to inflate it. Where a file has a member
 * for every record (as Annex D of ISO 28500 asks, and Common Crawl writes), threads can take
 * spans of its compressed bytes instead: to span [from, until) belong the members that begin in
 * it, and a thread finds the first of them by itself. What looks like the start of a member may
 * be part of one (a .warc.gz stored in a record), so nothing that a span gives is true before
 * the span in front of it ended where this one starts: who hands out the spans checks that, in
 * order.
 *
 * A span is sound when it is nothing but members with one whole record each, closed by CRLF
 * CRLF, that are no segments and within the limits. For whatever else there is in archives
 * (damage, huge records, other distributions) the cutter reads on from the last sound record.
 *
 * A metadata record at the edge comes to the span in front, where the record is that it may
 * describe.
 *
 * Threads: one thread per reader; a file may be read by many. */
#ifndef WARCSIFT_SPAN_H
#define WARCSIFT_SPAN_H

#include "warcsift/cut.h"

/* Of a member, compressed; and plain. Those over it are left to the cutter. */
#define WS_SPAN_MEMBER_MAX ((size_t)4 << 20)
#define WS_SPAN_RECORD_MAX ((size_t)16 << 20)
/* Plain bytes of a span: more than that is left to the cutter, which makes several batches. */
#define WS_SPAN_PLAIN_MAX ((size_t)64 << 20)

struct ws_span {
    uint64_t from, until; /* offsets in the file */
    uint64_t size;        /* of the file */
    bool exact;           /* a member begins at from */
};

/* What a thread makes of a span. */
struct ws_span_found {
    bool sound;
    bool any;            /* a member begins in it; else start and end mean nothing */
    uint64_t start, end; /* of the run of its members */
    uint64_t last;       /* start of the last one, if end > start */
};

struct ws_span_reader;
/* opts: as ws_archive_open(). NULL: no memory. */
struct ws_span_reader *ws_span_reader_new(const struct ws_archive_options *opts);
void ws_span_reader_free(struct ws_span_reader *r);

/* Fills b with the records of a span of a seekable file. b is empty unless found->sound. The
 * position of a descriptor does not matter and stays. WS_OK; WS_FATAL: no memory. A file that cannot be
 * read makes no sound span. */
WS_MUST_USE enum ws_status ws_span_read(struct ws_span_reader *r, struct ws_file file,
                                        const struct ws_span *span, struct ws_batch *b,
                                        struct ws_span_found *found);

/* Whether a file that begins with these bytes may be read in spans. */
bool ws_span_suits(const uint8_t *p, size_t n);

#endif
