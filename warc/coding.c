/* The codings of a stored body, undone one after the other.
 *
 * A header is only a reason to look: crawlers store decoded bodies under the header of the
 * coded ones, and servers name codings that they do not use. A body that is not what its header
 * says is taken for what it shows itself to be, else handed on as it is; both are told. */
#include "warc/coding.h"

#include <string.h>

/* Codings that are undone on one body at most; real bodies have one or two. */
#define CODINGS_MAX 8
/* Bytes of a name that messages show. */
#define NAME_SHOWN ((size_t)40)

/* --- their names --------------------------------------------------------------------- */

enum kind { CHUNKED, GZIP, DEFLATE, BR, ZSTD, COMPRESS, UNKNOWN };

static const struct {
    const char *name;
    enum kind kind;
} NAMES[] = {
    {"gzip", GZIP},         {"chunked", CHUNKED},     {"br", BR},
    {"deflate", DEFLATE},   {"zstd", ZSTD},           {"x-gzip", GZIP},
    {"compress", COMPRESS}, {"x-compress", COMPRESS},
};

struct coding {
    enum kind kind;
    struct ws_slice name; /* as written */
};

static enum kind kind_of(struct ws_slice name)
{
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        if (ws_slice_is(name, NAMES[i].name))
            return NAMES[i].kind;
    return UNKNOWN;
}

/* Without parameters and quotes, which do not belong there. */
static struct ws_slice bare(struct ws_slice name)
{
    name = ws_before_parameters(name);
    if (name.n > 1 && name.p[0] == '"' && name.p[name.n - 1] == '"')
        name = (struct ws_slice){name.p + 1, name.n - 2};
    return name;
}

struct codings {
    struct coding v[CODINGS_MAX]; /* in the order they were applied */
    size_t n;
    bool too_many;
    bool chunked; /* among them */
};

/* Adds those of one field, without identity. */
static void add_codings(struct codings *c, struct ws_slice value)
{
    while (value.n) {
        const uint8_t *comma = memchr(value.p, ',', value.n);
        size_t len = comma ? (size_t)(comma - value.p) : value.n;
        struct ws_slice name = bare((struct ws_slice){value.p, len});
        len += comma != NULL;
        value.p += len;
        value.n -= len;
        if (name.n == 0 || ws_slice_is(name, "identity"))
            continue;
        if (c->n == CODINGS_MAX) {
            c->too_many = true;
            return;
        }
        enum kind kind = kind_of(name);
        c->chunked |= kind == CHUNKED;
        c->v[c->n++] = (struct coding){kind, name};
    }
}

/* All fields of that name, in order. */
static void add_fields(struct codings *c, const struct ws_http *http, const char *field)
{
    const size_t len = strlen(field);
    for (size_t i = 0; i < http->n_fields; i++)
        if (http->fields[i].name.n == len && ws_slice_begins(http->fields[i].name, field))
            add_codings(c, http->fields[i].value);
}

/* --- one of them --------------------------------------------------------------------- */

static enum ws_undone undo_by(struct ws_http_decoder *d, enum kind by, struct ws_slice s,
                              struct ws_buf *out)
{
    enum ws_undone u;
    out->n = 0;
    switch (by) {
    case CHUNKED:
        return ws_undo_chunked(s, out);
    case GZIP:
        return ws_undo_gzip(d, s, out);
    case BR:
        return ws_undo_br(d, s, out);
    case ZSTD:
        return ws_undo_zstd(d, s, out);
    case DEFLATE:
        u = ws_undo_zlib(d, s, out);
        if (u != WS_UNDONE_NOT_SO || ws_looks_like_text(s))
            return u;
        out->n = 0;
        return ws_undo_raw_deflate(d, s, out);
    case COMPRESS: /* RFC 9110, 8.4.1.1; its first bytes are compress(1)'s */
        return s.n > 2 && s.p[0] == 0x1f && s.p[1] == 0x9d ? WS_UNDONE_UNSUPPORTED
                                                           : WS_UNDONE_NOT_SO;
    default:
        return WS_UNDONE_NOT_SO;
    }
}

static bool is_usable(enum ws_undone u)
{
    return u == WS_UNDONE || u == WS_UNDONE_CUT || u == WS_UNDONE_MANY_CHUNKS;
}

/* What the body is decides: by its header, else by its first bytes. *by: the coding that was
 * undone, or was found and could not be. */
static enum ws_undone undo(struct ws_http_decoder *d, enum kind named, struct ws_slice s,
                           struct ws_buf *out, enum kind *by)
{
    static const enum kind OTHERS[] = {GZIP, ZSTD};
    *by = named;
    const enum ws_undone said = undo_by(d, named, s, out);
    if ((said != WS_UNDONE_NOT_SO && said != WS_UNDONE_UNSUPPORTED) || named == CHUNKED)
        return said;
    enum ws_undone u = WS_UNDONE_NOT_SO;
    for (size_t i = 0; i < 2 && u == WS_UNDONE_NOT_SO; i++)
        if (OTHERS[i] != named)
            u = undo_by(d, *by = OTHERS[i], s, out);
    if (u == WS_UNDONE_NOT_SO && named == GZIP) {
        out->n = 0;
        u = ws_undo_zlib(d, s, out);
        *by = DEFLATE;
    }
    if (u != WS_UNDONE_NOT_SO && u != WS_UNDONE_BAD)
        return u;
    *by = named; /* a few first bytes and no more are not enough against the header */
    return said;
}

