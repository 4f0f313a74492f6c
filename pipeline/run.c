/* run.c - the way of a record through the program, from top to bottom.
 *
 *     source (one lock)           worker (private)                  commit (in order)
 *   input -> whole records -->| filters > HTML > article > JSON > gz |--> shard, counts,
 *  joined, about 4 MiB       |   record by record (worker.c)        |    damage (commit.h)
 *
 * There is one parallel region, and every thread in it runs work(): it takes a free slot, locks
 * the source to fill it with the next batch and to give it the next number, works through the
 * batch alone, and hands the slot in. Slots are committed in the order of their numbers by
 * whichever thread completes the next one (pool.h). No thread only reads and none only writes;
 * with -j 1 the same code runs.
 *
 * Why the output is the same for any number of threads: batches are cut where the bytes of the
 * input say so (cut.h); what a worker makes of a batch depends on that batch alone; everything
 * that depends on order (which shard, which number, what is listed first) happens in the
 * commit.
 *
 * Why memory is bounded: there are 2 * threads + 2 slots, and one is free again only after its
 * output was written. A batch whose output outgrows its slot (small compressed bodies can hold
 * much text) waits for its turn and writes what it has (spill()).
 *
 * With host_memory each input is read twice. The first pass leaves notes of its pages instead
 * of output; they are put together in the commit, so in order, and when the last of them is in,
 * the memory of the hosts is there (commit.h). Batches of the second pass wait for that: the
 * only moment when threads may stand idle, about one batch long.
 *
 * Inputs follow each other through the same slots: the last batch of one and the first of the
 * next are worked on at the same time. The commit sees one after the other.
 *
 * Locks are pthread mutexes, although the team is OpenMP's: OpenMP has no condition variables,
 * and ThreadSanitizer understands these. Nothing returns or jumps out of the region; errors are
 * noted, the pool is stopped, and every thread comes home by itself. */
#include "pipeline/run.h"
#include "pipeline/commit.h"
#include "pipeline/extract/host_note.h"
#include "pipeline/output/reason.h"
#include "pipeline/worker.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Output, or notes, of one slot that make it wait for its turn and write. */
#define SPILL_BYTES (16u << 20)

struct run {
    const struct ws_job *job;
    struct ws_pool pool;

    pthread_mutex_t source_lock;
    /* All here under source_lock: */
    struct ws_cutter *cutter; /* of the current input, or NULL */
    int fd;                   /* it reads from this */
    size_t next_input;        /* the current one while cutter is set */
    uint64_t next_seq;
    bool survey;         /* the current input is read for the first of two times */
    uint64_t survey_end; /* seq of the last slot of that pass */

    struct ws_committer committer; /* of the thread whose turn it is (pool.h) */

    pthread_mutex_t result_lock;
    enum ws_sift_result result; /* under result_lock: of the first failure that ends the run */
    struct ws_error error;      /* under result_lock: what it was */
};

static const struct ws_error NO_MEMORY = {.code = WS_E_NOMEM, .msg = "out of memory"};

