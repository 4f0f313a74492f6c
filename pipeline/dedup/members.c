#include "pipeline/dedup/members.h"
#include "pipeline/output/encode.h"
#include "pipeline/output/reason.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ZLIB_CONST
#include <zlib.h>
#ifdef WS_HAVE_LIBDEFLATE
#include <libdeflate.h>
#endif
#ifdef WS_HAVE_ZSTD
#include <zstd.h>
#endif

/* Compressed bytes in memory: a member of up to half of it is undone in one call. */
#define WINDOW ((size_t)1 << 20)
/* Plain bytes of a piece; chunks of warcsift have a quarter of it (chunk.h). */
#define ROOM ((size_t)1 << 20)

struct ws_members {
    int fd;
    enum ws_compress kind;
    uint8_t *window, *out;
    size_t at, n;    /* in window: the next byte, behind the last */
    uint64_t offset; /* of window[0] in the file */
    bool at_end;     /* nothing follows window[n - 1] */
    bool inside;     /* a member that is undone in steps */
    z_stream gzip;
#ifdef WS_HAVE_LIBDEFLATE
    struct libdeflate_decompressor *whole;
#endif
#ifdef WS_HAVE_ZSTD
    ZSTD_DCtx *zstd;
#endif
};

static enum ws_status no_memory(struct ws_error *err)
{
    ws_error_set(err, WS_E_NOMEM, 0, "out of memory");
    return WS_FATAL;
}

static enum ws_status system_error(struct ws_error *err)
{
    int e = errno;
    char reason[80];
    ws_error_set(err, WS_E_IO, 0, "%s", ws_reason(e, reason, sizeof reason));
    err->sys_errno = e;
    return WS_FATAL;
}

static enum ws_status damaged(const struct ws_members *m, enum ws_code code, struct ws_error *err, const char *what)
{
    ws_error_set(err, code, m->offset + m->at, "%s", what);
    return WS_FATAL;
}

/* --- bytes ---------------------------------------------------------------------------- */

/* At least n bytes at window[at], if the file has them. */
static enum ws_status need(struct ws_members *m, size_t n, struct ws_error *err)
{
    if (m->n - m->at >= n || m->at_end)
        return WS_OK;
    memmove(m->window, m->window + m->at, m->n - m->at);
    m->offset += m->at;
    m->n -= m->at;
    m->at = 0;
    while (m->n < WINDOW && !m->at_end) {
        ssize_t got = read(m->fd, m->window + m->n, WINDOW - m->n);
        if (got < 0 && errno != EINTR)
            return system_error(err);
        m->at_end = got == 0;
        m->n += got > 0 ? (size_t)got : 0;
    }
    return WS_OK;
}

enum ws_status ws_members_seek(struct ws_members *m, uint64_t offset, struct ws_error *err)
{
    m->inside = false;
#ifdef WS_HAVE_ZSTD
    ZSTD_DCtx_reset(m->zstd, ZSTD_reset_session_only);
#endif
    if (offset >= m->offset && offset <= m->offset + m->n) {
        m->at = (size_t)(offset - m->offset);
        return WS_OK;
    }
    m->at = m->n = 0;
    m->offset = offset;
    m->at_end = false;
    return lseek(m->fd, (off_t)offset, SEEK_SET) < 0 ? system_error(err) : WS_OK;
}

enum ws_status ws_members_raw(struct ws_members *m, uint64_t offset, void *out, size_t n, struct ws_error *err)
{
    uint8_t *to = out;
    while (n > 0) {
        ssize_t got = pread(m->fd, to, n, (off_t)offset);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return system_error(err);
        if (got == 0)
            return WS_EOF;
        to += got;
        offset += (uint64_t)got;
        n -= (size_t)got;
    }
    return WS_OK;
}

/* --- gzip ----------------------------------------------------------------------------- */

static bool is_gzip(const uint8_t *p, size_t n)
{
    return n >= 3 && p[0] == 0x1F && p[1] == 0x8B && p[2] == 8;
}

#ifdef WS_HAVE_LIBDEFLATE
/* false: not in one call, for whatever reason. */
static bool undo_whole(struct ws_members *m, struct ws_piece *piece)
{
    size_t used, gave;
    if (libdeflate_gzip_decompress_ex(m->whole, m->window + m->at, m->n - m->at, m->out, ROOM, &used, &gave) !=
        LIBDEFLATE_SUCCESS)
        return false;
    m->at += used;
    *piece = (struct ws_piece){{m->out, gave}, true, m->offset + m->at};
    return true;
}
#endif

static enum ws_status step_gzip(struct ws_members *m, struct ws_piece *piece, struct ws_error *err)
{
    m->gzip.next_out = m->out;
    m->gzip.avail_out = (uInt)ROOM;
    int ret = Z_OK;
    while (m->gzip.avail_out > 0 && ret != Z_STREAM_END) {
        if (need(m, 1, err) != WS_OK)
            return WS_FATAL;
        if (m->n == m->at)
            return damaged(m, WS_E_TRUNCATED, err, "the file ends inside a gzip member");
        m->gzip.next_in = m->window + m->at;
        m->gzip.avail_in = (uInt)(m->n - m->at);
        ret = inflate(&m->gzip, Z_NO_FLUSH);
        m->at = m->n - m->gzip.avail_in;
        if (ret == Z_MEM_ERROR)
            return no_memory(err);
        if (ret != Z_OK && ret != Z_STREAM_END)
            return damaged(m, WS_E_INFLATE, err, "a gzip member is damaged");
    }
    m->inside = ret != Z_STREAM_END;
    *piece = (struct ws_piece){{m->out, ROOM - m->gzip.avail_out}, !m->inside, m->offset + m->at};
    return WS_OK;
}

