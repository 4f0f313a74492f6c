/* gzip members (RFC 1952). */
#include "warc/codec.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#define ZLIB_CONST
#include <zlib.h>

#define GZIP_WBITS 31
/* Compressed bytes that give the first plain ones: a dynamic Huffman table takes less than 300,
 * extra fields and names of real files less than 100. */
#define PROBE_SHORT ((size_t)1024)
/* The same behind an extra field of 64 KiB (RFC 1952, 2.3.1.1) and long names. */
#define PROBE_LONG ((size_t)128 << 10)

static void *open_gzip(void)
{
    z_stream *z = calloc(1, sizeof *z);
    if (z && inflateInit2(z, GZIP_WBITS) != Z_OK) {
        free(z);
        return NULL;
    }
    return z;
}

static void close_gzip(void *state)
{
    if (state)
        inflateEnd(state);
    free(state);
}

static bool begin_gzip(void *state, struct ws_flow *f)
{
    f->wants = 1;
    return inflateReset2(state, GZIP_WBITS) == Z_OK;
}

static uInt clamp(size_t n)
{
    return n > UINT_MAX / 2 ? UINT_MAX / 2 : (uInt)n;
}

static enum ws_step failure(const z_stream *z)
{
    /* "incorrect data check" and "incorrect length check": the two words behind a member;
     * "header crc mismatch": FHCRC */
    bool check = z->msg && (strstr(z->msg, " check") || strstr(z->msg, " crc"));
    return check ? WS_STEP_CHECKSUM : WS_STEP_CORRUPT;
}

static enum ws_step step_gzip(void *state, struct ws_flow *f)
{
    z_stream *z = state;
    z->next_in = f->in.p;
    z->avail_in = clamp(f->in.n);
    z->next_out = f->out;
    z->avail_out = clamp(f->room);
    /* Z_FINISH spares zlib the copy of its 32 KiB window when the member ends in this call. */
    int ret = inflate(z, Z_FINISH);
    f->used = (size_t)(z->next_in - f->in.p);
    f->gave = (size_t)(z->next_out - f->out);
    switch (ret) {
    case Z_STREAM_END:
        return WS_STEP_END;
    case Z_OK:
    case Z_BUF_ERROR:
        return WS_STEP_ON;
    case Z_MEM_ERROR:
        return WS_STEP_NOMEM;
    default:
        return failure(z);
    }
}

static size_t probe_gzip(void *state, struct ws_slice in, bool thorough, uint8_t *out, size_t n,
                         size_t *cost)
{
    const size_t most = thorough ? PROBE_LONG : PROBE_SHORT;
    size_t used;
    if (in.n > most)
        in.n = most;
    size_t got = ws_codec_probe_steps(&ws_codec_gzip, state, in, out, n, &used);
    *cost = used > PROBE_SHORT ? used : 0;
    return got;
}

const struct ws_codec ws_codec_gzip = {
    .unit = "gzip member",
    .magic = {0x1f, 0x8b, 8},
    .n_magic = 3,
    .probe_bytes = PROBE_LONG,
    .open = open_gzip,
    .close = close_gzip,
    .begin = begin_gzip,
    .step = step_gzip,
    .probe = probe_gzip,
};