/* Why the run ended early: the first reason counts. */
static void note_result(struct run *r, enum ws_sift_result result, const struct ws_error *err)
{
    pthread_mutex_lock(&r->result_lock);
    if (r->result == WS_SIFT_OK) {
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

/* The commit says why. */
static void end_run_of_commit(struct run *r, const struct ws_error *err)
{
    end_run(r, err->code == WS_E_NOMEM ? WS_SIFT_LOST : WS_SIFT_OUTPUT, err);
}

static bool interrupted(struct run *r)
{
    const struct ws_sift_observer *o = &r->job->options->observer;
    if (!o->interrupted || !o->interrupted(o->ctx))
        return false;
    end_run(r, WS_SIFT_INTERRUPTED, NULL);
    return true;
}

/* --- source: under its lock ----------------------------------------------------------- */

static enum ws_status open_input(struct run *r, struct ws_error *err)
{
    const char *path = r->job->inputs.list[r->next_input].path;
    const struct ws_sift_options *o = r->job->options;
    r->fd = strcmp(path, "-") == 0 ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (r->fd < 0) {
        int e = errno;
        char reason[80];
        ws_error_set(err, WS_E_IO, 0, "cannot be opened: %s",
                     ws_reason(e, reason, sizeof reason));
        err->sys_errno = e;
        return WS_FATAL;
    }
    const struct ws_cdx_places *listed =
        r->job->cdx.inputs ? &r->job->cdx.inputs[r->next_input] : NULL;
    enum ws_status st =
        listed ? ws_cutter_open_listed(r->fd, &o->archive, o->batch_bytes, listed->list,
                                       listed->n, &r->cutter, err)
               : ws_cutter_open_fd(r->fd, &o->archive, o->batch_bytes, &r->cutter, err);
    if (st != WS_OK || ws_cutter_join_segments(r->cutter, &o->archive))
        return st;
    *err = NO_MEMORY;
    return WS_FATAL;
}

static void close_input(struct run *r)
{
    ws_cutter_close(r->cutter);
    r->cutter = NULL;
    if (r->fd > STDIN_FILENO)
        close(r->fd);
    r->fd = -1;
}

/* The next one, or the same a second time: not one that could not be read to its end. */
static void end_pass(struct run *r, const struct ws_slot *s)
{
    bool again = s->survey && !s->failed;
    if (again)
        r->survey_end = s->seq;
    else
        r->next_input++;
    r->survey = !again && r->job->options->host_memory;
}

/* Cuts the batch off in front of the first damage in it, which becomes the error of the slot.
 * false: there is none. */
static bool cut_at_damage(struct ws_slot *s)
{
    struct ws_batch *b = &s->batch;
    size_t i = 0;
    while (i < b->n_events && b->events[i].error.code == WS_E_RECORD_TOO_BIG)
        i++;
    if (i == b->n_events)
        return false;
    const struct ws_batch_event *e = &b->events[i];
    ws_error_set(&s->error, e->error.code, e->error.offset, "offset %" PRIu64 ": %.80s (%s)",
                 e->error.offset, e->error.msg, ws_code_name(e->error.code));
    if (e->before < b->n_entries) {
        b->n = b->entries[e->before].at;
        b->n_entries = e->before;
    }
    b->n_events = i;
    return true;
}

/* Fills s with the next batch of the current input, or of the next one. The end of a pass over
 * an input comes as a batch too, mostly an empty one. */
static void cut(struct run *r, struct ws_slot *s)
{
    enum ws_status st = WS_OK;
    s->input = r->next_input;
    s->survey = r->survey;
    s->after = r->survey_end;
    s->seq = r->next_seq++;
    s->batch.n = s->batch.n_entries = s->batch.n_events = 0;
    s->batch.input_end = 0;
    if (!r->cutter)
        st = open_input(r, &s->error);
    if (st == WS_OK) {
        st = ws_cutter_next(r->cutter, &s->batch);
        if (st == WS_FATAL)
            s->error = *ws_cutter_error(r->cutter);
    }
    const bool strict = r->job->options->strict;
    s->failed = (strict && cut_at_damage(s)) || st == WS_FATAL;
    s->last = st != WS_OK || s->failed;
    if (s->last) {
        close_input(r);
        end_pass(r, s);
    }
    if (s->failed && strict) {
        r->next_input = r->job->inputs.n;
        note_result(r, WS_SIFT_STRICT, NULL);
    }
}

/* false: there is nothing left to read. */
static bool next_batch(struct run *r, struct ws_slot *s)
{
    pthread_mutex_lock(&r->source_lock);
    bool more = r->next_input < r->job->inputs.n;
    if (more)
        cut(r, s);
    pthread_mutex_unlock(&r->source_lock);
    return more;
}

/* --- worker: one batch ---------------------------------------------------------------- */

static bool is_too_full(const struct ws_slot *s)
{
    return s->out.bytes.n > SPILL_BYTES || s->notes.n > SPILL_BYTES;
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
        end_run_of_commit(r, &err);
    ws_pool_turn_pause(&r->pool);
    return st == WS_OK;
}

/* What was lost while cutting. A record over the limit is no damage but an outcome. */
static void count_events(struct ws_slot *s)
{
    for (size_t i = 0; i < s->batch.n_events; i++) {
        const struct ws_error *e = &s->batch.events[i].error;
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
        if (interrupted(r) || (is_too_full(s) && !spill(r, s)))
            return WS_SKIP;
    }
    return WS_OK;
}

/* The whole batch, its last chunk closed. As sift_records(). */
static enum ws_status read_batch(struct run *r, struct ws_worker *w, struct ws_slot *s)
{
    struct ws_archive *a;
    struct ws_error err;
    enum ws_status st = ws_archive_open_batch(&s->batch, &r->job->options->archive, &a, &err);
    if (st != WS_OK)
        return st;
    st = ws_worker_begin(w, s) ? sift_records(r, w, s, a) : WS_FATAL;
    ws_worker_end(w);
    ws_archive_close(a);
    return st == WS_OK && !ws_chunk_close(&w->filler, &s->out) ? WS_FATAL : st;
}

/* false: the run has ended. */
static bool sift_batch(struct run *r, struct ws_worker *w, struct ws_slot *s)
{
    if (r->job->options->host_memory && !s->survey &&
        !ws_pool_wait_committed(&r->pool, s->after))
        return false;
    s->notes.n = 0;
    ws_chunks_clear(&s->out);
    ws_stats_clear(&s->stats);
    count_events(s);
    enum ws_status st = read_batch(r, w, s);
    if (st == WS_FATAL)
        end_run(r, WS_SIFT_LOST, &NO_MEMORY);
    if (s->survey)
        ws_stats_clear(&s->stats); /* the second pass counts and tells it all */
    return st == WS_OK;
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
        if (interrupted(r) || !next_batch(r, s)) {
            ws_pool_give_back(&r->pool, s);
            break;
        }
        if (!sift_batch(r, &w, s))
            break;
        for (s = ws_pool_done(&r->pool, s); s; s = ws_pool_committed(&r->pool, s))
            if (ws_commit_slot(&r->committer, s, &err) != WS_OK)
                end_run_of_commit(r, &err); /* the pool gives out nothing more */
    }
    ws_worker_release(&w);
    return NULL;
}

/* Runs fn(ctx) on n threads and waits for all of them. Fewer are no less right, only slower:
 * the work is pulled (OMP_THREAD_LIMIT may forbid some, as may the system). */
static void team_run(unsigned n, void *(*fn)(void *), void *ctx)
{
#ifdef WS_TEAM_PTHREAD
    pthread_t *others = calloc(n, sizeof *others);
    unsigned started = 0;
    while (others && started + 1 < n && pthread_create(&others[started], NULL, fn, ctx) == 0)
        started++;
    fn(ctx);
    while (started > 0)
        pthread_join(others[--started], NULL);
    free(others);
#else
#pragma omp parallel num_threads((int)n)
    fn(ctx);
#endif
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

enum ws_sift_result ws_run(const struct ws_job *job, struct ws_sift_summary *summary)
{
    struct run r = {.job = job, .fd = -1, .survey = job->options->host_memory};
    unsigned threads = job->options->threads;
    ws_commit_init(&r.committer, job, summary);
    pthread_mutex_init(&r.source_lock, NULL);
    pthread_mutex_init(&r.result_lock, NULL);
    bool ready =
        ws_pool_init(&r.pool, 2 * (size_t)threads + 2, SPILL_BYTES + 2 * ws_job_max_line(job),
                     SPILL_BYTES + WS_HOST_NOTE_MAX);
    if (ready)
        team_run(threads, work, &r);
    else
        note_result(&r, WS_SIFT_LOST, &NO_MEMORY);
    if (r.cutter)
        close_input(&r);
    ws_commit_close(&r.committer);
    if (ready)
        ws_pool_release(&r.pool);
    pthread_mutex_destroy(&r.source_lock);
    pthread_mutex_destroy(&r.result_lock);
    return verdict(&r);
}
