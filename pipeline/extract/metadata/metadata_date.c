/* When the page was published and changed: from what machines are told, from its address, and
 * at last from the dates that are printed on it. Of those the one that stands where bylines
 * stand wins, see printed_date.c. */
#include "pipeline/extract/metadata/metadata_date.h"

#include "pipeline/extract/text/text.h"

#include <string.h>

/* A value for machines; some write it for people. */
static bool read_date(const struct ws_dater *d, struct ws_slice s, struct ws_date *date)
{
    struct ws_date_hit hit;
    if (!s.n)
        return false;
    if (!ws_date_read(s, date)) {
        if (s.n > 100 || !ws_date_find(s, 0, d->order, &hit) || hit.short_year)
            return false;
        *date = hit.date;
    }
    return ws_date_is_plausible(date, d->fetched.precision ? &d->fetched : NULL);
}

/* --- the address ---------------------------------------------------------------------- */

static int number_at(struct ws_slice s, size_t *i, size_t max)
{
    int v = -1;
    for (size_t n = 0; n < max && *i < s.n && s.p[*i] >= '0' && s.p[*i] <= '9'; n++, ++*i)
        v = (v < 0 ? 0 : v * 10) + (s.p[*i] - '0');
    return v;
}

static bool is_mark(struct ws_slice s, size_t i)
{
    return i < s.n && (s.p[i] == '/' || s.p[i] == '-' || s.p[i] == '_' || s.p[i] == '.');
}

/* 2023/05/17, 2023-05-17, 20230517, 2023/0517, 2023-05/17 at i, with no digit behind. month
 * alone: day 0. */
static bool address_date(struct ws_slice s, size_t i, struct ws_date *date)
{
    int year = number_at(s, &i, 4);
    bool mark = is_mark(s, i);
    i += mark;
    size_t from = i;
    int month = number_at(s, &i, 2);
    size_t n_month = i - from;
    *date = (struct ws_date){.year = (int16_t)year,
                             .month = (uint8_t)(month < 0 ? 0 : month),
                             .precision = WS_DATE_DAY};
    if (year < 1990 || month < 1 || month > 12 || (!mark && n_month < 2))
        return false;
    bool second = is_mark(s, i);
    i += second;
    from = i;
    int day = number_at(s, &i, 2);
    bool more = i < s.n && s.p[i] >= '0' && s.p[i] <= '9';
    if (more || day < 1 || (!second && (i - from < 2 || n_month < 2)))
        return !more && mark && second; /* a month */
    date->day = (uint8_t)day;
    if (!ws_date_exists(date))
        date->day = 0;
    return date->day || (mark && second);
}

void ws_date_of_address(struct ws_slice url, struct ws_date *day, struct ws_date *month)
{
    *day = *month = (struct ws_date){0};
    size_t from = url.n > 8 ? 8 : url.n;
    while (from < url.n && url.p[from] != '/')
        from++;
    bool query = false;
    for (size_t i = from; i + 6 <= url.n && url.p[i] != '#'; i++) {
        struct ws_date date;
        query |= url.p[i] == '?';
        bool digit_before = url.p[i - 1] >= '0' && url.p[i - 1] <= '9';
        if (digit_before || (query && (url.p[i - 1] != '/' || url.p[i + 4] != '/')) || !address_date(url, i, &date))
            continue;
        if (!month->precision && url.p[i - 1] == '/' && url.p[i + 4] == '/')
            *month = date; /* in a name it may be what the page is about */
        if (date.day) {
            *day = date;
            return;
        }
    }
}

/* --- order of day and month ----------------------------------------------------------- */

static bool url_is_in(struct ws_slice url, const char *domains)
{
    size_t end = url.n > 8 ? 8 : url.n;
    while (end < url.n && url.p[end] != '/' && url.p[end] != ':')
        end++;
    for (const char *d = domains; *d; d += strlen(d) + 1) {
        size_t n = strlen(d);
        if (end > n && ws_equals_nocase((struct ws_slice){url.p + end - n, n}, d))
            return true;
    }
    return false;
}

