/* The site's name in titles for machines. */
#include "pipeline/extract/metadata/metadata_title.h"

#include "pipeline/extract/text/text.h"
#include "pipeline/page/utf8.h"

#include <string.h>

/* --- marks ---------------------------------------------------------------------------- */

struct mark {
    size_t at, n;
};

/* Is the i-th byte the first of one of MARKS below? Not the blank between two words. */
static bool begins_mark(struct ws_slice title, size_t i)
{
    const uint8_t c = title.p[i];
    if (c == ' ')
        return i + 1 < title.n && !ws_is_letter(title.p[i + 1]);
    return c == '|' || c == '_' || c == '-' || c == 0xef;
}

/* The last separator in title before limit; n 0: none. */
static struct mark last_mark(struct ws_slice title, size_t limit)
{
    static const char *const MARKS[] = {" | ",  " - ", " – ", " — ", " » ", " « ",
                                        " :: ", " · ", " • ", "_",   "｜",  " / ",
                                        " > ",  "|",   " : ", " › ", " ‹ ", "-"};
    for (size_t i = limit; i-- > 0;)
        for (size_t k = 0; begins_mark(title, i) && k < sizeof MARKS / sizeof MARKS[0]; k++) {
            if (title.p[i] != (uint8_t)*MARKS[k])
                continue;
            if (MARKS[k][1] && (i + 1 == limit || title.p[i + 1] != (uint8_t)MARKS[k][1]))
                continue;
            size_t n = strlen(MARKS[k]);
            bool fits = i + n <= limit && !memcmp(title.p + i, MARKS[k], n);
            /* these separate on Chinese pages, and join in "make_file" and "well-known" */
            bool joins = *MARKS[k] == '_' || *MARKS[k] == '-';
            if (fits && (!joins || (i && title.p[i - 1] >= 0x80) ||
                         (i + 1 < limit && title.p[i + 1] >= 0x80)))
                return (struct mark){i, n};
        }
    return (struct mark){0, 0};
}

/* The first one; n 0: none. */
static struct mark first_mark(struct ws_slice title)
{
    struct mark first = {0, 0}, m = last_mark(title, title.n);
    for (; m.n; m = last_mark(title, m.at))
        first = m;
    return first;
}

/* ": " behind the first words of a title, where it has no other mark before. */
static struct mark colon(struct ws_slice title, struct mark first)
{
    const uint8_t *p = title.n ? memchr(title.p, ':', first.n ? first.at : title.n) : NULL;
    size_t at = p ? (size_t)(p - title.p) : 0;
    return p && at && at + 1 < title.n && p[1] == ' ' ? (struct mark){at, 2} : (struct mark){0, 0};
}

/* Do titles with it go from what is large to what is small, as paths do? */
static bool leads_on(struct ws_slice title, struct mark m)
{
    static const char *const MARKS[] = {" » ", " :: ", " > ", " › "};
    for (size_t k = 0; k < sizeof MARKS / sizeof *MARKS; k++)
        if (m.n == strlen(MARKS[k]) && !memcmp(title.p + m.at, MARKS[k], m.n))
            return true;
    return false;
}

static struct ws_slice before(struct ws_slice title, struct mark m)
{
    return ws_trim_text((struct ws_slice){title.p, m.at});
}

static struct ws_slice behind(struct ws_slice title, struct mark m)
{
    size_t from = m.at + m.n;
    return ws_trim_text((struct ws_slice){title.p + from, title.n - from});
}

/* --- what is the site's name ---------------------------------------------------------- */

#define ADDRESS_BYTES 200

/* Does the address lead to the first page of a site: "/", "https://example.org/index.html"? */
static bool leads_home(struct ws_slice href)
{
    static const char *const PATHS[] = {"/",           "./",         "index.html", "/index.html",
                                        "/index.htm", "index.php", "/index.php"};
    const uint8_t *end = href.p + href.n, *p = href.p;
    if (!href.n || href.n > ADDRESS_BYTES)
        return false;
    if (href.n > 8 && !memcmp(p, "http", 4)) {
        for (p += 8; p < end && *p != '/';) /* "https://" or more */
            p++;
        if (p == end)
            return true;
    }
    for (size_t i = 0; i < sizeof PATHS / sizeof *PATHS; i++)
        if (ws_equals_nocase((struct ws_slice){p, (size_t)(end - p)}, PATHS[i]))
            return true;
    return false;
}

