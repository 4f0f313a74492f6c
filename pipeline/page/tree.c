#include "pipeline/page/entities.h"
#include "pipeline/page/prune.h"
#include "pipeline/page/tree_internal.h"

#include <stdlib.h>
#include <string.h>

struct ws_tree_builder {
    struct ws_prune prune;
};

void ws_tree_global_init(void)
{
    ws_tree_libxml2_init();
}

struct ws_tree_builder *ws_tree_builder_new(void)
{
    struct ws_tree_builder *b = malloc(sizeof *b);
    if (b)
        ws_lean_init(&b->prune.lean);
    return b;
}

void ws_tree_builder_free(struct ws_tree_builder *b)
{
    if (!b)
        return;
    ws_lean_release(&b->prune.lean);
    free(b);
}

/* ---- building ---- */

static void *copy(struct ws_arena *arena, const struct ws_buf *b)
{
    void *p = ws_arena_alloc(arena, b->n);
    if (p && b->n)
        memcpy(p, b->p, b->n);
    return p;
}

static struct ws_slice trim(struct ws_slice s)
{
    while (s.n && ws_is_blank(*s.p))
        s = (struct ws_slice){s.p + 1, s.n - 1};
    while (s.n && ws_is_blank(s.p[s.n - 1]))
        s.n--;
    return s;
}

/* References decode to at most 6 bytes for 5. */
#define DECODED_BYTES(n) ((n)*2)

static size_t decode(uint8_t *out, struct ws_slice s, bool in_attribute)
{
    const uint8_t *p = s.p, *end = s.p + s.n;
    size_t n = 0;
    while (p < end) {
        size_t n_decoded = 0, used = 0;
        if (*p == '&')
            used = ws_entity_decode(p, end, in_attribute, out + n, &n_decoded);
        if (used) {
            n += n_decoded;
            p += used;
        } else {
            out[n++] = *p++;
        }
    }
    return n;
}

/* White space and control characters of a title become blanks. */
static bool fill_title(struct ws_slice raw, struct ws_arena *arena, struct ws_slice *title)
{
    raw = trim(raw);
    uint8_t *out = ws_arena_alloc(arena, DECODED_BYTES(raw.n));
    if (!out)
        return false;
    title->p = out;
    title->n = decode(out, raw, false);
    for (size_t i = 0; i < title->n; i++)
        if (out[i] < ' ')
            out[i] = ' ';
    return true;
}

static bool fill_head(const struct ws_lean *l, struct ws_arena *arena, struct ws_head *head)
{
    head->metas = copy(arena, &l->metas);
    head->n_metas = l->metas.n / sizeof *head->metas;
    head->links = copy(arena, &l->links);
    head->n_links = l->links.n / sizeof *head->links;
    head->json_ld = copy(arena, &l->json_ld);
    head->n_json_ld = l->json_ld.n / sizeof *head->json_ld;
    if (!head->metas || !head->links || !head->json_ld)
        return false;
    if (l->title.p && !fill_title(l->title, arena, &head->title))
        return false;
    for (uint32_t i = 0; i < l->n_root; i++)
        if (l->root[i].name == WS_ATTR_LANG)
            head->lang = (struct ws_slice){l->page.p + l->root[i].at, l->root[i].n};
    return true;
}

/* All attributes, those of node 0 last. */
static bool fill_attrs(const struct ws_lean *l, struct ws_arena *arena, struct ws_tree *t)
{
    size_t n = l->attrs.n / sizeof(struct ws_attr);
    struct ws_attr *attrs = ws_arena_alloc(arena, (n + l->n_root) * sizeof *attrs);
    if (!attrs)
        return false;
    if (n)
        memcpy(attrs, l->attrs.p, l->attrs.n);
    memcpy(attrs + n, l->root, l->n_root * sizeof *attrs);
    t->attrs = attrs;
    t->n_attrs = (uint32_t)(n + l->n_root);
    return true;
}

/* The pruned page through libxml2; when that did not see all of it, past libxml2. */
static bool fill_nodes(const struct ws_lean *l, struct ws_arena *arena, struct ws_tree *t)
{
    struct ws_slice html = {l->html.p, l->html.n};
    struct ws_tree_sink s;
    if (!ws_tree_sink_init(&s, l, arena) || !ws_tree_read_libxml2(html, &s))
        return false;
    if (!ws_tree_sink_finish(&s)) {
        ws_tree_sink_clear(&s);
        ws_tree_read_plain(html, &s);
        ws_tree_sink_finish(&s);
    }
    s.nodes[0].at = t->n_attrs - l->n_root;
    s.nodes[0].n = l->n_root;
    t->nodes = s.nodes;
    t->n_nodes = s.n_nodes;
    t->text = s.text;
    return true;
}

enum ws_status ws_tree_build(struct ws_tree_builder *b, struct ws_slice page, size_t max_nodes,
                             struct ws_arena *arena, struct ws_tree *t, struct ws_error *err)
{
    const struct ws_lean *l = &b->prune.lean;
    *t = (struct ws_tree){.page = page};
    if (page.n > INT32_MAX) {
        ws_error_set(err, WS_E_LIMIT, 0, "page of %zu bytes is over 2 GiB", page.n);
        return WS_SKIP;
    }
    ws_prune(&b->prune, page, max_nodes);
    if (l->failed == WS_E_LIMIT) {
        ws_error_set(err, WS_E_LIMIT, 0,
                     "page has over %zu nodes (or is over 2 GiB when closed)", max_nodes);
        return WS_SKIP;
    }
    if (l->failed || !fill_attrs(l, arena, t) || !fill_nodes(l, arena, t) ||
        !fill_head(l, arena, &t->head)) {
        ws_error_set(err, WS_E_NOMEM, 0, "no memory for the tree of a page");
        return WS_FATAL;
    }
    return WS_OK;
}

/* ---- reading ---- */

struct ws_slice ws_node_attr(const struct ws_tree *t, uint32_t node, enum ws_attr_name name)
{
    const struct ws_node *n = &t->nodes[node];
    if (n->tag == WS_TAG_TEXT)
        return (struct ws_slice){NULL, 0};
    for (uint32_t i = 0; i < n->n; i++) {
        const struct ws_attr *a = &t->attrs[n->at + i];
        if (a->name == name)
            return (struct ws_slice){t->page.p + a->at, a->n};
    }
    return (struct ws_slice){NULL, 0};
}

struct ws_slice ws_unescape(struct ws_arena *arena, struct ws_slice s)
{
    if (s.n == 0 || !memchr(s.p, '&', s.n))
        return s;
    uint8_t *out = s.n <= SIZE_MAX / 2 ? ws_arena_alloc(arena, DECODED_BYTES(s.n)) : NULL;
    if (!out)
        return (struct ws_slice){NULL, 0};
    return (struct ws_slice){out, decode(out, s, true)};
}
