/* JSON-LD as pages carry it: nested, escaped, cut off. */
#include "pipeline/extract/json_ld.h"
#include "tests/tap.h"

static struct ws_arena arena;

static struct ws_json_ld read_ld(const char *json)
{
    struct ws_json_ld ld = {0};
    ws_json_ld_read(SLICE(json), &arena, &ld);
    return ld;
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
    ws_arena_release(&arena);
    return tap_done();
}
