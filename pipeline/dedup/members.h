/* members.h - the plain bytes of a shard, and where its gzip members or zstd frames ("members", both) begin and
 * end: those of which all lines stay can be copied as they are.
 * Threads: none of its own. */
#ifndef WARCSIFT_DEDUP_MEMBERS_H
#define WARCSIFT_DEDUP_MEMBERS_H

#include "warcsift/base.h"
#include "warcsift/sift.h"

struct ws_piece {
    struct ws_slice plain; /* until the next call */
    bool last;             /* of its member; never of a file that is not compressed */
    uint64_t end;          /* of the member in the file, if last */
};

struct ws_members;
/* WS_OK; WS_FATAL with err: it cannot be read. kind: by its first bytes, whatever its name. */
WS_MUST_USE enum ws_status ws_members_open(const char *path, struct ws_members **m, enum ws_compress *kind,
                                           struct ws_error *err);
void ws_members_close(struct ws_members *m); /* NULL is fine */

/* WS_OK; WS_EOF: that was all; WS_FATAL with err: damage, or it cannot be read. */
WS_MUST_USE enum ws_status ws_members_next(struct ws_members *m, struct ws_piece *piece, struct ws_error *err);
/* On to the member that begins at offset. */
WS_MUST_USE enum ws_status ws_members_seek(struct ws_members *m, uint64_t offset, struct ws_error *err);
/* For copying: bytes of the file, from offset on; WS_EOF: it ends before. */
WS_MUST_USE enum ws_status ws_members_raw(struct ws_members *m, uint64_t offset, void *out, size_t n,
                                          struct ws_error *err);

#endif
