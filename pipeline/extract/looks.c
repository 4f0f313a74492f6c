#include "pipeline/extract/looks.h"

#include <string.h>

enum { NAME = 1, VEIL = 2, TELLS = 4 };
static const uint8_t kind_of_attr[WS_ATTR_COUNT] = {
    [WS_ATTR_CLASS] = NAME,         [WS_ATTR_ID] = NAME,
    [WS_ATTR_ROLE] = NAME,          [WS_ATTR_ITEMPROP] = NAME | TELLS,
    [WS_ATTR_REL] = NAME | TELLS,   [WS_ATTR_ITEMTYPE] = NAME,
    [WS_ATTR_PROPERTY] = TELLS,     [WS_ATTR_HIDDEN] = VEIL,
    [WS_ATTR_STYLE] = VEIL,         [WS_ATTR_ARIA_HIDDEN] = VEIL,
};

static inline uint64_t add_word(uint64_t h, uint64_t word)
{
    h = (h ^ word) * 0x9e3779b97f4a7c15u;
    return h ^ h >> 29;
}

/* Fewer than eight bytes as one word, which they and their number fill in one way only. */
static inline uint64_t few_bytes(const uint8_t *p, size_t n)
{
    uint32_t first, last;
    if (n < 4)
        return n ? p[0] | (uint64_t)p[n / 2] << 8 | (uint64_t)p[n - 1] << 16 : 0;
    memcpy(&first, p, sizeof first);
    memcpy(&last, p + n - sizeof last, sizeof last); /* some of them twice */
    return first | (uint64_t)last << 32;
}

static inline uint64_t add_name(uint64_t h, const uint8_t *p, size_t n)
{
    uint64_t word;
    h ^= n;
    if (n < sizeof word)
        return add_word(h, few_bytes(p, n)) * 0x9e3779b97f4a7c15u;
    for (size_t i = 0; i + sizeof word < n; i += sizeof word) {
        memcpy(&word, p + i, sizeof word);
        h = add_word(h, word);
    }
    memcpy(&word, p + n - sizeof word, sizeof word);
    return add_word(h, word) * 0x9e3779b97f4a7c15u;
}

/* *kinds: of all attributes of node. */
static inline uint64_t hash_names(const struct ws_tree *t, const struct ws_node *node, unsigned *kinds)
{
    uint64_t h = (node->tag + 1u) * 0x9e3779b97f4a7c15u;
    *kinds = 0;
    for (const struct ws_attr *a = t->attrs + node->at, *end = a + node->n; a < end; a++) {
        unsigned kind = kind_of_attr[a->name];
        *kinds |= kind;
        if (kind & NAME)
            h = add_name(h ^ (uint64_t)a->name << 32, t->page.p + a->at, a->n);
    }
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

/* A list of nodes, with room for all. */
static uint32_t *node_list(const struct ws_tree *t, struct ws_arena *arena)
{
    return ws_arena_alloc(arena, t->n_nodes * sizeof(uint32_t));
}

bool ws_looks_find(const struct ws_tree *t, struct ws_arena *arena, struct ws_looks *out)
{
    struct table x = {NULL, 0};
    uint32_t n = 0, n_veiled = 0, n_telling = 0;
    uint32_t *of = node_list(t, arena), *node = node_list(t, arena);
    uint32_t *veiled = node_list(t, arena), *telling = node_list(t, arena);
    if (!of || !node || !veiled || !telling || !make_table(&x, arena, 512))
        return false;
    for (uint32_t i = 0; i < t->n_nodes; i++) {
        enum ws_tag tag = t->nodes[i].tag;
        unsigned kinds;
        of[i] = 0;
        if (tag == WS_TAG_TEXT)
            continue;
        uint64_t hash = hash_names(t, &t->nodes[i], &kinds);
        struct entry *e = find_entry(&x, hash);
        of[i] = e && e->look ? e->look - 1 : n;
        veiled[n_veiled] = telling[n_telling] = i;
        n_veiled += (kinds & VEIL) != 0;
        n_telling += (kinds & TELLS) || tag == WS_TAG_H1 || tag == WS_TAG_TIME;
        if (of[i] < n)
            continue;
        node[n++] = i;
        if (e)
            *e = (struct entry){hash, n};
        if (n >= x.slots / 2 && !make_table(&x, arena, x.slots * 2))
            return false;
    }
    *out = (struct ws_looks){of, node, n, veiled, n_veiled, telling, n_telling};
    return true;
}
