/* status_report.h - how far the runs that fill a directory have come: what status.c finds, and status_report.c
 * tells. Threads: none of its own. */
#ifndef WARCSIFT_STATUS_REPORT_H
#define WARCSIFT_STATUS_REPORT_H

#include "pipeline/commands/out_dir.h"

#include <stdio.h>

/* An attempt that has left a checkpoint and is not done. Times are seconds since 1970. */
struct ws_running {
    char *name, *path, *host;
    uint64_t pid;
    int64_t started, updated;
    uint64_t bytes_begun; /* of the input, done by an earlier attempt */
    uint64_t bytes_done, bytes_total; /* of the input; bytes_total 0: not known */
    uint64_t articles;
    bool stale; /* it has not been updated for long: the process is gone, or hangs */
};

struct ws_failed {
    char *path, *reason, *host;
};

struct ws_status_view {
    struct ws_out_dir dir;
    int64_t now;
    size_t inputs;   /* wanted; of what is there, when no list says */
    size_t done, failed, waiting;
    size_t running, stopped;    /* inputs with a fresh attempt, with stale ones only */
    struct ws_running *attempts; /* by name, the freshest of an input first */
    size_t n_attempts;
    struct ws_failed *failures; /* by name, WS_STATUS_FAILURES at most */
    size_t n_failures;
    size_t sampled;             /* stats files that were read, of done */
    /* Estimates, when not all of the stats files were read. Of done inputs and running attempts: */
    double articles, bytes_in, bytes_out; /* bytes_out: of done ones only */
    double bytes_all;  /* what the inputs come to in the end; 0: not known */
    double rate;       /* bytes of input a second, of late, all tasks together; 0: not known */
    double seconds_left; /* negative: not known */
};

#define WS_STATUS_FAILURES 1000

/* For people: twenty attempts and ten failures; for programs: one object. */
void ws_status_report(const struct ws_status_view *v, FILE *to);
void ws_status_report_json(const struct ws_status_view *v, FILE *to);

#endif
