/* nest.h - which elements are open, and what a tag opens and closes: WHATWG HTML, 13.2.6.4.7
 * ("in body") and its table rules, without foster parenting. What comes out is closed in the
 * order it was opened. Private to the room.
 *
 * Every loop over the open elements is bounded by WS_TREE_MAX_DEPTH, so that the work per tag
 * is too. */
#ifndef WARCSIFT_NEST_H
#define WARCSIFT_NEST_H

#include "pipeline/page/draft.h"

/* One less than the depth of the tree, which leaves a level for text. */
#define WS_NEST_MAX (WS_TREE_MAX_DEPTH - 1)

struct ws_nest_open {
    struct ws_slice str; /* name as written, to match elements that are not listed */
    struct ws_attr_range attrs;
    uint16_t name;
    bool written; /* not inside a hidden element */
    bool ended; /* its end tag was seen while blocks were open in it: ends with them */
};

struct ws_nest {
    struct ws_draft *draft;
    unsigned n;
    unsigned hidden; /* open elements with WS_NT_HIDDEN */
    uint32_t n_over;
    uint32_t count[WS_NAME_COUNT]; /* of open, not ended elements */
    uint32_t over[WS_NAME_COUNT]; /* elements too deep to be kept open: their end tags are still
                                     due */
    struct ws_nest_open open[WS_NEST_MAX];
};

void ws_nest_begin(struct ws_nest *nest, struct ws_draft *draft);
/* A start tag; name: any but those that prune handles itself. */
void ws_nest_start(struct ws_nest *nest, unsigned name, const struct ws_scan_tag *tag);
/* An end tag. One that matches nothing is dropped, but </p> is <p></p> and </br> is <br>. */
void ws_nest_end(struct ws_nest *nest, unsigned name, struct ws_slice str);
/* Closes all elements of that name and what is open in them. */
void ws_nest_end_all(struct ws_nest *nest, unsigned name);
/* Closes the element opened last. */
void ws_nest_pop(struct ws_nest *nest);
void ws_nest_finish(struct ws_nest *nest); /* closes all */

#endif
