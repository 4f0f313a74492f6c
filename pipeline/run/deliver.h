/* deliver.h - output to s3://: each input is made in a directory on this machine (the spool), as it is without,
 * and sent when it is complete. Its stats file goes last, and vouches for the shards there, too.
 *
 * Threads: one at a time for an input. */
#ifndef WARCSIFT_DELIVER_H
#define WARCSIFT_DELIVER_H

#include "pipeline/run/job.h"

/* A directory of its own below dir, or TMPDIR, or /tmp; free() is the caller's. NULL: errno says why. */
char *ws_spool_new(const char *dir);
/* Removes it, with all files in it. */
void ws_spool_remove(char *path, int dir_fd);

/* Whether the store has the stats file of this input with the same options. WS_OK: no; WS_SKIP: yes, or it was
 * lying complete in the spool and is sent now; WS_FATAL. */
WS_MUST_USE enum ws_status ws_deliver_was_done(const struct ws_job *job, const struct ws_input *input,
                                               struct ws_error *err);
/* Sends a published input, and removes it here. */
WS_MUST_USE enum ws_status ws_deliver(const struct ws_job *job, const char *name, struct ws_error *err);
/* NAME.failed.json. */
WS_MUST_USE enum ws_status ws_deliver_failure(const struct ws_job *job, const char *name, struct ws_error *err);

#endif
