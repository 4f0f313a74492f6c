/* pool.h - the fixed set of batches that bounds memory, and the order in which they are committed.
 *
 * A slot goes round:
 *
 *     free --take--> a worker fills it, numbers it and works on it --done--> waits for its turn
 *      ^                                                                            |
 *      +------------------------- committed, in the order of seq <-----------------+
 *
 * There is no writer thread: whoever finishes the slot whose turn it is commits it, and then every
 * finished slot behind it. Only one thread commits at a time, and it holds no lock while it does.
 *
 * A slot is free again only after its output was written, so at most n_slots numbers are under way and
 * a ring of that size finds the next one: ring[seq % n_slots].
 *
 * Threads: all functions may be called by all workers, but for init and release. */
#ifndef WARCSIFT_POOL_H
#define WARCSIFT_POOL_H

#include "pipeline/output/chunk.h"
#include "pipeline/output/stats.h"
#include "pipeline/run/position.h"
#include "warc/buf.h"
#include "warcsift/cut.h"

#include <pthread.h>

/* One batch on its way, with all that it leaves behind. Belongs to whoever took it, then to whoever
 * commits it. */
struct ws_slot {
    struct ws_batch *batch; /* of the thread that works on it; NULL otherwise */
    uint64_t input_end;     /* see struct ws_batch */
    uint64_t seq; /* place in the order of the run */
    size_t input; /* index */
    bool survey;  /* first of two passes over its input: it leaves notes, no output */
    uint64_t after; /* second of two passes: seq of the last slot of the first, to be committed before */
    bool last;    /* of its input and pass */
    bool failed;  /* the input ended with error; last is set, too */
    bool has_position; /* the input could be gone on with behind this slot: */
    struct ws_position position;
    struct ws_error error;
    struct ws_buf notes; /* of a survey: see host_note.h */
    struct ws_chunks out;
    struct ws_chunks rejects; /* what the corpus stage rejected, if that is wanted */
    struct ws_buf lines, documents; /* with corpus.dedup and url_dedup: of what is in out, see duplicates.h */
    struct ws_buf signatures; /* with corpus.minhash: minhash_file.h; documents are numbered from the first of the slot */
    struct ws_stats stats;
    struct ws_slot *next_free; /* under pool.lock */
};

struct ws_pool {
    struct ws_slot *slots, **ring;
    size_t n_slots;
    pthread_mutex_t lock;
    pthread_cond_t changed; /* a slot came free, the turn moved on, or stopped was set */
    struct ws_slot *free;   /* under lock */
    uint64_t turn;          /* under lock: seq to be committed next */
    bool committing;        /* under lock: somebody is at it */
    bool stopped;           /* under lock: nothing is given out or committed any more */
};

/* max_out_bytes, max_note_bytes: of the output and of the notes of one slot. false: no memory. */
WS_MUST_USE bool ws_pool_init(struct ws_pool *p, size_t n_slots, size_t max_out_bytes,
                              size_t max_note_bytes);
void ws_pool_release(struct ws_pool *p);

/* Waits for a free slot. NULL: stopped. It has no batch; its output and counts are empty or stale. */
WS_MUST_USE struct ws_slot *ws_pool_take(struct ws_pool *p);
/* Gives a slot back that never got a number. */
void ws_pool_give_back(struct ws_pool *p, struct ws_slot *s);

/* for (d = ws_pool_done(p, s); d; d = ws_pool_committed(p, d)) commit(d);
 * ws_pool_done() hands s in and returns the slot to commit now, NULL when it is not this thread's
 * business. ws_pool_committed() frees that slot and returns the next one whose turn has come, or NULL. */
WS_MUST_USE struct ws_slot *ws_pool_done(struct ws_pool *p, struct ws_slot *s);
WS_MUST_USE struct ws_slot *ws_pool_committed(struct ws_pool *p, struct ws_slot *s);

/* For a slot that cannot hold all of its output: waits until it is its turn, then returns true, and the
 * caller may commit what there is before ws_pool_turn_pause(). false: stopped. */
WS_MUST_USE bool ws_pool_turn_wait(struct ws_pool *p, struct ws_slot *s);
void ws_pool_turn_pause(struct ws_pool *p);

/* Waits until the slot with this number was committed. Only for the holder of a later one. false: stopped. */
WS_MUST_USE bool ws_pool_wait_committed(struct ws_pool *p, uint64_t seq);

/* Wakes all that wait, for good. */
void ws_pool_stop(struct ws_pool *p);

#endif
