#include "pipeline/extract/select/copies.h"

#include "pipeline/extract/features/survey.h"
#include "pipeline/extract/text/text.h"

#include <string.h>

#define LONG_BYTES 40 /* of a block by which copies are found; shorter ones go with it */

/* The kept blocks. Places are those among them. */
struct kept {
    const struct ws_tree *t;
    const struct ws_blocks *b;
    const struct ws_measure *m;
    uint32_t *at; /* by place: index of the block */
    /* by place: that of the last long block before it which looks the same, plus 1; 0: none */
    uint32_t *twin;
    uint32_t n;
};

static const struct ws_block *block_at(const struct kept *k, uint32_t place)
{
    return &k->b->v[k->at[place]];
}

static bool is_long(const struct ws_block *b)
{
    return b->text.n >= LONG_BYTES;
}

/* Is it a block by which copies are found, and does its text stand on the page again? */
static bool has_copy(const struct kept *k, uint32_t block)
{
    return is_long(&k->b->v[block]) && k->m[block].copies > 1;
}

static bool are_equal(const struct kept *k, uint32_t a, uint32_t b)
{
    struct ws_slice x = block_at(k, a)->text, y = block_at(k, b)->text;
    return x.n == y.n && !memcmp(x.p, y.p, x.n);
}

/* By the length and the ends of a long text: seldom the same of others, and if so only a copy is missed. */
static uint64_t key_of(const struct ws_block *b)
{
    uint64_t h = (b->text.n ^ (uint64_t)b->chars << 32) * 0x9e3779b97f4a7c15u;
    h = (h ^ h >> 29 ^ ws_load_8(b->text.p)) * 0x9e3779b97f4a7c15u;
    return (h ^ h >> 29 ^ ws_load_8(b->text.p + b->text.n - 8)) * 0x9e3779b97f4a7c15u;
}

struct entry {
    uint64_t key;
    uint32_t place; /* plus 1; 0: free */
};

/* The table of a hostile page costs no more than so many steps each time. */
#define PROBES 64

static struct entry *find_entry(struct entry *table, uint32_t slots, uint64_t key)
{
    uint32_t k = (uint32_t)(key >> 32) & (slots - 1);
    for (unsigned i = 0; i < PROBES; i++, k = (k + 1) & (slots - 1))
        if (!table[k].place || table[k].key == key)
            return &table[k];
    return NULL;
}

/* Fills twin. false: no memory. */
static bool find_twins(struct kept *k, struct ws_arena *arena)
{
    uint32_t slots = 16;
    while (slots / 2 < k->n)
        slots *= 2;
    struct entry *table = ws_arena_zalloc(arena, slots, sizeof *table);
    for (uint32_t i = 0; table && i < k->n; i++) {
        const bool copied = has_copy(k, k->at[i]);
        uint64_t key = copied ? key_of(block_at(k, i)) : 0;
        struct entry *e = copied ? find_entry(table, slots, key) : NULL;
        k->twin[i] = e ? e->place : 0;
        if (e)
            *e = (struct entry){key, i + 1};
    }
    return table;
}

/* ---- are they for other screens? ---- */

#define UP         6   /* elements around a block that may say so */
#define NAME_BYTES 400 /* of a class or id that says something */

/* Parts of the names by which pages show an element on some screens only. */
static bool names_screen(struct ws_slice names)
{
    static const char *const PARTS[] = {"mobile", "desktop", "tablet",  "phone", "none",  "hidden",
                                        "hide",   "show",    "visible", "print", "small", "large"};
    struct ws_slice part;
    uint32_t hash;
    const uint8_t *p = names.p;
    const uint8_t *end = names.n ? p + (names.n < NAME_BYTES ? names.n : NAME_BYTES) : p;
    while (p < end) {
        p = ws_name_part(p, end, &part, &hash);
        for (size_t i = 0; i < sizeof PARTS / sizeof PARTS[0]; i++)
            if (ws_equals_nocase(part, PARTS[i]))
                return true;
    }
    return false;
}

/* Does an element around node that does not hold other say so? */
static bool is_for_screen(const struct ws_tree *t, uint32_t node, uint32_t other)
{
    for (int up = 0; up < UP && !(node <= other && other < t->nodes[node].end);
         up++, node = t->nodes[node].parent)
        if (names_screen(ws_node_attr(t, node, WS_ATTR_CLASS)) ||
            names_screen(ws_node_attr(t, node, WS_ATTR_ID)))
            return true;
    return false;
}

static bool is_quote(const struct ws_tree *t, uint32_t node)
{
    for (int up = 0; up < UP && node; up++, node = t->nodes[node].parent)
        if (t->nodes[node].tag == WS_TAG_BLOCKQUOTE)
            return true;
    return false;
}

/* Are the n blocks from place on a copy of those before them? Answers on forums quote what stands above. */
static bool is_copy(const struct kept *k, uint32_t from, uint32_t n)
{
    const uint32_t node = block_at(k, from)->node, other = block_at(k, from - n)->node;
    if (is_quote(k->t, node))
        return false;
    return is_for_screen(k->t, node, other) || is_for_screen(k->t, other, node);
}

/* ---- runs ---- */

/* How many blocks up to place, of which that one is long, equal those so far in front of them; no long one else. */
static uint32_t equal_before(const struct kept *k, uint32_t place, uint32_t distance)
{
    uint32_t n = are_equal(k, place, place - distance);
    while (n && n < distance && n + distance <= place && !is_long(block_at(k, place - n)) &&
           are_equal(k, place - n, place - n - distance))
        n++;
    return n;
}

/* Linear: each block is compared once where a run goes on, and once where one begins behind it. */
static void drop(const struct kept *k, bool *keep)
{
    uint32_t distance = 0, run = 0; /* so many blocks up to here equal those that far in front */
    for (uint32_t i = 0; i < k->n; i++) {
        if (distance && are_equal(k, i, i - distance)) {
            run++;
        } else {
            distance = k->twin[i] ? i - (k->twin[i] - 1) : 0;
            run = distance ? equal_before(k, i, distance) : 0;
        }
        if (!distance || run < distance)
            continue;
        if (is_copy(k, i + 1 - distance, distance))
            for (uint32_t j = i + 1 - distance; j <= i; j++)
                keep[k->at[j]] = false;
        run = 0;
    }
}

/* Most pages have nothing twice, which the survey knows. */
static bool has_any(const struct kept *k, const bool *keep)
{
    for (uint32_t i = 0; i < k->b->n; i++)
        if (keep[i] && has_copy(k, i))
            return true;
    return false;
}

bool ws_drop_copies(const struct ws_survey *s, struct ws_arena *arena, bool *keep)
{
    struct kept k = {.t = s->t, .b = s->b, .m = s->m};
    if (!has_any(&k, keep))
        return true;
    k.at = ws_arena_alloc(arena, 2 * ((size_t)s->b->n + 1) * sizeof *k.at);
    if (!k.at)
        return false;
    k.twin = k.at + s->b->n;
    for (uint32_t i = 0; i < s->b->n; i++)
        if (keep[i])
            k.at[k.n++] = i;
    if (!find_twins(&k, arena))
        return false;
    drop(&k, keep);
    return true;
}
