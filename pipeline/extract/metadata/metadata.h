/* metadata.h - title, author, dates and the like, from what the page says of itself.
 *
 * Sources: JSON-LD, microdata and RDFa of https://schema.org, Open Graph (https://ogp.me) and
 * the article properties that go with it, Dublin Core, names of meta elements that news systems
 * use, rel links, time elements, the address of the page, and what is printed near the
 * headline. Where they disagree, the first that has a usable value wins:
 *
 *   title      the h1 that the page's titles (og:title, title element, JSON-LD headline) speak
 * of; the only h1; the block that repeats more of the title element than these; og:title; title
 * element; JSON-LD; the first heading. From titles the site's name is taken off, headlines are
 * taken as they stand author     JSON-LD of the article; meta (author, article:author,
 * dc.creator, citation_author, ...); microdata; rel=author; a byline near the headline.
 * Addresses are no names published  JSON-LD of the article; meta article:published_time and its
 * like; microdata and RDFa datePublished; the address (/2023/05/17/); other meta names and
 * Dublin Core; JSON-LD of the page; the time element or printed date that stands best. Of two
 * that name the same instant the one not in UTC: it tells the day as the page does; so does the address
 * when its day is another one, at that instant, than in UTC modified
 * JSON-LD; article:modified_time and its like; microdata; other meta names; what is printed
 *              behind "updated". Never before published
 *   site       og:site_name; application-name; JSON-LD publisher, WebSite; microdata;
 * dc.publisher description  meta description; og:description; twitter:description; Dublin Core;
 * JSON-LD canonical  link rel=canonical; og:url. Made absolute language   lang of html;
 * og:locale; content-language; JSON-LD; dc.language license    rel=license; JSON-LD; microdata;
 * dcterms.license section    article:section; JSON-LD; microdata; rel=category; other meta
 * names tags       article:tag; JSON-LD keywords; news_keywords, parsely-tags, keywords;
 * rel=tag image      og:image; twitter:image; JSON-LD; microdata; link rel=image_src. Made
 * absolute
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
#include "warcsift/article.h"

/* Fills all of art but text and charset; strings in arena. page: url and fetched of it are
 * used. false: no memory. */
WS_MUST_USE bool ws_metadata_read(const struct ws_tree *t, const struct ws_blocks *b,
                                  const struct ws_page *page, struct ws_arena *arena,
                                  struct ws_article *art);

#endif
