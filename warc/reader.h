/* reader.h - inside of struct ws_archive, for the reader, the cutter and the reader of batches.
 *
 * reader.c   the state machine: record after record, what is lost and where it goes on
 * archive.c  opening and closing, what the input is
 * batch.c    the same interface over the records of a batch */
#ifndef WARCSIFT_READER_H
#define WARCSIFT_READER_H

#include "warc/fields.h"
#include "warc/member.h"
#include "warcsift/cut.h"

enum ws_reader_state {
    WS_AT_START,   /* nothing was looked at yet */
    WS_BETWEEN,    /* a record may begin at in.p */
    WS_AT_BLOCK,   /* in.p is the first byte of the block */
    WS_BLOCK_HELD, /* the same, and the whole block is in the window */
    WS_BLOCK_LOST, /* the block was lost; what follows begins at in.p */
    WS_AT_END,
    WS_IS_BROKEN
};

struct ws_archive {
    struct ws_archive_options opts;
    struct ws_plain in;
    int own_fd; /* -1: none */
    enum ws_reader_state state;
    bool recognised;    /* something in the input began like a record */
    bool pending;       /* in.error is still to be reported */
    bool whole_start;   /* the record is the first thing in its member */
    struct ws_buf head; /* header of the record, as read */
    struct ws_fields fields;
    struct ws_fields probe; /* of a header that may be one: leaves those of rec alone */
    struct ws_record rec;
    size_t tail; /* bytes of the line ends behind the block, in WS_BLOCK_HELD */
    struct ws_error error;

    const struct ws_batch *batch; /* not NULL: records come from here */
    size_t next_entry;
    struct ws_slice batch_block;
};

/* WS_OK, or WS_FATAL with a->error: what the input is. */
WS_MUST_USE enum ws_status ws_archive_sniff(struct ws_archive *a);
WS_MUST_USE enum ws_status ws_batch_next_record(struct ws_archive *a, struct ws_record *rec);

/* The header of the current record as it stands in the file, with its empty line. Borrowed
 * until the next ws_archive_next(). */
struct ws_slice ws_archive_raw_header(const struct ws_archive *a);

#endif
