#include "pipeline/extract/render/grid.h"

#include "pipeline/extract/text/text.h"

#include <string.h>

/* --- rows ----------------------------------------------------------------------------- */

void ws_grid_begin(struct ws_grid *g, const struct ws_tree *t, uint32_t table)
{
    *g = (struct ws_grid){.t = t, .table = table, .next = table + 1};
}

/* Limits of HTML, 4.9.11; rowspan 0 is the rest of the group. */
#define MAX_COLSPAN 1000
#define MAX_ROWSPAN 65534

#define EMPTY_PER_CELL 16 /* slots of the grid without a cell of their own */

/* Puts a cell into the first free slots. false: there are none. */
static bool place(struct ws_grid *g, uint32_t cell, uint32_t *column)
{
    const struct ws_tree *t = g->t;
    uint32_t width = ws_structure_number(t, cell, WS_ATTR_COLSPAN, MAX_COLSPAN, 1);
    uint32_t height = ws_structure_number(t, cell, WS_ATTR_ROWSPAN, MAX_ROWSPAN, 1);
    width += width == 0;
    height = height == 0 ? MAX_ROWSPAN : height;
    while (*column < WS_GRID_COLUMNS && g->slot[*column].cell)
        ++*column;
    for (uint32_t i = 0; i < width; i++, ++*column) {
        if (*column >= WS_GRID_COLUMNS)
            return false;
        g->slot[*column] = (struct ws_grid_slot){cell, height, i == 0};
    }
    return true;
}

/* Takes from the slots what ended above. */
static void begin_row(struct ws_grid *g, uint32_t row)
{
    uint32_t group = g->t->nodes[row].parent;
    for (uint32_t i = 0; i < g->n_columns; i++) {
        struct ws_grid_slot *s = &g->slot[i];
        if (s->left)
            s->left--;
        if (!s->left || group != g->group)
            *s = (struct ws_grid_slot){0};
        s->origin = false;
    }
    g->group = group;
    g->row = row;
    g->n_cells = 0;
}

/* The first node from i on, below end, that is a row, or that is a cell; tables inside are passed over. */
static uint32_t find(const struct ws_tree *t, uint32_t i, uint32_t end, bool row)
{
    while (i < end) {
        enum ws_tag tag = t->nodes[i].tag;
        if (row ? tag == WS_TAG_TR : tag == WS_TAG_TD || tag == WS_TAG_TH)
            break;
        i = tag == WS_TAG_TABLE ? t->nodes[i].end : i + 1;
    }
    return i;
}

bool ws_grid_next(struct ws_grid *g)
{
    const struct ws_node *nodes = g->t->nodes;
    uint32_t row = find(g->t, g->next, nodes[g->table].end, true), column = 0;
    if (row >= nodes[g->table].end) {
        g->row = 0;
        return false;
    }
    begin_row(g, row);
    uint32_t end = nodes[row].end;
    for (uint32_t i = find(g->t, row + 1, end, false); i < end;
         i = find(g->t, nodes[i].end, end, false)) {
        if (!place(g, i, &column))
            return false;
        g->n_cells++;
        g->n_columns = column > g->n_columns ? column : g->n_columns;
    }
    g->next = end;
    return true;
}

bool ws_grid_is_sparse(const struct ws_grid *g, uint64_t rows, uint64_t cells)
{
    return rows * g->n_columns > EMPTY_PER_CELL * (cells + 1);
}

/* --- data or layout ------------------------------------------------------------------- */

#define CELL_WORDS       60  /* a cell with more is page layout */
#define HEAD_CELL_WORDS  200 /* unless there are header cells */
#define CELL_LINES       10  /* of code; more are to be read as such */

struct table_sum {
    bool kept, layout, headed, in_cells;
};

struct finder {
    struct ws_structure *o;
    struct table_sum *sum; /* by node */
    uint32_t *words;       /* by cell */
};

/* A table around another one that is kept is layout. */
static void note_table(struct finder *f, uint32_t table)
{
    while (table && !f->sum[table].kept) {
        f->sum[table].kept = true;
        table = f->o->at[f->o->t->nodes[table].parent].table;
        if (table)
            f->sum[table].layout = true;
    }
}

static bool has_many_lines(struct ws_slice s)
{
    size_t lines = 1;
    for (size_t i = 0; i < s.n && lines <= CELL_LINES; i++)
        lines += s.p[i] == '\n';
    return lines > CELL_LINES;
}

static void note_piece(struct finder *f, const struct ws_piece *p)
{
    const struct ws_spot *s = &f->o->at[p->node];
    struct table_sum *sum = &f->sum[s->table];
    if (!s->table)
        return;
    note_table(f, s->table);
    if (!s->cell) { /* a caption, or text that strayed into a table */
        sum->layout |= sum->in_cells;
        return;
    }
    sum->in_cells = true;
    if (!p->block)
        return;
    f->words[s->cell] += p->block->words;
    uint32_t most = sum->headed ? HEAD_CELL_WORDS : CELL_WORDS;
    sum->layout |= f->words[s->cell] > most || ws_structure_heading(f->o, p->block) ||
                   (p->block->pre && (f->o->at[s->table].pre || has_many_lines(p->block->text)));
}

/* At least two rows, one of two cells, and not nearly empty. */
static bool has_columns(const struct ws_structure *o, uint32_t table)
{
    struct ws_grid g;
    uint64_t rows = 0, cells = 0;
    bool columns = false;
    ws_grid_begin(&g, o->t, table);
    while (ws_grid_next(&g)) {
        rows++;
        cells += g.n_cells;
        columns |= g.n_cells > 1;
    }
    return !g.row && columns && rows > 1 && !ws_grid_is_sparse(&g, rows, cells);
}

bool ws_grid_is_presentation(const struct ws_tree *t, uint32_t table)
{
    struct ws_slice role = ws_node_attr(t, table, WS_ATTR_ROLE);
    return ws_equals_nocase(role, "presentation") || ws_equals_nocase(role, "none");
}

bool ws_grid_find_data(struct ws_structure *o, struct ws_arena *arena)
{
    const struct ws_tree *t = o->t;
    bool any = false;
    for (uint32_t i = 0; i < t->n_nodes && !any; i++)
        any = t->nodes[i].tag == WS_TAG_TABLE;
    if (!any)
        return true;
    struct finder f = {.o = o};
    f.sum = ws_arena_zalloc(arena, t->n_nodes, sizeof *f.sum);
    f.words = ws_arena_zalloc(arena, t->n_nodes, sizeof *f.words);
    if (!f.sum || !f.words)
        return false;
    for (uint32_t i = 0; i < t->n_nodes; i++)
        if (t->nodes[i].tag == WS_TAG_TH)
            f.sum[o->at[i].table].headed = true;
    for (uint32_t i = 0; i < o->n_pieces; i++)
        note_piece(&f, &o->pieces[i]);
    for (uint32_t i = 1; i < t->n_nodes; i++)
        if (t->nodes[i].tag == WS_TAG_TABLE && f.sum[i].in_cells && !f.sum[i].layout)
            o->data[i] = !ws_grid_is_presentation(t, i) && has_columns(o, i);
    return true;
}
