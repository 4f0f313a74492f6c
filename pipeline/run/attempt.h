/* attempt.h - one try at one input, and what tells it from others at the same input.
 *
 * A cluster may run two attempts of one task at once, and kill either at any moment. So each has names of
 * its own, ATTEMPT = HOST-PID-N, and keeps a lock (flock(2)) on NAME.ATTEMPT.checkpoint while it lives,
 * which the system releases when it dies. A new attempt
 *
 *   - goes on where the furthest of the others was at its last checkpoint, from a copy of its parts whose
 *     bytes are verified (their SHA-256 is in the checkpoint): also of one that lives, whose files it
 *     never changes;
 *   - removes the files of those that are dead when it has its copy, and when the input is published.
 *
 * Threads: ws_attempts_begin() one at a time (feed.h calls it under its lock); an attempt belongs to the
 * committer from then on. */
#ifndef WARCSIFT_ATTEMPT_H
#define WARCSIFT_ATTEMPT_H

#include "pipeline/output/attempt_id.h"
#include "pipeline/run/checkpoint.h"
#include "pipeline/run/job.h"
#include "pipeline/run/leftovers.h"

#include <stdatomic.h>

struct ws_attempt {
    const struct ws_input *input;
    char id[WS_ATTEMPT_ID_MAX];
    char *file;      /* NAME.ID.checkpoint */
    int fd;          /* of it, locked */
    int64_t started; /* seconds since 1970 */
    double saved_at; /* of the monotonic clock */
    bool is_saved;   /* there is something to go on from, in file */
    bool goes_on;    /* begun at: */
    struct ws_position begun_at;
    uint64_t bytes_begun; /* progress.bytes_done there */
    bool has_position; /* something was committed, here or by the attempt before, up to: */
    struct ws_position position;
    struct ws_checkpoint_progress progress;
    struct ws_stats stats;   /* up to there */
    struct ws_shards shards; /* up to there */
    struct ws_shards rejects; /* up to there; none when they are not written */
    struct ws_shards signatures; /* likewise, see signatures.h */
};

struct ws_attempts {
    const struct ws_job *job;
    char host[WS_MACHINE_MAX];
    struct ws_leftovers leftovers;
    struct ws_attempt **list; /* one for each input; NULL: not begun, or over */
    unsigned next_number;     /* N of the next one */
    size_t skipped;           /* inputs that were done before */
    atomic_ullong skipped_bytes; /* of them; any thread may look */
};

/* false: no memory. Release either way: attempts that are not over leave their files if there is something
 * to go on from. */
WS_MUST_USE bool ws_attempts_init(struct ws_attempts *a, const struct ws_job *job);
void ws_attempts_release(struct ws_attempts *a);

/* WS_SKIP: a stats file vouches for it, and that counts (force); WS_OK: none does; WS_FATAL with err: the store
 * that may have it cannot be asked. The standard input is never done: nobody knows what it will be. */
WS_MUST_USE enum ws_status ws_attempts_was_done(const struct ws_attempts *a, const struct ws_input *input,
                                                struct ws_error *err);

/* WS_OK: the input is to be read, and list has its attempt (the same one, if it was begun before), but when
 * all goes to a stream; WS_SKIP: it was done before; WS_FATAL with err: the output cannot be written. */
WS_MUST_USE enum ws_status ws_attempts_begin(struct ws_attempts *a, size_t input, struct ws_error *err);

/* Writes the checkpoint anew, with what stats, shards, position and progress of t are now: once in a while, or
 * at once when now is set. WS_OK; WS_FATAL with err. */
WS_MUST_USE enum ws_status ws_attempt_save(struct ws_attempts *a, struct ws_attempt *t, bool now,
                                           struct ws_error *err);

enum ws_attempt_end {
    WS_ATTEMPT_DONE,   /* the input is published: nothing of this and of dead attempts stays */
    WS_ATTEMPT_FAILED, /* nothing of this one stays */
    WS_ATTEMPT_LEFT    /* its files stay, if there is something to go on from */
};
void ws_attempt_end(struct ws_attempts *a, size_t input, enum ws_attempt_end how);

#endif
