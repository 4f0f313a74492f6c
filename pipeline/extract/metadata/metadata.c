#include "pipeline/extract/metadata/metadata.h"

#include "pipeline/extract/metadata/metadata_title.h"
#include "pipeline/extract/text/text.h"

#include <string.h>

/* Value of JSON-LD: of the article, else of the page. */
static struct ws_slice in_json(const struct ws_sources *s, struct ws_slice main,
                               struct ws_slice page)
{
    return ws_clean(s->arena, ws_orelse(main, page));
}

static struct ws_slice find_site(const struct ws_sources *s)
{
    struct ws_slice v =
        ws_meta(s, "og:site_name\0application-name\0apple-mobile-web-app-title\0");
    if (!v.n)
        v = in_json(s, s->ld.main.publisher, s->ld.page.publisher);
    if (!v.n || ws_is_address(v))
        v = ws_clean(s->arena, s->ld.site);
    if (!v.n)
        v = ws_meta(s, "dc.publisher\0dcterms.publisher\0citation_journal_title\0publisher\0");
    return v.n ? v : ws_site_in_title(s);
}

/* What systems wrote there as markup, or escaped twice: as one line of text. A line that merely names an element, "The
 * <p> element", stays as it is. */
static struct ws_slice without_markup(struct ws_arena *arena, struct ws_slice text)
{
    const struct ws_slice plain = text.n && memchr(text.p, '&', text.n) ? ws_clean(arena, text) : text;
    if (!ws_contains(plain, ws_slice_of("</")) && !ws_contains(plain, ws_slice_of("<br")) &&
        !ws_contains(plain, ws_slice_of("<BR")))
        return plain;
    return ws_one_line(arena, ws_without_tags(arena, plain));
}

static struct ws_slice find_description(const struct ws_sources *s)
{
    struct ws_slice v =
        ws_meta(s, "description\0og:description\0twitter:description\0dc.description\0"
                   "dcterms.description\0dcterms.abstract\0");
    v = v.n ? v : in_json(s, s->ld.main.description, s->ld.page.description);
    return without_markup(s->arena, v);
}

/* An itemprop of the body, else of a meta element. */
static struct ws_slice in_item(const struct ws_sources *s, const char *prop)
{
    struct ws_slice v = ws_microdata(s, prop);
    return v.n ? v : ws_meta(s, prop);
}

/* Most that is said of rights is whose they are. */
static struct ws_slice find_open_rights(const struct ws_sources *s)
{
    static const char *const SIGNS[] = {"creativecommons.org/", "Creative Commons", "CC BY",
                                        "CC-BY", "CC0"};
    struct ws_slice v = ws_meta(s, "dc.rights\0dcterms.rights\0rights\0");
    for (size_t i = 0; i < sizeof SIGNS / sizeof *SIGNS; i++)
        if (ws_contains(v, ws_slice_of(SIGNS[i])))
            return v;
    return (struct ws_slice){NULL, 0};
}

/* The address of a link, where the licence is one. */
static struct ws_slice license_of_item(const struct ws_sources *s)
{
    size_t from = 0;
    const uint32_t node = ws_item(s, "license", &from);
    struct ws_slice v = {NULL, 0};
    if (node)
        v = ws_absolute(s, ws_node_attr(s->tree, node, WS_ATTR_HREF));
    return v.n || !node ? v : ws_item_value(s, node);
}

static struct ws_slice find_license(const struct ws_sources *s)
{
    struct ws_slice v = ws_absolute(s, ws_rel(s, "license", true));
    if (!v.n)
        v = in_json(s, s->ld.main.license, s->ld.page.license);
    if (!v.n)
        v = license_of_item(s);
    if (!v.n)
        v = ws_meta(s, "dcterms.license\0dc.rights.license\0license\0");
    return v.n ? v : find_open_rights(s);
}

static struct ws_slice find_section(const struct ws_sources *s)
{
    struct ws_slice v = ws_meta(s, "article:section\0og:article:section\0");
    if (!v.n)
        v = in_json(s, s->ld.main.section, s->ld.page.section);
    if (!v.n)
        v = in_item(s, "articlesection\0");
    for (size_t i = 0; !v.n && i < s->n_items; i++) /* of WordPress: rel="category tag" */
        if (ws_has_word(ws_node_attr(s->tree, s->items[i], WS_ATTR_REL), "category") &&
            !ws_is_aside(s, s->items[i]))
            v = ws_text_in(s, s->items[i]);
    return v.n ? v : ws_meta(s, "parsely-section\0cxenseparse:recs:section\0section\0category\0");
}

