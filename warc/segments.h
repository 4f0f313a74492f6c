/* segments.h - puts records together again that were written in segments (ISO 28500-1:2017, 7
 * and 5.20 to 5.22).
 *
 * The first segment is a record of any type with WARC-Segment-Number: 1. The others are of type
 * continuation, name its WARC-Record-ID in WARC-Segment-Origin-ID and count on; the last one
 * has WARC-Segment-Total-Length. Other records may stand between them.
 *
 * A first segment is held until its last one comes, or until it is given up: because the next
 * one has a wrong number, the input ends, or room is needed. Then the beginning that is there
 * is handed out. Blocks held at once take the limit of one record at most, and so many records.
 * Which one is given up depends on the records alone: the one that was held longest. */
#ifndef WARCSIFT_SEGMENTS_H
#define WARCSIFT_SEGMENTS_H

#include "warc/buf.h"
#include "warcsift/archive.h"

struct ws_segments;
/* opts may be NULL (defaults). NULL: no memory. */
struct ws_segments *ws_segments_new(const struct ws_archive_options *opts);
void ws_segments_free(struct ws_segments *s);

enum ws_segment_take {
    WS_TAKE_NONE,  /* no segment: use it as it is */
    WS_TAKE_HELD,  /* is in here now */
    WS_TAKE_STRAY, /* a continuation of nothing that is held */
    WS_TAKE_NO_MEMORY
};
/* Offers a record: its header as it stands in the file, and its block. Call ws_segments_pop()
 * until it has no more before the next one. */
WS_MUST_USE enum ws_segment_take ws_segments_take(struct ws_segments *s,
                                                  const struct ws_record *rec,
                                                  struct ws_slice head, struct ws_slice block);
/* The input has ended: all that is held is given up. */
void ws_segments_end(struct ws_segments *s);

/* Whether anything is held. */
bool ws_segments_hold(const struct ws_segments *s);

struct ws_joined {
    struct ws_slice head, block; /* borrowed until the next call */
    uint64_t offset, length;     /* of the first segment */
    uint32_t n;                  /* segments in block */
    enum ws_segment fate;
};
/* The next record that is finished, in the order in which they began. false: there is none. */
bool ws_segments_pop(struct ws_segments *s, struct ws_joined *joined);

#endif
