/* The block of a record: whole in the window, or lost; and whether its length is true. */
#include "warc/resync.h"

#include <string.h>

/* The block of n bytes does not end where a record ends: a length that is too large has
 * swallowed the start of the next record. Looks for its header in the block; *at: where it
 * begins, n when there is none. (A record inside the block of a record with a wrong length is
 * taken for the next one: it cannot be told apart.) */
static enum ws_need find_swallowed(struct ws_archive *a, size_t n, enum ws_proof proof,
                                   size_t *at)
{
    struct ws_search s = WS_SEARCH_START;
    bool found = false;
    enum ws_need r = ws_plain_need(&a->in, n + ws_header_start_len(a->kind));
    s.complete = true;
    if (r != WS_DAMAGE && r != WS_BROKEN)
        r = ws_resync_search(a, &s, n, proof, &found);
    *at = found ? s.line : n;
    return r;
}

static const char SWALLOWED[] =
    "length of a record too large: another one begins inside the block";
static const char MEMBER_BEFORE[] =
    "length of a record too large: the next member begins another one";

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
    enum ws_need r = find_swallowed(a, n, WS_PROOF_NO_DOUBT, &at);
    if (r == WS_BROKEN)
        return ws_reader_broken(a);
    if (r == WS_DAMAGE)
        return lose_to_damage(a);
    if (at < n)
        return lose(a, WS_E_RECORD_LENGTH, SWALLOWED, at);
    if (at_edge)
        return lose(a, WS_E_RECORD_LENGTH, MEMBER_BEFORE, n);
    return lose(a, WS_E_TRUNCATED, "the input ends inside a record", n);
}

/* Consumes what was searched of a block, left bytes of which are still to come. */
static void pass_searched(struct ws_archive *a, struct ws_search *s, uint64_t *left)
{
    size_t n = s->at_line ? s->line : s->scanned;
    ws_plain_consume(&a->in, n);
    ws_resync_consumed(s, n);
    *left -= n;
}

/* A block over the limit: passed over with a flat window. Its length may be what is wrong, so
 * records that follow each other inside it end it. */
static enum ws_status pass_big_block(struct ws_archive *a)
{
    struct ws_search s = WS_SEARCH_START;
    uint64_t left = a->rec.content_length;
    enum ws_need r = WS_HAVE, end = WS_HAVE;
    size_t edge = 0;
    while (left > 0) {
        size_t seen = end == WS_MEMBER_END ? edge : a->in.n;
        bool found;
        r = ws_resync_search(a, &s, seen < left ? seen : (size_t)left, WS_PROOF_CHAIN, &found);
        if (r != WS_HAVE)
            break;
        if (found)
            return lose(a, WS_E_RECORD_LENGTH, SWALLOWED, s.line);
        pass_searched(a, &s, &left);
        if (s.complete)
            break;
        end = ws_reader_pull(a, a->in.n + 1, &edge);
        s.complete = end == WS_MEMBER_END || end == WS_INPUT_END;
        if (!s.complete && end != WS_HAVE)
            r = end;
        if (r != WS_HAVE)
            break;
    }
    if (r == WS_BROKEN)
        return ws_reader_broken(a);
    if (r == WS_DAMAGE)
        return lose_to_damage(a);
    if (left == 0)
        return lose(a, WS_E_RECORD_TOO_BIG, "a block over the size limit", 0);
    if (end == WS_MEMBER_END)
        return lose(a, WS_E_RECORD_LENGTH, MEMBER_BEFORE, 0);
    return lose(a, WS_E_TRUNCATED, "the input ends inside a record", 0);
}

/* What stands behind a block. */
struct tail {
    bool closed;     /* the line ends that are due, and no other ones */
    bool odd;        /* neither the end of the member or input nor a record follows */
    bool member_end; /* the former */
};

/* CRLF CRLF (ISO 28500, 4); in an ARC file LF. */
static bool is_closed(const struct ws_archive *a, size_t n, size_t line_ends)
{
    const uint8_t *p = a->in.p + n;
    if (a->kind == WS_HEADERS_ARC)
        return line_ends > 0 && p[line_ends - 1] == '\n';
    return line_ends == 4 && memcmp(p, "\r\n\r\n", 4) == 0;
}

