/* shard.h - the shards of one input: chunks in, NAME.jsonl.gz or NAME-00000.jsonl.gz ... out.
 *
 * All of them keep their private names (outfile.h) until the input is complete; then they get their own
 * together (publish.h), so that nobody ever sees half of an input.
 * Threads: one thread at a time. */
#ifndef WARCSIFT_SHARD_H
#define WARCSIFT_SHARD_H

#include "pipeline/output/chunk.h"
#include "pipeline/output/outfile.h"
#include "pipeline/output/sha256.h"

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
    char sha256[WS_SHA256_HEX]; /* of all its bytes, when it is complete; empty before, and when streaming */
};

struct ws_shards {
    const struct ws_shard_place *place;
    const char *name;         /* of the input, borrowed */
    const char *attempt;      /* borrowed; NULL when streaming */
    struct ws_outfile file;   /* of the last one in list, while that is open */
    struct ws_sha256 *hash;   /* of its bytes; NULL before the first */
    struct ws_shard_info *list;
    size_t n, cap;
};

/* Nothing is created yet. place, name and attempt must outlive s. */
void ws_shards_init(struct ws_shards *s, const struct ws_shard_place *place, const char *name,
                    const char *attempt);

/* All: WS_OK; WS_FATAL with err: the output cannot be written, only ws_shards_discard() and
 * ws_shards_release() may follow. */
WS_MUST_USE enum ws_status ws_shards_append(struct ws_shards *s, const struct ws_chunks *chunks, size_t i,
                                            struct ws_error *err);
/* Completes the last shard; an input without articles gets an empty one. The list is final then, and all of
 * it on disk, under private names. */
WS_MUST_USE enum ws_status ws_shards_finish(struct ws_shards *s, struct ws_error *err);
/* Behind that: all get their names. */
WS_MUST_USE enum ws_status ws_shards_publish(struct ws_shards *s, struct ws_error *err);

/* What there is, to the disk; sha256: of the bytes of the last shard until now, "" without one. */
WS_MUST_USE enum ws_status ws_shards_sync(struct ws_shards *s, char sha256[WS_SHA256_HEX], struct ws_error *err);
/* Takes up, as the next shard of s, one that another attempt has written: info, whose sha256 is of its first
 * info->bytes bytes, which are copied. is_open: more will come to it. WS_SKIP: it is not there, or not that
 * any more. */
WS_MUST_USE enum ws_status ws_shards_take_up(struct ws_shards *s, const struct ws_shard_info *info,
                                             const char *attempt, bool is_open, struct ws_error *err);

/* Removes the parts that were not published. */
void ws_shards_discard(struct ws_shards *s);
/* Drops the memory; files stay as they are. */
void ws_shards_release(struct ws_shards *s);

/* NAME.stats.json; the caller's to free, NULL: no memory. */
char *ws_stats_file_name(const char *name);

#endif
