#include "pipeline/input/crawl.h"

#include <string.h>

static bool is_blank(uint8_t c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static struct ws_slice trim(struct ws_slice s)
{
    while (s.n && is_blank(s.p[0])) {
        s.p++;
        s.n--;
    }
    while (s.n && is_blank(s.p[s.n - 1]))
        s.n--;
    return s;
}

static bool is(struct ws_slice s, const char *text)
{
    return s.n == strlen(text) && memcmp(s.p, text, s.n) == 0;
}

/* What stands before the first c; *rest goes behind it. */
static struct ws_slice take_to(struct ws_slice *rest, char c)
{
    const uint8_t *end = rest->n ? memchr(rest->p, c, rest->n) : NULL;
    size_t n = end ? (size_t)(end - rest->p) : rest->n;
    struct ws_slice part = {rest->p, n};
    n += end != NULL;
    *rest = (struct ws_slice){rest->p + n, rest->n - n};
    return part;
}

static void add_language(struct ws_crawl *crawl, struct ws_crawl_language l)
{
    if (l.code.n && crawl->n_languages < WS_CRAWL_LANGUAGES)
        crawl->languages[crawl->n_languages++] = l;
}

/* --- languages-cld2 ------------------------------------------------------------------- */

/* {"reliable":true,"text-bytes":3439,"languages":[{"code":"en","code-iso-639-3":"eng",
 *  "text-covered":0.99,"score":1021.0,"name":"ENGLISH"}]}
 * Two levels of objects: pairs are read where they stand, all other structure is passed over.
 */
struct reader {
    struct ws_slice rest;
    struct ws_crawl *crawl;
    struct ws_crawl_language language; /* being read */
    bool in_language, has_iso;
    unsigned depth; /* of objects */
};

/* The string at the quote that rest begins with, escapes as they are. */
static struct ws_slice take_string(struct reader *r)
{
    struct ws_slice s = {r->rest.p + 1, 0};
    size_t n = r->rest.n - 1;
    while (s.n < n && s.p[s.n] != '"')
        s.n += s.p[s.n] == '\\' && s.n + 1 < n ? 2 : 1;
    size_t used = 1 + s.n + (s.n < n);
    r->rest = (struct ws_slice){r->rest.p + used, r->rest.n - used};
    return s;
}

/* A number or a word. */
static struct ws_slice take_scalar(struct reader *r)
{
    struct ws_slice s = {r->rest.p, 0};
    while (s.n < r->rest.n && !is_blank(s.p[s.n]) && !strchr(",]}", s.p[s.n]))
        s.n++;
    r->rest = (struct ws_slice){s.p + s.n, r->rest.n - s.n};
    return s;
}

/* A share: 0 or 1, with digits behind a point perhaps. */
static bool is_share(struct ws_slice s)
{
    if (s.n < 1 || s.n > 20 || (s.p[0] != '0' && s.p[0] != '1') || s.n == 2)
        return false;
    for (size_t i = 1; i < s.n; i++)
        if (i == 1 ? s.p[i] != '.' : s.p[i] < '0' || s.p[i] > '9')
            return false;
    return true;
}

static void set_string(struct reader *r, struct ws_slice key, struct ws_slice value)
{
    bool iso = is(key, "code-iso-639-3");
    if (!r->in_language || (!iso && (r->has_iso || !is(key, "code"))))
        return;
    r->language.code = value;
    r->has_iso = iso;
}

static void set_scalar(struct reader *r, struct ws_slice key, struct ws_slice value)
{
    if (r->in_language && is(key, "text-covered") && is_share(value))
        r->language.covered = value;
    if (r->depth == 1 && is(key, "reliable"))
        r->crawl->reliable = is(value, "true");
}

static void take_pair(struct reader *r)
{
    struct ws_slice key = take_string(r);
    r->rest = trim(r->rest);
    if (!r->rest.n || r->rest.p[0] != ':')
        return;
    r->rest = trim((struct ws_slice){r->rest.p + 1, r->rest.n - 1});
    if (!r->rest.n || strchr("{[", r->rest.p[0]))
        return;
    if (r->rest.p[0] == '"')
        set_string(r, key, take_string(r));
    else
        set_scalar(r, key, take_scalar(r));
}

static void take_structure(struct reader *r)
{
    if (r->rest.p[0] == '{') {
        r->depth += r->depth < 100;
        r->in_language = r->depth == 2;
        r->has_iso = false;
        r->language = (struct ws_crawl_language){0};
    } else if (r->rest.p[0] == '}') {
        if (r->in_language)
            add_language(r->crawl, r->language);
        r->in_language = false;
        r->depth -= r->depth > 0;
    }
    r->rest = (struct ws_slice){r->rest.p + 1, r->rest.n - 1};
}

static void read_cld2(struct ws_slice json, struct ws_crawl *crawl)
{
    struct reader r = {.rest = json, .crawl = crawl};
    while (r.rest.n)
        if (r.rest.p[0] == '"')
            take_pair(&r);
        else
            take_structure(&r);
}

/* --- records -------------------------------------------------------------------------- */

bool ws_crawl_read(struct ws_slice block, struct ws_crawl *crawl)
{
    bool found = false;
    *crawl = (struct ws_crawl){0};
    while (block.n) {
        struct ws_slice value = take_to(&block, '\n'), name = trim(take_to(&value, ':'));
        bool charset = is(name, "charset-detected"), languages = is(name, "languages-cld2");
        if (charset && !crawl->charset.n)
            crawl->charset = trim(value);
        if (languages && !crawl->n_languages)
            read_cld2(trim(value), crawl);
        found |= charset || languages;
    }
    return found;
}

bool ws_crawl_read_list(struct ws_slice list, struct ws_crawl *crawl)
{
    *crawl = (struct ws_crawl){0};
    while (list.n)
        add_language(crawl, (struct ws_crawl_language){.code = trim(take_to(&list, ','))});
    return crawl->n_languages > 0;
}
