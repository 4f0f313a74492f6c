/* Any bytes as a body, under the header of chunks and without it; and any bytes in chunks of
 * any sizes, which must come out as they went in. */
#include "tests/fuzz/driver.h"
#include "tests/unit/make_warc.h"
#include "warcsift/archive.h"

#define LIMIT 50000

/* The body of a message with that field. */
static struct ws_slice decode(struct ws_http_decoder *dec, const char *name, const char *value,
                              struct ws_slice bytes, enum ws_status *st)
{
    struct ws_field field = {{(const uint8_t *)name, strlen(name)},
                             {(const uint8_t *)value, strlen(value)}};
    struct ws_http http = {.status = 200, .fields = &field, .n_fields = 1, .body = bytes};
    struct ws_slice body;
    struct ws_error err;
    *st = ws_http_body(dec, &http, &body, &err);
    return *st == WS_OK || *st == WS_WARN ? body : (struct ws_slice){NULL, 0};
}

static void must_be(struct ws_slice got, struct ws_slice want)
{
    if (got.n != want.n || (got.n && memcmp(got.p, want.p, got.n) != 0))
        abort();
}

/* The first byte says how large chunks are, the bits of the second how they are written. */
static void put_chunks(struct ws_buf *b, struct ws_slice s, uint8_t step, uint8_t style)
{
    for (size_t i = 0, n; i < s.n; i += n) {
        n = (size_t)step * (1 + i % 7) + 1;
        n = n < s.n - i ? n : s.n - i;
        put_fmt(b, style & 1 ? "%06zX%s\r\n" : "%zx%s\r\n", n, style & 2 ? " ;a=\"b\"" : "");
        put(b, s.p + i, n);
        put_str(b, "\r\n");
    }
    put_str(b, "0\r\n");
    put_str(b, style & 4 ? "X-T: 1\r\n\r\n" : style & 8 ? "" : "\r\n");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static struct ws_http_decoder *dec; /* one for all inputs, as a thread has it */
    const struct ws_archive_options o = {
        .max_record_bytes = LIMIT, .max_header_bytes = 2000, .max_inflate_ratio = 100};
    static const char TE[] = "Transfer-Encoding";
    enum ws_status st;
    if (!dec)
        dec = ws_http_decoder_new(&o);
    if (!dec || n < 2)
        return 0;
    struct ws_slice all = {data, n}, some = {data + 2, n - 2};
    if (decode(dec, TE, "chunked", all, &st).n > n || decode(dec, "A", "b", all, &st).n > n)
        abort();
    struct ws_buf b = {0};
    put_chunks(&b, some, data[0], data[1]);
    struct ws_slice chunks = {b.p, b.n};
    bool fits = some.n <= LIMIT;
    struct ws_slice got = decode(dec, TE, "chunked", chunks, &st);
    if (st != (fits ? WS_OK : WS_SKIP))
        abort();
    if (fits)
        must_be(got, some);
    got = decode(dec, "A", "b", chunks, &st);
    if (some.n && st != (fits ? WS_WARN : WS_SKIP))
        abort();
    if (some.n && fits)
        must_be(got, some);
    ws_buf_release(&b);
    return 0;
}

static size_t fuzz_seed(size_t i, uint8_t *p)
{
    static const char *const SEEDS[] = {
        "5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n", "5;a=b\r\nhello\r\n0\r\nX-T: 1\r\n\r\n",
        "00005  \r\nhello\r\nff\r\n wor",         "\r\nA\n0123456789\n0\n\n",
        "ffffffffffffffff\r\nx\r\n0\r\n\r\n",     "<html>5\r\nno chunks"};
    if (i >= sizeof SEEDS / sizeof *SEEDS)
        return 0;
    memcpy(p, SEEDS[i], strlen(SEEDS[i]));
    return strlen(SEEDS[i]);
}

#include "tests/fuzz/seeded.h"