/* Sets a->tail, too. */
static enum ws_need measure_tail(struct ws_archive *a, size_t n, struct tail *t)
{
    struct ws_plain *in = &a->in;
    enum ws_need r = ws_plain_need(in, n + WS_TAIL_MAX + ws_header_start_len(a->kind));
    if (r == WS_DAMAGE || r == WS_BROKEN)
        return r;
    a->tail = ws_resync_line_ends(a, n);
    bool at_end = n + a->tail == in->n;
    t->closed = is_closed(a, n, a->tail);
    t->member_end = r == WS_MEMBER_END && at_end;
    t->odd = !at_end && a->tail < WS_TAIL_MAX && !ws_reader_starts(a, n + a->tail);
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
    size_t n = (size_t)a->rec.content_length, edge, at = n;
    struct tail t = {0};
    enum ws_need r = ws_reader_pull(a, n, &edge);
    if (r == WS_MEMBER_END)
        return block_too_short(a, edge, true);
    if (r == WS_INPUT_END)
        return block_too_short(a, a->in.n, false);
    if (r == WS_HAVE)
        r = measure_tail(a, n, &t);
    /* Behind a block that ends as it should, garbage is more likely than a wrong length. */
    if (r == WS_HAVE && t.odd)
        r = find_swallowed(a, n, t.closed ? WS_PROOF_CHAIN : WS_PROOF_HEADER, &at);
    if (r == WS_HAVE && t.odd && at == n)
        r = look_behind(a, n);
    if (r == WS_BROKEN)
        return ws_reader_broken(a);
    if (r == WS_DAMAGE)
        return lose_to_damage(a);
    if (at < n)
        return lose(a, WS_E_RECORD_LENGTH, SWALLOWED, at);
    a->rec.length = record_length(a, n, t.member_end);
    if (a->in.old_n < n + a->tail)
        a->in.delivered = true; /* else nothing of it came out of the current member */
    a->state = WS_BLOCK_HELD;
    return WS_OK;
}

/* --- records without a length ---------------------------------------------------------- */

/* Length of the block in the n bytes in front of the next record or end: less the line ends
 * that are due behind it. */
static size_t without_tail(const struct ws_archive *a, size_t n)
{
    const uint8_t *p = a->in.p;
    int due = a->kind == WS_HEADERS_ARC ? 1 : 2;
    for (; due > 0 && n > 0 && p[n - 1] == '\n'; due--)
        n -= n > 1 && p[n - 2] == '\r' ? 2 : 1;
    return n;
}

/* Whether another record stands right behind the header and its line ends. Then there is no
 * block, however little that record says of itself. */
static enum ws_need is_block_empty(struct ws_archive *a, bool *yes)
{
    size_t edge;
    enum ws_need r = ws_reader_pull(a, WS_TAIL_MAX + ws_header_start_len(a->kind), &edge);
    *yes = r == WS_MEMBER_END ? ws_resync_line_ends(a, 0) >= edge
                              : ws_reader_starts(a, ws_resync_line_ends(a, 0));
    return r == WS_DAMAGE || r == WS_BROKEN ? r : WS_HAVE;
}

enum ws_status ws_reader_find_end(struct ws_archive *a)
{
    struct ws_search s = WS_SEARCH_START;
    struct ws_plain *in = &a->in;
    const size_t most = (size_t)a->opts.max_record_bytes + WS_TAIL_MAX;
    bool found = false;
    size_t end = 0;
    a->rec.content_length = 0; /* until it is known */
    enum ws_need r = is_block_empty(a, &found);
    while (!found && !s.complete && r == WS_HAVE) {
        enum ws_need more = ws_reader_pull(a, in->n + 1, &end);
        s.complete = more == WS_MEMBER_END || more == WS_INPUT_END;
        if (more != WS_MEMBER_END)
            end = in->n;
        r = s.complete ? WS_HAVE : more;
        if (r == WS_HAVE)
            r = ws_resync_search(a, &s, end < most ? end : most, WS_PROOF_HEADER, &found);
        if (r == WS_HAVE && !found && end >= most)
            return lose(a, WS_E_RECORD_TOO_BIG,
                        "a record without a length, over the size limit", most);
    }
    if (r == WS_BROKEN)
        return ws_reader_broken(a);
    if (r == WS_DAMAGE)
        return lose_to_damage(a);
    a->rec.content_length = without_tail(a, found ? s.line : end);
    return WS_OK;
}
