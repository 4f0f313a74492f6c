#include "warc/member.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Plain bytes that are undone in one go, if the window has no reason to be larger. */
#define OUT_STEP ((size_t)256 << 10)
#define OUT_MIN  ((size_t)64 << 10)
/* A small member of zeros may well have any ratio: it is looked at past this many plain bytes.
 */
#define RATIO_FROM ((uint64_t)16 << 20)

void ws_plain_init(struct ws_plain *in, size_t max_window, uint32_t max_ratio)
{
    in->max_ratio = max_ratio;
    ws_buf_init(&in->out, max_window + max_window / 8 + 2 * OUT_STEP);
}

void ws_plain_release(struct ws_plain *in)
{
    for (int k = 0; k < WS_CODEC_COUNT; k++) {
        if (in->state[k])
            ws_codec((enum ws_codec_kind)k)->close(in->state[k]);
        in->state[k] = NULL;
    }
    ws_buf_release(&in->out);
    ws_source_release(&in->src);
}

void *ws_plain_state(struct ws_plain *in, enum ws_codec_kind kind)
{
    if (!in->state[kind])
        in->state[kind] = ws_codec(kind)->open();
    return in->state[kind];
}

bool ws_plain_start(struct ws_plain *in, bool packed)
{
    in->packed = packed;
    in->member_start = in->member_end = in->src.offset;
    bool ok = !packed || ws_buf_reserve(&in->out, OUT_STEP);
    in->p = packed ? in->out.p : in->src.p;
    in->n = packed ? 0 : in->src.n;
    return ok;
}

bool ws_plain_is_packed(const uint8_t *p, size_t n, const char **lacking)
{
    enum ws_codec_kind kind;
    *lacking = NULL;
    if (n >= 4 && ws_is_skippable(p)) {
        if (ws_le32(p) == WS_DICT_FRAME_MAGIC)
            *lacking = ws_codec(WS_CODEC_ZSTD)->lacking;
        return true;
    }
    if (n >= 2 && p[0] == 0x1f && p[1] == 0x8b)
        return true;
    if (n < 4 || !ws_codec_find(p, n, &kind))
        return false;
    *lacking = ws_codec(kind)->lacking;
    return true;
}

/* --- damage -------------------------------------------------------------------------- */

enum ws_need ws_plain_broken(struct ws_plain *in)
{
    in->error = in->src.error;
    in->error.offset = in->src.offset;
    return WS_BROKEN;
}

enum ws_need ws_plain_no_memory(struct ws_plain *in)
{
    ws_error_set(&in->src.error, WS_E_NOMEM, 0, "out of memory");
    return ws_plain_broken(in);
}

enum ws_need ws_plain_damage(struct ws_plain *in, enum ws_code code, uint64_t from,
                             const char *fmt, ...)
{
    char msg[sizeof in->error.msg];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(msg, sizeof msg, fmt, ap);
    va_end(ap);
    ws_error_set(&in->error, code, from, "%s", msg);
    in->error.plain_offset = in->in_member ? in->member_plain : 0;
    if (in->src.holding)
        ws_seek_back(in);
    in->in_member = false;
    ws_source_let_go(&in->src);
    in->n = in->old_n = 0;
    if (ws_seek_member(in) == WS_BROKEN)
        return WS_BROKEN;
    in->error.bytes_lost = in->src.offset > from ? in->src.offset - from : 0;
    return WS_DAMAGE;
}

/* --- undoing ------------------------------------------------------------------------- */

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

/* Where a loss starts: at the member, unless whole records came out of it before. */
static uint64_t member_loss(const struct ws_plain *in)
{
    return in->delivered ? in->src.offset : in->member_start;
}

static enum ws_need step_failed(struct ws_plain *in, enum ws_step why)
{
    const char *unit = ws_codec(in->kind)->unit;
    uint64_t at = member_loss(in);
    switch (why) {
    case WS_STEP_NOMEM:
        return ws_plain_no_memory(in);
    case WS_STEP_CHECKSUM:
        return ws_plain_damage(in, WS_E_CHECKSUM, at, "checksum or length of a %s is wrong",
                               unit);
    case WS_STEP_DICT:
        return ws_plain_damage(in, WS_E_UNSUPPORTED, at,
                               "a %s needs a dictionary that the file does not have", unit);
    case WS_STEP_WINDOW:
        return ws_plain_damage(in, WS_E_UNSUPPORTED, at, "a %s needs a window over 128 MiB",
                               unit);
    default:
        return ws_plain_damage(in, WS_E_INFLATE, at, "the data of a %s are corrupt", unit);
    }
}

