/* hidden.h - what of a page its reader never sees.
 *
 * Gone: what attributes and inline styles hide (hidden, display:none, visibility:hidden, off the screen),
 * text for screen readers, consent and other overlays, noscript copies of what stands elsewhere, signs
 * without words that are hidden from assistive software, numbers of lines of code.
 *
 * But pages also hide what a script or a click will show. That stays: panels of tabs and accordions and the like
 * (concealed: whether they are text is for the model to say), parts that a server streams for its scripts to put
 * in place, and whatever hidden element holds far more running text than all of the page that is
 * visible - a page that shows nothing without scripts. Opacity hides nothing: it is how texts fade in. */
#ifndef WARCSIFT_HIDDEN_H
#define WARCSIFT_HIDDEN_H

#include "pipeline/extract/blocks/looks.h"

enum ws_sight {
    WS_VISIBLE,
    WS_CONCEALED, /* until a click; aria-hidden */
    WS_GONE,
    WS_GONE_APART /* in its place stands, or stood, something visible: words around it are apart */
};

/* Nodes in order. */
struct ws_node_list {
    const uint32_t *node;
    uint32_t n;
};

/* What attributes and names say of how the nodes are shown. */
struct ws_showing {
    const uint8_t *sight; /* enum ws_sight, by node; the root is always visible */
    /* elements in which a line end is one for the reader, too (white-space: pre-line and the like); without pre */
    struct ws_node_list lines;
    struct ws_node_list apart; /* inline elements that style puts on lines of their own */
};

/* In arena. false: no memory. */
WS_MUST_USE bool ws_find_showing(const struct ws_tree *t, const struct ws_looks *looks,
                                 struct ws_arena *arena, struct ws_showing *out);

#endif
