/* Undoing transfer and content codings (RFC 9112, 7; RFC 9110, 8.4.1) of a stored body.
 *
 * A header is only a reason to look: crawlers store decoded bodies under the header of the
 * coded ones. A body that does not look like what its header says is handed on as it is. */
#include "warc/http.h"

#include <limits.h>
#include <string.h>

/* Codings that are undone on one body at most; real bodies have one or two. */
#define CODINGS_MAX 8
/* See RATIO_FROM in member.c. */
#define RATIO_FROM ((size_t)16 << 20)
/* Output buffers larger than this are given back. */
#define KEEP_BYTES ((size_t)4 << 20)
/* Bytes that tell text from compressed data. */
#define TEXT_LOOK ((size_t)512)

/* How undoing one coding went. */
enum undone {
    DONE,
    CUT,    /* ended early or broke later on: what there is, is good */
    NOT_SO, /* the body is not coded that way */
    BAD,    /* it is, but nothing can be had out of it */
    TOO_BIG,
    BAD_RATIO,
    NO_MEMORY
};

/* --- chunked ------------------------------------------------------------------------- */

static int hex_digit(uint8_t c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* "1f40", zeros in front, blanks around, an extension behind; the line must have an end.
 * Takes the line off *s; *crlf: it ended as it should. */
static bool take_chunk_size(struct ws_slice *s, size_t *size, bool *crlf)
{
    struct ws_slice line, rest = *s;
    if (!ws_take_line(&rest, &line) || rest.p[-1] != '\n')
        return false;
    *crlf = line.p[line.n] == '\r';
    line = ws_trim(line);
    size_t i = 0, v = 0;
    for (int h; i < line.n && (h = hex_digit(line.p[i])) >= 0; i++) {
        if (v > SIZE_MAX >> 4)
            return false;
        v = v << 4 | (size_t)h;
    }
    if (i == 0)
        return false;
    struct ws_slice more = ws_trim((struct ws_slice){line.p + i, line.n - i});
    if (more.n && more.p[0] != ';')
        return false;
    *size = v;
    *s = rest;
    return true;
}

/* The line end behind the data of a chunk. */
static bool take_line_end(struct ws_slice *s)
{
    size_t n = s->n && s->p[0] == '\n'                          ? 1
               : s->n > 1 && s->p[0] == '\r' && s->p[1] == '\n' ? 2
                                                                : 0;
    s->p += n;
    s->n -= n;
    return n > 0;
}

/* Chunk extensions and trailers are dropped (RFC 9112, 7.1). */
static enum undone undo_chunked(struct ws_slice s, struct ws_buf *out)
{
    for (bool first = true;; first = false) {
        size_t size;
        bool crlf;
        if (!take_chunk_size(&s, &size, &crlf))
            return first ? NOT_SO : CUT;
        if (size == 0)
            return DONE;
        size_t n = size < s.n ? size : s.n;
        struct ws_slice data = {s.p, n};
        s.p += n;
        s.n -= n;
        bool cut = n < size || s.n == 0;
        bool ended = take_line_end(&s);
        if (first && (cut ? !crlf : !ended))
            return NOT_SO;
        if (n > out->max - out->n)
            return TOO_BIG;
        if (!ws_buf_append(out, data.p, data.n))
            return NO_MEMORY;
        if (cut || !ended)
            return CUT;
    }
}

/* --- gzip and deflate ---------------------------------------------------------------- */

/* No control characters but those of text (and ESC, of ISO-2022): compressed data has some
 * early on. */
static bool looks_like_text(struct ws_slice s)
{
    static const uint32_t OF_TEXT =
        1u << '\t' | 1u << '\n' | 1u << '\f' | 1u << '\r' | 1u << 0x1b;
    size_t n = s.n < TEXT_LOOK ? s.n : TEXT_LOOK;
    for (size_t i = 0; i < n; i++)
        if (s.p[i] == 0x7f || (s.p[i] < 0x20 && !(OF_TEXT >> s.p[i] & 1)))
            return false;
    return true;
}

static bool looks_gzip(struct ws_slice s)
{
    return s.n >= 3 && s.p[0] == 0x1f && s.p[1] == 0x8b && s.p[2] == 8;
}

/* RFC 1950, 2.2: method 8, window up to 32 KiB, check bits */
static bool looks_zlib(struct ws_slice s)
{
    return s.n >= 2 && (s.p[0] & 0x0f) == 8 && s.p[0] >> 4 <= 7 &&
           (s.p[0] << 8 | s.p[1]) % 31 == 0;
}

static bool z_reset(struct ws_http_decoder *d, int wbits)
{
    if (d->z_ready)
        return inflateReset2(&d->z, wbits) == Z_OK;
    d->z = (z_stream){0};
    d->z_ready = inflateInit2(&d->z, wbits) == Z_OK;
    return d->z_ready;
}

static uInt clamp(size_t n)
{
    return n > UINT_MAX / 2 ? UINT_MAX / 2 : (uInt)n;
}

/* Room for more output: by the size of the input at first, then by doubling. */
static enum undone make_room(struct ws_buf *out, size_t in_n)
{
    if (out->n < out->cap)
        return DONE;
    if (out->n == out->max)
        return TOO_BIG;
    size_t more = out->n ? out->n : in_n * 4 + 1024;
    if (more > out->max - out->n)
        more = out->max - out->n;
    return ws_buf_reserve(out, more) ? DONE : NO_MEMORY;
}

/* Inflates s, all members one after the other when they are gzip's. raw: without any header,
 * which any bytes may look like for a while, so only a stream in good order counts. */
static enum undone undo_inflate(struct ws_http_decoder *d, struct ws_slice s, int wbits,
                                struct ws_buf *out)
{
    const bool raw = wbits < 0;
    z_stream *z = &d->z;
    if (!z_reset(d, wbits))
        return NO_MEMORY;
    z->next_in = s.p;
    for (;;) {
        size_t used = (size_t)(z->next_in - s.p);
        enum undone room = make_room(out, s.n);
        if (room == NO_MEMORY)
            return room;
        uint8_t none; /* at the limit: room for the one byte that would be too many */
        z->avail_in = clamp(s.n - used);
        z->next_out = room == TOO_BIG ? &none : out->p + out->n;
        z->avail_out = room == TOO_BIG ? 1 : clamp(out->cap - out->n);
        uInt had = z->avail_out;
        int ret = inflate(z, Z_NO_FLUSH);
        size_t gave = had - z->avail_out;
        if (room == TOO_BIG && gave)
            return TOO_BIG;
        out->n += gave;
        struct ws_slice left = {z->next_in, (size_t)(s.p + s.n - z->next_in)};
        if (out->n > RATIO_FROM && out->n / d->opts.max_inflate_ratio > s.n - left.n)
            return BAD_RATIO;
        if (ret == Z_STREAM_END) {
            if (wbits != 31 || !looks_gzip(left))
                return DONE;
            if (inflateReset(z) != Z_OK)
                return NO_MEMORY;
        } else if (ret == Z_MEM_ERROR) {
            return NO_MEMORY;
        } else if (ret != Z_OK && ret != Z_BUF_ERROR) {
            return raw ? NOT_SO : out->n ? CUT : BAD;
        } else if (left.n == 0 && z->avail_out) {
            return out->n ? CUT : raw ? NOT_SO : BAD;
        }
    }
}

static enum undone undo_deflate(struct ws_http_decoder *d, struct ws_slice s, bool allow_raw,
                                struct ws_buf *out)
{
    enum undone u = NOT_SO;
    if (looks_zlib(s))
        u = undo_inflate(d, s, 15, out);
    if (u == BAD)
        u = NOT_SO; /* two bytes are no proof */
    if (u == NOT_SO && allow_raw && !looks_like_text(s)) {
        out->n = 0;
        u = undo_inflate(d, s, -15, out);
    }
    return u;
}

/* --- the whole ----------------------------------------------------------------------- */

/* The coding called name is undone by what the bytes are. */
static enum undone undo(struct ws_http_decoder *d, struct ws_slice name, struct ws_slice s,
                        struct ws_buf *out)
{
    bool gzip = ws_slice_is(name, "gzip") || ws_slice_is(name, "x-gzip");
    bool deflate = ws_slice_is(name, "deflate");
    if (gzip || deflate)
        return looks_gzip(s) ? undo_inflate(d, s, 31, out) : undo_deflate(d, s, deflate, out);
    bool other = ws_slice_is(name, "br") || ws_slice_is(name, "zstd") ||
                 ws_slice_is(name, "compress") || ws_slice_is(name, "x-compress");
    return other && !looks_like_text(s) ? BAD : NOT_SO;
}

static enum ws_status complain(struct ws_error *err, enum undone u, struct ws_slice name)
{
    int n = name.n < 40 ? (int)name.n : 40;
    switch (u) {
    case DONE:
        return WS_OK;
    case CUT:
        ws_error_set(err, WS_E_HTTP_CODING, 0,
                     "the body is cut short or corrupt in its %.*s coding", n,
                     (const char *)name.p);
        return WS_WARN;
    case NOT_SO:
        ws_error_set(err, WS_E_HTTP_CODING, 0,
                     "the body is not in %.*s coding as its header says", n,
                     (const char *)name.p);
        return WS_WARN;
    case BAD:
        ws_error_set(err, WS_E_HTTP_CODING, 0, "the %.*s coding of the body cannot be undone",
                     n, (const char *)name.p);
        return WS_SKIP;
    case TOO_BIG:
        ws_error_set(err, WS_E_RECORD_TOO_BIG, 0, "the decoded body is over the size limit");
        return WS_SKIP;
    case BAD_RATIO:
        ws_error_set(err, WS_E_RATIO, 0, "the body inflates beyond the allowed ratio");
        return WS_SKIP;
    default:
        ws_error_set(err, WS_E_NOMEM, 0, "out of memory");
        return WS_FATAL;
    }
}

/* Collects the codings named by all fields of that name, in order, without identity; the names
 * beyond CODINGS_MAX are left out. */
static size_t codings(const struct ws_http *http, const char *field, struct ws_slice *names,
                      size_t n)
{
    for (size_t i = 0; i < http->n_fields; i++) {
        if (!ws_slice_is(http->fields[i].name, field))
            continue;
        struct ws_slice v = http->fields[i].value;
        while (v.n && n < CODINGS_MAX) {
            const uint8_t *comma = memchr(v.p, ',', v.n);
            size_t len = comma ? (size_t)(comma - v.p) : v.n;
            struct ws_slice name = ws_trim((struct ws_slice){v.p, len});
            if (name.n && !ws_slice_is(name, "identity"))
                names[n++] = name;
            len += comma != NULL;
            v.p += len;
            v.n -= len;
        }
    }
    return n;
}

enum ws_status ws_http_body(struct ws_http_decoder *d, const struct ws_http *http,
                            struct ws_slice *body, struct ws_error *err)
{
    struct ws_slice names[CODINGS_MAX];
    enum ws_status st = WS_OK;
    *body = http->body;
    size_t n = codings(http, "content-encoding", names, 0);
    n = codings(http, "transfer-encoding", names, n);
    for (int i = 0; i < 2; i++)
        ws_buf_clear(&d->out[i], KEEP_BYTES);
    while (n-- > 0 && body->n) {
        struct ws_buf *out = &d->out[d->current ^ 1];
        out->n = 0;
        enum undone u = ws_slice_is(names[n], "chunked") ? undo_chunked(*body, out)
                                                         : undo(d, names[n], *body, out);
        enum ws_status s = complain(err, u, names[n]);
        if (s == WS_SKIP || s == WS_FATAL)
            return s;
        if (s == WS_WARN)
            st = s;
        if (u == NOT_SO)
            continue;
        *body = (struct ws_slice){out->p, out->n};
        d->current ^= 1;
    }
    return st;
}