static enum ws_status next_gzip(struct ws_members *m, struct ws_piece *piece, struct ws_error *err)
{
    if (m->inside)
        return step_gzip(m, piece, err);
    if (need(m, WINDOW / 2, err) != WS_OK)
        return WS_FATAL;
    if (m->n == m->at)
        return WS_EOF;
    if (!is_gzip(m->window + m->at, m->n - m->at))
        return damaged(m, WS_E_GARBAGE, err, "bytes that are no gzip member");
#ifdef WS_HAVE_LIBDEFLATE
    if (undo_whole(m, piece))
        return WS_OK;
#endif
    return inflateReset(&m->gzip) == Z_OK ? step_gzip(m, piece, err) : no_memory(err);
}

/* --- zstd, plain ------------------------------------------------------------------------ */

static bool is_zstd(const uint8_t *p, size_t n)
{
    return n >= 4 && p[0] == 0x28 && p[1] == 0xB5 && p[2] == 0x2F && p[3] == 0xFD;
}

#ifdef WS_HAVE_ZSTD
static enum ws_status next_zstd(struct ws_members *m, struct ws_piece *piece, struct ws_error *err)
{
    ZSTD_outBuffer out = {m->out, ROOM, 0};
    do {
        if (need(m, 1, err) != WS_OK)
            return WS_FATAL;
        if (m->n == m->at)
            return m->inside ? damaged(m, WS_E_TRUNCATED, err, "the file ends inside a zstd frame") : WS_EOF;
        ZSTD_inBuffer in = {m->window + m->at, m->n - m->at, 0};
        size_t left = ZSTD_decompressStream(m->zstd, &out, &in);
        if (ZSTD_isError(left))
            return damaged(m, WS_E_INFLATE, err, "a zstd frame is damaged");
        m->at += in.pos;
        m->inside = left != 0;
    } while (m->inside && out.pos < ROOM);
    *piece = (struct ws_piece){{m->out, out.pos}, !m->inside, m->offset + m->at};
    return WS_OK;
}
#endif

static enum ws_status next_plain(struct ws_members *m, struct ws_piece *piece, struct ws_error *err)
{
    if (need(m, 1, err) != WS_OK)
        return WS_FATAL;
    *piece = (struct ws_piece){.plain = {m->window + m->at, m->n - m->at}};
    m->at = m->n;
    return piece->plain.n ? WS_OK : WS_EOF;
}

enum ws_status ws_members_next(struct ws_members *m, struct ws_piece *piece, struct ws_error *err)
{
    if (m->kind == WS_COMPRESS_GZIP)
        return next_gzip(m, piece, err);
#ifdef WS_HAVE_ZSTD
    if (m->kind == WS_COMPRESS_ZSTD)
        return next_zstd(m, piece, err);
#endif
    return next_plain(m, piece, err);
}

/* --- a file --------------------------------------------------------------------------- */

static bool start(struct ws_members *m)
{
    m->window = malloc(WINDOW);
    m->out = malloc(ROOM);
    bool ok = m->window && m->out && inflateInit2(&m->gzip, 15 + 16) == Z_OK;
#ifdef WS_HAVE_LIBDEFLATE
    m->whole = libdeflate_alloc_decompressor();
    ok = ok && m->whole;
#endif
#ifdef WS_HAVE_ZSTD
    m->zstd = ZSTD_createDCtx();
    ok = ok && m->zstd;
#endif
    return ok;
}

static enum ws_status look(struct ws_members *m, struct ws_error *err)
{
    if (need(m, 4, err) != WS_OK)
        return WS_FATAL;
    bool zstd = is_zstd(m->window, m->n);
    if (zstd && !ws_compress_available(WS_COMPRESS_ZSTD))
        return damaged(m, WS_E_UNSUPPORTED, err, "it is in zstd, which this build cannot read");
    m->kind = is_gzip(m->window, m->n) ? WS_COMPRESS_GZIP : zstd ? WS_COMPRESS_ZSTD : WS_COMPRESS_NONE;
    return WS_OK;
}

enum ws_status ws_members_open(const char *path, struct ws_members **out, enum ws_compress *kind, struct ws_error *err)
{
    *out = NULL;
    struct ws_members *m = calloc(1, sizeof *m);
    if (!m)
        return no_memory(err);
    m->fd = open(path, O_RDONLY | O_CLOEXEC);
    enum ws_status st = m->fd >= 0 ? WS_OK : system_error(err);
    if (st == WS_OK)
        st = start(m) ? look(m, err) : no_memory(err);
    if (st != WS_OK) {
        ws_members_close(m);
        return st;
    }
    *kind = m->kind;
    *out = m;
    return WS_OK;
}

void ws_members_close(struct ws_members *m)
{
    if (!m)
        return;
    if (m->fd >= 0)
        close(m->fd);
    inflateEnd(&m->gzip);
#ifdef WS_HAVE_LIBDEFLATE
    libdeflate_free_decompressor(m->whole);
#endif
#ifdef WS_HAVE_ZSTD
    ZSTD_freeDCtx(m->zstd);
#endif
    free(m->window);
    free(m->out);
    free(m);
}
