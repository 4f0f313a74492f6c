#include "pipeline/extract/render/render.h"

#include <string.h>

/* Structure around a node, inherited from above. 0: none. */
struct place {
    uint32_t item;             /* li or dt/dd */
    uint32_t list;             /* outermost ul, ol, menu or dl */
    uint32_t cell, row, table; /* innermost */
    uint8_t nesting;           /* lists around it */
    bool described;            /* item is a dt or dd: no bullet */
};

struct renderer {
    const struct ws_tree *t;
    const struct ws_blocks *b;
    uint8_t *known; /* by node: KNOWN and, of rows, LAYOUT */
    /* by node, of elements around blocks: */
    struct place *at;
    uint32_t *cell_blocks; /* blocks in that cell */
    uint8_t *out;
    size_t n;
};

static struct place place_of(const struct ws_tree *t, uint32_t node, struct place up)
{
    struct place p = up;
    switch (t->nodes[node].tag) {
    case WS_TAG_UL:
    case WS_TAG_OL:
    case WS_TAG_MENU:
    case WS_TAG_DIR:
    case WS_TAG_DL:
        p.list = p.list ? p.list : node;
        p.nesting = (uint8_t)(p.nesting + (p.nesting < 8));
        break;
    case WS_TAG_LI:
    case WS_TAG_DT:
    case WS_TAG_DD:
        p.item = node;
        p.described = t->nodes[node].tag != WS_TAG_LI;
        break;
    case WS_TAG_TABLE:
        p = (struct place){.table = node};
        break;
    case WS_TAG_TR:
        p.row = p.table ? node : 0;
        break;
    case WS_TAG_TD:
    case WS_TAG_TH:
        p.cell = p.row ? node : 0;
        p.item = p.list = 0;
        p.nesting = 0;
        break;
    default:
        break;
    }
    return p;
}

#define CELL_WORDS 60 /* a longer cell is page layout */

enum { KNOWN = 1, LAYOUT = 2 }; /* its place is known; this row is page layout, not data */

/* Finds the places of a node and of all elements around it. */
static void find_places(struct renderer *r, uint32_t node)
{
    uint32_t above[WS_TREE_MAX_DEPTH + 1], n = 0; /* from the node up */
    for (; !(r->known[node] & KNOWN); node = r->t->nodes[node].parent)
        above[n++] = node;
    while (n-- > 0) {
        r->at[above[n]] = place_of(r->t, above[n], r->at[node]);
        r->cell_blocks[above[n]] = 0;
        r->known[above[n]] |= KNOWN;
        node = above[n];
    }
}

/* Every element has a look. */
static bool has_tables(const struct renderer *r)
{
    bool any = false;
    for (uint32_t i = 0; i < r->b->looks.n; i++)
        any |= r->t->nodes[r->b->looks.node[i]].tag == WS_TAG_TABLE;
    return any;
}

/* What is left out counts in tables. */
static void find_layout(struct renderer *r, const bool *keep)
{
    const bool tables = has_tables(r);
    r->at[0] = (struct place){0}; /* of the body */
    r->known[0] = KNOWN;
    for (uint32_t i = 0; i < r->b->n; i++) {
        const struct ws_block *b = &r->b->v[i];
        const struct place *p = &r->at[b->node];
        if (!keep[i] && !tables)
            continue;
        find_places(r, b->node);
        if (p->cell && (++r->cell_blocks[p->cell] > 1 || b->words > CELL_WORDS || b->pre))
            r->known[p->row] |= LAYOUT;
    }
}

static bool is_data(const struct renderer *r, const struct place *p)
{
    return p->cell && !(r->known[p->row] & LAYOUT);
}

static const char *separator(const struct renderer *r, const struct ws_block *a,
                             const struct ws_block *b)
{
    const struct place *x = &r->at[a->node], *y = &r->at[b->node];
    if (is_data(r, x) && is_data(r, y) && x->table == y->table)
        return x->row == y->row ? "\t" : "\n";
    if (x->cell == y->cell && x->item && y->item && x->list == y->list)
        return "\n";
    return "\n\n";
}

static void put(struct renderer *r, const void *p, size_t n)
{
    memcpy(r->out + r->n, p, n);
    r->n += n;
}

static void put_bullet(struct renderer *r, const struct place *p)
{
    for (unsigned k = 1; k < p->nesting; k++)
        put(r, "  ", 2);
    put(r, "- ", 2);
}

/* Cells must stay on their line. */
static void put_text(struct renderer *r, const struct ws_block *b, bool one_line)
{
    size_t from = r->n;
    put(r, b->text.p, b->text.n);
    for (size_t i = from; one_line && i < r->n; i++)
        if (r->out[i] == '\n' || r->out[i] == '\t')
            r->out[i] = ' ';
}

bool ws_render_text(const struct ws_tree *t, const struct ws_blocks *b, const bool *keep,
                    struct ws_arena *arena, struct ws_slice *text, struct ws_span *spans)
{
    struct renderer r = {.t = t, .b = b};
    size_t bytes = 0;
    for (uint32_t i = 0; i < b->n; i++)
        bytes += keep[i] ? b->v[i].text.n + 2 + 2 * 9 : 0; /* separator, indent and bullet */
    r.at = ws_arena_alloc(arena, t->n_nodes * sizeof *r.at);
    r.cell_blocks = ws_arena_alloc(arena, t->n_nodes * sizeof *r.cell_blocks);
    r.known = ws_arena_zalloc(arena, t->n_nodes, sizeof *r.known);
    r.out = ws_arena_alloc(arena, bytes);
    if (!r.at || !r.cell_blocks || !r.known || !r.out)
        return false;
    find_layout(&r, keep);
    const struct ws_block *last = NULL;
    uint32_t last_item = 0;
    for (uint32_t i = 0; i < b->n; i++) {
        if (!keep[i])
            continue;
        const struct ws_block *cur = &b->v[i];
        const struct place *p = &r.at[cur->node];
        if (last) {
            const char *sep = separator(&r, last, cur);
            put(&r, sep, strlen(sep));
        }
        if (p->item && p->item != last_item && !p->described && !is_data(&r, p))
            put_bullet(&r, p);
        size_t from = r.n;
        put_text(&r, cur, is_data(&r, p));
        if (spans)
            spans[i] = (struct ws_span){from, r.n};
        last = cur;
        last_item = p->item;
    }
    *text = (struct ws_slice){r.out, r.n};
    return true;
}