/* The month comes first in the United States and the Philippines; "en" alone and pages that
 * declare no language are taken for American unless their address says otherwise. */
static enum ws_date_order usual_order(const struct ws_sources *s)
{
    struct ws_slice lang = ws_trim_text(s->tree->head.lang);
    bool en = lang.n >= 2 && ws_equals_nocase((struct ws_slice){lang.p, 2}, "en");
    if (lang.n >= 5 && en)
        return ws_equals_nocase((struct ws_slice){lang.p + 3, lang.n - 3}, "us") ||
                       ws_equals_nocase((struct ws_slice){lang.p + 3, lang.n - 3}, "ph")
                   ? WS_DATE_MONTH_FIRST
                   : WS_DATE_DAY_FIRST;
    if (lang.n && !en)
        return WS_DATE_DAY_FIRST;
    return url_is_in(s->page->url, ".com\0.org\0.net\0.us\0.gov\0.edu\0.mil\0.ph\0") ||
                   (en && !s->page->url.n)
               ? WS_DATE_MONTH_FIRST
               : WS_DATE_DAY_FIRST;
}

/* --- what machines are told ----------------------------------------------------------- */

/* A page with more values of one kind has no date of its own. */
#define MAX_VALUES 24

struct values {
    struct ws_date date[MAX_VALUES];
    size_t n;
};

static void add(const struct ws_dater *d, struct values *v, struct ws_slice s)
{
    if (v->n < MAX_VALUES && read_date(d, s, &v->date[v->n]))
        v->n++;
}

static void add_metas(const struct ws_dater *d, struct values *v, const char *keys)
{
    for (const char *key = keys; *key; key += strlen(key) + 1) {
        size_t from = 0;
        add(d, v, ws_meta_next(d->s, key, &from));
    }
}

static void add_items(const struct ws_dater *d, struct values *v, const char *prop)
{
    size_t from = 0;
    uint32_t node = ws_item(d->s, prop, &from);
    if (node)
        add(d, v, ws_item_value(d->s, node));
}

/* What is certain to mean the publication of this article. */
static void published_values(const struct ws_dater *d, struct values *v)
{
    add(d, v, d->s->ld.main.published);
    add(d, v, d->s->ld.main.created);
    add_metas(d, v,
              "article:published_time\0og:article:published_time\0og:published_time\0"
              "article:published\0og:pubdate\0datepublished\0");
    add_items(d, v, "datepublished");
    add_items(d, v, "published_time");
}

/* What may mean something else, or be made up by the site's software. */
static void likely_values(const struct ws_dater *d, struct values *v)
{
    add_metas(
        d, v,
        "parsely-pub-date\0sailthru.date\0cxenseparse:recs:publishtime\0"
        "cxenseparse:publishtime\0citation_publication_date\0citation_online_date\0"
        "citation_date\0dcterms.issued\0dc.date.issued\0dcterms.created\0dc.date.created\0"
        "dcterms.date\0dc.date\0prism.publicationdate\0pubdate\0publish-date\0publish_date\0"
        "publishdate\0publication_date\0publicationdate\0publication-date\0date_published\0"
        "originalpublicationdate\0article_date_original\0article.published\0bt:pubdate\0"
        "rnews:datepublished\0datecreated\0date.created\0published\0release_date\0"
        "firstpublished\0dc.date.x-metadatadate\0date\0");
    add_items(d, v, "datecreated");
    add(d, v, d->s->ld.page.published);
}