static struct ws_slice find_image(const struct ws_sources *s)
{
    struct ws_slice v =
        ws_meta(s, "og:image\0og:image:secure_url\0og:image:url\0twitter:image\0"
                   "twitter:image:src\0thumbnail\0");
    if (!v.n)
        v = ws_orelse(s->ld.main.image, s->ld.page.image);
    if (!v.n)
        v = in_item(s, "image\0");
    if (!v.n)
        v = ws_rel(s, "image_src", false);
    return ws_absolute(s, v.n ? v : ws_rel(s, "image", false)); /* <link itemprop> */
}

static struct ws_slice find_canonical(const struct ws_sources *s)
{
    struct ws_slice v = ws_absolute(s, ws_rel(s, "canonical", false));
    return v.n ? v : ws_absolute(s, ws_meta(s, "og:url\0twitter:url\0"));
}

/* --- language ------------------------------------------------------------------------- */

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

static struct ws_slice find_language(const struct ws_sources *s)
{
    const struct ws_slice declared[] = {
        s->tree->head.lang, ws_meta(s, "og:locale\0content-language\0"),
        ws_orelse(s->ld.main.language, s->ld.page.language),
        ws_meta(s, "dc.language\0dcterms.language\0language\0")};
    for (size_t i = 0; i < sizeof declared / sizeof *declared; i++) {
        struct ws_slice v = primary_subtag(s->arena, declared[i]);
        if (v.n)
            return v;
    }
    return (struct ws_slice){NULL, 0};
}

/* --- what it allows ------------------------------------------------------------------- */

#define ROBOTS_BYTES 1000 /* of directives */

/* The values of all meta elements with that key behind what is in robots. */
static void add_robots(const struct ws_sources *s, const char *key, uint8_t *robots, size_t *n)
{
    struct ws_slice v;
    size_t from = 0;
    while ((v = ws_meta_next(s, key, &from)).n && *n + v.n + 2 <= ROBOTS_BYTES) {
        memcpy(robots + *n, ", ", *n ? 2 : 0);
        *n += *n ? 2 : 0;
        memcpy(robots + *n, v.p, v.n);
        *n += v.n;
    }
}

/* Most pages have one such element or none. */
static struct ws_slice find_robots(const struct ws_sources *s)
{
    static const char KEYS[] = "robots\0" WS_TRAINING_AGENTS;
    uint8_t robots[ROBOTS_BYTES];
    size_t n = 0;
    for (const char *key = KEYS; *key; key += strlen(key) + 1)
        add_robots(s, key, robots, &n);
    uint8_t *p = n ? ws_arena_alloc(s->arena, n) : NULL;
    if (p)
        memcpy(p, robots, n);
    return (struct ws_slice){p, p ? n : 0};
}

static struct ws_slice find_free(const struct ws_sources *s)
{
    struct ws_slice v = in_json(s, s->ld.main.free, s->ld.page.free);
    if (!v.n)
        v = ws_meta(s, "isaccessibleforfree\0"); /* <meta itemprop>, wherever it stands */
    return v.n ? v : ws_microdata(s, "isaccessibleforfree");
}

/* --- tags ----------------------------------------------------------------------------- */

#define MAX_TAGS  64
#define TAG_BYTES 100 /* longer ones are sentences */

struct tags {
    struct ws_slice v[MAX_TAGS];
    size_t n;
};

static void add_tag(struct tags *t, struct ws_slice tag)
{
    tag = ws_trim_text(tag);
    if (!tag.n || tag.n > TAG_BYTES || t->n == MAX_TAGS)
        return;
    for (size_t i = 0; i < t->n; i++)
        if (ws_same(t->v[i], tag))
            return;
    t->v[t->n++] = tag;
}

/* The length of a separator of tags at p; 0: none. */
static size_t tag_separator(const uint8_t *p, const uint8_t *end)
{
    static const char *const WIDE[] = {"，", "、", "；", "،"};
    if (*p == ',' || *p == ';')
        return 1;
    for (size_t i = 0; *p >= 0x80 && i < sizeof WIDE / sizeof *WIDE; i++) {
        size_t n = strlen(WIDE[i]);
        if ((size_t)(end - p) >= n && !memcmp(p, WIDE[i], n))
            return n;
    }
    return 0;
}

