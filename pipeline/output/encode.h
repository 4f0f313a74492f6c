/* encode.h - compresses one piece of a shard into a member of its own.
 *
 * gzip members (RFC 1952, 2.2) and zstd frames (RFC 8878, 3.1) may be strung together, so workers
 * compress alone and the writer only appends. Bytes are reproducible: no time, no file name, a fixed OS
 * byte; they are those of the libdeflate, zlib or libzstd in use (the stats file says which),
 * and no test compares them with stored ones.
 *
 * Threads: one thread per encoder. */
#ifndef WARCSIFT_ENCODE_H
#define WARCSIFT_ENCODE_H

#include "warc/buf.h"
#include "warcsift/sift.h"

const char *ws_compress_name(enum ws_compress kind); /* "none", "gzip", "zstd" */
bool ws_compress_available(enum ws_compress kind);
const char *ws_compress_suffix(enum ws_compress kind); /* "", ".gz", ".zst" */

/* "libdeflate 1.14, level 1"; NULL for none. */
const char *ws_compress_library(enum ws_compress kind);

struct ws_encoder;
struct ws_encoder *ws_encoder_new(enum ws_compress kind); /* NULL: no memory, or not available */
void ws_encoder_free(struct ws_encoder *e);

/* Appends plain to out as one member or frame. false: over out->max, or no memory; out->n is as before. */
WS_MUST_USE bool ws_encode(struct ws_encoder *e, struct ws_slice plain, struct ws_buf *out);

/* A whole file without any content: gzip and zstd tools do not take zero bytes for one. */
struct ws_slice ws_encoded_nothing(enum ws_compress kind);

#endif
