/* Any bytes as the block of a response record. */
#include "tests/fuzz/driver.h"
#include "tests/unit/make_warc.h"
#include "warcsift/archive.h"

/* Every byte that is handed out is looked at. */
static void look(struct ws_slice s)
{
    unsigned sum = 0;
    for (size_t i = 0; i < s.n; i++)
        sum |= s.p[i];
    if (sum > 0xff) /* never: makes the sum matter */
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static struct ws_http_decoder *dec; /* one for all inputs, as a thread has it */
    const struct ws_archive_options o = {
        .max_record_bytes = 50000, .max_header_bytes = 2000, .max_inflate_ratio = 100};
    struct ws_http http;
    struct ws_slice body;
    struct ws_error err;
    if (!dec)
        dec = ws_http_decoder_new(&o);
    if (!dec)
        return 0;
    enum ws_status st = ws_http_parse(dec, (struct ws_slice){data, n}, &http, &err);
    if (st != WS_OK && st != WS_WARN)
        return 0;
    look(http.content_type);
    for (size_t i = 0; i < http.n_fields; i++)
        look(http.fields[i].value);
    st = ws_http_body(dec, &http, &body, &err);
    if (st != WS_OK && st != WS_WARN)
        return 0;
    if (body.n > 50000 && body.n > n)
        abort();
    look(body);
    return 0;
}

static size_t fuzz_seed(size_t i, uint8_t *p)
{
    static const char *const HEADERS[] = {
        "Content-Encoding: gzip",
        "Transfer-Encoding: chunked",
        "Content-Encoding: gzip\r\nTransfer-Encoding: chunked",
        "Content-Encoding: deflate, gzip",
        "Content-Type: text/html;\r\n charset=x",
        "Content-Encoding: deflate",
        "Content-Type: text/plain, text/html; a=\"b, c\"\r\nContent-Type: text/html"};
    struct ws_buf text = {0}, gz = {0}, b = {0};
    if (i >= sizeof HEADERS / sizeof *HEADERS)
        return 0;
    put_text(&text, 500, (unsigned)i);
    put_gzip(&gz, text.p, text.n);
    put_fmt(&b, "%sHTTP/1.1 200 OK\r\n%s\r\n\r\n",
            i == 2 ? "HTTP/1.1 100 Continue\r\n\r\n" : "", HEADERS[i]);
    if (strstr(HEADERS[i], "chunked")) {
        put_fmt(&b, "%x;a=b\r\n", 100);
        put(&b, gz.p, 100);
        put_fmt(&b, "\r\n%06zx\r\n", gz.n - 100);
        put(&b, gz.p + 100, gz.n - 100);
        put_str(&b, "\r\n0\r\nX-T: 1\r\n\r\n");
    } else {
        put(&b, gz.p, gz.n);
        put(&b, gz.p, gz.n);
    }
    memcpy(p, b.p, b.n);
    size_t n = b.n;
    ws_buf_release(&text);
    ws_buf_release(&gz);
    ws_buf_release(&b);
    return n;
}

#include "tests/fuzz/seeded.h"
