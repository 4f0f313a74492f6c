/* raw_tree.h - the tree that libxml2 makes of a page as it stands: nothing pruned, tags nested by
 * libxml2's own rules, references decoded by it. Only what a tree never holds (tree.h) is left out. */
#ifndef WARCSIFT_TEST_RAW_TREE_H
#define WARCSIFT_TEST_RAW_TREE_H

#include "pipeline/page/names.h"
#include "pipeline/page/tree.h"
#include "warc/buf.h"

#include <libxml/HTMLparser.h>
#include <stdlib.h>
#include <string.h>

/* What a start tag did, for its end tag. */
enum raw_kind { RAW_NODE, RAW_NOTHING, RAW_SKIPPED, RAW_NOSCRIPT };

struct raw_open {
    enum raw_kind kind;
    uint32_t node;
    size_t text; /* bytes of text in front of it */
};

struct raw_tree {
    struct ws_buf nodes, attrs, values, text, open;
    uint32_t at; /* the open node */
    unsigned skipped;
};

static inline void raw_append(struct ws_buf *b, const void *p, size_t n)
{
    if (!ws_buf_append(b, p, n))
        abort();
}

static inline struct ws_node *raw_node(struct raw_tree *r, uint32_t i)
{
    return (struct ws_node *)(void *)r->nodes.p + i;
}

static inline uint32_t raw_count(const struct raw_tree *r)
{
    return (uint32_t)(r->nodes.n / sizeof(struct ws_node));
}

static inline void raw_add(struct raw_tree *r, unsigned tag, uint32_t at, uint32_t n)
{
    uint32_t i = raw_count(r);
    struct ws_node node = {.parent = r->at, .end = i + 1, .at = at, .n = n, .tag = (uint16_t)tag};
    node.depth = i ? (uint16_t)(raw_node(r, r->at)->depth + 1) : 0;
    raw_append(&r->nodes, &node, sizeof node);
}

/* The table holds values as written: & has to be a reference again. */
static inline uint32_t raw_attrs(struct raw_tree *r, const xmlChar **attrs)
{
    uint32_t n = 0;
    for (; attrs && attrs[0]; attrs += 2) {
        const char *value = attrs[1] ? (const char *)attrs[1] : "";
        struct ws_slice key = {attrs[0], strlen((const char *)attrs[0])};
        struct ws_attr a = {(uint32_t)r->values.n, 0, (uint16_t)ws_attr_by_name(key)};
        if (a.name == WS_ATTR_NONE)
            continue;
        for (; *value; value++)
            raw_append(&r->values, *value == '&' ? "&amp;" : value, *value == '&' ? 5 : 1);
        a.n = (uint32_t)r->values.n - a.at;
        raw_append(&r->attrs, &a, sizeof a);
        n++;
    }
    return n;
}

static inline enum raw_kind raw_kind_of(const struct raw_tree *r, unsigned tag)
{
    bool is_void = ws_name_flags[tag] & WS_TF_VOID;
    if (r->skipped)
        return RAW_SKIPPED;
    if (tag == WS_TAG_HTML || tag == WS_TAG_HEAD || tag == WS_TAG_BODY || tag == WS_TAG_META ||
        tag == WS_TAG_LINK || (tag >= WS_TAG_COUNT && is_void && tag != WS_GONE_IMAGE))
        return RAW_NOTHING;
    if (tag == WS_TAG_TITLE || tag == WS_TAG_MATH ||
        (tag >= WS_TAG_COUNT && tag != WS_GONE_IMAGE))
        return RAW_SKIPPED;
    if (r->open.n / sizeof(struct raw_open) >= WS_TREE_MAX_DEPTH - 1)
        return RAW_NOTHING;
    return tag == WS_TAG_NOSCRIPT ? RAW_NOSCRIPT : RAW_NODE;
}

static inline void raw_start(void *ctx, const xmlChar *name, const xmlChar **attrs)
{
    struct raw_tree *r = ctx;
    unsigned tag = ws_name_lookup((struct ws_slice){name, strlen((const char *)name)});
    struct raw_open open = {raw_kind_of(r, tag), raw_count(r), r->text.n};
    if (open.kind == RAW_SKIPPED) {
        r->skipped++;
    } else if (open.kind == RAW_NODE || open.kind == RAW_NOSCRIPT) {
        uint32_t at = (uint32_t)(r->attrs.n / sizeof(struct ws_attr));
        uint32_t n = raw_attrs(r, attrs);
        raw_add(r, tag == WS_GONE_IMAGE ? WS_TAG_IMG : tag, at, n);
        if (ws_name_flags[tag] & WS_TF_VOID) /* libxml2 2.9 does not know all of them */
            open.kind = RAW_NOTHING;
        else
            r->at = open.node;
    }
    raw_append(&r->open, &open, sizeof open);
}

