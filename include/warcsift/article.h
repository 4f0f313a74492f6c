/* article.h - the text of an article out of the bytes of an HTML page. No archives here.
 *
 *     struct ws_extractor *x = ws_extractor_new(NULL);
 *     struct ws_page page = {.bytes = {html, n}};
 *     struct ws_article art;
 *     if (ws_extract(x, &page, &art, &err) == WS_OK) fwrite(art.text.p, 1, art.text.n, stdout);
 *     ws_extractor_free(x);
 *
 * Threads: one extractor per thread. Call ws_extract_global_init() once before the first thread starts. */
#ifndef WARCSIFT_ARTICLE_H
#define WARCSIFT_ARTICLE_H

#include "warcsift/base.h"

struct ws_host_memory; /* made by the batch run, see host_memory in sift.h */

/* What is known about a page. Only bytes is needed. */
struct ws_page {
    struct ws_slice bytes;
    struct ws_slice content_type; /* HTTP Content-Type with parameters: its charset is believed after a BOM */
    struct ws_slice url;          /* its address; never fetched. It tells the host for host_memory, makes relative
                                   * addresses in the page absolute, and may name a date (/2023/05/17/) */
    struct ws_slice fetched;      /* when, as ISO 8601: no date in the page may be later */
    const struct ws_host_memory *host_memory; /* blocks that the pages of its host repeat; NULL: not known */
};

/* How the charset of a page was found, in the order it is looked for. */
enum ws_charset_source {
    WS_CHARSET_BOM,
    WS_CHARSET_HTTP,
    WS_CHARSET_META,
    WS_CHARSET_CRAWL,    /* the crawler found it: see use_crawl_metadata in sift.h */
    WS_CHARSET_DETECTED, /* by its bytes */
    WS_CHARSET_DEFAULT   /* nothing to go by: windows-1252 */
};
const char *ws_charset_source_name(enum ws_charset_source s); /* "bom", "http", "meta", "crawl" ... */

/* What a block of a page is. A block has one role: of those that fit, the first in the order headline, byline,
 * comment, and then the innermost element that says more than "paragraph". */
enum ws_role {
    WS_ROLE_HEADLINE,    /* says the title: its words are in ws_article.title, not in the text */
    WS_ROLE_HEADING,     /* h1 to h6 */
    WS_ROLE_PARAGRAPH,   /* anything that is nothing else */
    WS_ROLE_LIST,        /* in an item, a term or a description */
    WS_ROLE_TABLE,       /* in a cell, unless the table only lays out the page */
    WS_ROLE_CODE,        /* preformatted, or all of it in code */
    WS_ROLE_QUOTE,       /* in a blockquote */
    WS_ROLE_CAPTION,     /* of a figure, picture or table */
    WS_ROLE_BYLINE,      /* names the author or the date */
    WS_ROLE_COMMENT,     /* of a reader; on forum-like pages: of a user */
    WS_ROLE_BOILERPLATE, /* not text, and none of headline, byline and comment */
    WS_ROLE_COUNT
};
const char *ws_role_name(enum ws_role r); /* "headline", "heading" ... */

/* Crawlers that collect texts for corpora or to train models: what a page tells them, it tells us. Names ended by
 * NUL, the last one by two. */
#define WS_TRAINING_AGENTS                                                                                     \
    "ccbot\0gptbot\0google-extended\0applebot-extended\0anthropic-ai\0claudebot\0bytespider\0"                \
    "meta-externalagent\0cohere-training-data-crawler\0ai2bot\0diffbot\0omgili\0"

/* A block of the text: text[start..end), counted in characters (Unicode code points), without the bullet of
 * a list item and what separates blocks. */
struct ws_text_block {
    enum ws_role role;
    size_t start, end;
    bool lenient; /* only ws_extract_options.unite brought it in */
};

/* All text is valid UTF-8 in NFC, in logical order, with no soft hyphens, direction marks or no-break spaces; ZWJ and
 * ZWNJ only where the script needs them. All but text is one line. Absent text has n == 0.
 *
 * Dates are ISO 8601, as precise as the page has them and in its own zone: YYYY-MM-DD, YYYY-MM-DDThh:mm:ss when
 * the page names no zone, else with Z or an offset (+02:00) behind it. */
