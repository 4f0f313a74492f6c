/* The first way through the shards: what each document is to be known again by. */
#include "pipeline/dedup/dedup.h"
#include "pipeline/dedup/doc_scan.h"
#include "pipeline/input/surt.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

/* Of one thread. */
struct reader {
    struct ws_dedup *d;
    struct ws_doc_reader texts;
    struct ws_minhash *minhash; /* NULL: exact duplicates only */
    uint64_t *sig;
    struct ws_key_writer keys;
};

static enum ws_status no_memory(struct ws_error *err)
{
    ws_error_set(err, WS_E_NOMEM, 0, "out of memory");
    return WS_FATAL;
}

static bool start(struct reader *r, struct ws_dedup *d)
{
    const struct ws_dedup_options *o = d->options;
    *r = (struct reader){.d = d};
    ws_doc_reader_init(&r->texts);
    if (!o->exact_only) {
        r->minhash = ws_minhash_new(&o->minhash);
        r->sig = calloc((size_t)o->minhash.bands * o->minhash.rows, sizeof *r->sig);
    }
    return ws_key_writer_init(&r->keys, &d->keys, (size_t)(o->sort_bytes / 4 / o->threads)) &&
           (o->exact_only || (r->minhash && r->sig));
}

static void release(struct reader *r)
{
    ws_doc_reader_release(&r->texts);
    ws_minhash_free(r->minhash);
    free(r->sig);
    ws_key_writer_release(&r->keys);
}

/* --- a document ----------------------------------------------------------------------- */

static bool reserve(struct ws_dedup_shard *s)
{
    if (s->lines < s->own.cap)
        return true;
    size_t cap = s->own.cap ? 2 * s->own.cap : 1024;
    uint32_t *rank = realloc(s->own.rank, cap * sizeof *rank);
    s->own.rank = rank ? rank : s->own.rank;
    uint8_t *state = realloc(s->own.state, cap);
    s->own.state = state ? state : s->own.state;
    s->own.cap = rank && state ? cap : s->own.cap;
    return rank && state;
}

static uint32_t rank_of(const struct ws_dedup *d, const struct ws_doc *doc, struct ws_slice plain)
{
    switch (d->options->keep) {
    case WS_KEEP_LONGEST:
        return UINT32_MAX - (uint32_t)ws_doc_length(plain); /* at most 2^30 */
    case WS_KEEP_OLDEST:
        return ws_doc_time(doc->date);
    default:
        return 0;
    }
}

static enum ws_status add_key(struct reader *r, const struct ws_dedup_shard *s, const void *p, size_t n,
                              unsigned table, struct ws_error *err)
{
    XXH128_hash_t h = XXH3_128bits(p, n);
    const struct ws_key key = {
        .high = h.high64,
        .low = (uint32_t)h.low64 << WS_DEDUP_TABLE_BITS | table,
        .file = (uint32_t)(s - r->d->shards),
        .line = s->lines,
    };
    return ws_key_add(&r->keys, &key, err);
}

static enum ws_status add_signature(struct reader *r, struct ws_dedup_shard *s, struct ws_slice text,
                                    struct ws_error *err)
{
    const struct ws_minhash_options *o = &r->d->options->minhash;
    enum ws_status st = ws_minhash_sign(r->minhash, text, r->sig);
    if (st == WS_FATAL)
        return no_memory(err);
    s->unsigned_documents += st == WS_SKIP;
    for (unsigned band = 0; st == WS_OK && band < o->bands; band++)
        st = add_key(r, s, r->sig + (size_t)band * o->rows, o->rows * sizeof *r->sig, band + 1, err);
    return st == WS_FATAL ? st : WS_OK;
}

