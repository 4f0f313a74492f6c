/* The second way through the shards: what stays. */
#include "pipeline/dedup/dedup.h"
#include "pipeline/dedup/doc_scan.h"
#include "pipeline/output/attempt_id.h"
#include "pipeline/output/chunk.h"
#include "pipeline/output/json.h"
#include "pipeline/output/outfile.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COPY_BYTES ((size_t)256 << 10)
#define KEEP_BYTES ((size_t)4 << 20)

/* One shard on its way. */
struct writer {
    struct ws_dedup *d;
    struct ws_dedup_shard *shard;
    struct ws_shard_lines lines;
    uint32_t next; /* line to be read */
    struct ws_outfile file;
    struct ws_chunk_filler filler;
    struct ws_chunks chunks;
    uint64_t copy_from, copy_to; /* of the input: not written yet */
    uint8_t *piece;              /* COPY_BYTES */
    struct ws_buf note;
};

static enum ws_status no_memory(struct ws_error *err)
{
    ws_error_set(err, WS_E_NOMEM, 0, "out of memory");
    return WS_FATAL;
}

static unsigned state_of(const struct writer *w, uint32_t line)
{
    return atomic_load_explicit(&w->d->state[w->shard->first + line], memory_order_relaxed);
}

static enum ws_status put(struct writer *w, const void *p, size_t n, struct ws_error *err)
{
    w->shard->bytes_out += n;
    return ws_outfile_write(&w->file, p, n, err);
}

/* --- the list of what is removed ------------------------------------------------------------ */

/* "0000000012" "1" "0000000345": root, whether it is removed, document: the lines of a cluster come one after the
 * other, first that of the document that stays. */
#define NOTE_KEY "%010" PRIu32 "%c%010" PRIu32
#define NOTE_KEY_BYTES 21

static enum ws_status note_document(struct writer *w, uint32_t line, struct ws_slice json, struct ws_error *err)
{
    const uint32_t doc = w->shard->first + line;
    const unsigned state = state_of(w, line);
    const char *kept = state & WS_DOC_REMOVED ? "" : "kept_";
    char text[64];
    struct ws_doc found;
    struct ws_json j = {.out = &w->note, .ok = true};
    if (!ws_doc_scan(json, &found))
        return WS_OK; /* it is known to be one */
    snprintf(text, sizeof text, NOTE_KEY, ws_link_root(&w->d->links, doc), *kept ? '0' : '1', doc);
    w->note.n = 0;
    ws_json_raw(&j, text);
    snprintf(text, sizeof text, "\"%sfile\":", kept);
    ws_json_put_cstr(&j, text, w->shard->name);
    snprintf(text, sizeof text, ",\"%sline\":%" PRIu64 ",\"%sid\":", kept, (uint64_t)line + 1, kept);
    ws_json_raw(&j, text);
    ws_json_verbatim(&j, found.id.n ? found.id : (struct ws_slice){(const uint8_t *)"null", 4});
    if (!*kept)
        ws_json_raw(&j, w->d->options->by_url    ? ",\"reason\":\"same_url\""
                        : state & WS_DOC_EXACT ? ",\"reason\":\"exact_duplicate\""
                                               : ",\"reason\":\"near_duplicate\"");
    if (!j.ok)
        return no_memory(err);
    pthread_mutex_lock(&w->d->lock);
    enum ws_status st = ws_line_sort_add(w->d->list, (struct ws_slice){w->note.p, w->note.n}, err);
    pthread_mutex_unlock(&w->d->lock);
    return st;
}

struct telling {
    struct ws_buf kept, line;
    uint64_t cluster;
    bool (*emit)(void *ctx, struct ws_slice line);
    void *ctx;
    bool ok;
};

