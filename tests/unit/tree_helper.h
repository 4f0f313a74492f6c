/* tree_helper.h - trees as text, and what holds for every tree. */
#ifndef WARCSIFT_TEST_TREE_HELPER_H
#define WARCSIFT_TEST_TREE_HELPER_H

#include "pipeline/page/tree.h"
#include "tests/unit/charset_helper.h"

#include <stdlib.h>

static struct ws_tree_builder *tree_builder;
static struct ws_arena tree_arena;

/* Builds a tree of at most max_nodes that lives until the next call. */
static inline enum ws_status build_tree_max(struct ws_slice page, size_t max_nodes,
                                            struct ws_tree *t, struct ws_error *err)
{
    if (!tree_builder) {
        ws_tree_global_init();
        ws_arena_init(&tree_arena);
        if (!(tree_builder = ws_tree_builder_new(WS_PARSER_AUTO)))
            abort();
    }
    ws_arena_reset(&tree_arena);
    return ws_tree_build(tree_builder, page, max_nodes, &tree_arena, t, err);
}

static inline struct ws_tree build_tree(struct ws_slice page)
{
    struct ws_tree t;
    struct ws_error err = {0};
    if (build_tree_max(page, 4000000, &t, &err) != WS_OK) {
        OK(false, "builds a tree: %s", err.msg);
        abort();
    }
    return t;
}

static inline void release_trees(void)
{
    ws_tree_builder_free(tree_builder);
    tree_builder = NULL;
    ws_arena_release(&tree_arena);
}

static inline bool is_clean_text(struct ws_slice s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < ' ' && s.p[i] != '\n' && s.p[i] != '\t')
            return false;
    return is_utf8(s);
}

static inline const char *wrong_attrs(const struct ws_tree *t, const struct ws_node *node)
{
    uint64_t seen = 0;
    if (node->at > t->n_attrs || node->n > t->n_attrs - node->at)
        return "attributes outside the table";
    for (uint32_t i = 0; i < node->n; i++) {
        const struct ws_attr *a = &t->attrs[node->at + i];
        if (a->at > t->page.n || a->n > t->page.n - a->at)
            return "attribute outside the page";
        if (a->name == WS_ATTR_NONE || a->name >= WS_ATTR_COUNT || seen >> a->name & 1)
            return "attribute without a name, or twice";
        seen |= (uint64_t)1 << a->name;
    }
    return NULL;
}

/* What is wrong with a tree, NULL when nothing is. */
static inline const char *wrong_tree(const struct ws_tree *t)
{
    const struct ws_node *n = t->nodes;
    uint32_t text = 0;
    if (n[0].tag != WS_TAG_BODY || n[0].parent != 0 || n[0].depth != 0 ||
        n[0].end != t->n_nodes)
        return "node 0 is not the root";
    for (uint32_t i = 0; i < t->n_nodes; i++) {
        const struct ws_node *up = &n[n[i].parent];
        if (i && (n[i].parent >= i || n[i].end > up->end || n[i].depth != up->depth + 1 ||
                  n[i].depth > WS_TREE_MAX_DEPTH || (ws_tag_flags(up->tag) & WS_TF_VOID)))
            return "a node does not lie in its parent";
        if (n[i].end <= i || (i + 1 < n[i].end && n[i + 1].parent != i))
            return "the end of a node is wrong";
        if (n[i].end < up->end && n[n[i].end].parent != n[i].parent)
            return "what follows a node is not its sibling";
        if (n[i].tag >= WS_TAG_COUNT)
            return "no such tag";
        if (n[i].tag != WS_TAG_TEXT) {
            if (wrong_attrs(t, &n[i]))
                return wrong_attrs(t, &n[i]);
            continue;
        }
        if (n[i].n == 0 || n[i].at != text || n[i].end != i + 1)
            return "texts are not one behind the other";
        if (n[i].end < up->end && n[n[i].end].tag == WS_TAG_TEXT)
            return "two texts side by side";
        if (!is_clean_text(ws_node_text(t, i)))
            return "text is not clean UTF-8";
        text += n[i].n;
    }
    return NULL;
}

