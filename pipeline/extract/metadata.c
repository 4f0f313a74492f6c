#include "pipeline/extract/metadata.h"

#include "pipeline/extract/date.h"
#include "pipeline/extract/json_ld.h"
#include "pipeline/extract/nfc.h"
#include "pipeline/extract/text.h"

#include <string.h>

/* White space collapsed to one line, in NFC. {NULL, 0} when nothing is left. s: text, with no references left to
 * decode. */
static struct ws_slice one_line(struct ws_arena *arena, struct ws_slice s)
{
    uint8_t *out = s.n ? ws_arena_alloc(arena, s.n) : NULL, *at = out;
    bool space = false;
    if (!out)
        return (struct ws_slice){NULL, 0};
    for (const uint8_t *p = s.p, *end = s.p + s.n; p < end;) {
        const uint8_t *from = p;
        enum ws_char_class k = ws_char_class(ws_utf8_next(&p, end));
        if (k == WS_CHAR_SPACE)
            space = at > out;
        if (k == WS_CHAR_SPACE || k == WS_CHAR_IGNORE)
            continue;
        if (space)
            *at++ = ' ';
        space = false;
        memcpy(at, from, (size_t)(p - from));
        at += p - from;
    }
    if (at == out)
        return (struct ws_slice){NULL, 0};
    return ws_nfc(arena, (struct ws_slice){out, (size_t)(at - out)});
}

/* The same of something written in the page: references are decoded, once. */
static struct ws_slice clean(struct ws_arena *arena, struct ws_slice raw)
{
    return one_line(arena, ws_unescape(arena, raw));
}

/* Value of the first meta with one of these keys (separated by NUL, ended by an empty one), in
 * the order of the keys. */
static struct ws_slice meta(const struct ws_tree *t, struct ws_arena *arena, const char *keys)
{
    for (const char *key = keys; *key; key += strlen(key) + 1)
        for (size_t i = 0; i < t->head.n_metas; i++)
            if (ws_equals_nocase(ws_trim_text(t->head.metas[i].key), key)) {
                struct ws_slice s = clean(arena, t->head.metas[i].value);
                if (s.n)
                    return s;
            }
    return (struct ws_slice){NULL, 0};
}

static bool is_address(struct ws_slice s)
{
    return s.n > 4 && (!memcmp(s.p, "http", 4) || !memcmp(s.p, "www.", 4));
}

static struct ws_slice orelse(struct ws_slice a, struct ws_slice b)
{
    return a.n ? a : b;
}

/* --- title ---------------------------------------------------------------------------- */

/* What is compared and taken apart below takes time that grows with its square: nobody reads a
 * longer title, and no page has more headlines. */
#define TITLE_BYTES 2000
#define HEADLINES   500

static bool contains(struct ws_slice s, struct ws_slice part)
{
    for (size_t i = 0; part.n && i + part.n <= s.n; i++)
        if (!memcmp(s.p + i, part.p, part.n))
            return true;
    return false;
}

/* One step of without_site(): title itself when there is nothing to take off. *again: what is
 * left may have another. */
static struct ws_slice take_off_site(struct ws_slice title, struct ws_slice site, bool *again)
{
    static const char *const MARKS[] = {" | ",  " - ", " – ", " — ", " » ", " « ",
                                        " :: ", " · ", " • ", "_",   "｜"};
    for (size_t k = 0; k < sizeof MARKS / sizeof MARKS[0]; k++) {
        struct ws_slice mark = {(const uint8_t *)MARKS[k], strlen(MARKS[k])};
        for (size_t i = title.n; i-- > 0;) {
            if (i + mark.n > title.n || memcmp(title.p + i, mark.p, mark.n))
                continue;
            struct ws_slice head = ws_trim_text((struct ws_slice){title.p, i});
            struct ws_slice tail =
                ws_trim_text((struct ws_slice){title.p + i + mark.n, title.n - i - mark.n});
            if (site.n && contains(head, site) && tail.n)
                return tail;
            if (head.n && (ws_count_words(tail) <= 5 || (site.n && contains(tail, site)))) {
                *again = ws_count_words(head) >= ws_count_words(tail);
                return *again ? head : tail;
            }
            break;
        }
    }
    return title;
}

/* "Headline | Site": the part before or behind a separator, whichever is longer; site is known
 * or not. */
static struct ws_slice without_site(struct ws_slice title, struct ws_slice site)
{
    bool again = title.n <= TITLE_BYTES;
    while (again) {
        again = false;
        title = take_off_site(title, site, &again);
    }
    return title;
}

/* The h1 that the title element repeats; without a title element the only h1. */
static struct ws_slice headline(const struct ws_tree *t, const struct ws_blocks *b,
                                struct ws_slice title)
{
    struct ws_slice only = {NULL, 0};
    unsigned seen = 0;
    for (uint32_t i = 0; i < b->n && seen < HEADLINES; i++) {
        uint32_t node = b->v[i].node;
        if (t->nodes[node].tag != WS_TAG_H1 && t->nodes[t->nodes[node].parent].tag != WS_TAG_H1)
            continue;
        if (title.n <= TITLE_BYTES && b->v[i].words >= 2 && contains(title, b->v[i].text))
            return b->v[i].text;
        only = b->v[i].text;
        seen++;
    }
    return seen == 1 && !title.n ? only : (struct ws_slice){NULL, 0};
}

