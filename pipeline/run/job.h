/* job.h - what a run needs to know; sift.c prepares it. Threads: read by all. */
#ifndef WARCSIFT_JOB_H
#define WARCSIFT_JOB_H

#include "pipeline/corpus/corpus.h"
#include "pipeline/input/cdx.h"
#include "pipeline/input/filter.h"
#include "pipeline/input/inputs.h"
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

#endif
