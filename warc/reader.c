#include "warc/reader.h"

#include <string.h>

/* Bytes that are looked through for the first record of a compressed input before it is
 * refused. */
#define GARBAGE_MAX ((uint64_t)1 << 20)

/* --- small steps --------------------------------------------------------------------- */

enum ws_status ws_reader_broken(struct ws_archive *a)
{
    a->error = a->in.error;
    a->state = WS_IS_BROKEN;
    return WS_FATAL;
}

enum ws_status ws_reader_damaged(struct ws_archive *a)
{
    a->error = a->in.error;
    a->pending = false;
    return WS_SKIP;
}

enum ws_need ws_reader_pull(struct ws_archive *a, size_t n, size_t *edge)
{
    struct ws_plain *in = &a->in;
    for (;;) {
        enum ws_need r = ws_plain_need(in, n);
        if (r != WS_MEMBER_END)
            return r;
        size_t old = in->n;
        r = ws_plain_next_member(in);
        if (r != WS_HAVE)
            return r;
        r = ws_plain_need(in, old + ws_header_start_len(a->kind));
        if (r == WS_DAMAGE || r == WS_BROKEN)
            return r;
        if (ws_reader_starts(a, old)) {
            *edge = old;
            return WS_MEMBER_END;
        }
    }
}

bool ws_reader_starts(const struct ws_archive *a, size_t at)
{
    return ws_header_starts(a->kind, a->in.p + at, a->in.n - at);
}

uint64_t ws_reader_place(const struct ws_plain *in, bool *first)
{
    *first = !in->packed || (in->old_n == 0 && in->member_plain == in->n);
    if (!in->packed)
        return in->src.offset;
    return in->old_n ? in->old_start : in->member_start;
}

static uint64_t plain_place(const struct ws_plain *in)
{
    return in->packed && in->member_plain > in->n ? in->member_plain - in->n : 0;
}

/* Sets the error of a loss that starts at in.p. */
static void loss_here(struct ws_archive *a, enum ws_code code, const char *msg)
{
    bool first;
    uint64_t at = ws_reader_place(&a->in, &first);
    ws_error_set(&a->error, code, at, "%s", msg);
    a->error.plain_offset = plain_place(&a->in);
}

void ws_reader_loss_ends(struct ws_archive *a, bool from_edge)
{
    bool first;
    uint64_t at = ws_reader_place(&a->in, &first);
    if (from_edge && first && at > a->error.offset)
        a->error.bytes_lost = at - a->error.offset;
}

/* --- the header ---------------------------------------------------------------------- */

static enum ws_status bad_header(struct ws_archive *a, enum ws_code code, const char *msg)
{
    loss_here(a, code, msg);
    return WS_SKIP;
}

/* Makes the whole header at in.p visible; *len: its length. As read_header(), without WS_WARN.
 */
static enum ws_status find_header(struct ws_archive *a, size_t *len)
{
    struct ws_plain *in = &a->in;
    const size_t max = (size_t)a->opts.max_header_bytes;
    size_t at = 0, edge;
    for (;;) {
        enum ws_head_scan sc = ws_header_scan(in->p, in->n < max ? in->n : max, &at, len);
        if (sc == WS_HEAD_FOUND)
            return WS_OK;
        if (sc == WS_HEAD_BAD)
            return bad_header(a, WS_E_RECORD_HEADER,
                              "another record begins in a record header");
        if (in->n >= max)
            return bad_header(a, WS_E_RECORD_HEADER, "a record header over the size limit");
        switch (ws_reader_pull(a, in->n + 1, &edge)) {
        case WS_HAVE:
            break;
        case WS_MEMBER_END:
            return bad_header(a, WS_E_RECORD_HEADER, "a member ends in a record header");
        case WS_INPUT_END:
            return bad_header(a, WS_E_TRUNCATED, "the input ends in a record header");
        case WS_DAMAGE:
            a->pending = true;
            return WS_EOF;
        case WS_BROKEN:
            return ws_reader_broken(a);
        }
    }
}

/* Reads the header at in.p into a->head without consuming it, and parses it.
 * WS_OK, WS_WARN; WS_SKIP: no good, see a->error; WS_EOF: a->pending was set (the input is
 * damaged here); WS_FATAL. */
