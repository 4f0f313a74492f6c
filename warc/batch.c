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

/* What the cutter writes behind every block. */
#define RECORD_END 4

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
    a->batch_block = (struct ws_slice){p + head, end - RECORD_END - e->at - head};
    if (a->rec.content_length == WS_LENGTH_UNKNOWN)
        a->rec.content_length = a->batch_block.n;
    a->state = st == WS_FATAL ? WS_IS_BROKEN : WS_BLOCK_HELD;
    *rec = a->rec;
    return st;
}
