#include "pipeline/extract/render/render.h"

#include "pipeline/extract/render/grid.h"
#include "pipeline/extract/text/text.h"

#include <string.h>

/* Structure around a node, inherited from above. 0: none. */
struct place {
    uint32_t item;             /* li or dt/dd */
    uint32_t list;             /* outermost ul, ol, menu or dl */
    uint32_t cell, row, table; /* innermost */
    uint32_t pre;              /* outermost */
    uint8_t nesting;           /* lists around it */
    bool described;            /* item is a dt or dd: no bullet */
};

/* What is counted of a node of a table. */
struct tally {
    uint32_t
        n; /* cell: its blocks. Row: its cells with blocks. Table: rows with one in each of several cells */
    uint32_t
        more; /* cell: its words. Row: its cells with text. Table: rows with several blocks in a cell */
    uint32_t column; /* of a cell, in the table at hand */
};

#define NO_COLUMN UINT32_MAX

struct renderer {
    const struct ws_tree *t;
    const struct ws_blocks *b;
    uint8_t *known; /* by node: flags */
    /* by node, of elements around blocks: */
    struct place *at;
    struct tally *tally;
    uint32_t *rows; /* of tables, in order of their first block */
    uint32_t n_rows;
    uint32_t table;                 /* the table at hand, if it is tabular */
    bool headed;                    /* it has header cells */
    uint32_t rank[WS_GRID_COLUMNS]; /* by column of it: the field it belongs to */
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
        p = (struct place){.table = node, .pre = up.pre};
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
        if (!p.pre && ws_tag_flags(t->nodes[node].tag) & WS_TF_PRE)
            p.pre = node;
        break;
    }
    return p;
}

#define CELL_WORDS 60 /* a longer cell is page layout */

enum {
    KNOWN = 1,  /* its place is known */
    LAYOUT = 2, /* a row that is page layout, not data. Table: it is one around another one */
    MIXED = 4,  /* a row with several blocks in a cell, or preformatted ones */
    TABULAR =
        8, /* a table of rows that are data: its columns count, and mixed rows are data, too */
    HEADED = 16, /* a cell with a heading */
    KEPT = 32    /* a cell with text */
};

