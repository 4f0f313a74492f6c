/* json_ld.h - what a page's JSON-LD says about the article, in the words of https://schema.org,
 * without trusting it to be valid JSON.
 *
 * Things that stand for the page are the outermost objects, those in "@graph", and "mainEntity"
 * of such. Of several the first of the highest rank counts: 4 articles (types that end in
 * Article, Posting, Report; Recipe, Review), 3 other works and products, 2 the page itself
 * (types that end in Page), 1 what has no type. People, websites, lists of links and the like
 * are none. What is said of things further in (comments, related articles, offers) is not
 * taken. */
#ifndef WARCSIFT_JSON_LD_H
#define WARCSIFT_JSON_LD_H

#include "pipeline/extract/text/text.h"
#include "pipeline/page/arena.h"

#define WS_LD_AUTHORS  8
#define WS_LD_KEYWORDS 32

/* Strings are unescaped and valid UTF-8, {NULL, 0} when absent; character references of HTML,
 * which have no business in JSON but are often there, are as written. */
struct ws_ld_thing {
    int rank;
    struct ws_slice headline, name, published, created, modified, publisher, description,
        section, license, image, language, free; /* free: isAccessibleForFree, also of bare true and false */
    struct ws_slice authors[WS_LD_AUTHORS], keywords[WS_LD_KEYWORDS];
    unsigned n_authors, n_keywords;
};

struct ws_json_ld {
    struct ws_ld_thing main; /* rank 3 or 4; rank 0: there is none */
    struct ws_ld_thing page; /* rank 1 or 2 */
    struct ws_slice site;    /* name of the WebSite, else of the first Organization */
    struct ws_slices parts;  /* ingredients and steps of all things; with tags and character references */
};

/* Reads all scripts of a page as one. Strings live in arena. false: no memory. */
WS_MUST_USE bool ws_json_ld_read(const struct ws_slice *scripts, size_t n,
                                 struct ws_arena *arena, struct ws_json_ld *out);

/* Of any source: text without tags, with a blank where one stood before a word. */
struct ws_slice ws_without_tags(struct ws_arena *arena, struct ws_slice s);

/* Of any source: the first of names with ";" between them, "Ann Lee; Bo Roe", of which names are left without it. */
struct ws_slice ws_next_name(struct ws_slice *names);

#endif
