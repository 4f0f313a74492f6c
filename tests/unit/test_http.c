/* Status lines and headers of HTTP messages; the codings of their bodies are in test_chunked.c
 * and test_codings.c. */
#include "tests/unit/http_helper.h"
#include "warc/fields.h"

static void test_status_lines(void)
{
    static const struct {
        const char *line;
        int status;
    } T[] = {{"HTTP/1.1 200 OK", 200},
             {"HTTP/2 200 ", 200},
             {"HTTP/3 200", 200},
             {"HTTP/2.0 204", 204},
             {"HTTP/0.9 200 OK", 200},
             {"HTTP/1.0 200", 200},
             {"http/1.1 404 Not Found", 404},
             {"HTTP/1.1 200", 200},
             {"HTTP/1.0  301\tx", 301},
             {"HTTP/1.1 200 \xe4\xbd\xa0\xe5\xa5\xbd", 200},
             {"HTTP/1.1 101 Switching Protocols", 101},
             {"HTTP/1.1 999 odd", 999}};
    static const char *const ENDS[] = {"\r\n", "\n"};
    for (size_t i = 0; i < 2 * (sizeof T / sizeof *T); i++) {
        char s[200];
        const char *nl = ENDS[i % 2], *line = T[i / 2].line;
        snprintf(s, sizeof s, "%s%sContent-Type: text/html%s%sx", line, nl, nl, nl);
        enum ws_status st = decode_str(s);
        OK(st == WS_OK && http.status == T[i / 2].status && body.n == 1 && http.n_fields == 1,
           "'%s' with %s is %d", line, i % 2 ? "LF" : "CRLF", T[i / 2].status);
    }
    IS_INT(decode_str("HTTP/1.1 OK\r\n\r\nx"), WS_SKIP, "a status line without a code");
    IS_INT(err.code, WS_E_HTTP_HEADER, "is a bad header");
    IS_INT(decode_str("HTTP/1.1 2000 OK\r\n\r\nx"), WS_SKIP, "a code of four digits");
    IS_INT(decode_str("HTTP/1.1 099 OK\r\n\r\nx"), WS_SKIP, "a code below 100");
    IS_INT(decode_str("HTTP/1.1"), WS_SKIP, "a version alone");
}

static void test_line_ends(void)
{
    IS_INT(decode_str("HTTP/1.1 200 OK\nServer: x\nContent-Type: text/html\n\nbody\n"), WS_OK,
           "LF only");
    IS_SLICE(http.content_type, "text/html", "content type");
    IS_SLICE(body, "body\n", "body");
    IS_INT(decode_str("HTTP/1.1 200 OK\r\nServer: x\nContent-Type: text/html\r\n\nbody"), WS_OK,
           "mixed line ends");
    IS_SLICE(body, "body", "body");
    IS_INT(decode_str("\r\n\nHTTP/1.1 200 OK\r\n\r\n\r\nbody"), WS_OK,
           "empty lines before and behind");
    IS_SLICE(body, "\r\nbody", "those behind are the body's");
    IS_INT(
        decode_str("HTTP/1.1 200 OK\r\nContent-Type: text/html;\r\n\tcharset=UTF-8\r\n\r\nb"),
        WS_OK, "a folded line");
    IS_SLICE(http.content_type, "text/html; charset=UTF-8", "is joined");
    IS_INT(decode_str("HTTP/1.1 200 OK\nA:\n one\n  two\nB: x\n\tthree\n\nb"), WS_OK,
           "folds with LF");
    IS_SLICE(http.fields[0].value, "one two", "over three lines");
    IS_SLICE(http.fields[1].value, "x three", "and in another field");
    IS_INT(decode_str("HTTP/1.1 304 Not Modified\r\nDate: x\r\n"), WS_OK,
           "a block that ends in the header");
    OK(http.n_fields == 1 && body.n == 0, "has a field and no body");
}

