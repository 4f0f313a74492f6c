/* Zstandard (RFC 8878), by libzstd. */
#include "warc/coding.h"

bool ws_zstd_frame_begins(struct ws_slice s)
{
    /* RFC 8878, 3.1.1 and 3.1.2: a frame, or one of the sixteen kinds that are skipped */
    return s.n >= 4 &&
           ((s.p[0] == 0x28 && s.p[1] == 0xb5 && s.p[2] == 0x2f && s.p[3] == 0xfd) ||
            (s.p[0] >> 4 == 5 && s.p[1] == 0x2a && s.p[2] == 0x4d && s.p[3] == 0x18));
}

#ifdef WS_HAVE_ZSTD

#include <stdlib.h>
#include <zstd.h>
#include <zstd_errors.h>

struct ws_zstd {
    ZSTD_DCtx *ctx;
    size_t want;                       /* bytes the decoder asks for */
    bool full;                         /* the last call used up its room */
    bool is_new;                       /* ctx has seen no other body */
    bool inside;                       /* a frame has begun: */
    unsigned long long declared, made; /* its plain bytes; declared may be ZSTD_CONTENTSIZE_* */
};

/* A window larger than the largest body is never needed. RFC 9659 allows 8 MiB to servers. */
static int window_log(uint64_t max_bytes)
{
    int log = 23;
    while (log < 27 && (uint64_t)1 << log < max_bytes)
        log++;
    return log;
}

static bool make_context(struct ws_zstd *z, uint64_t max_bytes)
{
    ZSTD_freeDCtx(z->ctx);
    z->ctx = ZSTD_createDCtx();
    z->is_new = true;
    return z->ctx && !ZSTD_isError(ZSTD_DCtx_setParameter(z->ctx, ZSTD_d_windowLogMax,
                                                          window_log(max_bytes)));
}

static enum ws_undone begin(struct ws_zstd *z)
{
    z->full = z->inside = false;
    z->want = ZSTD_initDStream(z->ctx);
    return ZSTD_isError(z->want) ? WS_UNDONE_NO_MEMORY : WS_UNDONE;
}

enum ws_undone ws_zstd_start(struct ws_http_decoder *d)
{
    if (!d->zstd)
        d->zstd = calloc(1, sizeof *d->zstd);
    if (!d->zstd)
        return WS_UNDONE_NO_MEMORY;
    struct ws_zstd *z = d->zstd;
    z->is_new = false;
    if (!z->ctx || ZSTD_sizeof_DStream(z->ctx) > WS_KEEP_BYTES)
        if (!make_context(z, d->opts.max_record_bytes))
            return WS_UNDONE_NO_MEMORY;
    return begin(z);
}

bool ws_zstd_start_anew(struct ws_http_decoder *d)
{
    return !d->zstd->is_new && make_context(d->zstd, d->opts.max_record_bytes) &&
           begin(d->zstd) == WS_UNDONE;
}

/* Hands n bytes to the decoder; z->want: how many it asks for next, 0 at the end of a frame. */
static enum ws_step feed(struct ws_zstd *z, struct ws_flow *f, size_t n)
{
    ZSTD_inBuffer in = {f->in, n < f->in_n ? n : f->in_n, 0};
    ZSTD_outBuffer out = {f->out, f->out_n, 0};
    size_t ret = ZSTD_decompressStream(z->ctx, &out, &in);
    if (ZSTD_isError(ret))
        return ZSTD_getErrorCode(ret) == ZSTD_error_memory_allocation ? WS_STEP_NO_MEMORY
                                                                      : WS_STEP_BROKEN;
    f->in += in.pos;
    f->in_n -= in.pos;
    f->out += out.pos;
    f->out_n -= out.pos;
    z->want = ret;
    z->full = f->out_n == 0;
    return ret > 0 ? WS_STEP_MORE : WS_STEP_END;
}

/* What the decoder writes before an error in the same call is not reported. So it gets a block
 * at a time, without the header of the next (RFC 8878, 3.1.1.2: 3 bytes) that it asks for as
 * well, and nothing while it may hold bytes that there was no room for. */
enum ws_step ws_zstd_step(struct ws_http_decoder *d, struct ws_flow *f)
{
    struct ws_zstd *z = d->zstd;
    const size_t room = f->out_n;
    enum ws_step st = WS_STEP_MORE;
    if (!z->inside) {
        z->declared = ZSTD_getFrameContentSize(f->in, f->in_n);
        z->made = 0;
        z->inside = true;
    }
    if (z->full)
        st = feed(z, f, 0);
    if (st == WS_STEP_MORE && f->out_n == room)
        st = feed(z, f, z->want > 3 ? z->want - 3 : z->want);
    z->made += room - f->out_n;
    if (st != WS_STEP_END)
        return st;
    /* libzstd does not look at this when the last block is an empty one */
    if (z->declared < ZSTD_CONTENTSIZE_ERROR && z->declared != z->made)
        return WS_STEP_BROKEN;
    if (!ws_zstd_frame_begins((struct ws_slice){f->in, f->in_n}))
        return WS_STEP_END;
    return begin(z) == WS_UNDONE ? WS_STEP_MORE : WS_STEP_NO_MEMORY;
}

void ws_zstd_free(struct ws_zstd *z)
{
    if (z)
        ZSTD_freeDCtx(z->ctx);
    free(z);
}

#else

enum ws_undone ws_zstd_start(struct ws_http_decoder *d)
{
    (void)d;
    return WS_UNDONE_UNSUPPORTED;
}

bool ws_zstd_start_anew(struct ws_http_decoder *d)
{
    (void)d;
    return false;
}

enum ws_step ws_zstd_step(struct ws_http_decoder *d, struct ws_flow *f)
{
    (void)d;
    (void)f;
    return WS_STEP_BROKEN;
}

void ws_zstd_free(struct ws_zstd *z)
{
    (void)z;
}

#endif
