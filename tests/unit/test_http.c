#include "tests/tap.h"
#include "tests/unit/make_warc.h"
#include "warcsift/archive.h"

static struct ws_http_decoder *dec;
static struct ws_http http;
static struct ws_slice body;
static struct ws_error err;

static const char PAGE[] =
    "<html><body>A page of some length, some length, some length.</body></html>\n";

static enum ws_status decode(const void *block, size_t n)
{
    body = (struct ws_slice){NULL, 0};
    enum ws_status st = ws_http_parse(dec, (struct ws_slice){block, n}, &http, &err);
    return st == WS_OK ? ws_http_body(dec, &http, &body, &err) : st;
}

static enum ws_status decode_str(const char *block)
{
    return decode(block, strlen(block));
}

/* A message of that header and body. */
static enum ws_status decode_with(const char *headers, const void *p, size_t n)
{
    static struct ws_buf b;
    b.n = 0;
    put_fmt(&b, "HTTP/1.1 200 OK\r\n%s\r\n", headers);
    put(&b, p, n);
    return decode(b.p, b.n);
}

/* wbits as for deflateInit2() */
static struct ws_buf deflated(const void *p, size_t n, int wbits)
{
    struct ws_buf b;
    z_stream z = {0};
    ws_buf_init(&b, (size_t)1 << 30);
    if (deflateInit2(&z, 6, Z_DEFLATED, wbits, 8, Z_DEFAULT_STRATEGY) != Z_OK ||
        !ws_buf_reserve(&b, deflateBound(&z, n)))
        abort();
    z.next_in = (void *)(uintptr_t)p;
    z.avail_in = (uInt)n;
    z.next_out = b.p;
    z.avail_out = (uInt)b.cap;
    if (deflate(&z, Z_FINISH) != Z_STREAM_END)
        abort();
    b.n = z.total_out;
    deflateEnd(&z);
    return b;
}

static void test_status_lines(void)
{
    static const struct {
        const char *line;
        int status;
    } T[] = {{"HTTP/1.1 200 OK", 200},        {"HTTP/2 200 ", 200},
             {"http/1.1 404 Not Found", 404}, {"HTTP/1.1 200", 200},
             {"HTTP/1.0  301\tx", 301},       {"HTTP/1.1 999 odd", 999}};
    for (size_t i = 0; i < sizeof T / sizeof *T; i++) {
        char s[200];
        snprintf(s, sizeof s, "%s\r\nContent-Type: text/html\r\n\r\nx", T[i].line);
        enum ws_status st = decode_str(s);
        OK(st == WS_OK && http.status == T[i].status && body.n == 1, "'%s' is %d", T[i].line,
           T[i].status);
    }
    IS_INT(decode_str("HTTP/1.1 OK\r\n\r\nx"), WS_SKIP, "a status line without a code");
    IS_INT(err.code, WS_E_HTTP_HEADER, "is a bad header");
    IS_INT(decode_str("HTTP/1.1 2000 OK\r\n\r\nx"), WS_SKIP, "a code of four digits");
}

