/* Path and query of a key. */
#include "pipeline/input/surt_internal.h"

#include <stdlib.h>

/* --- path ----------------------------------------------------------------------------- */

/* Where the segment that begins with the slash at p[from] ends. */
static size_t segment_end(const uint8_t *p, size_t from, size_t end)
{
    const uint8_t *slash = memchr(p + from + 1, '/', end - from - 1);
    return slash ? (size_t)(slash - p) : end;
}

/* Resolves "." and ".." in b from start on, in place. A ".." without a segment before it stays.
 */
static void resolve_dots(struct ws_buf *b, size_t start)
{
    uint8_t *p = b->p;
    size_t end = b->n, from = start, to = start;
    while (from < end &&
           p[from] != '/') /* not a path at all: what stands before the first slash goes */
        from++;
    for (size_t next; from < end; from = next) {
        next = segment_end(p, from, end);
        size_t n = next - from;
        if (n == 2 && p[from + 1] == '.')
            continue;
        if (n == 3 && p[from + 1] == '.' && p[from + 2] == '.' && to > start) {
            do
                to--;
            while (p[to] != '/');
        } else {
            memmove(p + to, p + from, n);
            to += n;
        }
    }
    b->n = to;
}

/* Takes empty segments out, but for the last. */
static void join_slashes(struct ws_buf *b, size_t start)
{
    size_t to = start;
    for (size_t i = start; i < b->n; i++)
        if (b->p[i] != '/' || i + 1 == b->n || b->p[i + 1] != '/')
            b->p[to++] = b->p[i];
    b->n = to;
}

/* Length of the session id (and slash) of ASP.NET at the start of s, 0: none. */
static size_t aspx_session(struct ws_slice s, bool lettered)
{
    size_t i = 1, ids = 0;
    if (s.n == 0 || s.p[0] != '(')
        return 0;
    for (; !lettered || (i + 1 < s.n && is_alpha(s.p[i]) && s.p[i + 1] == '('); ids++) {
        if (lettered)
            i += 2;
        size_t digits = 0;
        while (digits < 24 && i < s.n && is_alnum(s.p[i])) {
            i++;
            digits++;
        }
        if (digits < 24)
            return 0;
        if (!lettered)
            break;
        if (i == s.n || s.p[i++] != ')')
            return 0;
    }
    bool some = !lettered || ids;
    return some && i + 1 < s.n && s.p[i] == ')' && s.p[i + 1] == '/' ? i + 2 : 0;
}

/* Takes the last session id before a .aspx page out of the path at start. */
static void strip_path_session(struct ws_buf *b, size_t start, bool lettered)
{
    struct ws_slice s = {b->p + start, b->n - start};
    size_t aspx = s.n, question = s.n; /* the first of each at or behind i */
    for (size_t i = s.n; i-- > 0;) {
        struct ws_slice rest = part(s, i, s.n);
        if (begins(rest, ".aspx"))
            aspx = i;
        if (s.p[i] == '?')
            question = i;
        size_t n = s.p[i] == '/' ? aspx_session(part(s, i + 1, s.n), lettered) : 0;
        size_t page = i + 1 + n;
        if (n && aspx < question && aspx < s.n && aspx > page && question > page) {
            memmove(b->p + start + i + 1, b->p + start + page, s.n - page);
            b->n -= n;
            return;
        }
    }
}

bool ws_surt_path(struct ws_buf *out, struct ws_buf *work, struct ws_slice path, bool has_host,
                  bool has_query, bool of_page)
{
    size_t raw = work->n;
    if (!ws_surt_unescape(work, path))
        return false;
    if (has_host) {
        resolve_dots(work, raw);
        join_slashes(work, raw);
    }
    bool is_empty = work->n == raw && (has_host || has_query);
    if (is_empty && !ws_buf_append(work, "/", 1))
        return false;
    size_t start = work->n;
    if (!ws_buf_reserve(work, 3 * (start - raw)) ||
        !ws_surt_escape(work, (struct ws_slice){work->p + raw, start - raw}))
        return false;
    if (!of_page)
        lower_all(work, start);
    strip_path_session(work, start, true);
    strip_path_session(work, start, false);
    if (work->n - start > 1 && work->p[work->n - 1] == '/')
        work->n--;
    return ws_buf_append(out, work->p + start, work->n - start);
}

/* --- query ---------------------------------------------------------------------------- */

static size_t run_of(struct ws_slice s, size_t at, bool (*is)(uint8_t c))
{
    size_t n = 0;
    while (at + n < s.n && is(s.p[at + n]))
        n++;
    return n;
}

/* A name, "=" and exactly so many characters up to '&' or the end. */
struct session_id {
    const char *name;
    size_t letters; /* that follow the name */
    size_t value;
    bool (*is)(uint8_t c);
};

