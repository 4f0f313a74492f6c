/* lz4 frames (https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md). */
#include "warc/codec.h"

#define UNIT "lz4 frame"
#define MAGIC                                                                                  \
    {                                                                                          \
        0x04, 0x22, 0x4d, 0x18                                                                 \
    }

#ifdef WS_HAVE_LZ4

#include <lz4.h>
#include <lz4frame.h>
#include <stdlib.h>
#include <string.h>

/* Magic, flags, block size and the checksum of a header without options. */
#define FIRST_WANTS ((size_t)7)
#define HEAD_MAX    ((size_t)19)
#define BLOCK_HEAD  ((size_t)4)
#define BLOCK_PLAIN 0x80000000u /* the block is stored as it is */
#define BLOCK_MAX   ((size_t)4 << 20)
/* The first plain bytes stand in the first literals of a block, right at its start: no four of
 * them come twice in what a record begins with, so that no match can stand for them. */
#define PROBE_BYTES ((size_t)256)

struct lz4 {
    LZ4F_dctx *ctx;
    size_t wants;
};

static void close_lz4(void *state)
{
    struct lz4 *z = state;
    if (!z)
        return;
    LZ4F_freeDecompressionContext(z->ctx);
    free(z);
}

static void *open_lz4(void)
{
    struct lz4 *z = calloc(1, sizeof *z);
    if (z && LZ4F_isError(LZ4F_createDecompressionContext(&z->ctx, LZ4F_VERSION))) {
        free(z);
        return NULL;
    }
    return z;
}

static bool begin_lz4(void *state, struct ws_flow *f)
{
    struct lz4 *z = state;
    LZ4F_resetDecompressionContext(z->ctx);
    f->wants = z->wants = FIRST_WANTS;
    return true;
}

/* The codes are no part of the stable interface, their names are. */
static enum ws_step failure(size_t ret)
{
    const char *name = LZ4F_getErrorName(ret);
    if (strstr(name, "allocation_failed"))
        return WS_STEP_NOMEM;
    return strstr(name, "hecksum_invalid") ? WS_STEP_CHECKSUM : WS_STEP_CORRUPT;
}

/* One block at a time, without the head of the next that the library asks for as well: it
 * forgets what it gave in a call that fails. */
static enum ws_step step_lz4(void *state, struct ws_flow *f)
{
    struct lz4 *z = state;
    size_t take = z->wants > BLOCK_HEAD ? z->wants - BLOCK_HEAD : z->wants;
    size_t in = f->in.n < take ? f->in.n : take, out = f->room;
    size_t ret = LZ4F_decompress(z->ctx, f->out, &out, f->in.p, &in, NULL);
    if (LZ4F_isError(ret)) {
        f->used = f->gave = 0;
        return failure(ret);
    }
    f->used = in;
    f->gave = out;
    f->wants = z->wants = ret;
    return ret ? WS_STEP_ON : WS_STEP_END;
}

/* The first plain bytes of the block of n bytes at p, as far as they are there. */
static size_t look_into_block(const uint8_t *p, size_t n, uint8_t *out, size_t want)
{
    if (n < BLOCK_HEAD)
        return 0;
    uint32_t head = ws_le32(p);
    size_t size = head & ~BLOCK_PLAIN;
    p += BLOCK_HEAD;
    n -= BLOCK_HEAD;
    if (size == 0 || size > BLOCK_MAX)
        return 0;
    if (n > size)
        n = size;
    if (head & BLOCK_PLAIN) {
        n = n < want ? n : want;
        memcpy(out, p, n);
        return n;
    }
    int got =
        LZ4_decompress_safe_partial((const char *)p, (char *)out, (int)n, (int)want, (int)want);
    return got > 0 ? (size_t)got : 0;
}

static size_t probe_lz4(void *state, struct ws_slice in, bool thorough, uint8_t *out, size_t n,
                        size_t *cost)
{
    struct lz4 *z = state;
    LZ4F_frameInfo_t info;
    (void)thorough; /* it never takes long */
    *cost = 0;
    if (in.n > PROBE_BYTES)
        in.n = PROBE_BYTES;
    size_t head = in.n;
    LZ4F_resetDecompressionContext(z->ctx);
    if (!ws_codec_begins(WS_CODEC_LZ4, in.p, in.n) ||
        LZ4F_isError(LZ4F_getFrameInfo(z->ctx, &info, in.p, &head)))
        return 0;
    return look_into_block(in.p + head, in.n - head, out, n);
}

const struct ws_codec ws_codec_lz4 = {
    .unit = UNIT,
    .magic = MAGIC,
    .n_magic = 4,
    .probe_bytes = PROBE_BYTES,
    .open = open_lz4,
    .close = close_lz4,
    .begin = begin_lz4,
    .step = step_lz4,
    .probe = probe_lz4,
};

#else

const struct ws_codec ws_codec_lz4 = {
    .unit = UNIT,
    .lacking = "lz4 compression: this build lacks liblz4 (lz4 -dc FILE | warcsift ... -)",
    .magic = MAGIC,
    .n_magic = 4,
};

#endif
