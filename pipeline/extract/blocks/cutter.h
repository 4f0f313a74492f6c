/* cutter.h - the block that is being filled with text, and what is to be written before the next character.
 * Shared by blocks.c, which goes over the elements, and block_text.c, which writes the characters. */
#ifndef WARCSIFT_CUTTER_H
#define WARCSIFT_CUTTER_H

#include "pipeline/extract/blocks/blocks.h"
#include "pipeline/extract/blocks/hidden.h"
#include "pipeline/extract/text/seams.h"

enum ws_white {
    WS_WHITE = 1,
    WS_WHITE_LINE = 2 /* a line ended */,
    WS_WHITE_FIXED = 4 /* not of ASCII */
};

struct ws_cutter {
    const struct ws_tree *t;
    struct ws_arena *arena;
    struct ws_blocks *out;
    struct ws_slice texts; /* of the tree, one behind the other */
    const uint8_t *readable; /* of the text at hand and what is behind it */
    uint8_t *at;          /* where the next character goes */
    struct ws_block cur;  /* being filled; text.n == 0 while empty */
    const uint8_t *sight; /* enum ws_sight, by node */
    struct ws_node_list apart; /* inline elements to come that stand on lines of their own */
    uint32_t container;   /* innermost open block-level element */
    uint16_t in_link, in_bold, in_button, in_code, in_script;
    uint16_t
        in_pre; /* not 0: not all white space is alike. WS_IN_LINES and the number of pre around */
    struct ws_node_list lines; /* elements to come in which line ends count */
    uint32_t lines_until;  /* they do up to here */
    uint64_t quoted;       /* by depth, the innermost lowest: was the q opened with a mark? */
    unsigned in_quote;
    uint16_t pending_breaks; /* <br> since the last character */
    uint8_t pending_space;   /* what white space there was: enum ws_white */
    bool pending_gap;        /* something visible stood here: a blank if the characters take one */
    uint32_t pending_joiner; /* 0: none */
    enum ws_seam seam;       /* tags of inline elements since the last character */
    bool link_closed;        /* one of them ended a link */
    bool in_word;
    bool follows; /* the last character stands right before the next one in the same text */
    bool odd;     /* a character that may combine with one of another text */
    uint32_t last_char, char_before;
    bool fresh;  /* nothing since the last block: all from cur on is as flush left it */
    bool failed; /* no memory */
};

#define WS_IN_LINES 0x8000u
static inline bool ws_cutter_in_pre(const struct ws_cutter *c)
{
    return c->in_pre & ~WS_IN_LINES;
}

void ws_cutter_end_block(struct ws_cutter *c);

/* Ends the block, if it has any text. */
static inline void ws_cutter_flush(struct ws_cutter *c)
{
    if (!c->fresh)
        ws_cutter_end_block(c);
}

/* s: text of node, in NFC. There must be room at c->at for it, a separator and WS_PLAIN_SLACK bytes. */
void ws_cutter_text(struct ws_cutter *c, uint32_t node, struct ws_slice s);

/* A <br>, or a line end that counts like one. */
void ws_cutter_break(struct ws_cutter *c, uint32_t node);

/* The edge of an inline element that stands on lines of its own: in paragraphs and headings lines end there. */
void ws_cutter_line(struct ws_cutter *c);

#endif