/* Where a session id that begins at i ends, 0: there is none. */
static size_t session_end(struct ws_slice s, size_t i, const struct session_id *id)
{
    if (!begins(part(s, i, s.n), id->name))
        return 0;
    i += strlen(id->name);
    if (id->letters && (s.n - i < id->letters || run_of((struct ws_slice){s.p, i + id->letters},
                                                        i, is_alpha) < id->letters))
        return 0;
    i += id->letters;
    if (i == s.n || s.p[i++] != '=' || s.n - i < id->value)
        return 0;
    size_t end = i + id->value;
    if (run_of((struct ws_slice){s.p, end}, i, id->is) < id->value)
        return 0;
    return end == s.n || s.p[end] == '&' ? end : 0;
}

static void cut_out(struct ws_buf *b, size_t from, size_t to)
{
    to += to < b->n; /* with the '&' behind it */
    memmove(b->p + from, b->p + to, b->n - to);
    b->n -= to - from;
}

static void strip_session(struct ws_buf *b, size_t start, const struct session_id *id)
{
    struct ws_slice s = {b->p + start, b->n - start};
    for (size_t i = s.n; i-- > 0;) {
        size_t end = session_end(s, i, id);
        if (end) {
            cut_out(b, start + i, start + end);
            return;
        }
    }
}

/* cfid=...&cftoken=... of ColdFusion. */
static void strip_coldfusion(struct ws_buf *b, size_t start)
{
    struct ws_slice s = {b->p + start, b->n - start};
    size_t amp = s.n, next_amp = s.n; /* the first two '&' behind i */
    for (size_t i = s.n; i-- > 0;) {
        if (s.p[i] == '&') {
            next_amp = amp;
            amp = i;
            continue;
        }
        if (amp == s.n || amp <= i + 5 || !begins(part(s, i, s.n), "cfid=") ||
            !begins(part(s, amp + 1, s.n), "cftoken=") || next_amp <= amp + 9)
            continue;
        cut_out(b, start + i, start + next_amp);
        return;
    }
}

static int by_bytes(struct ws_slice a, struct ws_slice b)
{
    int order = a.n && b.n ? memcmp(a.p, b.p, a.n < b.n ? a.n : b.n) : 0;
    return order ? order : a.n < b.n ? -1 : a.n > b.n;
}

/* By name, then without value before with, then by value. */
static int by_argument(const void *x, const void *y)
{
    const struct ws_slice *a = x, *b = y;
    size_t na = find(*a, 0, '='), nb = find(*b, 0, '=');
    int order = by_bytes(part(*a, 0, na), part(*b, 0, nb));
    return order ? order : by_bytes(part(*a, na, a->n), part(*b, nb, b->n));
}

/* What says where a reader came from, and nothing of the page: names as their makers document
 * them. */
static bool is_tracking(struct ws_slice argument)
{
    static const char *const NAMES[] = {
        "_ga",       "_gl",       "_hsenc",     "_hsmi",  "dclid",   "fb_action_ids",
        "fb_source", "fbclid",    "gad_source", "gbraid", "gclid",   "gclsrc",
        "igshid",    "li_fat_id", "mc_cid",     "mc_eid", "mkt_tok", "msclkid",
        "ttclid",    "twclid",    "vero_id",    "wbraid", "yclid",
    };
    struct ws_slice name = part(argument, 0, find(argument, 0, '='));
    if (begins(name, "utm_"))
        return true;
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        if (name.n == strlen(NAMES[i]) && begins(name, NAMES[i]))
            return true;
    return false;
}

static bool append_sorted(struct ws_buf *out, struct ws_slice query, bool of_page)
{
    size_t n = 1, at = 0;
    for (size_t i = 0; i < query.n; i++)
        n += query.p[i] == '&';
    struct ws_slice *args = calloc(n, sizeof *args);
    if (!args)
        return false;
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        size_t end = find(query, at, '&');
        args[kept] = part(query, at, end);
        kept += !of_page || (args[kept].n && !is_tracking(args[kept]));
        at = end + 1;
    }
    n = kept;
    qsort(args, n, sizeof *args, by_argument);
    bool ok = true;
    for (size_t i = 0; ok && i < n; i++)
        ok = ws_buf_append(out, i ? "&" : "?", 1) &&
             (args[i].n == 0 || ws_buf_append(out, args[i].p, args[i].n));
    free(args);
    return ok;
}

bool ws_surt_query(struct ws_buf *out, struct ws_buf *work, struct ws_slice query, bool of_page)
{
    static const struct session_id IDS[] = {{"jsessionid", 0, 32, is_alnum},
                                            {"phpsessid", 0, 32, is_alnum},
                                            {"sid", 0, 32, is_alnum},
                                            {"aspsessionid", 8, 24, is_alpha}};
    size_t raw = work->n;
    if (!ws_surt_unescape(work, query))
        return false;
    size_t start = work->n;
    if (!ws_buf_reserve(work, 3 * (start - raw)) ||
        !ws_surt_escape(work, (struct ws_slice){work->p + raw, start - raw}))
        return false;
    for (size_t i = 0; i < sizeof IDS / sizeof *IDS; i++)
        strip_session(work, start, &IDS[i]);
    strip_coldfusion(work, start);
    if (!of_page)
        lower_all(work, start);
    struct ws_slice s = {work->p + start, work->n - start};
    return s.n == 0 || append_sorted(out, s, of_page);
}
