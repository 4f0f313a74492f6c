/* paragraphs.h - pages that are articles: most of their likely text is paragraphs. Listings, threads, shops and services
 * say much in short blocks; what holds of articles is not asked of them.
 * p: probabilities of content, by block. */
#ifndef WARCSIFT_PARAGRAPHS_H
#define WARCSIFT_PARAGRAPHS_H

#include "pipeline/extract/blocks/blocks.h"

/* Where signs count as words, two make one. */
uint32_t ws_long_words(const struct ws_block *b);

bool ws_is_paragraph(const struct ws_block *b, float p);

bool ws_is_article(const struct ws_blocks *blocks, const float *p);

#endif
