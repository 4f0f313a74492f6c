/* Chunked bodies, bodies that are said to be, and bodies of which nobody says so. */
#include "tests/unit/http_helper.h"

static const char TE[] = "Transfer-Encoding: Chunked\r\n";

struct message {
    const char *what, *body, *want; /* NULL: as it is */
    enum ws_status st;
    enum ws_code code;
};

static void check(const char *headers, const struct message *m)
{
    OK(decode_with(headers, m->body, strlen(m->body)) == m->st && err.code == m->code,
       "chunked: %s", m->what);
    IS_SLICE(body, m->want ? m->want : m->body, m->what);
}

static void test_chunked(void)
{
    static const struct message T[] = {
        {"chunks", "5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n", "hello world", WS_OK, 0},
        {"extensions", "5;a=b\r\nhello\r\n6 ; c;d=\"e\"\r\n world\r\n0;x\r\n\r\n",
         "hello world", WS_OK, 0},
        {"trailers", "5\r\nhello\r\n0\r\nX-T: 1\r\nX-U: 2\r\n\r\n", "hello", WS_OK, 0},
        {"padded sizes", "5     \r\nhello\r\n006\r\n world\r\n0000\r\n\r\n", "hello world",
         WS_OK, 0},
        {"sizes behind blanks", " 5\r\nhello\r\n\t6\r\n world\r\n 0\r\n\r\n", "hello world",
         WS_OK, 0},
        {"many zeros", "00000000000000000000000005\r\nhello\r\n0\r\n\r\n", "hello", WS_OK, 0},
        {"upper case", "A\r\n0123456789\r\n0\r\n\r\n", "0123456789", WS_OK, 0},
        {"LF only", "5\nhello\n0\n\n", "hello", WS_OK, 0},
        {"an empty line first", "\r\n5\r\nhello\r\n0\r\n\r\n", "hello", WS_OK, 0},
        {"line ends in chunks", "4\r\n\r\n\r\n\r\n0\r\n\r\n", "\r\n\r\n", WS_OK, 0},
        {"nothing behind the last chunk", "5\r\nhello\r\n0\r\n", "hello", WS_OK, 0},
        {"the last chunk alone", "0\r\n\r\n", "", WS_OK, 0},
        {"no last chunk", "5\r\nhello\r\n", "hello", WS_WARN, WS_E_HTTP_CODING},
        {"cut in a chunk", "5\r\nhello\r\nff\r\n wor", "hello wor", WS_WARN, WS_E_HTTP_CODING},
        {"cut in the first chunk", "ff\r\nhello", "hello", WS_WARN, WS_E_HTTP_CODING},
        {"cut in a size", "5\r\nhello\r\n1", "hello", WS_WARN, WS_E_HTTP_CODING},
        {"broken later", "5\r\nhello\r\nxx\r\nmore", "hello", WS_WARN, WS_E_HTTP_CODING},
        {"no line end behind the data", "5\r\nhello\r\n3\r\nabcdef", "helloabc", WS_WARN,
         WS_E_HTTP_CODING},
        {"a size that runs over later", "5\r\nhello\r\nfffffffffffffffff\r\nx", "hello",
         WS_WARN, WS_E_HTTP_CODING},
        {"a plain body", "<html>plain</html>", NULL, WS_WARN, WS_E_HTTP_UNTRUE},
        {"a plain body like a size", "beef\nis what this is about", NULL, WS_WARN,
         WS_E_HTTP_UNTRUE},
        {"a plain body of a size", "5", NULL, WS_WARN, WS_E_HTTP_UNTRUE},
        {"a negative size", "-5\r\nhello\r\n0\r\n\r\n", NULL, WS_WARN, WS_E_HTTP_UNTRUE},
        {"a size that runs over", "fffffffffffffffffffff\r\nx", NULL, WS_WARN,
         WS_E_HTTP_UNTRUE},
        {"nothing", "", NULL, WS_OK, 0},
    };
    for (size_t i = 0; i < sizeof T / sizeof *T; i++)
        check(TE, &T[i]);
    const struct message twice = {"said twice", "5\r\nhello\r\n0\r\n\r\n", "hello", WS_WARN,
                                  WS_E_HTTP_UNTRUE};
    check("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", &twice);
    check("Transfer-Encoding: chunked, chunked\r\n", &twice);
    check("Content-Encoding: chunked\r\n", &T[0]);
    check("Transfer-Encoding: identity, chunked\r\n", &T[0]);
}