static bool tell_document(void *ctx, struct ws_slice note)
{
    struct telling *t = ctx;
    const bool removed = note.p[10] == '1';
    const struct ws_slice members = {note.p + NOTE_KEY_BYTES, note.n - NOTE_KEY_BYTES};
    if (!removed) {
        t->cluster++;
        t->kept.n = 0;
        t->ok = ws_buf_append(&t->kept, members.p, members.n);
        return t->ok;
    }
    struct ws_json j = {.out = &t->line, .ok = true};
    t->line.n = 0;
    ws_json_raw(&j, "{");
    ws_json_verbatim(&j, members);
    ws_json_raw(&j, ",");
    ws_json_verbatim(&j, (struct ws_slice){t->kept.p, t->kept.n});
    ws_json_put_uint(&j, ",\"cluster\":", t->cluster);
    ws_json_raw(&j, "}\n");
    t->ok = j.ok;
    return t->ok && t->emit(t->ctx, (struct ws_slice){t->line.p, t->line.n});
}

enum ws_status ws_dedup_tell(struct ws_dedup *d, bool (*emit)(void *ctx, struct ws_slice line), void *ctx,
                             struct ws_error *err)
{
    struct telling t = {.emit = emit, .ctx = ctx, .ok = true};
    ws_buf_init(&t.kept, WS_SHARD_LINE_MAX);
    ws_buf_init(&t.line, WS_SHARD_LINE_MAX);
    enum ws_status st = ws_line_sort_each(d->list, tell_document, &t, err);
    if (!t.ok)
        st = no_memory(err);
    ws_buf_release(&t.kept);
    ws_buf_release(&t.line);
    return st == WS_SKIP ? WS_OK : st;
}

/* --- lines ---------------------------------------------------------------------------- */

static enum ws_status write_chunks(struct writer *w, struct ws_error *err)
{
    enum ws_status st = w->chunks.bytes.n ? put(w, w->chunks.bytes.p, w->chunks.bytes.n, err) : WS_OK;
    ws_chunks_clear(&w->chunks);
    return st;
}

static enum ws_status keep_line(struct writer *w, struct ws_slice line, struct ws_error *err)
{
    size_t at = w->filler.plain.n;
    if ((line.n && !ws_buf_append(&w->filler.plain, line.p, line.n)) ||
        (w->lines.ended && !ws_buf_append(&w->filler.plain, "\n", 1)) ||
        !ws_chunk_line_added(&w->filler, at, &w->chunks))
        return no_memory(err);
    return w->chunks.bytes.n ? write_chunks(w, err) : WS_OK;
}

/* Of n lines, those that stay; or, for the list alone, none. */
static enum ws_status pass_lines(struct writer *w, uint32_t n, bool write, struct ws_error *err)
{
    for (; n > 0; n--, w->next++) {
        struct ws_slice line;
        enum ws_status st = ws_shard_lines_next(&w->lines, &line, err);
        if (st == WS_EOF) {
            ws_error_set(err, WS_E_IO, 0, "%.100s has become shorter", w->shard->name);
            return WS_FATAL;
        }
        unsigned state = state_of(w, w->next);
        if (st == WS_OK && w->d->list && (state & WS_DOC_SIMILAR))
            st = note_document(w, w->next, line, err);
        if (st == WS_OK && write && !(state & WS_DOC_REMOVED))
            st = keep_line(w, line, err);
        if (st != WS_OK)
            return WS_FATAL;
    }
    return WS_OK;
}

/* --- members -------------------------------------------------------------------------- */

static enum ws_status close_chunk(struct writer *w, struct ws_error *err)
{
    return ws_chunk_close(&w->filler, &w->chunks) ? write_chunks(w, err) : no_memory(err);
}

static enum ws_status copy_members(struct writer *w, struct ws_error *err)
{
    while (w->copy_from < w->copy_to) {
        uint64_t left = w->copy_to - w->copy_from;
        size_t n = left < COPY_BYTES ? (size_t)left : COPY_BYTES;
        enum ws_status st = ws_members_raw(w->lines.members, w->copy_from, w->piece, n, err);
        if (st == WS_EOF)
            ws_error_set(err, WS_E_IO, 0, "%.100s has become shorter", w->shard->name);
        if (st != WS_OK || put(w, w->piece, n, err) != WS_OK)
            return WS_FATAL;
        w->copy_from += n;
    }
    return WS_OK;
}

