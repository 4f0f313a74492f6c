/* tree_internal.h - the tree of a page again, as libxml2 sees it. Private to the room. */
#ifndef WARCSIFT_TREE_INTERNAL_H
#define WARCSIFT_TREE_INTERNAL_H

#include "pipeline/page/draft.h"

/* Filled by one event per start tag, end tag and piece of text, in document order. */
struct ws_tree_sink {
    struct ws_node *nodes;
    uint32_t n_nodes, max_nodes;
    uint8_t *text;
    size_t n_text, max_text;
    uint32_t n_attrs; /* in the table */
    uint32_t open;    /* node of the element opened last */
    bool lost;        /* the events are not those of the page */
};

/* Makes room for just what is in the draft. false: no memory. */
WS_MUST_USE bool ws_tree_sink_init(struct ws_tree_sink *s, const struct ws_draft *d,
                                   struct ws_arena *arena);
/* Completes the nodes. false: they are not as many as in the draft. */
bool ws_tree_sink_finish(struct ws_tree_sink *s);

/* at, n: the element's attributes in the table */
void ws_tree_sink_start(struct ws_tree_sink *s, enum ws_tag tag, uint32_t at, uint32_t n);
void ws_tree_sink_end(struct ws_tree_sink *s, enum ws_tag tag);
void ws_tree_sink_text(struct ws_tree_sink *s, const uint8_t *p, size_t n);

/* Sends lean HTML through libxml2. false: no memory. Whatever else libxml2 makes of it shows in
 * the sink. */
WS_MUST_USE bool ws_tree_read_libxml2(struct ws_slice html, struct ws_tree_sink *s);
void ws_tree_libxml2_init(void);

#endif
