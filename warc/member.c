#include "warc/member.h"
#include "warc/fields.h"

#include <limits.h>
#include <string.h>

/* Plain bytes that are inflated in one go, if the window has no reason to be larger. */
#define OUT_STEP ((size_t)256 << 10)
#define OUT_MIN  ((size_t)64 << 10)
/* A small member of zeros may well have any ratio: it is looked at past this many plain bytes.
 */
#define RATIO_FROM ((uint64_t)16 << 20)
/* Compressed bytes that decide whether a place is the start of a member that holds a record: a
 * dynamic Huffman table takes less than 300, real extra fields and names less than 100. */
#define PROBE_MAX ((size_t)1024)
/* Bytes that may be read again in search of a member, beyond one time the input: keeps the work
 * linear. */
#define REWIND_FREE ((uint64_t)8 << 20)

#define GZIP_WBITS 31

void ws_plain_init(struct ws_plain *in, size_t max_window, uint32_t max_ratio)
{
    in->max_ratio = max_ratio;
    ws_buf_init(&in->out, max_window + max_window / 8 + 2 * OUT_STEP);
}

void ws_plain_release(struct ws_plain *in)
{
    if (in->z_ready)
        inflateEnd(&in->z);
    in->z_ready = false;
    ws_buf_release(&in->out);
    ws_source_release(&in->src);
}

static bool z_reset(struct ws_plain *in)
{
    if (in->z_ready)
        return inflateReset2(&in->z, GZIP_WBITS) == Z_OK;
    in->z = (z_stream){0};
    in->z_ready = inflateInit2(&in->z, GZIP_WBITS) == Z_OK;
    return in->z_ready;
}

bool ws_plain_start(struct ws_plain *in, bool gzip)
{
    in->gzip = gzip;
    in->member_start = in->member_end = in->src.offset;
    bool ok = !gzip || ws_buf_reserve(&in->out, OUT_STEP);
    in->p = gzip ? in->out.p : in->src.p;
    in->n = gzip ? 0 : in->src.n;
    return ok;
}

static enum ws_need broken(struct ws_plain *in)
{
    bool memory = in->src.sys_errno == 0;
    ws_error_set(&in->error, memory ? WS_E_NOMEM : WS_E_IO, in->src.offset, "%s",
                 memory ? "out of memory" : "reading failed");
    in->error.sys_errno = in->src.sys_errno;
    return WS_BROKEN;
}

/* --- looking for a member after damage ----------------------------------------------- */

/* RFC 1952, 2.3.1: magic, deflate, no reserved flag, and what compressors write into XFL and
 * OS. */
static bool plausible_member(const uint8_t *p, size_t n)
{
    return n >= 10 && p[0] == 0x1f && p[1] == 0x8b && p[2] == 8 && (p[3] & 0xe0) == 0 &&
           (p[8] == 0 || p[8] == 2 || p[8] == 4) && (p[9] <= 13 || p[9] == 255);
}

static bool inflates_to_record(struct ws_plain *in, const uint8_t *p, size_t n)
{
    uint8_t out[WS_RECORD_START_LEN];
    if (!plausible_member(p, n) || !z_reset(in))
        return false;
    in->z.next_in = p;
    in->z.avail_in = (uInt)(n < PROBE_MAX ? n : PROBE_MAX);
    in->z.next_out = out;
    in->z.avail_out = sizeof out;
    inflate(&in->z, Z_SYNC_FLUSH);
    return ws_starts_record(out, sizeof out - in->z.avail_out);
}

bool ws_plain_has_member(struct ws_plain *in, size_t max)
{
    const uint8_t *p = in->src.p, *end = p + (in->src.n < max ? in->src.n : max);
    while (p < end && (p = memchr(p, 0x1f, (size_t)(end - p))) != NULL) {
        if (inflates_to_record(in, p, (size_t)(end - p)))
            return true;
        p++;
    }
    return false;
}

/* Consumes up to the next member that inflates to a record. WS_HAVE, WS_INPUT_END, WS_BROKEN.
 */
