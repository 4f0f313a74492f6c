#include "pipeline/input/cdx.h"
#include "pipeline/output/reason.h"
#include "warc/buf.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

/* Longer lines name no record. */
#define MAX_LINE ((size_t)1 << 20)

/* --- one line ------------------------------------------------------------------------- */

static void pass_blanks(struct ws_slice *s)
{
    while (s->n && (s->p[0] == ' ' || s->p[0] == '\t')) {
        s->p++;
        s->n--;
    }
}

static bool take(struct ws_slice *s, uint8_t c)
{
    pass_blanks(s);
    if (s->n == 0 || s->p[0] != c)
        return false;
    s->p++;
    s->n--;
    return true;
}

/* Behind the opening quote: the string as it stands, with its escapes. */
static bool take_string(struct ws_slice *s, struct ws_slice *raw)
{
    for (size_t i = 0; i < s->n; i++) {
        if (s->p[i] == '\\') {
            i++;
        } else if (s->p[i] == '"') {
            *raw = (struct ws_slice){s->p, i};
            s->p += i + 1;
            s->n -= i + 1;
            return true;
        }
    }
    return false;
}

/* A number, word, object or list. What is inside of the latter two is not looked at. */
static bool take_other(struct ws_slice *s, struct ws_slice *raw)
{
    size_t depth = 0;
    struct ws_slice rest = *s, inner;
    while (rest.n) {
        uint8_t c = rest.p[0];
        if (depth == 0 && (c == ',' || c == '}' || c == ' '))
            break;
        rest.p++;
        rest.n--;
        depth += c == '{' || c == '[';
        depth -= c == '}' || c == ']'; /* not at depth 0: see above, and ']' is no JSON there */
        if (depth > s->n || (c == '"' && !take_string(&rest, &inner)))
            return false;
    }
    *raw = (struct ws_slice){s->p, s->n - rest.n};
    *s = rest;
    return raw->n > 0;
}

static bool take_value(struct ws_slice *s, struct ws_slice *raw)
{
    return take(s, '"') ? take_string(s, raw) : take_other(s, raw);
}

static bool read_number(struct ws_slice s, uint64_t *value)
{
    uint64_t v = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9' || v > (UINT64_MAX - 9) / 10)
            return false;
        v = v * 10 + (uint64_t)(s.p[i] - '0');
    }
    *value = v;
    return s.n > 0;
}

/* The last part of a path. Escapes of one character are undone: names have no others in
 * practice, and one that has is no input's name. */
static bool read_filename(struct ws_slice s, char *out, size_t size)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        uint8_t c = s.p[i];
        if (c == '\\' && i + 1 < s.n && strchr("\"\\/", s.p[i + 1]))
            c = s.p[++i];
        if (c == '/')
            n = 0;
        else if (n + 1 < size)
            out[n++] = (char)c;
        else
            return false;
    }
    out[n] = '\0';
    return true;
}

static bool is_name(struct ws_slice s, const char *name)
{
    return s.n == strlen(name) && memcmp(s.p, name, s.n) == 0;
}

/* Passes over key and timestamp: words that are followed by blanks. */
static bool pass_words(struct ws_slice *s)
{
    for (int i = 0; i < 2; i++) {
        const uint8_t *blank = s->n ? memchr(s->p, ' ', s->n) : NULL;
        if (!blank || blank == s->p)
            return false;
        s->n -= (size_t)(blank - s->p);
        s->p = blank;
        pass_blanks(s);
    }
    return true;
}

bool ws_cdx_line_parse(struct ws_slice s, struct ws_cdx_line *out)
{
    bool has_offset = false, has_length = false, ok = pass_words(&s) && take(&s, '{');
    *out = (struct ws_cdx_line){.filename = ""};
    while (ok && !take(&s, '}')) {
        struct ws_slice key, value;
        ok = take(&s, '"') && take_string(&s, &key) && take(&s, ':') && take_value(&s, &value);
        if (ok && is_name(key, "offset"))
            ok = has_offset = read_number(value, &out->place.offset);
        else if (ok && is_name(key, "length"))
            ok = has_length = read_number(value, &out->place.length);
        else if (ok && is_name(key, "filename"))
            ok = read_filename(value, out->filename, sizeof out->filename);
        (void)take(&s, ',');
    }
    return ok && has_offset && has_length && out->place.length > 0;
}

/* --- which input ---------------------------------------------------------------------- */

struct reading {
    struct ws_cdx *cdx;
    const struct ws_input **sorted; /* by source */
    const struct ws_inputs *inputs;
    uint64_t line;
    struct ws_sha256 *hash;
    char *msg;
    size_t n_msg;
};

static bool complain(struct reading *r, const char *path, const char *what)
{
    snprintf(r->msg, r->n_msg, "%s: %s", path, what);
    return false;
}

static int by_source(const void *a, const void *b)
{
    return strcmp((*(const struct ws_input *const *)a)->source,
                  (*(const struct ws_input *const *)b)->source);
}

static int by_name(const void *name, const void *input)
{
    return strcmp(name, (*(const struct ws_input *const *)input)->source);
}

/* Inputs by their file names, which an index cannot tell apart when they are the same. */
static bool sort_inputs(struct reading *r)
{
    size_t n = r->inputs->n;
    r->sorted = calloc(n, sizeof *r->sorted);
    if (!r->sorted)
        return complain(r, "index", "out of memory");
    for (size_t i = 0; i < n; i++)
        r->sorted[i] = &r->inputs->list[i];
    qsort(r->sorted, n, sizeof *r->sorted, by_source);
    for (size_t i = 1; i < n; i++)
        if (by_source(&r->sorted[i - 1], &r->sorted[i]) == 0)
            return complain(r, r->sorted[i]->path,
                            "two inputs with this file name, which an index cannot tell apart");
    return true;
}

