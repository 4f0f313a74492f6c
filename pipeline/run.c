/* run.c - the way of a record through the program, from top to bottom.
 *
 *     feed                        worker (private)                  commit (in order)
 *   input -> whole records -->| filters > HTML > article > JSON > gz |--> shard, counts,
 *  joined, about 4 MiB       |   record by record (worker.c)        |    damage (commit.h)
 *
 * There is one parallel region, and every thread in it runs work(): it takes a free slot, fills
 * it with the next batch (feed.h: a span of the file that it reads and inflates by itself, or
 * what the cutter gives, one thread at a time), works through the batch alone, and hands the
 * slot in. Slots are committed in the order of their numbers by whichever thread completes the
 * next one (run/pool.h). No thread only reads and none only writes; with -j 1 the same code
 * runs.
 *
 * Why the output is the same for any number of threads: batches are cut where the bytes of the
 * input say so (feed.h); what a worker makes of a batch depends on that batch alone; everything
 * that depends on order (which shard, which number, what is listed first) happens in the
 * commit.
 *
 * Why memory is bounded: every thread has one batch, and there are 4 * threads + 2 slots for
 * what was made of them, one of which is free again only after its output was written. A batch
 * whose output outgrows its slot (small compressed bodies can hold much text) waits for its
 * turn and writes what it has (spill()).
 *
 * With host_memory each input is read twice. The first pass leaves notes of its pages instead
 * of output; they are put together in the commit, so in order, and when the last of them is in,
 * the memory of the hosts is there (commit.h). Batches of the second pass wait for that: the
 * only moment when threads may stand idle, about one batch long.
 *
 * Inputs follow each other through the same slots: the last batch of one and the first of the
 * next are worked on at the same time. The commit sees one after the other.
 *
 * An interrupted run takes no more batches, finishes those that it has, and writes a checkpoint
 * of the input at hand. What another run goes on from (run/attempt.h) is noted in the commit,
 * slot by slot, so that the rest comes out as if nothing had been.
 *
 * Locks are pthread mutexes, although the team is OpenMP's: OpenMP has no condition variables,
 * and ThreadSanitizer understands these. Nothing returns or jumps out of the region; errors are
 * noted, the pool is stopped, and every thread comes home by itself. */
#include "pipeline/run.h"
#include "pipeline/commit.h"
#include "pipeline/extract/host/host_note.h"
#include "pipeline/feed.h"
#include "pipeline/system/team.h"
#include "pipeline/worker.h"

#include <errno.h>
#include <stdlib.h>
#include <time.h>

/* Output, or notes, of one slot that make it wait for its turn and write. */
#define SPILL_BYTES (16u << 20)
/* A batch that takes long holds up the commit of all behind it, which wait in slots: with twice
 * the threads a page of 5 MB in a thousand leaves 64 threads idle now and then, with four times
 * not (make bench-scale). */
#define SLOTS_PER_THREAD 4

struct run {
    const struct ws_job *job;
    struct ws_pool pool;

    struct ws_attempts attempts;
    struct ws_feed feed;
    struct ws_committer committer; /* of the thread whose turn it is (run/pool.h) */

    pthread_mutex_t result_lock;
    double deadline; /* of the monotonic clock; 0: none */
    enum ws_sift_result result; /* under result_lock: of the first failure that ends the run */
    struct ws_error error;      /* under result_lock: what it was */
};

static const struct ws_error NO_MEMORY = {.code = WS_E_NOMEM, .msg = "out of memory"};

/* Why the run ended early: the first reason counts, but that an interrupted one may fail yet. */
static void note_result(struct run *r, enum ws_sift_result result, const struct ws_error *err)
{
    pthread_mutex_lock(&r->result_lock);
    if (r->result == WS_SIFT_OK ||
        (r->result == WS_SIFT_INTERRUPTED && result != WS_SIFT_INTERRUPTED)) {
        r->result = result;
        if (err)
            r->error = *err;
    }
    pthread_mutex_unlock(&r->result_lock);
}

static void end_run(struct run *r, enum ws_sift_result result, const struct ws_error *err)
{
    note_result(r, result, err);
    ws_pool_stop(&r->pool);
}

