/* grid.h - which tables are data, and their rows with all columns: HTML 4.9.12.1, "forming a table". */
#ifndef WARCSIFT_GRID_H
#define WARCSIFT_GRID_H

#include "pipeline/extract/render/structure.h"

#define WS_GRID_COLUMNS 100 /* of a table of data, at most */

/* A column of the row at hand. */
struct ws_grid_slot {
    uint32_t cell; /* node; 0: none */
    uint32_t left; /* rows below that it also fills */
    bool origin;   /* the cell begins here */
};

struct ws_grid {
    const struct ws_tree *t;
    uint32_t table, next; /* node; where the search for the next row begins */
    uint32_t group;       /* parent of the row at hand: no cell reaches over its end */
    uint32_t row;
    uint32_t n_cells;   /* that begin in the row at hand */
    uint32_t n_columns; /* of the widest row so far */
    struct ws_grid_slot slot[WS_GRID_COLUMNS];
};

void ws_grid_begin(struct ws_grid *g, const struct ws_tree *t, uint32_t table);
/* The next row of the table. false: there is none; or it is too wide, when row is not 0. */
bool ws_grid_next(struct ws_grid *g);
/* After all rows: are its slots nearly all empty? */
bool ws_grid_is_sparse(const struct ws_grid *g, uint64_t rows, uint64_t cells);
bool ws_grid_is_presentation(const struct ws_tree *t, uint32_t table); /* by its role */

/* Fills o->data: the tables that are no page layout. false: no memory. */
WS_MUST_USE bool ws_grid_find_data(struct ws_structure *o, struct ws_arena *arena);

#endif
