/* JSON strings, and the line of an article. */
#include "pipeline/output/json.h"
#include "pipeline/output/line.h"
#include "tests/tap.h"

static void string_case(const void *in, size_t n, const char *want, const char *what)
{
    struct ws_buf out;
    ws_buf_init(&out, 1000);
    struct ws_json j = {.out = &out, .ok = true};
    ws_json_string(&j, (struct ws_slice){in, n});
    IS_SLICE(out, want, what);
    ws_buf_release(&out);
}

#define STRING(in, want, what) string_case(in, sizeof(in) - 1, want, what)

static void test_strings(void)
{
    STRING("", "\"\"", "empty");
    STRING("a\"b\\c/", "\"a\\\"b\\\\c/\"", "quote and backslash are escaped, slash is not");
    STRING("\b\t\n\f\r\x01\x1f\x7f", "\"\\b\\t\\n\\f\\r\\u0001\\u001f\x7f\"",
           "control characters");
    string_case("a\0b", 3, "\"a\\u0000b\"", "NUL");
    STRING("d\xc3\xa4\xe2\x80\xa8\xf0\x9f\x98\x80", "\"d\xc3\xa4\xe2\x80\xa8\xf0\x9f\x98\x80\"",
           "UTF-8 of two, three and four bytes stays");
}

/* What is special is found at every place of a string, whatever is beside it. */
static void test_places(void)
{
    static const struct {
        const char *in, *want;
    } SPECIAL[] = {{"\"", "\\\""}, {"\\", "\\\\"}, {"\x1f", "\\u001f"}, {"\xc3\xa4", "\xc3\xa4"}, {"\xff", "\xef\xbf\xbd"}};
    static const char PLAIN[] = " !#[]~\x7f z !#[]~\x7f z";
    for (size_t k = 0; k < sizeof SPECIAL / sizeof *SPECIAL; k++)
        for (size_t at = 0; at < sizeof PLAIN; at++) {
            char in[64], want[64];
            int n = snprintf(in, sizeof in, "%.*s%s%s", (int)at, PLAIN, SPECIAL[k].in, PLAIN + at);
            snprintf(want, sizeof want, "\"%.*s%s%s\"", (int)at, PLAIN, SPECIAL[k].want, PLAIN + at);
            string_case(in, (size_t)n, want, want);
        }
}

#define BAD "\xef\xbf\xbd"

/* One U+FFFD per maximal subpart: Unicode 15, table 3-11 and its neighbours. */
static void test_invalid_utf8(void)
{
    STRING("\xff", "\"" BAD "\"", "a byte that is never UTF-8");
    STRING("\x80\xbf", "\"" BAD BAD "\"", "lone continuation bytes");
    STRING("\xc0\xaf", "\"" BAD BAD "\"", "overlong slash");
    STRING("\xed\xa0\x80", "\"" BAD BAD BAD "\"", "surrogate");
    STRING("\xf4\x90\x80\x80", "\"" BAD BAD BAD BAD "\"", "beyond U+10FFFF");
    STRING("\xe0\x9f\xbf", "\"" BAD BAD BAD "\"", "overlong in three bytes");
    STRING("\xe1\x80\xe2\xf0\x91\x92\xf1\xbf", "\"" BAD BAD BAD BAD "\"",
           "cut-off sequences count once each");
    STRING("a\xe2\x82", "\"a" BAD "\"", "cut off at the end");
    STRING("\xc3(", "\"" BAD "(\"", "what follows a cut-off sequence is kept");
    STRING("\xc3\"", "\"" BAD "\\\"\"", "and escaped");
}

static void test_limit(void)
{
    struct ws_buf out;
    ws_buf_init(&out, 6);
    struct ws_json j = {.out = &out, .ok = true};
    ws_json_cstr(&j, "1234");
    OK(j.ok && out.n == 6, "a string that just fits");
    ws_json_raw(&j, "x");
    ws_json_uint(&j, 7);
    OK(!j.ok && out.n == 6, "the first failure is remembered and nothing follows it");
    ws_buf_release(&out);
}

