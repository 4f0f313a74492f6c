/* line.h - an article as one line of JSON, in one of the layouts of enum ws_schema: fixed key order, every key in
 * every line, one type per key. Readers guess the type of a column from the first lines (polars: 100; DuckDB: 20,480;
 * Hugging Face datasets: 10 MB), and lose or refuse what comes later and is another: so what is often absent is an empty string, neither
 * null nor an empty list. The layout is written down in record*.schema.json; WS_RECORD_SCHEMA counts its versions. */
#ifndef WARCSIFT_LINE_H
#define WARCSIFT_LINE_H

#include "warc/buf.h"
#include "warcsift/archive.h"
#include "warcsift/article.h"
#include "warcsift/sift.h"

/* What the crawler found out about a page, as it wrote it. */
#define WS_CRAWL_LANGUAGES 8
struct ws_crawl_language {
    struct ws_slice code;    /* ISO 639-3 in Common Crawl's archives */
    struct ws_slice covered; /* share of the text, a number from 0 to 1; {NULL, 0}: not known */
};
struct ws_crawl {
    struct ws_slice charset; /* label, or empty */
    struct ws_crawl_language languages[WS_CRAWL_LANGUAGES];
    size_t n_languages;
    bool reliable; /* languages, by the crawler's own judgement */
};

/* Where an article comes from, as the archive wrote it: any bytes, {NULL, 0} when absent. */
struct ws_origin {
    struct ws_slice id, url, digest, truncated;
    struct ws_slice date;         /* YYYY-MM-DDTHH:MM:SSZ, or empty */
    struct ws_slice content_type; /* without parameters, lower case */
    const char *source;           /* file name of the archive */
    uint64_t offset, length;
    int status; /* HTTP, 0 when there was none */
    enum ws_record_type type;     /* WS_REC_UNKNOWN: from no archive */
    const struct ws_crawl *crawl; /* NULL: not asked for, its keys are left out */
    struct ws_slice members;      /* JSON of the corpus stage: ,"key":value each */
};

/* A record id as it is written there: <urn:uuid:7f4c...> is 7f4c..., others keep their scheme and lose the
 * brackets. */
struct ws_slice ws_bare_id(struct ws_slice id);

/* Appends the line with its newline. false: out would go over its maximum, or no memory; then out is as
 * before. */
WS_MUST_USE bool ws_line_append(struct ws_buf *out, const struct ws_layout *layout,
                                const struct ws_origin *from, const struct ws_article *art);

#endif
