#include "warc/codec.h"

#include <string.h>

const struct ws_codec *ws_codec(enum ws_codec_kind kind)
{
    static const struct ws_codec *const ALL[WS_CODEC_COUNT] = {
        [WS_CODEC_GZIP] = &ws_codec_gzip,
        [WS_CODEC_ZSTD] = &ws_codec_zstd,
        [WS_CODEC_LZ4] = &ws_codec_lz4,
    };
    return ALL[kind];
}

bool ws_codec_begins(enum ws_codec_kind kind, const uint8_t *p, size_t n)
{
    const struct ws_codec *c = ws_codec(kind);
    if (n == 0 || memcmp(p, c->magic, n < c->n_magic ? n : c->n_magic) != 0)
        return false;
    /* RFC 1952, 2.3.1.2: reserved flags must be zero */
    return kind != WS_CODEC_GZIP || n < 4 || (p[3] & 0xe0) == 0;
}

bool ws_codec_find(const uint8_t *p, size_t n, enum ws_codec_kind *kind)
{
    for (int k = 0; k < WS_CODEC_COUNT; k++) {
        if (ws_codec_begins((enum ws_codec_kind)k, p, n)) {
            *kind = (enum ws_codec_kind)k;
            return true;
        }
    }
    return false;
}

size_t ws_codec_probe_steps(const struct ws_codec *c, void *state, struct ws_slice in,
                            uint8_t *out, size_t n, size_t *used)
{
    struct ws_flow f = {0};
    size_t got = 0;
    *used = 0;
    if (!c->begin(state, &f))
        return 0;
    enum ws_step r = WS_STEP_ON;
    while (r == WS_STEP_ON && got < n) {
        f.in = (struct ws_slice){in.p + *used, in.n - *used};
        f.out = out + got;
        f.room = n - got;
        r = c->step(state, &f);
        if (f.used == 0 && f.gave == 0)
            break;
        *used += f.used;
        got += f.gave;
    }
    return got;
}

/* --- skippable frames ---------------------------------------------------------------- */

uint32_t ws_le32(const uint8_t *p)
{
    return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

bool ws_is_skippable(const uint8_t *p)
{
    return (ws_le32(p) & 0xfffffff0u) == 0x184D2A50u;
}
