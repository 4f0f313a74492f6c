/* run.h - a batch run, from its first record to its last. Threads: called by the main one. */
#ifndef WARCSIFT_RUN_H
#define WARCSIFT_RUN_H

#include "pipeline/run/job.h"

/* Reads every input, writes every shard. summary: zeroed by the caller. */
enum ws_sift_result ws_run(const struct ws_job *job, struct ws_sift_summary *summary);

#endif