static enum ws_status read_header(struct ws_archive *a)
{
    size_t len;
    struct ws_error err;
    enum ws_status st = find_header(a, &len);
    if (st != WS_OK)
        return st;
    a->head.n = 0;
    if (ws_buf_append(&a->head, a->in.p, len)) {
        st = ws_header_parse((struct ws_slice){a->head.p, len}, &a->fields, &a->rec, &err);
    } else {
        ws_error_set(&err, WS_E_NOMEM, 0, "out of memory");
        st = WS_FATAL;
    }
    if (st != WS_OK)
        loss_here(a, err.code, err.msg);
    if (st == WS_FATAL)
        a->state = WS_IS_BROKEN;
    return st;
}

/* --- between records ----------------------------------------------------------------- */

/* Consumes the rest of the line at in.p; the start of a member counts as the start of a line.
 */
static enum ws_need pass_line(struct ws_archive *a, uint64_t *passed)
{
    struct ws_plain *in = &a->in;
    for (;;) {
        bool edge = in->old_n > 0; /* the current member begins inside the window */
        size_t n = edge ? in->old_n : in->n;
        const uint8_t *nl = n ? memchr(in->p, '\n', n) : NULL;
        if (nl)
            n = (size_t)(nl - in->p) + 1;
        *passed += n;
        ws_plain_consume(in, n);
        if (nl || edge)
            return WS_HAVE;
        enum ws_need r = ws_plain_need(in, 1);
        if (r == WS_MEMBER_END)
            return ws_plain_next_member(in);
        if (r != WS_HAVE)
            return r;
    }
}

static enum ws_status not_an_archive(struct ws_archive *a)
{
    ws_error_set(&a->error, WS_E_NOT_ARCHIVE, 0, "no WARC or ARC file: it holds no record");
    a->state = WS_IS_BROKEN;
    return WS_FATAL;
}

/* Whether a record that proves itself begins at in.p. WS_OK; WS_SKIP: no; WS_EOF and WS_FATAL
 * as read_header(). */
static enum ws_status try_record(struct ws_archive *a)
{
    enum ws_need r = ws_plain_need(&a->in, ws_header_start_len(a->kind));
    if (r == WS_BROKEN)
        return ws_reader_broken(a);
    if (r == WS_DAMAGE) {
        a->pending = true;
        return WS_EOF;
    }
    if (!ws_reader_starts(a, 0))
        return WS_SKIP;
    a->recognised = true;
    enum ws_status st = read_header(a);
    if (st == WS_EOF || st == WS_FATAL)
        return st;
    return ws_header_proves(st, &a->rec) ? WS_OK : WS_SKIP;
}

/* What stands at in.p is no record, a->error says why: goes on to the next line that begins
 * one. */
static enum ws_status pass_garbage(struct ws_archive *a)
{
    struct ws_error error = a->error;
    bool from_edge;
    (void)ws_reader_place(&a->in, &from_edge);
    uint64_t passed = 0;
    enum ws_status st = WS_SKIP;
    while (st == WS_SKIP) {
        enum ws_need r = pass_line(a, &passed);
        if (r == WS_BROKEN)
            return ws_reader_broken(a);
        if (r == WS_DAMAGE && a->in.error.offset == error.offset)
            return ws_reader_damaged(a); /* the same member: one loss */
        if (r == WS_DAMAGE)
            a->pending = true;
        if (!a->recognised && (r == WS_INPUT_END || passed > GARBAGE_MAX))
            return not_an_archive(a);
        if (r != WS_HAVE)
            break;
        st = try_record(a);
    }
    if (st == WS_FATAL)
        return st;
    a->error = error;
    ws_reader_loss_ends(a, from_edge);
    return WS_SKIP;
}

/* Passes line ends and member ends up to the next other byte. */
static enum ws_need pass_newlines(struct ws_archive *a)
{
    struct ws_plain *in = &a->in;
    for (;;) {
        size_t n = 0;
        while (n < in->n && (in->p[n] == '\n' || in->p[n] == '\r'))
            n++;
        ws_plain_consume(in, n);
        if (in->n)
            return WS_HAVE;
        enum ws_need r = ws_plain_need(in, 1);
        if (r == WS_MEMBER_END)
            r = ws_plain_next_member(in);
        if (r != WS_HAVE)
            return r;
    }
}

/* Whether a record begins at in.p, where six bytes are visible, if there are as many. WS_HAVE,
 * WS_DAMAGE, WS_BROKEN. */
