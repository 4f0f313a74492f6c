/* Opening an archive in the middle of a file. */
#include "warc/fields.h"
#include "warc/listed.h"
#include "warc/reader.h"

#include <string.h>

/* Dictionaries are some hundred KiB; the whole front stands in memory. */
#define FRONT_MAX ((size_t)16 << 20)

/* The first n bytes. WS_OK, also when the file ends before: then there is no front. */
static enum ws_status keep(struct ws_front *f, struct ws_file file, uint64_t n,
                           struct ws_error *err)
{
    if (n > FRONT_MAX) {
        ws_error_set(err, WS_E_UNSUPPORTED, 0, "the dictionary or first record is too large");
        return WS_FATAL;
    }
    if (!ws_buf_reserve(&f->bytes, (size_t)n)) {
        ws_error_set(err, WS_E_NOMEM, 0, "out of memory");
        return WS_FATAL;
    }
    enum ws_status st = ws_file_read_at(file, f->bytes.p, (size_t)n, 0, err);
    if (st == WS_OK)
        f->bytes.n = (size_t)n;
    return st == WS_EOF ? WS_OK : st;
}

/* Bytes of the file's first record if it is that of an ARC file, else 0. A file whose start is
 * no record at all has none either; what stands at the place asked for decides then. */
static uint64_t arc_front(struct ws_file file, const struct ws_archive_options *opts)
{
    struct ws_archive *a;
    struct ws_record rec;
    struct ws_slice block;
    uint64_t n = 0;
    if (!ws_file_seek(file, 0) || ws_archive_open_file(file, opts, &a, NULL) != WS_OK)
        return 0;
    enum ws_status st = ws_archive_next(a, &rec);
    if ((st == WS_OK || st == WS_WARN) && ws_slice_begins(rec.target_uri, "filedesc:") &&
        ws_archive_block(a, &rec, &block) == WS_OK)
        n = rec.length;
    ws_archive_close(a);
    return n;
}

enum ws_status ws_front_read(struct ws_front *f, struct ws_file file,
                             const struct ws_archive_options *opts, struct ws_error *err)
{
    static const uint8_t DICTIONARY[] = {0x5d, 0x2a, 0x4d, 0x18};
    uint8_t p[8];
    struct ws_file_info info;
    *f = (struct ws_front){0};
    ws_buf_init(&f->bytes, FRONT_MAX);
    if (ws_file_look(file, &info, err) != WS_OK)
        return WS_FATAL;
    if (!info.seekable) {
        ws_error_set(err, WS_E_UNSUPPORTED, 0, "only a file can be read from its middle");
        return WS_FATAL;
    }
    enum ws_status st = ws_file_read_at(file, p, sizeof p, 0, err);
    if (st != WS_OK)
        return st == WS_EOF ? WS_OK : st;
    if (memcmp(p, DICTIONARY, sizeof DICTIONARY) == 0)
        return keep(f, file,
                    sizeof p + ((uint64_t)p[4] | (uint64_t)p[5] << 8 | (uint64_t)p[6] << 16 |
                                (uint64_t)p[7] << 24),
                    err);
    if (ws_starts_record(p, sizeof p))
        return WS_OK;
    f->is_record = true;
    return keep(f, file, arc_front(file, opts), err);
}

void ws_front_release(struct ws_front *f)
{
    ws_buf_release(&f->bytes);
}

/* Puts the front before the file's bytes, and passes over the record in it. */
static enum ws_status lay_front(struct ws_archive *a, const struct ws_front *f, uint64_t offset,
                                struct ws_error *err)
{
    struct ws_record rec;
    struct ws_slice bytes = {f->bytes.p, f->bytes.n <= offset ? f->bytes.n : 0};
    if (!ws_source_preload(&a->in.src, bytes, offset - bytes.n)) {
        ws_error_set(err, WS_E_NOMEM, offset, "out of memory");
        return WS_FATAL;
    }
    if (f->is_record && bytes.n && ws_archive_next(a, &rec) == WS_FATAL) {
        if (err)
            *err = a->error;
        return WS_FATAL;
    }
    return WS_OK;
}

enum ws_status ws_archive_open_at(struct ws_file file, uint64_t offset,
                                  const struct ws_archive_options *opts, struct ws_archive **a,
                                  struct ws_error *err)
{
    struct ws_front front;
    *a = NULL;
    enum ws_status st = ws_front_read(&front, file, opts, err);
    if (st == WS_OK && !ws_file_seek(file, offset)) {
        ws_error_set(err, WS_E_NOT_THERE, offset, "no such place in a file");
        st = WS_FATAL;
    }
    if (st == WS_OK)
        st = ws_archive_open_file(file, opts, a, err);
    if (st == WS_OK && lay_front(*a, &front, offset, err) != WS_OK) {
        ws_archive_close(*a);
        *a = NULL;
        st = WS_FATAL;
    }
    ws_front_release(&front);
    return st;
}
