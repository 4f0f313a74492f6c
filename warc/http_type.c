/* The type of a body, out of all fields that name one. */
#include "warc/http.h"

#include <string.h>

/* Takes the next value of a comma-separated list off *s; commas in quotes are not its own. */
static bool take_value(struct ws_slice *s, struct ws_slice *value)
{
    size_t i = 0;
    if (s->n == 0)
        return false;
    for (bool quoted = false; i < s->n && (quoted || s->p[i] != ','); i++) {
        if (s->p[i] == '"')
            quoted = !quoted;
        else if (quoted && s->p[i] == '\\' && i + 1 < s->n)
            i++;
    }
    *value = ws_trim((struct ws_slice){s->p, i});
    i += i < s->n;
    s->p += i;
    s->n -= i;
    return true;
}

/* type/subtype, without parameters; {NULL, 0} when it is none, or any. */
static struct ws_slice essence(struct ws_slice value)
{
    value = ws_before_parameters(value);
    const uint8_t *slash = value.n ? memchr(value.p, '/', value.n) : NULL;
    bool any = value.n == 3 && memcmp(value.p, "*/*", 3) == 0;
    if (!slash || slash == value.p || slash == value.p + value.n - 1 || any)
        return (struct ws_slice){NULL, 0};
    return value;
}

static bool same(struct ws_slice a, struct ws_slice b)
{
    if (a.n != b.n)
        return false;
    for (size_t i = 0; i < a.n; i++) {
        uint8_t x = a.p[i], y = b.p[i];
        if (x != y && ((x ^ y) != 0x20 || (x | 0x20) < 'a' || (x | 0x20) > 'z'))
            return false;
    }
    return true;
}

static bool names_charset(struct ws_slice value)
{
    for (; value.n; value.p++, value.n--)
        if (ws_slice_begins(value, "charset="))
            return true;
    return false;
}

static bool is_content_type(const struct ws_field *f)
{
    return f->name.n == 12 && ws_slice_begins(f->name, "content-type");
}

/* https://fetch.spec.whatwg.org/#concept-header-extract-mime-type: the last one counts, with
 * the charset of an earlier one of the same type if it names none. Values that are no type are
 * passed over. {NULL, 0}: there is no type at all. */
static struct ws_slice last_type(const struct ws_field *fields, size_t n)
{
    struct ws_slice found = {NULL, 0}, type = {NULL, 0};
    bool has_charset = false; /* found */
    for (size_t i = 0; i < n; i++) {
        if (!is_content_type(&fields[i]))
            continue;
        struct ws_slice rest = fields[i].value, value;
        bool here = false; /* found is a value of this field */
        while (take_value(&rest, &value)) {
            struct ws_slice t = essence(value);
            bool charset = names_charset(value);
            if (!t.n && here) { /* "text/html, charset=utf-8" */
                found.n = (size_t)(value.p + value.n - found.p);
                has_charset |= charset;
            }
            if (!t.n || (has_charset && !charset && same(t, type)))
                continue;
            found = value;
            type = t;
            has_charset = charset;
            here = true;
        }
    }
    return found;
}

struct ws_slice ws_http_content_type(const struct ws_field *fields, size_t n)
{
    const struct ws_field *first = NULL;
    for (size_t i = 0; i < n; i++) {
        if (!is_content_type(&fields[i]))
            continue;
        if (first || memchr(fields[i].value.p, ',', fields[i].value.n)) {
            struct ws_slice type = last_type(fields, n);
            return type.n ? type : first ? first->value : fields[i].value;
        }
        first = &fields[i];
    }
    return first ? first->value : (struct ws_slice){NULL, 0};
}