static void test_headers(void)
{
    IS_INT(decode_str("HTTP/1.1 200 OK\nServer: x\nContent-Type: text/html\n\nbody\n"), WS_OK,
           "LF only");
    IS_SLICE(http.content_type, "text/html", "content type");
    IS_SLICE(body, "body\n", "body");
    IS_INT(decode_str("HTTP/1.1 200 OK\r\nServer: x\nContent-Type: text/html\r\n\nbody"), WS_OK,
           "mixed line ends");
    IS_SLICE(body, "body", "body");
    IS_INT(
        decode_str("HTTP/1.1 200 OK\r\nContent-Type: text/html;\r\n\tcharset=UTF-8\r\n\r\nb"),
        WS_OK, "a folded line");
    IS_SLICE(http.content_type, "text/html; charset=UTF-8", "is joined");
    IS_INT(decode_str("HTTP/1.1 200 OK\r\nP3P : CP=\"ALL\"\r\nno field\r\nPower by: "
                      "x\r\nContent-Type : text/html\r\n"
                      "Content-Type: text/plain\r\n\r\nb"),
           WS_OK, "odd lines");
    IS_SLICE(http.content_type, "text/html", "the first of two fields");
    IS_INT(http.n_fields, 4, "all fields are there, in order");
    IS_SLICE(http.fields[1].name, "Power by", "a name with a blank");
    IS_INT(decode_str("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
                      "HTTP/1.1 200 OK\r\nA: b\r\n\r\nbody"),
           WS_OK, "interim responses first");
    IS_INT(http.status, 200, "the final status");
    IS_SLICE(body, "body", "and its body");
    IS_INT(decode_str("HTTP/1.1 304 Not Modified\r\nDate: x\r\n"), WS_OK,
           "a block that ends in the header");
    OK(http.n_fields == 1 && body.n == 0, "has a field and no body");
    IS_INT(decode_str("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nlonger"), WS_OK,
           "a wrong Content-Length");
    IS_SLICE(body, "longer", "is not believed");
}

static void test_no_header(void)
{
    IS_INT(decode_str("<html>no header</html>"), WS_OK, "no HTTP header");
    IS_INT(http.status, 0, "has no status");
    IS_SLICE(body, "<html>no header</html>", "the block is the body");
    IS_INT(decode_str(""), WS_OK, "an empty block");
    OK(http.status == 0 && body.n == 0, "is empty");
    struct ws_archive_options o;
    ws_archive_options_init(&o);
    o.max_header_bytes = 64;
    struct ws_http_decoder *small = ws_http_decoder_new(&o);
    char s[256];
    snprintf(s, sizeof s, "HTTP/1.1 200 OK\r\nA: %046d\r\n\r\nbody", 0);
    IS_INT(ws_http_parse(small, SLICE(s), &http, &err), WS_SKIP, "a header over the limit");
    snprintf(s, sizeof s, "HTTP/1.1 200 OK\r\nA: %039d\r\n\r\nbody", 0);
    IS_INT(ws_http_parse(small, SLICE(s), &http, &err), WS_OK, "a header at the limit");
    ws_http_decoder_free(small);
}

static void test_chunked(void)
{
    static const char TE[] = "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n";
    static const struct {
        const char *what, *body, *want;
        enum ws_status st;
    } T[] = {
        {"chunks", "5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n", "hello world", WS_OK},
        {"extensions", "5;a=b\r\nhello\r\n6 ; c\r\n world\r\n0;x\r\n\r\n", "hello world",
         WS_OK},
        {"trailers", "5\r\nhello\r\n0\r\nX-T: 1\r\n\r\n", "hello", WS_OK},
        {"padded sizes", "5     \r\nhello\r\n006\r\n world\r\n0000\r\n\r\n", "hello world",
         WS_OK},
        {"upper case", "A\r\n0123456789\r\n0\r\n\r\n", "0123456789", WS_OK},
        {"LF only", "5\nhello\n0\n\n", "hello", WS_OK},
        {"no last chunk", "5\r\nhello\r\n", "hello", WS_WARN},
        {"cut in a chunk", "5\r\nhello\r\nff\r\n wor", "hello wor", WS_WARN},
        {"cut in the first chunk", "ff\r\nhello", "hello", WS_WARN},
        {"broken later", "5\r\nhello\r\nxx\r\nmore", "hello", WS_WARN},
        {"a plain body", "<html>plain</html>", "<html>plain</html>", WS_WARN},
        {"a plain body like a size", "beef\nis what this is about",
         "beef\nis what this is about", WS_WARN},
        {"a size that runs over", "fffffffffffffffffffff\r\nx", "fffffffffffffffffffff\r\nx",
         WS_WARN},
    };
    for (size_t i = 0; i < sizeof T / sizeof *T; i++) {
        char s[400];
        snprintf(s, sizeof s, "%s%s", TE, T[i].body);
        OK(decode_str(s) == T[i].st, "chunked: %s", T[i].what);
        IS_SLICE(body, T[i].want, T[i].what);
    }
}

