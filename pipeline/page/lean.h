/* lean.h - a pruned page: the little HTML that is left for the parser, and side tables for the
 * rest.
 *
 *     <body><p a=3>Fish &amp; chips</p>
 *
 * Bytes are what libxml2 charges for, so that of all attributes only a number is left: that of
 * a list of slices of the page. Elements are closed in the order in which they were opened,
 * character references are decoded (but & and <, escaped again), characters that XML does not
 * allow are gone. Private to the room. */
#ifndef WARCSIFT_LEAN_H
#define WARCSIFT_LEAN_H

#include "pipeline/page/names.h"
#include "pipeline/page/scan.h"
#include "pipeline/page/tree.h"
#include "warc/buf.h"

struct ws_lean_list {
    uint32_t first, n; /* in attrs */
};

struct ws_lean {
    struct ws_slice page;
    size_t max_nodes;
    struct ws_buf html;
    struct ws_buf attrs;                /* struct ws_attr */
    struct ws_buf lists;                /* struct ws_lean_list */
    struct ws_buf metas;                /* struct ws_meta */
    struct ws_buf links;                /* struct ws_link */
    struct ws_buf json_ld;              /* struct ws_slice */
    struct ws_slice title;              /* as written */
    struct ws_attr root[WS_ATTR_COUNT]; /* of html and body */
    uint32_t n_root;
    uint32_t n_elements, n_texts; /* in html */
    size_t text_bytes;            /* of all texts, decoded */
    unsigned verbatim;            /* open elements in which white space counts */
    bool at_edge;                 /* nothing but tags since the last edge of a block */
    bool in_text;                 /* the last thing written was text */
    enum ws_code failed;          /* sticky: WS_E_LIMIT or WS_E_NOMEM */
};

void ws_lean_init(struct ws_lean *l);
void ws_lean_release(struct ws_lean *l);
void ws_lean_begin(struct ws_lean *l, struct ws_slice page, size_t max_nodes); /* empties it */

/* Keeps the attributes of a tag; returns what ws_lean_start() takes as list: 0 for none. */
uint32_t ws_lean_attrs(struct ws_lean *l, const struct ws_scan_tag *tag);
/* The same for html and body: the first of equal names wins. */
void ws_lean_root_attrs(struct ws_lean *l, const struct ws_scan_tag *tag);
void ws_lean_meta(struct ws_lean *l, const struct ws_scan_tag *tag);
void ws_lean_link(struct ws_lean *l, const struct ws_scan_tag *tag);
void ws_lean_json_ld(struct ws_lean *l, struct ws_slice content);

/* alias: write the element under a name that libxml2 knows no rules for. */
void ws_lean_start(struct ws_lean *l, enum ws_tag tag, bool alias, uint32_t list);
void ws_lean_end(struct ws_lean *l, enum ws_tag tag, bool alias);
/* A piece of text; pieces written without a tag in between are one text. White space behind the
 * edge of a block is left out. references: decode them. */
void ws_lean_text(struct ws_lean *l, const uint8_t *p, const uint8_t *end, bool references);
/* Something visible was dropped here: words around it must not grow together. Leaves WS_OBJECT. */
void ws_lean_gap(struct ws_lean *l);

/* The element that a name in ws_lean.html stands for. */
enum ws_tag ws_lean_tag(struct ws_slice name);

#endif