static void modified_values(const struct ws_dater *d, struct values *v)
{
    add(d, v, d->s->ld.main.modified);
    add_metas(
        d, v,
        "article:modified_time\0og:article:modified_time\0og:updated_time\0article:modified\0"
        "datemodified\0dateupdate\0dateupdated\0og:modified_time\0");
    add_items(d, v, "datemodified");
    add_metas(
        d, v,
        "dcterms.modified\0dc.date.modified\0dc.modified\0last-modified\0lastmod\0"
        "last_modified\0modified\0revised\0date.modified\0date_modified\0article.updated\0"
        "updated_time\0lastupdate\0");
    add(d, v, d->s->ld.page.modified);
}

static bool is_same_instant(const struct ws_date *a, const struct ws_date *b)
{
    return a->precision == WS_DATE_ZONED && b->precision == WS_DATE_ZONED &&
           ws_date_seconds(a) == ws_date_seconds(b);
}

/* The first, or one of the same instant in a zone of its own: that has the day as the page
 * counts it. */
static struct ws_date first_of(const struct values *v)
{
    struct ws_date best = v->n ? v->date[0] : (struct ws_date){0};
    for (size_t i = 1; i < v->n && best.precision == WS_DATE_ZONED && !best.offset; i++)
        if (v->date[i].offset && is_same_instant(&v->date[i], &best))
            best = v->date[i];
    return best;
}

/* --- the outcome ---------------------------------------------------------------------- */

static bool to_text(struct ws_arena *arena, const struct ws_date *d, struct ws_slice *out)
{
    *out = (struct ws_slice){NULL, 0};
    if (!d->precision)
        return true;
    char *p = ws_arena_alloc(arena, WS_DATE_MAX);
    if (p)
        *out = (struct ws_slice){(const uint8_t *)p, ws_date_write(d, p)};
    return p != NULL;
}

/* A day on either side may be the zones' doing. */
static bool is_before(const struct ws_date *a, const struct ws_date *b)
{
    int64_t grace = a->precision == WS_DATE_ZONED && b->precision == WS_DATE_ZONED ? 0 : 86399;
    return ws_date_seconds(a) + grace < ws_date_seconds(b);
}

/* Is it day, that of the address, somewhere on earth at that time of UTC, but not in UTC? The page counts
 * its days there: the day is known and the zone is not. */
static bool is_day_elsewhere(const struct ws_date *utc, const struct ws_date *day)
{
    const int64_t east = 14 * 3600, west = 12 * 3600;
    if (utc->precision != WS_DATE_ZONED || utc->offset || !day->precision)
        return false;
    int64_t since = ws_date_seconds(utc) - ws_date_seconds(day);
    return (since < 0 && since >= -east) || (since >= 86400 && since < 86400 + west);
}

bool ws_find_dates(const struct ws_sources *s, struct ws_slice *published,
                   struct ws_slice *modified)
{
    struct ws_dater d = {.s = s, .order = usual_order(s)};
    struct values v = {.n = 0};
    struct ws_date month, printed, updated, address;
    if (!ws_date_read(s->page->fetched, &d.fetched))
        d.fetched.precision = WS_DATE_NONE;
    published_values(&d, &v);
    ws_date_of_address(s->page->url, &address, &month);
    if (!v.n && ws_date_is_plausible(&address, d.fetched.precision ? &d.fetched : NULL))
        v.date[v.n++] = address;
    likely_values(&d, &v);
    struct ws_date first = first_of(&v);
    v.n = 0;
    modified_values(&d, &v);
    struct ws_date last = first_of(&v);
    if (!first.precision || !last.precision) {
        ws_find_printed_dates(&d, &month, &printed, &updated);
        first = first.precision ? first : printed;
        last = last.precision ? last : updated;
    }
    if (first.precision && last.precision && is_before(&last, &first))
        last.precision = WS_DATE_NONE;
    if (is_day_elsewhere(&first, &address)) {
        last.precision = is_same_instant(&first, &last) ? WS_DATE_NONE : last.precision;
        first = address;
    }
    return to_text(s->arena, &first, published) && to_text(s->arena, &last, modified);
}
