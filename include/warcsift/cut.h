/* cut.h - takes an archive apart into batches of whole records, to be read by other threads.
 *
 * The thread that holds the input calls ws_cutter_next(); any thread then reads the batch with
 * ws_archive_open_batch(). Where a batch ends depends on the bytes of the input and on the options
 * alone, never on timing or on how the bytes arrive (file, pipe, one byte at a time), so results stay
 * the same for any number of threads.
 *
 * Threads: one thread at a time per cutter; a filled batch belongs to whoever took it. */
#ifndef WARCSIFT_CUT_H
#define WARCSIFT_CUT_H

#include "warcsift/archive.h"

/* Where a record of a batch stood in the file: see struct ws_record. */
struct ws_batch_entry {
    size_t at; /* of the record's first byte in ws_batch.bytes */
    uint64_t offset, length;
    enum ws_segment segment;
    uint32_t n_segments;
};

/* Damage met while cutting (WS_SKIP of the reader), in file order. before: index of the entry it was met
 * in front of. Oddities of a header (WS_WARN) are no events: they show again when the batch is read. */
struct ws_batch_event {
    size_t before;
    struct ws_error error;
};

/* Whole records, decompressed, one after the other: the header as it stands in the file, the block,
 * CRLF CRLF. A record ends where the next begins, whatever its Content-Length says. One joined from segments
 * has the header of the first, and WARC-Truncated of the last behind it.
 * Reused: ws_cutter_next() empties it first. */
struct ws_batch {
    uint8_t *bytes;
    size_t n, cap;
    struct ws_batch_entry *entries;
    size_t n_entries, cap_entries;
    struct ws_batch_event *events;
    size_t n_events, cap_events;
    uint64_t input_end; /* bytes of the input consumed when this batch was full, for progress;
                         * of a cutter of places: bytes read */
};

void ws_batch_release(struct ws_batch *b); /* frees what it holds; the struct itself is the caller's */

struct ws_cutter;

/* batch_bytes: a batch is full once it holds so many plain bytes (0: 4 MiB), or very many records or
 * events. A record over it is a batch of its own size.
 * A metadata record right behind a response or resource that it names (ws_record_names()) comes into the
 * same batch, full or not.
 * As ws_archive_open_fd(): fd stays the caller's. */
WS_MUST_USE enum ws_status ws_cutter_open_fd(int fd, const struct ws_archive_options *opts,
                                             size_t batch_bytes, struct ws_cutter **c,
                                             struct ws_error *err);
/* The same of any file. */
WS_MUST_USE enum ws_status ws_cutter_open_file(struct ws_file file, const struct ws_archive_options *opts,
                                               size_t batch_bytes, struct ws_cutter **c,
                                               struct ws_error *err);

/* Where an index says that a record is: what struct ws_record has as offset and length. */
struct ws_place {
    uint64_t offset, length;
};
/* Only the records at places, read in that order from a seekable file, one read per record. A place where no
 * record begins, or none can be read, is an event. places is borrowed until ws_cutter_close(). */
WS_MUST_USE enum ws_status ws_cutter_open_listed(struct ws_file file, const struct ws_archive_options *opts,
                                                 size_t batch_bytes, const struct ws_place *places,
                                                 size_t n_places, struct ws_cutter **c,
                                                 struct ws_error *err);
/* Of a seekable file in gzip members: what comes behind the record that begins at offset (a
 * struct ws_record.offset, of one that is sound), as a cutter would give it that had read all
 * before. A descriptor is moved. */
WS_MUST_USE enum ws_status ws_cutter_open_behind(struct ws_file file, uint64_t offset,
                                                 const struct ws_archive_options *opts,
                                                 size_t batch_bytes, struct ws_cutter **c,
                                                 struct ws_error *err);
/* Between two batches: whether the next record begins a gzip member, so that the file could be
 * read from *offset on by another cutter. Not while segments wait for others, and not in front of
 * a metadata record. */
bool ws_cutter_pauses(struct ws_cutter *c, uint64_t *offset);
void ws_cutter_close(struct ws_cutter *c);

/* From now on records in segments are joined: one comes where its last segment stands, or where it was given
 * up for lack of one; see enum ws_segment. Continuations that were not used come as they are. Takes the
 * memory of one record of max_record_bytes more. opts: as for opening c. false: no memory. */
WS_MUST_USE bool ws_cutter_join_segments(struct ws_cutter *c, const struct ws_archive_options *opts);

/* Fills b. WS_OK: b holds records, events or both; WS_EOF: nothing left, b is empty; WS_FATAL: see
 * ws_cutter_error(); b may still hold records and events that were read before, and they are good. */
WS_MUST_USE enum ws_status ws_cutter_next(struct ws_cutter *c, struct ws_batch *b);
const struct ws_error *ws_cutter_error(const struct ws_cutter *c);

/* Reads the records of a batch. ws_record.offset and .length are those of the original file.
 * b is borrowed until ws_archive_close(). Events are the caller's to look at. */
WS_MUST_USE enum ws_status ws_archive_open_batch(const struct ws_batch *b,
                                                 const struct ws_archive_options *opts,
                                                 struct ws_archive **a, struct ws_error *err);

#endif
