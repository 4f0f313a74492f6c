/* What class, id, itemprop and rel call an element. */
#include "pipeline/extract/metadata/metadata_sources.h"

#include "pipeline/extract/text/text.h"

#include <string.h>

#define NAME_BYTES 200 /* of a value: longer ones are not worth their time */
#define LOOKED_AT  0x8000u

enum {
    FOREIGN = WS_SAYS_FOREIGN,
    SIDEBAR = WS_SAYS_SIDEBAR,
    ASIDE = WS_SAYS_ASIDE,
    FOOTER = WS_SAYS_FOOTER,
    ENTRY = 0x400, /* the whole article of a page, hAtom and microformats.org */
    DATE = WS_SAYS_DATE,
    ABOUT = WS_SAYS_ABOUT,
    AUTHOR = WS_SAYS_AUTHOR,
    JOB = WS_SAYS_JOB,
    PUBLISHED = WS_SAYS_PUBLISHED,
    UPDATED = WS_SAYS_UPDATED,
    FOREIGN_TYPE = 0x1000 /* of an itemtype only */
};

struct name {
    const char *word;
    uint8_t n;
    uint16_t says;
};

#define NAME(word, says) {word, sizeof word - 1, says}
#define END              {NULL, 0, 0}

/* clang-format off */
static const struct name A[] = {NAME("archive", FOREIGN), NAME("archives", FOREIGN), NAME("author", ABOUT | AUTHOR),
    NAME("authors", AUTHOR), NAME("autor", AUTHOR), NAME("auteur", AUTHOR), NAME("autore", AUTHOR), END};
static const struct name B[] = {NAME("breadcrumb", FOREIGN), NAME("breadcrumbs", FOREIGN),
    NAME("byline", ABOUT | AUTHOR), END};
static const struct name C[] = {NAME("comment", FOREIGN | FOREIGN_TYPE), NAME("comments", FOREIGN),
    NAME("commentlist", FOREIGN), NAME("copyright", FOREIGN), NAME("calendar", FOREIGN), END};
static const struct name D[] = {NAME("date", DATE), NAME("datum", DATE), NAME("dateline", DATE),
    NAME("datetime", DATE), NAME("datepublished", PUBLISHED), NAME("datemodified", UPDATED),
    NAME("disqus", FOREIGN), END};
static const struct name F[] = {NAME("footer", FOOTER), NAME("fecha", DATE), END};
static const struct name H[] = {NAME("hentry", ENTRY), END};
static const struct name I[] = {NAME("info", ABOUT), NAME("infos", ABOUT), NAME("instagram", FOREIGN), END};
static const struct name J[] = {NAME("job", JOB), END};
static const struct name L[] = {NAME("latest", FOREIGN), END};
static const struct name M[] = {NAME("menu", ASIDE), NAME("meta", ABOUT), NAME("metadata", ABOUT),
    NAME("modified", UPDATED), END};
static const struct name N[] = {NAME("nav", ASIDE), NAME("newsletter", FOREIGN), END};
static const struct name O[] = {NAME("offer", FOREIGN_TYPE), END};
static const struct name P[] = {NAME("published", DATE | PUBLISHED), NAME("publish", DATE),
    NAME("pubdate", DATE | PUBLISHED), NAME("postdate", DATE), NAME("posted", DATE), NAME("postmeta", ABOUT),
    NAME("popular", FOREIGN), NAME("position", JOB), END};
static const struct name R[] = {NAME("related", FOREIGN), NAME("recent", FOREIGN), NAME("recommend", FOREIGN),
    NAME("recommended", FOREIGN), NAME("recommendations", FOREIGN), NAME("replies", FOREIGN),
    NAME("respond", FOREIGN), NAME("readmore", FOREIGN), NAME("review", FOREIGN_TYPE), NAME("redakteur", AUTHOR),
    NAME("role", JOB), END};
static const struct name S[] = {NAME("sidebar", SIDEBAR), END};
static const struct name T[] = {NAME("teaser", FOREIGN), NAME("teasers", FOREIGN), NAME("trending", FOREIGN), NAME("tweet", FOREIGN),
    NAME("time", DATE), NAME("timestamp", DATE), NAME("title", JOB), END};
static const struct name U[] = {NAME("updated", UPDATED), NAME("upcoming", FOREIGN), END};
static const struct name W[] = {NAME("writer", AUTHOR), END};
static const struct name NONE[] = {END};

