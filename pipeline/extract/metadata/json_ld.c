#include "pipeline/extract/metadata/json_ld.h"

#include "pipeline/extract/text/text.h"
#include "pipeline/page/utf8.h"

#include <string.h>

/* Pages have a dozen things; what is beyond these is not looked at. */
#define MAX_THINGS 64
#define MAX_IDS    64
#define MAX_DEPTH  64
#define MAX_PARTS  256

/* --- strings -------------------------------------------------------------------------- */

static int hex4(const uint8_t *p)
{
    int v = 0;
    for (int i = 0; i < 4; i++) {
        int c = p[i], d = c >= '0' && c <= '9'                 ? c - '0'
                          : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10
                                                               : -1;
        if (d < 0)
            return -1;
        v = v << 4 | d;
    }
    return v;
}

/* A \uXXXX escape at p (behind the u), surrogate pairs joined, lone ones replaced. Returns its
 * length. */
static size_t unicode_escape(const uint8_t *p, const uint8_t *end, uint32_t *c)
{
    int hi = end - p >= 4 ? hex4(p) : -1;
    *c = 0xfffd;
    if (hi < 0)
        return 0;
    if (hi < 0xd800 || hi > 0xdfff) {
        *c = (uint32_t)hi;
        return 4;
    }
    int lo = end - p >= 10 && p[4] == '\\' && p[5] == 'u' ? hex4(p + 6) : -1;
    if (hi > 0xdbff || lo < 0xdc00 || lo > 0xdfff)
        return 4;
    *c = 0x10000u + ((uint32_t)(hi - 0xd800) << 10) + (uint32_t)(lo - 0xdc00);
    return 10;
}

/* The end of the string that begins at p (behind the quote): its closing quote, or the end. */
static const uint8_t *string_end(const uint8_t *p, const uint8_t *end)
{
    while (p < end && *p != '"')
        p += *p == '\\' && end - p > 1 ? 2 : 1;
    return p;
}

static struct ws_slice unescape(struct ws_arena *arena, struct ws_slice s)
{
    const uint8_t *p = s.p, *end = s.p + s.n;
    if (!s.n || !memchr(s.p, '\\', s.n))
        return s;
    /* longest growth: "\u" without digits, 2 bytes, gives U+FFFD, 3 bytes */
    uint8_t *o = ws_arena_alloc(arena, s.n + s.n / 2 + 1), *at = o;
    if (!o)
        return (struct ws_slice){NULL, 0};
    while (p < end) {
        if (*p != '\\' || end - p < 2) {
            *at++ = *p++;
            continue;
        }
        uint32_t c = p[1];
        p += 2;
        if (c == 'u')
            p += unicode_escape(p, end, &c);
        else if (c == 'n' || c == 't' || c == 'r' || c == 'b' || c == 'f')
            c = ' ';
        else if (c >= 0x80) { /* no escape: keep the character whole */
            p--;
            continue;
        }
        at += ws_utf8_put(at, c ? c : ' ');
    }
    return (struct ws_slice){o, (size_t)(at - o)};
}

/* str: not empty. */
static inline bool is(struct ws_slice s, const char *str)
{
    return s.n && *s.p == (uint8_t)*str && s.n == strlen(str) && memcmp(s.p, str, s.n) == 0;
}

static bool ends_in(struct ws_slice s, const char *str)
{
    size_t n = strlen(str);
    return s.n >= n && memcmp(s.p + s.n - n, str, n) == 0;
}

/* --- objects -------------------------------------------------------------------------- */

/* What an object is to the thing it stands in. */
enum role {
    ROLE_OTHER,
    ROLE_ROOT,
    ROLE_THING,
    ROLE_AUTHOR,
    ROLE_PUBLISHER,
    ROLE_IMAGE,
    ROLE_LICENSE,
    ROLE_KEYWORD,
    ROLE_STEP
};

