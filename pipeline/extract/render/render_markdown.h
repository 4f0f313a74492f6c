/* render_markdown.h - chosen blocks as Markdown: CommonMark 0.30 with the tables of GFM.
 *
 * Headings, lists, quotes, fenced code and tables stay what they are; sub- and superscripts are <sub> and
 * <sup>, lines of a cell are separated by <br>. A definition list, which Markdown lacks, is a paragraph
 * per term: the term strong, each description on a line below. Formulas are "$TeX$" or "$$TeX$$" as they
 * stand, which readers with a math extension understand; on pages with any, other dollar signs are escaped. Read
 * back, the text is that of ws_render_text(), but for cells that span several columns or rows: these
 * are repeated in each. */
#ifndef WARCSIFT_RENDER_MARKDOWN_H
#define WARCSIFT_RENDER_MARKDOWN_H

#include "pipeline/extract/render/render.h"
#include "warcsift/article.h"

/* keep: one flag per block. o: whether links and images are wanted. text: in arena. spans: as for
 * ws_render_text(), without the mark of a heading and without fences.
 * WS_OK; WS_SKIP: it would be over eight times as long as the page; WS_FATAL: no memory. */
WS_MUST_USE enum ws_status ws_render_markdown(const struct ws_tree *t, const struct ws_blocks *b,
                                              const bool *keep, const struct ws_extract_options *o,
                                              struct ws_arena *arena, struct ws_slice *text,
                                              struct ws_span *spans, struct ws_error *err);

/* "# title". In arena; p == NULL: no memory. */
struct ws_slice ws_render_markdown_title(const struct ws_tree *t, struct ws_slice title,
                                         struct ws_arena *arena);

#endif
