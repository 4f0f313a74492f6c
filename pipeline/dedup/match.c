/* Equal keys make links, links make clusters, and one document of each is chosen. */
#include "pipeline/dedup/dedup.h"

#include <stdlib.h>

static uint32_t doc_of(const struct ws_dedup *d, const struct ws_key *key)
{
    return d->shards[key->file].first + key->line;
}

/* a goes before b: it is the one to stay. */
static bool goes_before(const struct ws_dedup *d, uint32_t a, uint32_t b)
{
    return d->rank[a] != d->rank[b] ? d->rank[a] < d->rank[b] : a < b;
}

static bool is_document(const struct ws_dedup *d, uint32_t doc)
{
    return !(atomic_load_explicit(&d->state[doc], memory_order_relaxed) & WS_DOC_NONE);
}

static void add_state(struct ws_dedup *d, uint32_t doc, enum ws_dedup_state state)
{
    atomic_fetch_or_explicit(&d->state[doc], (uint8_t)state, memory_order_relaxed);
}

/* Keys that are equal, of documents. A document has one key of each table. */
static void link_equal(struct ws_dedup *d, const struct ws_key *list, size_t n)
{
    bool exact = list->low % (1u << WS_DEDUP_TABLE_BITS) == 0;
    uint32_t best = doc_of(d, list);
    for (size_t i = 1; i < n; i++) {
        uint32_t doc = doc_of(d, &list[i]);
        ws_link(&d->links, best, doc);
        bool better = goes_before(d, doc, best);
        if (exact)
            add_state(d, better ? best : doc, WS_DOC_EXACT);
        best = better ? doc : best;
    }
}

static bool is_equal(const struct ws_key *a, const struct ws_key *b)
{
    return a->high == b->high && a->low == b->low;
}

/* Sorted keys. */
static void link_all(struct ws_dedup *d, struct ws_key *list, size_t n)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (is_document(d, doc_of(d, &list[i])))
            list[kept++] = list[i];
    for (size_t i = 0, end; i < kept; i = end) {
        for (end = i + 1; end < kept && is_equal(&list[i], &list[end]);)
            end++;
        link_equal(d, list + i, end - i);
    }
}

static enum ws_status match_part(struct ws_dedup *d, unsigned part, struct ws_error *err)
{
    const size_t memory = (size_t)(d->options->sort_bytes / 4 / d->options->threads),
                 bytes = ws_key_part_size(&d->keys, part) * sizeof(struct ws_key);
    unsigned shares = 1;
    enum ws_status st = WS_OK;
    while (bytes / shares > memory && shares < 1u << 16)
        shares *= 2;
    for (unsigned i = 0; st == WS_OK && i < shares; i++) {
        struct ws_key *list;
        size_t n;
        st = ws_key_part_load(&d->keys, part, i, shares, &list, &n, err);
        if (st == WS_OK)
            link_all(d, list, n);
        free(list);
    }
    return st;
}

void *ws_dedup_match(void *ctx)
{
    struct ws_dedup *d = ctx;
    struct ws_error err;
    size_t part;
    while (ws_dedup_take(d, WS_KEY_PARTS, &part))
        if (match_part(d, (unsigned)part, &err) != WS_OK)
            ws_dedup_stop(d, &err);
    return NULL;
}

/* --- one of each ------------------------------------------------------------------------ */

static void find_best(struct ws_dedup *d)
{
    for (uint32_t i = 0; i < d->n; i++)
        d->best[i] = UINT32_MAX;
    for (uint32_t i = 0; i < d->n; i++) {
        uint32_t *best = &d->best[ws_link_root(&d->links, i)];
        if (is_document(d, i) && (*best == UINT32_MAX || goes_before(d, i, *best)))
            *best = i;
    }
}

static void count_clusters(struct ws_dedup *d)
{
    uint32_t *size = d->rank; /* nobody asks for ranks any more */
    for (uint32_t i = 0; i < d->n; i++)
        size[i] = 0;
    for (uint32_t i = 0; i < d->n; i++)
        size[ws_link_root(&d->links, i)]++;
    for (uint32_t i = 0; i < d->n; i++) {
        d->sums.clusters += size[i] > 1;
        d->sums.biggest = size[i] > d->sums.biggest ? size[i] : d->sums.biggest;
    }
}

void ws_dedup_choose(struct ws_dedup *d)
{
    find_best(d);
    count_clusters(d);
    for (uint32_t i = 0; i < d->n; i++) {
        uint32_t root = ws_link_root(&d->links, i);
        if (!is_document(d, i) || d->rank[root] < 2)
            continue;
        add_state(d, i, WS_DOC_SIMILAR);
        if (d->best[root] == i)
            continue;
        bool exact = atomic_load_explicit(&d->state[i], memory_order_relaxed) & WS_DOC_EXACT;
        add_state(d, i, WS_DOC_REMOVED);
        d->sums.exact += exact;
        d->sums.near += !exact;
    }
}
