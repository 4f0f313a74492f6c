/* tree_internal.h - what the readers of a pruned page share: the nodes under construction.
 * Private to the room. */
#ifndef WARCSIFT_TREE_INTERNAL_H
#define WARCSIFT_TREE_INTERNAL_H

#include "pipeline/page/lean.h"

/* Filled by one event per start tag, end tag and piece of text, in document order. */
struct ws_tree_sink {
    const struct ws_lean_list *lists;
    uint32_t n_lists;
    struct ws_node *nodes;
    uint32_t n_nodes, max_nodes;
    uint8_t *text;
    size_t n_text, max_text;
    uint32_t open; /* node of the element opened last */
    bool lost;     /* the events are not those of the pruned page */
};

/* Makes room for just what is in the pruned page. false: no memory. */
WS_MUST_USE bool ws_tree_sink_init(struct ws_tree_sink *s, const struct ws_lean *l,
                                   struct ws_arena *arena);
void ws_tree_sink_clear(struct ws_tree_sink *s); /* for another reader */
/* Completes the nodes. false: the events were not those of the pruned page. */
bool ws_tree_sink_finish(struct ws_tree_sink *s);

/* list: as in ws_lean_start(). */
void ws_tree_sink_start(struct ws_tree_sink *s, enum ws_tag tag, uint32_t list);
void ws_tree_sink_end(struct ws_tree_sink *s, enum ws_tag tag);
void ws_tree_sink_text(struct ws_tree_sink *s, const uint8_t *p, size_t n);

/* Number of a list from its decimal digits; 0 when there is none of that number. */
uint32_t ws_tree_sink_list(const struct ws_tree_sink *s, const uint8_t *p, const uint8_t *end);

/* Sends the pruned page through libxml2. false: no memory. Whatever else libxml2 makes of it
 * shows in the sink. */
WS_MUST_USE bool ws_tree_read_libxml2(struct ws_slice html, struct ws_tree_sink *s);
void ws_tree_libxml2_init(void);

/* Reads the same without libxml2. What ws_lean_*() writes is so regular that this never fails.
 */
void ws_tree_read_plain(struct ws_slice html, struct ws_tree_sink *s);

#endif
