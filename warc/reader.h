/* reader.h - inside of struct ws_archive, for the reader, the cutter and the reader of batches.
 *
 * reader.c   the state machine: record after record, what is lost and where it goes on
 * block.c    the block of a record, and whether its length is true
 * archive.c  opening and closing, what the input is
 * batch.c    the same interface over the records of a batch
 * at.c       opening in the middle of a file (listed.c: at many places) */
#ifndef WARCSIFT_READER_H
#define WARCSIFT_READER_H

#include "warc/header.h"
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
    struct ws_file own; /* to be closed with it */
    enum ws_reader_state state;
    bool recognised;      /* something in the input began like a record */
    enum ws_headers kind; /* of the last record */
    bool pending;         /* in.error is still to be reported */
    bool whole_start;     /* the record is the first thing in its member */
    struct ws_buf head;   /* header of the record, as read */
    struct ws_fields fields;
    struct ws_fields probe; /* of a header that may be one: leaves those of rec alone */
    struct ws_record rec;
    size_t tail; /* bytes of the line ends behind the block, in WS_BLOCK_HELD */
    struct ws_error error;

    const struct ws_batch *batch; /* not NULL: records come from here */
    size_t next_entry;
    struct ws_slice batch_block;
};

/* Makes n bytes visible in a->in, going on into further members. WS_MEMBER_END: a member that
 * begins with a record comes before; it starts at in.p + *edge. Else as ws_plain_need(). */
WS_MUST_USE enum ws_need ws_reader_pull(struct ws_archive *a, size_t n, size_t *edge);
/* Whether a record of a->kind may begin at in.p + at, of what is visible there. */
bool ws_reader_starts(const struct ws_archive *a, size_t at);
/* Where in.p stands in the file (in a compressed one: the start of its member), and whether it
 * is the first byte of the member. */
uint64_t ws_reader_place(const struct ws_plain *in, bool *first);
/* Fills a->error.bytes_lost: from a->error.offset to in.p, as far as it can be told. from_edge:
 * the loss began at the start of a member. */
void ws_reader_loss_ends(struct ws_archive *a, bool from_edge);
/* Takes the error of a->in for that of a: WS_SKIP after WS_DAMAGE, WS_FATAL after WS_BROKEN. */
WS_MUST_USE enum ws_status ws_reader_damaged(struct ws_archive *a);
WS_MUST_USE enum ws_status ws_reader_broken(struct ws_archive *a);
/* In WS_AT_BLOCK, for a record that does not say its length: sets content_length to where the
 * next record, the member in front of one or the input ends it. WS_OK; WS_SKIP (then
 * WS_BLOCK_LOST), WS_FATAL. */
WS_MUST_USE enum ws_status ws_reader_find_end(struct ws_archive *a);
/* In WS_AT_BLOCK: makes the whole block visible at in.p and sets a->tail and a->rec.length.
 * WS_OK (then WS_BLOCK_HELD), WS_SKIP (then WS_BLOCK_LOST), WS_FATAL. */
WS_MUST_USE enum ws_status ws_reader_block(struct ws_archive *a);

/* WS_OK, or WS_FATAL with a->error: what the input is. */
WS_MUST_USE enum ws_status ws_archive_sniff(struct ws_archive *a);
WS_MUST_USE enum ws_status ws_batch_next_record(struct ws_archive *a, struct ws_record *rec);

#endif
