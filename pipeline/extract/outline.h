/* outline.h - what is added to a rendered text: its title on top, and the list of its blocks. */
#ifndef WARCSIFT_OUTLINE_H
#define WARCSIFT_OUTLINE_H

#include "pipeline/extract/render.h"
#include "pipeline/extract/select.h"

struct ws_outline {
    uint32_t n; /* blocks of the page */
    const struct ws_selection *selection;
    const bool *strict;          /* of what the selection keeps, all but this is lenient */
    const struct ws_span *spans; /* in art->text, in its order */
};

/* Puts the title and an empty line before the text; not before no text, and no empty title. In arena.
 * false: no memory. */
WS_MUST_USE bool ws_outline_title(struct ws_arena *arena, struct ws_article *art);

/* Fills art->blocks with the blocks of a text that has its title on top or not. In arena. false: no memory. */
WS_MUST_USE bool ws_outline_blocks(const struct ws_outline *o, bool titled, struct ws_arena *arena,
                                   struct ws_article *art);

#endif