static const struct ws_layout FLAT = {.schema = WS_SCHEMA_FLAT};
static const struct ws_slice TAGS[] = {{(const uint8_t *)"a", 1}, {(const uint8_t *)"b\"", 2}};
static const struct ws_article ARTICLE = {
    .title = {(const uint8_t *)"T\"itle", 6},
    .text = {(const uint8_t *)"one\n\ntwo", 8},
    .tags = TAGS,
    .n_tags = 2,
    .modified = {(const uint8_t *)"2024-05-01", 10},
    .charset = "windows-1252",
    .charset_source = WS_CHARSET_META,
};

static void test_line(void)
{
    struct ws_buf out;
    ws_buf_init(&out, 10000);
    struct ws_origin from = {
        .id = SLICE("<urn:uuid:7f4c1c3e-0000-4000-8000-000000000001>"),
        .url = SLICE("http://example.org/\xff"),
        .date = SLICE("2024-05-01T10:20:30Z"),
        .content_type = SLICE("text/html"),
        .source = "a.warc.gz",
        .offset = 12345678901,
        .length = 42,
        .status = 200,
        .type = WS_REC_RESPONSE,
    };
    OK(ws_line_append(&out, &FLAT, &from, &ARTICLE), "a line is written");
    IS_SLICE(
        out,
        "{\"id\":\"7f4c1c3e-0000-4000-8000-000000000001\","
        "\"url\":\"http://example.org/" BAD "\","
        "\"title\":\"T\\\"itle\",\"text\":\"one\\n\\ntwo\","
        "\"date\":\"2024-05-01T10:20:30Z\",\"language\":\"\",\"language_score\":0.0,"
        "\"source\":\"a.warc.gz\",\"author\":\"\",\"published\":\"\","
        "\"modified\":\"2024-05-01\",\"site\":\"\",\"description\":\"\",\"canonical_url\":\"\","
        "\"license\":\"\",\"section\":\"\",\"tags\":\"a, b\\\"\",\"image\":\"\","
        "\"offset\":12345678901,\"length\":42,\"digest\":\"\","
        "\"content_type\":\"text/html\",\"status\":200,\"charset\":\"windows-1252\","
        "\"charset_source\":\"meta\",\"truncated\":\"\",\"record_type\":\"response\"}\n",
        "every key, in order");
    out.n = 0;
    from.type = WS_REC_CONVERSION;
    from.crawl = &(struct ws_crawl){
        .charset = SLICE("UTF-8"),
        .languages = {{SLICE("eng"), SLICE("0.75")}, {.code = SLICE("d\"e")}},
        .n_languages = 2,
        .reliable = true};
    OK(ws_line_append(&out, &FLAT, &from, &ARTICLE), "a line with what the crawler found");
    OK(ws_buf_append(&out, "", 1) &&
           strstr((char *)out.p,
                  "\"truncated\":\"\",\"record_type\":\"conversion\","
                  "\"crawl_charset\":\"UTF-8\",\"crawl_languages\":[{\"code\":\"eng\","
                  "\"covered\":0.75},{\"code\":\"d\\\"e\",\"covered\":null}],"
                  "\"crawl_reliable\":true}\n"),
       "has it at its end: %s", (char *)out.p);
    ws_buf_release(&out);
}