static void end_run_of_output(struct run *r, const struct ws_error *err)
{
    end_run(r, err->code == WS_E_NOMEM ? WS_SIFT_LOST : WS_SIFT_OUTPUT, err);
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* No more batches are to be taken. Those under way are finished and committed, so the pool goes
 * on. */
static bool interrupted(void *ctx)
{
    struct run *r = ctx;
    const struct ws_sift_observer *o = &r->job->options->observer;
    if (!(o->interrupted && o->interrupted(o->ctx)) && !(r->deadline > 0 && now() > r->deadline))
        return false;
    note_result(r, WS_SIFT_INTERRUPTED, NULL);
    return true;
}

/* --- worker: one batch ---------------------------------------------------------------- */

static bool is_too_full(const struct ws_slot *s)
{
    return s->out.bytes.n + s->rejects.bytes.n + s->signatures.n > SPILL_BYTES || s->lines.n > SPILL_BYTES ||
           s->notes.n > SPILL_BYTES;
}

/* The output of this slot has outgrown it: writes what there is when its turn has come.
 * false: the run has ended. */
static bool spill(struct run *r, struct ws_slot *s)
{
    struct ws_error err;
    if (!ws_pool_turn_wait(&r->pool, s))
        return false;
    enum ws_status st = ws_commit_chunks(&r->committer, s, &err);
    if (st != WS_OK)
        end_run_of_output(r, &err);
    ws_pool_turn_pause(&r->pool);
    return st == WS_OK;
}

/* What was lost while cutting. A record over the limit is no damage but an outcome. */
static void count_events(struct ws_slot *s)
{
    for (size_t i = 0; i < s->batch->n_events; i++) {
        const struct ws_error *e = &s->batch->events[i].error;
        if (e->code == WS_E_RECORD_TOO_BIG)
            ws_stats_record(&s->stats, WS_REC_UNKNOWN, WS_OUT_RECORD_LIMIT);
        else
            ws_stats_damage(&s->stats, e);
    }
}

/* Every record of the batch. WS_OK; WS_SKIP: the run has ended; WS_FATAL: no memory. */
static enum ws_status sift_records(struct run *r, struct ws_worker *w, struct ws_slot *s,
                                   struct ws_archive *a)
{
    /* It stays until the slots of this pass are done. */
    const struct ws_host_memory *memory =
        r->job->options->host_memory && !s->survey ? r->committer.memory : NULL;
    struct ws_record rec;
    enum ws_status st;
    while ((st = ws_archive_next(a, &rec)) != WS_EOF) {
        if (st != WS_OK && st != WS_WARN)
            return WS_FATAL;
        if (st == WS_WARN)
            ws_stats_warning(&s->stats, ws_archive_error(a));
        enum ws_outcome outcome = ws_worker_sift(w, s, a, &rec, memory);
        if (outcome == WS_OUT_OF_MEMORY)
            return WS_FATAL;
        ws_stats_record(&s->stats, rec.type, outcome);
        if (is_too_full(s) && !spill(r, s))
            return WS_SKIP;
    }
    return WS_OK;
}

/* The whole batch, its last chunk closed. As sift_records(). */
static enum ws_status read_batch(struct run *r, struct ws_worker *w, struct ws_slot *s)
{
    struct ws_archive *a;
    struct ws_error err;
    enum ws_status st = ws_archive_open_batch(s->batch, &r->job->options->archive, &a, &err);
    if (st != WS_OK)
        return st;
    st = ws_worker_begin(w, s) ? sift_records(r, w, s, a) : WS_FATAL;
    ws_worker_end(w);
    ws_archive_close(a);
    return st == WS_OK && !ws_worker_close_chunks(w, s) ? WS_FATAL : st;
}

/* false: the run has ended. */
static bool sift_batch(struct run *r, struct ws_worker *w, struct ws_slot *s)
{
    if (r->job->options->host_memory && !s->survey &&
        !ws_pool_wait_committed(&r->pool, s->after))
        return false;
    s->notes.n = 0;
    ws_chunks_clear(&s->out);
    ws_chunks_clear(&s->rejects);
    s->signatures.n = 0;
    s->lines.n = 0;
    s->documents.n = 0;
    ws_stats_clear(&s->stats);
    count_events(s);
    enum ws_status st = read_batch(r, w, s);
    if (st == WS_FATAL)
        end_run(r, WS_SIFT_LOST, &NO_MEMORY);
    if (s->survey)
        ws_stats_clear(&s->stats); /* the second pass counts and tells it all */
    return st == WS_OK;
}

/* false: there is nothing left to read, or no memory to read it. */
static bool next_batch(struct run *r, struct ws_worker *w, struct ws_slot *s)
{
    s->batch = &w->batch;
    enum ws_feed_result result = ws_feed_next(&r->feed, w->spans, s);
    s->input_end = s->batch->input_end;
    if (result == WS_FEED_STRICT)
        note_result(r, WS_SIFT_STRICT, NULL);
    if (result == WS_FEED_NO_MEMORY)
        end_run(r, WS_SIFT_LOST, &NO_MEMORY);
    if (result == WS_FEED_OUTPUT)
        end_run_of_output(r, &s->error);
    return result == WS_FEED_BATCH || result == WS_FEED_STRICT;
}

/* --- team ----------------------------------------------------------------------------- */

/* One thread of the team. */
static void *work(void *ctx)
{
    struct run *r = ctx;
    struct ws_worker w;
    struct ws_slot *s;
    struct ws_error err;
    if (!ws_worker_init(&w, r->job))
        end_run(r, WS_SIFT_LOST, &NO_MEMORY);
    while ((s = ws_pool_take(&r->pool)) != NULL) {
        if (interrupted(r) || !next_batch(r, &w, s)) {
            ws_pool_give_back(&r->pool, s);
            break;
        }
        if (!sift_batch(r, &w, s))
            break;
        s->batch = NULL; /* the next slot's */
        for (s = ws_pool_done(&r->pool, s); s; s = ws_pool_committed(&r->pool, s))
            if (ws_commit_slot(&r->committer, s, &err) != WS_OK)
                end_run_of_output(r, &err); /* the pool gives out nothing more */
    }
    ws_worker_release(&w);
    return NULL;
}

/* Tells why the run ended early, and gives the verdict. */
static enum ws_sift_result verdict(const struct run *r)
{
    const struct ws_sift_observer *o = &r->job->options->observer;
    const struct ws_sift_summary *sum = r->committer.summary;
    /* A reader that went away (head, say) knows that it did. */
    if (r->error.code != WS_E_NONE && r->error.sys_errno != EPIPE && o->error)
        o->error(o->ctx, r->result == WS_SIFT_OUTPUT ? r->job->options->out : NULL,
                 r->error.msg);
    if (r->result != WS_SIFT_OK)
        return r->result;
    const struct ws_counts *c = &sum->counts;
    bool wrong = c->block_digests[WS_DIGEST_WRONG] || c->payload_digests[WS_DIGEST_WRONG];
    return sum->inputs_failed || c->damage || wrong ? WS_SIFT_LOST : WS_SIFT_OK;
}

/* The last checkpoint; and the run was not interrupted if that came behind all work. */
static void close_run(struct run *r, struct ws_sift_summary *sum)
{
    struct ws_error err;
    sum->inputs_skipped = r->attempts.skipped;
    if (r->result == WS_SIFT_INTERRUPTED &&
        sum->inputs_done + sum->inputs_failed + sum->inputs_skipped == sum->inputs)
        r->result = WS_SIFT_OK;
    if (ws_commit_close(&r->committer, r->result == WS_SIFT_INTERRUPTED, &err) != WS_OK) {
        r->result = WS_SIFT_OUTPUT;
        r->error = err;
    }
    ws_attempts_release(&r->attempts);
}

enum ws_sift_result ws_run(const struct ws_job *job, struct ws_sift_summary *summary)
{
    struct run r = {.job = job};
    if (job->options->max_seconds)
        r.deadline = now() + (double)job->options->max_seconds;
    unsigned threads = job->options->threads;
    bool ready = ws_attempts_init(&r.attempts, job);
    ws_commit_init(&r.committer, job, &r.attempts, summary);
    ws_feed_init(&r.feed, job, &r.attempts);
    r.feed.stopped = interrupted;
    r.feed.stopped_ctx = &r;
    pthread_mutex_init(&r.result_lock, NULL);
    ws_net_watch(job->net, interrupted, &r);
    ready = ready && ws_pool_init(&r.pool, SLOTS_PER_THREAD * (size_t)threads + 2,
                                  SPILL_BYTES + 2 * ws_job_max_line(job),
                                  SPILL_BYTES + WS_HOST_NOTE_MAX);
    if (ready)
        ws_team_run(threads, work, &r);
    else
        note_result(&r, WS_SIFT_LOST, &NO_MEMORY);
    ws_feed_release(&r.feed);
    ws_net_watch(job->net, NULL, NULL);
    close_run(&r, summary);
    if (ready)
        ws_pool_release(&r.pool);
    pthread_mutex_destroy(&r.result_lock);
    return verdict(&r);
}
