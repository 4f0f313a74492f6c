/* lean.h - the tree of a page as HTML, as short as can be, for libxml2 to read.
 *
 *     <body><p a=3,1>Fish &amp; chips</p>
 *
 * Bytes are what libxml2 charges for, so that of all attributes only two numbers are left: the first one in
 * the table and how many. Elements are closed in the order in which they were opened, of references only
 * those for & and < are left, characters that XML does not allow are gone. Private to the room. */
#ifndef WARCSIFT_LEAN_H
#define WARCSIFT_LEAN_H

#include "pipeline/page/names.h"
#include "pipeline/page/tree.h"
#include "warc/buf.h"

struct ws_lean_open {
    uint8_t tag;
    bool alias; /* written under a name that libxml2 knows no rules for */
};

struct ws_lean {
    struct ws_buf html;
    unsigned n; /* open elements */
    struct ws_lean_open open[WS_TREE_MAX_DEPTH];
    bool failed; /* sticky: no memory, or more than libxml2 can count */
};

void ws_lean_init(struct ws_lean *l);
void ws_lean_release(struct ws_lean *l);
void ws_lean_begin(struct ws_lean *l); /* empties it */

/* at, n: the element's attributes in the table */
void ws_lean_start(struct ws_lean *l, enum ws_tag tag, uint32_t at, uint32_t n);
void ws_lean_end(struct ws_lean *l);
void ws_lean_text(struct ws_lean *l, const uint8_t *p, size_t n);

/* What a name and the value of an attribute in html stand for. */
enum ws_tag ws_lean_tag(struct ws_slice name);
void ws_lean_attrs(const char *value, uint32_t *at, uint32_t *n);

#endif
