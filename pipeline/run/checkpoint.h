/* checkpoint.h - NAME.ATTEMPT.checkpoint: how far an attempt at an input has come, for itself to be told
 * (warcsift status), and for the next attempt to go on from.
 *
 * A JSON object, replaced as a whole by rename. "position" is null until there is something to go on
 * from; what it counts on (the bytes of the parts that "shards" lists) was synced before.
 * Threads: none of its own. */
#ifndef WARCSIFT_CHECKPOINT_H
#define WARCSIFT_CHECKPOINT_H

#include "pipeline/output/stats.h"
#include "pipeline/run/position.h"

struct ws_checkpoint_progress {
    uint64_t bytes_done, bytes_total; /* of the input, in all passes; total 0: not known */
    uint64_t records, articles;
};

/* What stands in it. */
struct ws_checkpoint {
    const char *host;
    int64_t pid, started, updated; /* seconds since 1970 */
    struct ws_input_identity input;
    const char *options_hash;
    struct ws_checkpoint_progress progress;
    uint64_t bytes_begun; /* bytes_done when the attempt began: an earlier one has done those */
    const struct ws_position *position; /* NULL: none */
    const struct ws_stats *stats;       /* up to there */
    const struct ws_shards *shards;     /* up to there */
    const char *open_sha256;            /* of the last of them */
    const struct ws_shards *rejects;    /* as shards; none when they are not written */
    const char *open_rejects_sha256;
    const struct ws_shards *signatures; /* likewise */
    const char *open_signatures_sha256;
};
/* false: no memory. */
WS_MUST_USE bool ws_checkpoint_render(const struct ws_checkpoint *c, struct ws_buf *out);

/* sha256: of their first bytes, all of which are there. */
struct ws_saved_shards {
    struct ws_shard_info *list;
    size_t n;
};
/* What is read back. */
struct ws_saved {
    struct ws_position position;
    struct ws_checkpoint_progress progress;
    struct ws_stats stats;
    struct ws_saved_shards shards, rejects, signatures;
};
/* Whether it is of that input and those options, and has a position. */
WS_MUST_USE bool ws_checkpoint_suits(const json_t *checkpoint, const struct ws_input_identity *input,
                                     const char *options_hash);
/* Of one that suits. false: it is damaged, or no memory. s needs ws_saved_release() either way. */
WS_MUST_USE bool ws_saved_load(struct ws_saved *s, const json_t *checkpoint);
void ws_saved_release(struct ws_saved *s);

#endif
