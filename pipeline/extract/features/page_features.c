#include "pipeline/extract/features/page_features.h"

#include "pipeline/extract/text/text.h"

#include <string.h>

/* --- what the page says it is --------------------------------------------------------- */

/* Kinds of the Open Graph protocol (https://ogp.me): 1 article, 2 product, 3 website, 4 another, 0 none. */
static float og_kind(const struct ws_tree *t)
{
    for (size_t i = 0; i < t->head.n_metas; i++) {
        if (!ws_equals_nocase(t->head.metas[i].key, "og:type"))
            continue;
        struct ws_slice v = ws_trim_text(t->head.metas[i].value);
        if (ws_equals_nocase(v, "article") || ws_equals_nocase(v, "blog") ||
            ws_equals_nocase(v, "news"))
            return 1;
        if (v.n >= 7 && ws_equals_nocase((struct ws_slice){v.p + v.n - 7, 7}, "product"))
            return 2;
        return ws_equals_nocase(v, "website") ? 3 : 4;
    }
    return 0;
}

/* Kinds of schema.org that tell of the whole page; the first of this list that is there counts. */
static const char *const LD_KIND[] = {"NewsArticle", "BlogPosting", "TechArticle", "Article",
                                      "Recipe", "DiscussionForumPosting", "QAPage", "FAQPage",
                                      "Product", "CollectionPage", "ItemList", "WebPage"};
#define LD_KINDS (sizeof LD_KIND / sizeof LD_KIND[0])

/* Index of the kind that the string at p .. end is, LD_KINDS: of none. */
static size_t ld_kind_at(const uint8_t *p, const uint8_t *end)
{
    for (size_t k = 0; k < LD_KINDS; k++) {
        if (p == end || *p != (uint8_t)LD_KIND[k][0])
            continue;
        size_t n = strlen(LD_KIND[k]);
        if ((size_t)(end - p) > n && !memcmp(p, LD_KIND[k], n) && p[n] == '"')
            return k;
    }
    return LD_KINDS;
}

#define LD_BYTES 65536 /* of one script; what it is about stands in front */

/* 1 + index in LD_KIND, 0: none of these. A kind is looked for as any string: "@type" may be a list. */
static float ld_kind(const struct ws_tree *t)
{
    size_t found = LD_KINDS;
    for (size_t i = 0; i < t->head.n_json_ld; i++) {
        struct ws_slice s = t->head.json_ld[i];
        const uint8_t *end = s.p + (s.n < LD_BYTES ? s.n : LD_BYTES);
        for (const uint8_t *p = s.p; p < end && (p = memchr(p, '"', (size_t)(end - p))); p++) {
            size_t k = ld_kind_at(p + 1, end);
            found = k < found ? k : found;
        }
    }
    return found < LD_KINDS ? (float)found + 1 : 0;
}

/* The row with the most unlinked words of all outermost ones. */
static void row_of_page(const struct ws_survey *s, const struct ws_items *items, float *f)
{
    const struct ws_row *best = &items->row[0];
    for (uint32_t i = 0; i < s->b->n; i++) {
        const struct ws_row *row = &items->row[items->row_of[items->item[s->at[i]]]];
        if (row->unlinked > best->unlinked)
            best = row;
    }
    float count = (float)(best->count ? best->count : 1);
    f[WS_F_PAGE_ROW_COUNT] = ws_log1((float)best->count);
    f[WS_F_PAGE_ROW_SHARE] = best->unlinked / s->unlinked;
    f[WS_F_PAGE_ROW_WORDS] = ws_log1(best->unlinked / count);
    f[WS_F_PAGE_ROW_LINKED] = (float)best->linked / count;
}

/* --- sums over the page --------------------------------------------------------------- */

void ws_page_features(const struct ws_survey *s, const struct ws_items *items, float *f)
{
    uint32_t repeats = 0;
    float listed = 0, cells = 0, divs = 0, money = 0, dates = 0, forum = 0, comments = 0,
          sig_max = 0;
    bool has_main = s->has_main;
    for (uint32_t i = 0; i < s->b->looks.n && !has_main; i++)
        has_main = ws_equals_nocase(ws_node_attr(s->t, s->b->looks.node[i], WS_ATTR_ROLE), "main");
    for (uint32_t i = 0; i < s->b->n; i++) {
        const struct ws_measure *m = &s->m[i];
        const struct ws_near *near = ws_near_of(s, i);
        const enum ws_tag tag = (enum ws_tag)ws_holder_of(s, i)->tag;
        float words = (float)s->b->v[i].words;
        listed += tag == WS_TAG_LI ? words : 0;
        cells += tag == WS_TAG_TD || tag == WS_TAG_TH ? words : 0;
        divs += tag == WS_TAG_DIV ? words : 0;
        money += m->money;
        dates += m->year;
        forum += near->mark[WS_NEAR_MARK_FORUM] < WS_NEAR_MAX ? words : 0;
        comments += near->mark[WS_NEAR_MARK_COMMENT] < WS_NEAR_MAX ? words : 0;
        sig_max = m->sig_words > sig_max ? m->sig_words : sig_max;
        if (m->sig_words >= 8 * (float)m->sig_count && m->sig_count > repeats)
            repeats = m->sig_count;
    }
    const struct ws_element *top = &s->holder[s->top];
    f[WS_F_PAGE_WORDS] = ws_log1(s->words);
    f[WS_F_PAGE_BLOCKS] = ws_log1((float)s->b->n);
    f[WS_F_PAGE_LINKS] = 1 - s->unlinked / s->words;
    f[WS_F_PAGE_PARAGRAPHS] = s->para / s->words;
    f[WS_F_PAGE_ARTICLES] = ws_log1((float)s->articles);
    f[WS_F_PAGE_MAIN] = has_main;
    f[WS_F_PAGE_LONGEST] = ws_log1(s->m[s->longest].unlinked);
    f[WS_F_PAGE_TOP_SHARE] = top->unlinked / s->unlinked;
    f[WS_F_PAGE_TOP_LINKS] = top->words > 0 ? 1 - top->unlinked / top->words : 0;
    f[WS_F_PAGE_SIG_MAX] = sig_max / s->unlinked;
    f[WS_F_PAGE_REPEATS] = ws_log1((float)repeats);
    f[WS_F_PAGE_LISTED] = listed / s->words;
    f[WS_F_PAGE_CELLS] = cells / s->words;
    f[WS_F_PAGE_DIVS] = divs / s->words;
    f[WS_F_PAGE_MONEY] = money / (float)s->b->n;
    f[WS_F_PAGE_DATES] = dates / (float)s->b->n;
    f[WS_F_PAGE_FORUM] = forum / s->words;
    f[WS_F_PAGE_COMMENTS] = comments / s->words;
    f[WS_F_PAGE_OG] = og_kind(s->t);
    f[WS_F_PAGE_LD] = ld_kind(s->t);
    row_of_page(s, items, f);
}