/* s: one line. */
static void add_list(struct tags *t, struct ws_slice s)
{
    const uint8_t *p = s.p, *end = s.p + s.n, *from = p;
    while (p < end) {
        size_t n = tag_separator(p, end);
        if (!n) {
            p++;
            continue;
        }
        add_tag(t, (struct ws_slice){from, (size_t)(p - from)});
        p += n;
        from = p;
    }
    if (s.n)
        add_tag(t, (struct ws_slice){from, (size_t)(end - from)});
}

static void tags_of_metas(const struct ws_sources *s, const char *key, struct tags *t)
{
    struct ws_slice v;
    size_t from = 0;
    for (unsigned n = 0; n < MAX_TAGS && (v = ws_meta_next(s, key, &from)).n; n++)
        add_list(t, v);
}

static void tags_of_json(const struct ws_sources *s, const struct ws_ld_thing *thing,
                         struct tags *t)
{
    for (unsigned i = 0; i < thing->n_keywords; i++)
        add_list(t, ws_clean(s->arena, thing->keywords[i]));
}

static void tags_of_links(const struct ws_sources *s, struct tags *t)
{
    for (size_t i = 0; i < s->n_items; i++)
        if (ws_has_word(ws_node_attr(s->tree, s->items[i], WS_ATTR_REL), "tag") &&
            !ws_has_word(ws_node_attr(s->tree, s->items[i], WS_ATTR_REL), "category") &&
            !ws_is_aside(s, s->items[i]))
            add_tag(t, ws_text_in(s, s->items[i]));
}

/* From the first source that has any. false: no memory. */
static bool find_tags(const struct ws_sources *s, struct ws_article *art)
{
    static const char KEYS[] =
        "news_keywords\0parsely-tags\0sailthru.tags\0keywords\0citation_keywords\0"
        "dc.subject\0dcterms.subject\0";
    struct tags t = {.n = 0};
    tags_of_metas(s, "article:tag", &t);
    if (!t.n)
        tags_of_json(s, &s->ld.main, &t);
    for (const char *key = KEYS; *key && !t.n; key += strlen(key) + 1)
        tags_of_metas(s, key, &t);
    if (!t.n)
        tags_of_links(s, &t);
    if (!t.n)
        tags_of_json(s, &s->ld.page, &t);
    struct ws_slice *v = ws_arena_alloc(s->arena, t.n * sizeof *v);
    if (!v)
        return false;
    memcpy(v, t.v, t.n * sizeof *v);
    art->tags = v;
    art->n_tags = t.n;
    return true;
}

/* --- what a recipe needs ------------------------------------------------------------------------- */

/* Steps are seldom marked up, and sentences need no help. */
static bool find_parts(const struct ws_sources *s, struct ws_slices *out)
{
    static const char *const PROPS[] = {"recipeingredient", "ingredients"};
    const struct ws_slices parts = s->ld.parts;
    struct ws_slice *line = ws_arena_alloc(s->arena, (parts.n + 2 * s->n_props) * sizeof *line);
    size_t n = 0;
    if (!line)
        return false;
    for (; n < parts.n; n++)
        line[n] = without_markup(s->arena, ws_clean(s->arena, parts.v[n]));
    for (size_t k = 0, at = 0; k < sizeof PROPS / sizeof *PROPS; k++, at = 0)
        for (uint32_t node, end = 0; (node = ws_item_anywhere(s, PROPS[k], &at)) != 0;) {
            if (node < end) /* in the last one */
                continue;
            end = s->tree->nodes[node].end;
            line[n++] = ws_text_in(s, node);
        }
    *out = (struct ws_slices){line, n};
    return true;
}

bool ws_metadata_read(const struct ws_tree *t, const struct ws_blocks *b,
                      const struct ws_page *page, struct ws_arena *arena,
                      struct ws_article *art, struct ws_slices *stated)
{
    struct ws_sources *s = ws_arena_alloc(arena, sizeof *s);
    if (!s || !ws_sources_open(s, t, b, page, arena))
        return false;
    art->site = find_site(s);
    art->title = ws_find_title(s, art->site);
    art->author = ws_find_author(s, art->site);
    art->description = find_description(s);
    art->canonical = find_canonical(s);
    art->language = find_language(s);
    art->license = find_license(s);
    art->section = find_section(s);
    art->image = find_image(s);
    art->robots = find_robots(s);
    art->tdm_reservation = ws_meta(s, "tdm-reservation\0");
    art->tdm_policy = ws_meta(s, "tdm-policy\0");
    art->free = find_free(s);
    return find_tags(s, art) && ws_find_dates(s, &art->published, &art->modified) && find_parts(s, stated);
}
