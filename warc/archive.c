#include "warc/reader.h"

#include <stdlib.h>
#include <string.h>

/* An input that does not begin like an archive may still be one with something in front: this
 * much of it is searched for a record. */
#define SNIFF_MAX ((size_t)1 << 20)

void ws_archive_options_init(struct ws_archive_options *o)
{
    *o = (struct ws_archive_options){
        .max_record_bytes = (uint64_t)32 << 20,
        .max_header_bytes = (uint64_t)256 << 10,
        .max_inflate_ratio = 2000,
    };
}

/* Options within what the windows can be made for. */
static struct ws_archive_options checked_options(const struct ws_archive_options *opts)
{
    const uint64_t most = SIZE_MAX / 8;
    struct ws_archive_options o;
    if (opts)
        o = *opts;
    else
        ws_archive_options_init(&o);
    if (o.max_record_bytes > most)
        o.max_record_bytes = most;
    if (o.max_header_bytes > most / 4)
        o.max_header_bytes = most / 4;
    if (o.max_header_bytes < 64)
        o.max_header_bytes = 64;
    if (o.max_inflate_ratio == 0)
        o.max_inflate_ratio = 1;
    return o;
}

/* The window holds a block, what is looked at behind it, and the header of a record that begins
 * inside it. */
static size_t max_window(const struct ws_archive_options *o)
{
    size_t n = (size_t)o->max_record_bytes + 2 * (size_t)o->max_header_bytes +
               2 * WS_ARC_LINE_MAX + 4096;
    if (n < SNIFF_MAX)
        n = SNIFF_MAX;
    return n > WS_PLAIN_WINDOW_MIN ? n : WS_PLAIN_WINDOW_MIN;
}

static struct ws_archive *new_archive(const struct ws_archive_options *opts,
                                      struct ws_error *err)
{
    struct ws_archive *a = calloc(1, sizeof *a);
    if (!a) {
        ws_error_set(err, WS_E_NOMEM, 0, "out of memory");
        return NULL;
    }
    a->opts = checked_options(opts);
    a->own = WS_FILE_NONE;
    ws_plain_init(&a->in, max_window(&a->opts), a->opts.max_inflate_ratio);
    ws_buf_init(&a->head, (size_t)a->opts.max_header_bytes);
    return a;
}

enum ws_status ws_archive_open_file(struct ws_file file, const struct ws_archive_options *opts,
                                    struct ws_archive **a, struct ws_error *err)
{
    *a = new_archive(opts, err);
    if (!*a)
        return WS_FATAL;
    ws_source_init_file(&(*a)->in.src, file, max_window(&(*a)->opts));
    return WS_OK;
}

enum ws_status ws_archive_open_fd(int fd, const struct ws_archive_options *opts,
                                  struct ws_archive **a, struct ws_error *err)
{
    return ws_archive_open_file(ws_file_of_fd(fd), opts, a, err);
}

enum ws_status ws_archive_open_memory(const void *bytes, size_t n, uint64_t base,
                                      const struct ws_archive_options *opts,
                                      struct ws_archive **a, struct ws_error *err)
{
    *a = new_archive(opts, err);
    if (!*a)
        return WS_FATAL;
    ws_source_init_memory(&(*a)->in.src, bytes, n, base);
    return WS_OK;
}

enum ws_status ws_archive_open_batch(const struct ws_batch *b,
                                     const struct ws_archive_options *opts,
                                     struct ws_archive **a, struct ws_error *err)
{
    enum ws_status st = ws_archive_open_memory(b->bytes, b->n, 0, opts, a, err);
    if (st == WS_OK)
        (*a)->batch = b;
    return st;
}

enum ws_status ws_archive_open(const char *path, const struct ws_archive_options *opts,
                               struct ws_archive **a, struct ws_error *err)
{
    *a = NULL;
    struct ws_file file;
    if (ws_file_open(NULL, path, WS_READ_ALONG, &file, err) != WS_OK)
        return WS_FATAL;
    enum ws_status st = ws_archive_open_file(file, opts, a, err);
    if (st == WS_OK)
        (*a)->own = file;
    else
        ws_file_close(file);
    return st;
}

void ws_archive_close(struct ws_archive *a)
{
    if (!a)
        return;
    ws_plain_release(&a->in);
    ws_buf_release(&a->head);
    ws_fields_release(&a->fields);
    ws_fields_release(&a->probe);
    ws_file_close(a->own);
    free(a);
}

const struct ws_error *ws_archive_error(const struct ws_archive *a)
{
    return &a->error;
}

uint64_t ws_archive_position(const struct ws_archive *a)
{
    return a->in.src.offset;
}

struct ws_slice ws_archive_raw_header(const struct ws_archive *a)
{
    return (struct ws_slice){a->head.p, a->head.n};
}

