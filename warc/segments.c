#include "warc/segments.h"
#include "warc/fields.h"

#include <stdlib.h>
#include <string.h>

/* Records held at once. A crawler writes one at a time; more is for odd archives. */
#define HELD_MAX 16

struct held {
    struct ws_buf id, head, block;
    uint64_t offset, length;
    uint32_t n;           /* segments in block */
    enum ws_segment fate; /* WS_SEGMENT_NONE: waits for more */
};

struct ws_segments {
    uint64_t max_record_bytes, max_header_bytes;
    struct held list[HELD_MAX]; /* the oldest first */
    size_t n;
    uint64_t bytes; /* of the blocks that wait for more */
    struct held popped;
};

static void release(struct held *h)
{
    ws_buf_release(&h->id);
    ws_buf_release(&h->head);
    ws_buf_release(&h->block);
    *h = (struct held){0};
}

static uint64_t at_most(uint64_t n)
{
    return n < SIZE_MAX / 8 ? n : SIZE_MAX / 8;
}

struct ws_segments *ws_segments_new(const struct ws_archive_options *opts)
{
    struct ws_archive_options defaults;
    struct ws_segments *s = calloc(1, sizeof *s);
    if (!s)
        return NULL;
    if (!opts)
        ws_archive_options_init(&defaults);
    opts = opts ? opts : &defaults;
    s->max_record_bytes = at_most(opts->max_record_bytes);
    s->max_header_bytes = at_most(opts->max_header_bytes);
    return s;
}

void ws_segments_free(struct ws_segments *s)
{
    if (!s)
        return;
    for (size_t i = 0; i < s->n; i++)
        release(&s->list[i]);
    release(&s->popped);
    free(s);
}

/* A decimal number that is not absent, too long or followed by anything: else 0. */
static uint64_t number(const struct ws_record *rec, const char *field)
{
    struct ws_slice v = ws_field_get(rec->fields, rec->n_fields, field);
    uint64_t n = 0;
    if (v.n > 18)
        return 0;
    for (size_t i = 0; i < v.n; i++) {
        if (v.p[i] < '0' || v.p[i] > '9')
            return 0;
        n = n * 10 + (uint64_t)(v.p[i] - '0');
    }
    return n;
}

static bool has(const struct ws_record *rec, const char *field)
{
    return ws_field_get(rec->fields, rec->n_fields, field).p != NULL;
}

static void finish(struct ws_segments *s, struct held *h, enum ws_segment fate)
{
    h->fate = fate;
    s->bytes -= h->block.n;
}

/* The oldest that waits for more, but for one. */
static struct held *oldest(struct ws_segments *s, const struct held *other)
{
    for (size_t i = 0; i < s->n; i++)
        if (s->list[i].fate == WS_SEGMENT_NONE && &s->list[i] != other)
            return &s->list[i];
    return NULL;
}

/* Gives up what was held longest until n more bytes for h are within the limit. */
static void make_room(struct ws_segments *s, size_t n, const struct held *h)
{
    struct held *old;
    while (s->bytes + n > s->max_record_bytes && (old = oldest(s, h)) != NULL)
        finish(s, old, WS_SEGMENT_NO_END);
}

static enum ws_segment_take begin(struct ws_segments *s, const struct ws_record *rec,
                                  struct ws_slice head, struct ws_slice block)
{
    struct held h = {.offset = rec->offset, .length = rec->length, .n = 1};
    const size_t max_head = (size_t)s->max_header_bytes;
    ws_buf_init(&h.id, max_head);
    ws_buf_init(&h.head, 2 * max_head + 64); /* see add_truncated() */
    ws_buf_init(&h.block, (size_t)s->max_record_bytes);
    if (!ws_buf_append(&h.id, rec->id.p, rec->id.n) ||
        !ws_buf_append(&h.head, head.p, head.n) || !ws_buf_append(&h.block, block.p, block.n)) {
        release(&h);
        return WS_TAKE_NO_MEMORY;
    }
    make_room(s, block.n, NULL);
    s->bytes += block.n;
    s->list[s->n++] = h; /* there is room: take() sees to it */
    return WS_TAKE_HELD;
}

