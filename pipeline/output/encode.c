#include "pipeline/output/encode.h"

#include <stdlib.h>

#ifdef WS_HAVE_LIBDEFLATE
#include <libdeflate.h>
#else
#include <zlib.h>
#endif
#ifdef WS_HAVE_ZSTD
#include <zstd.h>
#endif

/* Articles in chunks of 256 KiB, CPU time and size to those of zlib at its level 6: libdeflate 1 0.15 and
 * 1.069, 2 0.22 and 1.031, 4 0.26 and 1.017, 6 0.41 and 0.993; zlib 1 0.29 and 1.142, 4 0.46 and 1.035. Of a
 * whole run libdeflate's level 4 was a tenth. */
#ifdef WS_HAVE_LIBDEFLATE
#define GZIP_LEVEL 1
#else
#define GZIP_LEVEL 4
#endif
#define ZSTD_LEVEL 3
#define STR_(x)    #x
#define STR(x)     STR_(x)
#define OS_UNKNOWN 255 /* RFC 1952, 2.3.1: the same bytes on every system */

struct ws_encoder {
    enum ws_compress kind;
#ifdef WS_HAVE_LIBDEFLATE
    struct libdeflate_compressor *gzip;
#else
    z_stream gzip;
    gz_header header;
#endif
#ifdef WS_HAVE_ZSTD
    ZSTD_CCtx *zstd;
#endif
};

bool ws_compress_available(enum ws_compress kind)
{
#ifdef WS_HAVE_ZSTD
    return kind <= WS_COMPRESS_ZSTD;
#else
    return kind <= WS_COMPRESS_GZIP;
#endif
}

const char *ws_compress_name(enum ws_compress kind)
{
    return kind == WS_COMPRESS_GZIP ? "gzip" : kind == WS_COMPRESS_ZSTD ? "zstd" : "none";
}

const char *ws_compress_suffix(enum ws_compress kind)
{
    return kind == WS_COMPRESS_GZIP ? ".gz" : kind == WS_COMPRESS_ZSTD ? ".zst" : "";
}

/* --- gzip: by libdeflate, or by zlib ---------------------------------------------------- */

#ifdef WS_HAVE_LIBDEFLATE

static const char *gzip_library(void)
{
    return "libdeflate " LIBDEFLATE_VERSION_STRING ", level " STR(GZIP_LEVEL);
}

static bool start_gzip(struct ws_encoder *e)
{
    e->gzip = libdeflate_alloc_compressor(GZIP_LEVEL);
    return e->gzip != NULL;
}

static void end_gzip(struct ws_encoder *e)
{
    libdeflate_free_compressor(e->gzip);
}

/* Its header has no time, no name and OS_UNKNOWN. */
static bool encode_gzip(struct ws_encoder *e, struct ws_slice plain, struct ws_buf *out)
{
    size_t bound = libdeflate_gzip_compress_bound(e->gzip, plain.n);
    if (!ws_buf_reserve(out, bound))
        return false;
    size_t n = libdeflate_gzip_compress(e->gzip, plain.p, plain.n, out->p + out->n, bound);
    out->n += n;
    return n > 0;
}

#else

static const char *gzip_library(void)
{
    return "zlib " ZLIB_VERSION ", level " STR(GZIP_LEVEL);
}

static bool start_gzip(struct ws_encoder *e)
{
    e->header.os = OS_UNKNOWN;
    return deflateInit2(&e->gzip, GZIP_LEVEL, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) ==
           Z_OK;
}

static void end_gzip(struct ws_encoder *e)
{
    deflateEnd(&e->gzip);
}