static enum ws_need find_start(struct ws_archive *a, bool *yes)
{
    static const char FILE_DESC[] = "filede";
    struct ws_plain *in = &a->in;
    size_t edge;
    *yes = ws_starts_record(in->p, in->n);
    if (*yes || (a->kind == WS_HEADERS_WARC &&
                 !ws_slice_begins((struct ws_slice){in->p, in->n}, FILE_DESC)))
        return WS_HAVE;
    /* Another member is opened only for a line that goes on there: the place and length of the
     * record are told from the current one. */
    enum ws_need r = ws_plain_need(in, WS_ARC_LINE_MAX);
    *yes = ws_reader_starts(a, 0);
    if (!*yes && r == WS_MEMBER_END) {
        r = ws_reader_pull(a, WS_ARC_LINE_MAX, &edge);
        *yes = ws_reader_starts(a, 0);
    }
    return r == WS_DAMAGE || r == WS_BROKEN ? r : WS_HAVE;
}

/* Takes the record at in.p, whose header begins well. */
static enum ws_status take_record(struct ws_archive *a)
{
    uint64_t offset = ws_reader_place(&a->in, &a->whole_start);
    enum ws_headers kind = ws_header_kind(a->in.p, a->in.n);
    a->recognised = true;
    enum ws_status st = read_header(a);
    if (st == WS_SKIP)
        return pass_garbage(a);
    if (st == WS_EOF)
        return ws_reader_damaged(a);
    if (st == WS_FATAL)
        return st;
    a->kind = kind;
    a->rec.offset = offset;
    ws_plain_consume(&a->in, a->head.n);
    a->state = WS_AT_BLOCK;
    if (a->rec.content_length != WS_LENGTH_UNKNOWN)
        return st;
    struct ws_error odd = a->error;
    enum ws_status end = ws_reader_find_end(a);
    if (end != WS_OK)
        return end;
    a->error = odd;
    return st;
}

static enum ws_status next_record(struct ws_archive *a)
{
    size_t edge;
    bool yes = false;
    enum ws_need r = pass_newlines(a);
    if (r == WS_HAVE)
        r = ws_reader_pull(a, WS_RECORD_START_LEN, &edge);
    if (r == WS_INPUT_END && a->in.n == 0) {
        a->state = WS_AT_END;
        return WS_EOF;
    }
    if (r != WS_DAMAGE && r != WS_BROKEN)
        r = find_start(a, &yes);
    if (r == WS_BROKEN)
        return ws_reader_broken(a);
    if (r == WS_DAMAGE)
        return ws_reader_damaged(a);
    if (yes)
        return take_record(a);
    loss_here(a, WS_E_GARBAGE, "bytes between records that are none");
    return pass_garbage(a);
}

/* --- the interface ------------------------------------------------------------------- */

/* Leaves the current record, whatever of it was read. A block over the limit that nobody asked
 * for is no loss. */
static enum ws_status leave_record(struct ws_archive *a)
{
    if (a->state == WS_AT_BLOCK) {
        enum ws_status st = ws_reader_block(a);
        if (st == WS_SKIP && a->error.code != WS_E_RECORD_TOO_BIG) {
            a->state = WS_BETWEEN;
            return st;
        }
        if (st == WS_FATAL)
            return st;
    }
    if (a->state == WS_BLOCK_HELD)
        ws_plain_consume(&a->in, (size_t)a->rec.content_length + a->tail);
    a->state = WS_BETWEEN;
    return WS_OK;
}

static enum ws_status advance(struct ws_archive *a)
{
    enum ws_status st = WS_OK;
    switch (a->state) {
    case WS_IS_BROKEN:
        return WS_FATAL;
    case WS_AT_END:
        return WS_EOF;
    case WS_AT_START:
        st = ws_archive_sniff(a);
        if (st == WS_OK)
            a->state = WS_BETWEEN;
        break;
    default:
        st = leave_record(a);
        break;
    }
    if (st != WS_OK)
        return st;
    return a->pending ? ws_reader_damaged(a) : next_record(a);
}

enum ws_status ws_archive_next(struct ws_archive *a, struct ws_record *rec)
{
    *rec = (struct ws_record){0};
    if (a->batch)
        return ws_batch_next_record(a, rec);
    enum ws_status st = advance(a);
    if (st == WS_OK || st == WS_WARN)
        *rec = a->rec;
    return st;
}

enum ws_status ws_archive_block(struct ws_archive *a, struct ws_record *rec,
                                struct ws_slice *block)
{
    *block = (struct ws_slice){NULL, 0};
    enum ws_status st = WS_SKIP;
    if (a->state == WS_IS_BROKEN)
        return WS_FATAL;
    if (a->state == WS_AT_BLOCK)
        st = ws_reader_block(a);
    else if (a->state == WS_BLOCK_HELD)
        st = WS_OK;
    if (st != WS_OK)
        return st;
    rec->length = a->rec.length;
    *block =
        a->batch ? a->batch_block : (struct ws_slice){a->in.p, (size_t)a->rec.content_length};
    return WS_OK;
}
