/* run.h - what run.c needs to know; sift.c prepares it. */
#ifndef WARCSIFT_RUN_H
#define WARCSIFT_RUN_H

#include "pipeline/filter.h"
#include "pipeline/cdx.h"
#include "pipeline/corpus/corpus.h"
#include "pipeline/inputs.h"
#include "pipeline/output/options_text.h"
#include "pipeline/output/shard.h"
#include "warcsift/sift.h"
#include "warcsift/store.h"

/* All decided: nothing below is changed while the run is on (but see remote inputs in inputs.h). */
struct ws_job {
    const struct ws_sift_options *options; /* threads is not 0 */
    struct ws_inputs inputs;
    struct ws_shard_place place; /* compress is not WS_COMPRESS_AUTO */
    struct ws_shard_place rejects; /* of what the corpus stage rejects; used when corpus.rejects names it */
    struct ws_shard_place signatures; /* with corpus.minhash: minhash/ in place */
    struct ws_filter filter;
    struct ws_corpus corpus;
    struct ws_options_text options_text;
    struct ws_cdx cdx; /* inputs NULL: all is read */
    struct ws_net *net; /* NULL: nothing is remote */
    struct ws_store *store; /* finished files go there from place, see deliver.h; NULL: they stay */
    char *spool;            /* the directory that place is then, if it was made for this run */
};

/* Bytes of a line of JSON at most. */
size_t ws_job_max_line(const struct ws_job *job);

/* Reads every input, writes every shard. summary: zeroed by the caller. */
enum ws_sift_result ws_run(const struct ws_job *job, struct ws_sift_summary *summary);

#endif
