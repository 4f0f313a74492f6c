/* shard_lines.h - the lines of a shard, and what its members hold.
 * Threads: none of its own. */
#ifndef WARCSIFT_DEDUP_SHARD_LINES_H
#define WARCSIFT_DEDUP_SHARD_LINES_H

#include "pipeline/dedup/members.h"
#include "warc/buf.h"

#define WS_SHARD_LINE_MAX ((size_t)1 << 30)

struct ws_member {
    uint64_t end;   /* in the file */
    uint32_t lines; /* that end in it */
};

struct ws_member_table {
    struct ws_member *list;
    size_t n, cap;
    bool whole; /* compressed, and all members end with a line */
};
void ws_member_table_release(struct ws_member_table *t);

struct ws_shard_lines {
    struct ws_members *members;
    enum ws_compress kind;
    struct ws_piece piece;
    size_t at;            /* in it */
    struct ws_buf carry;  /* the beginning of a line that goes on in the next piece */
    bool is_carry;        /* the line given out is in carry */
    bool ended;           /* the last line had a newline */
    uint32_t lines;       /* given out since the last end of a member */
    uint64_t plain_bytes; /* of the lines given out, with their newlines */
    struct ws_member_table *table; /* is added to; NULL: nobody asks */
};

/* table: NULL, or zeroed; it is complete behind the last line. */
WS_MUST_USE enum ws_status ws_shard_lines_open(struct ws_shard_lines *l, const char *path,
                                               struct ws_member_table *table, struct ws_error *err);
void ws_shard_lines_close(struct ws_shard_lines *l);

/* line: without its newline, until the next call. As ws_members_next(). */
WS_MUST_USE enum ws_status ws_shard_lines_next(struct ws_shard_lines *l, struct ws_slice *line, struct ws_error *err);
/* On to the lines of the member that begins at offset. */
WS_MUST_USE enum ws_status ws_shard_lines_seek(struct ws_shard_lines *l, uint64_t offset, struct ws_error *err);

#endif
