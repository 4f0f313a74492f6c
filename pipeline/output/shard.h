/* shard.h - the shards of one input: chunks in, NAME.jsonl.gz or NAME-00000.jsonl.gz ... out.
 *
 * Each shard appears when it is full (outfile.h); an earlier NAME.stats.json is removed before the first
 * of them, so that it never vouches for shards it has not seen.
 * Threads: one thread at a time. */
#ifndef WARCSIFT_SHARD_H
#define WARCSIFT_SHARD_H

#include "pipeline/output/chunk.h"
#include "pipeline/output/outfile.h"

/* Where all shards of a run go. */
struct ws_shard_place {
    int dir_fd;    /* directory; -1: stream_fd takes all lines and nothing is named */
    int stream_fd;
    enum ws_compress compress; /* not WS_COMPRESS_AUTO */
    uint64_t shard_bytes;      /* 0: never split */
};

struct ws_shard_info {
    char *name; /* NULL when streaming */
    uint64_t articles, bytes, plain_bytes;
};

struct ws_shards {
    const struct ws_shard_place *place;
    const char *name;         /* of the input, borrowed */
    struct ws_outfile file;   /* of the last one in list, while that is open */
    struct ws_shard_info *list;
    size_t n, cap;
};

/* Nothing is created yet. place and name must outlive s. */
void ws_shards_init(struct ws_shards *s, const struct ws_shard_place *place, const char *name);

/* All: WS_OK; WS_FATAL with err: the output cannot be written, only ws_shards_release() may follow. */
WS_MUST_USE enum ws_status ws_shards_append(struct ws_shards *s, const struct ws_chunks *chunks, size_t i,
                                            struct ws_error *err);
/* Completes the last shard; an input without articles gets an empty one. The list is final then. */
WS_MUST_USE enum ws_status ws_shards_finish(struct ws_shards *s, struct ws_error *err);
/* Drops a shard that is not complete, and the memory. Complete ones stay. */
void ws_shards_release(struct ws_shards *s);

/* NAME.stats.json; the caller's to free, NULL: no memory. */
char *ws_stats_file_name(const char *name);

#endif