static void test_odd_fields(void)
{
    IS_INT(decode_str("HTTP/1.1 200 OK\r\nP3P : CP=\"ALL\"\r\nno field\r\nPower by: "
                      "x\r\nContent-Type : text/html\r\n: y\r\nC:\x01\x07\r\n\r\nb"),
           WS_OK, "odd lines");
    IS_SLICE(http.content_type, "text/html", "a blank before the colon");
    IS_INT(http.n_fields, 4, "all fields are there, in order");
    IS_SLICE(http.fields[1].name, "Power by", "a name with a blank");
    IS_SLICE(http.fields[3].value, "\x01\x07", "control characters");
    IS_INT(decode_str("HTTP/1.1 200 OK\r\nLocation: /\xe3\x83\xa1\r\nX-Titre: caf\xe9\r\n"
                      "S\xe9r: 1\r\n\r\nb"),
           WS_OK, "non-ASCII");
    IS_SLICE(http.fields[0].value, "/\xe3\x83\xa1", "UTF-8 is kept");
    IS_SLICE(http.fields[1].value, "caf\xe9", "Latin-1 is kept");
    IS_SLICE(http.fields[2].name, "S\xe9r", "in names as well");
    IS_INT(decode_str("HTTP/1.1 200 OK\r\nSet-Cookie: a\r\nset-cookie: b\r\n\r\n"), WS_OK,
           "fields of one name");
    OK(http.n_fields == 2 && http.fields[1].value.p[0] == 'b', "are all there");
    IS_INT(decode_str("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nlonger"), WS_OK,
           "a wrong Content-Length");
    IS_SLICE(body, "longer", "is not believed");
}

static void test_content_type(void)
{
    static const struct {
        const char *headers, *want;
    } T[] = {
        {"", ""},
        {"Content-Type: text/plain\r\nContent-Type: text/html\r\n", "text/html"},
        {"Content-Type: text/plain, text/html\r\n", "text/html"},
        {"Content-Type: text/html; charset=x\r\nContent-Type: TEXT/html\r\n",
         "text/html; charset=x"},
        {"Content-Type: text/html; charset=x\r\nContent-Type: text/html; charset=y\r\n",
         "text/html; charset=y"},
        {"Content-Type: text/xml; charset=x\r\nContent-Type: text/html\r\n", "text/html"},
        {"Content-Type: text/html\r\nContent-Type: */*\r\n", "text/html"},
        {"Content-Type: text/html\r\nContent-Type:\r\n", "text/html"},
        {"Content-Type: text/html\r\nContent-Type: none\r\n", "text/html"},
        {"Content-Type: html\r\nContent-Type: none\r\n", "html"},
        {"Content-Type: a/b; c=\"d, e/f\"\r\n", "a/b; c=\"d, e/f\""},
        {"Content-Type: a/b; c=\"d\\\", e/f\r\n", "a/b; c=\"d\\\", e/f"},
        {"Content-Type: text/html, charset=utf-8\r\n", "text/html, charset=utf-8"},
        {"Content-Type: text/html,\r\n", "text/html"},
    };
    for (size_t i = 0; i < sizeof T / sizeof *T; i++) {
        char what[40];
        snprintf(what, sizeof what, "content type %zu", i);
        IS_INT(decode_with(T[i].headers, "b", 1), WS_OK, what);
        IS_SLICE(http.content_type, T[i].want, what);
    }
}

static void test_interim(void)
{
    static const char *const T[] = {
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n",
        "HTTP/1.1 100 Continue\n\n",
        "HTTP/1.1 100 Continue\r\n\r\n\r\n",
        "HTTP/1.1 100 Continue\r\n",
        "HTTP/1.1 100 Continue\r\nHTTP/1.1 102 Processing\r\n",
    };
    for (size_t i = 0; i < sizeof T / sizeof *T; i++) {
        char s[300];
        snprintf(s, sizeof s, "%sHTTP/1.1 200 OK\r\nA: b\r\n\r\nbody", T[i]);
        OK(decode_str(s) == WS_OK && http.status == 200 && http.n_fields == 1,
           "interim responses first: the final status (%zu)", i);
        IS_SLICE(body, "body", "and its body");
    }
    IS_INT(decode_str("HTTP/1.1 100 Continue\r\nA: b\r\n\r\nbody"), WS_OK, "100 and no more");
    IS_INT(http.status, 100, "is the status");
    IS_SLICE(body, "body", "and has a body");
    IS_INT(decode_str("HTTP/1.1 101 Switching\r\n\r\nHTTP/1.1 200 OK\r\n\r\nx"), WS_OK, "101");
    IS_INT(http.status, 101, "is final");
    IS_INT(decode_str("HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 404 Gone\r\n\r\nx"), WS_OK,
           "a message in a body");
    IS_INT(http.status, 200, "is not looked at");
}

