/* markdown_reader.h - the text that a reader of Markdown sees in it (md4c: CommonMark, tables of GFM, math). */
#ifndef WARCSIFT_TEST_MARKDOWN_READER_H
#define WARCSIFT_TEST_MARKDOWN_READER_H

#include "pipeline/page/entities.h"
#include "warc/buf.h"

#include <stdlib.h>
#include <string.h>

/* Appends s, white space as single blanks, none at the beginning. */
static inline void add_words(struct ws_buf *out, const void *s, size_t n)
{
    for (const uint8_t *p = s, *end = p + n; p < end; p++) {
        bool blank = *p == ' ' || *p == '\n' || *p == '\t';
        if (blank && (out->n == 0 || out->p[out->n - 1] == ' '))
            continue;
        if (!ws_buf_append(out, blank ? (const uint8_t *)" " : p, 1))
            abort();
    }
}

#ifdef WS_HAVE_MD4C
#include <md4c.h>

struct reading {
    struct ws_buf *out;
    unsigned tables, images, links;
    bool in_cell;
};

static inline int on_block(MD_BLOCKTYPE type, void *detail, void *ctx)
{
    struct reading *r = ctx;
    (void)detail;
    add_words(r->out, " ", 1);
    r->tables += type == MD_BLOCK_TABLE;
    r->in_cell = (type == MD_BLOCK_TD || type == MD_BLOCK_TH) && !r->in_cell;
    return 0;
}

static inline int on_span(MD_SPANTYPE type, void *detail, void *ctx)
{
    struct reading *r = ctx;
    (void)detail;
    if (type == MD_SPAN_LATEXMATH || type == MD_SPAN_LATEXMATH_DISPLAY)
        add_words(r->out, "$$", type == MD_SPAN_LATEXMATH ? 1 : 2);
    r->images += type == MD_SPAN_IMG;
    r->links += type == MD_SPAN_A;
    return 0;
}

/* "\\|" stands for "|" in a cell whatever is around it (GFM 4.10); md4c forgets that in code. */
static inline void add_cell_code(struct ws_buf *out, const char *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (p[i] != '\\' || i + 1 == n || p[i + 1] != '|')
            add_words(out, p + i, 1);
}

static inline int on_md_text(MD_TEXTTYPE type, const MD_CHAR *p, MD_SIZE n, void *ctx)
{
    struct reading *r = ctx;
    const uint8_t *s = (const uint8_t *)p;
    uint8_t decoded[WS_ENTITY_UTF8_MAX];
    size_t n_decoded;
    if (type == MD_TEXT_BR || type == MD_TEXT_SOFTBR)
        add_words(r->out, " ", 1);
    else if (type == MD_TEXT_ENTITY && ws_entity_decode(s, s + n, false, decoded, &n_decoded))
        add_words(r->out, decoded, n_decoded);
    else if (type == MD_TEXT_HTML)
        add_words(r->out, " ", n == 4 && memcmp(p, "<br>", 4) == 0);
    else if (r->in_cell && (type == MD_TEXT_CODE || type == MD_TEXT_LATEXMATH))
        add_cell_code(r->out, p, n);
    else
        add_words(r->out, p, n);
    return 0;
}

/* tables, images, links: twice how many. */
static inline struct reading read_markdown(struct ws_slice md, bool math, struct ws_buf *out)
{
    struct reading r = {.out = out};
    MD_PARSER parser = {.flags = MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_TASKLISTS |
                                 (math ? MD_FLAG_LATEXMATHSPANS : 0u),
                        .enter_block = on_block,
                        .leave_block = on_block,
                        .enter_span = on_span,
                        .leave_span = on_span,
                        .text = on_md_text};
    if (md_parse((const char *)md.p, (MD_SIZE)md.n, &parser, &r) != 0)
        abort();
    return r;
}
#endif

#endif
