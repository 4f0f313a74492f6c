/* What may stand between members: zero padding, skippable frames, and the dictionary of a
 * .warc.zst, which comes in one of these. */
#include "warc/member.h"

/* A length over this is taken for a wrong one: passing over that much would cost what stands
 * there. Dictionaries have 8 MiB at most, seek tables a few. */
#define SKIPPABLE_MAX ((size_t)16 << 20)
/* Bytes of dictionaries that are unpacked, beyond some times the input: one stands at the start
 * of a file, files may have been joined, and the work must stay linear. */
#define DICT_FREE  ((uint64_t)32 << 20)
#define DICT_TIMES 16u

/* Zeros behind a member are padding, as gzip(1) has it. */
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

/* Consumes n bytes; keep (may be NULL) gets a copy. */
static enum ws_need pass_bytes(struct ws_plain *in, size_t n, struct ws_buf *keep)
{
    struct ws_source *s = &in->src;
    while (n) {
        enum ws_status st = ws_source_need(s, 1);
        if (st == WS_FATAL)
            return ws_plain_broken(in);
        if (st == WS_EOF)
            return ws_plain_damage(in, WS_E_TRUNCATED, in->src.hold_at,
                                   "the input ends inside a skippable frame");
        size_t step = s->n < n ? s->n : n;
        if (keep && !ws_buf_append(keep, s->p, step))
            return ws_plain_no_memory(in);
        ws_source_consume(s, step);
        n -= step;
    }
    return WS_HAVE;
}

static enum ws_need load(struct ws_plain *in, struct ws_slice data)
{
    void *zstd = ws_plain_state(in, WS_CODEC_ZSTD);
    size_t plain = 0;
    if (!zstd)
        return ws_plain_no_memory(in);
    enum ws_step r = WS_STEP_WINDOW;
    if (in->dict_plain <= DICT_FREE + DICT_TIMES * in->src.offset)
        r = ws_zstd_set_dictionary(zstd, data, &plain);
    in->dict_plain += plain;
    switch (r) {
    case WS_STEP_END:
        return WS_HAVE;
    case WS_STEP_NOMEM:
        return ws_plain_no_memory(in);
    case WS_STEP_WINDOW:
        return ws_plain_damage(in, WS_E_UNSUPPORTED, in->src.hold_at,
                               "a zstd dictionary is over the size limit");
    default:
        return ws_plain_damage(in, WS_E_INFLATE, in->src.hold_at,
                               "the zstd dictionary of the file is corrupt");
    }
}

static enum ws_need load_dictionary(struct ws_plain *in, size_t n)
{
    struct ws_buf data;
    if (n > WS_DICT_MAX)
        return ws_plain_damage(in, WS_E_UNSUPPORTED, in->src.hold_at,
                               "a zstd dictionary is over the size limit");
    ws_buf_init(&data, WS_DICT_MAX);
    enum ws_need r = pass_bytes(in, n, &data);
    if (r == WS_HAVE)
        r = load(in, (struct ws_slice){data.p, data.n});
    ws_buf_release(&data);
    return r;
}

/* The skippable frame at src.p, of which its head and 4 more bytes are visible if it has them.
 */
static enum ws_need pass_skippable(struct ws_plain *in)
{
    struct ws_source *s = &in->src;
    if (s->n < WS_SKIPPABLE_HEAD)
        return ws_plain_damage(in, WS_E_TRUNCATED, s->offset,
                               "the input ends inside a skippable frame");
    if (!in->any_ended) /* most likely: lz4 files begin with one as well, but nobody writes that
                         */
        in->main_kind = WS_CODEC_ZSTD;
    const size_t n = ws_le32(s->p + 4);
    bool dictionary = ws_le32(s->p) == WS_DICT_FRAME_MAGIC && n >= 4 &&
                      s->n >= WS_SKIPPABLE_HEAD + 4 &&
                      ws_zstd_is_dictionary(s->p + WS_SKIPPABLE_HEAD);
    if (n > SKIPPABLE_MAX) {
        ws_source_consume(s, WS_SKIPPABLE_HEAD);
        return ws_plain_damage(in, WS_E_GARBAGE, in->src.hold_at,
                               "a skippable frame of more than 16 MiB is taken for garbage");
    }
    ws_source_consume(s, WS_SKIPPABLE_HEAD);
    return dictionary ? load_dictionary(in, n) : pass_bytes(in, n, NULL);
}

enum ws_need ws_frames_pass(struct ws_plain *in)
{
    struct ws_source *s = &in->src;
    for (;;) {
        enum ws_status st = pass_zeros(s);
        if (st == WS_OK)
            st = ws_source_need(s, WS_SKIPPABLE_HEAD + 4);
        if (st == WS_FATAL)
            return ws_plain_broken(in);
        if (s->n == 0)
            return WS_INPUT_END;
        if (s->n < 4 || !ws_is_skippable(s->p))
            return WS_HAVE;
        ws_source_hold(s);
        enum ws_need r = pass_skippable(in);
        if (r != WS_HAVE)
            return r;
    }
}
