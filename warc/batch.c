#include "warc/batch.h"
#include "warc/reader.h"
#include "warc/record.h"

#include <stdlib.h>

void ws_batch_release(struct ws_batch *b)
{
    free(b->bytes);
    free(b->entries);
    free(b->events);
    *b = (struct ws_batch){0};
}

void ws_batch_clear(struct ws_batch *b, size_t usual_bytes)
{
    if (b->cap / 4 > usual_bytes) {
        free(b->bytes);
        b->bytes = NULL;
        b->cap = 0;
    }
    b->n = b->n_entries = b->n_events = 0;
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

bool ws_batch_reserve(struct ws_batch *b, size_t n)
{
    void *p = b->bytes;
    bool ok = grow(&p, &b->cap, b->n, n, 1);
    b->bytes = p;
    return ok;
}

bool ws_batch_add_entry(struct ws_batch *b, const struct ws_batch_entry *e)
{
    void *p = b->entries;
    bool ok = grow(&p, &b->cap_entries, b->n_entries, 1, sizeof *b->entries);
    b->entries = p;
    if (ok)
        b->entries[b->n_entries++] = *e;
    return ok;
}

bool ws_batch_add_event(struct ws_batch *b, const struct ws_error *error)
{
    void *p = b->events;
    bool ok = grow(&p, &b->cap_events, b->n_events, 1, sizeof *b->events);
    b->events = p;
    if (ok)
        b->events[b->n_events++] =
            (struct ws_batch_event){.before = b->n_entries, .error = *error};
    return ok;
}

/* A batch is trusted: the cutter made it. Its records end where the next begins, whatever their
 * headers say, so that records read the same here and in the file. */
enum ws_status ws_batch_next_record(struct ws_archive *a, struct ws_record *rec)
{
    const struct ws_batch *b = a->batch;
    if (a->next_entry == b->n_entries) {
        a->state = WS_AT_END;
        return WS_EOF;
    }
    const struct ws_batch_entry *e = &b->entries[a->next_entry++];
    size_t end = a->next_entry < b->n_entries ? e[1].at : b->n;
    const uint8_t *p = b->bytes + e->at;
    size_t at = 0, head = 0;
    (void)ws_header_scan(p, end - e->at, &at, &head);
    enum ws_status st =
        ws_header_parse((struct ws_slice){p, head}, &a->fields, &a->rec, &a->error);
    a->error.offset = e->offset;
    a->rec.offset = e->offset;
    a->rec.length = e->length;
    a->rec.segment = e->segment;
    a->rec.n_segments = e->n_segments;
    a->batch_block = (struct ws_slice){p + head, end - WS_RECORD_END - e->at - head};
    if (a->rec.content_length == WS_LENGTH_UNKNOWN)
        a->rec.content_length = a->batch_block.n;
    a->state = st == WS_FATAL ? WS_IS_BROKEN : WS_BLOCK_HELD;
    *rec = a->rec;
    return st;
}
