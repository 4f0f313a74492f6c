/* feed.h - where batches come from: input after input, each cut into batches of whole records.
 *
 * Two ways to cut. A file of gzip members with a record each (what crawls are, mostly) is
 * handed out in spans of compressed bytes: threads read and inflate them at the same time, and
 * what they found is checked in order (span.h). Everything else comes from the cutter, one
 * thread at a time, under the lock: other formats, pipes, and what spans cannot read in such a
 * file, from the last record before it on and for a stretch.
 *
 * Batches are numbered in the order of the input. Where one ends depends on the bytes of the
 * input alone, in both ways; which way is taken, too.
 *
 * Threads: ws_feed_next() may be called by all workers. */
#ifndef WARCSIFT_FEED_H
#define WARCSIFT_FEED_H

#include "pipeline/run/ahead.h"
#include "pipeline/run/attempt.h"
#include "pipeline/run/job.h"
#include "pipeline/run/pool.h"
#include "warcsift/span.h"

/* An input that is being read. Those read in spans may be several: the next one is opened while
 * spans of this one are still to be checked. */
struct ws_feed_input {
    struct ws_file file;
    size_t index;
    enum ws_reading reading;
    bool survey;    /* it is read for the first of two times */
    uint64_t after; /* second of two times: seq of the last slot of the first */
    bool in_spans;
    uint64_t size;      /* of the file, if it may be read in spans; else 0 */
    uint64_t next;      /* start of the span to hand out next */
    bool exact;         /* and a member begins there */
    uint64_t end, last; /* of the members and their last one, in what was checked */
    bool any;           /* last is set: always but at the start of the file */
    bool ended;         /* all spans, and the end, were handed out; perhaps not checked */
    unsigned breaks;    /* how often it had to be left to the cutter */
    uint64_t resume;    /* while it is: where to try spans again, at the earliest */
    uint64_t cut;       /* batches that the cutter has given since it could last have been opened anew */
    uint64_t to_pass;   /* as many it gives once more before those that count */
    struct ws_feed_input *newer;
};

struct ws_feed {
    const struct ws_job *job;
    struct ws_attempts *attempts; /* under lock */
    pthread_mutex_t lock;
    pthread_cond_t moved; /* a span was checked */
    /* All below under lock: */
    struct ws_feed_input *oldest, *newest; /* being read; batches come from the newest */
    struct ws_cutter *cutter;              /* of the only one, or NULL */
    bool opening;                          /* a thread opens the next one, without the lock */
    struct ws_ahead ahead;
    size_t looked_at; /* number of the input, + 1, whose server was asked what it is */
    enum ws_status opened; /* how opening the newest went; why not: */
    struct ws_error error;
    size_t next_input; /* to be opened next */
    bool survey;       /* for the first of two times */
    uint64_t after;    /* see struct ws_feed_input */
    uint64_t next_seq;
    bool (*stopped)(void *ctx); /* asked in long work that gives no batch; NULL: never */
    void *stopped_ctx;
    uint64_t given, checked;      /* spans, and ends of inputs in spans, in all */
    struct ws_feed_input *broken; /* it had one that was not sound: what was handed out behind
                                   * it is void, and nothing more is */
};

void ws_feed_init(struct ws_feed *f, const struct ws_job *job, struct ws_attempts *attempts);
void ws_feed_release(struct ws_feed *f);

enum ws_feed_result {
    WS_FEED_BATCH,    /* s has the next batch, and its number */
    WS_FEED_END,      /* nothing is left to read, or stopped() says to end */
    WS_FEED_STRICT,   /* as WS_FEED_BATCH; there was damage, and nothing comes behind it */
    WS_FEED_NO_MEMORY, /* s has a number, but no batch */
    WS_FEED_OUTPUT    /* the output of the next input cannot be written, s->error says why; s has no number */
};
/* The end of a pass over an input comes as a batch too, mostly an empty one. */
WS_MUST_USE enum ws_feed_result ws_feed_next(struct ws_feed *f, struct ws_span_reader *reader,
                                             struct ws_slot *s);

#endif