struct ws_article {
    struct ws_slice title;       /* without the site's name */
    struct ws_slice text;        /* blocks separated by an empty line, lines in a block by '\n'; or Markdown */
    struct ws_slice plain;       /* plain_too, and text is Markdown: the same without; else {NULL, 0} */
    struct ws_slice author;      /* several are separated by ", " */
    struct ws_slice published;   /* date */
    struct ws_slice modified;    /* date, not before published */
    struct ws_slice site;        /* name of the site */
    struct ws_slice description; /* as written for search engines */
    struct ws_slice canonical;   /* http(s) address that the page calls its own */
    struct ws_slice language;    /* as the page declares it, lower-case primary subtag ("en"), or empty */
    double language_score;       /* 0 to 1, of one that was detected; 0: declared */
    struct ws_slice license;     /* mostly an address */
    struct ws_slice robots;      /* contents of the meta elements for robots, of all agents and WS_TRAINING_AGENTS,
                                  * separated by ", " */
    struct ws_slice tdm_reservation, tdm_policy; /* of the meta elements of those names (W3C TDMRep) */
    struct ws_slice free;        /* isAccessibleForFree of https://schema.org, as written: "true", "False" ... */
    struct ws_slice section;
    struct ws_slice image;       /* http(s) address of the picture that stands for the page */
    const struct ws_slice *tags; /* n_tags of them */
    size_t n_tags;
    const char *charset;         /* WHATWG name, lower case: "utf-8", "windows-1252" */
    enum ws_charset_source charset_source;
    const struct ws_text_block *blocks; /* in the order of the text; NULL unless asked for */
    size_t n_blocks;
};

enum ws_text_format {
    WS_TEXT_PLAIN,
    WS_TEXT_MARKDOWN /* CommonMark with the tables of GFM; formulas as $TeX$ or $$TeX$$ */
};

/* Where the cut between text and boilerplate lies. Each keeps at least what the one before it keeps. */
enum ws_favor { WS_FAVOR_PRECISION, WS_FAVOR_BALANCED, WS_FAVOR_RECALL };

/* What reads the HTML. AUTO takes direct for every page: libxml2 is handed what the same tokenizer found, and no
 * page is known that it reads better. LIBXML2 is there to check direct by: the trees are the same but for what
 * that version of libxml2 may lose, and it is slower. */
enum ws_parser { WS_PARSER_AUTO, WS_PARSER_DIRECT, WS_PARSER_LIBXML2 };

#define WS_ROLE_BIT(role) (1u << (role))

/* What becomes of roles unless keep_roles and drop_roles say otherwise: headlines and bylines are left out,
 * comments are on pages that are not forum-like, all others as the model finds them. */
struct ws_extract_options {
    size_t max_page_bytes; /* decoded to UTF-8; over it: WS_SKIP */
    size_t max_nodes;      /* of the page tree (up to 100 bytes each); over it: WS_SKIP */
    size_t max_blocks;     /* runs of text (some 700 bytes each); over it: WS_SKIP */
    enum ws_text_format format;
    bool links;  /* in Markdown: addresses of links, as the page writes them */
    bool images; /* in Markdown: images that have an alt text */
    enum ws_favor favor;
    uint32_t keep_roles; /* WS_ROLE_BITs: all such blocks that stand inside the article are text. Inside is
                          * from the headline, or else the first block of the text, to the last block of the
                          * text; comments may stand behind it. Never what markup hides */
    uint32_t drop_roles; /* no such block is text; wins over keep_roles */
    bool with_title;     /* the text begins with the title, once, whatever keep_roles says */
    bool list_blocks;    /* fill ws_article.blocks */
    bool plain_too;      /* fill ws_article.plain */
    enum ws_parser parser;
    bool unite;          /* the text of WS_FAVOR_RECALL; blocks that favor would not keep are marked lenient */
};
void ws_extract_options_init(struct ws_extract_options *o); /* 32 MiB, 1,000,000, 100,000, plain, balanced, auto, no more */

void ws_extract_global_init(void); /* once per process, before any extractor is made */

struct ws_extractor;
struct ws_extractor *ws_extractor_new(const struct ws_extract_options *o); /* o may be NULL; NULL: no memory */
void ws_extractor_free(struct ws_extractor *x);

/* Slices of art are borrowed until the next ws_extract() on x.
 * WS_OK (text may be empty: a page without any); WS_SKIP: the page is over a limit; WS_FATAL: no memory. */
WS_MUST_USE enum ws_status ws_extract(struct ws_extractor *x, const struct ws_page *page,
                                      struct ws_article *art, struct ws_error *err);

#endif
