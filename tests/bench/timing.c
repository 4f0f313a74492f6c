/* timing.c - warcsift with a watch on its joints. Linked in front of the library with --wrap
 * (Makefile), so the program itself has nothing of this. The file that WS_TIMING names gets a
 * line for each event, times in microseconds, of the thread's CPU but for WALL:
 *
 *     record SEQ LENGTH PLAIN TIME OUTCOME
 *     batch SEQ INPUT PLAIN FEED INFLATE WORK
 *     commit SEQ LAST TIME WALL
 *
 * SEQ is the number of the slot. LENGTH, PLAIN: bytes in the file, plain. FEED is
 * ws_feed_next() but for ws_span_read(), which is INFLATE; WORK what follows, until the slot is
 * handed in. LAST: 1 for the last slot of an input. scale.py reads all this. */
#include "pipeline/commit.h"
#include "pipeline/feed.h"
#include "pipeline/worker.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum ws_feed_result __real_ws_feed_next(struct ws_feed *f, struct ws_span_reader *reader,
                                        struct ws_slot *s);
enum ws_status __real_ws_span_read(struct ws_span_reader *r, struct ws_file file, const struct ws_span *span,
                                   struct ws_batch *b, struct ws_span_found *found);
enum ws_outcome __real_ws_worker_sift(struct ws_worker *w, struct ws_slot *s,
                                      struct ws_archive *a, struct ws_record *rec,
                                      const struct ws_host_memory *memory);
struct ws_slot *__real_ws_pool_done(struct ws_pool *p, struct ws_slot *s);
enum ws_status __real_ws_commit_slot(struct ws_committer *c, struct ws_slot *s,
                                     struct ws_error *err);

enum ws_feed_result __wrap_ws_feed_next(struct ws_feed *f, struct ws_span_reader *reader,
                                        struct ws_slot *s);
enum ws_status __wrap_ws_span_read(struct ws_span_reader *r, struct ws_file file, const struct ws_span *span,
                                   struct ws_batch *b, struct ws_span_found *found);
enum ws_outcome __wrap_ws_worker_sift(struct ws_worker *w, struct ws_slot *s,
                                      struct ws_archive *a, struct ws_record *rec,
                                      const struct ws_host_memory *memory);
struct ws_slot *__wrap_ws_pool_done(struct ws_pool *p, struct ws_slot *s);
enum ws_status __wrap_ws_commit_slot(struct ws_committer *c, struct ws_slot *s,
                                     struct ws_error *err);

/* Of the batch that this thread is at. */
static _Thread_local struct {
    double feed, inflate, work_start;
    size_t plain;
} mine;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static FILE *out; /* under lock */

static double now_us(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return 1e6 * (double)t.tv_sec + 1e-3 * (double)t.tv_nsec;
}

static double cpu_us(void)
{
    return now_us(CLOCK_THREAD_CPUTIME_ID);
}

/* For one line: opens the file when it is the first. */
static FILE *begin(void)
{
    pthread_mutex_lock(&lock);
    const char *path = getenv("WS_TIMING");
    if (!out)
        out = fopen(path ? path : "timing.txt", "w");
    if (!out)
        abort();
    return out;
}

static void end(void)
{
    fflush(out);
    pthread_mutex_unlock(&lock);
}

enum ws_feed_result __wrap_ws_feed_next(struct ws_feed *f, struct ws_span_reader *reader,
                                        struct ws_slot *s)
{
    const double start = cpu_us();
    mine.inflate = 0;
    enum ws_feed_result result = __real_ws_feed_next(f, reader, s);
    mine.work_start = cpu_us();
    mine.feed = mine.work_start - start - mine.inflate;
    mine.plain = s->batch->n;
    return result;
}

enum ws_status __wrap_ws_span_read(struct ws_span_reader *r, struct ws_file file, const struct ws_span *span,
                                   struct ws_batch *b, struct ws_span_found *found)
{
    const double start = cpu_us();
    enum ws_status st = __real_ws_span_read(r, file, span, b, found);
    mine.inflate = cpu_us() - start;
    return st;
}

enum ws_outcome __wrap_ws_worker_sift(struct ws_worker *w, struct ws_slot *s,
                                      struct ws_archive *a, struct ws_record *rec,
                                      const struct ws_host_memory *memory)
{
    const double start = cpu_us();
    enum ws_outcome outcome = __real_ws_worker_sift(w, s, a, rec, memory);
    const double taken = cpu_us() - start;
    fprintf(begin(), "record %" PRIu64 " %" PRIu64 " %" PRIu64 " %.1f %s\n", s->seq,
            rec->length, rec->content_length, taken,
            outcome < WS_OUT_COUNT ? ws_outcome_name(outcome) : "no_memory");
    end();
    mine.work_start += cpu_us() - start - taken; /* writing that is not its work */
    return outcome;
}

struct ws_slot *__wrap_ws_pool_done(struct ws_pool *p, struct ws_slot *s)
{
    const double work = cpu_us() - mine.work_start;
    fprintf(begin(), "batch %" PRIu64 " %zu %zu %.1f %.1f %.1f\n", s->seq, s->input, mine.plain,
            mine.feed, mine.inflate, work);
    end();
    return __real_ws_pool_done(p, s);
}

enum ws_status __wrap_ws_commit_slot(struct ws_committer *c, struct ws_slot *s,
                                     struct ws_error *err)
{
    const uint64_t seq = s->seq;
    const bool last = s->last;
    const double start = cpu_us(), wall = now_us(CLOCK_MONOTONIC);
    enum ws_status st = __real_ws_commit_slot(c, s, err);
    const double taken = cpu_us() - start, waited = now_us(CLOCK_MONOTONIC) - wall;
    fprintf(begin(), "commit %" PRIu64 " %d %.1f %.1f\n", seq, last, taken, waited);
    end();
    return st;
}
