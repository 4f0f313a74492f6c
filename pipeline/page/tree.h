/* tree.h - an HTML page as flat arrays: elements and texts in document order, no pointers, no DOM.
 *
 *     for (uint32_t i = 0; i < t->n_nodes; i++)
 *         if (t->nodes[i].tag == WS_TAG_TEXT) ... ws_node_text(t, i) ...
 *
 * nodes[0] is always a WS_TAG_BODY element around everything (the page's own html and body elements are
 * merged into it: their attributes are its attributes, first one wins). The subtree of node i is
 * nodes[i] .. nodes[nodes[i].end - 1]; a node's parent always stands before it, so one forward loop sees
 * ancestors first and one backward loop sees descendants first; nothing needs recursion.
 *
 * Not in the tree: comments, script, style, template, svg, iframe, object, embed, applet, canvas, audio,
 * video, noframes, noembed and what they contain; a noscript with hardly any text; head elements (they are in
 * head). A formula whose TeX the page gives is a math element with one text, "$TeX$" or, displayed,
 * "$$TeX$$" (math.h); other math is not in the tree.
 *
 * Threads: a tree is read-only once built. */
#ifndef WARCSIFT_TREE_H
#define WARCSIFT_TREE_H

#include "pipeline/page/arena.h"
#include "pipeline/page/tags.h"
#include "warcsift/article.h"

struct ws_node {
    uint32_t parent; /* index; of node 0: 0 */
    uint32_t end;    /* one past the last node of the subtree; i + 1 for a leaf */
    uint32_t at;     /* element: index of its first attribute; text: offset in ws_tree.text */
    uint32_t n;      /* element: number of attributes; text: bytes */
    uint16_t tag;    /* enum ws_tag */
    uint16_t depth;  /* of node 0: 0; of any node at most WS_TREE_MAX_DEPTH */
};

/* Depth of the deepest texts. Elements that leave no room for text below become siblings; their text is
 * kept, in order. */
#define WS_TREE_MAX_DEPTH 512

/* Stands in texts where something visible was left out (an svg, a video), unless there is a blank:
 * OBJECT REPLACEMENT CHARACTER. */
#define WS_OBJECT 0xFFFCu

/* An attribute value as written in the page: character references are not decoded. */
struct ws_attr {
    uint32_t at; /* offset in ws_tree.page */
    uint32_t n;  /* bytes */
    uint16_t name; /* enum ws_attr_name */
};

struct ws_meta {
    struct ws_slice key;   /* name, property, itemprop or http-equiv, as written */
    struct ws_slice value; /* content, as written */
};

struct ws_link {
    struct ws_slice rel, href; /* as written; without rel: itemprop */
};

/* What the head (or misplaced head elements) of the page says. */
struct ws_head {
    struct ws_slice title; /* of the first non-empty title element outside svg; references decoded,
                            * white space and control characters replaced by blanks */
    const struct ws_meta *metas;
    size_t n_metas;
    const struct ws_link *links;
    size_t n_links;
    const struct ws_slice *json_ld; /* contents of script type=application/ld+json, as written */
    size_t n_json_ld;
    struct ws_slice base; /* href of the first base element that has one, as written */
    struct ws_slice lang; /* lang of html, else of body, as written */
};

struct ws_tree {
    struct ws_slice page; /* the UTF-8 page the attributes point into */
    const struct ws_node *nodes;
    uint32_t n_nodes;
    const struct ws_attr *attrs;
    uint32_t n_attrs;
    const uint8_t *text; /* references decoded, white space as in the page except that blank runs next
                          * to a block edge may be gone and line ends are '\n'; valid UTF-8; of control
                          * characters below U+0020 only '\t' and '\n' */
    struct ws_head head;
};

/* Value of an attribute as written; {NULL, 0} when absent; p not NULL when present and empty. */
static inline struct ws_slice ws_node_attr(const struct ws_tree *t, uint32_t node, enum ws_attr_name name)
{
    const struct ws_node *n = &t->nodes[node];
    if (n->tag != WS_TAG_TEXT)
        for (const struct ws_attr *a = t->attrs + n->at, *end = a + n->n; a < end; a++)
            if (a->name == name)
                return (struct ws_slice){t->page.p + a->at, a->n};
    return (struct ws_slice){NULL, 0};
}

static inline struct ws_slice ws_node_text(const struct ws_tree *t, uint32_t node)
{
    return (struct ws_slice){t->text + t->nodes[node].at, t->nodes[node].n};
}

/* Decodes character references into the arena; s itself when there are none. p == NULL: no memory
 * (only when s.p is not NULL). */
struct ws_slice ws_unescape(struct ws_arena *arena, struct ws_slice s);

/* What makes the tree. All give the same one but for listed faults of libxml2. */
struct ws_tree_builder;
struct ws_tree_builder *ws_tree_builder_new(enum ws_parser parser); /* NULL: no memory */
void ws_tree_builder_free(struct ws_tree_builder *b);

/* page: valid UTF-8, must outlive the tree. The tree lives in arena, and in b until its next page.
 * WS_OK; WS_SKIP: more than max_nodes nodes or a page over 2 GiB; WS_FATAL: no memory.
 * Threads: one thread per builder. Call ws_tree_global_init() once before the first builder. */
WS_MUST_USE enum ws_status ws_tree_build(struct ws_tree_builder *b, struct ws_slice page, size_t max_nodes,
                                         struct ws_arena *arena, struct ws_tree *t, struct ws_error *err);
void ws_tree_global_init(void);

#endif
