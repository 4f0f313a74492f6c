#include "warc/listed.h"

#include <stdlib.h>

/* Compressed records are hardly larger than their bytes; with this much room for headers. */
#define SLACK ((uint64_t)1 << 20)

struct ws_listed {
    struct ws_archive_options opts;
    struct ws_file file;
    const struct ws_place *places;
    size_t n, next;
    struct ws_front front;
    struct ws_buf bytes; /* the front, then the record */
    struct ws_archive *archive;
    struct ws_error error;
    uint64_t read;
};

enum ws_status ws_listed_open(struct ws_file file, const struct ws_archive_options *opts,
                              const struct ws_place *places, size_t n_places,
                              struct ws_listed **out, struct ws_error *err)
{
    struct ws_listed *l = *out = calloc(1, sizeof *l);
    if (!l) {
        ws_error_set(err, WS_E_NOMEM, 0, "out of memory");
        return WS_FATAL;
    }
    if (opts)
        l->opts = *opts;
    else
        ws_archive_options_init(&l->opts);
    l->file = file;
    l->places = places;
    l->n = n_places;
    enum ws_status st = ws_front_read(&l->front, file, opts, err);
    ws_buf_init(&l->bytes, SIZE_MAX / 8);
    if (st == WS_OK)
        return st;
    ws_listed_close(l);
    *out = NULL;
    return st;
}

void ws_listed_close(struct ws_listed *l)
{
    if (!l)
        return;
    ws_archive_close(l->archive);
    ws_front_release(&l->front);
    ws_buf_release(&l->bytes);
    free(l);
}

const struct ws_error *ws_listed_error(const struct ws_listed *l)
{
    return &l->error;
}

uint64_t ws_listed_bytes(const struct ws_listed *l)
{
    return l->read;
}

static const struct ws_place *place(const struct ws_listed *l)
{
    return &l->places[l->next - 1];
}

static enum ws_status not_there(struct ws_listed *l, const char *why)
{
    ws_error_set(&l->error, WS_E_NOT_THERE, place(l)->offset, "listed, but %s", why);
    return WS_SKIP;
}

static enum ws_status no_memory(struct ws_listed *l)
{
    ws_error_set(&l->error, WS_E_NOMEM, place(l)->offset, "out of memory");
    return WS_FATAL;
}

/* The front, if the record is not part of it, and the record. */
static enum ws_status read_place(struct ws_listed *l)
{
    const struct ws_place *at = place(l);
    const struct ws_buf *front = &l->front.bytes;
    if (at->length == 0)
        return not_there(l, "without a length");
    if (at->length > l->opts.max_record_bytes + l->opts.max_header_bytes + SLACK) {
        ws_error_set(&l->error, WS_E_RECORD_TOO_BIG, at->offset,
                     "a listed record over the size limit");
        return WS_SKIP;
    }
    size_t n = (size_t)at->length;
    ws_buf_clear(&l->bytes, SLACK);
    if ((at->offset >= front->n && !ws_buf_append(&l->bytes, front->p, front->n)) ||
        !ws_buf_reserve(&l->bytes, n))
        return no_memory(l);
    enum ws_status st = ws_file_read_at(l->file, l->bytes.p + l->bytes.n, n, at->offset, &l->error);
    if (st != WS_OK)
        return st == WS_EOF ? not_there(l, "the file ends before the end of it") : WS_SKIP;
    l->bytes.n += n;
    l->read += n;
    return WS_OK;
}

/* What reading a record there came to, st: one that is none, or not at its place, is WS_SKIP.
 * Only no memory is WS_FATAL: the other places may still be good. */
static enum ws_status judge(struct ws_listed *l, enum ws_status st, const struct ws_record *rec)
{
    if (st == WS_OK || st == WS_WARN)
        return rec->offset == place(l)->offset ? st : not_there(l, "no record begins there");
    if (st == WS_EOF)
        return not_there(l, "there is no record");
    l->error = *ws_archive_error(l->archive);
    if (l->error.code == WS_E_NOMEM)
        return WS_FATAL;
    l->error.offset = place(l)->offset;
    return l->error.code == WS_E_NOT_ARCHIVE ? not_there(l, "there is no record") : WS_SKIP;
}

enum ws_status ws_listed_next(struct ws_listed *l, struct ws_archive **a, struct ws_record *rec)
{
    struct ws_error err;
    ws_archive_close(l->archive);
    *a = l->archive = NULL;
    if (l->next == l->n)
        return WS_EOF;
    l->next++;
    enum ws_status st = read_place(l);
    if (st != WS_OK)
        return st;
    uint64_t before = l->bytes.n - place(l)->length;
    if (ws_archive_open_memory(l->bytes.p, l->bytes.n, place(l)->offset - before, &l->opts,
                               &l->archive, &err) != WS_OK)
        return no_memory(l);
    if (before && l->front.is_record && ws_archive_next(l->archive, rec) == WS_FATAL)
        return not_there(l, "the file is not readable from its start");
    *a = l->archive;
    return judge(l, ws_archive_next(l->archive, rec), rec);
}
