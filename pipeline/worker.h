/* worker.h - one thread's way with one record: filters, body, text, line. See run.c.
 * Threads: one per worker. */
#ifndef WARCSIFT_WORKER_H
#define WARCSIFT_WORKER_H

#include "pipeline/extract/host/host_memory.h"
#include "pipeline/input/conversion.h"
#include "pipeline/input/payload.h"
#include "pipeline/output/line.h"
#include "pipeline/run/duplicates.h"
#include "pipeline/run/job.h"
#include "pipeline/run/pool.h"
#include "warcsift/span.h"

/* Bytes of a line of JSON at most. */
size_t ws_job_max_line(const struct ws_job *job);

/* Scratch memory of one thread. */
struct ws_worker {
    const struct ws_job *job;
    struct ws_http_decoder *http;
    struct ws_extractor *extractor;
    struct ws_converter *converter;
    struct ws_digester *digester; /* NULL: without verify_digests */
    struct ws_matcher *matcher;
    struct ws_payload payload;
    struct ws_crawl crawl; /* of the record at hand */
    struct ws_corpus_judge *judge;
    struct ws_buf members; /* of the record at hand, see document.h */
    struct ws_chunk_filler filler;
    struct ws_duplicate_keys keys;
    struct ws_minhash *minhash; /* NULL when signatures are not wanted */
    struct ws_chunk_filler reject_filler; /* without an encoder when rejects are not wanted */
    struct ws_span_reader *spans;
    struct ws_batch batch; /* of the slot at hand */
    struct ws_archive *ahead; /* use_crawl_metadata: one record further in the same batch */
    struct ws_record next;    /* the one it stands at */
    bool has_next;
};

/* Besides the outcomes: the run cannot go on. */
#define WS_OUT_OF_MEMORY WS_OUT_COUNT

/* false: no memory. Release either way. */
WS_MUST_USE bool ws_worker_init(struct ws_worker *w, const struct ws_job *job);
void ws_worker_release(struct ws_worker *w);

/* Opens the batch of s for the worker's own use, beside the archive that ws_worker_sift() is called with for
 * each record. false: no memory. */
WS_MUST_USE bool ws_worker_begin(struct ws_worker *w, const struct ws_slot *s);
void ws_worker_end(struct ws_worker *w);

/* The last chunks of the batch. false: no memory. */
WS_MUST_USE bool ws_worker_close_chunks(struct ws_worker *w, struct ws_slot *s);

/* The next record of the batch, all the way: its line or note to s, or the reason why there is none.
 * memory: of the hosts, NULL without. */
enum ws_outcome ws_worker_sift(struct ws_worker *w, struct ws_slot *s, struct ws_archive *a,
                               struct ws_record *rec, const struct ws_host_memory *memory);

#endif
