/* metadata_title.h - what metadata_title.c and title_site.c share. */
#ifndef WARCSIFT_METADATA_TITLE_H
#define WARCSIFT_METADATA_TITLE_H

#include "pipeline/extract/metadata/metadata_sources.h"

/* What is compared and taken apart takes time that grows with its square: nobody reads a longer title. */
#define WS_TITLE_BYTES 2000
#define WS_TITLE_LINES 500 /* blocks among which one like a title is looked for */

/* The words of s between blanks, letters of ASCII, Latin-1, Greek and Cyrillic in lower case: " the end ".
 * {NULL, 0}: no words, or no memory. */
struct ws_slice ws_title_words(struct ws_arena *arena, struct ws_slice s);

/* The first block of a headline, h1 or h2, above all paragraphs, that says the same as the title; WS_NO_BLOCK: none. */
uint32_t ws_headline_block(const struct ws_sources *s, struct ws_slice title);

/* Does part name the site: by its own name, or by the address of the page ("heise" of www.heise.de)? */
bool ws_names_site(const struct ws_sources *s, struct ws_slice part, struct ws_slice site);

/* The last part of the title element, else the first, where the address of the page or a link to its site's first page
 * has that name. {NULL, 0}: it has not. */
struct ws_slice ws_site_in_title(const struct ws_sources *s);

/* A title for machines, "Headline | Section | Site" or "Site: Headline", without what is known or likely to be
 * the site. */
struct ws_slice ws_without_site(const struct ws_sources *s, struct ws_slice title,
                                struct ws_slice site);

#endif
