/* md.h - what the writers of Markdown share: where it goes, and how text is escaped in it.
 * Private to render_markdown.c, md_*.c. Grammar: CommonMark 0.30, tables of GFM 0.29. */
#ifndef WARCSIFT_MD_H
#define WARCSIFT_MD_H

#include "pipeline/extract/render/render.h"
#include "pipeline/extract/render/structure.h"
#include "warc/buf.h"

/* Quotes and list items around a line; what is nested deeper stands at this level. */
#define WS_MD_MAX_FRAMES 12
/* "123456789. " */
#define WS_MD_MARKER_BYTES 12

enum ws_md_mode {
    WS_MD_TEXT, /* lines of a paragraph */
    WS_MD_LINE, /* heading: one line */
    WS_MD_CELL  /* of a table: one line, '|' ends it */
};

struct ws_md_token;
struct ws_md {
    const struct ws_structure *o;
    struct ws_arena *arena;
    bool links, images;
    bool formulas; /* the page has some: "$" is a mark */
    struct ws_span *spans; /* by block; NULL: not asked for */
    struct ws_buf out;
    bool failed; /* sticky: out is full or memory is short */
    char prefix[WS_MD_MAX_FRAMES * WS_MD_MARKER_BYTES]; /* begins each line in the open frames */
    size_t n_prefix;
    struct ws_md_token *tokens; /* of the block at hand */
    size_t max_tokens;
};

void ws_md_put(struct ws_md *w, const void *p, size_t n);
void ws_md_str(struct ws_md *w, const char *str);
/* A line end and what the next line begins with; blank: with an empty line between. */
void ws_md_newline(struct ws_md *w, bool blank);

/* A piece of text in its surroundings. */
struct ws_md_span {
    const uint8_t *from, *to;   /* what is to be written, without blanks at the end */
    const uint8_t *begin, *end; /* the text it is a part of */
    enum ws_md_mode mode;
    bool in_link;
    bool before_bracket; /* "[" is written behind it */
};
/* Writes it so that it is read back as it stands, with as few backslashes as can be seen locally. */
void ws_md_escape(struct ws_md *w, const struct ws_md_span *s);

/* The text of a block with its marks, images and links. */
/* The block at hand has been written from that byte on. */
void ws_md_note(struct ws_md *w, const struct ws_block *b, size_t from);
void ws_md_inline(struct ws_md *w, const struct ws_block *b, enum ws_md_mode mode);
/* That of a pre in a line: code, line by line. */
void ws_md_code(struct ws_md *w, const struct ws_block *b, enum ws_md_mode mode);
/* A line end in the text of a block. */
void ws_md_break(struct ws_md *w, enum ws_md_mode mode);
void ws_md_image(struct ws_md *w, uint32_t node, enum ws_md_mode mode);
/* "](address)" of a link or image. */
void ws_md_target(struct ws_md *w, struct ws_slice address);
/* Is the address of a link worth a link? */
bool ws_md_is_target(const struct ws_tree *t, uint32_t link);

/* Text of an attribute: references decoded, white space collapsed, invisible characters gone. */
struct ws_slice ws_md_attr(struct ws_md *w, uint32_t node, enum ws_attr_name name);

/* The table of data, of which the n pieces at p lie in cells. */
void ws_md_table(struct ws_md *w, uint32_t table, const struct ws_piece *p, uint32_t n);

/* Language of preformatted text as its classes or attributes tell it; n == 0: they do not. */
struct ws_slice ws_md_language(const struct ws_structure *o, const struct ws_block *b);

#endif
