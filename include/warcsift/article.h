/* article.h - the text of an article out of the bytes of an HTML page. No archives here.
 *
 *     struct ws_extractor *x = ws_extractor_new(NULL);
 *     struct ws_page page = {.bytes = {html, n}};
 *     struct ws_article art;
 *     if (ws_extract(x, &page, &art, &err) == WS_OK) fwrite(art.text.p, 1, art.text.n, stdout);
 *     ws_extractor_free(x);
 *
 * Threads: one extractor per thread. Call ws_extract_global_init() once before the first thread
 * starts. */
#ifndef WARCSIFT_ARTICLE_H
#define WARCSIFT_ARTICLE_H

#include "warcsift/base.h"

/* What is known about a page. Only bytes is needed. */
struct ws_page {
    struct ws_slice bytes;
    struct ws_slice content_type; /* HTTP Content-Type with parameters: its charset is believed
                                     after a BOM */
    struct ws_slice url; /* its address; never fetched. Relative addresses in the page are made
                          * absolute by it, and dates are read from it (/2023/05/17/) */
    struct ws_slice fetched; /* when, as ISO 8601: no date in the page may be later */
};

/* How the charset of a page was found, in the order it is looked for. */
enum ws_charset_source {
    WS_CHARSET_BOM,
    WS_CHARSET_HTTP,
    WS_CHARSET_META,
    WS_CHARSET_DETECTED, /* by its bytes */
    WS_CHARSET_DEFAULT   /* nothing to go by: windows-1252 */
};
const char *ws_charset_source_name(
    enum ws_charset_source s); /* "bom", "http", "meta", "detected", "default" */

/* All text is valid UTF-8 on one line but for text; absent text has n == 0.
 *
 * Dates are ISO 8601, as precise as the page has them and in its own zone: YYYY-MM-DD,
 * YYYY-MM-DDThh:mm:ss when the page names no zone, else with Z or an offset (+02:00) behind it.
 */
struct ws_article {
    struct ws_slice title;     /* without the site's name */
    struct ws_slice text;      /* blocks separated by an empty line, lines in a block by '\n' */
    struct ws_slice author;    /* several are separated by ", " */
    struct ws_slice published; /* date */
    struct ws_slice modified;  /* date, not before published */
    struct ws_slice site;      /* name of the site */
    struct ws_slice description; /* as written for search engines */
    struct ws_slice canonical;   /* http(s) address that the page calls its own */
    struct ws_slice
        language; /* as the page declares it, lower-case primary subtag ("en"), or empty */
    struct ws_slice license; /* mostly an address */
    struct ws_slice section;
    struct ws_slice image;       /* http(s) address of the picture that stands for it */
    const struct ws_slice *tags; /* n_tags of them */
    size_t n_tags;
    const char *charset; /* WHATWG name, lower case: "utf-8", "windows-1252" */
    enum ws_charset_source charset_source;
};

struct ws_extract_options {
    size_t max_page_bytes; /* decoded to UTF-8; over it: WS_SKIP */
    size_t max_nodes;      /* of the page tree (up to 100 bytes each); over it: WS_SKIP */
    size_t max_blocks;     /* runs of text (some 700 bytes each); over it: WS_SKIP */
};
void ws_extract_options_init(struct ws_extract_options *o); /* 32 MiB, 1,000,000, 100,000 */

void ws_extract_global_init(void); /* once per process, before any extractor is made */

struct ws_extractor;
struct ws_extractor *
ws_extractor_new(const struct ws_extract_options *o); /* o may be NULL; NULL: no memory */
void ws_extractor_free(struct ws_extractor *x);

/* Slices of art are borrowed until the next ws_extract() on x.
 * WS_OK (text may be empty: a page without any); WS_SKIP: the page is over a limit; WS_FATAL:
 * no memory. */
WS_MUST_USE enum ws_status ws_extract(struct ws_extractor *x, const struct ws_page *page,
                                      struct ws_article *art, struct ws_error *err);

#endif
