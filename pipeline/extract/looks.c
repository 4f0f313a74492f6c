#include "pipeline/extract/looks.h"

#include "pipeline/extract/text.h"

#include <string.h>

enum { NAME = 1, VEIL = 2 };
static const uint8_t kind_of_attr[WS_ATTR_COUNT] = {
    [WS_ATTR_CLASS] = NAME,    [WS_ATTR_ID] = NAME,  [WS_ATTR_ROLE] = NAME,   [WS_ATTR_ITEMPROP] = NAME,
    [WS_ATTR_REL] = NAME,      [WS_ATTR_ITEMTYPE] = NAME, [WS_ATTR_HIDDEN] = VEIL, [WS_ATTR_STYLE] = VEIL,
    [WS_ATTR_ARIA_HIDDEN] = VEIL,
};

/* Sets *veiled if an attribute of node is one of those. */
static uint64_t hash_names(const struct ws_tree *t, const struct ws_node *node, bool *veiled)
{
    uint64_t h = (node->tag + 1u) * 0x9e3779b97f4a7c15u;
    unsigned kinds = 0;
    for (const struct ws_attr *a = t->attrs + node->at, *end = a + node->n; a < end; a++) {
        kinds |= kind_of_attr[a->name];
        if (kind_of_attr[a->name] == NAME)
            h = ws_hash_bytes(h ^ a->name, (struct ws_slice){t->page.p + a->at, a->n});
    }
    *veiled = kinds & VEIL;
    return h;
}

/* Open addressing; grows with what is in it, at most half full. The table of a hostile page costs no more
 * than PROBES each time: an element that finds no place gets a look of its own. */
#define PROBES 64

struct table {
    struct entry {
        uint64_t hash;
        uint32_t look; /* plus 1; 0: free */
    } * entries;
    uint32_t slots;
};

static struct entry *find_entry(const struct table *x, uint64_t hash)
{
    uint32_t k = (uint32_t)(hash >> 32) & (x->slots - 1);
    for (unsigned i = 0; i < PROBES; i++, k = (k + 1) & (x->slots - 1)) {
        struct entry *e = &x->entries[k];
        if (!e->look || e->hash == hash)
            return e;
    }
    return NULL;
}

static bool make_table(struct table *x, struct ws_arena *arena, uint32_t slots)
{
    struct table old = *x;
    *x = (struct table){ws_arena_zalloc(arena, slots, sizeof *x->entries), slots};
    for (uint32_t i = 0; x->entries && i < old.slots; i++) {
        struct entry *e = old.entries[i].look ? find_entry(x, old.entries[i].hash) : NULL;
        if (e)
            *e = old.entries[i];
    }
    return x->entries;
}

bool ws_looks_find(const struct ws_tree *t, struct ws_arena *arena, struct ws_looks *out)
{
    struct table x = {NULL, 0};
    uint32_t n = 0, n_veiled = 0;
    uint32_t *of = ws_arena_alloc(arena, t->n_nodes * sizeof *of);
    uint32_t *node = ws_arena_alloc(arena, t->n_nodes * sizeof *node);
    uint32_t *veiled = ws_arena_alloc(arena, t->n_nodes * sizeof *veiled);
    if (!of || !node || !veiled || !make_table(&x, arena, 512))
        return false;
    for (uint32_t i = 0; i < t->n_nodes; i++) {
        bool has_veil;
        of[i] = 0;
        if (t->nodes[i].tag == WS_TAG_TEXT)
            continue;
        uint64_t hash = hash_names(t, &t->nodes[i], &has_veil);
        struct entry *e = find_entry(&x, hash);
        of[i] = e && e->look ? e->look - 1 : n;
        veiled[n_veiled] = i;
        n_veiled += has_veil;
        if (of[i] < n)
            continue;
        node[n++] = i;
        if (e)
            *e = (struct entry){hash, n};
        if (n >= x.slots / 2 && !make_table(&x, arena, x.slots * 2))
            return false;
    }
    *out = (struct ws_looks){of, node, n, veiled, n_veiled};
    return true;
}
