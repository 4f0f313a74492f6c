#include "warc/reader.h"
#include "warc/record.h"

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
        r = ws_plain_need(in, old + WS_RECORD_START_LEN);
        if (r == WS_DAMAGE || r == WS_BROKEN)
            return r;
        if (ws_starts_record(in->p + old, in->n - old)) {
            *edge = old;
            return WS_MEMBER_END;
        }
    }
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
        enum ws_head_scan sc = ws_head_scan(in->p, in->n < max ? in->n : max, true, &at, len);
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
        st = ws_record_parse((struct ws_slice){a->head.p, len}, &a->fields, &a->rec, &err);
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
    ws_error_set(&a->error, WS_E_NOT_ARCHIVE, 0, "no WARC file: it holds no record");
    a->state = WS_IS_BROKEN;
    return WS_FATAL;
}

/* Whether a good record begins at in.p. WS_OK; WS_SKIP: no; WS_EOF and WS_FATAL as
 * read_header(). */
static enum ws_status try_record(struct ws_archive *a)
{
    enum ws_need r = ws_plain_need(&a->in, WS_RECORD_START_LEN);
    if (r == WS_BROKEN)
        return ws_reader_broken(a);
    if (r == WS_DAMAGE) {
        a->pending = true;
        return WS_EOF;
    }
    if (!ws_starts_record(a->in.p, a->in.n))
        return WS_SKIP;
    a->recognised = true;
    enum ws_status st = read_header(a);
    return st == WS_WARN ? WS_OK : st;
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

static enum ws_status no_record_here(struct ws_archive *a)
{
    static const char ARC[] = "filedesc:";
    struct ws_plain *in = &a->in;
    enum ws_need r = ws_plain_need(in, sizeof ARC - 1);
    if (r == WS_BROKEN)
        return ws_reader_broken(a);
    if (r == WS_DAMAGE)
        return ws_reader_damaged(a);
    if (!a->recognised && r == WS_HAVE && memcmp(in->p, ARC, sizeof ARC - 1) == 0) {
        ws_error_set(&a->error, WS_E_UNSUPPORTED, 0,
                     "an ARC file: only WARC files are supported");
        a->state = WS_IS_BROKEN;
        return WS_FATAL;
    }
    loss_here(a, WS_E_GARBAGE, "bytes between records that are none");
    return pass_garbage(a);
}

static enum ws_status next_record(struct ws_archive *a)
{
    size_t edge;
    enum ws_need r = pass_newlines(a);
    if (r == WS_HAVE)
        r = ws_reader_pull(a, WS_RECORD_START_LEN, &edge);
    switch (r) {
    case WS_BROKEN:
        return ws_reader_broken(a);
    case WS_DAMAGE:
        return ws_reader_damaged(a);
    case WS_INPUT_END:
        if (a->in.n == 0) {
            a->state = WS_AT_END;
            return WS_EOF;
        }
        break;
    default:
        break;
    }
    if (!ws_starts_record(a->in.p, a->in.n))
        return no_record_here(a);
    a->recognised = true;
    uint64_t offset = ws_reader_place(&a->in, &a->whole_start);
    enum ws_status st = read_header(a);
    if (st == WS_SKIP)
        return pass_garbage(a);
    if (st == WS_EOF)
        return ws_reader_damaged(a);
    if (st == WS_FATAL)
        return st;
    a->rec.offset = offset;
    ws_plain_consume(&a->in, a->head.n);
    a->state = WS_AT_BLOCK;
    return st;
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
