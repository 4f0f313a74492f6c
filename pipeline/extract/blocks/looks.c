#include "pipeline/extract/blocks/looks.h"

#include "pipeline/extract/text/vector.h"

#include <string.h>

enum { NAME = 1, VEIL = 2, TELLS = 4, MAIL = 8, FORMULA = 16, QUOTE = 32, RAISED = 64 };
static const uint8_t kind_of_attr[WS_ATTR_COUNT] = {
    [WS_ATTR_CLASS] = NAME,         [WS_ATTR_ID] = NAME,
    [WS_ATTR_ROLE] = NAME,          [WS_ATTR_ITEMPROP] = NAME | TELLS,
    [WS_ATTR_REL] = NAME | TELLS,   [WS_ATTR_ITEMTYPE] = NAME,
    [WS_ATTR_PROPERTY] = TELLS,     [WS_ATTR_HIDDEN] = VEIL,
    [WS_ATTR_STYLE] = VEIL,         [WS_ATTR_ARIA_HIDDEN] = VEIL,
    [WS_ATTR_DATA_CFEMAIL] = MAIL,
};
static const uint8_t kind_of_tag[WS_TAG_COUNT] = {
    [WS_TAG_H1] = TELLS, [WS_TAG_TIME] = TELLS, [WS_TAG_MATH] = FORMULA,
    [WS_TAG_Q] = QUOTE,  [WS_TAG_SUP] = RAISED,
};

/* Sixteen bytes and zeros, to cut off what stands behind a name. */
static const uint8_t WINDOW[32] = {255, 255, 255, 255, 255, 255, 255, 255,
                                   255, 255, 255, 255, 255, 255, 255, 255};

static inline uint64_t add_words(uint64_t h, ws_vector v)
{
    uint64_t w[2];
    memcpy(w, &v, sizeof w);
    h = (h ^ w[0]) * 0x9e3779b97f4a7c15u;
    h = (h ^ h >> 29 ^ w[1]) * 0x9e3779b97f4a7c15u;
    return h ^ h >> 31;
}

/* end: of the page, which goes on behind nearly all names for as long as is read at once. */
static inline uint64_t add_name(uint64_t h, const uint8_t *p, size_t n, const uint8_t *end)
{
    ws_vector v, window;
    h ^= n;
    for (; n > WS_VECTOR_BYTES; p += WS_VECTOR_BYTES, n -= WS_VECTOR_BYTES) {
        memcpy(&v, p, sizeof v);
        h = add_words(h, v);
    }
    if (end - p < WS_VECTOR_BYTES)
        return add_words(h, ws_vector_load_few(p, n));
    memcpy(&v, p, sizeof v);
    memcpy(&window, WINDOW + WS_VECTOR_BYTES - n, sizeof window);
    return add_words(h, v & window);
}

/* *kinds: of node and all its attributes. */
static inline uint64_t hash_names(const struct ws_tree *t, const struct ws_node *node, unsigned *kinds)
{
    uint64_t h = (node->tag + 1u) * 0x9e3779b97f4a7c15u;
    const uint8_t *end = t->page.p + t->page.n;
    *kinds = kind_of_tag[node->tag];
    for (const struct ws_attr *a = t->attrs + node->at, *last = a + node->n; a < last; a++) {
        unsigned kind = kind_of_attr[a->name];
        *kinds |= kind;
        if (kind & NAME)
            h = add_name(h ^ (uint64_t)a->name << 32, t->page.p + a->at, a->n, end);
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

/* Where the look of an element is noted; NULL: it gets one of its own. */
static inline uint32_t *note_of(const struct ws_tree *t, const struct ws_node *node, struct table *x, uint32_t *bare,
                                unsigned *kinds)
{
    uint64_t hash = hash_names(t, node, kinds);
    if (!(*kinds & NAME))
        return &bare[node->tag];
    struct entry *e = find_entry(x, hash);
    if (!e)
        return NULL;
    e->hash = hash;
    return &e->look;
}

bool ws_looks_find(const struct ws_tree *t, struct ws_arena *arena, struct ws_looks *out)
{
    struct table x = {NULL, 0};
    uint32_t bare[WS_TAG_COUNT] = {0}; /* plus 1: look of the elements of a tag that have no name */
    uint32_t n = 0, n_veiled = 0, n_telling = 0, n_texts = 0;
    uint32_t *of = node_list(t, arena), *node = node_list(t, arena);
    uint32_t *veiled = node_list(t, arena), *telling = node_list(t, arena);
    unsigned all_kinds = 0;
    if (!of || !node || !veiled || !telling || !make_table(&x, arena, 512))
        return false;
    for (uint32_t i = 0; i < t->n_nodes; i++) {
        unsigned kinds;
        of[i] = 0;
        if (t->nodes[i].tag == WS_TAG_TEXT) {
            n_texts++;
            continue;
        }
        uint32_t *look = note_of(t, &t->nodes[i], &x, bare, &kinds);
        of[i] = look && *look ? *look - 1 : n;
        all_kinds |= kinds;
        if (kinds & VEIL)
            veiled[n_veiled++] = i;
        if (kinds & TELLS)
            telling[n_telling++] = i;
        if (of[i] < n)
            continue;
        node[n++] = i;
        if (look)
            *look = n;
        if (n >= x.slots / 2 && !make_table(&x, arena, x.slots * 2))
            return false;
    }
    *out = (struct ws_looks){.of = of,
                             .node = node,
                             .n = n,
                             .veiled = veiled,
                             .n_veiled = n_veiled,
                             .telling = telling,
                             .n_telling = n_telling,
                             .n_texts = n_texts,
                             .has_mails = all_kinds & MAIL,
                             .has_formulas = all_kinds & FORMULA,
                             .has_quotes = all_kinds & QUOTE,
                             .has_raised = all_kinds & RAISED};
    return true;
}