/* An object or a list on its way; a list has role, key and thing of what it stands in. */
struct frame {
    bool is_list;
    enum role role;
    struct ws_slice key;       /* the value now read is this one's; raw */
    struct ws_ld_thing *thing; /* the object itself, or the one it says something of; or NULL */
    struct ws_slice name, id, url;
    bool is_site, is_organization;
};

/* "@id" of objects that others only point to. */
struct known {
    struct ws_slice id, name, url;
};

struct reader {
    const uint8_t *p, *end;
    struct frame stack[MAX_DEPTH];
    size_t depth, beyond; /* beyond: open objects that the stack has no room for */
    struct ws_ld_thing things[MAX_THINGS];
    size_t n_things;
    struct known ids[MAX_IDS];
    size_t n_ids;
    struct ws_slice parts[MAX_PARTS];
    unsigned n_parts;
    struct ws_slice site, organization;
};

static int rank_of_type(struct ws_slice type)
{
    static const char *const ARTICLES[] = {"Article", "Posting", "Report", "Recipe", "Review"};
    static const char *const NONE[] = {"WebSite",       "Organization",
                                       "Person",        "ImageObject",
                                       "ItemList",      "ListItem",
                                       "Comment",       "Place",
                                       "Brand",         "Offer",
                                       "Rating",        "AggregateRating",
                                       "SearchAction",  "PostalAddress",
                                       "Corporation",   "SiteNavigationElement",
                                       "WPHeader",      "WPFooter",
                                       "WPSideBar",     "BreadcrumbList",
                                       "LocalBusiness", "NewsMediaOrganization"};
    for (size_t i = 0; i < sizeof ARTICLES / sizeof *ARTICLES; i++)
        if (ends_in(type, ARTICLES[i]))
            return 4;
    for (size_t i = 0; i < sizeof NONE / sizeof *NONE; i++)
        if (ends_in(type, NONE[i]))
            return -1;
    return ends_in(type, "Page") ? 2 : 3;
}

static void set_type(struct frame *f, struct ws_slice type)
{
    if (ends_in(type, "WebSite"))
        f->is_site = true;
    if (ends_in(type, "Organization") || is(type, "Corporation"))
        f->is_organization = true;
    int rank = rank_of_type(type);
    if (f->role == ROLE_THING && f->thing && (!f->thing->rank || rank > f->thing->rank))
        f->thing->rank = rank;
}

static void first(struct ws_slice *to, struct ws_slice s)
{
    if (!to->n)
        *to = s;
}

static void add(struct ws_slice *list, unsigned *n, unsigned max, struct ws_slice s)
{
    if (s.n && *n < max)
        list[(*n)++] = s;
}

/* A string of the thing itself. */
static void set_property(struct ws_ld_thing *t, struct ws_slice key, struct ws_slice s)
{
    const struct {
        const char *key;
        struct ws_slice *to;
    } PROPERTIES[] = {
        {"headline", &t->headline},
        {"name", &t->name},
        {"title", &t->name},
        {"datePublished", &t->published},
        {"uploadDate", &t->published},
        {"datePosted", &t->published},
        {"dateCreated", &t->created},
        {"dateModified", &t->modified},
        {"publisher", &t->publisher},
        {"description", &t->description},
        {"articleSection", &t->section},
        {"license", &t->license},
        {"image", &t->image},
        {"thumbnailUrl", &t->image},
        {"inLanguage", &t->language},
        {"isAccessibleForFree", &t->free},
    };
    if (is(key, "author") || is(key, "creator"))
        add(t->authors, &t->n_authors, WS_LD_AUTHORS, s);
    else if (is(key, "keywords"))
        add(t->keywords, &t->n_keywords, WS_LD_KEYWORDS, s);
    for (size_t i = 0; i < sizeof PROPERTIES / sizeof *PROPERTIES; i++)
        if (is(key, PROPERTIES[i].key))
            first(PROPERTIES[i].to, s);
}

