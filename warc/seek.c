/* Where to go on after damage in a compressed input. */
#include "warc/arc.h"
#include "warc/member.h"

#include <string.h>

/* Work that may be spent in search of members, beyond one time the input, in bytes: keeps it
 * linear. */
#define REREAD_FREE ((uint64_t)8 << 20)
/* Plain bytes that show whether an ARC record begins a member: longer headers are not found. */
#define ARC_PROBE ((size_t)2048)

static bool affordable(const struct ws_plain *in, size_t bytes)
{
    return in->reread + bytes <= REREAD_FREE + in->src.offset;
}

/* Whether an ARC record begins the member at p, whose first plain bytes are begin. */
static bool holds_arc(struct ws_plain *in, enum ws_codec_kind kind, struct ws_slice p,
                      struct ws_slice begin)
{
    uint8_t out[ARC_PROBE];
    const struct ws_codec *c = ws_codec(kind);
    size_t cost = 0;
    for (size_t i = 0; i < begin.n; i++)
        if (begin.p[i] <= ' ' || begin.p[i] >= 0x7f)
            return false; /* not the beginning of a URL */
    if (begin.n == 0 || !affordable(in, c->probe_bytes))
        return false;
    size_t got = c->probe(in->state[kind], p, true, out, sizeof out, &cost);
    in->reread += cost + (got < sizeof out ? got : sizeof out);
    return got <= sizeof out && ws_arc_starts(out, got);
}

/* Whether a member at p holds a record. When that takes more work than can be afforded, its
 * looks decide. */
static bool holds_record(struct ws_plain *in, enum ws_codec_kind kind, const uint8_t *p,
                         size_t n)
{
    uint8_t out[WS_RECORD_START_LEN];
    const struct ws_codec *c = ws_codec(kind);
    void *state = ws_plain_state(in, kind);
    size_t cost = 0;
    if (!state || !ws_codec_begins(kind, p, n))
        return false;
    size_t got = c->probe(state, (struct ws_slice){p, n}, affordable(in, c->probe_bytes), out,
                          sizeof out, &cost);
    in->reread += cost;
    return got == WS_PROBE_LIKELY || ws_starts_record(out, got) ||
           holds_arc(in, kind, (struct ws_slice){p, n}, (struct ws_slice){out, got});
}

/* Looks for one in the n bytes at p. *at: where it begins. */
static bool find_member(struct ws_plain *in, enum ws_codec_kind kind, const uint8_t *p,
                        size_t n, size_t *at)
{
    const uint8_t *q = p, *end = p + n;
    while (q < end && (q = memchr(q, ws_codec(kind)->magic[0], (size_t)(end - q))) != NULL) {
        *at = (size_t)(q - p);
        if (holds_record(in, kind, q, (size_t)(end - q)))
            return true;
        q++;
    }
    return false;
}

bool ws_plain_has_member(struct ws_plain *in, size_t max)
{
    size_t n = in->src.n < max ? in->src.n : max, at;
    bool found = false;
    for (int k = 0; k < WS_CODEC_COUNT; k++) {
        if (ws_codec((enum ws_codec_kind)k)->lacking ||
            !find_member(in, (enum ws_codec_kind)k, in->src.p, n, &at))
            continue;
        found = true;
        n = at; /* the first one of all kinds */
        in->main_kind = (enum ws_codec_kind)k;
    }
    return found;
}

enum ws_need ws_seek_member(struct ws_plain *in)
{
    struct ws_source *s = &in->src;
    const struct ws_codec *c = ws_codec(in->main_kind);
    for (;;) {
        enum ws_status st = ws_source_need(s, c->lacking ? 1 : c->probe_bytes);
        if (st == WS_FATAL)
            return ws_plain_broken(in);
        if (s->n == 0)
            return WS_INPUT_END;
        const uint8_t *q = c->lacking ? NULL : memchr(s->p, c->magic[0], s->n);
        if (q != s->p) {
            ws_source_consume(s, q ? (size_t)(q - s->p) : s->n);
            continue;
        }
        if (holds_record(in, in->main_kind, s->p, s->n))
            return WS_HAVE;
        ws_source_consume(s, 1);
    }
}

void ws_seek_back(struct ws_plain *in)
{
    struct ws_source *s = &in->src;
    if (!affordable(in, s->held))
        return;
    in->reread += s->held;
    if (ws_source_rewind(s) && s->n)
        ws_source_consume(s, 1);
}
