/* outline.h - what is added to a rendered text: its title on top, and the list of its blocks. */
#ifndef WARCSIFT_OUTLINE_H
#define WARCSIFT_OUTLINE_H

#include "pipeline/extract/render/render.h"
#include "pipeline/extract/select/select.h"

/* The title as it is written; of no length: not at all. */
struct ws_outline_head {
    struct ws_slice line;
    size_t mark; /* bytes of it that are a mark in front of the title */
};

struct ws_outline {
    uint32_t n; /* blocks of the page */
    const struct ws_selection *selection;
    const bool *strict;          /* of what the selection keeps, all but this is lenient */
    const struct ws_span *spans; /* in the text without its title */
    struct ws_outline_head head; /* of art->text, when that is not empty */
};

/* Puts the title and an empty line before the text; not before no text, and no empty title. In arena.
 * false: no memory. */
WS_MUST_USE bool ws_outline_title(struct ws_outline_head head, struct ws_arena *arena,
                                  struct ws_slice *text);

/* Fills art->blocks with the blocks of a text that has its title on top or not. In arena. false: no memory. */
WS_MUST_USE bool ws_outline_blocks(const struct ws_outline *o, struct ws_arena *arena,
                                   struct ws_article *art);

#endif
