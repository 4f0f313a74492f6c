/* zstd frames (RFC 8878), with the dictionary of a .warc.zst
 * (https://iipc.github.io/warc-specifications/specifications/warc-zstd/). */
#include "warc/codec.h"

#define UNIT "zstd frame"
#define MAGIC                                                                                  \
    {                                                                                          \
        0x28, 0xb5, 0x2f, 0xfd                                                                 \
    }

#ifdef WS_HAVE_ZSTD

#include <stdlib.h>
#include <zstd.h>
#include <zstd_errors.h>

/* 128 MiB, as the zstd program has it: its highest levels use that much. Archives are due to
 * keep to 8 MiB, but nothing is gained by losing one that does not. */
#define WINDOW_LOG_MAX 27
/* Magic and descriptor: tells how long the header is. */
#define FIRST_WANTS ((size_t)5)
#define BLOCK_HEAD  ((size_t)3)
#define BLOCK_MAX   ((size_t)128 << 10)
#define HEAD_MAX    ((size_t)18)
/* A probe unpacks a whole block, whatever its size when packed. */
#define PROBE_COST ((size_t)32 << 10)

struct zstd {
    ZSTD_DCtx *ctx;
    ZSTD_DDict *dict; /* NULL: none */
    size_t wants;
};

static void close_zstd(void *state)
{
    struct zstd *z = state;
    if (!z)
        return;
    ZSTD_freeDCtx(z->ctx);
    ZSTD_freeDDict(z->dict);
    free(z);
}

static void *open_zstd(void)
{
    struct zstd *z = calloc(1, sizeof *z);
    if (!z)
        return NULL;
    z->ctx = ZSTD_createDCtx();
    if (!z->ctx ||
        ZSTD_isError(ZSTD_DCtx_setParameter(z->ctx, ZSTD_d_windowLogMax, WINDOW_LOG_MAX))) {
        close_zstd(z);
        return NULL;
    }
    return z;
}

static bool begin_zstd(void *state, struct ws_flow *f)
{
    struct zstd *z = state;
    f->wants = z->wants = FIRST_WANTS;
    return !ZSTD_isError(ZSTD_DCtx_reset(z->ctx, ZSTD_reset_session_only));
}

static enum ws_step failure(size_t ret)
{
    switch (ZSTD_getErrorCode(ret)) {
    case ZSTD_error_checksum_wrong:
        return WS_STEP_CHECKSUM;
    case ZSTD_error_dictionary_wrong:
        return WS_STEP_DICT;
    case ZSTD_error_frameParameter_windowTooLarge:
        return WS_STEP_WINDOW;
    case ZSTD_error_memory_allocation:
        return WS_STEP_NOMEM;
    default:
        return WS_STEP_CORRUPT;
    }
}

/* One block at a time, without the head of the next that the library asks for as well: it
 * forgets what it gave in a call that fails. */
static enum ws_step step_zstd(void *state, struct ws_flow *f)
{
    struct zstd *z = state;
    size_t take = z->wants > BLOCK_HEAD ? z->wants - BLOCK_HEAD : z->wants;
    ZSTD_inBuffer in = {f->in.p, f->in.n < take ? f->in.n : take, 0};
    ZSTD_outBuffer out = {f->out, f->room, 0};
    size_t ret = ZSTD_decompressStream(z->ctx, &out, &in);
    f->used = in.pos;
    f->gave = out.pos;
    if (ZSTD_isError(ret)) {
        f->used = f->gave = 0;
        return failure(ret);
    }
    f->wants = z->wants = ret;
    return ret ? WS_STEP_ON : WS_STEP_END;
}

/* RFC 8878, 3.1.1.1 and 3.1.1.2: no reserved bit or block type, and a block no larger than a
 * block can be. */
static bool looks_like_frame(const uint8_t *p, size_t n)
{
    static const size_t DICT_ID[4] = {0, 1, 2, 4}, SIZE[4] = {0, 2, 4, 8};
    if (n < HEAD_MAX + BLOCK_HEAD || !ws_codec_begins(WS_CODEC_ZSTD, p, n))
        return false;
    const unsigned d = p[4];
    bool single = d & 0x20;
    size_t size = d >> 6 ? SIZE[d >> 6] : single;
    const uint8_t *b = p + FIRST_WANTS + !single + DICT_ID[d & 3] + size;
    uint32_t block = (uint32_t)b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16;
    return !(d & 8) && (block >> 1 & 3) != 3 && block >> 3 <= BLOCK_MAX;
}

