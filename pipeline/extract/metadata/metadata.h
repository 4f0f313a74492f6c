/* metadata.h - title, author, dates and the like, from what the page says of itself.
 *
 * Sources: JSON-LD, microdata and RDFa of https://schema.org, Open Graph (https://ogp.me) and
 * the article properties that go with it, Dublin Core, names of meta elements that news systems
 * use, rel links, time elements, the address of the page, and what is printed near the
 * headline. Where they disagree, the first that has a usable value wins: the order of each field stands in the
 * manual (warcsift.1, "Metadata"). Beside those fields:
 *
 * robots     meta robots, and meta elements named like one of WS_TRAINING_AGENTS: all of them
 * tdm_reservation, tdm_policy
 *            meta elements of these names
 * free       JSON-LD of the article or page; microdata: isAccessibleForFree
 *
 * Character references are decoded exactly once, in attributes and (where they should not be,
 * but are) in the strings of JSON-LD. Dates must be plausible: from 1990 to the day after the
 * page was fetched. */
#ifndef WARCSIFT_METADATA_H
#define WARCSIFT_METADATA_H

#include "pipeline/extract/blocks/blocks.h"
#include "pipeline/extract/text/text.h"
#include "warcsift/article.h"

/* Fills all of art but text and charset; strings in arena. page: url and fetched of it are
 * used. stated: ingredients by JSON-LD and microdata and steps by JSON-LD, a line each. false:
 * no memory. */
WS_MUST_USE bool ws_metadata_read(const struct ws_tree *t, const struct ws_blocks *b,
                                  const struct ws_page *page, struct ws_arena *arena,
                                  struct ws_article *art, struct ws_slices *stated);

#endif