/* What the lines of a member have in common. */
static unsigned states_in(const struct writer *w, uint32_t n)
{
    unsigned any = 0;
    for (uint32_t i = 0; i < n; i++)
        any |= state_of(w, w->next + i);
    return any;
}

static enum ws_status pass_member(struct writer *w, uint64_t begin, const struct ws_member *m, struct ws_error *err)
{
    const unsigned any = states_in(w, m->lines);
    const bool copy = !(any & WS_DOC_REMOVED);
    if (copy) {
        if (w->copy_from == w->copy_to) {
            if (close_chunk(w, err) != WS_OK)
                return WS_FATAL;
            w->copy_from = begin;
        }
        w->copy_to = m->end;
    } else if (copy_members(w, err) != WS_OK) {
        return WS_FATAL;
    }
    if (copy && !(w->d->list && (any & WS_DOC_SIMILAR))) {
        w->next += m->lines;
        return WS_OK;
    }
    if (ws_shard_lines_seek(&w->lines, begin, err) != WS_OK)
        return WS_FATAL;
    return pass_lines(w, m->lines, !copy, err);
}

static enum ws_status pass_members(struct writer *w, struct ws_error *err)
{
    const struct ws_member_table *t = &w->shard->members;
    for (size_t i = 0; i < t->n; i++)
        if (pass_member(w, i ? t->list[i - 1].end : 0, &t->list[i], err) != WS_OK)
            return WS_FATAL;
    return copy_members(w, err);
}

/* --- shards --------------------------------------------------------------------------- */

static enum ws_status begin(struct writer *w, struct ws_error *err)
{
    char host[WS_MACHINE_MAX], id[WS_ATTEMPT_ID_MAX];
    ws_chunks_init(&w->chunks, SIZE_MAX / 4);
    ws_buf_init(&w->note, WS_SHARD_LINE_MAX);
    w->piece = malloc(COPY_BYTES);
    if (ws_shard_lines_open(&w->lines, w->shard->path, NULL, err) != WS_OK)
        return WS_FATAL;
    if (!ws_chunk_filler_init(&w->filler, w->lines.kind, 0, WS_SHARD_LINE_MAX) || !w->piece)
        return no_memory(err);
    ws_machine_name(host);
    ws_attempt_id(id, host, 0);
    return ws_outfile_create(&w->file, w->d->dir_fd, w->shard->name, id, err);
}

static enum ws_status finish(struct writer *w, struct ws_error *err)
{
    const struct ws_slice nothing = ws_encoded_nothing(w->lines.kind);
    if (close_chunk(w, err) != WS_OK)
        return WS_FATAL;
    if (w->shard->bytes_out == 0 && nothing.n && put(w, nothing.p, nothing.n, err) != WS_OK)
        return WS_FATAL;
    return ws_outfile_publish(&w->file, err);
}

static enum ws_status write_shard(struct ws_dedup *d, struct ws_dedup_shard *s, struct ws_error *err)
{
    struct writer w = {.d = d, .shard = s, .file = WS_OUTFILE_NONE};
    enum ws_status st = begin(&w, err);
    if (st == WS_OK)
        st = s->members.whole ? pass_members(&w, err) : pass_lines(&w, s->lines, true, err);
    if (st == WS_OK)
        st = finish(&w, err);
    ws_outfile_discard(&w.file);
    ws_shard_lines_close(&w.lines);
    ws_chunk_filler_release(&w.filler);
    ws_chunks_release(&w.chunks);
    ws_buf_release(&w.note);
    free(w.piece);
    return st;
}

void *ws_dedup_write(void *ctx)
{
    struct ws_dedup *d = ctx;
    struct ws_error err;
    size_t i;
    while (ws_dedup_take(d, d->n_shards, &i)) {
        if (!d->shards[i].failed && write_shard(d, &d->shards[i], &err) != WS_OK)
            ws_dedup_stop(d, &err);
        ws_dedup_shard_done(d, 2);
    }
    return NULL;
}
