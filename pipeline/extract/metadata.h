/* metadata.h - title, author, date and the like, from what the page says of itself.
 * Sources: HTML meta names, Open Graph (https://ogp.me), JSON-LD and microdata of schema.org. */
#ifndef WARCSIFT_METADATA_H
#define WARCSIFT_METADATA_H

#include "pipeline/extract/blocks.h"
#include "warcsift/article.h"

/* Fills title, author, published, site, description and language of art; strings in arena.
 * false: no memory. */
WS_MUST_USE bool ws_metadata_read(const struct ws_tree *t, const struct ws_blocks *b,
                                  struct ws_arena *arena, struct ws_article *art);

#endif
