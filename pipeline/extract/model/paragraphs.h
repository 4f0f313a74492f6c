/* paragraphs.h - pages that are articles: most of their likely text is paragraphs. Listings, threads, shops and services
 * say much in short blocks; what holds of articles is not asked of them, or the less the fewer paragraphs they have.
 * p: probabilities of content, by block. */
#ifndef WARCSIFT_PARAGRAPHS_H
#define WARCSIFT_PARAGRAPHS_H

#include "pipeline/extract/blocks/blocks.h"

bool ws_is_paragraph(const struct ws_block *b, float p);

/* Share of the likely words, without those of code, that stand in paragraphs; 0: there are too few of these. */
float ws_paragraph_share(const struct ws_blocks *blocks, const float *p);

#define WS_ARTICLE_SHARE 0.7f /* of an article at least */
bool ws_is_article(const struct ws_blocks *blocks, const float *p);

#endif
