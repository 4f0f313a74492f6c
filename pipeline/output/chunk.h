/* chunk.h - lines, gathered into chunks and compressed by the thread that wrote them.
 *
 * A chunk is a run of whole lines in a gzip member or zstd frame of its own. It is the unit in which a
 * shard grows and is split, so nothing has to be compressed again when batches meet. Where a chunk ends
 * depends on the lines of its batch alone. */
#ifndef WARCSIFT_CHUNK_H
#define WARCSIFT_CHUNK_H

#include "pipeline/output/encode.h"

/* Plain bytes of a chunk at most, but for a single longer line. Small enough that shards come close to
 * their size, large enough for compression (under 1 % more than without chunks). */
#define WS_CHUNK_BYTES (256u << 10)

struct ws_chunk {
    size_t at, n; /* in ws_chunks.bytes */
    uint64_t plain_bytes, articles;
};

/* Finished chunks in order. */
struct ws_chunks {
    struct ws_buf bytes;
    struct ws_chunk *list;
    size_t n, cap;
};

void ws_chunks_init(struct ws_chunks *c, size_t max_bytes);
void ws_chunks_release(struct ws_chunks *c);
void ws_chunks_clear(struct ws_chunks *c);

/* The chunk being filled: one per thread. Lines are appended to plain by the caller. */
struct ws_chunk_filler {
    struct ws_buf plain;
    struct ws_encoder *encoder;
    size_t limit;      /* WS_CHUNK_BYTES, or the shard size when that is less */
    uint64_t articles; /* lines in plain */
};

/* max_line_bytes: of one line. false: no memory. */
WS_MUST_USE bool ws_chunk_filler_init(struct ws_chunk_filler *f, enum ws_compress kind, uint64_t shard_bytes,
                                      size_t max_line_bytes);
void ws_chunk_filler_release(struct ws_chunk_filler *f);

/* plain now holds one more line, which begins at line_at. Closes the chunk before it when it would get
 * too long. false: no memory, or done is over its maximum. */
WS_MUST_USE bool ws_chunk_line_added(struct ws_chunk_filler *f, size_t line_at, struct ws_chunks *done);
/* Closes the chunk, if there is anything in it. false: as above. */
WS_MUST_USE bool ws_chunk_close(struct ws_chunk_filler *f, struct ws_chunks *done);

#endif
