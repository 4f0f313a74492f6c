/* Any bytes as the block of a metadata record and of a conversion: what is read of the first
 * lies inside it, the text of the second is tidy, and tidying it again adds nothing. The first
 * bytes also as a list of media types, over the rest. */
#include "pipeline/input/conversion.h"
#include "pipeline/input/crawl.h"
#include "pipeline/input/filter.h"
#include "pipeline/output/json.h"
#include "tests/fuzz/driver.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void check(bool ok)
{
    if (!ok)
        abort();
}

static void is_inside(struct ws_slice part, struct ws_slice all)
{
    check(!part.n || (part.p >= all.p && part.p + part.n <= all.p + all.n));
}

static void read_metadata(struct ws_slice block)
{
    struct ws_crawl c;
    if (!ws_crawl_read(block, &c))
        check(!c.n_languages && !c.charset.n);
    is_inside(c.charset, block);
    check(c.n_languages <= WS_CRAWL_LANGUAGES);
    for (size_t i = 0; i < c.n_languages; i++) {
        is_inside(c.languages[i].code, block);
        is_inside(c.languages[i].covered, block);
        check(c.languages[i].code.n > 0);
    }
    (void)ws_crawl_read_list(block, &c);
}

static void convert(struct ws_slice bytes)
{
    static struct ws_converter *c;
    static struct ws_extract_options o;
    struct ws_article art;
    struct ws_error err;
    struct ws_page page = {.bytes = bytes,
                           .content_type = {(const uint8_t *)"text/plain; charset=utf-8", 25}};
    if (!c) {
        ws_extract_options_init(&o);
        c = ws_converter_new(&o);
    }
    check(c && ws_convert(c, &page, &art, &err) == WS_OK);
    size_t n = art.text.n;
    char *first = malloc(n + 1);
    check(first != NULL);
    memcpy(first, art.text.p, n);
    first[n] = '\0';
    check(!n ||
          (first[0] != ' ' && first[0] != '\n' && first[n - 1] != ' ' && first[n - 1] != '\n'));
    check(!strstr(first, "  ") && !strstr(first, "\n\n\n") && !strstr(first, " \n") &&
          !strstr(first, "\n ") && !strchr(first, '\r') && !strchr(first, '\t'));
    page.bytes = (struct ws_slice){(const uint8_t *)first, n};
    check(ws_convert(c, &page, &art, &err) == WS_OK);
    check(art.text.n <= n); /* a joiner may go: what it joins is looked at before NFC */
    free(first);
}

static void match(struct ws_slice bytes)
{
    char list[64], mime[WS_MIME_SIZE];
    struct ws_date_prefix p;
    size_t n = bytes.n < sizeof list - 1 ? bytes.n : sizeof list - 1;
    if (n)
        memcpy(list, bytes.p, n);
    list[n] = '\0';
    ws_mime_essence((struct ws_slice){bytes.p + n, bytes.n - n}, mime);
    if (ws_mime_list_is_good(list))
        (void)ws_mime_list_matches(list, mime);
    check(!ws_date_prefix_parse(&p, list) || p.n == strlen(list));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct ws_slice bytes = {data, n};
    if (n)
        match(bytes);
    read_metadata(bytes);
    convert(bytes);
    return 0;
}

#ifndef WS_LIBFUZZER
static size_t fuzz_seed(size_t i, uint8_t *p)
{
    static const char *const SEEDS[] = {
        "fetchTimeMs: 1\r\ncharset-detected: UTF-8\r\nlanguages-cld2: "
        "{\"reliable\":true,\"text-bytes\":3,\"languages\":[{\"code\":\"en\",\"code-iso-639-"
        "3\":"
        "\"eng\",\"text-covered\":0.99,\"score\":1.0,\"name\":\"ENGLISH\"}]}\r\n",
        ("One \t line \r\n\r\n\r\n e\xcc\x81 \xc2\xa0\xe2\x80\x8b\xc2\xad x\xe2\x80\x8cy "
        "\xd9\x85\xdb\x8c\xe2\x80\x8c\xd8\xae it\xc2\x92s \xe2\x84\xa6\xef\xbf\xbc."),
        "text/*,*+xml,a*b*c image/svg+xml", "2024-05-01T10:20:30Z"};
    if (i >= sizeof SEEDS / sizeof *SEEDS)
        return 0;
    memcpy(p, SEEDS[i], strlen(SEEDS[i]));
    return strlen(SEEDS[i]);
}
#endif
