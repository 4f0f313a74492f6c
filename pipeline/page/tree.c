#include "pipeline/page/entities.h"
#include "pipeline/page/prune.h"
#include "pipeline/page/tree_internal.h"

#include <stdlib.h>
#include <string.h>

struct ws_tree_builder {
    struct ws_prune prune;
    struct ws_lean lean; /* for libxml2 only */
};

void ws_tree_global_init(void)
{
    ws_tree_libxml2_init();
}

struct ws_tree_builder *ws_tree_builder_new(enum ws_parser parser)
{
    struct ws_tree_builder *b = malloc(sizeof *b);
    if (!b)
        return NULL;
    ws_lean_init(&b->lean);
    ws_draft_init(&b->prune.draft, parser == WS_PARSER_LIBXML2 ? &b->lean : NULL);
    return b;
}

void ws_tree_builder_free(struct ws_tree_builder *b)
{
    if (!b)
        return;
    ws_draft_release(&b->prune.draft);
    ws_lean_release(&b->lean);
    free(b);
}

/* ---- building ---- */

static void *copy(struct ws_arena *arena, const void *from, size_t n)
{
    void *p = ws_arena_alloc(arena, n);
    if (p && n)
        memcpy(p, from, n);
    return p;
}

static void *copy_buf(struct ws_arena *arena, const struct ws_buf *b)
{
    return copy(arena, b->p, b->n);
}

static struct ws_slice trim(struct ws_slice s)
{
    while (s.n && ws_is_blank(*s.p))
        s = (struct ws_slice){s.p + 1, s.n - 1};
    while (s.n && ws_is_blank(s.p[s.n - 1]))
        s.n--;
    return s;
}

/* References decode to at most 6 bytes for 5, and the shortest one, of 3 bytes, has room for the 6 that
 * ws_entity_decode() may write. */
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

static bool fill_head(const struct ws_draft *d, struct ws_arena *arena, struct ws_head *head)
{
    head->metas = copy_buf(arena, &d->metas);
    head->n_metas = d->metas.n / sizeof *head->metas;
    head->links = copy_buf(arena, &d->links);
    head->n_links = d->links.n / sizeof *head->links;
    head->json_ld = copy_buf(arena, &d->json_ld);
    head->n_json_ld = d->json_ld.n / sizeof *head->json_ld;
    if (!head->metas || !head->links || !head->json_ld)
        return false;
    if (d->title.p && !fill_title(d->title, arena, &head->title))
        return false;
    head->base = d->base;
    for (uint32_t i = 0; i < d->n_root; i++)
        if (d->root[i].name == WS_ATTR_LANG)
            head->lang = (struct ws_slice){d->page.p + d->root[i].at, d->root[i].n};
    return true;
}

/* All attributes, those of node 0 last: ws_draft_room() has room for them. */
static void fill_attrs(const struct ws_draft *d, struct ws_tree *t)
{
    memcpy(ws_draft_room(d), d->root, d->n_root * sizeof *d->root);
    t->attrs = d->attrs;
    t->n_attrs = d->n_attrs + d->n_root;
}

static void fill_direct(const struct ws_draft *d, struct ws_tree *t)
{
    t->nodes = d->nodes;
    t->n_nodes = d->n_nodes;
    t->text = d->text.p;
}

/* The draft as libxml2 reads it. When libxml2 does not see all of it, or cannot count that far, the
 * draft is the tree. */
static bool fill_libxml2(const struct ws_draft *d, struct ws_arena *arena, struct ws_tree *t)
{
    struct ws_tree_sink s;
    if (d->lean->failed)
        return true;
    if (!ws_tree_sink_init(&s, d, arena) ||
        !ws_tree_read_libxml2((struct ws_slice){d->lean->html.p, d->lean->html.n}, &s))
        return false;
    if (!ws_tree_sink_finish(&s))
        return true;
    t->nodes = s.nodes;
    t->text = s.text;
    t->n_nodes = s.n_nodes;
    return true;
}

static bool fill(struct ws_draft *d, struct ws_arena *arena, struct ws_tree *t)
{
    d->nodes[0].at = d->n_attrs;
    d->nodes[0].n = d->n_root;
    fill_attrs(d, t);
    fill_direct(d, t);
    return (!d->lean || fill_libxml2(d, arena, t)) && fill_head(d, arena, &t->head);
}

enum ws_status ws_tree_build(struct ws_tree_builder *b, struct ws_slice page, size_t max_nodes,
                             struct ws_arena *arena, struct ws_tree *t, struct ws_error *err)
{
    struct ws_draft *d = &b->prune.draft;
    *t = (struct ws_tree){.page = page};
    if (page.n > INT32_MAX) {
        ws_error_set(err, WS_E_LIMIT, 0, "page of %zu bytes is over 2 GiB", page.n);
        return WS_SKIP;
    }
    ws_prune(&b->prune, page, max_nodes);
    if (d->failed == WS_E_LIMIT) {
        ws_error_set(err, WS_E_LIMIT, 0,
                     "page has over %zu nodes", max_nodes);
        return WS_SKIP;
    }
    if (d->failed || !fill(d, arena, t)) {
        ws_error_set(err, WS_E_NOMEM, 0, "no memory for the tree of a page");
        return WS_FATAL;
    }
    return WS_OK;
}

/* ---- reading ---- */

struct ws_slice ws_unescape(struct ws_arena *arena, struct ws_slice s)
{
    if (s.n == 0 || !memchr(s.p, '&', s.n))
        return s;
    uint8_t *out = s.n <= SIZE_MAX / 2 ? ws_arena_alloc(arena, DECODED_BYTES(s.n)) : NULL;
    if (!out)
        return (struct ws_slice){NULL, 0};
    return (struct ws_slice){out, decode(out, s, true)};
}
