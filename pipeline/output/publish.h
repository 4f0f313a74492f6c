/* publish.h - the end of an input: its shards get their names, and a stats file vouches for them.
 *
 * The order of steps, so that a run which is killed between any two of them leaves nothing false:
 *   shards that only the older stats file lists are removed, then that file, then the new rejects and shards
 *   get their names (each in place of an older one of the same name), then the new stats file.
 * Threads: none of its own. */
#ifndef WARCSIFT_PUBLISH_H
#define WARCSIFT_PUBLISH_H

#include "pipeline/output/stats.h"

/* Whether NAME.stats.json is of this input and these options, and all shards it lists are there with
 * the sizes that it lists. */
WS_MUST_USE bool ws_stats_vouch(int dir_fd, const char *name, const struct ws_input_identity *input,
                                const char *options_hash);

/* Whether file can be a shard of this input: nothing else is removed because a stats file lists it. */
bool ws_is_shard_of(const char *file, const char *name);

/* shards, and rejects if there are any: finished; the same as in about. When another attempt was faster, its files stay, and those of
 * this one are removed: they are the same. again: they are replaced all the same.
 * WS_OK; WS_FATAL with err. */
WS_MUST_USE enum ws_status ws_publish_input(const struct ws_stats *s, const struct ws_stats_about *about,
                                            struct ws_shards *shards, struct ws_shards *rejects, bool again,
                                            struct ws_error *err);

/* NAME.failed.json: why an input could not be read. It is removed when the input is published, and by
 * ws_remove_failure(). WS_OK also when there is none.
 * path, reason, host: as in the file; time: seconds since 1970. */
WS_MUST_USE enum ws_status ws_publish_failure(int dir_fd, const char *name, const char *attempt, const char *path,
                                              const char *reason, const char *host, int64_t time,
                                              struct ws_error *err);
WS_MUST_USE enum ws_status ws_remove_failure(int dir_fd, const char *name, struct ws_error *err);

#endif
