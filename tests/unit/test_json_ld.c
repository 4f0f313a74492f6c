/* JSON-LD as pages carry it: nested, escaped, cut off. */
#include "pipeline/extract/json_ld.h"
#include "tests/tap.h"

#include <stdlib.h>

static struct ws_arena arena;

static struct ws_json_ld read_ld(const char *json)
{
    struct ws_json_ld ld = {0};
    ws_json_ld_read(SLICE(json), &arena, &ld);
    return ld;
}

/* Each "\\u" without digits grows from two bytes to three; so many that they get memory of their
 * own, where a sanitizer or the C library sees what is written behind its end. */
static void test_growth(void)
{
    static const char HEAD[] = "{\"headline\":\"";
    const size_t times = (size_t)1 << 20, head = sizeof HEAD - 1;
    char *json = malloc(head + 2 * times);
    if (!json)
        abort();
    memcpy(json, HEAD, head);
    for (size_t i = 0; i < times; i++)
        memcpy(json + head + 2 * i, "\\u", 2);
    struct ws_json_ld ld = {0};
    ws_json_ld_read((struct ws_slice){(const uint8_t *)json, head + 2 * times}, &arena, &ld);
    IS_INT(ld.headline.n, 3 * times, "every escape without digits is one U+FFFD");
    free(json);
}

int main(void)
{
    struct ws_json_ld ld =
        read_ld("{\"@graph\":[{\"@type\":\"NewsArticle\",\"headline\":\"A \\u201cB\\u201d \\/ C\","
                "\"author\":[{\"@type\":\"Person\",\"name\":\"Ann Lee\"},{\"name\":\"Bo\"}],"
                "\"datePublished\" : \"2024-01-02\"},{\"@type\":\"WebSite\",\"name\":\"Site\"}]}");
    IS_SLICE(ld.headline, "A \u201cB\u201d / C", "escapes undone");
    IS_SLICE(ld.author, "Ann Lee", "name of the first author object");
    IS_SLICE(ld.date_published, "2024-01-02", "blank before the colon");

    ld = read_ld("{\"name\":\"Site\",\"author\":\"Zoe\",\"headline\":\"\\ud83d\\ude00 \\ud83d x\"}");
    IS_SLICE(ld.author, "Zoe", "author as a string");
    IS_SLICE(ld.headline, "\U0001F600 \uFFFD x", "surrogates joined, a lone one replaced");

    ld = read_ld("{\"headline\":\"cut off");
    IS_SLICE(ld.headline, "cut off", "an unclosed string ends with the script");
    ld = read_ld("{\"headline\":\"x\\");
    IS_SLICE(ld.headline, "x\\", "a backslash at the end");
    ld = read_ld("{\"headline\":\"\\u12\"}");
    OK(ld.headline.n > 0, "a short escape does no harm");
    ld = read_ld("{\"headline\":[\"a list\"],\"author\":{}}");
    IS_INT(ld.headline.n, 0, "no string, no headline");
    IS_INT(ld.author.n, 0, "an author without a name");
    ld = read_ld("\"headline\"");
    IS_INT(ld.headline.n, 0, "a string that is no key");
    test_growth();
    ws_arena_release(&arena);
    return tap_done();
}