static bool is_in_home_link(const struct ws_tree *t, uint32_t text)
{
    for (uint32_t node = t->nodes[text].parent, up = 0; node && up < 4;
         node = t->nodes[node].parent, up++)
        if (t->nodes[node].tag == WS_TAG_A)
            return leads_home(ws_node_attr(t, node, WS_ATTR_HREF));
    return false;
}

#define HOME_BLOCKS 60 /* the site's name stands on top */

/* Are the words those of a link to the site's first page? */
static bool is_home_link(const struct ws_sources *s, struct ws_slice part, struct ws_slice words)
{
    for (uint32_t i = 0; i < s->blocks->n && i < HOME_BLOCKS; i++) {
        const struct ws_block *b = &s->blocks->v[i];
        if (b->text.n <= part.n + 4 && part.n <= b->text.n + 4 && b->links == 1 &&
            b->link_chars == b->chars && is_in_home_link(s->tree, b->first) &&
            ws_same(ws_title_words(s->arena, b->text), words))
            return true;
    }
    return false;
}

/* The words of part, as in the address of the page? */
static bool is_in_host(const struct ws_sources *s, struct ws_slice words)
{
    uint8_t label[64];
    size_t n = 0;
    for (size_t i = 0; i < words.n && n < sizeof label; i++)
        if (words.p[i] != ' ')
            label[n++] = words.p[i];
    struct ws_slice url = s->page->url;
    const uint8_t *host = url.n > 8 ? memchr(url.p + 7, '/', url.n - 7) : NULL;
    if (host && host == url.p + 7)
        host = memchr(url.p + 8, '/', url.n - 8);
    size_t host_end = host ? (size_t)(host - url.p) : url.n;
    return n >= 3 && ws_contains((struct ws_slice){url.p, host_end}, (struct ws_slice){label, n});
}

bool ws_names_site(const struct ws_sources *s, struct ws_slice part, struct ws_slice site)
{
    struct ws_slice words = ws_title_words(s->arena, part), name = ws_title_words(s->arena, site);
    if (words.n && name.n && (ws_contains(words, name) || ws_contains(name, words)))
        return true;
    return is_in_host(s, words) || is_home_link(s, part, words);
}

/* Its whole name, no more. */
static bool is_site(const struct ws_sources *s, struct ws_slice part, struct ws_slice site)
{
    struct ws_slice words = ws_title_words(s->arena, part);
    return words.n &&
           (ws_same(words, ws_title_words(s->arena, site)) || is_home_link(s, part, words));
}

/* --- taking it off -------------------------------------------------------------------- */

struct cut {
    struct ws_slice title;
    bool off; /* the site, or what is likely to be */
    unsigned asked;
};

#define ASKED_MOST 4 /* parts of a title that are looked for among the headlines: each look goes through the page */

/* "Site - Headline", "Site » Blog Archive » Headline", "Site: Headline", which is a headline on the site's own
 * first page. */
static bool cut_front(const struct ws_sources *s, struct cut *c, struct ws_slice site)
{
    struct mark first = first_mark(c->title), m = colon(c->title, first);
    if (!m.n || leads_home(s->page->url) || !is_site(s, before(c->title, m), site))
        m = first;
    struct ws_slice head = before(c->title, m), rest = behind(c->title, m);
    if (!m.n || !head.n || !rest.n)
        return false;
    bool only = !last_mark(rest, rest.n).n;
    if (!(only && m.n == first.n && m.at == first.at ? ws_names_site(s, head, site)
                                                     : is_site(s, head, site)))
        return false;
    struct mark last = last_mark(rest, rest.n);
    struct ws_slice tail = behind(rest, last);
    if (leads_on(c->title, m) && last.n &&
        ws_count_words(tail) > ws_count_words(before(rest, last)))
        rest = tail;
    c->title = rest;
    return true;
}

#define SECTION_BYTES 18 /* of the name of a section in one word, or in six signs */

static bool is_section(struct ws_slice tail)
{
    uint32_t words = ws_count_words(tail);
    return tail.n <= SECTION_BYTES && (words == 1 || (*tail.p >= 0xe0 && words * 3 == tail.n));
}

/* " - ", " – " or " — ", which titles themselves may have. */
static bool is_dash(struct ws_slice title, struct mark m)
{
    const uint8_t *p = title.p + m.at;
    return m.n > 2 && *p == ' ' &&
           (p[1] == '-' || (m.n == 5 && p[1] == 0xe2 && p[2] == 0x80 && p[3] <= 0x94));
}

/* The part that is a headline of the page: what is in front, or what a path leads to. Of two the one behind, when it is
 * longer and stands below the other: that is the site's. */