static void test_content_codings(void)
{
    size_t n = sizeof PAGE - 1;
    struct ws_buf gz = deflated(PAGE, n, 31), zl = deflated(PAGE, n, 15),
                  raw = deflated(PAGE, n, -15);
    IS_INT(decode_with("Content-Encoding: gzip\r\n", gz.p, gz.n), WS_OK, "gzip");
    IS_SLICE(body, PAGE, "gzip");
    IS_INT(decode_with("content-encoding: X-GZIP\r\n", gz.p, gz.n), WS_OK, "x-gzip");
    IS_SLICE(body, PAGE, "x-gzip");
    IS_INT(decode_with("Content-Encoding: deflate\r\n", zl.p, zl.n), WS_OK, "deflate (zlib)");
    IS_SLICE(body, PAGE, "deflate (zlib)");
    IS_INT(decode_with("Content-Encoding: deflate\r\n", raw.p, raw.n), WS_OK, "deflate (raw)");
    IS_SLICE(body, PAGE, "deflate (raw)");
    IS_INT(decode_with("Content-Encoding: deflate\r\n", gz.p, gz.n), WS_OK,
           "deflate that is gzip");
    IS_SLICE(body, PAGE, "deflate that is gzip");
    IS_INT(decode_with("Content-Encoding: identity\r\n", PAGE, n), WS_OK, "identity");
    IS_SLICE(body, PAGE, "identity");
    static const char *const UNTRUE[] = {"gzip", "deflate",  "UTF-8",   "br",
                                         "zstd", "gzip, br", "compress"};
    for (size_t i = 0; i < sizeof UNTRUE / sizeof *UNTRUE; i++) {
        char h[80];
        snprintf(h, sizeof h, "Content-Encoding: %s\r\n", UNTRUE[i]);
        OK(decode_with(h, PAGE, n) == WS_WARN && err.code == WS_E_HTTP_CODING,
           "%s over a plain body", UNTRUE[i]);
        IS_SLICE(body, PAGE, "the plain body");
    }
    IS_INT(decode_with("Content-Encoding: br\r\n", "\x0b\x02\x80zz\x03", 6), WS_SKIP, "br");
    IS_INT(err.code, WS_E_HTTP_CODING, "cannot be undone");
    IS_INT(decode_with("Content-Encoding: gzip\r\n", NULL, 0), WS_OK, "an empty body");
    ws_buf_release(&gz);
    ws_buf_release(&zl);
    ws_buf_release(&raw);
}

static void test_stacked(void)
{
    size_t n = sizeof PAGE - 1;
    struct ws_buf gz = deflated(PAGE, n, 31), two = deflated(gz.p, gz.n, 15), b = {0};
    IS_INT(decode_with("Content-Encoding: gzip, deflate\r\n", two.p, two.n), WS_OK,
           "gzip, then deflate");
    IS_SLICE(body, PAGE, "gzip, then deflate");
    IS_INT(decode_with("Content-Encoding: gzip\r\nContent-Encoding: deflate\r\n", two.p, two.n),
           WS_OK, "in two fields");
    IS_SLICE(body, PAGE, "in two fields");
    put_fmt(&b, "%zx\r\n", gz.n);
    put(&b, gz.p, gz.n);
    put_str(&b, "\r\n0\r\n\r\n");
    IS_INT(decode_with("Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n", b.p, b.n),
           WS_OK, "gzip, chunked");
    IS_SLICE(body, PAGE, "gzip, chunked");
    IS_INT(decode_with("Content-Encoding: gzip\r\nContent-Encoding: gzip\r\n", gz.p, gz.n),
           WS_WARN, "gzip said twice");
    IS_SLICE(body, PAGE, "gzip said twice");
    b.n = 0;
    put_gzip(&b, PAGE, 20);
    put_gzip(&b, PAGE + 20, n - 20);
    IS_INT(decode_with("Content-Encoding: gzip\r\n", b.p, b.n), WS_OK, "two members");
    IS_SLICE(body, PAGE, "two members");
    put_str(&b, "trailing");
    IS_INT(decode_with("Content-Encoding: gzip\r\n", b.p, b.n), WS_OK,
           "and something behind them");
    IS_SLICE(body, PAGE, "and something behind them");
    ws_buf_release(&gz);
    ws_buf_release(&two);
    ws_buf_release(&b);
}

