/* position.h - a place between two batches of an input where its reading can be taken up again, by
 * another process, so that all batches behind it are the same. What the members mean: feed.h.
 * Threads: none of its own. */
#ifndef WARCSIFT_POSITION_H
#define WARCSIFT_POSITION_H

#include "warcsift/base.h"

struct ws_position {
    bool in_spans, exact, any;
    unsigned breaks;
    uint64_t next, end, last, resume;
    uint64_t done; /* bytes of the input that were read up to there */
    uint64_t cut; /* batches that the cutter has given since it was opened: to be read again and left out */
};

#endif
