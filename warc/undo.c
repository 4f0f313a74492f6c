/* Undoing compression: the loop around the libraries, its limits, and what proves that a body
 * is compressed at all. gzip and zstd say so in their first bytes. zlib's two bytes are a weak
 * sign, a bare deflate stream and brotli have none: there what comes out must speak for itself.
 */
#include "warc/coding.h"

#include <limits.h>

/* See RATIO_FROM in member.c. */
#define RATIO_FROM ((size_t)16 << 20)
/* Bytes that tell text from compressed data. */
#define TEXT_LOOK ((size_t)512)

#define WBITS_GZIP 31
#define WBITS_ZLIB 15
#define WBITS_RAW  (-15)

/* How the loop ended. */
enum flowed {
    ALL,    /* at the end of the stream */
    EARLY,  /* the input ended before it */
    BROKEN, /* at something that cannot be */
    TOO_BIG,
    OVER_RATIO,
    NO_MEMORY
};

bool ws_looks_like_text(struct ws_slice s)
{
    static const uint32_t OF_TEXT = /* ESC is ISO-2022's */
        1u << '\t' | 1u << '\n' | 1u << '\f' | 1u << '\r' | 1u << 0x1b;
    size_t n = s.n < TEXT_LOOK ? s.n : TEXT_LOOK;
    for (size_t i = 0; i < n; i++)
        if (s.p[i] == 0x7f || (s.p[i] < 0x20 && !(OF_TEXT >> s.p[i] & 1)))
            return false;
    return true;
}

/* Room for more output: by the size of the input at first, then by doubling. */
static enum flowed make_room(struct ws_buf *out, size_t in_n)
{
    if (out->n < out->cap)
        return ALL;
    if (out->n == out->max)
        return TOO_BIG;
    size_t more = out->n ? out->n : in_n * 4 + 1024;
    if (more > out->max - out->n)
        more = out->max - out->n;
    return ws_buf_reserve(out, more) ? ALL : NO_MEMORY;
}

/* Steps through s until its end, the end of the stream or a limit. *left: what is behind it. */
static enum flowed flow(struct ws_http_decoder *d,
                        enum ws_step (*step)(struct ws_http_decoder *, struct ws_flow *),
                        struct ws_slice s, struct ws_buf *out, size_t *left)
{
    struct ws_flow f = {.in = s.p, .in_n = s.n};
    for (;;) {
        enum flowed room = make_room(out, s.n);
        if (room == NO_MEMORY)
            return NO_MEMORY;
        uint8_t none; /* at the limit: room for the one byte that would be too many */
        f.out = room == TOO_BIG ? &none : out->p + out->n;
        f.out_n = room == TOO_BIG ? 1 : out->cap - out->n;
        size_t had_out = f.out_n, had_in = f.in_n;
        enum ws_step st = step(d, &f);
        size_t gave = had_out - f.out_n;
        if (room == TOO_BIG && gave)
            return TOO_BIG;
        out->n += gave;
        *left = f.in_n;
        if (out->n > RATIO_FROM && out->n / d->opts.max_inflate_ratio > s.n - f.in_n)
            return OVER_RATIO;
        if (st == WS_STEP_END)
            return ALL;
        if (st == WS_STEP_NO_MEMORY)
            return NO_MEMORY;
        if (st == WS_STEP_BROKEN)
            return BROKEN;
        if (f.out_n && f.in_n == 0)
            return EARLY;
        if (f.out_n && f.in_n == had_in && gave == 0)
            return BROKEN; /* a decoder that stands still */
    }
}

/* The verdict on a body that is surely coded so. */
static enum ws_undone verdict(enum flowed how, const struct ws_buf *out)
{
    switch (how) {
    case ALL:
        return WS_UNDONE;
    case EARLY:
    case BROKEN:
        return out->n ? WS_UNDONE_CUT : WS_UNDONE_BAD;
    case TOO_BIG:
        return WS_UNDONE_TOO_BIG;
    case OVER_RATIO:
        return WS_UNDONE_RATIO;
    default:
        return WS_UNDONE_NO_MEMORY;
    }
}

/* Of one that may as well be anything else, which also decodes for a while: a stream in good
 * order that takes up all of the body proves itself. Otherwise there must be text where there
 * was none, or more than went in. */
static enum ws_undone weak_verdict(enum flowed how, struct ws_slice s, size_t left,
                                   const struct ws_buf *out)
{
    if (how > BROKEN)
        return verdict(how, out);
    if (how == ALL && left == 0)
        return WS_UNDONE;
    bool believable = out->n && !ws_looks_like_text(s) &&
                      (out->n > s.n || ws_looks_like_text((struct ws_slice){out->p, out->n}));
    return believable ? verdict(how, out) : WS_UNDONE_NOT_SO;
}

/* --- gzip and deflate ---------------------------------------------------------------- */

