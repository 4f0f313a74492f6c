#include "pipeline/extract/host/host_count.h"
#include "pipeline/extract/host/host_survey.h"

#include <stdlib.h>
#include <string.h>

#define OWN_BLOCKS 3 /* longest blocks by which pages are told apart */

/* One block of one page. */
struct ws_host_place {
    uint64_t block;
    uint16_t page;
    uint16_t rank; /* among the blocks of the page, 0 the longest */
};

void ws_host_count_init(struct ws_host_count *c)
{
    *c = (struct ws_host_count){0};
}

void ws_host_count_release(struct ws_host_count *c)
{
    free(c->repeated);
    free(c->places);
    free(c->df);
}

/* --- the same article under several addresses ----------------------------------------- */

/* Groups of pages: union-find over indices. The root of a group is its least page. The counts
 * are the same whatever order the equal keys of qsort() come in. */
struct groups {
    uint16_t up[WS_HOST_PAGES];
    uint32_t n;
};

static uint16_t root_of(struct groups *g, uint16_t i)
{
    while (g->up[i] != i) {
        g->up[i] = g->up[g->up[i]];
        i = g->up[i];
    }
    return i;
}

static void join(struct groups *g, uint16_t a, uint16_t b)
{
    a = root_of(g, a);
    b = root_of(g, b);
    if (a < b)
        g->up[b] = a;
    else
        g->up[a] = b;
}

struct keyed {
    uint64_t key;
    uint16_t page;
};

static int by_key(const void *a, const void *b)
{
    const struct keyed *x = a, *y = b;
    return x->key < y->key ? -1 : x->key > y->key;
}

/* Joins pages with the same key. Key 0, and a key of more than most pages, joins nothing. */
static void join_equal(struct groups *g, const uint64_t *keys, uint32_t most)
{
    struct keyed list[WS_HOST_PAGES];
    uint32_t end;
    for (uint32_t i = 0; i < g->n; i++)
        list[i] = (struct keyed){keys[i], (uint16_t)i};
    qsort(list, g->n, sizeof *list, by_key);
    for (uint32_t i = 0; i < g->n; i = end) {
        for (end = i + 1; end < g->n && list[end].key == list[i].key;)
            end++;
        for (uint32_t k = i + 1; list[i].key && end - i <= most && k < end; k++)
            join(g, list[i].page, list[k].page);
    }
}

/* Key of the pages that have no block of their own, or no title. */
#define NONE 1

/* What tells a page from others: the rarest of its three longest blocks that are not the
 * site's. df: of its blocks, in order. */
static uint64_t own_block(const struct ws_surveyed *page, const uint16_t *df, uint32_t n_pages)
{
    uint64_t own = NONE;
    uint32_t least = UINT32_MAX, seen = 0;
    for (uint32_t i = 0; i < page->note.n_long && seen < OWN_BLOCKS; i++) {
        if (df[i] * 2u > n_pages)
            continue;
        seen++;
        if (df[i] < least) {
            least = df[i];
            own = page->blocks[i];
        }
    }
    return own;
}

/* Are most of its long blocks those of most pages? */
static bool is_mostly_common(const struct ws_surveyed *page, const uint16_t *df,
                             uint32_t n_pages)
{
    uint32_t common = 0;
    for (uint32_t i = 0; i < page->note.n_long; i++)
        common += df[i] * 2u > n_pages;
    return common * 2 > page->note.n_long;
}

/* A title of more than half of the pages is either the site's or that of one article under many
 * addresses, which then has the most common blocks, too, beside a comment or teaser of the
 * page's own. */
static void group_pages(struct groups *g, struct ws_surveyed *const *pages, const uint16_t *df)
{
    uint64_t titles[WS_HOST_PAGES], common[WS_HOST_PAGES], own[WS_HOST_PAGES];
    for (uint32_t i = 0; i < g->n; i++) {
        g->up[i] = (uint16_t)i;
        titles[i] = pages[i]->note.title;
        common[i] = !is_mostly_common(pages[i], df, g->n) ? 0 : titles[i] ? titles[i] : NONE;
        own[i] = own_block(pages[i], df, g->n);
        df += pages[i]->note.n_blocks;
    }
    join_equal(g, titles, g->n / 2);
    join_equal(g, common, g->n);
    join_equal(g, own, g->n);
}

