#include "pipeline/page/tree_internal.h"

#include <string.h>

bool ws_tree_sink_init(struct ws_tree_sink *s, const struct ws_lean *l, struct ws_arena *arena)
{
    *s = (struct ws_tree_sink){
        .lists = (const struct ws_lean_list *)(const void *)l->lists.p,
        .n_lists = (uint32_t)(l->lists.n / sizeof(struct ws_lean_list)),
        .max_nodes = l->n_elements + l->n_texts + 1,
        .max_text = l->text_bytes,
    };
    s->nodes = ws_arena_alloc(arena, s->max_nodes * sizeof *s->nodes);
    s->text = ws_arena_alloc(arena, s->max_text);
    if (!s->nodes || !s->text)
        return false;
    ws_tree_sink_clear(s);
    return true;
}

void ws_tree_sink_clear(struct ws_tree_sink *s)
{
    s->nodes[0] = (struct ws_node){.tag = WS_TAG_BODY};
    s->n_nodes = 1;
    s->n_text = 0;
    s->open = 0;
    s->lost = false;
}

bool ws_tree_sink_finish(struct ws_tree_sink *s)
{
    s->nodes[0].end = s->n_nodes;
    return !s->lost && s->open == 0 && s->n_text == s->max_text && s->n_nodes == s->max_nodes;
}

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