static size_t probe_zstd(void *state, struct ws_slice in, bool thorough, uint8_t *out, size_t n,
                         size_t *cost)
{
    size_t used;
    *cost = 0;
    if (!looks_like_frame(in.p, in.n))
        return 0;
    if (!thorough) /* a block gives nothing before it is unpacked as a whole */
        return WS_PROBE_LIKELY;
    *cost = PROBE_COST;
    return ws_codec_probe_steps(&ws_codec_zstd, state, in, out, n, &used);
}

const struct ws_codec ws_codec_zstd = {
    .unit = UNIT,
    .magic = MAGIC,
    .n_magic = 4,
    .probe_bytes = HEAD_MAX + BLOCK_HEAD + BLOCK_MAX,
    .open = open_zstd,
    .close = close_zstd,
    .begin = begin_zstd,
    .step = step_zstd,
    .probe = probe_zstd,
};

/* --- dictionary ---------------------------------------------------------------------- */

bool ws_zstd_is_dictionary(const uint8_t *p)
{
    return ws_le32(p) == ZSTD_MAGIC_DICTIONARY || ws_le32(p) == ZSTD_MAGICNUMBER;
}

/* Unpacks the frame that data is. */
static enum ws_step unpack(struct zstd *z, struct ws_slice data, struct ws_buf *plain)
{
    struct ws_flow f = {0};
    enum ws_step r = begin_zstd(z, &f) ? WS_STEP_ON : WS_STEP_NOMEM;
    while (r == WS_STEP_ON) {
        if (plain->n == plain->max)
            return WS_STEP_WINDOW;
        size_t room = plain->max - plain->n < BLOCK_MAX ? plain->max - plain->n : BLOCK_MAX;
        if (!ws_buf_reserve(plain, room))
            return WS_STEP_NOMEM;
        f.in = data;
        f.out = plain->p + plain->n;
        f.room = room;
        r = step_zstd(z, &f);
        if (r == WS_STEP_ON && f.used == 0 && f.gave == 0)
            return WS_STEP_CORRUPT; /* cut off */
        data = (struct ws_slice){data.p + f.used, data.n - f.used};
        plain->n += f.gave;
    }
    return r;
}

enum ws_step ws_zstd_set_dictionary(void *state, struct ws_slice data, size_t *plain_bytes)
{
    struct zstd *z = state;
    struct ws_buf plain;
    enum ws_step r = WS_STEP_END;
    ws_buf_init(&plain, WS_DICT_MAX + 1);
    /* Its own frame is packed without one. Nothing can fail between frames. */
    (void)ZSTD_DCtx_reset(z->ctx, ZSTD_reset_session_only);
    (void)ZSTD_DCtx_refDDict(z->ctx, NULL);
    ZSTD_freeDDict(z->dict);
    z->dict = NULL;
    if (data.n >= 4 && ws_le32(data.p) == ZSTD_MAGICNUMBER) {
        r = unpack(z, data, &plain);
        data = (struct ws_slice){plain.p, plain.n};
    }
    *plain_bytes = data.n;
    if (r == WS_STEP_END && data.n > WS_DICT_MAX)
        r = WS_STEP_WINDOW;
    if (r == WS_STEP_END && (data.n < 8 || ws_le32(data.p) != ZSTD_MAGIC_DICTIONARY))
        r = WS_STEP_CORRUPT;
    (void)ZSTD_DCtx_reset(z->ctx, ZSTD_reset_session_only);
    if (r == WS_STEP_END) {
        z->dict = ZSTD_createDDict(data.p, data.n);
        if (!z->dict || ZSTD_isError(ZSTD_DCtx_refDDict(z->ctx, z->dict)))
            r = WS_STEP_CORRUPT;
    }
    ws_buf_release(&plain);
    return r;
}

#else

const struct ws_codec ws_codec_zstd = {
    .unit = UNIT,
    .lacking =
        "zstd compression: this build lacks libzstd (without a dictionary: zstd -dc FILE | "
        "warcsift ... -)",
    .magic = MAGIC,
    .n_magic = 4,
};

bool ws_zstd_is_dictionary(const uint8_t *p)
{
    (void)p;
    return false;
}

enum ws_step ws_zstd_set_dictionary(void *state, struct ws_slice data, size_t *plain_bytes)
{
    (void)state;
    (void)data;
    *plain_bytes = 0;
    return WS_STEP_CORRUPT;
}

#endif