static void test_broken_codings(void)
{
    struct ws_buf text = {0};
    put_text(&text, 100000, 1);
    struct ws_buf gz = deflated(text.p, text.n, 31);
    IS_INT(decode_with("Content-Encoding: gzip\r\n", gz.p, gz.n / 2), WS_WARN,
           "gzip cut in the middle");
    OK(body.n > 30000 && body.n < text.n && memcmp(body.p, text.p, body.n) == 0,
       "gives what there is");
    gz.p[gz.n - 6] ^= 1;
    IS_INT(decode_with("Content-Encoding: gzip\r\n", gz.p, gz.n), WS_WARN, "a wrong checksum");
    IS_INT(body.n, text.n, "gives everything");
    IS_INT(decode_with("Content-Encoding: gzip\r\n",
                       "\x1f\x8b\x08\0\0\0\0\0\0\3\xff\xff\xff\xff", 14),
           WS_SKIP, "gzip that is broken at once");
    IS_INT(decode_with("Content-Encoding: gzip\r\n", "\x1f\x8b\x08\0\0", 5), WS_SKIP,
           "gzip cut in its header");
    ws_buf_release(&text);
    ws_buf_release(&gz);
}

static void test_limits(void)
{
    struct ws_archive_options o;
    ws_archive_options_init(&o);
    o.max_record_bytes = 5000;
    struct ws_http_decoder *usual = dec;
    dec = ws_http_decoder_new(&o);
    struct ws_buf text = {0};
    put_text(&text, 5001, 1);
    for (size_t n = 4999; n <= 5001; n++) {
        struct ws_buf gz = deflated(text.p, n, 31), b = {0};
        enum ws_status st = decode_with("Content-Encoding: gzip\r\n", gz.p, gz.n);
        if (n <= 5000)
            OK(st == WS_OK && body.n == n, "gzip body of %zu bytes, limit 5000", n);
        else
            OK(st == WS_SKIP && err.code == WS_E_RECORD_TOO_BIG, "gzip body over the limit");
        put_fmt(&b, "%zx\r\n", n);
        put(&b, text.p, n);
        put_str(&b, "\r\n0\r\n\r\n");
        st = decode_with("Transfer-Encoding: chunked\r\n", b.p, b.n);
        OK(st == (n <= 5000 ? WS_OK : WS_SKIP), "chunked body of %zu bytes", n);
        ws_buf_release(&gz);
        ws_buf_release(&b);
    }
    ws_http_decoder_free(dec);
    ws_archive_options_init(&o);
    o.max_inflate_ratio = 100;
    dec = ws_http_decoder_new(&o);
    size_t n = (size_t)24 << 20;
    uint8_t *zeros = calloc(1, n);
    struct ws_buf gz = deflated(zeros, n, 31);
    IS_INT(decode_with("Content-Encoding: gzip\r\n", gz.p, gz.n), WS_SKIP,
           "a body that inflates too well");
    IS_INT(err.code, WS_E_RATIO, "is over the ratio");
    free(zeros);
    ws_buf_release(&gz);
    ws_buf_release(&text);
    ws_http_decoder_free(dec);
    dec = usual;
}

int main(void)
{
    dec = ws_http_decoder_new(NULL);
    if (!dec)
        return 1;
    test_status_lines();
    test_headers();
    test_no_header();
    test_chunked();
    test_content_codings();
    test_stacked();
    test_broken_codings();
    test_limits();
    ws_http_decoder_free(dec);
    ws_http_decoder_free(NULL);
    return tap_done();
}