static const struct name *const BY_LETTER[26] = {A, B, C, D, NONE, F, NONE, H, I, J, NONE, L, M,
    N, O, P, NONE, R, S, T, U, NONE, W, NONE, NONE, NONE};
/* clang-format on */

static bool same_letters(const uint8_t *p, const char *lower, size_t n)
{
    size_t i = 0;
    while (i < n && (p[i] | 0x20) == (uint8_t)lower[i])
        i++;
    return i == n;
}

/* Does a part of a name begin at p, which is behind a letter? */
static bool part_begins(const uint8_t *p)
{
    return p[0] <= 'Z' && p[-1] >= 'a';
}

/* A run of letters; a name may be several of its parts ("sideBar"). */
static unsigned read_run(const uint8_t *p, const uint8_t *end)
{
    unsigned says = 0;
    for (const uint8_t *part = p; part < end; part++) {
        if (part > p && !part_begins(part))
            continue;
        for (const struct name *name = BY_LETTER[(*part | 0x20) - 'a']; name->n; name++) {
            const uint8_t *behind = part + name->n;
            if (name->n <= end - part && (behind == end || part_begins(behind)) &&
                same_letters(part, name->word, name->n))
                says |= name->says;
        }
    }
    return says;
}

static unsigned read_value(struct ws_slice s)
{
    unsigned says = 0;
    const uint8_t *p = s.p, *end = s.p + (s.n > NAME_BYTES ? NAME_BYTES : s.n);
    while (p < end) {
        const uint8_t *from = p;
        while (p < end && ws_is_letter(*p))
            p++;
        if (p - from > 2) /* the shortest name */
            says |= read_run(from, p);
        p += p < end;
    }
    return says;
}

unsigned ws_named(const struct ws_sources *s, uint32_t node)
{
    static const enum ws_attr_name NAMES[] = {WS_ATTR_CLASS, WS_ATTR_ID, WS_ATTR_ITEMPROP, WS_ATTR_REL};
    uint16_t *named = &s->named[s->blocks->looks.of[node]];
    if (s->tree->nodes[node].tag == WS_TAG_TEXT)
        return 0;
    if (*named)
        return *named;
    unsigned says = 0;
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        says |= read_value(ws_node_attr(s->tree, node, NAMES[i]));
    says &= ~(unsigned)FOREIGN_TYPE;
    if (read_value(ws_node_attr(s->tree, node, WS_ATTR_ITEMTYPE)) & FOREIGN_TYPE)
        says |= FOREIGN;
    switch (s->tree->nodes[node].tag) {
    case WS_TAG_NAV:
    case WS_TAG_ASIDE:
    case WS_TAG_SELECT:
        says |= ASIDE;
        break;
    case WS_TAG_FOOTER:
        says |= FOOTER;
        break;
    default:
        break;
    }
    return *named = (uint16_t)(says | LOOKED_AT);
}

#define LEVELS 32 /* up the page: asides are not deep */

static bool holds(const struct ws_tree *t, uint32_t around, uint32_t node)
{
    return node > around && node < t->nodes[around].end;
}

/* Whether a footer is that of the article: below an article that holds the headline. */
static bool is_own_footer(const struct ws_sources *s, uint32_t footer, uint32_t headline)
{
    const struct ws_tree *t = s->tree;
    uint32_t i = footer;
    for (int up = 0; up < LEVELS && i && headline; up++, i = t->nodes[i].parent)
        if (holds(t, i, headline) && (t->nodes[i].tag == WS_TAG_ARTICLE || ws_named(s, i) & ENTRY))
            return true;
    return false;
}

bool ws_stands_in(const struct ws_sources *s, uint32_t node, unsigned names)
{
    const struct ws_tree *t = s->tree;
    uint32_t headline = s->headline == WS_NO_BLOCK ? 0 : s->blocks->v[s->headline].first;
    uint32_t i = node;
    for (int up = 0; up < LEVELS && i; up++, i = t->nodes[i].parent) {
        if (holds(t, i, headline))
            return false;
        const unsigned is = ws_named(s, i) & names;
        if (is & ~(unsigned)FOOTER || (is && !is_own_footer(s, i, headline)))
            return true;
    }
    return false;
}

bool ws_is_foreign(const struct ws_sources *s, uint32_t node)
{
    return ws_stands_in(s, node, FOREIGN | SIDEBAR);
}

bool ws_is_aside(const struct ws_sources *s, uint32_t node)
{
    return ws_stands_in(s, node, FOREIGN | SIDEBAR | ASIDE | FOOTER);
}