/* Whether a string is what a recipe or an instruction needs, or one of its steps. */
static bool is_part(enum role role, struct ws_slice key)
{
    if (role == ROLE_STEP)
        return is(key, "text");
    return role == ROLE_THING &&
           (is(key, "recipeIngredient") || is(key, "ingredients") || is(key, "recipeInstructions"));
}

/* A string, as the value of a key or in a list that is. Lists keep the object's frame above
 * them. */
static void take_string(struct reader *r, struct ws_slice s)
{
    if (!r->depth || r->beyond)
        return;
    struct frame *f = &r->stack[r->depth - 1], *object = f;
    struct ws_slice key = f->key;
    while (object > r->stack && object->is_list)
        object--;
    if (object->is_list)
        return;
    if (is(key, "@type"))
        set_type(object, s);
    else if (is(key, "@id"))
        first(&object->id, s);
    else if (is(key, "url") || is(key, "contentUrl"))
        first(&object->url, s);
    else if (is(key, "name"))
        first(&object->name, s);
    if (object->role == ROLE_THING && object->thing)
        set_property(object->thing, key, s);
    if (is_part(object->role, key))
        add(r->parts, &r->n_parts, MAX_PARTS, s);
}

static enum role role_under(const struct frame *parent, struct ws_slice key)
{
    static const struct {
        const char *key;
        enum role role;
    } ROLES[] = {{"author", ROLE_AUTHOR},       {"creator", ROLE_AUTHOR},
                 {"publisher", ROLE_PUBLISHER}, {"image", ROLE_IMAGE},
                 {"license", ROLE_LICENSE},     {"keywords", ROLE_KEYWORD},
                 {"mainEntity", ROLE_THING},    {"@graph", ROLE_THING},
                 {"thumbnail", ROLE_IMAGE},     {"primaryImageOfPage", ROLE_IMAGE},
                 {"step", ROLE_STEP},           {"recipeInstructions", ROLE_STEP}};
    if (parent->role == ROLE_ROOT)
        return ROLE_THING;
    if (parent->role == ROLE_STEP && is(key, "itemListElement")) /* of a section of them */
        return ROLE_STEP;
    for (size_t i = 0; parent->role == ROLE_THING && i < sizeof ROLES / sizeof *ROLES; i++)
        if (is(key, ROLES[i].key))
            return ROLES[i].role;
    return ROLE_OTHER;
}

/* NULL: there are too many. */
static struct ws_ld_thing *new_thing(struct reader *r)
{
    if (r->n_things == MAX_THINGS)
        return NULL;
    struct ws_ld_thing *t = &r->things[r->n_things++];
    *t = (struct ws_ld_thing){0};
    return t;
}

static void open_frame(struct reader *r, bool is_list)
{
    static const struct frame ROOT = {.role = ROLE_ROOT};
    if (r->depth == MAX_DEPTH) {
        r->beyond++;
        return;
    }
    const struct frame *parent = r->depth ? &r->stack[r->depth - 1] : &ROOT;
    struct frame f = {
        .is_list = is_list, .role = parent->role, .key = parent->key, .thing = parent->thing};
    if (!is_list) {
        f.role = role_under(parent, parent->key);
        f.key = (struct ws_slice){NULL, 0};
        if (f.role == ROLE_THING)
            f.thing = new_thing(r);
    }
    r->stack[r->depth++] = f;
}

static void remember(struct reader *r, const struct frame *f)
{
    if (f->id.n && (f->name.n || f->url.n) && r->n_ids < MAX_IDS)
        r->ids[r->n_ids++] = (struct known){f->id, f->name, f->url};
    if (f->is_site)
        first(&r->site, f->name);
    if (f->is_organization)
        first(&r->organization, f->name);
}

/* An object has ended: what it is to its thing is known. What only has an "@id" is looked up
 * later, which '@' in front of it tells from names. */
