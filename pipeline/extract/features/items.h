/* items.h - repetition: elements of one name in a row (the posts of a thread, the entries of a listing). */
#ifndef WARCSIFT_ITEMS_H
#define WARCSIFT_ITEMS_H

#include "pipeline/extract/features/survey.h"

/* Children of one element that bear the same name: its items. */
struct ws_row {
    float words, unlinked; /* of all of them */
    uint32_t count, blocks;
    uint32_t headed; /* items that hold a heading */
    uint32_t linked; /* items that hold a block that is a link */
};

struct ws_items {
    const struct ws_row *row; /* 0 is no row */
    uint32_t n_rows;          /* with it */
    const uint32_t *row_of;   /* by holder (survey.h): the row it is an item of */
    const uint32_t *item;     /* likewise: outermost item (of a row of three and more) around it, or 0 */
    const uint32_t *inner;    /* innermost one */
};

#define WS_ROW_MIN 3 /* items of a row */

/* Needs the sums of s. false: no memory. */
WS_MUST_USE bool ws_items_find(const struct ws_survey *s, struct ws_arena *arena, struct ws_items *out);

#endif
