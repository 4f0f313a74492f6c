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

#define WS_COLUMN_ALIGN 64 /* bytes: a vector that is loaded from two cache lines costs twice */

/* In arena, to be filled. NULL: no memory. */
static inline struct ws_column *ws_columns_new(uint32_t blocks, unsigned columns, struct ws_arena *arena)
{
    const size_t n = (size_t)ws_panels(blocks) * columns * sizeof(struct ws_column);
    uint8_t *v = ws_arena_alloc(arena, n + WS_COLUMN_ALIGN);
    return v ? (void *)(v + -(uintptr_t)v % WS_COLUMN_ALIGN) : NULL;
}

#endif
