#include "pipeline/extract/render/structure.h"

#include "pipeline/extract/render/grid.h"
#include "pipeline/extract/text/text.h"

/* --- what is around each node --------------------------------------------------------- */

#define MAX_NUMBER 999999999 /* of a list item: CommonMark reads nine digits */

uint32_t ws_structure_number(const struct ws_tree *t, uint32_t node, enum ws_attr_name name,
                           uint32_t max, uint32_t otherwise)
{
    struct ws_slice s = ws_trim_text(ws_node_attr(t, node, name));
    uint32_t v = 0;
    size_t i = 0;
    for (; i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; i++)
        v = v > max / 10 ? max : v * 10 + (uint32_t)(s.p[i] - '0');
    return i == 0 ? otherwise : v > max ? max : v;
}

static uint8_t mark_of(enum ws_tag tag)
{
    switch (tag) {
    case WS_TAG_B:
    case WS_TAG_STRONG:
        return WS_MARK_STRONG;
    case WS_TAG_I:
    case WS_TAG_EM:
        return WS_MARK_EM;
    case WS_TAG_SUB:
        return WS_MARK_SUB;
    case WS_TAG_SUP:
        return WS_MARK_SUP;
    case WS_TAG_CODE:
    case WS_TAG_KBD:
    case WS_TAG_SAMP:
    case WS_TAG_TT:
        return WS_MARK_CODE;
    default:
        return 0;
    }
}

static void enter_item(struct ws_structure *o, uint32_t node, struct ws_spot *s)
{
    const struct ws_tree *t = o->t;
    uint32_t list = s->list ? s->list : t->nodes[node].parent; /* an item without a list */
    uint32_t *next = &o->at[list].number;
    s->list = list;
    s->frame = node;
    s->heading = s->term = 0;
    s->number = ws_structure_number(t, node, WS_ATTR_VALUE, MAX_NUMBER, *next);
    *next = s->number < MAX_NUMBER ? s->number + 1 : MAX_NUMBER;
}

static void enter_block(struct ws_structure *o, uint32_t node, struct ws_spot *s)
{
    const struct ws_tree *t = o->t;
    enum ws_tag tag = t->nodes[node].tag;
    unsigned flags = ws_tag_flags(tag);
    s->marks = 0;
    if (flags & WS_TF_HEADING)
        s->heading = node;
    if ((flags & WS_TF_PRE) && !s->pre)
        s->pre = node;
    switch (tag) {
    case WS_TAG_UL:
    case WS_TAG_MENU:
    case WS_TAG_DIR:
    case WS_TAG_OL:
        s->list = node;
        s->number = ws_structure_number(t, node, WS_ATTR_START, MAX_NUMBER, 1);
        break;
    case WS_TAG_LI:
        enter_item(o, node, s);
        break;
    case WS_TAG_BLOCKQUOTE:
        s->frame = node;
        s->heading = s->term = 0;
        break;
    case WS_TAG_DT:
        s->marks = WS_MARK_STRONG;
        s->term = node;
        break;
    case WS_TAG_DD:
        s->term = node;
        break;
    case WS_TAG_TABLE:
        s->table = node;
        s->row = s->cell = s->heading = s->term = 0;
        break;
    case WS_TAG_TR:
        s->row = s->table ? node : 0;
        s->cell = 0;
        break;
    case WS_TAG_TD:
    case WS_TAG_TH:
        s->cell = s->row ? node : 0;
        break;
    default:
        break;
    }
}

static struct ws_spot spot_of(struct ws_structure *o, uint32_t node)
{
    struct ws_spot s = o->at[o->t->nodes[node].parent];
    enum ws_tag tag = o->t->nodes[node].tag;
    if (ws_tag_flags(tag) & WS_TF_BLOCK) {
        enter_block(o, node, &s);
        return s;
    }
    if (!(s.marks & WS_MARK_CODE)) {
        s.marks |= mark_of(tag);
        s.code = node;
    }
    if (tag == WS_TAG_A && ws_node_attr(o->t, node, WS_ATTR_HREF).n)
        s.link = node;
    o->formulas |= tag == WS_TAG_MATH;
    return s;
}

/* --- pieces --------------------------------------------------------------------------- */

bool ws_structure_is_image(const struct ws_tree *t, uint32_t node)
{
    return t->nodes[node].tag == WS_TAG_IMG &&
           ws_trim_text(ws_node_attr(t, node, WS_ATTR_ALT)).n;
}

/* The figure an image stands in, or 0. */
static uint32_t figure_of(const struct ws_tree *t, uint32_t node)
{
    for (int i = 0; i < 8 && node; i++) {
        node = t->nodes[node].parent;
        if (t->nodes[node].tag == WS_TAG_FIGURE)
            return node;
    }
    return 0;
}

