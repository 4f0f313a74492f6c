/* progress.h - what the person at the terminal sees, on stderr: errors, damage, a live line, the summary.
 * Threads: as struct ws_sift_observer promises, one at a time. */
#ifndef WARCSIFT_PROGRESS_H
#define WARCSIFT_PROGRESS_H

#include "warcsift/sift.h"

#include <stdio.h>

struct ws_reporter {
    FILE *to;
    bool quiet, verbose, terminal;
    double started, shown_at; /* seconds of the monotonic clock */
    bool line_shown;          /* the cursor stands behind the live line */
    const char *damaged;      /* input of the last damage that was told */
    unsigned told;            /* of its damage */
};

/* The clock starts here. */
void ws_reporter_init(struct ws_reporter *r, FILE *to, bool quiet, bool verbose);
/* All but interrupted. r must outlive the run. */
struct ws_sift_observer ws_reporter_observer(struct ws_reporter *r);
/* The closing table; nothing when quiet. */
void ws_reporter_summary(struct ws_reporter *r, const struct ws_sift_summary *sum, enum ws_sift_result result);

#endif
