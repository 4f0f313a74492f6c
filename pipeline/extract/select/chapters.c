#include "pipeline/extract/select/chapters.h"

#define TEXT_MOST  300  /* words of a page with little text */
#define LIST_SHARE 0.5f /* words of the lists for each of them ... */
#define ITEMS      5    /* ... in so many items: fewer are no index */
#define ITEM_LINKS 0.8f
#define BEHIND_P   0.1f /* mean p of a list behind the text, where others are listed, too; what stands between headline
                         * and text leads to its parts */

/* What is kept, but for the headline. */
struct kept {
    uint32_t first, last;
    float words;
};

static struct kept sum_kept(const struct ws_blocks *b, uint32_t headline, const bool *keep)
{
    struct kept k = {b->n, 0, 0};
    for (uint32_t i = 0; i < b->n; i++) {
        if (!keep[i] || i == headline)
            continue;
        k.first = k.first < i ? k.first : i;
        k.last = i;
        k.words += (float)b->v[i].words;
    }
    return k;
}

/* The innermost element that holds the headline and all of the text. */
static const struct ws_element *find_box(const struct ws_survey *s, uint32_t headline, uint32_t last)
{
    uint32_t at = s->at[headline];
    while (at && s->holder[at].first_block + s->holder[at].blocks <= last)
        at = s->holder[at].parent;
    return &s->holder[at];
}

/* Whether the first link in the block leads to another page. */
static bool leads_elsewhere(const struct ws_tree *t, const struct ws_block *b)
{
    for (uint32_t i = b->first; i <= b->last; i++) {
        uint32_t up = i;
        while (up > b->node && t->nodes[up].tag != WS_TAG_A)
            up = t->nodes[up].parent;
        struct ws_slice href = up > b->node ? ws_node_attr(t, up, WS_ATTR_HREF) : (struct ws_slice){0};
        if (href.n)
            return *href.p != '#';
    }
    return false;
}

static bool is_item(const struct ws_survey *s, uint32_t i)
{
    const struct ws_block *b = &s->b->v[i];
    const struct ws_near *near = ws_near_of(s, i);
    return near->tag[WS_NEAR_TAG_LI] + near->tag[WS_NEAR_TAG_DL] < 2 * WS_NEAR_MAX && !b->hidden &&
           s->m[i].link_density >= ITEM_LINKS && near->mark[WS_NEAR_MARK_RELATED] == WS_NEAR_MAX &&
           near->mark[WS_NEAR_MARK_SIDE] == WS_NEAR_MAX && near->tag[WS_NEAR_TAG_NAV] == WS_NEAR_MAX &&
           near->tag[WS_NEAR_TAG_ASIDE] == WS_NEAR_MAX && near->tag[WS_NEAR_TAG_FOOTER] == WS_NEAR_MAX &&
           leads_elsewhere(s->t, b);
}

/* The end of the run of items that begins at i; *words, *sum: of it, and sum of p over its words. */
static uint32_t run_end(const struct ws_survey *s, uint32_t i, uint32_t end, const float *p, float *words, float *sum)
{
    *words = *sum = 0;
    for (; i < end && is_item(s, i); i++) {
        *words += (float)s->b->v[i].words;
        *sum += p[i] * (float)s->b->v[i].words;
    }
    return i;
}

/* Words of the items between two blocks, which are kept if keep is not NULL; *items: how many. */
static float take_items(const struct ws_survey *s, uint32_t from, uint32_t end, const struct kept *k, const float *p,
                        bool *keep, uint32_t *items)
{
    float all = 0, words, sum;
    *items = 0;
    for (uint32_t i = from; i < end; i++) {
        uint32_t past = run_end(s, i, end, p, &words, &sum);
        bool behind = i > k->first;
        if (past == i || (behind && sum < BEHIND_P * words))
            continue;
        for (uint32_t item = i; keep && item < past; item++)
            keep[item] = true;
        all += words;
        *items += past - i;
        i = past - 1;
    }
    return all;
}

void ws_keep_chapters(const struct ws_survey *s, const struct ws_roles *roles, const float *p, bool *keep)
{
    const struct kept k = sum_kept(s->b, roles->headline, keep);
    if (k.first == s->b->n || k.words > TEXT_MOST || roles->headline >= k.first)
        return;
    const struct ws_element *box = find_box(s, roles->headline, k.last);
    uint32_t from = roles->headline + 1, end = box->first_block + box->blocks, items;
    if (box->first_block > 0 && take_items(s, from, end, &k, p, NULL, &items) >= LIST_SHARE * k.words && items >= ITEMS)
        take_items(s, from, end, &k, p, keep, &items);
}
