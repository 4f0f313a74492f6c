#include "pipeline/corpus/substrings.h"
#include "warc/buf.h"

#include <stdlib.h>
#include <string.h>

#define NO_SYMBOL 0xFF
#define N_SYMBOLS 36
#define IS_END                                                                                 \
    (UINT64_C(1) << 63) /* a string ends here, or one that is the end of this one              \
                         */

/* A node stands for a beginning. Those one symbol longer stand in a row, in the order of their
 * symbols. */
struct ws_substrings_node {
    uint64_t next;  /* a bit for each symbol that leads to a longer one; IS_END */
    uint32_t child; /* the first of them */
    uint32_t fail;  /* its longest proper end that is a beginning as well; 0: the empty one,
                       which is the root */
};

/* 0 to 9, then a to z. */
static unsigned symbol(uint8_t c)
{
    uint8_t letter = (uint8_t)((c | 0x20) - 'a');
    if ((uint8_t)(c - '0') < 10)
        return (unsigned)(c - '0');
    return letter < 26 ? 10u + letter : NO_SYMBOL;
}

static uint32_t child_of(const struct ws_substrings_node *node, unsigned symbol_)
{
    uint64_t before = node->next & ((UINT64_C(1) << symbol_) - 1);
    return node->child + (uint32_t)__builtin_popcountll(before);
}

/* --- making it ------------------------------------------------------------------------ */

/* The strings of a node while it is made: their beginnings are the same up to here. */
struct range {
    size_t from, to, depth;
};

struct builder {
    struct ws_substrings_node *nodes;
    struct range *ranges; /* of the nodes */
    size_t n, cap;
    const struct ws_slice *list; /* of symbols, sorted */
};

static bool add_node(struct builder *b, size_t from, size_t to, size_t depth)
{
    if (b->n == b->cap) {
        size_t cap = b->cap ? 2 * b->cap : 256;
        struct ws_substrings_node *nodes = realloc(b->nodes, cap * sizeof *nodes);
        if (nodes)
            b->nodes = nodes;
        struct range *ranges = realloc(b->ranges, cap * sizeof *ranges);
        if (ranges)
            b->ranges = ranges;
        if (!nodes || !ranges || cap > UINT32_MAX)
            return false;
        b->cap = cap;
    }
    b->nodes[b->n] = (struct ws_substrings_node){0};
    b->ranges[b->n++] = (struct range){from, to, depth};
    return true;
}

/* Adds the nodes that are one symbol longer than node i. */
static bool add_children(struct builder *b, size_t i)
{
    struct range r = b->ranges[i];
    b->nodes[i].child = (uint32_t)b->n;
    while (r.from < r.to && b->list[r.from].n == r.depth) { /* sorted: the shortest first */
        b->nodes[i].next |= IS_END;
        r.from++;
    }
    if (b->nodes[i].next & IS_END) /* what goes on from here would never be asked for */
        return true;
    for (size_t from = r.from, to; from < r.to; from = to) {
        uint8_t s = b->list[from].p[r.depth];
        for (to = from + 1; to < r.to && b->list[to].p[r.depth] == s; to++)
            ;
        b->nodes[i].next |= UINT64_C(1) << s;
        if (!add_node(b, from, to, r.depth + 1))
            return false;
    }
    return true;
}

/* The node reached from i by symbol s, by the longest end that has it. */
static uint32_t step(const struct ws_substrings_node *nodes, uint32_t i, unsigned s)
{
    while (!(nodes[i].next >> s & 1)) {
        if (i == 0)
            return 0;
        i = nodes[i].fail;
    }
    return child_of(&nodes[i], s);
}

/* The children of i: what they fail to is shorter, so it was made before. */
static void link_children(struct ws_substrings_node *nodes, uint32_t i)
{
    uint64_t rest = nodes[i].next & ~IS_END;
    for (uint32_t c = nodes[i].child; rest; c++, rest &= rest - 1) {
        if (i != 0)
            nodes[c].fail = step(nodes, nodes[i].fail, (unsigned)__builtin_ctzll(rest));
        nodes[c].next |= nodes[nodes[c].fail].next & IS_END;
    }
}

static int by_symbols(const void *x, const void *y)
{
    const struct ws_slice *a = x, *b = y;
    int order = memcmp(a->p, b->p, a->n < b->n ? a->n : b->n);
    return order ? order : a->n < b->n ? -1 : a->n > b->n;
}

/* Writes the symbols of the strings to room, and drops those that have none. Returns how many
 * are left. */
static size_t to_symbols(struct ws_slice *list, size_t n, uint8_t *room)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        uint8_t *start = room;
        for (size_t k = 0; k < list[i].n; k++) {
            *room = (uint8_t)symbol(list[i].p[k]);
            room += *room != NO_SYMBOL;
        }
        if (room > start)
            list[kept++] = (struct ws_slice){start, (size_t)(room - start)};
    }
    return kept;
}

static bool build(struct builder *b, size_t n)
{
    if (!add_node(b, 0, n, 0))
        return false;
    for (size_t i = 0; i < b->n; i++)
        if (!add_children(b, i))
            return false;
    for (size_t i = 0; i < b->n; i++)
        link_children(b->nodes, (uint32_t)i);
    return true;
}

bool ws_substrings_init(struct ws_substrings *s, struct ws_slice *list, size_t n)
{
    size_t bytes = 1;
    *s = (struct ws_substrings){0};
    for (size_t i = 0; i < n; i++)
        bytes += list[i].n;
    uint8_t *room = malloc(bytes);
    if (!room)
        return false;
    struct builder b = {.list = list};
    n = to_symbols(list, n, room);
    if (n)
        qsort(list, n, sizeof *list, by_symbols);
    bool ok = n == 0 || build(&b, n);
    free(b.ranges);
    free(room);
    if (ok)
        *s = (struct ws_substrings){b.nodes, b.n};
    else
        free(b.nodes);
    return ok;
}

void ws_substrings_release(struct ws_substrings *s)
{
    free(s->nodes);
    *s = (struct ws_substrings){0};
}

/* --- asking --------------------------------------------------------------------------- */

size_t ws_substrings_find(const struct ws_substrings *s, struct ws_slice text)
{
    uint32_t i = 0;
    if (!s->nodes)
        return 0;
    for (size_t k = 0; k < text.n; k++) {
        unsigned c = symbol(text.p[k]);
        if (c == NO_SYMBOL)
            continue;
        i = step(s->nodes, i, c);
        if (s->nodes[i].next & IS_END)
            return k + 1;
    }
    return 0;
}