/* The one that waits for a continuation of that record; the newest, should two have one name.
 */
static struct held *find(struct ws_segments *s, struct ws_slice id)
{
    for (size_t i = s->n; id.n && i-- > 0;) {
        struct held *h = &s->list[i];
        if (h->fate == WS_SEGMENT_NONE && h->id.n == id.n && memcmp(h->id.p, id.p, id.n) == 0)
            return h;
    }
    return NULL;
}

/* The crawler's word on a record that was cut off stands in the last segment. The first field
 * of a name counts: one in the first segment stays. */
static bool add_truncated(struct held *h, struct ws_slice why)
{
    static const char NAME[] = "WARC-Truncated: ", END[] = "\r\n\r\n";
    if (!why.n)
        return true;
    while (h->head.n && (h->head.p[h->head.n - 1] == '\n' || h->head.p[h->head.n - 1] == '\r'))
        h->head.n--;
    return ws_buf_append(&h->head, "\r\n", 2) &&
           ws_buf_append(&h->head, NAME, sizeof NAME - 1) &&
           ws_buf_append(&h->head, why.p, why.n) && ws_buf_append(&h->head, END, 4);
}

static enum ws_segment_take go_on(struct ws_segments *s, const struct ws_record *rec,
                                  struct ws_slice block)
{
    struct held *h =
        find(s, ws_field_get(rec->fields, rec->n_fields, "WARC-Segment-Origin-ID"));
    if (!h)
        return WS_TAKE_STRAY;
    bool next = number(rec, "WARC-Segment-Number") == (uint64_t)h->n + 1;
    if (!next || block.n > s->max_record_bytes - h->block.n) {
        finish(s, h, next ? WS_SEGMENT_TOO_BIG : WS_SEGMENT_GAP);
        return WS_TAKE_STRAY;
    }
    make_room(s, block.n, h);
    if (!ws_buf_append(&h->block, block.p, block.n))
        return WS_TAKE_NO_MEMORY;
    s->bytes += block.n;
    h->n++;
    if (!has(rec, "WARC-Segment-Total-Length"))
        return WS_TAKE_HELD;
    finish(s, h,
           number(rec, "WARC-Segment-Total-Length") == h->block.n ? WS_SEGMENT_JOINED
                                                                  : WS_SEGMENT_WRONG_TOTAL);
    return add_truncated(h, rec->truncated) ? WS_TAKE_HELD : WS_TAKE_NO_MEMORY;
}

enum ws_segment_take ws_segments_take(struct ws_segments *s, const struct ws_record *rec,
                                      struct ws_slice head, struct ws_slice block)
{
    if (rec->type == WS_REC_CONTINUATION)
        return go_on(s, rec, block);
    if (number(rec, "WARC-Segment-Number") != 1 || !rec->id.n ||
        has(rec, "WARC-Segment-Total-Length")) /* all of it in one segment */
        return WS_TAKE_NONE;
    /* One place is free: it was popped. */
    if (s->n == HELD_MAX - 1)
        finish(s, oldest(s, NULL), WS_SEGMENT_NO_END);
    return begin(s, rec, head, block);
}

void ws_segments_end(struct ws_segments *s)
{
    struct held *h;
    while ((h = oldest(s, NULL)) != NULL)
        finish(s, h, WS_SEGMENT_NO_END);
}

bool ws_segments_hold(const struct ws_segments *s)
{
    return s->n > 0;
}

bool ws_segments_pop(struct ws_segments *s, struct ws_joined *joined)
{
    release(&s->popped);
    size_t i = 0;
    while (i < s->n && s->list[i].fate == WS_SEGMENT_NONE)
        i++;
    if (i == s->n)
        return false;
    s->popped = s->list[i];
    s->n--;
    memmove(s->list + i, s->list + i + 1, (s->n - i) * sizeof *s->list);
    const struct held *h = &s->popped;
    *joined = (struct ws_joined){
        .head = {h->head.p, h->head.n},
        .block = {h->block.p, h->block.n},
        .offset = h->offset,
        .length = h->n == 1 ? h->length : 0, /* several do not stand in one place */
        .n = h->n,
        .fate = h->fate,
    };
    return true;
}
