#include "pipeline/page/entities.h"
#include "pipeline/page/prune.h"
#include "pipeline/page/tree_internal.h"

#include <limits.h>
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

/* --- events -> nodes ------------------------------------------------------------------------------ */

/* A new node in the open element; NULL when there are more than the pruned page has. */
static struct ws_node *add_node(struct ws_tree_sink *s, enum ws_tag tag)
{
    if (s->lost || s->n_nodes == s->max_nodes) {
        s->lost = true;
        return NULL;
    }
    struct ws_node *node = &s->nodes[s->n_nodes++];
    *node = (struct ws_node){
        .parent = s->open,
        .end = s->n_nodes,
        .tag = (uint16_t)tag,
        .depth = (uint16_t)(s->nodes[s->open].depth + 1),
    };
    return node;
}

void ws_tree_sink_start(struct ws_tree_sink *s, enum ws_tag tag, uint32_t list)
{
    struct ws_node *node = add_node(s, tag);
    if (!node)
        return;
    if (list) {
        node->at = s->lists[list - 1].first;
        node->n = s->lists[list - 1].n;
    }
    if (!(ws_name_flags[tag] & WS_TF_VOID))
        s->open = s->n_nodes - 1;
}

void ws_tree_sink_end(struct ws_tree_sink *s, enum ws_tag tag)
{
    if (ws_name_flags[tag] & WS_TF_VOID)
        return; /* libxml2 tells the end of some */
    struct ws_node *node = &s->nodes[s->open];
    if (s->lost || s->open == 0 || node->tag != tag) {
        s->lost = true;
        return;
    }
    node->end = s->n_nodes;
    s->open = node->parent;
}

void ws_tree_sink_text(struct ws_tree_sink *s, const uint8_t *p, size_t n)
{
    if (n == 0)
        return;
    struct ws_node *last = &s->nodes[s->n_nodes - 1];
    if (last->tag != WS_TAG_TEXT || last->parent != s->open) {
        last = add_node(s, WS_TAG_TEXT);
        if (!last)
            return;
        last->at = (uint32_t)s->n_text;
    }
    if (n > s->max_text - s->n_text) {
        s->lost = true;
        return;
    }
    memcpy(s->text + s->n_text, p, n);
    s->n_text += n;
    last->n += (uint32_t)n;
}

uint32_t ws_tree_sink_list(const struct ws_tree_sink *s, const uint8_t *p, const uint8_t *end)
{
    uint32_t v = 0;
    for (; p < end && *p >= '0' && *p <= '9' && v <= s->n_lists; p++)
        v = v * 10 + (uint32_t)(*p - '0');
    return v <= s->n_lists ? v : 0;
}

static void start_sink(struct ws_tree_sink *s)
{
    s->nodes[0] = (struct ws_node){.tag = WS_TAG_BODY};
    s->n_nodes = 1;
    s->n_text = 0;
    s->open = 0;
    s->lost = false;
}

static bool is_complete(const struct ws_tree_sink *s, const struct ws_lean *l)
{
    return !s->lost && s->open == 0 && s->n_text == l->text_bytes && s->n_nodes == s->max_nodes;
}

/* --- building -------------------------------------------------------------------------------------- */

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

static struct ws_slice unescape(struct ws_arena *arena, struct ws_slice s, bool in_attribute);

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
    if (l->title.p) {
        head->title = unescape(arena, trim(l->title), false);
        if (!head->title.p)
            return false;
    }
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
    struct ws_tree_sink s = {
        .lists = (const struct ws_lean_list *)(const void *)l->lists.p,
        .n_lists = (uint32_t)(l->lists.n / sizeof(struct ws_lean_list)),
        .max_nodes = l->n_elements + l->n_texts + 1,
        .max_text = l->text_bytes,
    };
    s.nodes = ws_arena_alloc(arena, s.max_nodes * sizeof *s.nodes);
    s.text = ws_arena_alloc(arena, s.max_text);
    if (!s.nodes || !s.text)
        return false;
    start_sink(&s);
    if (!ws_tree_read_libxml2(html, &s))
        return false;
    if (!is_complete(&s, l)) {
        start_sink(&s);
        ws_tree_read_plain(html, &s);
    }
    s.nodes[0].end = s.n_nodes;
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
        ws_error_set(err, WS_E_LIMIT, 0, "page has more than %zu nodes", max_nodes);
        return WS_SKIP;
    }
    if (l->failed || !fill_attrs(l, arena, t) || !fill_nodes(l, arena, t) ||
        !fill_head(l, arena, &t->head)) {
        ws_error_set(err, WS_E_NOMEM, 0, "no memory for the tree of a page");
        return WS_FATAL;
    }
    return WS_OK;
}

/* --- reading --------------------------------------------------------------------------------------- */

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

static struct ws_slice unescape(struct ws_arena *arena, struct ws_slice s, bool in_attribute)
{
    if (s.n == 0 || !memchr(s.p, '&', s.n))
        return s;
    /* References decode to at most 6 bytes for 5. */
    uint8_t *out = s.n <= SIZE_MAX / 2 ? ws_arena_alloc(arena, s.n * 2) : NULL;
    if (!out)
        return (struct ws_slice){NULL, 0};
    const uint8_t *p = s.p, *end = s.p + s.n;
    size_t n = 0;
    while (p < end) {
        uint8_t decoded[WS_ENTITY_UTF8_MAX];
        size_t n_decoded = 1, used = *p == '&' ? ws_entity_decode(p, end, in_attribute, decoded, &n_decoded) : 0;
        memcpy(out + n, used ? decoded : p, n_decoded);
        n += n_decoded;
        p += used ? used : 1;
    }
    return (struct ws_slice){out, n};
}

struct ws_slice ws_unescape(struct ws_arena *arena, struct ws_slice s)
{
    return unescape(arena, s, true);
}
