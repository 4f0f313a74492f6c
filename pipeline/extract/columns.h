/* columns.h - numbers of the blocks of a page as a model reads them: panels of so many blocks each, and in
 * a panel one column for each number. What stands behind the last block may be anything, and so is what is computed
 * of it. */
#ifndef WARCSIFT_COLUMNS_H
#define WARCSIFT_COLUMNS_H

#include "pipeline/page/arena.h"

#define WS_PANEL 32 /* blocks: the bytes of a vector */

/* One number of the blocks of a panel. */
struct ws_column {
    float of[WS_PANEL];
};

static inline uint32_t ws_panels(uint32_t blocks)
{
    return blocks / WS_PANEL + (blocks % WS_PANEL > 0);
}

/* The columns of the panel that block is in; its numbers stand at block % WS_PANEL. */
static inline struct ws_column *ws_panel_of(struct ws_column *v, uint32_t block, unsigned columns)
{
    return v + (size_t)(block / WS_PANEL) * columns;
}

/* In arena, to be filled. NULL: no memory. */
static inline struct ws_column *ws_columns_new(uint32_t blocks, unsigned columns, struct ws_arena *arena)
{
    return ws_arena_alloc(arena, (size_t)ws_panels(blocks) * columns * sizeof(struct ws_column));
}

#endif
