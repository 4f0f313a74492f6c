#include "pipeline/input/conversion.h"
#include "pipeline/extract/text/nfc.h"
#include "pipeline/extract/text/repair.h"
#include "pipeline/extract/text/seams.h"
#include "pipeline/extract/text/text.h"
#include "pipeline/page/charset.h"

#include <stdlib.h>
#include <string.h>

struct ws_converter {
    const struct ws_extract_options *options;
    struct ws_charset *charset;
    struct ws_arena arena;
};

struct ws_converter *ws_converter_new(const struct ws_extract_options *o)
{
    struct ws_converter *c = calloc(1, sizeof *c);
    if (!c)
        return NULL;
    c->options = o;
    c->charset = ws_charset_new(o->max_page_bytes);
    ws_arena_init(&c->arena);
    if (!c->charset) {
        ws_converter_free(c);
        return NULL;
    }
    return c;
}

void ws_converter_free(struct ws_converter *c)
{
    if (!c)
        return;
    ws_charset_free(c->charset);
    ws_arena_release(&c->arena);
    free(c);
}

struct writer {
    uint8_t *at, *start;
    unsigned breaks; /* before the next character: 1 a new line, 2 an empty one */
    bool space;      /* a blank */
    uint32_t joiner; /* ZWJ or ZWNJ, if the next character takes it; 0: none */
    uint32_t last;   /* character written, 0: none or white space since */
};

/* Never longer than what they stand for. */
static void put_separator(struct writer *w, uint32_t next)
{
    if (w->at == w->start)
        return;
    if (w->breaks) {
        memcpy(w->at, "\n\n", w->breaks);
        w->at += w->breaks;
    } else if (w->space) {
        *w->at++ = ' ';
    } else if (w->joiner && ws_joiner_counts(w->last, w->joiner, next)) {
        memcpy(w->at, w->joiner == WS_ZWJ ? "\xe2\x80\x8d" : "\xe2\x80\x8c", 3);
        w->at += 3;
    }
}

static void put_char(struct writer *w, uint32_t c, const uint8_t *p, size_t n)
{
    put_separator(w, c);
    memcpy(w->at, p, n);
    w->at += n;
    w->breaks = 0;
    w->space = false;
    w->joiner = 0;
    w->last = c;
}

static void put_space(struct writer *w, bool line_end)
{
    w->space = true;
    w->breaks += line_end && w->breaks < 2;
    if (w->joiner && ws_joiner_counts(w->last, w->joiner, 0)) { /* whatever follows */
        memcpy(w->at, w->joiner == WS_ZWJ ? "\xe2\x80\x8d" : "\xe2\x80\x8c", 3);
        w->at += 3;
    }
    w->joiner = 0;
    w->last = 0;
}

/* s: valid UTF-8; out has room for as much. */
static size_t tidy(struct ws_slice s, uint8_t *out)
{
    struct writer w = {.at = out, .start = out};
    for (const uint8_t *p = s.p, *end = s.p + s.n; p < end;) {
        const uint8_t *from = p;
        uint32_t c = ws_utf8_next(&p, end);
        enum ws_char_class k = ws_char_class(c);
        bool line_end = c == '\n' || (c == '\r' && (p == end || *p != '\n'));
        if (c == WS_ZWJ || c == WS_ZWNJ)
            w.joiner = w.last && !w.joiner ? c : w.joiner;
        else if (line_end || k == WS_CHAR_SPACE)
            put_space(&w, line_end);
        else if (k != WS_CHAR_IGNORE)
            put_char(&w, c, from, (size_t)(p - from));
    }
    put_space(&w, false); /* the end is one for a joiner */
    return (size_t)(w.at - out);
}

static enum ws_status no_memory(struct ws_error *err)
{
    ws_error_set(err, WS_E_NOMEM, 0, "out of memory");
    return WS_FATAL;
}

enum ws_status ws_convert(struct ws_converter *c, const struct ws_page *page,
                          struct ws_article *art, struct ws_error *err)
{
    static const struct ws_text_block NONE[1];
    struct ws_decoded text;
    ws_arena_reset(&c->arena);
    *art = (struct ws_article){.blocks = c->options->list_blocks ? NONE : NULL};
    enum ws_status st =
        ws_charset_decode(c->charset, page->bytes, page->content_type, &text, err);
    if (st != WS_OK)
        return st;
    art->charset = text.charset;
    art->charset_source = text.source;
    struct ws_slice s = ws_repair_controls(&c->arena, text.utf8);
    uint8_t *out = ws_arena_alloc(&c->arena, s.n);
    if ((text.utf8.p && !s.p) || !out)
        return no_memory(err);
    s = ws_nfc(&c->arena, (struct ws_slice){out, tidy(s, out)});
    art->text = s;
    return s.p ? WS_OK : no_memory(err);
}