static bool looks_gzip(const uint8_t *p, size_t n)
{
    return n >= 3 && p[0] == 0x1f && p[1] == 0x8b && p[2] == 8;
}

/* RFC 1950, 2.2: method 8, window up to 32 KiB, check bits */
static bool looks_zlib(struct ws_slice s)
{
    return s.n >= 2 && (s.p[0] & 0x0f) == 8 && s.p[0] >> 4 <= 7 &&
           (s.p[0] << 8 | s.p[1]) % 31 == 0;
}

static bool z_start(struct ws_http_decoder *d, int wbits)
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

static enum ws_step z_step(struct ws_http_decoder *d, struct ws_flow *f)
{
    z_stream *z = &d->z;
    uInt in_n = clamp(f->in_n), out_n = clamp(f->out_n);
    z->next_in = f->in;
    z->avail_in = in_n;
    z->next_out = f->out;
    z->avail_out = out_n;
    int ret = inflate(z, Z_NO_FLUSH);
    f->in += in_n - z->avail_in;
    f->in_n -= in_n - z->avail_in;
    f->out += out_n - z->avail_out;
    f->out_n -= out_n - z->avail_out;
    if (ret == Z_STREAM_END)
        return WS_STEP_END;
    if (ret == Z_MEM_ERROR)
        return WS_STEP_NO_MEMORY;
    return ret == Z_OK || ret == Z_BUF_ERROR ? WS_STEP_MORE : WS_STEP_BROKEN;
}

/* All members, one after the other. */
static enum ws_step gzip_step(struct ws_http_decoder *d, struct ws_flow *f)
{
    enum ws_step st = z_step(d, f);
    if (st != WS_STEP_END || !looks_gzip(f->in, f->in_n))
        return st;
    return inflateReset(&d->z) == Z_OK ? WS_STEP_MORE : WS_STEP_NO_MEMORY;
}

enum ws_undone ws_undo_gzip(struct ws_http_decoder *d, struct ws_slice s, struct ws_buf *out)
{
    size_t left;
    if (!looks_gzip(s.p, s.n))
        return WS_UNDONE_NOT_SO;
    if (!z_start(d, WBITS_GZIP))
        return WS_UNDONE_NO_MEMORY;
    return verdict(flow(d, gzip_step, s, out, &left), out);
}

enum ws_undone ws_undo_zlib(struct ws_http_decoder *d, struct ws_slice s, struct ws_buf *out)
{
    size_t left = 0;
    if (!looks_zlib(s))
        return WS_UNDONE_NOT_SO;
    if (!z_start(d, WBITS_ZLIB))
        return WS_UNDONE_NO_MEMORY;
    enum flowed how = flow(d, z_step, s, out, &left);
    return weak_verdict(how, s, left, out);
}

enum ws_undone ws_undo_raw_deflate(struct ws_http_decoder *d, struct ws_slice s,
                                   struct ws_buf *out)
{
    size_t left = 0;
    if (!z_start(d, WBITS_RAW))
        return WS_UNDONE_NO_MEMORY;
    enum flowed how = flow(d, z_step, s, out, &left);
    return weak_verdict(how, s, left, out);
}

/* --- brotli and zstd ----------------------------------------------------------------- */

enum ws_undone ws_undo_br(struct ws_http_decoder *d, struct ws_slice s, struct ws_buf *out)
{
    size_t left = 0;
    enum ws_undone ready = ws_br_start(d);
    if (ready == WS_UNDONE_UNSUPPORTED)
        return ws_looks_like_text(s) ? WS_UNDONE_NOT_SO : ready;
    if (ready != WS_UNDONE)
        return ready;
    enum flowed how = flow(d, ws_br_step, s, out, &left);
    if (how == BROKEN && !ws_looks_like_text(s) && ws_br_start_again(d) == WS_UNDONE) {
        out->n = 0;
        how = flow(d, ws_br_step, s, out, &left);
    }
    ws_br_stop(d);
    return weak_verdict(how, s, left, out);
}

enum ws_undone ws_undo_zstd(struct ws_http_decoder *d, struct ws_slice s, struct ws_buf *out)
{
    size_t left;
    if (!ws_zstd_frame_begins(s))
        return WS_UNDONE_NOT_SO;
    enum ws_undone ready = ws_zstd_start(d);
    if (ready != WS_UNDONE)
        return ready;
    enum flowed how = flow(d, ws_zstd_step, s, out, &left);
    /* How far a broken frame goes depends on the buffers that earlier bodies left behind:
     * libzstd does not hold it to the size that it declares as long as there is room. */
    if (how != ALL && how != NO_MEMORY && ws_zstd_start_anew(d)) {
        out->n = 0;
        how = flow(d, ws_zstd_step, s, out, &left);
    }
    return verdict(how, out);
}
