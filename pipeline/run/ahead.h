/* ahead.h - remote inputs whose transfer was begun before their turn: when the network has nothing to do any
 * more for the input at hand, and when it is to be found out whether an input was done before.
 * Threads: one at a time (feed.h calls all of this under its lock). */
#ifndef WARCSIFT_AHEAD_H
#define WARCSIFT_AHEAD_H

#include "pipeline/run/job.h"

#define WS_AHEAD_MAX 8 /* begun because the network is idle; and one that is to be looked at */

struct ws_ahead {
    const struct ws_job *job;
    struct ws_ahead_file {
        size_t index;
        struct ws_file file;
    } list[WS_AHEAD_MAX + 1];
    size_t n;
};

void ws_ahead_init(struct ws_ahead *a, const struct ws_job *job);
void ws_ahead_release(struct ws_ahead *a);

/* An input that is ahead is so no more, and the caller's; WS_FILE_NONE: it was not. */
struct ws_file ws_ahead_take(struct ws_ahead *a, size_t index);
/* Not more than one of those that were taken, or opened by the caller, at a time. */
void ws_ahead_put(struct ws_ahead *a, size_t index, struct ws_file file);

/* How an input is opened: sparingly when only places of it are wanted, or when it may have been done before. */
enum ws_reading ws_ahead_reading(const struct ws_ahead *a, size_t index);

/* Begins the transfers of inputs behind number index, as many as the read-ahead has room for beside what is left
 * of file, which is number index, when `at` bytes of it are handed out. What cannot be opened says so in its
 * turn. */
void ws_ahead_begin(struct ws_ahead *a, struct ws_file file, size_t index, uint64_t at);

#endif
