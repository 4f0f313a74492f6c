/* The cutter reads records as ws_archive does and copies them, decompressed, into a batch in
 * canonical form: the header as it stands in the file, the block, CRLF CRLF. What a header has
 * of oddities (WS_WARN) is found again when the batch is read and is no event; events are
 * losses (WS_SKIP). */
#include "warc/listed.h"
#include "warc/reader.h"

#include <stdlib.h>
#include <string.h>

#define BATCH_BYTES ((size_t)4 << 20)
/* A batch is also full with so many records or events, whatever their size: bounds the tables.
 */
#define BATCH_ENTRIES ((size_t)65536)
#define BATCH_EVENTS  ((size_t)1024)

struct ws_cutter {
    struct ws_archive *archive; /* NULL: of places */
    struct ws_listed *listed;   /* NULL: all there is */
    size_t batch_bytes;
    struct ws_error error;
    bool broken;
};

static struct ws_cutter *new_cutter(size_t batch_bytes, struct ws_error *err)
{
    struct ws_cutter *c = calloc(1, sizeof *c);
    if (!c)
        ws_error_set(err, WS_E_NOMEM, 0, "out of memory");
    else
        c->batch_bytes = batch_bytes ? batch_bytes : BATCH_BYTES;
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

enum ws_status ws_cutter_open_fd(int fd, const struct ws_archive_options *opts,
                                 size_t batch_bytes, struct ws_cutter **c, struct ws_error *err)
{
    *c = new_cutter(batch_bytes, err);
    return *c ? opened(c, ws_archive_open_fd(fd, opts, &(*c)->archive, err)) : WS_FATAL;
}

enum ws_status ws_cutter_open_listed(int fd, const struct ws_archive_options *opts,
                                     size_t batch_bytes, const struct ws_place *places,
                                     size_t n_places, struct ws_cutter **c,
                                     struct ws_error *err)
{
    *c = new_cutter(batch_bytes, err);
    return *c ? opened(c, ws_listed_open(fd, opts, places, n_places, &(*c)->listed, err))
              : WS_FATAL;
}

void ws_cutter_close(struct ws_cutter *c)
{
    if (!c)
        return;
    ws_archive_close(c->archive);
    ws_listed_close(c->listed);
    free(c);
}

const struct ws_error *ws_cutter_error(const struct ws_cutter *c)
{
    return &c->error;
}

/* Makes room for n more elements of size bytes behind *used. */
static bool grow(void **p, size_t *cap, size_t used, size_t n, size_t size)
{
    if (n <= *cap - used)
        return true;
    if (n > SIZE_MAX / 2 / size - used)
        return false;
    size_t want = *cap ? *cap : 64;
    while (want < used + n)
        want *= 2;
    void *q = realloc(*p, want * size);
    if (!q)
        return false;
    *p = q;
    *cap = want;
    return true;
}

static bool grow_bytes(struct ws_batch *b, size_t n)
{
    void *p = b->bytes;
    bool ok = grow(&p, &b->cap, b->n, n, 1);
    b->bytes = p;
    return ok;
}

static void append(struct ws_batch *b, struct ws_slice s)
{
    if (s.n)
        memcpy(b->bytes + b->n, s.p, s.n);
    b->n += s.n;
}

static bool add_record(struct ws_batch *b, struct ws_slice head, struct ws_slice block,
                       const struct ws_record *rec)
{
    static const struct ws_slice END = {(const uint8_t *)"\r\n\r\n", 4};
    void *p = b->entries;
    bool ok = grow(&p, &b->cap_entries, b->n_entries, 1, sizeof *b->entries);
    b->entries = p;
    if (!ok || !grow_bytes(b, head.n + block.n + END.n))
        return false;
    b->entries[b->n_entries++] =
        (struct ws_batch_entry){.at = b->n, .offset = rec->offset, .length = rec->length};
    append(b, head);
    append(b, block);
    append(b, END);
    return true;
}

static bool add_event(struct ws_batch *b, const struct ws_error *error)
{
    void *p = b->events;
    bool ok = grow(&p, &b->cap_events, b->n_events, 1, sizeof *b->events);
    b->events = p;
    if (ok)
        b->events[b->n_events++] =
            (struct ws_batch_event){.before = b->n_entries, .error = *error};
    return ok;
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

/* Takes one record or event. */
static enum ws_status take(struct ws_cutter *c, struct ws_batch *b)
{
    struct ws_record rec;
    struct ws_slice block;
    struct ws_archive *a = c->archive;
    enum ws_status st = c->listed ? ws_listed_next(c->listed, &a) : WS_OK;
    if (st == WS_EOF)
        return st;
    if (st == WS_OK)
        st = ws_archive_next(a, &rec);
    if (st == WS_OK || st == WS_WARN)
        st = ws_archive_block(a, &rec, &block);
    if (c->listed)
        st = ws_listed_check(c->listed, st, &rec);
    const struct ws_error *error = c->listed ? ws_listed_error(c->listed) : ws_archive_error(a);
    switch (st) {
    case WS_OK:
        return add_record(b, ws_archive_raw_header(a), block, &rec) ? WS_OK
                                                                             : no_memory(c);
    case WS_SKIP:
        return add_event(b, error) ? WS_OK : no_memory(c);
    case WS_FATAL:
        c->error = *error;
        c->broken = true;
        return WS_FATAL;
    default:
        return st;
    }
}

static bool full(const struct ws_cutter *c, const struct ws_batch *b)
{
    return b->n >= c->batch_bytes || b->n_entries >= BATCH_ENTRIES ||
           b->n_events >= BATCH_EVENTS;
}

/* Empties b; memory that one large record took is given back. */
static void clear(const struct ws_cutter *c, struct ws_batch *b)
{
    if (b->cap / 4 > c->batch_bytes) {
        free(b->bytes);
        b->bytes = NULL;
        b->cap = 0;
    }
    b->n = b->n_entries = b->n_events = 0;
}

enum ws_status ws_cutter_next(struct ws_cutter *c, struct ws_batch *b)
{
    clear(c, b);
    enum ws_status st = c->broken ? WS_FATAL : WS_OK;
    while (st == WS_OK && !full(c, b))
        st = take(c, b);
    b->input_end = position(c);
    if (st == WS_EOF && (b->n_entries || b->n_events))
        return WS_OK; /* the next call says WS_EOF again */
    return st;
}
