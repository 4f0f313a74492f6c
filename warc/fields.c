#include "warc/fields.h"

#include <stdlib.h>
#include <string.h>

static bool blank(uint8_t c)
{
    return c == ' ' || c == '\t';
}

struct ws_slice ws_trim(struct ws_slice s)
{
    while (s.n && blank(s.p[0])) {
        s.p++;
        s.n--;
    }
    while (s.n && blank(s.p[s.n - 1]))
        s.n--;
    return s;
}

struct ws_slice ws_before_parameters(struct ws_slice value)
{
    const uint8_t *semicolon = value.n ? memchr(value.p, ';', value.n) : NULL;
    if (semicolon)
        value.n = (size_t)(semicolon - value.p);
    return ws_trim(value);
}

bool ws_slice_begins(struct ws_slice s, const char *lower)
{
    for (size_t i = 0; lower[i]; i++) {
        if (i == s.n)
            return false;
        uint8_t c = s.p[i];
        if (c >= 'A' && c <= 'Z')
            c = (uint8_t)(c + 32);
        if (c != (uint8_t)lower[i])
            return false;
    }
    return true;
}

bool ws_starts_record(const uint8_t *p, size_t n)
{
    return n >= WS_RECORD_START_LEN && p[5] >= '0' && p[5] <= '9' &&
           ws_slice_begins((struct ws_slice){p, 5}, "warc/");
}

bool ws_slice_is(struct ws_slice s, const char *lower)
{
    return s.n == strlen(lower) && ws_slice_begins(s, lower);
}

static bool same_name(struct ws_slice s, const char *name, size_t n)
{
    if (s.n != n)
        return false;
    for (size_t i = 0; i < n; i++) {
        uint8_t a = s.p[i], b = (uint8_t)name[i];
        if (a == b)
            continue;
        if ((a ^ b) != 0x20 || (a | 0x20) < 'a' || (a | 0x20) > 'z')
            return false;
    }
    return true;
}

struct ws_slice ws_field_get(const struct ws_field *fields, size_t n, const char *name)
{
    size_t len = strlen(name);
    for (size_t i = 0; i < n; i++)
        if (same_name(fields[i].name, name, len))
            return fields[i].value;
    return (struct ws_slice){NULL, 0};
}

bool ws_take_line(struct ws_slice *rest, struct ws_slice *line)
{
    if (rest->n == 0)
        return false;
    const uint8_t *nl = memchr(rest->p, '\n', rest->n);
    size_t n = nl ? (size_t)(nl - rest->p) : rest->n;
    *line = (struct ws_slice){rest->p, n};
    if (line->n && line->p[line->n - 1] == '\r')
        line->n--;
    n += nl != NULL;
    rest->p += n;
    rest->n -= n;
    return true;
}

void ws_fields_release(struct ws_fields *f)
{
    free(f->v);
    ws_buf_release(&f->joined);
    *f = (struct ws_fields){0};
}

void ws_fields_clear(struct ws_fields *f)
{
    f->n = 0;
    f->odd_line = f->too_many = false;
    ws_buf_clear(&f->joined, 64u << 10);
}

bool ws_fields_add(struct ws_fields *f, struct ws_slice name, struct ws_slice value)
{
    if (f->n == WS_FIELDS_MAX) {
        f->too_many = true;
        return true;
    }
    if (f->n == f->cap) {
        size_t cap = f->cap ? f->cap * 2 : 32;
        struct ws_field *v = realloc(f->v, cap * sizeof *v);
        if (!v)
            return false;
        f->v = v;
        f->cap = cap;
    }
    f->v[f->n++] = (struct ws_field){name, value};
    return true;
}

/* Joins a continuation line to the last value. Every join replaces a line end and a blank by
 * one blank, so that all joined values together fit into `whole`, the size of the header:
 * reserved once, never moved. */
static bool join(struct ws_fields *f, struct ws_slice more, size_t whole)
{
    struct ws_slice *value = &f->v[f->n - 1].value;
    struct ws_buf *b = &f->joined;
    if (more.n == 0)
        return true;
    if (b->n == 0) {
        b->max = whole;
        if (!ws_buf_reserve(b, whole))
            return false;
    }
    if (value->n == 0) {
        *value = more;
        return true;
    }
    if (b->n == 0 || value->p + value->n != b->p + b->n) {
        size_t at = b->n;
        if (!ws_buf_append(b, value->p, value->n))
            return false;
        value->p = b->p + at;
    }
    if (!ws_buf_append(b, " ", 1) || !ws_buf_append(b, more.p, more.n))
        return false;
    value->n += 1 + more.n;
    return true;
}

bool ws_fields_parse(struct ws_fields *f, struct ws_slice lines)
{
    size_t whole = lines.n;
    ws_fields_clear(f);
    bool open = false; /* the last line was a field that is in f */
    struct ws_slice line;
    while (ws_take_line(&lines, &line)) {
        if (line.n == 0)
            continue;
        if (blank(line.p[0]) && open) {
            if (!join(f, ws_trim(line), whole))
                return false;
            continue;
        }
        const uint8_t *colon = memchr(line.p, ':', line.n);
        struct ws_slice name = {line.p, colon ? (size_t)(colon - line.p) : 0};
        name = ws_trim(name);
        if (name.n == 0) {
            f->odd_line = true;
            open = false;
            continue;
        }
        struct ws_slice value = {colon + 1, (size_t)(line.p + line.n - colon - 1)};
        if (!ws_fields_add(f, name, ws_trim(value)))
            return false;
        open = !f->too_many;
    }
    return true;
}

enum ws_head_scan ws_head_scan(const uint8_t *p, size_t n, bool warc, size_t *at, size_t *len)
{
    for (;;) {
        const uint8_t *nl = *at < n ? memchr(p + *at, '\n', n - *at) : NULL;
        if (!nl) {
            *at = n;
            return WS_HEAD_MORE;
        }
        size_t i = (size_t)(nl - p) + 1, left = n - i;
        *at = i - 1; /* the line end is looked at again when too little follows it */
        if (left >= 1 && p[i] == '\n') {
            *len = i + 1;
            return WS_HEAD_FOUND;
        }
        if (left >= 2 && p[i] == '\r' && p[i + 1] == '\n') {
            *len = i + 2;
            return WS_HEAD_FOUND;
        }
        if (warc && ws_starts_record(p + i, left))
            return WS_HEAD_BAD;
        if (left < (warc ? WS_RECORD_START_LEN : 2))
            return WS_HEAD_MORE;
        *at = i;
    }
}
