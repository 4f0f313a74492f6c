/* listed.h - single records out of the middle of a file, for ws_archive_open_at() and for the cutter
 * of places.
 * Threads: none of its own. */
#ifndef WARCSIFT_LISTED_H
#define WARCSIFT_LISTED_H

#include "warc/buf.h"
#include "warcsift/cut.h"

/* What of the front of a file is needed to read a record further on: the dictionary frame of a
 * .warc.zst (https://iipc.github.io/warc-specifications/specifications/warc-zstd/), or the first
 * record of an ARC file, which says what the others look like. Mostly empty. */
struct ws_front {
    struct ws_buf bytes;
    bool is_record; /* to be passed over */
};
/* file: seekable; a descriptor is moved. f needs ws_front_release() either way. WS_OK; WS_FATAL. */
WS_MUST_USE enum ws_status ws_front_read(struct ws_front *f, struct ws_file file,
                                         const struct ws_archive_options *opts,
                                         struct ws_error *err);
void ws_front_release(struct ws_front *f);
struct ws_listed;
WS_MUST_USE enum ws_status ws_listed_open(struct ws_file file, const struct ws_archive_options *opts,
                                          const struct ws_place *places, size_t n_places,
                                          struct ws_listed **l, struct ws_error *err);
void ws_listed_close(struct ws_listed *l);

/* Reads the header of the record at the next place. *a: an archive that stands at its block, until the
 * next call. WS_OK, WS_WARN; WS_EOF: that were all; WS_SKIP: there is no record, or it cannot be read, see
 * ws_listed_error(); WS_FATAL: no memory. */
WS_MUST_USE enum ws_status ws_listed_next(struct ws_listed *l, struct ws_archive **a, struct ws_record *rec);
const struct ws_error *ws_listed_error(const struct ws_listed *l);
uint64_t ws_listed_bytes(const struct ws_listed *l); /* read so far */

#endif