static bool lies_in(const struct ws_tree *t, uint32_t node, uint32_t outer)
{
    return outer && node >= outer && node < t->nodes[outer].end;
}

/* An image outside of blocks belongs to the text if the blocks on both sides do, or one in its
 * figure. i: the block behind it. */
static bool keeps_image(const struct ws_structure *o, const bool *keep, uint32_t node, uint32_t i)
{
    bool before = i > 0 && keep[i - 1], behind = i < o->b->n && keep[i];
    uint32_t figure = figure_of(o->t, node);
    return (before && behind) || (before && lies_in(o->t, o->b->v[i - 1].node, figure)) ||
           (behind && lies_in(o->t, o->b->v[i].node, figure));
}

static void add_piece(struct ws_structure *o, uint32_t node, const struct ws_block *b)
{
    o->pieces[o->n_pieces++] = (struct ws_piece){node, b};
}

/* Blocks and the images between them, in the order of the page. */
static bool gather(struct ws_structure *o, const bool *keep, bool images, struct ws_arena *arena)
{
    const struct ws_blocks *b = o->b;
    size_t n = b->n;
    for (uint32_t i = 0; images && i < o->t->n_nodes; i++)
        n += ws_structure_is_image(o->t, i);
    o->pieces = ws_arena_alloc(arena, (n + 1) * sizeof *o->pieces);
    if (!o->pieces)
        return false;
    uint32_t node = 0;
    for (uint32_t i = 0; i <= b->n; i++) {
        uint32_t until = i < b->n ? b->v[i].first : o->t->n_nodes;
        for (; images && node < until; node++)
            if (ws_structure_is_image(o->t, node) && keeps_image(o, keep, node, i))
                add_piece(o, node, NULL);
        if (i < b->n) {
            node = b->v[i].last; /* images inside the block are written with it */
            if (keep[i])
                add_piece(o, b->v[i].node, &b->v[i]);
        }
    }
    return true;
}

uint32_t ws_structure_table(const struct ws_structure *o, uint32_t node)
{
    uint32_t table = o->at[node].table;
    return o->data[table] ? table : 0;
}

uint32_t ws_structure_frame(const struct ws_structure *o, uint32_t node)
{
    uint32_t table = ws_structure_table(o, node);
    return o->at[table ? table : node].frame;
}

bool ws_structure_is_item(const struct ws_structure *o, uint32_t frame)
{
    return o->t->nodes[frame].tag == WS_TAG_LI;
}

/* "- - text" would be what is left of an item whose own text was not kept. */
static bool dissolve_items(struct ws_structure *o, struct ws_arena *arena)
{
    bool *seen = ws_arena_zalloc(arena, o->t->n_nodes, sizeof *seen);
    if (!seen)
        return false;
    for (uint32_t i = 0; i < o->n_pieces; i++) {
        bool in_item = false;
        for (uint32_t f = ws_structure_frame(o, o->pieces[i].node); f && !seen[f];
             f = o->at[o->t->nodes[f].parent].frame) {
            seen[f] = true;
            o->dissolved[f] = in_item && ws_structure_is_item(o, f);
            in_item = ws_structure_is_item(o, f);
        }
    }
    return true;
}

/* Headings that never end, or hold a whole page, head nothing. */
unsigned ws_structure_heading(const struct ws_structure *o, const struct ws_block *b)
{
    uint32_t h = o->at[b->node].heading;
    if (!h || b->pre || (h != b->node && o->n_headed[h] > 1))
        return 0;
    return 1u + o->t->nodes[h].tag - WS_TAG_H1;
}

bool ws_structure_make(const struct ws_tree *t, const struct ws_blocks *b, const bool *keep,
                     bool images, struct ws_arena *arena, struct ws_structure *o)
{
    *o = (struct ws_structure){.t = t, .b = b};
    o->at = ws_arena_zalloc(arena, t->n_nodes, sizeof *o->at);
    o->data = ws_arena_zalloc(arena, t->n_nodes, sizeof *o->data);
    o->dissolved = ws_arena_zalloc(arena, t->n_nodes, sizeof *o->dissolved);
    o->n_headed = ws_arena_zalloc(arena, t->n_nodes, sizeof *o->n_headed);
    if (!o->at || !o->data || !o->dissolved || !o->n_headed)
        return false;
    for (uint32_t i = 1; i < t->n_nodes; i++)
        o->at[i] = spot_of(o, i);
    for (uint32_t i = 0; i < b->n; i++)
        o->n_headed[o->at[b->v[i].node].heading]++;
    return gather(o, keep, images, arena) && ws_grid_find_data(o, arena) &&
           dissolve_items(o, arena);
}
