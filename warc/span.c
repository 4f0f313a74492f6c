#include "warcsift/span.h"
#include "warc/batch.h"
#include "warc/codec.h"
#include "warc/header.h"
#include "warc/listed.h"
#include "warc/whole.h"

#include <stdlib.h>
#include <string.h>

/* Read behind the end of a span at first: most members that begin in it end there. */
#define MARGIN ((size_t)128 << 10)
/* Room for plain bytes at first: most records are smaller. */
#define ROOM ((size_t)256 << 10)
/* Plain bytes of a span, mostly. */
#define USUAL_BYTES ((size_t)4 << 20)
/* Places in a span that are looked into for its first record: more are left to the cutter. */
#define TRIES_MAX 16
/* A metadata record with a longer header is not taken for one at the edge of a span. */
#define TYPE_WITHIN ((size_t)2048)

struct ws_span_reader {
    struct ws_archive_options opts;
    struct ws_whole *whole;
    void *probe; /* of ws_codec_gzip */
    struct ws_fields fields;
    struct ws_buf raw; /* bytes of the file from offset at */
    uint64_t at;
    struct ws_file file;
    uint64_t size;
};

struct ws_span_reader *ws_span_reader_new(const struct ws_archive_options *opts)
{
    struct ws_span_reader *r = calloc(1, sizeof *r);
    if (!r)
        return NULL;
    if (opts)
        r->opts = *opts;
    else
        ws_archive_options_init(&r->opts);
    ws_buf_init(&r->raw, SIZE_MAX / 2); /* a span, its margin and a member at most */
    r->whole = ws_whole_new();
    r->probe = ws_codec_gzip.open();
    if (r->whole && r->probe)
        return r;
    ws_span_reader_free(r);
    return NULL;
}

void ws_span_reader_free(struct ws_span_reader *r)
{
    if (!r)
        return;
    ws_whole_free(r->whole);
    ws_codec_gzip.close(r->probe);
    ws_fields_release(&r->fields);
    ws_buf_release(&r->raw);
    free(r);
}

bool ws_span_suits(const uint8_t *p, size_t n)
{
    return n >= ws_codec_gzip.n_magic && ws_codec_begins(WS_CODEC_GZIP, p, n);
}

/* --- bytes of the file ---------------------------------------------------------------- */

enum taken {
    TAKEN,
    NOT_SOUND, /* what stands there is not for spans */
    NO_MEMORY
};

/* Reads on until `end` is in the window, or the file ends. */
static enum taken show(struct ws_span_reader *r, uint64_t end)
{
    uint64_t seen = r->at + r->raw.n;
    if (end > r->size)
        end = r->size;
    if (end <= seen)
        return TAKEN;
    size_t more = (size_t)(end - seen);
    if (!ws_buf_reserve(&r->raw, more))
        return NO_MEMORY;
    if (ws_file_read_at(r->file, r->raw.p + r->raw.n, more, seen, NULL) != WS_OK)
        return NOT_SOUND;
    r->raw.n += more;
    return TAKEN;
}

static struct ws_slice bytes_at(const struct ws_span_reader *r, uint64_t offset)
{
    size_t i = (size_t)(offset - r->at);
    return (struct ws_slice){r->raw.p + i, r->raw.n - i};
}

/* --- a member ------------------------------------------------------------------------- */

/* Header checksums (RFC 1952, 2.3.1, FHCRC) are not looked at by libdeflate, but by zlib. */
#define GZIP_FHCRC    0x02
#define GZIP_RESERVED 0xE0

static bool may_be_member(struct ws_slice in)
{
    return in.n > 18 && ws_codec_begins(WS_CODEC_GZIP, in.p, in.n) &&
           (in.p[3] & (GZIP_RESERVED | GZIP_FHCRC)) == 0;
}

/* The first plain bytes of the member at offset, up to n; 0: there is none. */
static size_t peek(struct ws_span_reader *r, uint64_t offset, uint8_t *out, size_t n)
{
    size_t cost;
    struct ws_slice in = bytes_at(r, offset);
    return may_be_member(in) ? ws_codec_gzip.probe(r->probe, in, true, out, n, &cost) : 0;
}