static enum ws_need seek_member(struct ws_plain *in)
{
    struct ws_source *s = &in->src;
    for (;;) {
        enum ws_status st = ws_source_need(s, PROBE_MAX);
        if (st == WS_FATAL)
            return broken(in);
        if (s->n == 0)
            return WS_INPUT_END;
        const uint8_t *q = memchr(s->p, 0x1f, s->n);
        if (q != s->p) {
            ws_source_consume(s, q ? (size_t)(q - s->p) : s->n);
            continue;
        }
        if (inflates_to_record(in, s->p, s->n))
            return WS_HAVE;
        ws_source_consume(s, 1);
    }
}

/* A false member may have swallowed true ones before it failed: when that is affordable, the
 * search starts right behind the start of the failed member, else where it failed. */
static void step_back(struct ws_plain *in)
{
    struct ws_source *s = &in->src;
    if (in->rewound + s->held > REWIND_FREE + s->offset)
        return;
    size_t held = s->held;
    if (!ws_source_rewind(s))
        return;
    in->rewound += held;
    if (s->n)
        ws_source_consume(s, 1);
}

/* The current member is no good, or no member begins where one should (from: where). */
static enum ws_need damage(struct ws_plain *in, enum ws_code code, uint64_t from,
                           const char *msg)
{
    ws_error_set(&in->error, code, from, "%s", msg);
    in->error.plain_offset = in->in_member ? in->member_plain : 0;
    if (in->in_member)
        step_back(in);
    in->in_member = false;
    in->src.holding = false;
    in->src.held = 0;
    in->n = in->old_n = 0;
    if (seek_member(in) == WS_BROKEN)
        return WS_BROKEN;
    in->error.bytes_lost = in->src.offset > from ? in->src.offset - from : 0;
    return WS_DAMAGE;
}

/* Where a loss starts: at the member, unless whole records came out of it before. */
static uint64_t member_loss(const struct ws_plain *in)
{
    return in->delivered ? in->src.offset : in->member_start;
}

/* --- inflating ----------------------------------------------------------------------- */

/* Room for the window to reach n bytes from in->p, and for a sensible step at the least; see
 * make_room() in source.c for the eighth. */
static bool make_room(struct ws_plain *in, size_t n)
{
    size_t room = n - in->n > OUT_MIN ? n - in->n : OUT_MIN;
    if (room < in->n / 8)
        room = in->n / 8;
    if (in->n == 0) {
        in->out.n = 0;
        in->p = in->out.p;
    }
    if (in->out.cap - in->out.n >= room)
        return true;
    if (in->n)
        memmove(in->out.p, in->p, in->n);
    in->out.n = in->n;
    bool ok = ws_buf_reserve(&in->out, room);
    in->p = in->out.p;
    return ok;
}

static uInt clamp(size_t n)
{
    return n > UINT_MAX / 2 ? UINT_MAX / 2 : (uInt)n;
}

static enum ws_need inflate_failed(struct ws_plain *in, int ret)
{
    if (ret == Z_MEM_ERROR) {
        in->src.sys_errno = 0;
        return broken(in);
    }
    /* zlib says "incorrect data check" and "incorrect length check" for the two words behind a
     * member */
    bool check = in->z.msg && strstr(in->z.msg, " check");
    return check ? damage(in, WS_E_CHECKSUM, member_loss(in),
                          "checksum or length of a gzip member is wrong")
                 : damage(in, WS_E_INFLATE, member_loss(in), "compressed data are corrupt");
}

static bool over_ratio(const struct ws_plain *in)
{
    uint64_t packed = in->src.offset - in->member_start;
    return in->member_plain > RATIO_FROM && in->member_plain / in->max_ratio > packed;
}

/* One call of inflate(); *gave: plain bytes it added. */
static int inflate_step(struct ws_plain *in, size_t *gave)
{
    z_stream *z = &in->z;
    z->next_in = in->src.p;
    z->avail_in = clamp(in->src.n);
    z->next_out = in->out.p + in->out.n;
    z->avail_out = clamp(in->out.cap - in->out.n);
    /* Z_FINISH spares zlib the copy of its 32 KiB window when the member ends in this call. */
    int ret = inflate(z, Z_FINISH);
    *gave = (size_t)(z->next_out - (in->out.p + in->out.n));
    ws_source_consume(&in->src, (size_t)(z->next_in - in->src.p));
    in->out.n += *gave;
    in->n += *gave;
    in->member_plain += *gave;
    return ret;
}