static bool encode_gzip(struct ws_encoder *e, struct ws_slice plain, struct ws_buf *out)
{
    /* zlib counts in 32 bits; a chunk is a quarter of a MiB, and a single line is far from
     * this. */
    if (plain.n > UINT32_MAX / 2)
        return false;
    if (deflateReset(&e->gzip) != Z_OK || deflateSetHeader(&e->gzip, &e->header) != Z_OK)
        return false;
    size_t bound = deflateBound(&e->gzip, (uLong)plain.n);
    if (!ws_buf_reserve(out, bound))
        return false;
    e->gzip.next_in = (Bytef *)(uintptr_t)plain.p;
    e->gzip.avail_in = (uInt)plain.n;
    e->gzip.next_out = out->p + out->n;
    e->gzip.avail_out = (uInt)bound;
    if (deflate(&e->gzip, Z_FINISH) != Z_STREAM_END)
        return false;
    out->n += bound - e->gzip.avail_out;
    return true;
}

#endif

/* --- any ------------------------------------------------------------------------------- */

const char *ws_compress_library(enum ws_compress kind)
{
#ifdef WS_HAVE_ZSTD
    if (kind == WS_COMPRESS_ZSTD)
        return "zstd " ZSTD_VERSION_STRING ", level " STR(ZSTD_LEVEL);
#endif
    return kind == WS_COMPRESS_GZIP ? gzip_library() : NULL;
}

static bool start(struct ws_encoder *e)
{
    if (e->kind == WS_COMPRESS_GZIP)
        return start_gzip(e);
#ifdef WS_HAVE_ZSTD
    if (e->kind == WS_COMPRESS_ZSTD) {
        e->zstd = ZSTD_createCCtx();
        return e->zstd &&
               !ZSTD_isError(
                   ZSTD_CCtx_setParameter(e->zstd, ZSTD_c_compressionLevel, ZSTD_LEVEL)) &&
               !ZSTD_isError(ZSTD_CCtx_setParameter(e->zstd, ZSTD_c_checksumFlag, 1));
    }
#endif
    return e->kind == WS_COMPRESS_NONE;
}

struct ws_encoder *ws_encoder_new(enum ws_compress kind)
{
    struct ws_encoder *e = calloc(1, sizeof *e);
    if (!e)
        return NULL;
    e->kind = kind;
    if (!start(e)) {
        ws_encoder_free(e);
        return NULL;
    }
    return e;
}

void ws_encoder_free(struct ws_encoder *e)
{
    if (!e)
        return;
    if (e->kind == WS_COMPRESS_GZIP)
        end_gzip(e);
#ifdef WS_HAVE_ZSTD
    ZSTD_freeCCtx(e->zstd);
#endif
    free(e);
}

#ifdef WS_HAVE_ZSTD
static bool encode_zstd(struct ws_encoder *e, struct ws_slice plain, struct ws_buf *out)
{
    size_t bound = ZSTD_compressBound(plain.n);
    if (!ws_buf_reserve(out, bound))
        return false;
    size_t n = ZSTD_compress2(e->zstd, out->p + out->n, bound, plain.p, plain.n);
    if (ZSTD_isError(n))
        return false;
    out->n += n;
    return true;
}
#endif

bool ws_encode(struct ws_encoder *e, struct ws_slice plain, struct ws_buf *out)
{
    if (e->kind == WS_COMPRESS_GZIP)
        return encode_gzip(e, plain, out);
#ifdef WS_HAVE_ZSTD
    if (e->kind == WS_COMPRESS_ZSTD)
        return encode_zstd(e, plain, out);
#endif
    return ws_buf_append(out, plain.p, plain.n);
}

struct ws_slice ws_encoded_nothing(enum ws_compress kind)
{
    static const uint8_t GZIP[] = {0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, OS_UNKNOWN,
                                   3,    0,    0, 0, 0, 0, 0, 0, 0, 0};
    /* Single-segment frame of size 0, one empty raw block that is the last. */
    static const uint8_t ZSTD[] = {0x28, 0xB5, 0x2F, 0xFD, 0x20, 0, 1, 0, 0};
    if (kind == WS_COMPRESS_GZIP)
        return (struct ws_slice){GZIP, sizeof GZIP};
    if (kind == WS_COMPRESS_ZSTD)
        return (struct ws_slice){ZSTD, sizeof ZSTD};
    return (struct ws_slice){NULL, 0};
}
