/* structure.h - what the chosen blocks of a page are part of: headings, lists, quotes, tables, marked text.
 * Markdown is written from it. */
#ifndef WARCSIFT_STRUCTURE_H
#define WARCSIFT_STRUCTURE_H

#include "pipeline/extract/blocks/blocks.h"

enum ws_mark {
    WS_MARK_STRONG = 1,
    WS_MARK_EM = 2,
    WS_MARK_SUB = 4,
    WS_MARK_SUP = 8,
    WS_MARK_CODE = 16, /* nothing is marked inside it */
    WS_MARK_LINK = 32, /* set by the writer: see ws_spot.link */
};

/* What is around a node, itself included: indices of nodes, 0 for none. */
struct ws_spot {
    uint32_t frame;            /* innermost blockquote or list item */
    uint32_t list;             /* innermost ul, ol, menu or dir */
    uint32_t number;           /* of the innermost list item */
    uint32_t heading, pre;     /* heading: innermost; pre: outermost */
    uint32_t term;             /* innermost dt or dd */
    uint32_t table, row, cell; /* innermost */
    uint32_t link;             /* a with href */
    uint32_t code;             /* outermost code or its like */
    uint8_t marks;             /* of inline elements, up to the innermost block-level element */
};

/* Something to be written: a kept block, or an image between two. */
struct ws_piece {
    uint32_t node;                /* of the block, or the img itself */
    const struct ws_block *block; /* NULL: an image */
};

struct ws_structure {
    const struct ws_tree *t;
    const struct ws_blocks *b;
    struct ws_spot *at;   /* by node */
    bool *data;           /* by node: a table to be written as one, and not in another such table */
    bool *dissolved;      /* by node: a list item that begins with one of an inner list: no item */
    uint32_t *n_headed;   /* by node: blocks that a heading holds, if it is one */
    struct ws_piece *pieces;
    uint32_t n_pieces;
    bool formulas; /* the page has math elements */
};

/* keep: one flag per block. images: those with an alt text become pieces. false: no memory. */
WS_MUST_USE bool ws_structure_make(const struct ws_tree *t, const struct ws_blocks *b, const bool *keep,
                                 bool images, struct ws_arena *arena, struct ws_structure *out);

/* The frame that counts for a node: inside a table of data, that of the table. */
uint32_t ws_structure_frame(const struct ws_structure *o, uint32_t node);
/* The table of data around a node, or 0. */
uint32_t ws_structure_table(const struct ws_structure *o, uint32_t node);
/* 1 to 6; 0: no heading. */
unsigned ws_structure_heading(const struct ws_structure *o, const struct ws_block *b);
bool ws_structure_is_item(const struct ws_structure *o, uint32_t frame);
bool ws_structure_is_image(const struct ws_tree *t, uint32_t node); /* with an alt text */

/* A number in an attribute, within bounds; otherwise when there is none. */
uint32_t ws_structure_number(const struct ws_tree *t, uint32_t node, enum ws_attr_name name, uint32_t max,
                           uint32_t otherwise);

#endif
