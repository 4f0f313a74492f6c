#include "pipeline/extract/looks.h"

#include "pipeline/extract/text.h"

static bool is_name(uint16_t attr)
{
    switch (attr) {
    case WS_ATTR_CLASS:
    case WS_ATTR_ID:
    case WS_ATTR_ROLE:
    case WS_ATTR_ITEMPROP:
    case WS_ATTR_REL:
    case WS_ATTR_ITEMTYPE:
        return true;
    default:
        return false;
    }
}

static uint64_t hash_names(const struct ws_tree *t, const struct ws_node *node)
{
    uint64_t h = (node->tag + 1u) * 0x9e3779b97f4a7c15u;
    for (uint32_t i = 0; i < node->n; i++) {
        const struct ws_attr *a = &t->attrs[node->at + i];
        if (is_name(a->name))
            h = ws_hash_bytes(h ^ a->name, (struct ws_slice){t->page.p + a->at, a->n});
    }
    return h;
}

static uint32_t count_elements(const struct ws_tree *t)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < t->n_nodes; i++)
        n += t->nodes[i].tag != WS_TAG_TEXT;
    return n;
}

/* Open addressing. The table of a hostile page costs no more than PROBES each time: an element
 * that finds no place gets a look of its own. */
#define PROBES 64

struct table {
    uint64_t *hash;
    uint32_t *look; /* plus 1; 0: free */
    uint32_t slots;
};

static uint32_t *find_slot(const struct table *x, uint64_t hash)
{
    uint32_t k = (uint32_t)(hash >> 32) & (x->slots - 1);
    for (unsigned i = 0; i < PROBES; i++, k = (k + 1) & (x->slots - 1))
        if (!x->look[k] || x->hash[k] == hash) {
            x->hash[k] = hash;
            return &x->look[k];
        }
    return NULL;
}

bool ws_looks_find(const struct ws_tree *t, struct ws_arena *arena, struct ws_looks *out)
{
    uint32_t elements = count_elements(t), n = 0;
    struct table x = {.slots = 64};
    while (x.slots < elements * 2)
        x.slots *= 2;
    x.hash = ws_arena_alloc(arena, x.slots * sizeof *x.hash);
    x.look = ws_arena_zalloc(arena, x.slots, sizeof *x.look);
    uint32_t *of = ws_arena_alloc(arena, t->n_nodes * sizeof *of);
    uint32_t *node = ws_arena_alloc(arena, elements * sizeof *node);
    if (!x.hash || !x.look || !of || !node)
        return false;
    for (uint32_t i = 0; i < t->n_nodes; i++) {
        if (t->nodes[i].tag == WS_TAG_TEXT) {
            of[i] = 0;
            continue;
        }
        uint32_t *look = find_slot(&x, hash_names(t, &t->nodes[i]));
        if (!look || !*look)
            node[n++] = i;
        if (look && !*look)
            *look = n;
        of[i] = look ? *look - 1 : n - 1;
    }
    *out = (struct ws_looks){of, node, n};
    return true;
}