static void close_frame(struct reader *r)
{
    if (r->beyond) {
        r->beyond--;
        return;
    }
    if (!r->depth)
        return;
    struct frame *f = &r->stack[--r->depth];
    struct ws_ld_thing *t = f->thing;
    if (f->is_list)
        return;
    remember(r, f);
    if (!t || f->role == ROLE_THING)
        return;
    struct ws_slice name = f->name.n ? f->name : f->id, url = f->url.n ? f->url : f->id;
    if (f->role == ROLE_AUTHOR)
        add(t->authors, &t->n_authors, WS_LD_AUTHORS, name);
    else if (f->role == ROLE_KEYWORD)
        add(t->keywords, &t->n_keywords, WS_LD_KEYWORDS, f->name);
    else if (f->role == ROLE_PUBLISHER)
        first(&t->publisher, name);
    else if (f->role == ROLE_IMAGE)
        first(&t->image, url);
    else if (f->role == ROLE_LICENSE)
        first(&t->license, url);
}

/* --- one pass ------------------------------------------------------------------------- */

static void read_string(struct reader *r)
{
    const uint8_t *from = r->p + 1, *end = string_end(from, r->end);
    struct ws_slice s = {from, (size_t)(end - from)};
    struct frame *f = r->depth && !r->beyond ? &r->stack[r->depth - 1] : NULL;
    r->p = end < r->end ? end + 1 : end;
    while (r->p < r->end && *r->p <= ' ')
        r->p++;
    if (f && !f->is_list && r->p < r->end && *r->p == ':') {
        f->key = s;
        r->p++;
    } else if (f) {
        take_string(r, s);
    }
}

/* true and false where one of them says something: elsewhere bare words are passed over. */
static void read_bare(struct reader *r)
{
    static const char *const WORDS[] = {"true", "false"};
    struct frame *f = r->depth && !r->beyond ? &r->stack[r->depth - 1] : NULL;
    for (size_t i = 0; f && i < 2; i++) {
        size_t n = strlen(WORDS[i]);
        if ((size_t)(r->end - r->p) < n || memcmp(r->p, WORDS[i], n) != 0)
            continue;
        if (!f->is_list && is(f->key, "isAccessibleForFree"))
            take_string(r, (struct ws_slice){r->p, n});
        r->p += n;
        return;
    }
    r->p++;
}

static void read_script(struct reader *r, struct ws_slice json)
{
    r->p = json.p;
    r->end = json.p + json.n;
    while (r->p < r->end) {
        uint8_t c = *r->p;
        if (c == '"') {
            read_string(r);
            continue;
        }
        if (c == 't' || c == 'f') {
            read_bare(r);
            continue;
        }
        if (c == '{' || c == '[')
            open_frame(r, c == '[');
        else if (c == '}' || c == ']')
            close_frame(r);
        else if (c == ',' && r->depth && !r->beyond && !r->stack[r->depth - 1].is_list)
            r->stack[r->depth - 1].key = (struct ws_slice){NULL, 0};
        r->p++;
    }
    while (r->depth || r->beyond)
        close_frame(r);
}

/* --- the outcome ---------------------------------------------------------------------- */

static const struct known *find_id(const struct reader *r, struct ws_slice id)
{
    for (size_t i = 0; id.n && i < r->n_ids; i++)
        if (r->ids[i].id.n == id.n && memcmp(r->ids[i].id.p, id.p, id.n) == 0)
            return &r->ids[i];
    return NULL;
}

static void resolve(const struct reader *r, struct ws_slice *s, bool want_url)
{
    const struct known *k = find_id(r, *s);
    if (k && (want_url ? k->url.n : k->name.n))
        *s = want_url ? k->url : k->name;
}

static bool is_name_byte(uint8_t c)
{
    return ws_is_letter(c) || c >= 0x80;
}

