#include "warc/reader.h"
#include "warc/record.h"

#include <string.h>

/* Line ends behind a block that are taken as its end: two are due (ISO 28500, 4), writers err.
 */
#define TAIL_MAX ((size_t)16)
/* Bytes that are looked through for the first record of a compressed input before it is
 * refused. */
#define GARBAGE_MAX ((uint64_t)1 << 20)

/* --- small steps
 * -------------------------------------------------------------------------------- */

static enum ws_status broken(struct ws_archive *a)
{
    a->error = a->in.error;
    a->state = WS_IS_BROKEN;
    return WS_FATAL;
}

static enum ws_status damaged(struct ws_archive *a)
{
    a->error = a->in.error;
    a->pending = false;
    return WS_SKIP;
}

/* Makes n bytes visible, going on into further members. WS_MEMBER_END: a member that begins
 * with a record comes before; it starts at in.p + *edge. */
static enum ws_need pull(struct ws_archive *a, size_t n, size_t *edge)
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

/* Where in.p stands in the file (in a compressed one: the start of its member), and whether it
 * is the first byte of the member. */
static uint64_t place(const struct ws_plain *in, bool *first)
{
    *first = !in->gzip || (in->old_n == 0 && in->member_plain == in->n);
    if (!in->gzip)
        return in->src.offset;
    return in->old_n ? in->old_start : in->member_start;
}

static uint64_t plain_place(const struct ws_plain *in)
{
    return in->gzip && in->member_plain > in->n ? in->member_plain - in->n : 0;
}

/* Sets the error of a loss that starts at in.p. */
static void loss_here(struct ws_archive *a, enum ws_code code, const char *msg)
{
    bool first;
    uint64_t at = place(&a->in, &first);
    ws_error_set(&a->error, code, at, "%s", msg);
    a->error.plain_offset = plain_place(&a->in);
}

/* Bytes of the file between the loss at a->error.offset and in.p, as far as they can be told.
 */
static void loss_ends_here(struct ws_archive *a, bool from_edge)
{
    bool first;
    uint64_t at = place(&a->in, &first);
    if (from_edge && first && at > a->error.offset)
        a->error.bytes_lost = at - a->error.offset;
}

/* --- the header
 * --------------------------------------------------------------------------------- */

/* Reads the header at in.p into a->head without consuming it, and parses it.
 * WS_OK, WS_WARN; WS_SKIP: no good, see a->error; WS_EOF: a->pending was set (the input is
 * damaged here); WS_FATAL. */
static enum ws_status read_header(struct ws_archive *a)
{
    struct ws_plain *in = &a->in;
    const size_t max = (size_t)a->opts.max_header_bytes;
    size_t at = 0, len = 0, edge;
    loss_here(a, WS_E_RECORD_HEADER, "a record header without end");
    for (;;) {
        enum ws_head_scan sc = ws_head_scan(in->p, in->n < max ? in->n : max, true, &at, &len);
        if (sc == WS_HEAD_FOUND)
            break;
        if (sc == WS_HEAD_BAD)
            return WS_SKIP;
        if (in->n >= max) {
            loss_here(a, WS_E_RECORD_HEADER, "a record header over the size limit");
            return WS_SKIP;
        }
        switch (pull(a, in->n + 1, &edge)) {
        case WS_HAVE:
            break;
        case WS_MEMBER_END:
            return WS_SKIP;
        case WS_INPUT_END:
            a->error.code = WS_E_TRUNCATED;
            return WS_SKIP;
        case WS_DAMAGE:
            a->pending = true;
            return WS_EOF;
        case WS_BROKEN:
            return broken(a);
        }
    }
    a->head.n = 0;
    if (!ws_buf_append(&a->head, in->p, len)) {
        ws_error_set(&a->error, WS_E_NOMEM, a->error.offset, "out of memory");
        a->state = WS_IS_BROKEN;
        return WS_FATAL;
    }
    struct ws_error where = a->error;
    enum ws_status st =
        ws_record_parse((struct ws_slice){a->head.p, len}, &a->fields, &a->rec, &a->error);
    a->error.offset = where.offset;
    a->error.plain_offset = where.plain_offset;
    if (st == WS_FATAL)
        a->state = WS_IS_BROKEN;
    return st;
}

/* --- between records
 * ---------------------------------------------------------------------------- */

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
    ws_error_set(&a->error, WS_E_NOT_ARCHIVE, 0,
                 "compressed, but no WARC file: it holds no record");
    a->state = WS_IS_BROKEN;
    return WS_FATAL;
}

/* Whether a good record begins at in.p. WS_OK; WS_SKIP: no; WS_EOF and WS_FATAL as
 * read_header(). */