/* What frames the facts in other layouts, and that they are the same. */
static void test_layouts(void)
{
    static const struct {
        struct ws_layout layout;
        const char *date, *published, *want;
    } CASES[] = {
        {{WS_SCHEMA_DATATROVE, NULL}, "2024-05-01T10:20:30Z", "", "{\"text\":\"one\",\"id\":\"i\",\"metadata\":{"},
        {{WS_SCHEMA_DOLMA, NULL}, "2024-05-01T10:20:30Z", "",
         "{\"id\":\"i\",\"text\":\"one\",\"source\":\"a.warc\",\"added\":\"2024-05-01T10:20:30.000Z\","
         "\"created\":\"2024-05-01T10:20:30.000Z\",\"metadata\":{"},
        {{WS_SCHEMA_DOLMA, "my \"crawl\""}, "", "2024-05-01",
         "{\"id\":\"i\",\"text\":\"one\",\"source\":\"my \\\"crawl\\\"\",\"added\":\"\","
         "\"created\":\"2024-05-01T00:00:00.000Z\",\"metadata\":{"},
        {{WS_SCHEMA_DOLMA, NULL}, "2024-05-01T10:20:30Z", "2024-01-01T00:10:00+02:00",
         "{\"id\":\"i\",\"text\":\"one\",\"source\":\"a.warc\",\"added\":\"2024-05-01T10:20:30.000Z\","
         "\"created\":\"2023-12-31T22:10:00.000Z\",\"metadata\":{"},
        {{WS_SCHEMA_DOLMA, NULL}, "", "",
         "{\"id\":\"i\",\"text\":\"one\",\"source\":\"a.warc\",\"added\":\"\",\"created\":\"\",\"metadata\":{"},
    };
    static const char FLAT_START[] = "{\"id\":\"i\",", FLAT_TEXT[] = "\"text\":\"one\",";
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct ws_buf flat, out;
        ws_buf_init(&flat, 10000);
        ws_buf_init(&out, 10000);
        struct ws_origin from = {.id = SLICE("i"), .url = SLICE("u"), .date = SLICE(CASES[i].date), .source = "a.warc"};
        struct ws_article art = {.title = SLICE("t"), .text = SLICE("one"), .published = SLICE(CASES[i].published), .charset = "utf-8"};
        size_t n = strlen(CASES[i].want);
        OK(ws_line_append(&flat, &FLAT, &from, &art) && ws_buf_append(&flat, "", 1) &&
               ws_line_append(&out, &CASES[i].layout, &from, &art) && ws_buf_append(&out, "", 1),
           "two layouts");
        OK(strncmp((char *)out.p, CASES[i].want, n) == 0, "%s: %s", CASES[i].want, (char *)out.p);
        /* "url" and "title", then all behind the text, and one more brace. */
        char *text = strstr((char *)flat.p, FLAT_TEXT), *rest = text + sizeof FLAT_TEXT - 1;
        char *begin = (char *)flat.p + sizeof FLAT_START - 1;
        memmove(text, rest, strlen(rest) + 1);
        OK(strncmp((char *)out.p + n, begin, strlen(begin) - 2) == 0 &&
               strcmp((char *)out.p + n + strlen(begin) - 2, "}}\n") == 0,
           "the same facts: %s", (char *)out.p);
        ws_buf_release(&flat);
        ws_buf_release(&out);
    }
}

static void test_ids(void)
{
    static const struct {
        const char *id, *want;
    } CASES[] = {
        {"urn:uuid:abc", "{\"id\":\"abc\","},
        {"<uuid:abc>", "{\"id\":\"uuid:abc\","},
        {"<>", "{\"id\":\"\","},
        {"<", "{\"id\":\"<\","},
        {"", "{\"id\":\"\","},
        {"<urn:uuid:>", "{\"id\":\"\","},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct ws_buf out;
        ws_buf_init(&out, 10000);
        struct ws_origin from = {.id = SLICE(CASES[i].id), .source = ""};
        size_t n = strlen(CASES[i].want);
        bool ok = ws_line_append(&out, &FLAT, &from, &ARTICLE);
        OK(ok && out.n > n && memcmp(out.p, CASES[i].want, n) == 0, "id of \"%s\"",
           CASES[i].id);
        ws_buf_release(&out);
    }
}

static void test_line_too_long(void)
{
    struct ws_buf out;
    ws_buf_init(&out, 100);
    struct ws_origin from = {.source = "s"};
    OK(ws_buf_append(&out, "before\n", 7) && !ws_line_append(&out, &FLAT, &from, &ARTICLE),
       "a line over the limit");
    IS_SLICE(out, "before\n", "leaves what was there");
    ws_buf_release(&out);
}

int main(void)
{
    test_strings();
    test_places();
    test_invalid_utf8();
    test_limit();
    test_line();
    test_layouts();
    test_ids();
    test_line_too_long();
    return tap_done();
}
