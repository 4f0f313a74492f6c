/* site_words.h - the words of a site's name, looked for in its texts by the tokens of prompt_words.h.
 *
 * "The Pellow Valley Society meets upstairs": who names the site is mostly the site. Short words mean nothing ("the", "news",
 * "la"); of a script without blanks two signs in a row are a word. Threads: none needed. */
#ifndef WARCSIFT_SITE_WORDS_H
#define WARCSIFT_SITE_WORDS_H

#include "pipeline/extract/doubt/prompt_words.h"

#define WS_SITE_WORDS 8 /* those behind are not looked for */

struct ws_site_words {
    uint32_t token[WS_SITE_WORDS];
    unsigned n;
};

void ws_site_words_read(struct ws_slice name, struct ws_site_words *w);

/* A bit for each word that is among the n tokens of a text, the lowest of the first one. */
unsigned ws_site_words_in(const struct ws_site_words *w, const uint32_t *token, unsigned n);

#endif
