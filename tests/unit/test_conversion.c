#include "pipeline/input/conversion.h"
#include "tests/tap.h"

static void test_text(void)
{
    static const struct {
        const char *bytes, *want, *what;
    } CASES[] = {
        {"one\ntwo", "one\ntwo", "lines stay"},
        {"  one \t two  \r\n\ttwo\r\n", "one two\ntwo", "blanks"},
        {"\n\n one\n\n\n \n\ntwo\n", "one\n\ntwo", "one empty line"},
        {"one\rtwo\r\rthree", "one\ntwo\n\nthree", "line ends of old Macs"},
        {"e\xcc\x81t\xc3\xa9", "\xc3\xa9t\xc3\xa9", "NFC"},
        {"no\xc2\xad"
         "hy\xe2\x80\x8bphen \xe2\x80\x8e\xc2\xa0x",
         "nohyphen x", "soft hyphens, marks, no-break spaces"},
        {"it\xc2\x92s", "it\xe2\x80\x99s", "controls that were windows-1252"},
        {"a\x01"
         "b",
         "ab", "controls"},
        {"a\xe2\x80\x8c"
         "b",
         "ab", "a joiner that joins nothing"},
        {"\xd9\x85\xdb\x8c\xe2\x80\x8c\xd8\xae", "\xd9\x85\xdb\x8c\xe2\x80\x8c\xd8\xae",
         "a joiner of Persian"},
        {"\xda\x98\xe2\x80\x8d", "\xda\x98\xe2\x80\x8d", "one at the end"},
        {"\xef\xbb\xbfone", "one", "a byte order mark"},
        {"<meta charset=koi8-r> \xc3\xa9", "<meta charset=koi8-r> \xc3\xa9", "markup is text"},
        {" \n \n", "", "nothing"},
    };
    struct ws_extract_options o;
    ws_extract_options_init(&o);
    struct ws_converter *c = ws_converter_new(&o);
    struct ws_article art;
    for (size_t i = 0; c && i < sizeof CASES / sizeof *CASES; i++) {
        struct ws_page page = {.bytes = SLICE(CASES[i].bytes),
                               .content_type = SLICE("text/plain")};
        enum ws_status st = ws_convert(c, &page, &art, NULL);
        OK(st == WS_OK && !art.blocks, "%s: read", CASES[i].what);
        IS_SLICE(art.text, CASES[i].want, CASES[i].what);
    }
    ws_converter_free(c);
}

static void test_options(void)
{
    struct ws_extract_options o;
    struct ws_article art;
    struct ws_error err;
    ws_extract_options_init(&o);
    o.list_blocks = true;
    o.max_page_bytes = 10;
    struct ws_converter *c = ws_converter_new(&o);
    struct ws_page page = {.bytes = SLICE("gr\xfc\xdf"),
                           .content_type = SLICE("text/plain; charset=latin1")};
    OK(c && ws_convert(c, &page, &art, &err) == WS_OK, "another charset");
    IS_SLICE(art.text, "gr\xc3\xbc\xc3\x9f", "is obeyed");
    IS_STR(art.charset, "windows-1252", "and named");
    OK(art.blocks && art.n_blocks == 0, "the list of blocks is empty");
    page.bytes = SLICE("more than ten bytes");
    OK(c && ws_convert(c, &page, &art, &err) == WS_SKIP && err.code == WS_E_LIMIT,
       "a text over the limit");
    ws_converter_free(c);
}

int main(void)
{
    test_text();
    test_options();
    return tap_done();
}
