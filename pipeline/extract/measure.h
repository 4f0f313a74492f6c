/* measure.h - what can be said of a block from its own text. Used by survey.c. */
#ifndef WARCSIFT_MEASURE_H
#define WARCSIFT_MEASURE_H

#include "pipeline/extract/survey.h"

/* Fills the fields of m that need nothing but the block. */
void ws_measure_text(const struct ws_block *b, struct ws_measure *m);

/* Fills title_sim and title_cover of all blocks. */
void ws_measure_title(const struct ws_blocks *b, struct ws_slice title, struct ws_measure *m);

/* Fills described of all blocks. */
void ws_measure_described(const struct ws_blocks *b, struct ws_slice description, struct ws_measure *m);

/* Fills copies of all blocks (same text anywhere in the page). false: no memory. */
WS_MUST_USE bool ws_measure_copies(const struct ws_blocks *b, struct ws_arena *arena,
                                   struct ws_measure *m);

#endif
