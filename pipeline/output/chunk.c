#include "pipeline/output/chunk.h"

#include <stdlib.h>
#include <string.h>

#define KEEP_BYTES (8u << 20) /* a buffer that grew larger is given back */

void ws_chunks_init(struct ws_chunks *c, size_t max_bytes)
{
    *c = (struct ws_chunks){0};
    ws_buf_init(&c->bytes, max_bytes);
}

void ws_chunks_release(struct ws_chunks *c)
{
    ws_buf_release(&c->bytes);
    free(c->list);
    *c = (struct ws_chunks){0};
}

void ws_chunks_clear(struct ws_chunks *c)
{
    ws_buf_clear(&c->bytes, KEEP_BYTES);
    c->n = 0;
}

bool ws_chunk_filler_init(struct ws_chunk_filler *f, enum ws_compress kind,
                          uint64_t shard_bytes, size_t max_line_bytes)
{
    *f = (struct ws_chunk_filler){.limit = WS_CHUNK_BYTES};
    if (shard_bytes && shard_bytes < f->limit)
        f->limit = (size_t)shard_bytes;
    ws_buf_init(&f->plain, f->limit + max_line_bytes);
    f->encoder = ws_encoder_new(kind);
    return f->encoder != NULL;
}

void ws_chunk_filler_release(struct ws_chunk_filler *f)
{
    ws_buf_release(&f->plain);
    ws_encoder_free(f->encoder);
    f->encoder = NULL;
}

/* Room for one more entry, so that bytes and list never disagree. */
static bool reserve_entry(struct ws_chunks *c)
{
    if (c->n < c->cap)
        return true;
    size_t cap = c->cap ? c->cap * 2 : 16;
    struct ws_chunk *list = realloc(c->list, cap * sizeof *list);
    if (!list)
        return false;
    c->list = list;
    c->cap = cap;
    return true;
}

/* The first n bytes of plain, with all lines but the last `keep`, become a chunk. */
static bool close_at(struct ws_chunk_filler *f, size_t n, uint64_t keep, struct ws_chunks *done)
{
    size_t at = done->bytes.n;
    if (!reserve_entry(done) ||
        !ws_encode(f->encoder, (struct ws_slice){f->plain.p, n}, &done->bytes))
        return false;
    done->list[done->n++] = (struct ws_chunk){
        .at = at, .n = done->bytes.n - at, .plain_bytes = n, .articles = f->articles - keep};
    f->articles = keep;
    return true;
}

bool ws_chunk_line_added(struct ws_chunk_filler *f, size_t line_at, struct ws_chunks *done)
{
    f->articles++;
    if (f->plain.n <= f->limit || line_at == 0)
        return true;
    if (!close_at(f, line_at, 1, done))
        return false;
    f->plain.n -= line_at;
    memmove(f->plain.p, f->plain.p + line_at, f->plain.n);
    return true;
}

bool ws_chunk_close(struct ws_chunk_filler *f, struct ws_chunks *done)
{
    if (f->articles && !close_at(f, f->plain.n, 0, done))
        return false;
    ws_buf_clear(&f->plain, KEEP_BYTES);
    return true;
}
