#include "pipeline/extract/items.h"

struct slot {
    uint32_t parent, name, row; /* row 0: free */
};

static uint32_t slot_of(const struct slot *table, uint32_t slots, uint32_t parent, uint32_t name)
{
    uint32_t k = (name ^ parent * 0x9e3779b9u) * 0x85ebca6bu >> 7 & (slots - 1);
    while (table[k].row && (table[k].parent != parent || table[k].name != name))
        k = (k + 1) & (slots - 1);
    return k;
}

static void add_item(struct ws_row *row, const struct ws_element *e)
{
    row->words += e->words;
    row->unlinked += e->unlinked;
    row->blocks += e->blocks;
    row->count++;
}

/* Adds what the blocks tell: whether an item has a heading, whether it has a block that is a link. */
static bool look_inside(const struct ws_survey *s, struct ws_row *row, const uint32_t *row_of,
                        const uint32_t *item, struct ws_arena *arena)
{
    uint8_t *seen = ws_arena_zalloc(arena, s->t->n_nodes, 1);
    if (!seen)
        return false;
    for (uint32_t i = 0; i < s->b->n; i++) {
        uint32_t node = item[s->b->v[i].node];
        struct ws_row *r = &row[row_of[node]];
        if (!node)
            continue;
        if (s->m[i].heading && !(seen[node] & 1))
            r->headed++;
        if (s->m[i].link_density > 0.9f && !(seen[node] & 2))
            r->linked++;
        seen[node] = (uint8_t)(seen[node] | (s->m[i].heading ? 1 : 0) |
                               (s->m[i].link_density > 0.9f ? 2 : 0));
    }
    return true;
}

bool ws_items_find(const struct ws_survey *s, struct ws_arena *arena, struct ws_items *out)
{
    const uint32_t n = s->t->n_nodes, items = s->n_holders - 1;
    uint32_t slots = 16, rows = 1;
    while (slots < items * 2)
        slots *= 2;
    struct slot *table = ws_arena_zalloc(arena, slots, sizeof *table);
    struct ws_row *row = ws_arena_zalloc(arena, items + 1u, sizeof *row);
    uint32_t *row_of = ws_arena_alloc(arena, n * sizeof *row_of);
    uint32_t *item = ws_arena_alloc(arena, n * sizeof *item);
    uint32_t *inner = ws_arena_alloc(arena, n * sizeof *inner);
    if (!table || !row || !row_of || !item || !inner)
        return false;
    row_of[0] = item[0] = inner[0] = 0;
    for (uint32_t j = 1; j <= items; j++) {
        uint32_t i = s->holder[j], item_name = ws_name_of(s->names, i)->item;
        uint32_t k = slot_of(table, slots, s->el[i].parent, item_name);
        if (!table[k].row)
            table[k] = (struct slot){s->el[i].parent, item_name, rows++};
        row_of[i] = table[k].row;
        add_item(&row[row_of[i]], &s->el[i]);
    }
    for (uint32_t j = 1; j <= items; j++) {
        uint32_t i = s->holder[j], up = s->el[i].parent;
        bool repeated = row[row_of[i]].count >= WS_ROW_MIN;
        item[i] = item[up] ? item[up] : repeated ? i : 0;
        inner[i] = repeated ? i : inner[up];
    }
    if (!look_inside(s, row, row_of, item, arena))
        return false;
    *out = (struct ws_items){row, rows, row_of, item, inner};
    return true;
}
