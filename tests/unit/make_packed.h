/* make_packed.h - gzip members, zstd frames and lz4 frames for the tests, made at run time. */
#ifndef WARCSIFT_MAKE_PACKED_H
#define WARCSIFT_MAKE_PACKED_H

#include "tests/unit/make_warc.h"

#ifdef WS_HAVE_ZSTD
#include <zstd.h>
#endif
#ifdef WS_HAVE_LZ4
#include <lz4frame.h>
#endif

static inline void put_le32(struct ws_buf *b, uint32_t x)
{
    uint8_t p[4] = {(uint8_t)x, (uint8_t)(x >> 8), (uint8_t)(x >> 16), (uint8_t)(x >> 24)};
    put(b, p, 4);
}

/* A skippable frame (RFC 8878, 3.1.2); kind: 0..15. */
static inline void put_skippable(struct ws_buf *b, unsigned kind, const void *p, size_t n)
{
    put_le32(b, 0x184D2A50u + kind);
    put_le32(b, (uint32_t)n);
    put(b, p, n);
}

static inline void put_room(struct ws_buf *b, size_t room)
{
    if (b->max == 0)
        ws_buf_init(b, (size_t)1 << 30);
    if (!ws_buf_reserve(b, room))
        abort();
}

/* p as one gzip member with these optional fields (RFC 1952, 2.3.1); extra, name, comment may
 * be NULL. */
static inline void put_gzip_head(struct ws_buf *b, const void *p, size_t n, const void *extra,
                                 size_t extra_n, const char *name, const char *comment,
                                 bool crc)
{
    z_stream z = {0};
    gz_header head = {.time = 1,
                      .os = 7,
                      .extra = (Bytef *)(uintptr_t)extra,
                      .extra_len = (uInt)extra_n,
                      .name = (Bytef *)(uintptr_t)name,
                      .comment = (Bytef *)(uintptr_t)comment,
                      .hcrc = crc};
    if (deflateInit2(&z, 9, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY) != Z_OK ||
        deflateSetHeader(&z, &head) != Z_OK)
        abort();
    size_t room = deflateBound(&z, n) + extra_n + 4096;
    put_room(b, room);
    z.next_in = (void *)(uintptr_t)p;
    z.avail_in = (uInt)n;
    z.next_out = b->p + b->n;
    z.avail_out = (uInt)room;
    if (deflate(&z, Z_FINISH) != Z_STREAM_END)
        abort();
    b->n += room - z.avail_out;
    deflateEnd(&z);
}

#ifdef WS_HAVE_ZSTD
struct zstd_how {
    int level;      /* 0: 3 */
    int window_log; /* 0: by level */
    bool no_size;   /* without Frame_Content_Size */
    bool no_checksum;
    bool no_dict_id;
    struct ws_slice dict; /* empty: none */
};

static inline void put_zstd_as(struct ws_buf *b, const void *p, size_t n, struct zstd_how how)
{
    ZSTD_CCtx *c = ZSTD_createCCtx();
    size_t room = ZSTD_compressBound(n);
    put_room(b, room);
    if (!c)
        abort();
    ZSTD_CCtx_setParameter(c, ZSTD_c_compressionLevel, how.level ? how.level : 3);
    ZSTD_CCtx_setParameter(c, ZSTD_c_checksumFlag, !how.no_checksum);
    ZSTD_CCtx_setParameter(c, ZSTD_c_contentSizeFlag, !how.no_size);
    ZSTD_CCtx_setParameter(c, ZSTD_c_dictIDFlag, !how.no_dict_id);
    if (how.window_log)
        ZSTD_CCtx_setParameter(c, ZSTD_c_windowLog, how.window_log);
    if (how.dict.n)
        ZSTD_CCtx_loadDictionary(c, how.dict.p, how.dict.n);
    size_t len = ZSTD_compress2(c, b->p + b->n, room, p, n);
    if (ZSTD_isError(len))
        abort();
    b->n += len;
    ZSTD_freeCCtx(c);
}

static inline void put_zstd(struct ws_buf *b, const void *p, size_t n)
{
    put_zstd_as(b, p, n, (struct zstd_how){0});
}
#endif

#ifdef WS_HAVE_LZ4
static inline void put_lz4_as(struct ws_buf *b, const void *p, size_t n, LZ4F_frameInfo_t how)
{
    LZ4F_preferences_t prefs = {.frameInfo = how};
    size_t room = LZ4F_compressFrameBound(n, &prefs);
    put_room(b, room);
    size_t len = LZ4F_compressFrame(b->p + b->n, room, p, n, &prefs);
    if (LZ4F_isError(len))
        abort();
    b->n += len;
}

static inline void put_lz4(struct ws_buf *b, const void *p, size_t n)
{
    put_lz4_as(b, p, n, (LZ4F_frameInfo_t){.contentChecksumFlag = LZ4F_contentChecksumEnabled});
}
#endif

/* What this build can make and read. */
struct packer {
    const char *name;
    void (*put)(struct ws_buf *b, const void *p, size_t n);
};

static const struct packer PACKERS[] = {
    {"gzip", put_gzip},
#ifdef WS_HAVE_ZSTD
    {"zstd", put_zstd},
#endif
#ifdef WS_HAVE_LZ4
    {"lz4", put_lz4},
#endif
};
#define PACKERS_COUNT (sizeof PACKERS / sizeof *PACKERS)

/* Records first..first+count-1 of n bytes each, every one in its own member. */
static inline void put_packed(struct ws_buf *b, const struct packer *k, int first, int count,
                              size_t n)
{
    for (int i = first; i < first + count; i++) {
        struct ws_buf r = {0};
        put_record(&r, i, n);
        k->put(b, r.p, r.n);
        ws_buf_release(&r);
    }
}

#endif
