/* doubt_author.h - boxes about the author, at either end of a text. */
#ifndef WARCSIFT_DOUBT_AUTHOR_H
#define WARCSIFT_DOUBT_AUTHOR_H

#include "pipeline/extract/features/analysis.h"

#define WS_NAME_LINES 6

/* Who the author may be: names from metadata, and short lines above the text. */
struct ws_author_boxes {
    struct ws_slice names, site;
    uint32_t line[WS_NAME_LINES]; /* blocks */
    uint32_t lines;
    float before, all; /* words of likely content: before the block, of the page */
};

void ws_author_boxes_begin(const struct ws_analysis *a, const float *p, struct ws_author_boxes *x);

/* Whether a block is about the author; x->before is up to the caller. */
bool ws_is_author_box(const struct ws_analysis *a, const struct ws_author_boxes *x, uint32_t block);

#endif