static struct ws_slice find_title(const struct ws_tree *t, const struct ws_blocks *b,
                                  struct ws_arena *arena, struct ws_slice site,
                                  const struct ws_json_ld *ld)
{
    struct ws_slice title = one_line(arena, t->head.title);
    struct ws_slice og = meta(t, arena, "og:title\0twitter:title\0dc.title\0headline\0");
    struct ws_slice h1 = headline(t, b, og.n ? og : title);
    if (!h1.n && og.n)
        h1 = headline(t, b, title);
    if (h1.n)
        return one_line(arena, h1);
    if (og.n)
        return without_site(og, site);
    if (title.n)
        return without_site(title, site);
    return clean(arena, ld->headline);
}

/* --- the rest ------------------------------------------------------------------------- */

/* Value of the first element with that itemprop: its content or datetime, else the first text
 * in it. */
static struct ws_slice microdata(const struct ws_tree *t, struct ws_arena *arena,
                                 const char *prop)
{
    for (uint32_t i = 1; i < t->n_nodes; i++) {
        if (t->nodes[i].tag == WS_TAG_TEXT || !t->nodes[i].n ||
            !ws_equals_nocase(ws_node_attr(t, i, WS_ATTR_ITEMPROP), prop))
            continue;
        struct ws_slice v =
            orelse(ws_node_attr(t, i, WS_ATTR_CONTENT), ws_node_attr(t, i, WS_ATTR_DATETIME));
        if (v.n)
            return clean(arena, v);
        for (uint32_t k = i + 1; !v.n && k < t->nodes[i].end; k++)
            if (t->nodes[k].tag == WS_TAG_TEXT)
                v = ws_trim_text(ws_node_text(t, k));
        return one_line(arena, v);
    }
    return (struct ws_slice){NULL, 0};
}

static struct ws_slice first_time(const struct ws_tree *t)
{
    for (uint32_t i = 1; i < t->n_nodes; i++)
        if (t->nodes[i].tag == WS_TAG_TIME && ws_node_attr(t, i, WS_ATTR_DATETIME).n)
            return ws_node_attr(t, i, WS_ATTR_DATETIME);
    return (struct ws_slice){NULL, 0};
}

static struct ws_slice find_author(const struct ws_tree *t, struct ws_arena *arena,
                                   const struct ws_json_ld *ld)
{
    struct ws_slice s = meta(t, arena,
                             "author\0article:author\0byl\0dc.creator\0parsely-author\0"
                             "sailthru.author\0");
    if (s.n && !is_address(s))
        return s;
    s = clean(arena, ld->author);
    if (s.n && !is_address(s))
        return s;
    s = microdata(t, arena, "author");
    return s.n && s.n < 200 && !is_address(s) ? s : (struct ws_slice){NULL, 0};
}

static bool find_date(const struct ws_tree *t, struct ws_arena *arena,
                      const struct ws_json_ld *ld, struct ws_slice *out)
{
    const struct ws_slice candidates[] = {
        meta(t, arena, "article:published_time\0og:published_time\0"), ld->date_published,
        meta(t, arena,
             "datepublished\0parsely-pub-date\0sailthru.date\0dc.date.issued\0dc.date\0"
             "dcterms.created\0pubdate\0publish-date\0publishdate\0date\0"),
        microdata(t, arena, "datepublished"), first_time(t)};
    for (size_t i = 0; i < sizeof candidates / sizeof candidates[0]; i++) {
        char date[WS_DATE_LEN];
        if (!candidates[i].n || !ws_date_normalise(candidates[i], date))
            continue;
        uint8_t *p = ws_arena_alloc(arena, WS_DATE_LEN);
        if (!p)
            return false;
        memcpy(p, date, WS_DATE_LEN);
        *out = (struct ws_slice){p, WS_DATE_LEN};
        return true;
    }
    return true;
}

/* "en-US" -> "en"; {NULL, 0} for anything that is no language tag (BCP 47). */
static struct ws_slice primary_subtag(struct ws_arena *arena, struct ws_slice tag)
{
    tag = ws_trim_text(tag);
    size_t n = 0;
    while (n < tag.n && ws_lower(tag.p[n]) >= 'a' && ws_lower(tag.p[n]) <= 'z')
        n++;
    if (n < 2 || n > 3 || (n < tag.n && tag.p[n] != '-' && tag.p[n] != '_'))
        return (struct ws_slice){NULL, 0};
    uint8_t *p = ws_arena_alloc(arena, n);
    for (size_t i = 0; p && i < n; i++)
        p[i] = ws_lower(tag.p[i]);
    return (struct ws_slice){p, p ? n : 0};
}

bool ws_metadata_read(const struct ws_tree *t, const struct ws_blocks *b,
                      struct ws_arena *arena, struct ws_article *art)
{
    struct ws_json_ld ld = {0};
    for (size_t i = 0; i < t->head.n_json_ld; i++)
        ws_json_ld_read(t->head.json_ld[i], arena, &ld);
    art->site = meta(t, arena, "og:site_name\0application-name\0apple-mobile-web-app-title\0");
    art->title = find_title(t, b, arena, art->site, &ld);
    art->author = find_author(t, arena, &ld);
    art->description = meta(t, arena, "description\0og:description\0twitter:description\0");
    art->language =
        orelse(primary_subtag(arena, t->head.lang),
               primary_subtag(arena, meta(t, arena, "og:locale\0content-language\0")));
    return find_date(t, arena, &ld, &art->published);
}
