/* blocks.h - the page tree cut into blocks: runs of text between block-level edges.
 * Two <br> in a row also end a block, one is a line break inside it. What readers do not see is left
 * out (hidden.h); the text is in NFC. */
#ifndef WARCSIFT_BLOCKS_H
#define WARCSIFT_BLOCKS_H

#include "pipeline/extract/blocks/looks.h"
#include "pipeline/page/tree.h"

struct ws_block {
    struct ws_slice text; /* white space collapsed, '\n' for <br>; verbatim inside pre; never empty */
    uint32_t node;        /* innermost block-level element around it */
    uint32_t first, last; /* its first and last text node, or q element, for its mark */
    uint32_t run, n_runs; /* in ws_blocks.runs: where its text is from */
    uint32_t words;
    uint32_t chars;       /* characters but white space */
    uint32_t link_chars;  /* of them inside <a href> */
    uint32_t bold_chars;  /* inside b or strong */
    uint32_t button_chars; /* inside button or label */
    uint16_t links;       /* <a href> elements in it */
    uint16_t breaks;      /* single <br> in it */
    bool pre;             /* white space counts */
    bool hidden;          /* not to be seen until a click, or aria-hidden: WS_CONCEALED (hidden.h) */
};

/* Whether most of its words are signs that count as one each (WS_CHAR_SOLO): they have three bytes, words of other
 * scripts have more. */
static inline bool ws_has_solo_words(const struct ws_block *b)
{
    return b->text.n <= 4 * (size_t)b->words;
}

/* Where signs count as words, two make one. */
static inline uint32_t ws_long_words(const struct ws_block *b)
{
    return ws_has_solo_words(b) ? b->words / 2 : b->words;
}

/* Where in the text of a block that of a text node, or the mark that opens a q element, begins. It ends where the next
 * run begins, or with the block, and may have a separator at its end. What was trimmed off the block may be outside of
 * its text; all of them are when the text was copied since. */
struct ws_run {
    const uint8_t *at;
    uint32_t node;
};

struct ws_blocks {
    struct ws_block *v;
    struct ws_run *runs;
    uint32_t n;
    uint32_t n_runs;
    struct ws_slice text; /* of all blocks, one behind the other, but of those that were copied since */
    struct ws_looks looks; /* of the elements of the tree */
};

/* Blocks of t in document order, in arena. false: no memory. */
WS_MUST_USE bool ws_blocks_cut(const struct ws_tree *t, struct ws_arena *arena, struct ws_blocks *out);

#endif
