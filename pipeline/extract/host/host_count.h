/* host_count.h - on how many different pages of a host each block stands. Used by host_survey.c, which says
 * what makes pages different. Threads: one at a time. */
#ifndef WARCSIFT_HOST_COUNT_H
#define WARCSIFT_HOST_COUNT_H

#include "pipeline/extract/host/host_note.h"

struct ws_surveyed {
    struct ws_host_note note;
    uint64_t blocks[]; /* note.n_blocks hashes, longest blocks first */
};

/* A block that the memory wants. */
struct ws_host_repeated {
    uint64_t host, block;
    uint32_t d, n; /* it stands on d of n pages */
};

struct ws_host_count {
    struct ws_host_repeated *repeated; /* of all hosts so far */
    size_t n_repeated, cap_repeated;
    /* Scratch of one host: */
    struct ws_host_place *places; /* every block of every page */
    uint16_t *df;                 /* the number of pages of each */
    size_t cap_places;
};

void ws_host_count_init(struct ws_host_count *c);
void ws_host_count_release(struct ws_host_count *c);

/* pages: all of one host, WS_HOST_PAGES at most. Adds the blocks that they repeat. false: no memory. */
WS_MUST_USE bool ws_host_count(struct ws_host_count *c, struct ws_surveyed *const *pages, uint32_t n);

#endif
