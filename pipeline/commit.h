/* commit.h - what happens in order: chunks to shards, notes to the memory of hosts, counts to stats files and
 * the summary, and telling the observer. It sees the slots of pool.h in the order of their numbers.
 * Threads: one at a time, see there. */
#ifndef WARCSIFT_COMMIT_H
#define WARCSIFT_COMMIT_H

#include "pipeline/extract/host/host_survey.h"
#include "pipeline/run/attempt.h"
#include "pipeline/run/duplicates.h"
#include "pipeline/run/job.h"
#include "pipeline/run/pool.h"

struct ws_committer {
    const struct ws_job *job;
    struct ws_attempts *attempts;
    struct ws_sift_summary *summary;
    struct ws_attempt *attempt; /* at the input below; NULL when streaming */
    bool open;               /* an input was begun and is not finished: */
    struct ws_shards *shards; /*   its shards: of the attempt, or: */
    struct ws_stats *stats;   /*   its counts */
    struct ws_shards stream_shards;
    struct ws_stats stream_stats;
    struct ws_duplicates *duplicates; /* with corpus.dedup and url_dedup */
    struct ws_host_survey *survey; /* with host_memory: notes of its pages, in the first pass */
    struct ws_host_memory *memory; /*   what came of them, in the second: all slots of that pass read it */
    struct ws_host_counts host_counts;
    uint64_t input_bytes;    /*   bytes read of it, in this pass */
    uint64_t bytes_before;   /* of the inputs and passes before */
    uint64_t bytes_gone_on;  /* of all these: read by attempts before this run */
    struct ws_sift_progress progress;
};

/* summary: zeroed by the caller; counts of finished inputs are added to it. */
void ws_commit_init(struct ws_committer *c, const struct ws_job *job, struct ws_attempts *attempts,
                    struct ws_sift_summary *summary);

/* Both: WS_OK; WS_FATAL with err: the output cannot be written, only ws_commit_close() may follow.
 * ws_commit_chunks() writes the chunks and takes the notes that are in the slot and empties it; more may
 * come. */
WS_MUST_USE enum ws_status ws_commit_chunks(struct ws_committer *c, struct ws_slot *s, struct ws_error *err);
/* The whole slot; with the last one of an input, its shards and stats file are complete. An input that
 * failed leaves no stats file and no incomplete shard. */
WS_MUST_USE enum ws_status ws_commit_slot(struct ws_committer *c, struct ws_slot *s, struct ws_error *err);

/* orderly: all that was read is committed, and the input at hand can be gone on with: a last checkpoint is
 * written. Before the attempts are released. WS_OK; WS_FATAL with err. */
WS_MUST_USE enum ws_status ws_commit_close(struct ws_committer *c, bool orderly, struct ws_error *err);

#endif
