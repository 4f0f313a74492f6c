/* The block of a record: whole in the window, or lost; and whether its length is true. */
#include "warc/reader.h"
#include "warc/record.h"

#include <string.h>

/* Line ends behind a block that are taken as its end: two are due (ISO 28500, 4), writers err.
 */
#define TAIL_MAX ((size_t)16)

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
    ws_reader_loss_ends(a, a->whole_start);
    a->state = WS_BLOCK_LOST;
    return WS_SKIP;
}

static enum ws_status lose_to_damage(struct ws_archive *a)
{
    a->state = WS_BLOCK_LOST;
    return ws_reader_damaged(a);
}

/* The input (or a member in front of a record) ended after n bytes of the block. */
static enum ws_status block_too_short(struct ws_archive *a, size_t n, bool at_edge)
{
    size_t at;
    enum ws_need r = find_swallowed(a, n, &at);
    if (r == WS_BROKEN)
        return ws_reader_broken(a);
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
        switch (ws_reader_pull(a, 1, &edge)) {
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
            return ws_reader_broken(a);
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

/* What follows the block is neither a record nor an end: perhaps the data of its member are
 * corrupt from somewhere inside the block on, which a checksum not far away would tell. */
static enum ws_need look_behind(struct ws_archive *a, size_t n)
{
    enum ws_need r = WS_HAVE;
    if (a->in.packed)
        r = ws_plain_need(&a->in, n + (size_t)a->opts.max_header_bytes);
    return r == WS_DAMAGE || r == WS_BROKEN ? r : WS_HAVE;
}

/* Bytes of the file the record takes, 0 when it cannot be addressed alone. */
static uint64_t record_length(const struct ws_archive *a, size_t n, bool member_end)
{
    if (!a->in.packed)
        return a->in.src.offset + n + a->tail - a->rec.offset;
    return a->whole_start && member_end ? a->in.member_end - a->rec.offset : 0;
}

enum ws_status ws_reader_block(struct ws_archive *a)
{
    if (a->rec.content_length > a->opts.max_record_bytes)
        return pass_big_block(a);
    size_t n = (size_t)a->rec.content_length, edge, at = 0;
    bool odd = false, member_end = false;
    enum ws_need r = ws_reader_pull(a, n, &edge);
    if (r == WS_MEMBER_END)
        return block_too_short(a, edge, true);
    if (r == WS_INPUT_END)
        return block_too_short(a, a->in.n, false);
    if (r == WS_HAVE)
        r = measure_tail(a, n, &odd, &member_end);
    if (r == WS_HAVE && odd)
        r = find_swallowed(a, n, &at);
    if (r == WS_HAVE && odd && at == 0)
        r = look_behind(a, n);
    if (r == WS_BROKEN)
        return ws_reader_broken(a);
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
