#include "warc/whole.h"

#include <stdlib.h>

#ifdef WS_HAVE_LIBDEFLATE

#include <libdeflate.h>

/* Its state is that of the library: the name is only ours. */
struct ws_whole *ws_whole_new(void)
{
    return (struct ws_whole *)(void *)libdeflate_alloc_decompressor();
}

void ws_whole_free(struct ws_whole *w)
{
    libdeflate_free_decompressor((struct libdeflate_decompressor *)(void *)w);
}

enum ws_whole_result ws_whole_undo(struct ws_whole *w, struct ws_slice in, uint8_t *out,
                                   size_t room, size_t *used, size_t *gave)
{
    switch (libdeflate_gzip_decompress_ex((struct libdeflate_decompressor *)(void *)w, in.p,
                                          in.n, out, room, used, gave)) {
    case LIBDEFLATE_SUCCESS:
        return WS_WHOLE_DONE;
    case LIBDEFLATE_INSUFFICIENT_SPACE:
        return WS_WHOLE_NO_ROOM;
    default:
        return WS_WHOLE_BAD;
    }
}

#else

#include <limits.h>
#define ZLIB_CONST
#include <zlib.h>

#define GZIP_WBITS 31

struct ws_whole {
    z_stream z;
};

struct ws_whole *ws_whole_new(void)
{
    struct ws_whole *w = calloc(1, sizeof *w);
    if (w && inflateInit2(&w->z, GZIP_WBITS) != Z_OK) {
        free(w);
        return NULL;
    }
    return w;
}

void ws_whole_free(struct ws_whole *w)
{
    if (w)
        inflateEnd(&w->z);
    free(w);
}

enum ws_whole_result ws_whole_undo(struct ws_whole *w, struct ws_slice in, uint8_t *out,
                                   size_t room, size_t *used, size_t *gave)
{
    if (inflateReset2(&w->z, GZIP_WBITS) != Z_OK)
        return WS_WHOLE_BAD;
    w->z.next_in = in.p;
    w->z.avail_in = in.n < UINT_MAX ? (uInt)in.n : UINT_MAX;
    w->z.next_out = out;
    w->z.avail_out = room < UINT_MAX ? (uInt)room : UINT_MAX;
    int ret = inflate(&w->z, Z_FINISH);
    *used = (size_t)(w->z.next_in - in.p);
    *gave = (size_t)(w->z.next_out - out);
    if (ret == Z_STREAM_END)
        return WS_WHOLE_DONE;
    bool full = (ret == Z_OK || ret == Z_BUF_ERROR) && w->z.avail_out == 0;
    return full ? WS_WHOLE_NO_ROOM : WS_WHOLE_BAD;
}

#endif
