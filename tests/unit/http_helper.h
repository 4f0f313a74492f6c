/* http_helper.h - messages, their bodies in the codings of HTTP, and what the decoder makes of
 * them. */
#ifndef WARCSIFT_HTTP_HELPER_H
#define WARCSIFT_HTTP_HELPER_H

#include "tests/tap.h"
#include "tests/unit/make_warc.h"
#include "warcsift/archive.h"

#ifdef WS_HAVE_BROTLI_ENCODER
#include <brotli/encode.h>
#endif
#ifdef WS_HAVE_ZSTD
#include <zstd.h>
#endif

static struct ws_http_decoder *dec;
static struct ws_http http;
static struct ws_slice body;
static struct ws_error err;

static const char PAGE[] =
    "<html><body>A page of some length, some length, some length.</body></html>\n";
#define PAGE_N (sizeof PAGE - 1)

static inline enum ws_status decode(const void *block, size_t n)
{
    body = (struct ws_slice){NULL, 0};
    err = (struct ws_error){.code = WS_E_NONE};
    enum ws_status st = ws_http_parse(dec, (struct ws_slice){block, n}, &http, &err);
    return st == WS_OK ? ws_http_body(dec, &http, &body, &err) : st;
}

static inline enum ws_status decode_str(const char *block)
{
    return decode(block, strlen(block));
}

/* A message of that header (lines with their ends) and body. */
static inline enum ws_status decode_with(const char *headers, const void *p, size_t n)
{
    static struct ws_buf b;
    b.n = 0;
    put_str(&b, "HTTP/1.1 200 OK\r\n");
    put_str(&b, headers);
    put_str(&b, "\r\n");
    put(&b, p, n);
    return decode(b.p, b.n);
}

/* The same with one Content-Encoding. */
static inline enum ws_status decode_as(const char *coding, struct ws_buf b)
{
    char h[200];
    snprintf(h, sizeof h, "Content-Encoding: %s\r\n", coding);
    return decode_with(h, b.p, b.n);
}

/* wbits as for deflateInit2(): 31 gzip, 15 zlib, -15 bare */
static inline struct ws_buf deflated(const void *p, size_t n, int wbits)
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

#ifdef WS_HAVE_BROTLI_ENCODER
static inline struct ws_buf brotli(const void *p, size_t n)
{
    struct ws_buf b;
    ws_buf_init(&b, (size_t)1 << 30);
    size_t out_n = BrotliEncoderMaxCompressedSize(n);
    if (!ws_buf_reserve(&b, out_n + 100) ||
        !BrotliEncoderCompress(5, 22, BROTLI_MODE_TEXT, n, p, &out_n, b.p))
        abort();
    b.n = out_n;
    return b;
}
#endif

#ifdef WS_HAVE_ZSTD
static inline struct ws_buf zstd(const void *p, size_t n)
{
    struct ws_buf b;
    ws_buf_init(&b, (size_t)1 << 30);
    if (!ws_buf_reserve(&b, ZSTD_compressBound(n)))
        abort();
    b.n = ZSTD_compress(b.p, b.cap, p, n, 3);
    if (ZSTD_isError(b.n))
        abort();
    return b;
}
#endif

/* In chunks of step bytes. */
static inline struct ws_buf chunked(const void *p, size_t n, size_t step)
{
    struct ws_buf b = {0};
    for (size_t i = 0; i < n; i += step) {
        size_t k = n - i < step ? n - i : step;
        put_fmt(&b, "%zx\r\n", k);
        put(&b, (const uint8_t *)p + i, k);
        put_str(&b, "\r\n");
    }
    put_str(&b, "0\r\n\r\n");
    return b;
}

#endif
