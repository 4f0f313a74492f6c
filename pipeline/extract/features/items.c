#include "pipeline/extract/features/items.h"

/* What the items of a row have in common. */
struct kind {
    uint32_t parent, name;
};

/* Open addressing; slots are small, for most of them stay free. */
struct table {
    uint32_t *row; /* by slot; 0: free */
    uint32_t slots;
    struct kind *kind; /* by row */
};

static uint32_t *row_of_kind(const struct table *x, struct kind kind)
{
    uint32_t k = (kind.name ^ kind.parent * 0x9e3779b9u) * 0x85ebca6bu >> 7 & (x->slots - 1);
    while (x->row[k] && (x->kind[x->row[k]].parent != kind.parent || x->kind[x->row[k]].name != kind.name))
        k = (k + 1) & (x->slots - 1);
    return &x->row[k];
}

static void add_item(struct ws_row *row, const struct ws_element *e)
{
    row->words += e->words;
    row->unlinked += e->unlinked;
    row->blocks += e->blocks;
    row->count++;
}

enum { HEADED = 1, LINKED = 2 };

/* Adds what the blocks tell: whether an item has a heading, whether it has a block that is a link. */
static bool look_inside(const struct ws_survey *s, struct ws_row *row, const uint32_t *row_of,
                        const uint32_t *item, struct ws_arena *arena)
{
    uint8_t *seen = ws_arena_zalloc(arena, s->n_holders, 1);
    if (!seen)
        return false;
    for (uint32_t i = 0; i < s->b->n; i++) {
        const uint32_t at = item[s->at[i]];
        struct ws_row *r = &row[row_of[at]];
        if (!at)
            continue;
        const unsigned says = (s->m[i].heading ? HEADED : 0) | (s->m[i].link_density > 0.9f ? LINKED : 0);
        const unsigned new = says & ~(unsigned)seen[at];
        r->headed += new / HEADED & 1;
        r->linked += new / LINKED & 1;
        seen[at] = (uint8_t)(seen[at] | says);
    }
    return true;
}

bool ws_items_find(const struct ws_survey *s, struct ws_arena *arena, struct ws_items *out)
{
    const uint32_t n = s->n_holders;
    struct table table = {.slots = 16};
    uint32_t rows = 1;
    while (table.slots < n * 2)
        table.slots *= 2;
    table.row = ws_arena_zalloc(arena, table.slots, sizeof *table.row);
    table.kind = ws_arena_alloc(arena, n * sizeof *table.kind);
    struct ws_row *row = ws_arena_alloc(arena, n * sizeof *row);
    uint32_t *row_of = ws_arena_alloc(arena, n * sizeof *row_of);
    uint32_t *item = ws_arena_alloc(arena, n * sizeof *item);
    uint32_t *inner = ws_arena_alloc(arena, n * sizeof *inner);
    if (!table.row || !table.kind || !row || !row_of || !item || !inner)
        return false;
    row_of[0] = item[0] = inner[0] = 0;
    row[0] = (struct ws_row){0};
    for (uint32_t i = 1; i < n; i++) {
        const struct ws_element *e = &s->holder[i];
        const struct kind kind = {e->parent, ws_name_of_holder(s, e)->item};
        uint32_t *own = row_of_kind(&table, kind);
        if (!*own) {
            row[rows] = (struct ws_row){0};
            table.kind[rows] = kind;
            *own = rows++;
        }
        row_of[i] = *own;
        add_item(&row[row_of[i]], e);
    }
    for (uint32_t i = 1; i < n; i++) {
        const uint32_t up = s->holder[i].parent;
        bool repeated = row[row_of[i]].count >= WS_ROW_MIN;
        item[i] = item[up] ? item[up] : repeated ? i : 0;
        inner[i] = repeated ? i : inner[up];
    }
    if (!look_inside(s, row, row_of, item, arena))
        return false;
    *out = (struct ws_items){row, rows, row_of, item, inner};
    return true;
}