/* Adds plain bytes of the current member to the window, or finds its end. */
static enum ws_need inflate_more(struct ws_plain *in, size_t n)
{
    if (!make_room(in, n)) {
        in->src.sys_errno = 0;
        return broken(in);
    }
    for (;;) {
        enum ws_status st = ws_source_need(&in->src, 1);
        if (st == WS_FATAL)
            return broken(in);
        size_t gave;
        int ret = inflate_step(in, &gave);
        if (over_ratio(in))
            return damage(in, WS_E_RATIO, member_loss(in),
                          "a gzip member inflates beyond the allowed ratio");
        if (ret == Z_STREAM_END) {
            in->in_member = false;
            in->member_end = in->src.offset;
            return WS_HAVE;
        }
        if (gave) /* an error shows again in the next call */
            return WS_HAVE;
        if (ret != Z_OK && ret != Z_BUF_ERROR)
            return inflate_failed(in, ret);
        if (st == WS_EOF)
            return damage(in, WS_E_TRUNCATED, member_loss(in),
                          "the input ends inside a gzip member");
    }
}

static void show_source(struct ws_plain *in)
{
    in->p = in->src.p;
    in->n = in->src.n;
}

enum ws_need ws_plain_need(struct ws_plain *in, size_t n)
{
    if (in->n >= n)
        return WS_HAVE;
    if (!in->gzip) {
        enum ws_status st = ws_source_need(&in->src, n);
        show_source(in);
        return st == WS_OK ? WS_HAVE : st == WS_EOF ? WS_INPUT_END : broken(in);
    }
    while (in->n < n) {
        if (!in->in_member)
            return WS_MEMBER_END;
        enum ws_need r = inflate_more(in, n);
        if (r != WS_HAVE)
            return r;
    }
    return WS_HAVE;
}

void ws_plain_consume(struct ws_plain *in, size_t n)
{
    if (!in->gzip) {
        ws_source_consume(&in->src, n);
        show_source(in);
        return;
    }
    in->p += n;
    in->n -= n;
    in->old_n -= n < in->old_n ? n : in->old_n;
}

/* --- from member to member ----------------------------------------------------------- */

/* Zeros after a member are padding, as gzip(1) has it. */
static enum ws_status pass_zeros(struct ws_source *s)
{
    for (;;) {
        enum ws_status st = ws_source_need(s, 1);
        if (st != WS_OK || s->p[0] != 0)
            return st;
        size_t n = 0;
        while (n < s->n && s->p[n] == 0)
            n++;
        ws_source_consume(s, n);
    }
}

/* The fixed part of a member header, as far as it is there: a cut one is a cut member, not
 * garbage. */
static bool begins_member(const uint8_t *p, size_t n)
{
    static const uint8_t MAGIC[3] = {0x1f, 0x8b, 8};
    return memcmp(p, MAGIC, n < 3 ? n : 3) == 0 && (n < 4 || (p[3] & 0xe0) == 0);
}

enum ws_need ws_plain_next_member(struct ws_plain *in)
{
    if (!in->gzip)
        return WS_INPUT_END;
    in->src.holding = false;
    in->src.held = 0;
    enum ws_status st = pass_zeros(&in->src);
    if (st == WS_OK)
        st = ws_source_need(&in->src, 4);
    if (st == WS_FATAL)
        return broken(in);
    if (in->src.n == 0)
        return WS_INPUT_END;
    if (!begins_member(in->src.p, in->src.n))
        return damage(in, WS_E_GARBAGE, in->src.offset,
                      "bytes between gzip members that are none");
    if (!z_reset(in)) {
        in->src.sys_errno = 0;
        return broken(in);
    }
    if (in->n) {
        in->old_n = in->n;
        in->old_start = in->member_start;
    }
    ws_source_hold(&in->src);
    in->member_start = in->src.offset;
    in->member_plain = 0;
    in->delivered = false;
    in->in_member = true;
    return WS_HAVE;
}