/* The other way round: no header says so. */
static void test_untold(void)
{
    static const struct message T[] = {
        {"untold chunks", "5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n", "hello world", WS_WARN,
         WS_E_HTTP_UNTRUE},
        {"with extension and trailer", "5;a\r\nhello\r\n0\r\nX-T: 1\r\n\r\n", "hello", WS_WARN,
         WS_E_HTTP_UNTRUE},
        {"without the last line end", "5\r\nhello\r\n0\r\n", "hello", WS_WARN,
         WS_E_HTTP_UNTRUE},
        {"not to their end", "5\r\nhello\r\n", NULL, WS_OK, 0},
        {"broken", "5\r\nhello\r\n6\r\nworld\r\n0\r\n\r\n", NULL, WS_OK, 0},
        {"with something behind", "5\r\nhello\r\n0\r\n\r\nmore", NULL, WS_OK, 0},
        {"with what is no trailer", "5\r\nhello\r\n0\r\nmore", NULL, WS_OK, 0},
        {"the last chunk alone", "0\r\n\r\n", NULL, WS_OK, 0},
        {"a number", "0\r\n", NULL, WS_OK, 0},
        {"LF only", "5\nhello\n0\n\n", NULL, WS_OK, 0},
    };
    for (size_t i = 0; i < sizeof T / sizeof *T; i++)
        check("Content-Type: text/html\r\n", &T[i]);
    struct ws_buf gz = deflated(PAGE, PAGE_N, 31), b = chunked(gz.p, gz.n, 20);
    IS_INT(decode_with("Content-Encoding: gzip\r\n", b.p, b.n), WS_WARN,
           "untold chunks around gzip");
    IS_SLICE(body, PAGE, "untold chunks around gzip");
    ws_buf_release(&gz);
    ws_buf_release(&b);
}

/* As many chunks as are allowed, and one more. */
static void test_limits(void)
{
    enum { MAX = 1 << 20 };
    for (int told = 0; told < 2; told++) {
        for (int n = MAX; n <= MAX + 1; n++) {
            struct ws_buf text = {0};
            put_text(&text, (size_t)n, 1);
            struct ws_buf b = chunked(text.p, text.n, 1);
            enum ws_status st =
                decode_with(told ? TE : "Content-Type: text/html\r\n", b.p, b.n);
            bool ok = n == MAX ? st == (told ? WS_OK : WS_WARN) && body.n == MAX
                      : told   ? st == WS_WARN && err.code == WS_E_HTTP_CODING && body.n == MAX
                               : st == WS_OK && body.n == b.n;
            OK(ok, "%d chunks, limit %d, %s", n, MAX, told ? "told" : "untold");
            ws_buf_release(&text);
            ws_buf_release(&b);
        }
    }
    struct ws_archive_options o;
    ws_archive_options_init(&o);
    o.max_record_bytes = 5000;
    struct ws_http_decoder *usual = dec;
    dec = ws_http_decoder_new(&o);
    for (size_t n = 4999; n <= 5001; n++) {
        struct ws_buf text = {0};
        put_text(&text, n, 1);
        struct ws_buf b = chunked(text.p, n, n);
        enum ws_status st = decode_with(TE, b.p, b.n);
        OK(st == (n <= 5000 ? WS_OK : WS_SKIP), "chunked body of %zu bytes, limit 5000", n);
        OK(n <= 5000 ? body.n == n : err.code == WS_E_RECORD_TOO_BIG, "is what it should be");
        st = decode_with("A: b\r\n", b.p, b.n);
        OK(st == (n <= 5000 ? WS_WARN : WS_SKIP), "the same, untold");
        ws_buf_release(&text);
        ws_buf_release(&b);
    }
    ws_http_decoder_free(dec);
    dec = usual;
}

int main(void)
{
    dec = ws_http_decoder_new(NULL);
    if (!dec)
        return 1;
    test_chunked();
    test_untold();
    test_limits();
    ws_http_decoder_free(dec);
    return tap_done();
}
