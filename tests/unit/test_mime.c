/* What counts as an HTML page: declared types, signatures, statuses. */
#include "pipeline/input/status_set.h"
#include "pipeline/page/mime.h"
#include "tests/tap.h"

static void test_essence(void)
{
    static const struct {
        const char *in, *want;
    } CASES[] = {
        {"text/html", "text/html"},
        {" Text/HTML ; charset=UTF-8", "text/html"},
        {"text/html, text/html", "text/html"},
        {"application/vnd.wap.xhtml+xml", "application/vnd.wap.xhtml+xml"},
        {"text", ""},
        {"text/", ""},
        {"/html", ""},
        {"text/html/x", ""},
        {"text html", ""},
        {"text/h\xc3\xa4", ""},
        {"", ""},
        {";charset=utf-8", ""},
    };
    char out[WS_MIME_SIZE], long_type[300];
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        ws_mime_essence(SLICE(CASES[i].in), out);
        IS_STR(out, CASES[i].want, CASES[i].in);
    }
    for (size_t n = WS_MIME_SIZE - 1; n <= WS_MIME_SIZE; n++) {
        memset(long_type, 'a', sizeof long_type);
        long_type[4] = '/';
        ws_mime_essence((struct ws_slice){(const uint8_t *)long_type, n}, out);
        IS_INT(strlen(out), n < WS_MIME_SIZE ? n : 0,
               "a type as long as the room for it, and one longer");
    }
}

static void test_known(void)
{
    OK(ws_mime_is_known("text/plain") && ws_mime_is_known("application/octet-stream"),
       "types that are believed");
    OK(!ws_mime_is_known("") && !ws_mime_is_known("unknown/unknown") &&
           !ws_mime_is_known("application/unknown") && !ws_mime_is_known("*/*"),
       "types that say nothing");
    OK(ws_mime_is_html("text/html") && ws_mime_is_html("application/xhtml+xml"), "HTML types");
    OK(!ws_mime_is_html("application/xml") && !ws_mime_is_html("text/plain") &&
           !ws_mime_is_html(""),
       "and others");
}

static void test_sniff_html(void)
{
    static const char *const PAGES[] = {
        "<!DOCTYPE html>",
        "\n\t <HTML lang=en>",
        "\xef\xbb\xbf<html>",
        "<!-- x -->",
        "<p>text",
        "<h1>x",
        "<BODY >",
        "<?xml version=\"1.0\"?>\n<html xmlns=\"http://www.w3.org/1999/xhtml\">",
    };
    static const char *const OTHERS[] = {
        "",
        "<",
        "<html",
        "<!DOCTYPE htmlx",
        "<pre>x",
        "plain <p>text",
        "{\"a\":\"<html>\"}",
        "<?xml version=\"1.0\"?><rss></rss>",
        "<svg xmlns=\"http://www.w3.org/2000/svg\">",
    };
    for (size_t i = 0; i < sizeof PAGES / sizeof *PAGES; i++)
        OK(ws_sniff_html(SLICE(PAGES[i])), "a page: %.10s", PAGES[i] + (i == 1 ? 3 : 0));
    for (size_t i = 0; i < sizeof OTHERS / sizeof *OTHERS; i++)
        OK(!ws_sniff_html(SLICE(OTHERS[i])), "no page: %s", OTHERS[i]);
}

static void test_sniff_binary(void)
{
    OK(ws_sniff_binary(SLICE("%PDF-1.4")), "PDF");
    OK(ws_sniff_binary((struct ws_slice){(const uint8_t *)"\x89PNG\r\n\x1a\n\0\0", 10}), "PNG");
    OK(ws_sniff_binary((struct ws_slice){(const uint8_t *)"\0\0\0\x18"
                                                          "ftypmp42",
                                         12}),
       "MP4");
    OK(ws_sniff_binary(SLICE("RIFF....WEBP")), "WebP");
    OK(!ws_sniff_binary(SLICE("RIFF with a friend")), "a word is no signature");
    OK(!ws_sniff_binary(SLICE("<html>")) && !ws_sniff_binary(SLICE("")) &&
           !ws_sniff_binary(SLICE("PK is a name")),
       "pages and texts");
}

static bool has(const char *list, int status)
{
    struct ws_status_set set;
    return ws_status_set_parse(&set, list) && ws_status_set_has(&set, status);
}

static void test_statuses(void)
{
    OK(has("200", 200) && !has("200", 203) && !has("200", 404), "one status");
    OK(has("200,404", 404) && has("200,404", 200) && !has("200,404", 204), "a list");
    OK(has("2xx", 200) && has("2XX", 299) && !has("2xx", 300), "a class");
    OK(has("any", 999) && has("any", 12345) && has("404,any", 1), "any");
    OK(has("200", 0) && !has("404", 0), "without a status line: as 200");
    OK(!has("200", -1) && !has("9xx", 1000), "statuses that are none");
    struct ws_status_set set;
    static const char *const BAD[] = {"",    "20", "2000", "200,",    ",200",
                                      "2x0", "ok", "0xx",  "200 203", "099"};
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++)
        OK(!ws_status_set_parse(&set, BAD[i]), "no list: '%s'", BAD[i]);
}

int main(void)
{
    test_essence();
    test_known();
    test_sniff_html();
    test_sniff_binary();
    test_statuses();
    return tap_done();
}