struct ws_slice ws_archive_raw_end(const struct ws_archive *a)
{
    if (a->state != WS_BLOCK_HELD || a->batch)
        return (struct ws_slice){NULL, 0};
    return (struct ws_slice){a->in.p + a->rec.content_length, a->tail};
}

/* --- what the input is --------------------------------------------------------------- */

/* Formats that are known by their first bytes and not read by this version. */
static const struct {
    const char *magic;
    size_t n;
    enum ws_code code;
    const char *msg;
} FOREIGN[] = {
    {"PK\x03\x04", 4, WS_E_ZIP,
     "a ZIP (WACZ?): unpack it first, unzip -p FILE.wacz 'archive/*.warc.gz' | warcsift ... -"},
    {"\x02\x21\x4c\x18", 4, WS_E_UNSUPPORTED,
     "the legacy format of lz4 is not supported: lz4 -dc FILE | warcsift ... -"},
    {"BZh", 3, WS_E_UNSUPPORTED,
     "bzip2 compression is not supported: bzip2 -dc FILE | warcsift ... -"},
    {"\xfd"
     "7zXZ",
     5, WS_E_UNSUPPORTED, "xz compression is not supported: xz -dc FILE | warcsift ... -"},
};

static enum ws_status refuse(struct ws_archive *a, enum ws_code code, const char *msg)
{
    ws_error_set(&a->error, code, a->in.src.offset, "%s", msg);
    a->state = WS_IS_BROKEN;
    return WS_FATAL;
}

static enum ws_status refuse_foreign(struct ws_archive *a, const uint8_t *p, size_t n)
{
    for (size_t i = 0; i < sizeof FOREIGN / sizeof *FOREIGN; i++)
        if (n >= FOREIGN[i].n && memcmp(p, FOREIGN[i].magic, FOREIGN[i].n) == 0)
            return refuse(a, FOREIGN[i].code, FOREIGN[i].msg);
    return WS_OK;
}

static bool has_record_line(const uint8_t *p, size_t n)
{
    size_t at = 0;
    while (at < n) {
        if (ws_header_starts(WS_HEADERS_ANY, p + at, n - at))
            return true;
        const uint8_t *nl = memchr(p + at, '\n', n - at);
        if (!nl)
            return false;
        at = (size_t)(nl - p) + 1;
    }
    return false;
}

static enum ws_status source_failed(struct ws_archive *a)
{
    a->error = a->in.src.error;
    a->error.offset = a->in.src.offset;
    a->state = WS_IS_BROKEN;
    return WS_FATAL;
}

/* Neither compressed nor a record at the start: perhaps one of them with something in front. */
static enum ws_status sniff_further(struct ws_archive *a, bool *packed)
{
    struct ws_source *s = &a->in.src;
    if (ws_source_need(s, SNIFF_MAX) == WS_FATAL)
        return source_failed(a);
    if (has_record_line(s->p, s->n < SNIFF_MAX ? s->n : SNIFF_MAX))
        return WS_OK;
    if (!ws_plain_has_member(&a->in, SNIFF_MAX))
        return refuse(a, WS_E_NOT_ARCHIVE,
                      "no WARC or ARC file: no record in its first mebibyte");
    *packed = true;
    return WS_OK;
}

enum ws_status ws_archive_sniff(struct ws_archive *a)
{
    struct ws_source *s = &a->in.src;
    if (ws_source_need(s, 16) == WS_FATAL)
        return source_failed(a);
    if (s->n == 0)
        return refuse(a, WS_E_NOT_ARCHIVE, "the input is empty");
    const char *lacking;
    bool packed = ws_plain_is_packed(s->p, s->n, &lacking);
    if (lacking)
        return refuse(a, WS_E_UNSUPPORTED, lacking);
    enum ws_status st = packed ? WS_OK : refuse_foreign(a, s->p, s->n);
    if (st == WS_OK && !packed && !ws_starts_record(s->p, s->n))
        st = sniff_further(a, &packed);
    if (st != WS_OK)
        return st;
    if (!ws_plain_start(&a->in, packed))
        return refuse(a, WS_E_NOMEM, "out of memory");
    enum ws_need r = packed ? ws_plain_next_member(&a->in) : WS_HAVE;
    if (r == WS_BROKEN) {
        a->error = a->in.error;
        a->state = WS_IS_BROKEN;
        return WS_FATAL;
    }
    if (r == WS_INPUT_END || (r == WS_DAMAGE && s->n == 0 && a->in.error.code == WS_E_GARBAGE))
        return refuse(
            a, WS_E_NOT_ARCHIVE,
            "no WARC or ARC file: it begins like a compressed one and holds no record");
    a->pending = r == WS_DAMAGE;
    return WS_OK;
}
