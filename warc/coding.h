/* coding.h - undoing one coding of a body (RFC 9112, 7; RFC 9110, 8.4.1). coding.c says which.
 * Threads: one decoder per thread. */
#ifndef WARCSIFT_CODING_H
#define WARCSIFT_CODING_H

#include "warc/http.h"

/* How undoing one coding went. */
enum ws_undone {
    WS_UNDONE,
    WS_UNDONE_CUT,         /* the body ended early or broke later on: what there is, is good */
    WS_UNDONE_MANY_CHUNKS, /* likewise, over the limit of chunks */
    WS_UNDONE_NOT_SO,      /* the body is not coded that way */
    WS_UNDONE_BAD,         /* it is, but nothing can be had out of it */
    WS_UNDONE_UNSUPPORTED, /* it is, but this build cannot undo it */
    WS_UNDONE_TOO_BIG,
    WS_UNDONE_RATIO,
    WS_UNDONE_NO_MEMORY
};

/* s is the body, out an empty buffer that takes what is behind the coding. All of it is decided
 * by the bytes of s alone; out is to be looked at only after WS_UNDONE, _CUT and _MANY_CHUNKS.
 */
enum ws_undone ws_undo_chunked(struct ws_slice s, struct ws_buf *out);
enum ws_undone ws_undo_gzip(struct ws_http_decoder *d, struct ws_slice s, struct ws_buf *out);
/* zlib (RFC 1950), which "deflate" means, and the bare stream (RFC 1951) that some servers
 * send. */
enum ws_undone ws_undo_zlib(struct ws_http_decoder *d, struct ws_slice s, struct ws_buf *out);
enum ws_undone ws_undo_raw_deflate(struct ws_http_decoder *d, struct ws_slice s,
                                   struct ws_buf *out);
enum ws_undone ws_undo_br(struct ws_http_decoder *d, struct ws_slice s, struct ws_buf *out);
enum ws_undone ws_undo_zstd(struct ws_http_decoder *d, struct ws_slice s, struct ws_buf *out);

/* Are these chunks from the first to the last byte, ended by the last chunk? Stricter than
 * ws_undo_chunked(), for bodies of which nobody says so. */
bool ws_is_chunked(struct ws_slice s);
/* No control characters but those of text, in the first bytes: compressed data has some early
 * on. */
bool ws_looks_like_text(struct ws_slice s);

/* Bytes of output that are kept for the next body; what is larger is given back. */
#define WS_KEEP_BYTES ((size_t)16 << 20)

/* --- between undo.c and the libraries
 * --------------------------------------------------------- */

/* What is left to be read, and room to write to; both move on. */
struct ws_flow {
    const uint8_t *in;
    size_t in_n;
    uint8_t *out;
    size_t out_n;
};

enum ws_step {
    WS_STEP_MORE, /* of what is used up, input or room */
    WS_STEP_END,
    WS_STEP_BROKEN,
    WS_STEP_NO_MEMORY
};

/* start: makes ready for a body. WS_UNDONE, _UNSUPPORTED, _NO_MEMORY. */
enum ws_undone ws_br_start(struct ws_http_decoder *d);
enum ws_step ws_br_step(struct ws_http_decoder *d, struct ws_flow *f);
/* Starts again for a body that broke: what was decoded before the break comes out. */
enum ws_undone ws_br_start_again(struct ws_http_decoder *d);
void ws_br_stop(struct ws_http_decoder *d);
void ws_br_free(struct ws_br *br); /* NULL is fine */

bool ws_zstd_frame_begins(struct ws_slice s);
enum ws_undone ws_zstd_start(struct ws_http_decoder *d);
/* Starts again with a decoder that has seen no other body. false: it had not, or no memory. */
bool ws_zstd_start_anew(struct ws_http_decoder *d);
enum ws_step ws_zstd_step(struct ws_http_decoder *d, struct ws_flow *f);
void ws_zstd_free(struct ws_zstd *z); /* NULL is fine */

#endif