struct dump {
    char *p;
    size_t n, cap;
};

static inline void dump_add(struct dump *d, const void *p, size_t n)
{
    if (n > d->cap - d->n) {
        d->cap = (d->cap + n) * 2;
        if (!(d->p = realloc(d->p, d->cap)))
            abort();
    }
    if (n)
        memcpy(d->p + d->n, p, n);
    d->n += n;
}

static inline void dump_str(struct dump *d, const char *str)
{
    dump_add(d, str, strlen(str));
}

/* The children of node 0: p@class=x("text" b("bold")) br */
static inline struct dump dump_tree(const struct ws_tree *t)
{
    static const char *const attr_names[] = {"",
#define X(name, str) str,
                                             WS_ATTRS(X)
#undef X
    };
    struct dump d = {NULL, 0, 0};
    for (uint32_t i = 1; i < t->n_nodes; i++) {
        const struct ws_node *n = &t->nodes[i];
        for (uint32_t up = i - 1; t->nodes[up].end == i && up != n->parent;
             up = t->nodes[up].parent)
            if (t->nodes[up].end > up + 1)
                dump_str(&d, ")");
        dump_str(&d, n->parent == i - 1 && i > 1 ? "(" : i > 1 ? " " : "");
        if (n->tag == WS_TAG_TEXT) {
            dump_str(&d, "\"");
            dump_add(&d, t->text + n->at, n->n);
            dump_str(&d, "\"");
            continue;
        }
        dump_str(&d, ws_tag_name(n->tag));
        for (uint32_t k = 0; k < n->n; k++) {
            const struct ws_attr *a = &t->attrs[n->at + k];
            dump_str(&d, "@");
            dump_str(&d, attr_names[a->name]);
            dump_str(&d, "=");
            dump_add(&d, t->page.p + a->at, a->n);
        }
    }
    for (uint32_t up = t->n_nodes - 1; up > 0; up = t->nodes[up].parent)
        if (t->nodes[up].end > up + 1)
            dump_str(&d, ")");
    return d;
}

/* One test: libxml2 makes the same tree of the page. */
static inline bool is_libxml2_tree(struct ws_slice page, const char *want, size_t n,
                                   const char *file, int line, const char *what)
{
    struct ws_tree_builder *b = ws_tree_builder_new(WS_PARSER_LIBXML2);
    struct ws_tree t;
    struct ws_error err;
    if (!b || ws_tree_build(b, page, 4000000, &tree_arena, &t, &err) != WS_OK)
        abort();
    struct dump d = dump_tree(&t);
    ws_tree_builder_free(b);
    char name[120];
    snprintf(name, sizeof name, "libxml2: %s", what);
    bool same = tap_bytes(d.p, d.n, want, n, file, line, name);
    free(d.p);
    return same;
}

/* One test: the tree of a page is sound and looks like this. */
static inline bool is_tree(struct ws_slice page, const char *want, const char *what,
                           const char *file, int line)
{
    struct ws_tree t = build_tree(page);
    const char *wrong = wrong_tree(&t);
    if (wrong)
        return tap_ok(false, file, line, "%s: %s", what, wrong);
    struct dump d = dump_tree(&t);
    char name[100];
    snprintf(name, sizeof name, "%s", what);
    for (char *c = name; *c; c++)
        if (*c < ' ' || *c == '#') /* of no meaning in a line of TAP */
            *c = '.';
    bool same = tap_bytes(d.p, d.n, want, strlen(want), file, line, name);
    same &= is_libxml2_tree(page, d.p, d.n, file, line, name);
    free(d.p);
    return same;
}

#define IS_TREE(html, want) is_tree(SLICE(html), (want), (html), __FILE__, __LINE__)

#endif