static void test_no_header(void)
{
    static const char *const T[] = {"<html>no header</html>", "\r\n<html>\n\n", "HTTP",
                                    "Content-Type: text/html\r\n\r\nx", ""};
    for (size_t i = 0; i < sizeof T / sizeof *T; i++) {
        OK(decode_str(T[i]) == WS_OK && http.status == 0 && http.n_fields == 0,
           "no HTTP header has no status (%zu)", i);
        IS_SLICE(body, T[i], "the block is the body");
    }
    IS_INT(decode_str("5\r\nhello\r\n0\r\n\r\n"), WS_OK, "nor is it looked at for chunks");
    IS_INT(body.n, 15, "is handed on");
}

static void test_limits(void)
{
    struct ws_archive_options o;
    ws_archive_options_init(&o);
    o.max_header_bytes = 64;
    struct ws_http_decoder *small = ws_http_decoder_new(&o);
    for (int n = 63; n <= 65; n++) {
        char s[256];
        snprintf(s, sizeof s, "HTTP/1.1 200 OK\r\nA: %0*d\r\n\r\nbody", n - 24, 0);
        enum ws_status st = ws_http_parse(small, SLICE(s), &http, &err);
        OK(st == (n <= 64 ? WS_OK : WS_SKIP), "a header of %d bytes, limit 64", n);
        OK(n <= 64 || err.code == WS_E_HTTP_HEADER, "with its reason");
    }
    ws_http_decoder_free(small);
    struct ws_buf b = {0};
    for (int n = WS_FIELDS_MAX - 1; n <= WS_FIELDS_MAX + 1; n++) {
        b.n = 0;
        put_str(&b, "HTTP/1.1 200 OK\r\n");
        for (int i = 0; i < n; i++)
            put_fmt(&b, "A: %d\r\n", i);
        put_str(&b, "\r\nbody");
        err.code = WS_E_NONE;
        enum ws_status st = ws_http_parse(dec, (struct ws_slice){b.p, b.n}, &http, &err);
        bool over = n > WS_FIELDS_MAX;
        OK(st == (over ? WS_WARN : WS_OK) && err.code == (over ? WS_E_HTTP_HEADER : WS_E_NONE),
           "a header of %d fields, limit %d", n, WS_FIELDS_MAX);
        OK(http.n_fields == (size_t)(over ? WS_FIELDS_MAX : n) && http.body.n == 4,
           "what fits is there, and the body");
    }
    b.n = 0;
    put_str(&b, "HTTP/1.1 200 OK\r\nSet-Cookie: ");
    for (int i = 0; i < 100000; i++)
        put_str(&b, "x");
    put_str(&b, "\r\nContent-Type: text/html\r\n\r\nbody");
    IS_INT(decode(b.p, b.n), WS_OK, "a line of 100000 bytes");
    IS_SLICE(http.content_type, "text/html", "and the field behind it");
    ws_buf_release(&b);
}

int main(void)
{
    dec = ws_http_decoder_new(NULL);
    if (!dec)
        return 1;
    test_status_lines();
    test_line_ends();
    test_odd_fields();
    test_content_type();
    test_interim();
    test_no_header();
    test_limits();
    ws_http_decoder_free(dec);
    ws_http_decoder_free(NULL);
    return tap_done();
}
