/* First byte: which charset the header names, if any; the rest is the page. Whatever it is,
 * valid UTF-8 within the limit comes out, and the same for the same input. */
#include "tests/fuzz/driver.h"
#include "tests/unit/charset_helper.h"

#include <stdlib.h>

#define LIMIT ((size_t)1 << 16)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static const char *const headers[] = {
        "",
        "text/html; charset=utf-8",
        "text/html; charset=utf-16le",
        "text/html; charset=utf-16be",
        "text/html; charset=windows-1252",
        "text/html; charset=iso-8859-3",
        "text/html; charset=gb18030",
        "text/html; charset=big5",
        "text/html; charset=euc-jp",
        "text/html; charset=iso-2022-jp",
        "text/html; charset=shift_jis",
        "text/html; charset=euc-kr",
        "text/html; charset=x-user-defined",
        "text/html; charset=hz-gb-2312",
    };
    static struct ws_charset *c;
    if (!c && !(c = ws_charset_new(LIMIT)))
        abort();
    if (!n)
        return 0;
    struct ws_slice page = {data + 1, n - 1},
                    http = SLICE(headers[data[0] % (sizeof headers / sizeof headers[0])]);
    struct ws_decoded first, again;
    struct ws_error err;
    enum ws_status st = ws_charset_decode(c, page, http, &first, &err);
    if (st == WS_SKIP && n > LIMIT / 4)
        return 0;
    if (st != WS_OK || first.utf8.n > LIMIT || !is_utf8(first.utf8) ||
        !ws_charset_by_label(SLICE(first.charset)))
        abort();
    size_t n_first = first.utf8.n;
    if (ws_charset_decode(c, page, http, &again, &err) != WS_OK || again.utf8.n != n_first ||
        again.charset != first.charset || again.source != first.source)
        abort();
    return 0;
}

#ifndef WS_LIBFUZZER
/* Every header over every kind of page. */
static size_t fuzz_seed(size_t i, uint8_t *p)
{
    static const char *const pages[] = {
        "<!-- x --><meta http-equiv=Content-Type content='text/html; "
        "charset=big5'><script>'\xa4'"
        "</script><title>\xa4\xa4\xa4\xe5\xa1\x45\x88\x62</title>",
        "<?xml version='1.0' encoding='euc-jp'?><p>\xc6\xfc\x8e\xb1\x8f\xb0\xa1\xad\xa1",
        "<p>\x93\xfa\x96\x7b\xb1 \x1b$BF|K\\\x1b(B \x1b(I1\x1b(J</p>",
        "<meta charset=gb18030><p>\xd6\xd0\xce\xc4 \x81\x30\x81\x30\x94\x39\xfc\x36 \x80</p>",
        "\xef\xbb\xbf<p>\xc2\xa9 \xe2\x82\xac \xf0\x9f\x98\x80</p>",
        "<p>\xcf\xf0\xe8\xe2\xe5\xf2, \xec\xe8\xf0 \x97 \xe9</p>",
    };
    enum { HEADERS = 14, PAGES = sizeof pages / sizeof pages[0] };
    if (i >= HEADERS * PAGES)
        return 0;
    const char *page = pages[i / HEADERS];
    p[0] = (uint8_t)(i % HEADERS);
    memcpy(p + 1, page, strlen(page));
    return strlen(page) + 1;
}
#endif