static bool over_ratio(const struct ws_plain *in)
{
    uint64_t packed = in->src.offset - in->member_start;
    return in->member_plain > RATIO_FROM && in->member_plain / in->max_ratio > packed;
}

/* One step of the codec; *f says what it took and gave. */
static enum ws_step take_step(struct ws_plain *in, struct ws_flow *f)
{
    *f = (struct ws_flow){
        .in = {in->src.p, in->src.n},
        .out = in->out.p + in->out.n,
        .room = in->out.cap - in->out.n,
    };
    enum ws_step r = ws_codec(in->kind)->step(in->state[in->kind], f);
    in->wants = f->wants ? f->wants : 1;
    ws_source_consume(&in->src, f->used);
    in->out.n += f->gave;
    in->n += f->gave;
    in->member_plain += f->gave;
    return r;
}

/* Adds plain bytes of the current member to the window, or finds its end. */
static enum ws_need undo_more(struct ws_plain *in, size_t n)
{
    if (!make_room(in, n))
        return ws_plain_no_memory(in);
    for (;;) {
        struct ws_flow f;
        enum ws_step r = in->failed;
        if (r != WS_STEP_ON)
            return step_failed(in, r);
        enum ws_status st = ws_source_need(&in->src, in->wants);
        if (st == WS_FATAL)
            return ws_plain_broken(in);
        r = take_step(in, &f);
        if (over_ratio(in))
            return ws_plain_damage(in, WS_E_RATIO, member_loss(in),
                                   "a %s inflates beyond the allowed ratio",
                                   ws_codec(in->kind)->unit);
        if (r == WS_STEP_END) {
            in->in_member = false;
            in->member_end = in->src.offset;
            in->main_kind = in->kind;
            in->any_ended = true;
            return WS_HAVE;
        }
        in->failed = r;
        if (f.gave) /* a failure is told when these are used up */
            return WS_HAVE;
        if (r == WS_STEP_ON && st == WS_EOF && f.used == 0)
            return ws_plain_damage(in, WS_E_TRUNCATED, member_loss(in),
                                   "the input ends inside a %s", ws_codec(in->kind)->unit);
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
    if (!in->packed) {
        enum ws_status st = ws_source_need(&in->src, n);
        show_source(in);
        return st == WS_OK ? WS_HAVE : st == WS_EOF ? WS_INPUT_END : ws_plain_broken(in);
    }
    while (in->n < n) {
        if (!in->in_member)
            return WS_MEMBER_END;
        enum ws_need r = undo_more(in, n);
        if (r != WS_HAVE)
            return r;
    }
    return WS_HAVE;
}

void ws_plain_consume(struct ws_plain *in, size_t n)
{
    if (!in->packed) {
        ws_source_consume(&in->src, n);
        show_source(in);
        return;
    }
    in->p += n;
    in->n -= n;
    in->old_n -= n < in->old_n ? n : in->old_n;
}

/* --- from member to member ----------------------------------------------------------- */

static enum ws_need open_member(struct ws_plain *in)
{
    void *state = ws_plain_state(in, in->kind);
    struct ws_flow f = {0};
    if (!state || !ws_codec(in->kind)->begin(state, &f))
        return ws_plain_no_memory(in);
    in->wants = f.wants;
    in->failed = WS_STEP_ON;
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

enum ws_need ws_plain_next_member(struct ws_plain *in)
{
    if (!in->packed)
        return WS_INPUT_END;
    ws_source_let_go(&in->src);
    enum ws_need r = ws_frames_pass(in);
    if (r != WS_HAVE)
        return r;
    ws_source_let_go(&in->src);
    const struct ws_source *s = &in->src;
    if (!ws_codec_find(s->p, s->n, &in->kind))
        return ws_plain_damage(in, WS_E_GARBAGE, s->offset, "bytes between %ss that are none",
                               ws_codec(in->main_kind)->unit);
    if (!in->any_ended)
        in->main_kind = in->kind;
    const char *lacking = ws_codec(in->kind)->lacking;
    return lacking ? ws_plain_damage(in, WS_E_UNSUPPORTED, s->offset, "%s", lacking)
                   : open_member(in);
}
