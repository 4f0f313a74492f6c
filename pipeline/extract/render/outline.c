#include "pipeline/extract/render/outline.h"

#include <string.h>

static const char GAP[] = "\n\n";
#define GAP_BYTES (sizeof GAP - 1)

bool ws_outline_title(struct ws_outline_head head, struct ws_arena *arena, struct ws_slice *whole)
{
    struct ws_slice title = head.line, text = *whole;
    if (!title.n || !text.n)
        return true;
    uint8_t *out = ws_arena_alloc(arena, title.n + GAP_BYTES + text.n);
    if (!out)
        return false;
    memcpy(out, title.p, title.n);
    memcpy(out + title.n, GAP, GAP_BYTES);
    memcpy(out + title.n + GAP_BYTES, text.p, text.n);
    *whole = (struct ws_slice){out, title.n + GAP_BYTES + text.n};
    return true;
}

/* A place in a text, in bytes and in characters. */
struct place {
    const uint8_t *text;
    size_t bytes, chars;
};

/* Moves on to a later byte and returns the characters before it. */
static size_t advance(struct place *at, size_t bytes)
{
    for (; at->bytes < bytes; at->bytes++)
        at->chars += (at->text[at->bytes] & 0xc0) != 0x80;
    return at->chars;
}

bool ws_outline_blocks(const struct ws_outline *o, struct ws_arena *arena, struct ws_article *art)
{
    size_t n = 0, shift = 0;
    struct ws_text_block *v = ws_arena_alloc(arena, (o->n + 1u) * sizeof *v);
    struct place at = {.text = art->text.p};
    if (!v)
        return false;
    size_t title = o->head.line.n;
    if (title && art->text.n) {
        size_t start = advance(&at, o->head.mark);
        v[n++] = (struct ws_text_block){WS_ROLE_HEADLINE, start, advance(&at, title), false};
        shift = title + GAP_BYTES;
    }
    for (uint32_t i = 0; i < o->n; i++) {
        if (!o->selection->keep[i])
            continue;
        v[n].role = o->selection->role[i];
        v[n].start = advance(&at, shift + o->spans[i].start);
        v[n].end = advance(&at, shift + o->spans[i].end);
        v[n++].lenient = !o->strict[i];
    }
    art->blocks = v;
    art->n_blocks = n;
    return true;
}
