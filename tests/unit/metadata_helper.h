/* metadata_helper.h - pages of one paragraph and what they say of themselves. */
#ifndef WARCSIFT_TEST_METADATA_HELPER_H
#define WARCSIFT_TEST_METADATA_HELPER_H

#include "tests/tap.h"
#include "warcsift/article.h"

#include <stdlib.h>

static struct ws_extractor *x;

#define LD(json)   "<script type='application/ld+json'>" json "</script>"
#define META(k, v) "<meta name=\"" k "\" content=\"" v "\">"
#define PROP(k, v) "<meta property=\"" k "\" content=\"" v "\">"
#define ARTICLE(s) LD("{\"@type\":\"NewsArticle\"," s "}")
#define WORDS                                                                                      \
    "<p>The river rose by two metres overnight, and by morning the lower road was closed; "        \
    "nobody was hurt."

static inline struct ws_article read_at(const char *url, const char *fetched, const char *html)
{
    struct ws_page page = {.bytes = SLICE(html),
                           .content_type = SLICE("text/html; charset=utf-8"),
                           .url = SLICE(url),
                           .fetched = SLICE(fetched)};
    struct ws_article art;
    struct ws_error err;
    if (ws_extract(x, &page, &art, &err) != WS_OK)
        abort();
    return art;
}

static inline struct ws_article read_page(const char *html)
{
    return read_at("https://www.courier.example/news/flood.html", "2024-06-01T00:00:00Z", html);
}

struct one {
    const char *html, *want;
};
#define COUNT(list) (sizeof(list) / sizeof *(list))

#endif
