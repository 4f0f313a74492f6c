/* render.h - chosen blocks as plain text.
 *
 * Blocks are separated by an empty line; items of a list, rows of a table, terms and their descriptions
 * stand on lines of their own; cells of a row are separated by a tab. List items begin with "- ", nested
 * ones indented by two blanks a level. Preformatted text is verbatim. */
#ifndef WARCSIFT_RENDER_H
#define WARCSIFT_RENDER_H

#include "pipeline/extract/blocks/blocks.h"

/* Where a block stands in the text, in bytes, without separator and bullet. */
struct ws_span {
    size_t start, end;
};

/* keep: one flag per block. text: in arena. spans: by block, filled for those kept; may be NULL.
 * false: no memory. */
WS_MUST_USE bool ws_render_text(const struct ws_tree *t, const struct ws_blocks *b, const bool *keep,
                                struct ws_arena *arena, struct ws_slice *text, struct ws_span *spans);

#endif