/* A document without an address is like no other. */
static enum ws_status note_url(struct reader *r, struct ws_dedup_shard *s, const struct ws_doc *doc,
                               struct ws_error *err)
{
    struct ws_slice url;
    struct ws_buf *form = &r->texts.plain;
    enum ws_status st = ws_doc_text(&r->texts, doc->url, &url);
    if (st != WS_OK || url.n == 0)
        return st == WS_FATAL ? no_memory(err) : WS_OK;
    form->n = 0;
    if (!ws_surt_page(url, form))
        return no_memory(err);
    return add_key(r, s, form->p, form->n, 0, err);
}

/* WS_SKIP: it is none. */
static enum ws_status note_text(struct reader *r, struct ws_dedup_shard *s, const struct ws_doc *doc,
                                struct ws_error *err)
{
    struct ws_slice text, plain;
    enum ws_status st = ws_doc_text(&r->texts, doc->text, &text);
    if (st != WS_OK)
        return st == WS_SKIP ? st : no_memory(err);
    if (!ws_doc_plain(&r->texts, text, &plain))
        return no_memory(err);
    s->own.rank[s->lines] = rank_of(r->d, doc, plain);
    if (r->d->options->by_url)
        return note_url(r, s, doc, err);
    if (add_key(r, s, plain.p, plain.n, 0, err) != WS_OK)
        return WS_FATAL;
    return r->minhash ? add_signature(r, s, text, err) : WS_OK;
}

static bool is_blank(struct ws_slice line)
{
    for (size_t i = 0; i < line.n; i++)
        if (line.p[i] != ' ' && line.p[i] != '\t' && line.p[i] != '\r')
            return false;
    return true;
}

static enum ws_status note_line(struct reader *r, struct ws_dedup_shard *s, struct ws_slice line, struct ws_error *err)
{
    struct ws_doc doc;
    if (s->lines == UINT32_MAX - 1 || !reserve(s))
        return no_memory(err);
    s->own.rank[s->lines] = 0;
    enum ws_status st = ws_doc_scan(line, &doc) ? note_text(r, s, &doc, err) : WS_SKIP;
    if (st == WS_FATAL)
        return st;
    bool bad = st == WS_SKIP && !is_blank(line);
    s->own.state[s->lines] = st == WS_SKIP ? WS_DOC_NONE : 0;
    s->documents += st == WS_OK;
    s->first_bad = bad && !s->bad_lines ? s->lines + 1 : s->first_bad;
    s->bad_lines += bad;
    s->lines++;
    return WS_OK;
}

/* --- shards --------------------------------------------------------------------------- */

/* WS_FATAL: the run cannot go on; what is wrong with the shard alone stands in it. */
static enum ws_status read_shard(struct reader *r, struct ws_dedup_shard *s, struct ws_error *err)
{
    struct ws_shard_lines lines;
    struct ws_slice line;
    struct stat about;
    enum ws_status st = ws_shard_lines_open(&lines, s->path, &s->members, &s->error), fatal = WS_OK;
    while (st == WS_OK && (st = ws_shard_lines_next(&lines, &line, &s->error)) == WS_OK)
        if ((fatal = note_line(r, s, line, err)) != WS_OK)
            break;
    s->failed = st == WS_FATAL;
    s->bytes_in = stat(s->path, &about) == 0 ? (uint64_t)about.st_size : 0;
    s->plain_bytes = lines.plain_bytes;
    ws_shard_lines_close(&lines);
    return fatal;
}

void *ws_dedup_read(void *ctx)
{
    struct reader r;
    struct ws_dedup *d = ctx;
    struct ws_error err = {0};
    size_t i;
    enum ws_status st = start(&r, d) ? WS_OK : no_memory(&err);
    while (st == WS_OK && ws_dedup_take(d, d->n_shards, &i)) {
        st = read_shard(&r, &d->shards[i], &err);
        ws_dedup_shard_done(d, 1);
    }
    if (st == WS_OK)
        st = ws_key_writer_close(&r.keys, &err);
    if (st != WS_OK)
        ws_dedup_stop(d, &err);
    release(&r);
    return NULL;
}
