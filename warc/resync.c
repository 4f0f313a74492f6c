/* Headers inside the bytes of a block: where the next record begins when a length is wrong or
 * missing. A header that stands in a block as text cannot be told from that of the next record
 * by itself; what follows the record it describes mostly can (is_followed()). */
#include "warc/resync.h"

#include <string.h>

/* Parses the header at in.p + at, if there is one that proves itself. *len: its length, 0 when
 * not. */
static enum ws_need read_header(struct ws_archive *a, size_t at, struct ws_record *rec,
                                size_t *len)
{
    struct ws_plain *in = &a->in;
    const size_t max = (size_t)a->opts.max_header_bytes;
    size_t scanned = 0, n = 0;
    *len = 0;
    enum ws_head_scan sc = ws_header_scan(in->p + at, in->n - at, &scanned, &n);
    if (sc == WS_HEAD_MORE && at <= a->opts.max_record_bytes) {
        enum ws_need r = ws_plain_need(in, at + max);
        if (r == WS_DAMAGE || r == WS_BROKEN)
            return r;
        sc = ws_header_scan(in->p + at, in->n - at, &scanned, &n);
    }
    if (sc != WS_HEAD_FOUND || n > max)
        return WS_HAVE;
    struct ws_error err;
    enum ws_status st = ws_header_parse((struct ws_slice){in->p + at, n}, &a->probe, rec, &err);
    if (st == WS_FATAL) {
        in->error = err;
        return WS_BROKEN;
    }
    if (ws_header_proves(st, rec))
        *len = n;
    return WS_HAVE;
}

size_t ws_resync_line_ends(const struct ws_archive *a, size_t at)
{
    const struct ws_plain *in = &a->in;
    size_t t = 0;
    while (t < WS_TAIL_MAX && at + t < in->n &&
           (in->p[at + t] == '\n' || in->p[at + t] == '\r'))
        t++;
    return t;
}

/* Whether a record that ends at in.p + end is followed by another one or by the end of its
 * member or of the input. *far: that cannot be seen. */
static enum ws_need is_followed(struct ws_archive *a, size_t end, bool *yes, bool *far)
{
    struct ws_plain *in = &a->in;
    enum ws_need r = ws_plain_need(in, end + WS_TAIL_MAX + ws_header_start_len(a->kind));
    *yes = false;
    if (r == WS_DAMAGE || r == WS_BROKEN)
        return r;
    *far = in->n < end;
    if (*far)
        return WS_HAVE;
    size_t next = end + ws_resync_line_ends(a, end);
    *yes = next == in->n || ws_reader_starts(a, next);
    return WS_HAVE;
}

/* Whether the next record begins at in.p + at, as far as proof asks. */
static enum ws_need is_record(struct ws_archive *a, size_t at, enum ws_proof proof, bool *yes)
{
    struct ws_record rec;
    size_t len;
    const uint64_t reach = a->opts.max_record_bytes + a->opts.max_header_bytes;
    bool far = true;
    *yes = false;
    enum ws_need r = read_header(a, at, &rec, &len);
    if (r != WS_HAVE || len == 0)
        return r;
    if (proof == WS_PROOF_HEADER) {
        *yes = true;
        return WS_HAVE;
    }
    if (rec.content_length <= a->opts.max_record_bytes &&
        at + len + rec.content_length <= reach)
        r = is_followed(a, at + len + (size_t)rec.content_length, yes, &far);
    *yes |= far && proof == WS_PROOF_NO_DOUBT;
    return r;
}

enum ws_need ws_resync_search(struct ws_archive *a, struct ws_search *s, size_t limit,
                              enum ws_proof proof, bool *found)
{
    const struct ws_plain *in = &a->in;
    const size_t enough = ws_header_start_len(a->kind);
    *found = false;
    for (;;) {
        if (!s->at_line) {
            const uint8_t *nl = s->scanned < limit
                                    ? memchr(in->p + s->scanned, '\n', limit - s->scanned)
                                    : NULL;
            s->scanned = nl ? (size_t)(nl - in->p) + 1 : limit;
            if (!nl)
                return WS_HAVE;
            s->line = s->scanned;
            s->at_line = true;
        }
        if (s->line >= limit || (!s->complete && in->n - s->line < enough))
            return WS_HAVE;
        s->at_line = false;
        if (!ws_reader_starts(a, s->line))
            continue;
        enum ws_need r = is_record(a, s->line, proof, found);
        if (r != WS_HAVE || *found)
            return r;
    }
}

void ws_resync_consumed(struct ws_search *s, size_t n)
{
    s->line -= s->at_line ? n : s->line;
    s->scanned -= n;
}
