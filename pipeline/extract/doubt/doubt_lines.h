/* doubt_lines.h - lines that say of themselves that they are none of the text: advertisements,
 * ways to a page, offers with a code, ways to share, rows of buttons, what a wiki prints about a page. */
#ifndef WARCSIFT_DOUBT_LINES_H
#define WARCSIFT_DOUBT_LINES_H

#include "pipeline/extract/blocks/blocks.h"

/* "Advertisement", "Story continues below": whole lines; such a word inside a text means
 * nothing. */
bool ws_is_ad_label(const struct ws_block *b);

/* "Home / Recipes / Soups" */
bool ws_is_breadcrumb(struct ws_slice s);

/* "Get 15% off with my code DRAWER" */
bool ws_is_coupon(const struct ws_block *b);

/* "Share 9 Tweet 3 Comment Email More": ways to share the page, and their counts. */
bool ws_is_share_row(const struct ws_block *b);

/* Two buttons or more, and nothing else: "1x 2x 3x", "Print Pin". One alone may open what it names. */
bool ws_is_controls(const struct ws_tree *t, const struct ws_blocks *blocks, const struct ws_block *b);

/* For the screen alone, by the name of its element: "From Northern Lakes Wiki", "Retrieved from
 * https://..."; "Tax included. Shipping calculated at checkout." */
bool ws_is_page_note(const struct ws_tree *t, const struct ws_block *b);

/* What a live sample is made of but does not show: <pre class="html hidden"> */
bool ws_is_hidden_code(const struct ws_tree *t, const struct ws_block *b);

#endif