struct ws_slice ws_without_tags(struct ws_arena *arena, struct ws_slice s)
{
    uint8_t *out = s.n && memchr(s.p, '<', s.n) ? ws_arena_alloc(arena, s.n) : NULL;
    const uint8_t *p = s.p, *end = s.p + s.n, *last;
    size_t n = 0;
    bool tag = false;
    if (!out)
        return s;
    for (last = end - 1; last > p && *last != '>';) /* of all tags */
        last--;
    for (; p < end; p++) {
        if (*p == '<' && p < last && (ws_is_letter(p[1]) || p[1] == '/')) {
            while (*p != '>')
                p++;
            tag = true;
            continue;
        }
        if (tag && n && out[n - 1] > '(' && is_name_byte(*p))
            out[n++] = ' ';
        tag = false;
        out[n++] = *p;
    }
    return (struct ws_slice){out, n};
}

#define LONGEST_REFERENCE 8 /* "&eacute" */

/* Where a ';' between two names stands, and does not end a character reference; s.n: there is none. */
static size_t name_end(struct ws_slice s)
{
    for (size_t i = 0, word = 0; i < s.n; i++) {
        uint8_t c = s.p[i];
        bool reference = word < i && s.p[word] == '&' && i - word <= LONGEST_REFERENCE;
        if (c == ';' && !reference)
            return i;
        if (!ws_is_letter(c) && (c < '0' || c > '9') && c != '#')
            word = i;
    }
    return s.n;
}

struct ws_slice ws_next_name(struct ws_slice *names)
{
    const size_t at = name_end(*names), next = at + (at < names->n);
    const struct ws_slice name = {names->p, at};
    *names = (struct ws_slice){names->p + next, names->n - next};
    return ws_trim_text(name);
}

/* Names in text, and "Ann Lee; Bo Roe" is two of them. */
static void finish_authors(struct ws_arena *arena, struct ws_ld_thing *t)
{
    struct ws_slice names[WS_LD_AUTHORS];
    unsigned n = 0;
    for (unsigned i = 0; i < t->n_authors; i++) {
        struct ws_slice left = ws_without_tags(arena, unescape(arena, t->authors[i]));
        while (left.n)
            add(names, &n, WS_LD_AUTHORS, ws_next_name(&left));
    }
    memcpy(t->authors, names, n * sizeof *names);
    t->n_authors = n;
}

static void finish(const struct reader *r, struct ws_arena *arena, struct ws_ld_thing *t)
{
    for (unsigned i = 0; i < t->n_authors; i++)
        resolve(r, &t->authors[i], false);
    resolve(r, &t->publisher, false);
    resolve(r, &t->image, true);
    struct ws_slice *all[] = {&t->headline, &t->name,      &t->published,   &t->created,
                              &t->modified, &t->publisher, &t->description, &t->section,
                              &t->license,  &t->image,     &t->language,    &t->free};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        *all[i] = unescape(arena, *all[i]);
    finish_authors(arena, t);
    for (unsigned i = 0; i < t->n_keywords; i++)
        t->keywords[i] = unescape(arena, t->keywords[i]);
}

bool ws_json_ld_read(const struct ws_slice *scripts, size_t n, struct ws_arena *arena,
                     struct ws_json_ld *out)
{
    *out = (struct ws_json_ld){0};
    if (!n)
        return true;
    struct reader *r = ws_arena_alloc(arena, sizeof *r);
    if (!r)
        return false;
    r->depth = r->beyond = r->n_things = r->n_ids = r->n_parts = 0;
    r->site = r->organization = (struct ws_slice){NULL, 0};
    for (size_t i = 0; i < n; i++)
        read_script(r, scripts[i]);
    for (size_t i = 0; i < r->n_things; i++) {
        struct ws_ld_thing *t = &r->things[i];
        if (!t->rank)
            t->rank = 1;
        struct ws_ld_thing *to = t->rank > 0 && t->rank <= 2 ? &out->page : &out->main;
        if (t->rank > to->rank)
            *to = *t;
    }
    finish(r, arena, &out->main);
    finish(r, arena, &out->page);
    out->site = unescape(arena, r->site.n ? r->site : r->organization);
    for (unsigned i = 0; i < r->n_parts; i++)
        r->parts[i] = unescape(arena, r->parts[i]);
    out->parts = (struct ws_slices){r->parts, r->n_parts};
    return true;
}
