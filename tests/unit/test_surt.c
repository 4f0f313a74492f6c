/* Keys of addresses. Expected values: those of the Python package surt 0.3.1, but for hosts beyond ASCII. */
#include "pipeline/input/surt.h"
#include "tests/tap.h"

#include <stdlib.h>

static const struct {
    const char *url, *key;
} KEYS[] = {
    {"http://example.com", "com,example)/"},
    {"https://WWW2.Example.com:443/A/B/", "com,example)/a/b"},
    {"http://www.archive.org.:8080/", "org,archive:8080)/"},
    {"ftp://ftp.example.com:21/a", "com,example,ftp:21)/a"},
    {"http://user:pw@example.com/x#top", "com,example)/x"},
    {"example.com/path", "com,example)/path"},
    {"  http://e.com/a\tb ", "com,e)/ab"},
    {"http://e.com/a b", "com,e)/a%20b"},
    {"http://e.com/%2541%20b%23", "com,e)/a%20b%23"},
    {"http://e.com/%252525252541", "com,e)/a"},
    {"http://e.com/%00%ff%zz", "com,e)/%00%ff%25zz"},
    {"http://e.com/a/../b/./c//d/", "com,e)/b/c/d"},
    {"http://e.com/../x", "com,e)/../x"},
    {"http://e.com/../../x", "com,e)/x"},
    {"http://e.com/a//../b", "com,e)/a/b"},
    {"http://e.com//", "com,e)/"},
    {"http://e.com/?", "com,e)/"},
    {"http://e.com?q=1", "com,e)/?q=1"},
    {"http://e.com/?b=2&a=1&a&A=", "com,e)/?a&a=&a=1&b=2"},
    {"http://e.com/?a=1&&b", "com,e)/?&a=1&b"},
    {"http://1234567890/", "210,2,150,73)/"},
    {"http://127.0.0.1/", "1,0,0,127)/"},
    {"http://010.1.2.3/", "3,2,1,8)/"},
    {"http://[::1]:81/a", "::1:81)/a"},
    {"http://..e..com../a", "com,e)/a"},
    {"http://https://x.com/a", "com,x)/a"},
    {"http:////x.com/a", "com,x)/a"},
    {"http://e.com:/a", "com,e)/a"},
    {"http://e.com:abc/a", "http://e.com:abc/a"},
    {"dns:www.Example.com", "dns:www.example.com"},
    {"urn:uuid:ABC/DEF/", "urn:uuid:abc/def"},
    {"metadata://gnu.org/x/y.txt", "org,gnu)/x/y.txt"},
    {"filedesc://a b.arc", "filedesc://a%20b.arc"},
    {"", "-"},
    {" \r\n", "-"},
    {"http://e.com/x?jsessionid=0123456789abcdef0123456789ABCDEF&z=1", "com,e)/x?z=1"},
    {"http://e.com/x?a=1&PHPSESSID=0123456789abcdef0123456789ABCDEF", "com,e)/x?&a=1"},
    {"http://e.com/x?sid=0123456789abcdef0123456789ABCDE&b", "com,e)/x?b&sid=0123456789abcdef0123456789abcde"},
    {"http://e.com/?ASPSESSIONIDabcdefgh=abcdefghijklmnopqrstuvwx&q", "com,e)/?q"},
    {"http://e.com/?cfid=1&cftoken=2&x=3", "com,e)/?x=3"},
    {"http://e.com/?cfid=1&cftoken=&x=3", "com,e)/?cfid=1&cftoken=&x=3"},
    {"http://e.com/(S(4hqa0555fwsecu455xqckv45))/Mileg.aspx", "com,e)/mileg.aspx"},
    {"http://e.com/(4hqa0555fwsecu455xqckv45)/mileg.aspx?x", "com,e)/mileg.aspx?x"},
    {"http://e.com/(4hqa0555fwsecu455xqckv45)/mileg.html", "com,e)/(4hqa0555fwsecu455xqckv45)/mileg.html"},
    {"http://\xc3\xa4.de/", "de,%c3%a4)/"},
};

static void test_keys(void)
{
    for (size_t i = 0; i < sizeof KEYS / sizeof *KEYS; i++) {
        struct ws_buf out;
        ws_buf_init(&out, 4096);
        bool ok = ws_surt(SLICE(KEYS[i].url), &out);
        OK(ok, "'%s' has a key", KEYS[i].url);
        IS_SLICE(((struct ws_slice){out.p, out.n}), KEYS[i].key, KEYS[i].url);
        ws_buf_release(&out);
    }
}

/* Pages: what is the same, and what is not. */
static const struct {
    const char *url, *key;
} PAGES[] = {
    {"https://WWW.Example.com:443/A/b/", "com,example)/A/b"},
    {"http://example.com/A/b#top", "com,example)/A/b"},
    {"http://example.com/a/../A/%62?", "com,example)/A/b"},
    {"http://example.com/?b=X&a=1&&", "com,example)/?a=1&b=X"},
    {"http://example.com/?v=aB", "com,example)/?v=aB"},
    {"http://example.com/?v=Ab", "com,example)/?v=Ab"},
    {"http://example.com/?utm_source=x&id=7&UTM_medium=y&fbclid=Z", "com,example)/?id=7"},
    {"http://example.com/x?gclid=1", "com,example)/x"},
    {"http://example.com/x?gclide=1", "com,example)/x?gclide=1"},
    {"http://example.com/x?a=utm_source", "com,example)/x?a=utm_source"},
    {"http://example.com/x?PHPSESSID=0123456789abcdef0123456789ABCDEF", "com,example)/x"},
};
#define N_PAGES (sizeof PAGES / sizeof *PAGES)

static void test_pages(void)
{
    struct ws_buf out;
    ws_buf_init(&out, 4096);
    for (size_t i = 0; i < N_PAGES; i++) {
        out.n = 0;
        bool ok = ws_surt_page(SLICE(PAGES[i].url), &out);
        OK(ok, "'%s' has a form", PAGES[i].url);
        IS_SLICE(((struct ws_slice){out.p, out.n}), PAGES[i].key, PAGES[i].url);
    }
    ws_buf_release(&out);
}

/* What costs more than linear time where it is done carelessly: these would not come to an end. */
static void test_hostile(void)
{
    static const char *const PARTS[] = {"%25", "/(4hqa0555fwsecu455xqckv45)", "&cfid=1",
                                        "/..", "sid=",  "http://", "."};
    enum { SIZE = 4 << 20 };
    char *url = malloc(SIZE);
    for (size_t i = 0; url && i < sizeof PARTS / sizeof *PARTS; i++) {
        struct ws_buf out;
        size_t n = (size_t)snprintf(url, SIZE, "http://e.com/?"), len = strlen(PARTS[i]);
        while (n + len < SIZE) {
            memcpy(url + n, PARTS[i], len);
            n += len;
        }
        for (size_t from = 0; from < 2; from++) { /* in the query, then in the path */
            ws_buf_init(&out, 16u << 20);
            OK(ws_surt((struct ws_slice){(const uint8_t *)url, n}, &out), "4 MiB of %s", PARTS[i]);
            ws_buf_release(&out);
            url[strlen("http://e.com/")] = 'x';
        }
    }
    free(url);
}

int main(void)
{
    test_keys();
    test_pages();
    test_hostile();
    return tap_done();
}