static enum ws_status try_record(struct ws_archive *a)
{
    enum ws_need r = ws_plain_need(&a->in, WS_RECORD_START_LEN);
    if (r == WS_BROKEN)
        return broken(a);
    if (r == WS_DAMAGE) {
        a->pending = true;
        return WS_EOF;
    }
    if (!ws_starts_record(a->in.p, a->in.n))
        return WS_SKIP;
    enum ws_status st = read_header(a);
    return st == WS_WARN ? WS_OK : st;
}

/* What stands at in.p is no record, a->error says why: goes on to the next line that begins
 * one. */
static enum ws_status pass_garbage(struct ws_archive *a)
{
    struct ws_error error = a->error;
    bool from_edge;
    (void)place(&a->in, &from_edge);
    uint64_t passed = 0;
    enum ws_status st = WS_SKIP;
    while (st == WS_SKIP) {
        enum ws_need r = pass_line(a, &passed);
        if (r == WS_BROKEN)
            return broken(a);
        if (r == WS_DAMAGE && a->in.error.offset == error.offset)
            return damaged(a); /* the same member: one loss */
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
    loss_ends_here(a, from_edge);
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
        return broken(a);
    if (r == WS_DAMAGE)
        return damaged(a);
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
        r = pull(a, WS_RECORD_START_LEN, &edge);
    switch (r) {
    case WS_BROKEN:
        return broken(a);
    case WS_DAMAGE:
        return damaged(a);
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
    uint64_t offset = place(&a->in, &a->whole_start);
    enum ws_status st = read_header(a);
    if (st == WS_SKIP)
        return pass_garbage(a);
    if (st == WS_EOF)
        return damaged(a);
    if (st == WS_FATAL)
        return st;
    a->rec.offset = offset;
    ws_plain_consume(&a->in, a->head.n);
    a->state = WS_AT_BLOCK;
    return st;
}

/* --- the block
 * ---------------------------------------------------------------------------------- */

/* Whether a record header that names its type, id and length begins at in.p + at. */
static enum ws_need is_header(struct ws_archive *a, size_t at, bool *yes)
{
    struct ws_plain *in = &a->in;
    const size_t max = (size_t)a->opts.max_header_bytes;
    size_t scanned = 0, len = 0;
    *yes = false;
    enum ws_head_scan sc = ws_head_scan(in->p + at, in->n - at, true, &scanned, &len);
    if (sc == WS_HEAD_MORE) {
        enum ws_need r = ws_plain_need(in, at + max);
        if (r == WS_DAMAGE || r == WS_BROKEN)
            return r;
        sc = ws_head_scan(in->p + at, in->n - at, true, &scanned, &len);
    }
    if (sc != WS_HEAD_FOUND || len > max)
        return WS_HAVE;
    struct ws_record rec;
    struct ws_error err;
    enum ws_status st =
        ws_record_parse((struct ws_slice){in->p + at, len}, &a->probe, &rec, &err);
    if (st == WS_FATAL) {
        in->error = err;
        return WS_BROKEN;
    }
    *yes = st != WS_SKIP && rec.type_name.n && rec.id.n;
    return WS_HAVE;
}

/* The block of n bytes does not end where a record ends: a Content-Length that is too large has
 * swallowed the start of the next record. Looks for its header in the block; *at: where it
 * begins, 0 when there is none. (A record inside the block of a record with a wrong length is
 * taken for the next one: it cannot be told apart.) */
static enum ws_need find_swallowed(struct ws_archive *a, size_t n, size_t *at)
{
    size_t i = 0;
    *at = 0;
    while (i < n) {
        const uint8_t *nl = memchr(a->in.p + i, '\n', n - i);
        if (!nl)
            break;
        i = (size_t)(nl - a->in.p) + 1;
        if (!ws_starts_record(a->in.p + i, a->in.n - i))
            continue;
        bool yes;
        enum ws_need r = is_header(a, i, &yes);
        if (r != WS_HAVE)
            return r;
        if (yes) {
            *at = i;
            break;
        }
    }
    return WS_HAVE;
}

/* The record is lost and the next begins n bytes on. */
static enum ws_status lose(struct ws_archive *a, enum ws_code code, const char *msg, size_t n)
{
    ws_error_set(&a->error, code, a->rec.offset, "%s", msg);
    ws_plain_consume(&a->in, n);
    loss_ends_here(a, a->whole_start);
    a->state = WS_BLOCK_LOST;
    return WS_SKIP;
}

static enum ws_status lose_to_damage(struct ws_archive *a)
{
    a->state = WS_BLOCK_LOST;
    return damaged(a);
}

/* The input (or a member in front of a record) ended after n bytes of the block. */
static enum ws_status block_too_short(struct ws_archive *a, size_t n, bool at_edge)
{
    size_t at;
    enum ws_need r = find_swallowed(a, n, &at);
    if (r == WS_BROKEN)
        return broken(a);
    if (r == WS_DAMAGE)
        return lose_to_damage(a);
    if (at)
        return lose(a, WS_E_RECORD_LENGTH,
                    "Content-Length too large: another record begins inside the block", at);
    if (at_edge)
        return lose(a, WS_E_RECORD_LENGTH,
                    "Content-Length too large: the next member begins a record", n);
    return lose(a, WS_E_TRUNCATED, "the input ends inside a record", n);
}

/* A block over the limit: passed over with a flat window. */
static enum ws_status pass_big_block(struct ws_archive *a)
{
    uint64_t left = a->rec.content_length;
    for (;;) {
        size_t n = a->in.n < left ? a->in.n : (size_t)left;
        ws_plain_consume(&a->in, n);
        left -= n;
        if (left == 0)
            break;
        size_t edge;
        switch (pull(a, 1, &edge)) {
        case WS_HAVE:
            break;
        case WS_MEMBER_END:
            return lose(a, WS_E_RECORD_LENGTH,
                        "Content-Length too large: the next member begins a record", 0);
        case WS_INPUT_END:
            return lose(a, WS_E_TRUNCATED, "the input ends inside a record", 0);
        case WS_DAMAGE:
            return lose_to_damage(a);
        case WS_BROKEN:
            return broken(a);
        }
    }
    return lose(a, WS_E_RECORD_TOO_BIG, "a block over the size limit", 0);
}

/* Line ends behind the block; *odd: neither the end of the member or input nor a record
 * follows. */
static enum ws_need measure_tail(struct ws_archive *a, size_t n, bool *odd, bool *member_end)
{
    struct ws_plain *in = &a->in;
    enum ws_need r = ws_plain_need(in, n + TAIL_MAX + WS_RECORD_START_LEN);
    if (r == WS_DAMAGE || r == WS_BROKEN)
        return r;
    size_t t = 0;
    while (t < TAIL_MAX && n + t < in->n && (in->p[n + t] == '\n' || in->p[n + t] == '\r'))
        t++;
    a->tail = t;
    bool at_end = n + t == in->n;
    *member_end = r == WS_MEMBER_END && at_end;
    *odd = !at_end && t < TAIL_MAX && !ws_starts_record(in->p + n + t, in->n - n - t);
    return WS_HAVE;
}

/* Bytes of the file the record takes, 0 when it cannot be addressed alone. */
static uint64_t record_length(const struct ws_archive *a, size_t n, bool member_end)
{
    if (!a->in.gzip)
        return a->in.src.offset + n + a->tail - a->rec.offset;
    return a->whole_start && member_end ? a->in.member_end - a->rec.offset : 0;
}

static enum ws_status read_block(struct ws_archive *a)
{
    if (a->rec.content_length > a->opts.max_record_bytes)
        return pass_big_block(a);
    size_t n = (size_t)a->rec.content_length, edge, at = 0;
    bool odd = false, member_end = false;
    enum ws_need r = pull(a, n, &edge);
    if (r == WS_MEMBER_END)
        return block_too_short(a, edge, true);
    if (r == WS_INPUT_END)
        return block_too_short(a, a->in.n, false);
    if (r == WS_HAVE)
        r = measure_tail(a, n, &odd, &member_end);
    if (r == WS_HAVE && odd)
        r = find_swallowed(a, n, &at);
    if (r == WS_BROKEN)
        return broken(a);
    if (r == WS_DAMAGE)
        return lose_to_damage(a);
    if (at)
        return lose(a, WS_E_RECORD_LENGTH,
                    "Content-Length too large: another record begins inside the block", at);
    a->rec.length = record_length(a, n, member_end);
    a->in.delivered = true;
    a->state = WS_BLOCK_HELD;
    return WS_OK;
}

/* Leaves the current record, whatever of it was read. A block over the limit that nobody asked
 * for is no loss. */
static enum ws_status leave_record(struct ws_archive *a)
{
    if (a->state == WS_AT_BLOCK) {
        enum ws_status st = read_block(a);
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

/* --- the interface
 * ------------------------------------------------------------------------------ */

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
    return a->pending ? damaged(a) : next_record(a);
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
        st = read_block(a);
    else if (a->state == WS_BLOCK_HELD)
        st = WS_OK;
    if (st != WS_OK)
        return st;
    rec->length = a->rec.length;
    *block =
        a->batch ? a->batch_block : (struct ws_slice){a->in.p, (size_t)a->rec.content_length};
    return WS_OK;
}