/* --- counting ------------------------------------------------------------------------- */

static int by_block(const void *a, const void *b)
{
    const struct ws_host_place *x = a, *y = b;
    if (x->block != y->block)
        return x->block < y->block ? -1 : 1;
    return x->page < y->page ? -1 : x->page > y->page;
}

/* End of the run of one block that begins at i. A page has each block once, so the length of
 * the run is the number of its pages. */
static size_t end_of_run(const struct ws_host_place *places, size_t n, size_t i)
{
    size_t end = i + 1;
    while (end < n && places[end].block == places[i].block)
        end++;
    return end;
}

/* All blocks of all pages, sorted, to c->places; on how many pages each stands, in the order
 * of pages and their blocks, to c->df. */
static bool sort_places(struct ws_host_count *c, struct ws_surveyed *const *pages, uint32_t n,
                        size_t *n_places)
{
    size_t first[WS_HOST_PAGES], sum = 0;
    for (uint32_t i = 0; i < n; i++) {
        first[i] = sum;
        sum += pages[i]->note.n_blocks;
    }
    if (sum > c->cap_places) {
        free(c->places);
        free(c->df);
        c->cap_places = 0;
        c->places = malloc(sum * sizeof *c->places);
        c->df = malloc(sum * sizeof *c->df);
        if (!c->places || !c->df)
            return false;
        c->cap_places = sum;
    }
    struct ws_host_place *place = c->places;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < pages[i]->note.n_blocks; k++)
            *place++ = (struct ws_host_place){pages[i]->blocks[k], (uint16_t)i, (uint16_t)k};
    qsort(c->places, sum, sizeof *c->places, by_block);
    for (size_t i = 0, end; i < sum; i = end) {
        end = end_of_run(c->places, sum, i);
        for (size_t k = i; k < end; k++)
            c->df[first[c->places[k].page] + c->places[k].rank] = (uint16_t)(end - i);
    }
    *n_places = sum;
    return true;
}

static bool add_repeated(struct ws_host_count *c, const struct ws_host_repeated *r)
{
    if (c->n_repeated == c->cap_repeated) {
        size_t cap = c->cap_repeated ? c->cap_repeated * 2 : 1024;
        struct ws_host_repeated *list = realloc(c->repeated, cap * sizeof *list);
        if (!list)
            return false;
        c->repeated = list;
        c->cap_repeated = cap;
    }
    c->repeated[c->n_repeated++] = *r;
    return true;
}

/* Different pages of the run i .. end. stamp: by group, the run it was last seen in. */
static uint32_t count_groups(const struct ws_host_place *places, size_t i, size_t end,
                             struct groups *g, size_t *stamp)
{
    const size_t run = end; /* no other run ends there */
    uint32_t d = 0;
    for (; i < end; i++) {
        uint16_t group = root_of(g, places[i].page);
        d += stamp[group] != run;
        stamp[group] = run;
    }
    return d;
}

bool ws_host_count(struct ws_host_count *c, struct ws_surveyed *const *pages, uint32_t n)
{
    size_t stamp[WS_HOST_PAGES] = {0}, n_places;
    struct groups g = {.n = n};
    uint32_t different = 0;
    if (n < WS_HOST_MIN_PAGES)
        return true;
    if (!sort_places(c, pages, n, &n_places))
        return false;
    group_pages(&g, pages, c->df);
    for (uint32_t i = 0; i < n; i++)
        different += root_of(&g, (uint16_t)i) == i;
    for (size_t i = 0, end; different >= WS_HOST_MIN_PAGES && i < n_places; i = end) {
        end = end_of_run(c->places, n_places, i);
        struct ws_host_repeated r = {
            .host = pages[0]->note.host,
            .block = c->places[i].block,
            .d = count_groups(c->places, i, end, &g, stamp),
            .n = different,
        };
        if (ws_host_memory_wants(r.d, r.n) && !add_repeated(c, &r))
            return false;
    }
    return true;
}
