#include "pipeline/page/tree_internal.h"

#include <string.h>

bool ws_tree_sink_init(struct ws_tree_sink *s, const struct ws_draft *d, struct ws_arena *arena)
{
    *s = (struct ws_tree_sink){
        .max_nodes = d->n_nodes, .max_text = d->text.n, .n_attrs = d->n_attrs};
    s->nodes = ws_arena_alloc(arena, s->max_nodes * sizeof *s->nodes);
    s->text = ws_arena_alloc(arena, s->max_text);
    if (!s->nodes || !s->text)
        return false;
    s->nodes[s->n_nodes++] = d->nodes[0];
    return true;
}

bool ws_tree_sink_finish(struct ws_tree_sink *s)
{
    s->nodes[0].end = s->n_nodes;
    return !s->lost && s->open == 0 && s->n_text == s->max_text && s->n_nodes == s->max_nodes;
}

/* A new node in the open element; NULL when there are more than the page has. */
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

void ws_tree_sink_start(struct ws_tree_sink *s, enum ws_tag tag, uint32_t at, uint32_t n)
{
    struct ws_node *node = add_node(s, tag);
    if (!node)
        return;
    s->lost |= at > s->n_attrs || n > s->n_attrs - at;
    node->at = at;
    node->n = n;
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