/* --- what is told -------------------------------------------------------------------- */

static const char *name_of(enum kind kind)
{
    size_t i = 0;
    while (NAMES[i].kind != kind)
        i++;
    return NAMES[i].name;
}

/* A name out of a header, fit for a message. */
static const char *shown(struct ws_slice name, char text[NAME_SHOWN + 1])
{
    size_t n = name.n < NAME_SHOWN ? name.n : NAME_SHOWN;
    for (size_t i = 0; i < n; i++)
        text[i] = name.p[i] > 0x20 && name.p[i] < 0x7f ? (char)name.p[i] : '?';
    text[n] = '\0';
    return text;
}

static enum ws_status complain(struct ws_error *e, enum ws_undone u, const char *named,
                               const char *by)
{
    switch (u) {
    case WS_UNDONE:
        return WS_OK;
    case WS_UNDONE_CUT:
        ws_error_set(e, WS_E_HTTP_CODING, 0,
                     "the body is cut short or corrupt in its %s coding", by);
        return WS_WARN;
    case WS_UNDONE_MANY_CHUNKS:
        ws_error_set(e, WS_E_HTTP_CODING, 0,
                     "the body is cut off at the limit: it has too many chunks");
        return WS_WARN;
    case WS_UNDONE_NOT_SO:
        ws_error_set(e, WS_E_HTTP_UNTRUE, 0, "the body is not in %s coding as its header says",
                     named);
        return WS_WARN;
    case WS_UNDONE_BAD:
        ws_error_set(e, WS_E_HTTP_CODING, 0, "the %s coding of the body cannot be undone", by);
        return WS_SKIP;
    case WS_UNDONE_UNSUPPORTED:
        ws_error_set(e, WS_E_UNSUPPORTED, 0, "this build cannot undo the %s coding of the body",
                     by);
        return WS_SKIP;
    case WS_UNDONE_TOO_BIG:
        ws_error_set(e, WS_E_RECORD_TOO_BIG, 0, "the decoded body is over the size limit");
        return WS_SKIP;
    case WS_UNDONE_RATIO:
        ws_error_set(e, WS_E_RATIO, 0, "the body inflates beyond the allowed ratio");
        return WS_SKIP;
    default:
        ws_error_set(e, WS_E_NOMEM, 0, "out of memory");
        return WS_FATAL;
    }
}

/* Takes note of how one coding went; the first warning of a body is the one that is kept.
 * WS_OK: go on. */
static enum ws_status note(enum ws_undone u, const struct coding *c, enum kind by,
                           enum ws_status *sum, struct ws_error *err)
{
    char text[NAME_SHOWN + 1];
    struct ws_error e;
    const char *named = shown(c->name, text);
    enum ws_status st = complain(&e, u, named, by == c->kind ? named : name_of(by));
    if (st == WS_OK && by != c->kind) {
        ws_error_set(&e, WS_E_HTTP_UNTRUE, 0,
                     "the body is in %s coding, not in %s as its header says", name_of(by),
                     named);
        st = WS_WARN;
    }
    if (st == WS_OK || (st == WS_WARN && *sum == WS_WARN))
        return WS_OK;
    if (err)
        *err = e;
    if (st != WS_WARN)
        return st;
    *sum = WS_WARN;
    return WS_OK;
}

/* --- the whole ----------------------------------------------------------------------- */

/* Chunks that no header speaks of: framed to the last byte, so that nothing else can be meant.
 */
static enum ws_status undo_untold_chunks(struct ws_http_decoder *d, struct ws_slice *body,
                                         enum ws_status *sum, struct ws_error *err)
{
    static const struct coding TOLD = {CHUNKED, {(const uint8_t *)"chunked", 7}};
    struct ws_buf *out = &d->out[d->current ^ 1];
    out->n = 0;
    enum ws_undone u = ws_undo_chunked(*body, out);
    if (u != WS_UNDONE)
        return note(u, &TOLD, CHUNKED, sum, err);
    ws_error_set(err, WS_E_HTTP_UNTRUE, 0,
                 "the body is chunked and its header does not say so");
    *sum = WS_WARN;
    *body = (struct ws_slice){out->p, out->n};
    d->current ^= 1;
    return WS_OK;
}

enum ws_status ws_http_body(struct ws_http_decoder *d, const struct ws_http *http,
                            struct ws_slice *body, struct ws_error *err)
{
    struct codings c = {.n = 0};
    enum ws_status sum = WS_OK, st = WS_OK;
    *body = http->body;
    add_fields(&c, http, "content-encoding");
    add_fields(&c, http, "transfer-encoding");
    if (c.too_many) {
        ws_error_set(err, WS_E_HTTP_CODING, 0,
                     "more than %d codings are named: the body is left as it is", CODINGS_MAX);
        return WS_WARN;
    }
    for (int i = 0; i < 2; i++)
        ws_buf_clear(&d->out[i], WS_KEEP_BYTES);
    if (!c.chunked && http->status && ws_is_chunked(*body))
        st = undo_untold_chunks(d, body, &sum, err);
    while (st == WS_OK && c.n-- > 0 && body->n) {
        struct ws_buf *out = &d->out[d->current ^ 1];
        enum kind by;
        enum ws_undone u = undo(d, c.v[c.n].kind, *body, out, &by);
        st = note(u, &c.v[c.n], by, &sum, err);
        if (is_usable(u)) {
            *body = (struct ws_slice){out->p, out->n};
            d->current ^= 1;
        }
    }
    return st == WS_OK ? sum : st;
}
