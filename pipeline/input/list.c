#include "pipeline/input/list.h"

#include <string.h>
#include <zlib.h>

#define STEP ((size_t)256 << 10)

static enum ws_status too_long(struct ws_error *err)
{
    ws_error_set(err, WS_E_NOMEM, 0, "out of memory, or the list is too long");
    return WS_FATAL;
}

static enum ws_status read_all(struct ws_file file, struct ws_buf *b, struct ws_error *err)
{
    size_t got;
    do {
        if (!ws_buf_reserve(b, STEP))
            return too_long(err);
        if (ws_file_read(file, b->p + b->n, STEP, b->n, &got, err) != WS_OK)
            return WS_FATAL;
        b->n += got;
    } while (got);
    return WS_OK;
}

static enum ws_status broken(struct ws_error *err, const z_stream *z)
{
    ws_error_set(err, WS_E_INFLATE, (uint64_t)z->total_in, "damaged, or cut off (gzip)");
    return WS_FATAL;
}

/* Member after member, as gunzip does. */
static enum ws_status gunzip(z_stream *z, struct ws_buf *plain, struct ws_error *err)
{
    for (;;) {
        if (!ws_buf_reserve(plain, STEP))
            return too_long(err);
        z->next_out = plain->p + plain->n;
        z->avail_out = (uInt)STEP;
        int r = inflate(z, Z_NO_FLUSH);
        plain->n += STEP - z->avail_out;
        if (r == Z_STREAM_END && z->avail_in == 0)
            return WS_OK;
        if (r == Z_STREAM_END ? inflateReset(z) != Z_OK : r != Z_OK)
            return broken(err, z);
    }
}

/* text: packed; then plain. */
static enum ws_status unpack(struct ws_buf *text, struct ws_error *err)
{
    z_stream z = {.next_in = text->p, .avail_in = (uInt)text->n};
    struct ws_buf plain;
    ws_buf_init(&plain, text->max);
    if (text->n > (uInt)-1 || inflateInit2(&z, 16 + MAX_WBITS) != Z_OK)
        return too_long(err);
    enum ws_status st = gunzip(&z, &plain, err);
    inflateEnd(&z);
    ws_buf_release(text);
    *text = plain;
    return st;
}

enum ws_status ws_list_read(struct ws_net *net, const char *path, struct ws_buf *text,
                            struct ws_error *err)
{
    struct ws_file file;
    enum ws_status st = ws_file_open(net, path, WS_READ_ALONG, &file, err);
    if (st == WS_OK)
        st = read_all(file, text, err);
    ws_file_close(file);
    if (st == WS_OK && text->n >= 2 && text->p[0] == 0x1f && text->p[1] == 0x8b)
        st = unpack(text, err);
    return st;
}
