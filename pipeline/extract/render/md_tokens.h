/* md_tokens.h - the text of a block as it will be written: pieces of text, and marks that open and close properly
 * nested. Private to md_inline.c and md_emphasis.c. */
#ifndef WARCSIFT_MD_TOKENS_H
#define WARCSIFT_MD_TOKENS_H

#include "pipeline/extract/render/structure.h"

enum ws_md_kind { WS_MD_PIECE, WS_MD_OPEN, WS_MD_CLOSE, WS_MD_IMAGE };

struct ws_md_token {
    enum ws_md_kind kind;
    uint8_t mark;   /* of OPEN and CLOSE */
    char delimiter; /* of emphasis: '*' or '_'; 0 when it cannot be written here */
    bool verbatim;  /* text: a formula */
    bool crossed;   /* emphasis with strong emphasis in it or around it */
    uint32_t other; /* OPEN: index of its CLOSE; CLOSE: of its OPEN */
    uint32_t node;  /* of a link, code or image */
    const uint8_t *from, *to; /* of text */
};

/* Chooses the delimiters of emphasis such that it is read as meant (CommonMark 6.2). */
void ws_md_choose_delimiters(struct ws_md_token *v, uint32_t n);

/* false: emphasis without a delimiter. */
bool ws_md_is_written(const struct ws_md_token *t);

/* Is there a word, or a character that may count as one, behind token i? */
bool ws_md_word_follows(struct ws_md_token *v, uint32_t n, uint32_t i);

#endif
