#include "warc/source.h"

#include <string.h>

#define READ_STEP ((size_t)256 << 10)

void ws_source_init_file(struct ws_source *s, struct ws_file file, size_t max_window)
{
    *s = (struct ws_source){.file = file};
    /* what make_room() may ask for */
    ws_buf_init(&s->buf, max_window + max_window / 8 + 3 * WS_SOURCE_HOLD_MAX + 2 * READ_STEP);
}

void ws_source_init_memory(struct ws_source *s, const void *bytes, size_t n, uint64_t base)
{
    *s = (struct ws_source){
        .p = bytes, .n = n, .offset = base, .at_end = true, .file = WS_FILE_NONE};
}

bool ws_source_preload(struct ws_source *s, struct ws_slice bytes, uint64_t offset)
{
    if (bytes.n && !ws_buf_append(&s->buf, bytes.p, bytes.n))
        return false;
    s->p = s->buf.p;
    s->n = bytes.n;
    s->offset = offset;
    return true;
}

void ws_source_release(struct ws_source *s)
{
    ws_buf_release(&s->buf);
    s->p = NULL;
    s->n = 0;
}

/* Room for `more` bytes behind the window. The free part is at least an eighth of the window
 * and as much as is held: a move costs the length of both, so moves stay linear in the bytes
 * that are read. */
static bool make_room(struct ws_source *s, size_t more)
{
    size_t keep = s->held + s->n;
    size_t room = more > READ_STEP ? more : READ_STEP;
    if (room < keep / 8)
        room = keep / 8;
    if (room < s->held)
        room = s->held;
    if (s->buf.cap - s->buf.n >= room)
        return true;
    if (keep)
        memmove(s->buf.p, s->p - s->held, keep);
    s->buf.n = keep;
    if (!ws_buf_reserve(&s->buf, room))
        return false;
    s->p = s->buf.p + s->held;
    return true;
}

/* Reads until n bytes were added or the input ends. */
static enum ws_status read_full(struct ws_source *s, size_t n)
{
    while (n) {
        size_t got;
        if (ws_file_read(s->file, s->buf.p + s->buf.n, n, s->offset + s->n, &got, &s->error) !=
            WS_OK)
            return WS_FATAL;
        if (got == 0) {
            s->at_end = true;
            break;
        }
        s->buf.n += got;
        s->n += got;
        n -= got;
    }
    return WS_OK;
}

enum ws_status ws_source_need(struct ws_source *s, size_t n)
{
    if (s->n >= n)
        return WS_OK;
    if (s->at_end)
        return WS_EOF;
    size_t more = n - s->n;
    if (!make_room(s, more)) {
        ws_error_set(&s->error, WS_E_NOMEM, s->offset, "out of memory");
        return WS_FATAL;
    }
    if (read_full(s, more > READ_STEP ? more : READ_STEP) != WS_OK)
        return WS_FATAL;
    return s->n >= n ? WS_OK : WS_EOF;
}

void ws_source_consume(struct ws_source *s, size_t n)
{
    s->p += n;
    s->n -= n;
    s->offset += n;
    if (!s->holding)
        return;
    s->held = n < WS_SOURCE_HOLD_MAX - s->held ? s->held + n : WS_SOURCE_HOLD_MAX;
}

void ws_source_hold(struct ws_source *s)
{
    s->holding = true;
    s->hold_at = s->offset;
    s->held = 0;
}

void ws_source_let_go(struct ws_source *s)
{
    s->holding = false;
    s->held = 0;
}

bool ws_source_rewind(struct ws_source *s)
{
    s->p -= s->held;
    s->n += s->held;
    s->offset -= s->held;
    s->held = 0;
    return s->offset == s->hold_at;
}