/* Undoes the member at offset behind what b holds. *end: where it ends; *gave: plain bytes.
 * Those are not yet counted in b. */
static enum taken undo(struct ws_span_reader *r, uint64_t offset, struct ws_batch *b,
                       uint64_t *end, size_t *gave)
{
    size_t room = b->cap - b->n > ROOM ? b->cap - b->n : ROOM, used;
    if (!may_be_member(bytes_at(r, offset)))
        return NOT_SOUND;
    for (;;) {
        if (!ws_batch_reserve(b, room))
            return NO_MEMORY;
        struct ws_slice in = bytes_at(r, offset);
        enum ws_whole_result res =
            ws_whole_undo(r->whole, in, b->bytes + b->n, b->cap - b->n, &used, gave);
        if (res == WS_WHOLE_DONE) {
            *end = offset + used;
            return TAKEN;
        }
        if (res == WS_WHOLE_NO_ROOM) {
            if (room > WS_SPAN_RECORD_MAX)
                return NOT_SOUND;
            room = 2 * (b->cap - b->n);
            continue;
        }
        /* Perhaps the rest of it is not in the window. */
        if (in.n >= WS_SPAN_MEMBER_MAX || offset + in.n >= r->size)
            return NOT_SOUND;
        enum taken t = show(r, offset + 2 * in.n + MARGIN);
        if (t != TAKEN)
            return t;
    }
}

/* Whether the n plain bytes at p are one whole record and nothing else. */
static enum taken look_at_record(struct ws_span_reader *r, const uint8_t *p, size_t n)
{
    static const uint8_t END[] = "\r\n\r\n";
    struct ws_record rec;
    struct ws_error err;
    size_t at = 0, head;
    if (n < WS_RECORD_START_LEN || !ws_starts_record(p, n))
        return NOT_SOUND;
    size_t most = n < r->opts.max_header_bytes ? n : (size_t)r->opts.max_header_bytes;
    if (ws_header_scan(p, most, &at, &head) != WS_HEAD_FOUND)
        return NOT_SOUND;
    enum ws_status st = ws_header_parse((struct ws_slice){p, head}, &r->fields, &rec, &err);
    if (st == WS_FATAL)
        return NO_MEMORY;
    if ((st != WS_OK && st != WS_WARN) || n - head < WS_RECORD_END ||
        rec.content_length != n - head - WS_RECORD_END ||
        rec.content_length > r->opts.max_record_bytes || ws_record_is_segment(&rec))
        return NOT_SOUND;
    return memcmp(p + n - WS_RECORD_END, END, WS_RECORD_END) == 0 ? TAKEN : NOT_SOUND;
}

/* Takes the record in the member at *pos into b, and *pos behind it. */
static enum taken take(struct ws_span_reader *r, uint64_t *pos, struct ws_batch *b)
{
    uint64_t end;
    size_t n;
    enum taken t = undo(r, *pos, b, &end, &n);
    if (t == TAKEN)
        t = look_at_record(r, b->bytes + b->n, n);
    if (t != TAKEN)
        return t;
    const struct ws_batch_entry e = {.at = b->n, .offset = *pos, .length = end - *pos};
    if (b->n + n > WS_SPAN_PLAIN_MAX || b->n_entries == WS_BATCH_ENTRIES)
        return NOT_SOUND;
    if (!ws_batch_add_entry(b, &e))
        return NO_MEMORY;
    b->n += n;
    *pos = end;
    return TAKEN;
}

/* --- the edges ------------------------------------------------------------------------ */

/* Whether the member at offset holds a metadata record, as far as its first lines tell: both
 * spans at this edge ask the same bytes. */
