#include "pipeline/extract/render/grid.h"
#include "pipeline/extract/render/md.h"

/* What was written of a cell: in w->out. */
struct written {
    uint32_t cell;
    size_t at, n;
};

struct table {
    struct ws_md *w;
    struct ws_grid grid;
    const struct ws_piece *p;
    uint32_t n, next; /* pieces; the first one not written */
    uint32_t n_columns;
    struct written slot[WS_GRID_COLUMNS];
    size_t spare; /* bytes that copies of cells may take */
};

static bool lies_in(const struct ws_structure *o, uint32_t node, uint32_t outer)
{
    return node >= outer && node < o->t->nodes[outer].end;
}

static bool has_piece(const struct table *t, uint32_t node)
{
    return t->next < t->n && lies_in(t->w->o, t->p[t->next].node, node);
}

/* The cell's own pieces. */
static void put_cell(struct table *t, uint32_t cell, struct written *out)
{
    *out = (struct written){cell, t->w->out.n, 0};
    for (bool first = true; has_piece(t, cell); t->next++, first = false) {
        const struct ws_piece *p = &t->p[t->next];
        if (!first)
            ws_md_str(t->w, "<br>");
        if (p->block && p->block->pre)
            ws_md_code(t->w, p->block, WS_MD_CELL);
        else if (p->block)
            ws_md_inline(t->w, p->block, WS_MD_CELL);
        else
            ws_md_image(t->w, p->node, WS_MD_CELL);
    }
    out->n = t->w->out.n - out->at;
}

/* Once more, in a slot that the cell spans. */
static void put_copy(struct table *t, const struct written *cell)
{
    struct ws_buf *out = &t->w->out;
    if (t->w->failed || cell->n > t->spare)
        return;
    t->spare -= cell->n;
    if (ws_buf_reserve(out, cell->n)) /* or the source would move */
        ws_md_put(t->w, out->p + cell->at, cell->n);
    else
        t->w->failed = true;
}

/* A cell all across the table is a heading inside it: it stands once. */
static bool is_whole_row(const struct table *t)
{
    const struct ws_grid *g = &t->grid;
    for (uint32_t i = 1; i < t->n_columns; i++)
        if (g->slot[i].cell != g->slot[0].cell)
            return false;
    return g->slot[0].origin;
}

static void put_row(struct table *t)
{
    const struct ws_grid *g = &t->grid;
    bool whole = is_whole_row(t);
    ws_md_str(t->w, "|");
    for (uint32_t i = 0; i < t->n_columns; i++) {
        const struct ws_grid_slot *s = &g->slot[i];
        ws_md_str(t->w, " ");
        if (s->origin)
            put_cell(t, s->cell, &t->slot[i]);
        else if (s->cell && i && g->slot[i - 1].cell == s->cell)
            t->slot[i] = t->slot[i - 1]; /* to the right of its first slot, or below that */
        if (s->cell && !s->origin && !whole && t->slot[i].cell == s->cell)
            put_copy(t, &t->slot[i]);
        ws_md_str(t->w, t->w->out.p && t->w->out.p[t->w->out.n - 1] == ' ' ? "|" : " |");
    }
}

static bool all_bold(const struct ws_structure *o, const struct ws_piece *p, uint32_t n, uint32_t row)
{
    for (uint32_t i = 0; i < n && lies_in(o, p[i].node, row); i++)
        if (!p[i].block || p[i].block->bold_chars < p[i].block->chars)
            return false;
    return true;
}

/* Is the row at hand one of column headings? */
static bool is_head(const struct table *t)
{
    const struct ws_structure *o = t->w->o;
    const struct ws_grid *g = &t->grid;
    bool th = true;
    for (uint32_t i = 0; i < t->n_columns; i++)
        th &= !g->slot[i].cell || o->t->nodes[g->slot[i].cell].tag == WS_TAG_TH;
    return th || o->t->nodes[g->group].tag == WS_TAG_THEAD ||
           all_bold(o, t->p + t->next, t->n - t->next, g->row);
}

static void put_blank_head(struct table *t)
{
    ws_md_str(t->w, "|");
    for (uint32_t i = 0; i < t->n_columns; i++)
        ws_md_str(t->w, "  |");
}

static void put_delimiters(struct table *t)
{
    ws_md_newline(t->w, false);
    ws_md_str(t->w, "|");
    for (uint32_t i = 0; i < t->n_columns; i++)
        ws_md_str(t->w, " --- |");
}

static uint32_t count_columns(const struct ws_structure *o, uint32_t table)
{
    struct ws_grid g;
    ws_grid_begin(&g, o->t, table);
    while (ws_grid_next(&g))
        ;
    return g.n_columns;
}

void ws_md_table(struct ws_md *w, uint32_t table, const struct ws_piece *p, uint32_t n)
{
    struct table t = {.w = w, .p = p, .n = n, .n_columns = count_columns(w->o, table)};
    bool first = true;
    for (uint32_t i = 0; i < n; i++)
        t.spare += p[i].block ? 8 * p[i].block->text.n : 0;
    ws_grid_begin(&t.grid, w->o->t, table);
    while (ws_grid_next(&t.grid)) {
        if (!has_piece(&t, t.grid.row))
            continue;
        if (!first) {
            ws_md_newline(w, false);
        } else if (!is_head(&t)) {
            put_blank_head(&t);
            put_delimiters(&t);
            ws_md_newline(w, false);
            first = false;
        }
        put_row(&t);
        if (first)
            put_delimiters(&t);
        first = false;
    }
}