static inline size_t raw_visible(const struct raw_tree *r, size_t from)
{
    size_t n = 0;
    for (; from < r->text.n; from++)
        n += r->text.p[from] > ' ';
    return n;
}

static inline void raw_end(void *ctx, const xmlChar *name)
{
    struct raw_tree *r = ctx;
    (void)name;
    if (r->open.n == 0)
        abort(); /* libxml2 tells every start and end */
    struct raw_open open;
    r->open.n -= sizeof open;
    memcpy(&open, r->open.p + r->open.n, sizeof open);
    if (open.kind == RAW_SKIPPED) {
        r->skipped--;
    } else if (open.kind != RAW_NOTHING) {
        raw_node(r, open.node)->end = raw_count(r);
        r->at = raw_node(r, open.node)->parent;
        if (open.kind == RAW_NOSCRIPT && raw_visible(r, open.text) < 150) { /* a notice */
            r->nodes.n = open.node * sizeof(struct ws_node);
            r->text.n = open.text;
        }
    }
}

static inline void raw_text(void *ctx, const xmlChar *p, int n)
{
    struct raw_tree *r = ctx;
    uint32_t last = raw_count(r) - 1;
    if (r->skipped || n <= 0)
        return;
    if (raw_node(r, last)->tag != WS_TAG_TEXT || raw_node(r, last)->parent != r->at)
        raw_add(r, WS_TAG_TEXT, (uint32_t)r->text.n, 0);
    size_t before = r->text.n;
    for (int i = 0; i < n; i++) /* as tree.h promises */
        if (p[i] >= ' ' || p[i] == '\n' || p[i] == '\t')
            raw_append(&r->text, &p[i], 1);
    struct ws_node *node = raw_node(r, raw_count(r) - 1);
    node->n += (uint32_t)(r->text.n - before);
    if (node->n == 0)
        r->nodes.n -= sizeof *node;
}

static inline void raw_clear(struct raw_tree *r)
{
    struct ws_buf *const all[] = {&r->nodes, &r->attrs, &r->values, &r->text, &r->open};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (!all[i]->max)
            ws_buf_init(all[i], (size_t)1 << 30);
        all[i]->n = 0;
        if (!ws_buf_reserve(all[i], 1))
            abort();
    }
    r->at = r->skipped = 0;
    raw_add(r, WS_TAG_BODY, 0, 0);
}

static inline void raw_release(struct raw_tree *r)
{
    ws_buf_release(&r->nodes);
    ws_buf_release(&r->attrs);
    ws_buf_release(&r->values);
    ws_buf_release(&r->text);
    ws_buf_release(&r->open);
}

/* head: of the page, from elsewhere. The tree lives in r until its next page. */
static inline struct ws_tree raw_build(struct raw_tree *r, struct ws_slice page,
                                       struct ws_head head)
{
    htmlParserCtxtPtr ctxt = htmlNewParserCtxt();
    raw_clear(r);
    if (!ctxt)
        abort();
    memset(ctxt->sax, 0, sizeof *ctxt->sax);
    ctxt->sax->startElement = raw_start;
    ctxt->sax->endElement = raw_end;
    ctxt->sax->characters = ctxt->sax->cdataBlock = ctxt->sax->ignorableWhitespace = raw_text;
    ctxt->sax->initialized = 1;
    ctxt->userData = r;
    xmlFreeDoc(htmlCtxtReadMemory(ctxt, (const char *)page.p, (int)page.n, NULL, "UTF-8",
                                  HTML_PARSE_RECOVER | HTML_PARSE_NOERROR |
                                      HTML_PARSE_NOWARNING | HTML_PARSE_NONET));
    htmlFreeParserCtxt(ctxt);
    while (r->open.n)
        raw_end(r, NULL);
    raw_node(r, 0)->end = raw_count(r);
    return (struct ws_tree){
        .page = {r->values.p, r->values.n},
        .nodes = raw_node(r, 0),
        .n_nodes = raw_count(r),
        .attrs = (const struct ws_attr *)(const void *)r->attrs.p,
        .n_attrs = (uint32_t)(r->attrs.n / sizeof(struct ws_attr)),
        .text = r->text.p,
        .head = head,
    };
}

#endif
