/* The cutter reads records as ws_archive does and copies them, decompressed, into a batch in
 * canonical form: the header as it stands in the file, the block, CRLF CRLF. What a header has
 * of oddities (WS_WARN) is found again when the batch is read and is no event; events are
 * losses (WS_SKIP). */
#include "warc/batch.h"
#include "warc/listed.h"
#include "warc/reader.h"
#include "warc/segments.h"

#include <stdlib.h>
#include <string.h>

#define BATCH_BYTES ((size_t)4 << 20)

struct ws_cutter {
    struct ws_archive *archive; /* of a place: listed has it, and it may be NULL */
    struct ws_listed *listed;   /* NULL: all there is */
    size_t batch_bytes;
    struct ws_error error;
    bool broken;
    bool ahead; /* the reader stands at a record (or event, or the end) that no batch has: */
    enum ws_status ahead_status;
    struct ws_record rec;
    struct ws_buf page_id;        /* of the last record of the batch, if it may hold a page */
    struct ws_segments *segments; /* NULL: not to be joined */
};

static struct ws_cutter *new_cutter(size_t batch_bytes, struct ws_error *err)
{
    struct ws_cutter *c = calloc(1, sizeof *c);
    if (!c) {
        ws_error_set(err, WS_E_NOMEM, 0, "out of memory");
        return NULL;
    }
    c->batch_bytes = batch_bytes ? batch_bytes : BATCH_BYTES;
    ws_buf_init(&c->page_id, SIZE_MAX / 2); /* part of a header, which has a limit */
    return c;
}

/* st: how opening what *c reads went. */
static enum ws_status opened(struct ws_cutter **c, enum ws_status st)
{
    if (st != WS_OK) {
        free(*c);
        *c = NULL;
    }
    return st;
}

enum ws_status ws_cutter_open_file(struct ws_file file, const struct ws_archive_options *opts,
                                   size_t batch_bytes, struct ws_cutter **c,
                                   struct ws_error *err)
{
    *c = new_cutter(batch_bytes, err);
    return *c ? opened(c, ws_archive_open_file(file, opts, &(*c)->archive, err)) : WS_FATAL;
}

enum ws_status ws_cutter_open_fd(int fd, const struct ws_archive_options *opts,
                                 size_t batch_bytes, struct ws_cutter **c, struct ws_error *err)
{
    return ws_cutter_open_file(ws_file_of_fd(fd), opts, batch_bytes, c, err);
}

enum ws_status ws_cutter_open_behind(struct ws_file file, uint64_t offset,
                                     const struct ws_archive_options *opts, size_t batch_bytes,
                                     struct ws_cutter **c, struct ws_error *err)
{
    struct ws_record rec;
    *c = new_cutter(batch_bytes, err);
    if (!*c)
        return WS_FATAL;
    enum ws_status st = opened(c, ws_archive_open_at(file, offset, opts, &(*c)->archive, err));
    if (st != WS_OK)
        return st;
    (*c)->ahead_status = ws_archive_next((*c)->archive, &rec);
    if ((*c)->ahead_status == WS_SKIP || (*c)->ahead_status == WS_FATAL || rec.offset != offset)
        (*c)->ahead = true; /* another file than it was: what is there now counts */
    (*c)->rec = rec;
    return WS_OK;
}

enum ws_status ws_cutter_open_listed(struct ws_file file, const struct ws_archive_options *opts,
                                     size_t batch_bytes, const struct ws_place *places,
                                     size_t n_places, struct ws_cutter **c,
                                     struct ws_error *err)
{
    *c = new_cutter(batch_bytes, err);
    return *c ? opened(c, ws_listed_open(file, opts, places, n_places, &(*c)->listed, err))
              : WS_FATAL;
}

void ws_cutter_close(struct ws_cutter *c)
{
    if (!c)
        return;
    if (!c->listed)
        ws_archive_close(c->archive);
    ws_listed_close(c->listed);
    ws_buf_release(&c->page_id);
    ws_segments_free(c->segments);
    free(c);
}

bool ws_cutter_join_segments(struct ws_cutter *c, const struct ws_archive_options *opts)
{
    if (!c->segments)
        c->segments = ws_segments_new(opts);
    return c->segments != NULL;
}

const struct ws_error *ws_cutter_error(const struct ws_cutter *c)
{
    return &c->error;
}

static void append(struct ws_batch *b, struct ws_slice s)
{
    if (s.n)
        memcpy(b->bytes + b->n, s.p, s.n);
    b->n += s.n;
}

/* entry: but for its place in b. */
static bool add_record(struct ws_batch *b, struct ws_slice head, struct ws_slice block,
                       struct ws_batch_entry entry)
{
    static const struct ws_slice END = {(const uint8_t *)"\r\n\r\n", 4};
    entry.at = b->n;
    if (!ws_batch_reserve(b, head.n + block.n + END.n) || !ws_batch_add_entry(b, &entry))
        return false;
    append(b, head);
    append(b, block);
    append(b, END);
    return true;
}

static uint64_t position(const struct ws_cutter *c)
{
    return c->listed ? ws_listed_bytes(c->listed) : ws_archive_position(c->archive);
}