/* Finds the places of a node and of all elements around it. */
static void find_places(struct renderer *r, uint32_t node)
{
    uint32_t above[WS_TREE_MAX_DEPTH + 1], n = 0; /* from the node up */
    for (; !(r->known[node] & KNOWN); node = r->t->nodes[node].parent)
        above[n++] = node;
    while (n-- > 0) {
        r->at[above[n]] = place_of(r->t, above[n], r->at[node]);
        r->tally[above[n]] = (struct tally){0, 0, NO_COLUMN};
        r->known[above[n]] |= KNOWN;
        if (r->at[above[n]].table == above[n])
            r->known[r->at[node].table] |= LAYOUT;
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

static void note_cell(struct renderer *r, const struct ws_block *b, const struct place *p)
{
    struct tally *cell = &r->tally[p->cell];
    uint8_t *row = &r->known[p->row];
    if (!cell->n++ && !r->tally[p->row].n++)
        r->rows[r->n_rows++] = p->row;
    cell->more += b->words;
    if (ws_tag_flags(r->t->nodes[b->node].tag) & WS_TF_HEADING)
        r->known[p->cell] |= HEADED;
    if (cell->n > 1 || b->pre)
        *row |= MIXED;
    if (cell->more > CELL_WORDS || (cell->n > 1 && r->known[p->cell] & HEADED))
        *row |= LAYOUT;
}

/* Several blocks in a cell are mostly page layout. Not so among rows that are data. */
static void settle_rows(struct renderer *r)
{
    for (uint32_t i = 0; i < r->n_rows; i++) {
        struct tally *table = &r->tally[r->at[r->rows[i]].table];
        unsigned flags = r->known[r->rows[i]];
        table->n += !(flags & (LAYOUT | MIXED)) && r->tally[r->rows[i]].n > 1;
        table->more += (flags & (LAYOUT | MIXED)) == MIXED;
    }
    for (uint32_t i = 0; i < r->n_rows; i++) {
        uint32_t table = r->at[r->rows[i]].table;
        if (r->tally[table].n > 1 && r->tally[table].n >= r->tally[table].more &&
            !(r->known[table] & LAYOUT))
            r->known[table] |= TABULAR;
        else if (r->known[r->rows[i]] & MIXED)
            r->known[r->rows[i]] |= LAYOUT;
    }
}

/* What is left out counts in tables. */
static void find_layout(struct renderer *r, const bool *keep, bool tables)
{
    r->at[0] = (struct place){0}; /* of the body */
    r->known[0] = KNOWN;
    for (uint32_t i = 0; i < r->b->n; i++) {
        const struct ws_block *b = &r->b->v[i];
        const struct place *p = &r->at[b->node];
        if (!keep[i] && !tables)
            continue;
        find_places(r, b->node);
        if (!p->cell)
            continue;
        note_cell(r, b, p);
        if (keep[i] && !(r->known[p->cell] & KEPT)) {
            r->known[p->cell] |= KEPT;
            r->tally[p->row].more++;
        }
    }
    settle_rows(r);
}

/* Goes on to a table. A field ends where some cell with text ends: columns that are empty all the way down are none,
 * nor are those that only parts of cells lie in. */
static void find_columns(struct renderer *r, uint32_t table)
{
    struct ws_grid g;
    uint64_t rows = 0, cells = 0;
    uint32_t before = 0;
    r->table = table;
    r->headed = false;
    memset(r->rank, 0, sizeof r->rank);
    for (ws_grid_begin(&g, r->t, table); ws_grid_next(&g); cells += g.n_cells, rows++)
        for (uint32_t i = 0; i < g.n_columns; i++) {
            uint32_t cell = g.slot[i].cell;
            r->headed |= r->t->nodes[cell].tag == WS_TAG_TH;
            if (!cell || !(r->known[cell] & KEPT))
                continue;
            if (g.slot[i].origin)
                r->tally[cell].column = i;
            r->rank[i] |= i + 1 == g.n_columns || g.slot[i + 1].cell != cell;
        }
    bool none = g.row || ws_grid_is_sparse(&g, rows, cells) || ws_grid_is_presentation(r->t, table);
    for (uint32_t i = 0; i < WS_GRID_COLUMNS; i++) {
        uint32_t ends = r->rank[i];
        r->rank[i] = none ? 0 : before;
        before += ends;
    }
}

static bool is_data(const struct renderer *r, const struct place *p)
{
    return p->cell && !(r->known[p->row] & LAYOUT);
}

static void put(struct renderer *r, const void *p, size_t n)
{
    memcpy(r->out + r->n, p, n);
    r->n += n;
}

static uint32_t rank_of(const struct renderer *r, const struct place *p)
{
    uint32_t column = r->tally[p->cell].column;
    return p->table == r->table && column < WS_GRID_COLUMNS ? r->rank[column] : 0;
}

/* What stands in front of a cell: behind x, of the same row, or else at the beginning of a line. */
static void put_fields(struct renderer *r, const struct place *x, const struct place *y)
{
    uint32_t from = x ? rank_of(r, x) : 0, to = rank_of(r, y);
    if (x && to <= from)
        to = from + 1;
    for (; from < to; from++)
        put(r, "\t", 1);
}

static void put_break(struct renderer *r, const struct ws_block *a, const struct ws_block *b)
{
    const struct place *x = &r->at[a->node], *y = &r->at[b->node];
    bool rows = is_data(r, x) && is_data(r, y) && x->table == y->table;
    bool items = x->cell == y->cell && x->item && y->item && x->list == y->list;
    bool code = a->pre && b->pre && x->pre == y->pre;
    put(r, "\n\n", rows || items || code ? 1 : 2);
}

/* What stands between two blocks; a: NULL: b is the first. */
static void put_separator(struct renderer *r, const struct ws_block *a, const struct ws_block *b)
{
    const struct place *x = a ? &r->at[a->node] : NULL, *y = &r->at[b->node];
    if (!is_data(r, y)) {
        if (a)
            put_break(r, a, b);
        return;
    }
    if (y->table != r->table && r->known[y->table] & TABULAR)
        find_columns(r, y->table);
    if (a && is_data(r, x) && x->row == y->row) {
        if (x->cell == y->cell)
            put(r, " ", 1);
        else
            put_fields(r, x, y);
        return;
    }
    if (a)
        put_break(r, a, b);
    if (r->headed || r->tally[y->row].more > 1) /* else it may well be layout */
        put_fields(r, NULL, y);
}

static void put_bullet(struct renderer *r, const struct place *p)
{
    for (unsigned k = 1; k < p->nesting; k++)
        put(r, "  ", 2);
    put(r, "- ", 2);
}

/* Cells must stay on their line. */
static void put_text(struct renderer *r, struct ws_slice s, bool one_line)
{
    if (!one_line) {
        put(r, s.p, s.n);
        return;
    }
    for (size_t i = 0; i < s.n; i++) {
        uint8_t c = s.p[i];
        if (c == '\n' || c == '\t')
            c = ' ';
        if (c != ' ' || i == 0 || r->out[r->n - 1] != ' ')
            r->out[r->n++] = c;
    }
}

/* ---- raised numbers ---- */

/* How many of the first bytes are a number, perhaps with a sign. */
static size_t number_at(struct ws_slice s)
{
    size_t sign = s.n && s.p[0] == '-'                         ? 1
                  : s.n > 3 && !memcmp(s.p, "\xe2\x88\x92", 3) ? 3
                                                               : 0,
           n = sign;
    while (n < s.n && ws_is_digit(s.p[n]))
        n++;
    return n > sign ? n : 0;
}

/* Is 10 what was written last, and no part of a number, a price or a word? */
static bool is_ten(const uint8_t *p, size_t n)
{
    if (n < 2 || memcmp(p + n - 2, "10", 2) != 0)
        return false;
    uint8_t before = n > 2 ? p[n - 3] : ' ';
    return before == ' ' || before == '\n' || before == '(' || before == '=' || before == '~' ||
           (n > 3 && !memcmp(p + n - 4, "\xc3\x97", 2)) ||
           (n > 3 && !memcmp(p + n - 4, "\xc2\xb7", 2));
}

#define NOTE_DIGITS 3

/* What a raised number is: '[' for the mark of a note, a link within the page; '^' for a power of ten, of which what
 * stands in front of it in the block is written; 0: something else. node: of its text. */
static char raised_kind(const struct renderer *r, uint32_t node, size_t number, size_t start)
{
    const struct ws_node *nodes = r->t->nodes;
    uint32_t inner = nodes[node].parent, outer = nodes[inner].parent;
    uint32_t link = nodes[inner].tag == WS_TAG_A ? inner : nodes[outer].tag == WS_TAG_A ? outer : 0;
    if (nodes[inner].tag != WS_TAG_SUP && (nodes[outer].tag != WS_TAG_SUP || link != inner))
        return 0;
    if (r->n == start)
        return 0;
    struct ws_slice href = ws_node_attr(r->t, link, WS_ATTR_HREF);
    if (link)
        return number <= NOTE_DIGITS && href.n && memchr(href.p, '#', href.n) &&
                       r->out[r->n - 1] != '['
                   ? '['
                   : 0;
    return is_ten(r->out + start, r->n - start) ? '^' : 0;
}

/* A run of a block: of the text of a node. start: where the block begins. */
static void put_run(struct renderer *r, struct ws_slice s, uint32_t node, size_t start,
                    bool one_line)
{
    size_t number = number_at(s);
    bool alone = number && (number == s.n || s.p[number] == ' ' || s.p[number] == '\n');
    char kind = alone ? raised_kind(r, node, number, start) : 0;
    if (kind)
        put(r, &kind, 1);
    put_text(r, (struct ws_slice){s.p, kind == '[' ? number : s.n}, one_line);
    if (kind != '[')
        return;
    put(r, "]", 1);
    put_text(r, (struct ws_slice){s.p + number, s.n - number}, one_line);
}

/* Plain text has no superscripts: numbers would run into each other. */
static void put_block(struct renderer *r, const struct ws_block *b, bool one_line)
{
    const struct ws_run *run = r->b->runs + b->run, *last = run + b->n_runs;
    const uint8_t *p = b->text.p, *end = p + b->text.n;
    const size_t start = r->n;
    if (!r->b->looks.has_raised || b->pre || b->n_runs < 2) {
        put_text(r, b->text, one_line);
        return;
    }
    while (last - run > 1 &&
           last[-1].at >= end) /* what was trimmed off, or text that was copied since */
        last--;
    for (; run < last && p < end; run++) {
        const uint8_t *to = last - run > 1 && run[1].at < end ? run[1].at : end;
        if (to <= p)
            continue;
        put_run(r, (struct ws_slice){p, (size_t)(to - p)}, run->node, start, one_line);
        p = to;
    }
    put_text(r, (struct ws_slice){p, (size_t)(end - p)}, one_line);
}

static bool prepare(struct renderer *r, const bool *keep, struct ws_arena *arena)
{
    const uint32_t n_nodes = r->t->n_nodes;
    const bool tables = has_tables(r);
    size_t bytes = 0;
    r->at = ws_arena_alloc(arena, n_nodes * sizeof *r->at);
    r->tally = ws_arena_alloc(arena, n_nodes * sizeof *r->tally);
    r->known = ws_arena_zalloc(arena, n_nodes, sizeof *r->known);
    r->rows = ws_arena_alloc(arena, (tables ? r->b->n : 0) * sizeof *r->rows);
    if (!r->at || !r->tally || !r->known || !r->rows)
        return false;
    find_layout(r, keep, tables);
    for (uint32_t i = 0; i < r->b->n; i++)
        bytes += keep[i] ? r->b->v[i].text.n + 2 + 2 * 9 : 0; /* separator, indent and bullet */
    bytes += r->b->looks.has_raised ? 2 * (size_t)r->b->n_runs : 0;
    r->out = ws_arena_alloc(arena, bytes + (size_t)r->n_rows * WS_GRID_COLUMNS);
    return r->out;
}

bool ws_render_text(const struct ws_tree *t, const struct ws_blocks *b, const bool *keep,
                    struct ws_arena *arena, struct ws_slice *text, struct ws_span *spans)
{
    struct renderer r = {.t = t, .b = b};
    if (!prepare(&r, keep, arena))
        return false;
    const struct ws_block *last = NULL;
    uint32_t last_item = 0;
    for (uint32_t i = 0; i < b->n; i++) {
        if (!keep[i])
            continue;
        const struct ws_block *cur = &b->v[i];
        const struct place *p = &r.at[cur->node];
        put_separator(&r, last, cur);
        if (p->item && p->item != last_item && !p->described && !is_data(&r, p))
            put_bullet(&r, p);
        size_t from = r.n;
        put_block(&r, cur, is_data(&r, p));
        if (spans)
            spans[i] = (struct ws_span){from, r.n};
        last = cur;
        last_item = p->item;
    }
    *text = (struct ws_slice){r.out, r.n};
    return true;
}
