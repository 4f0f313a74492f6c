/* nest.h - which elements are open, and what a tag opens and closes: WHATWG HTML, 13.2.6.4.7
 * ("in body") and its table rules, without foster parenting. What comes out is closed in the
 * order it was opened. Private to the room.
 *
 * No tag searches the open elements: of each name the innermost is known, and for each kind of bound, how far
 * out a search may go. Elements are popped once, so the work is linear however deep the page is nested. */
#ifndef WARCSIFT_NEST_H
#define WARCSIFT_NEST_H

#include "pipeline/page/draft.h"

#include <string.h>

/* One less than the depth of the tree, which leaves a level for text. */
#define WS_NEST_MAX (WS_TREE_MAX_DEPTH - 1)

/* Places are counted from 1, the outermost open element; 0: none. */
enum ws_nest_bound {
    WS_BOUND_SPECIAL, /* innermost element with WS_NT_SPECIAL */
    WS_BOUND_ITEM,    /* with WS_NT_ITEM */
    WS_BOUND_SCOPE,   /* with WS_NT_SCOPE */
    WS_BOUND_BUTTON,  /* with WS_NT_SCOPE or WS_NT_BUTTON, and so on */
    WS_BOUND_LIST,
    WS_BOUND_TABLE,
    WS_BOUNDS
};
typedef uint16_t ws_nest_bounds __attribute__((vector_size(16))); /* places, by enum ws_nest_bound */

/* Elements that are not listed share this many slots. */
#define WS_NEST_UNKNOWN 64

struct ws_nest_open {
    ws_nest_bounds bound; /* this one included */
    struct ws_slice str;  /* name as written, to match elements that are not listed; p: not NULL */
    struct ws_attr_range attrs;
    uint16_t name;
    uint16_t slot;  /* in ws_nest.innermost */
    uint16_t outer; /* place of the next one of that slot, not ended */
    uint8_t n_end; /* bytes of str if ws_nest_is_end() may match them; 0: it may not */
    bool written; /* not inside a hidden element */
    bool ended;   /* its end tag was seen while blocks were open in it: ends with them */
};

struct ws_nest {
    struct ws_draft *draft;
    unsigned n;
    unsigned hidden; /* open elements with WS_NT_HIDDEN */
    uint32_t n_over;
    uint16_t innermost[WS_NAME_COUNT + WS_NEST_UNKNOWN]; /* place of the one not ended */
    uint32_t over[WS_NAME_COUNT]; /* elements too deep to be kept open: their end tags are still
                                     due */
    struct ws_nest_open open[1 + WS_NEST_MAX]; /* by place; [0]: around them all, without bounds or a word */
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

extern const uint8_t ws_nest_mask[16]; /* 255 eight times, and zeros */

/* Is what stands at p, of which eight bytes can be read, behind "</" an end tag that closes the element opened
 * last and nothing else, as most do, written like its start tag? Then ws_nest_pop() is all there is to do. Returns
 * its length from p on; 0: it may be anything. */
static inline unsigned ws_nest_is_end(const struct ws_nest *nest, const uint8_t *p)
{
    const struct ws_nest_open *e = &nest->open[nest->n];
    uint64_t bytes, start, mask;
    memcpy(&bytes, p, sizeof bytes);
    memcpy(&start, e->str.p, sizeof start); /* farther in front */
    memcpy(&mask, ws_nest_mask + 8 - e->n_end, sizeof mask);
    const bool same = !((bytes ^ start) & mask) & (p[e->n_end] == '>');
    return same && !nest->n_over ? e->n_end + 1u : 0;
}

#endif