static struct ws_slice headline_of(const struct ws_sources *s, struct ws_slice title, struct mark m, struct ws_slice head,
                                   struct ws_slice tail)
{
    const uint32_t front = ws_headline_block(s, head), back = ws_headline_block(s, tail);
    const bool below = back != WS_NO_BLOCK && back > front && ws_count_words(tail) > ws_count_words(head);
    if (front != WS_NO_BLOCK)
        return below ? tail : head;
    return back != WS_NO_BLOCK && leads_on(title, m) ? tail : (struct ws_slice){NULL, 0};
}

/* The part that is a headline of the page; else the longer part, of two of which none is
 * known to be the site. When the site is off, what is in front, and behind a dash only what is as short as the name of a
 * section goes. */
static bool cut_likely(const struct ws_sources *s, struct cut *c, struct mark m, struct ws_slice head, struct ws_slice tail)
{
    const struct ws_slice page =
        c->asked++ < ASKED_MOST ? headline_of(s, c->title, m, head, tail) : (struct ws_slice){NULL, 0};
    if (page.n) {
        c->title = page;
        return false;
    }
    uint32_t words = ws_count_words(tail);
    bool longer = ws_count_words(head) >= words;
    if (words > 5 || (c->off && is_dash(c->title, m) && (!longer || !is_section(tail))))
        return false;
    c->title = longer ? head : tail;
    return longer;
}

struct ws_slice ws_without_site(const struct ws_sources *s, struct ws_slice title,
                                struct ws_slice site)
{
    struct cut c = {title, false, 0};
    bool again = title.n <= WS_TITLE_BYTES;
    while (again) {
        struct mark m = last_mark(c.title, c.title.n);
        struct ws_slice head = before(c.title, m), tail = behind(c.title, m);
        again = false;
        if (m.n && head.n && tail.n && ws_names_site(s, tail, site)) {
            c.title = head;
            again = true;
        } else if (!cut_front(s, &c, site) && m.n && head.n && tail.n) {
            again = cut_likely(s, &c, m, head, tail);
        }
        c.off = true;
    }
    return c.title;
}

/* Whether the words, blanks aside, are what is from p on up to the end of a label of the host's name. */
static bool are_labels(const uint8_t *p, const uint8_t *end, struct ws_slice words)
{
    size_t i = 0;
    for (;; p++) {
        while (i < words.n && words.p[i] == ' ')
            i++;
        if (p == end || i == words.n)
            return i == words.n && (p == end || *p == '.');
        if (*p != '.' && *p != '-' && ws_lower(*p) != words.p[i++])
            return false;
    }
}

/* Is it the name of the page's host, or of some of its labels in a row: "nola" and "com" of www.nola.com? */
static bool is_host(const struct ws_sources *s, struct ws_slice words)
{
    const struct ws_slice url = s->page->url, mark = ws_slice_of("://");
    const size_t scheme = ws_bytes_before(url, mark);
    if (scheme == url.n)
        return false;
    const uint8_t *const host = url.p + scheme + mark.n, *const behind_all = url.p + url.n;
    const uint8_t *const path = memchr(host, '/', (size_t)(behind_all - host)), *const end = path ? path : behind_all;
    for (const uint8_t *p = host; p < end; p++)
        if ((p == host || p[-1] == '.') && are_labels(p, end, words))
            return true;
    return false;
}

/* What links to first pages, and parts of sites, are called anywhere. */
static bool is_general(struct ws_slice words)
{
    static const char *const NAMES[] = {" home ", " homepage ", " startseite ", " accueil ", " inicio ", " início ", " hem ",
                                        " hjem ", " главная ", " головна ", " αρχική ", " 首 页 ", " 首 頁 ", " 홈 ",
                                        " blog ", " news ", " docs ", " shop ", " store ", " www "};
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        if (ws_same(words, ws_slice_of(NAMES[i])))
            return true;
    return false;
}

static bool is_named(const struct ws_sources *s, struct ws_slice part)
{
    const struct ws_slice words = ws_title_words(s->arena, part);
    return words.n && !is_general(words) && (is_host(s, words) || is_home_link(s, part, words));
}

struct ws_slice ws_site_in_title(const struct ws_sources *s)
{
    struct ws_slice title = ws_one_line(s->arena, s->tree->head.title);
    title.n = title.n <= WS_TITLE_BYTES ? title.n : 0;
    const struct mark last = last_mark(title, title.n);
    const struct ws_slice tail = behind(title, last), head = before(title, first_mark(title));
    if (last.n && is_named(s, tail))
        return tail;
    return last.n && is_named(s, head) ? head : (struct ws_slice){NULL, 0};
}
