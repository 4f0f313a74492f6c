/* draft.h - the tree of a page under construction: nodes, text, attributes and side tables, in
 * growing buffers that are kept from page to page. Private to the room.
 *
 * Filled by one call per start tag, end tag and piece of text, in document order and properly
 * nested (nest.h sees to that), so that nothing has to be looked up: the open element is a number. */
#ifndef WARCSIFT_DRAFT_H
#define WARCSIFT_DRAFT_H

#include "pipeline/page/lean.h"
#include "pipeline/page/scan.h"
#include "pipeline/page/tree.h"
#include "warc/buf.h"

struct ws_draft {
    struct ws_slice page;
    struct ws_node *nodes; /* [0] is the body */
    uint32_t n_nodes, room_nodes, max_nodes;
    uint32_t open; /* node of the element opened last */
    struct ws_attr *attrs;
    uint32_t n_attrs, room_attrs;
    struct ws_buf node_buf, attr_buf;   /* memory of both */
    struct ws_buf text;                 /* of all texts, decoded */
    struct ws_buf metas;                /* struct ws_meta */
    struct ws_buf links;                /* struct ws_link */
    struct ws_buf json_ld;              /* struct ws_slice */
    struct ws_slice title;              /* as written */
    struct ws_slice base; /* href of the first base element that has one, as written */
    struct ws_attr root[WS_ATTR_COUNT]; /* of html and body */
    uint32_t n_root;
    unsigned verbatim;    /* open elements in which white space counts */
    bool at_edge;         /* nothing but tags since the last edge of a block */
    bool in_text;         /* the last node is a text that goes on */
    struct ws_lean *lean; /* NULL; or who is told all the same, to write HTML */
    enum ws_code failed;  /* sticky: WS_E_LIMIT or WS_E_NOMEM */
};

void ws_draft_init(struct ws_draft *d, struct ws_lean *lean);
void ws_draft_release(struct ws_draft *d);
void ws_draft_begin(struct ws_draft *d, struct ws_slice page, size_t max_nodes); /* empties it */
void ws_draft_finish(struct ws_draft *d);

/* Where the attributes of the next tag are to be read to: there is room for WS_ATTR_COUNT, but after a
 * failure, when nothing is kept of any tag. */
static inline struct ws_attr *ws_draft_room(const struct ws_draft *d)
{
    return d->attrs + d->n_attrs;
}

/* Attributes of an element, in attrs. */
struct ws_attr_range {
    uint32_t at, n;
};

bool ws_draft_grow_attrs(struct ws_draft *d, uint32_t n); /* room for n more; false: none */

/* Keeps those of a tag that was read to ws_draft_room(). */
static inline struct ws_attr_range ws_draft_attrs(struct ws_draft *d, const struct ws_scan_tag *tag)
{
    struct ws_attr_range range = {d->n_attrs, tag->n_attrs};
    uint32_t more = range.n + WS_ATTR_COUNT;
    if (!range.n || (d->room_attrs - range.at < more && !ws_draft_grow_attrs(d, more)))
        return (struct ws_attr_range){0, 0};
    d->n_attrs += range.n;
    return range;
}

/* The same for html and body: the first of equal names wins. */
void ws_draft_root_attrs(struct ws_draft *d, const struct ws_scan_tag *tag);
void ws_draft_meta(struct ws_draft *d, const struct ws_scan_tag *tag);
void ws_draft_link(struct ws_draft *d, const struct ws_scan_tag *tag);
void ws_draft_base(struct ws_draft *d, const struct ws_scan_tag *tag);
void ws_draft_json_ld(struct ws_draft *d, struct ws_slice content);

/* A piece of text; pieces written without a tag in between are one text. White space behind the
 * edge of a block is left out. references: decode them. */
void ws_draft_text(struct ws_draft *d, const uint8_t *p, const uint8_t *end, bool references);
/* The same from p to the next '<' or the end, references decoded. Returns where it stopped. */
const uint8_t *ws_draft_put_run(struct ws_draft *d, const uint8_t *p, const uint8_t *end); /* no space left out */
static inline const uint8_t *ws_draft_text_run(struct ws_draft *d, const uint8_t *p, const uint8_t *end)
{
    if (d->at_edge && !d->verbatim)
        p = ws_skip_blanks(p, end); /* to the next tag, mostly */
    return p == end || *p == '<' ? p : ws_draft_put_run(d, p, end);
}
/* Something visible was dropped here: words around it must not grow together. Leaves WS_OBJECT. */
void ws_draft_gap(struct ws_draft *d);

/* ---- nodes: one call for every tag of the page ---- */

bool ws_draft_grow(struct ws_draft *d); /* room for one more node; false: none */

/* A new node in the open element, a leaf so far; NULL when there is no room. */
static inline struct ws_node *ws_draft_node(struct ws_draft *d, enum ws_tag tag)
{
    if (d->n_nodes == d->room_nodes && !ws_draft_grow(d))
        return NULL;
    struct ws_node *node = &d->nodes[d->n_nodes++];
    node->parent = d->open;
    node->end = d->n_nodes;
    node->tag = (uint16_t)tag;
    node->depth = (uint16_t)(d->nodes[d->open].depth + 1);
    return node;
}

static inline void ws_draft_note_tag(struct ws_draft *d, enum ws_tag tag)
{
    unsigned flags = ws_name_flags[tag];
    unsigned edge = (flags & WS_TF_BLOCK) | (tag == WS_TAG_BR), inside = flags & WS_TF_VOID;
    d->in_text = false;
    d->at_edge = edge | (d->at_edge & !inside); /* without branches that nobody can predict */
}

static inline void ws_draft_start(struct ws_draft *d, enum ws_tag tag, struct ws_attr_range attrs)
{
    struct ws_node *node = ws_draft_node(d, tag);
    if (!node)
        return;
    node->at = attrs.at;
    node->n = attrs.n;
    if (!(ws_name_flags[tag] & WS_TF_VOID))
        d->open = d->n_nodes - 1;
    ws_draft_note_tag(d, tag);
    if (d->lean)
        ws_lean_start(d->lean, tag, attrs.at, attrs.n);
}

/* Ends the element opened last. */
static inline void ws_draft_end(struct ws_draft *d)
{
    if (d->failed) /* the element may be missing */
        return;
    struct ws_node *node = &d->nodes[d->open];
    node->end = d->n_nodes;
    d->open = node->parent;
    ws_draft_note_tag(d, (enum ws_tag)node->tag);
    if (d->lean)
        ws_lean_end(d->lean);
}

#endif