static enum taken is_metadata(struct ws_span_reader *r, uint64_t offset, bool *yes)
{
    uint8_t out[TYPE_WITHIN];
    *yes = false;
    enum taken t = show(r, offset + ws_codec_gzip.probe_bytes);
    size_t n = t == TAKEN ? peek(r, offset, out, sizeof out) : 0, at = 0, head;
    struct ws_record rec;
    struct ws_error err;
    if (t != TAKEN || n == 0)
        return t;
    if (!ws_starts_record(out, n) || ws_header_scan(out, n, &at, &head) != WS_HEAD_FOUND)
        return TAKEN;
    enum ws_status st = ws_header_parse((struct ws_slice){out, head}, &r->fields, &rec, &err);
    *yes = (st == WS_OK || st == WS_WARN) && rec.type == WS_REC_METADATA;
    return st == WS_FATAL ? NO_MEMORY : TAKEN;
}

/* The first member that begins at `from` or behind it and holds a record. *start: until when
 * there is none. */
static enum taken find_start(struct ws_span_reader *r, const struct ws_span *span,
                             uint64_t *start)
{
    uint8_t out[WS_RECORD_START_LEN];
    unsigned tries = 0;
    *start = span->from;
    while (*start < span->until) {
        struct ws_slice in = bytes_at(r, *start);
        size_t left = (size_t)(span->until - *start);
        const uint8_t *q = memchr(in.p, ws_codec_gzip.magic[0], in.n < left ? in.n : left);
        *start = q ? *start + (size_t)(q - in.p) : span->until;
        if (!q)
            break;
        if (may_be_member(bytes_at(r, *start))) {
            if (++tries > TRIES_MAX)
                return NOT_SOUND;
            enum taken t = show(r, *start + ws_codec_gzip.probe_bytes);
            if (t != TAKEN)
                return t;
            size_t n = peek(r, *start, out, sizeof out);
            if (ws_starts_record(out, n))
                break;
        }
        ++*start;
    }
    return TAKEN;
}

/* The metadata record at *pos, if there is one: into b, or (before the first record) past it.
 */
static enum taken take_metadata(struct ws_span_reader *r, uint64_t *pos, bool keep,
                                struct ws_batch *b)
{
    bool yes = false;
    enum taken t = *pos < r->size ? is_metadata(r, *pos, &yes) : TAKEN;
    if (t == TAKEN && yes)
        t = take(r, pos, b);
    if (!keep)
        b->n = b->n_entries = 0;
    return t;
}

/* --- a span --------------------------------------------------------------------------- */

static enum taken take_span(struct ws_span_reader *r, const struct ws_span *span,
                            struct ws_batch *b, struct ws_span_found *found)
{
    uint64_t pos = span->from;
    enum taken t = show(r, span->until + MARGIN);
    if (t == TAKEN && !span->exact)
        t = find_start(r, span, &pos);
    found->any = pos < span->until;
    if (t == TAKEN && !span->exact && found->any)
        t = take_metadata(r, &pos, false, b);
    found->start = pos;
    while (t == TAKEN && pos < span->until)
        t = take(r, &pos, b);
    if (t == TAKEN && found->any)
        t = take_metadata(r, &pos, true, b);
    found->end = pos;
    if (b->n_entries)
        found->last = b->entries[b->n_entries - 1].offset;
    return t;
}

enum ws_status ws_span_read(struct ws_span_reader *r, struct ws_file file, const struct ws_span *span,
                            struct ws_batch *b, struct ws_span_found *found)
{
    *found = (struct ws_span_found){0};
    ws_batch_clear(b, USUAL_BYTES);
    ws_buf_clear(&r->raw, 2 * (size_t)(span->until - span->from) + WS_SPAN_MEMBER_MAX);
    r->file = file;
    r->size = span->size;
    r->at = span->from;
    enum taken t = take_span(r, span, b, found);
    found->sound = t == TAKEN;
    if (t != TAKEN)
        b->n = b->n_entries = 0;
    b->input_end = found->sound && found->any ? found->end : span->from;
    return t == NO_MEMORY ? WS_FATAL : WS_OK;
}