static enum ws_status no_memory(struct ws_cutter *c)
{
    ws_error_set(&c->error, WS_E_NOMEM, position(c), "out of memory");
    c->broken = true;
    return WS_FATAL;
}

/* Records that the segments came to. */
static bool add_joined(struct ws_cutter *c, struct ws_batch *b)
{
    struct ws_joined j;
    bool ok = true;
    while (ok && c->segments && ws_segments_pop(c->segments, &j))
        ok = add_record(
            b, j.head, j.block,
            (struct ws_batch_entry){
                .offset = j.offset, .length = j.length, .segment = j.fate, .n_segments = j.n});
    return ok;
}

/* What is held waits no longer. */
static enum ws_status add_rest(struct ws_cutter *c, struct ws_batch *b)
{
    if (c->segments)
        ws_segments_end(c->segments);
    return add_joined(c, b) ? WS_OK : no_memory(c);
}

static bool note_page(struct ws_cutter *c, bool is_page)
{
    c->page_id.n = 0;
    return !is_page || ws_buf_append(&c->page_id, c->rec.id.p, c->rec.id.n);
}

static bool take_record(struct ws_cutter *c, struct ws_batch *b, struct ws_slice block)
{
    struct ws_slice head = ws_archive_raw_header(c->archive);
    struct ws_batch_entry entry = {.offset = c->rec.offset, .length = c->rec.length};
    enum ws_segment_take t =
        c->segments ? ws_segments_take(c->segments, &c->rec, head, block) : WS_TAKE_NONE;
    bool is_page =
        t == WS_TAKE_NONE && (c->rec.type == WS_REC_RESPONSE || c->rec.type == WS_REC_RESOURCE);
    if (t == WS_TAKE_NO_MEMORY || !add_joined(c, b) || !note_page(c, is_page))
        return false;
    if (t == WS_TAKE_HELD)
        return true;
    entry.segment = t == WS_TAKE_STRAY ? WS_SEGMENT_NO_START : WS_SEGMENT_NONE;
    return add_record(b, head, block, entry);
}

/* The header of the next record, which stays where it is until it is taken. */
static enum ws_status look(struct ws_cutter *c)
{
    if (!c->ahead)
        c->ahead_status = c->listed ? ws_listed_next(c->listed, &c->archive, &c->rec)
                                    : ws_archive_next(c->archive, &c->rec);
    c->ahead = true;
    return c->ahead_status;
}

/* Does the next record belong to the last one of the batch? */
static bool belongs(struct ws_cutter *c)
{
    enum ws_status st = c->page_id.n ? look(c) : WS_EOF;
    return (st == WS_OK || st == WS_WARN) && c->rec.type == WS_REC_METADATA &&
           ws_record_names(&c->rec, (struct ws_slice){c->page_id.p, c->page_id.n});
}

/* Takes one record or event. */
static enum ws_status take(struct ws_cutter *c, struct ws_batch *b)
{
    struct ws_slice block;
    enum ws_status st = look(c);
    bool found = st == WS_OK || st == WS_WARN;
    c->ahead = false;
    if (found)
        st = ws_archive_block(c->archive, &c->rec, &block);
    const struct ws_error *error =
        c->listed && !found ? ws_listed_error(c->listed) : ws_archive_error(c->archive);
    switch (st) {
    case WS_OK:
        return take_record(c, b, block) ? WS_OK : no_memory(c);
    case WS_SKIP:
        return ws_batch_add_event(b, error) ? WS_OK : no_memory(c);
    case WS_FATAL:
        if (add_rest(c, b) == WS_OK)
            c->error = *error;
        c->broken = true;
        return WS_FATAL;
    default:
        return add_rest(c, b) == WS_OK ? st : WS_FATAL;
    }
}

static bool full(const struct ws_cutter *c, const struct ws_batch *b)
{
    return b->n >= c->batch_bytes || b->n_entries >= WS_BATCH_ENTRIES ||
           b->n_events >= WS_BATCH_EVENTS;
}

enum ws_status ws_cutter_next(struct ws_cutter *c, struct ws_batch *b)
{
    ws_batch_clear(b, c->batch_bytes);
    enum ws_status st = c->broken ? WS_FATAL : WS_OK;
    while (st == WS_OK && (!full(c, b) || belongs(c)))
        st = take(c, b);
    c->page_id.n = 0; /* a batch begins with nothing that the next record could belong to */
    b->input_end = position(c);
    if (st == WS_EOF && (b->n_entries || b->n_events))
        return WS_OK; /* the next call says WS_EOF again */
    return st;
}

bool ws_cutter_pauses(struct ws_cutter *c, uint64_t *offset)
{
    if (c->broken || c->listed || (c->segments && ws_segments_hold(c->segments)))
        return false;
    enum ws_status st = look(c);
    const struct ws_archive *a = c->archive;
    *offset = c->rec.offset;
    return (st == WS_OK || st == WS_WARN) && a->whole_start && a->in.packed &&
           a->in.kind == WS_CODEC_GZIP && a->kind == WS_HEADERS_WARC &&
           c->rec.type != WS_REC_METADATA;
}
