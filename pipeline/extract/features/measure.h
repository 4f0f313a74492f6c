/* measure.h - what can be said of a block from its own text. Used by survey.c. */
#ifndef WARCSIFT_MEASURE_H
#define WARCSIFT_MEASURE_H

#include "pipeline/extract/features/measure_words.h"

/* Fills the fields of m, which is zero, that need nothing but the block; phrases when the lot of the map is settled.
 * map: room for its text, token: for its words. */
void ws_measure_text(const struct ws_block *b, const struct ws_text_map *map, uint32_t *token, struct ws_measure *m);

/* Fills title_sim of all blocks, and described, from the page's title and description. */
void ws_measure_repeats(const struct ws_blocks *b, struct ws_slice title, struct ws_slice description,
                        struct ws_measure *m);

/* Fills copies of all blocks (same text anywhere in the page). false: no memory. */
WS_MUST_USE bool ws_measure_copies(const struct ws_blocks *b, struct ws_arena *arena,
                                   struct ws_measure *m);

#endif