/* NULL: it is none of the inputs. */
static struct ws_cdx_places *find_input(const struct reading *r, const char *filename)
{
    if (!*filename)
        return r->inputs->n + r->inputs->n_elsewhere == 1 ? r->cdx->inputs : NULL;
    const struct ws_input **found =
        bsearch(filename, r->sorted, r->inputs->n, sizeof *r->sorted, by_name);
    return found ? &r->cdx->inputs[*found - r->inputs->list] : NULL;
}

static bool add_place(struct ws_cdx_places *p, struct ws_place place)
{
    if (p->n == p->cap) {
        size_t cap = p->cap ? 2 * p->cap : 64;
        struct ws_place *list = realloc(p->list, cap * sizeof *list);
        if (!list)
            return false;
        p->list = list;
        p->cap = cap;
    }
    p->list[p->n++] = place;
    return true;
}

static bool add_line(struct reading *r, struct ws_slice s)
{
    struct ws_cdx_line line;
    r->line++;
    while (s.n && (s.p[s.n - 1] == '\n' || s.p[s.n - 1] == '\r'))
        s.n--;
    if (s.n == 0 || s.p[0] == '!' || s.p[0] == '#' || s.p[0] == ' ')
        return true;
    if (!ws_cdx_line_parse(s, &line)) {
        r->cdx->first_bad = r->cdx->bad++ ? r->cdx->first_bad : r->line;
        return true;
    }
    r->cdx->listed++;
    struct ws_cdx_places *places = find_input(r, line.filename);
    r->cdx->elsewhere += places == NULL;
    return !places || add_place(places, line.place) || complain(r, "index", "out of memory");
}

/* --- the file ------------------------------------------------------------------------- */

/* Whole lines from buf; what is left moves to its front. at_end: the last one needs no newline.
 */
static bool add_lines(struct reading *r, struct ws_buf *buf, bool at_end)
{
    size_t from = 0;
    while (from < buf->n) {
        const uint8_t *nl = memchr(buf->p + from, '\n', buf->n - from);
        if (!nl && !at_end)
            break;
        size_t end = nl ? (size_t)(nl - buf->p) + 1 : buf->n;
        if (!add_line(r, (struct ws_slice){buf->p + from, end - from}))
            return false;
        from = end;
    }
    memmove(buf->p, buf->p + from, buf->n - from);
    buf->n -= from;
    return true;
}

/* gzread() hands out what is not compressed as it is. */
static bool read_lines(struct reading *r, const char *path, gzFile f)
{
    struct ws_buf buf;
    bool ok = true;
    int got = 1;
    ws_buf_init(&buf, 2 * MAX_LINE);
    while (ok && got > 0) {
        ok = ws_buf_reserve(&buf, MAX_LINE) || complain(r, path, "a line over the size limit");
        if (!ok)
            break;
        got = gzread(f, buf.p + buf.n, (unsigned)MAX_LINE);
        if (got > 0)
            ws_sha256_add(r->hash, buf.p + buf.n, (size_t)got);
        buf.n += got > 0 ? (size_t)got : 0;
        ok = got >= 0 || complain(r, path, "cannot be read");
        ok = ok && (buf.n == 0 || add_lines(r, &buf, got == 0));
    }
    ws_buf_release(&buf);
    return ok;
}

static int by_offset(const void *a, const void *b)
{
    const struct ws_place *x = a, *y = b;
    if (x->offset != y->offset)
        return x->offset < y->offset ? -1 : 1;
    return x->length < y->length ? -1 : x->length > y->length;
}

/* Sorts, and of several lines with the same offset keeps the one with the greatest length. */
static void sort_places(struct ws_cdx_places *p)
{
    size_t n = 0;
    if (p->n)
        qsort(p->list, p->n, sizeof *p->list, by_offset);
    for (size_t i = 0; i < p->n; i++)
        if (i + 1 == p->n || p->list[i + 1].offset != p->list[i].offset)
            p->list[n++] = p->list[i];
    p->n = n;
}

bool ws_cdx_read(struct ws_cdx *c, const char *path, const struct ws_inputs *inputs, char *msg,
                 size_t n_msg)
{
    struct reading r = {
        .cdx = c, .inputs = inputs, .hash = ws_sha256_new(), .msg = msg, .n_msg = n_msg};
    char reason[100];
    *c = (struct ws_cdx){.inputs = calloc(inputs->n, sizeof *c->inputs), .n_inputs = inputs->n};
    bool ok = (c->inputs && r.hash) || complain(&r, path, "out of memory");
    ok = ok && sort_inputs(&r);
    gzFile f = ok ? gzopen(path, "rb") : NULL;
    if (ok && !f)
        ok = complain(&r, path, ws_reason(errno, reason, sizeof reason));
    ok = ok && read_lines(&r, path, f);
    ok = ok && (ws_sha256_hex(r.hash, c->sha256) || complain(&r, path, "out of memory"));
    ws_sha256_free(r.hash);
    if (f)
        gzclose(f);
    free(r.sorted);
    for (size_t i = 0; c->inputs && i < c->n_inputs; i++)
        sort_places(&c->inputs[i]);
    return ok;
}

void ws_cdx_release(struct ws_cdx *c)
{
    for (size_t i = 0; c->inputs && i < c->n_inputs; i++)
        free(c->inputs[i].list);
    free(c->inputs);
    *c = (struct ws_cdx){0};
}
