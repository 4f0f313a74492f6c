#include "pipeline/input/filter.h"
#include "pipeline/extract/dates/date.h"

#include <stdio.h>
#include <string.h>

#define TEXT_MAX ((size_t)1 << 20) /* of patterns named in the options */

/* --- dates ---------------------------------------------------------------------------- */

bool ws_date_prefix_parse(struct ws_date_prefix *p, const char *text)
{
    static const char FIRST[] = "0000-01-01T00:00:00Z";
    size_t n = strlen(text);
    bool ends = n == 4 || n == 7 || n == 10 || n == 13 || n == 16 || n == 19 || n == 20;
    if (!ends)
        return false;
    char whole[WS_FILTER_DATE_MAX], same[WS_FILTER_DATE_MAX];
    memcpy(whole, FIRST, sizeof whole);
    memcpy(whole, text, n);
    /* A date that exists comes back as it was. */
    if (!ws_date_normalise((struct ws_slice){(const uint8_t *)whole, sizeof whole}, same) ||
        memcmp(whole, same, sizeof same) != 0)
        return false;
    memcpy(p->text, text, n);
    p->n = n;
    return true;
}

/* Both are in one form, so the order of the characters is that of time. */
static bool is_in_time(const struct ws_filter *f, struct ws_slice date)
{
    char utc[WS_DATE_LEN];
    if (!f->since.n && !f->until.n)
        return true;
    return ws_date_normalise(date, utc) && memcmp(utc, f->since.text, f->since.n) >= 0 &&
           memcmp(utc, f->until.text, f->until.n) <= 0;
}

/* --- media types ---------------------------------------------------------------------- */

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

/* Without recursion: on a mismatch the last asterisk takes one character more. */
static bool glob(const char *p, size_t n, const char *s)
{
    size_t i = 0, star = SIZE_MAX;
    const char *from = s; /* what the last asterisk has not taken */
    while (*s) {
        if (i < n && p[i] == '*') {
            star = i++;
            from = s;
        } else if (i < n && lower(p[i]) == *s) {
            i++;
            s++;
        } else if (star != SIZE_MAX) {
            i = star + 1;
            s = ++from;
        } else {
            return false;
        }
    }
    while (i < n && p[i] == '*')
        i++;
    return i == n;
}

bool ws_mime_list_matches(const char *list, const char *essence)
{
    for (;;) {
        size_t n = strcspn(list, ",");
        if (glob(list, n, essence))
            return true;
        if (!list[n])
            return false;
        list += n + 1;
    }
}

bool ws_mime_list_is_good(const char *list)
{
    static const char ALLOWED[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$&^_.+-/*,";
    bool item = false; /* begun */
    for (const char *p = list; *p; p++) {
        if (!strchr(ALLOWED, *p) || (*p == ',' && !item))
            return false;
        item = *p != ',';
    }
    return item;
}

/* --- all ------------------------------------------------------------------------------ */

static bool add_all(struct ws_patterns *p, const char *name, const char *const *list, size_t n,
                    struct ws_buf *text, char *msg, size_t n_msg)
{
    for (size_t i = 0; i < n; i++)
        if (!ws_patterns_add(p, name, list[i], text, msg, n_msg))
            return false;
    return true;
}

/* What contradicts itself; NULL: nothing. */
static const char *find_fault(struct ws_filter *f, const struct ws_sift_options *o)
{
    const struct ws_filter_options *fo = &o->filter;
    if (!ws_status_set_parse(&f->statuses, o->statuses))
        return "the HTTP statuses must be a list like 200,203 or 2xx, or any";
    if (fo->mimes && !ws_mime_list_is_good(fo->mimes))
        return "the media types must be a list like text/html,text/*";
    if (fo->max_length < fo->min_length)
        return "--min-length is more than --max-length";
    if ((fo->since && !ws_date_prefix_parse(&f->since, fo->since)) ||
        (fo->until && !ws_date_prefix_parse(&f->until, fo->until)))
        return "dates must be like 2024, 2024-05, 2024-05-01 or 2024-05-01T10:20:30Z";
    size_t n = f->since.n < f->until.n ? f->since.n : f->until.n;
    if (memcmp(f->since.text, f->until.text, n) > 0)
        return "--since is later than --until";
    return NULL;
}

bool ws_filter_init(struct ws_filter *f, const struct ws_sift_options *o, char *msg,
                    size_t n_msg)
{
    const struct ws_filter_options *fo = &o->filter;
    *f = (struct ws_filter){.options = fo};
    ws_buf_init(&f->text, TEXT_MAX);
    const char *fault = find_fault(f, o);
    if (fault) {
        snprintf(msg, n_msg, "%s", fault);
        return false;
    }
    if (!add_all(&f->include, "url-include", fo->url_include, fo->n_url_include, &f->text, msg,
                 n_msg) ||
        !add_all(&f->exclude, "url-exclude", fo->url_exclude, fo->n_url_exclude, &f->text, msg,
                 n_msg))
        return false;
    if (ws_buf_append(&f->text, "", 1))
        return true;
    snprintf(msg, n_msg, "too many patterns");
    return false;
}

void ws_filter_release(struct ws_filter *f)
{
    ws_patterns_release(&f->include);
    ws_patterns_release(&f->exclude);
    ws_buf_release(&f->text);
}

static bool is_wanted_url(const struct ws_filter *f, struct ws_matcher *m, struct ws_slice url,
                          bool *gave_up)
{
    return (!f->options->n_url_include || ws_patterns_match(&f->include, m, url, gave_up)) &&
           !ws_patterns_match(&f->exclude, m, url, gave_up);
}

enum ws_outcome ws_filter_judge(const struct ws_filter *f, struct ws_matcher *m,
                                const struct ws_subject *s, bool *gave_up)
{
    const struct ws_filter_options *o = f->options;
    if (!ws_status_set_has(&f->statuses, s->status))
        return WS_OUT_STATUS;
    if (o->mimes && !ws_mime_list_matches(o->mimes, s->mime))
        return WS_OUT_MIME;
    if (s->length < o->min_length || s->length > o->max_length)
        return WS_OUT_LENGTH;
    if (!is_wanted_url(f, m, s->url, gave_up))
        return WS_OUT_URL;
    if (!is_in_time(f, s->date))
        return WS_OUT_DATE;
    return o->skip_truncated && s->truncated ? WS_OUT_TRUNCATED : WS_OUT_ARTICLE;
}
