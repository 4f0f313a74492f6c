/* The first byte chooses the codings that a header names, the rest is the body. A decoder that
 * has seen other bodies must find what a new one finds, and what an encoder made must come out.
 */
#include "tests/fuzz/driver.h"
#include "tests/unit/http_helper.h"

#define LIMIT 50000

static const char *const CODINGS[] = {"gzip",
                                      "deflate",
                                      "br",
                                      "zstd",
                                      "gzip, deflate",
                                      "gzip, br",
                                      "zstd, gzip",
                                      "compress",
                                      "UTF-8",
                                      "none",
                                      "br, br, zstd, deflate, gzip, gzip, gzip, br",
                                      "chunked, gzip",
                                      "deflate, chunked"};
#define N_CODINGS (sizeof CODINGS / sizeof *CODINGS)

static const struct ws_archive_options OPTIONS = {
    .max_record_bytes = LIMIT, .max_header_bytes = 2000, .max_inflate_ratio = 100};

static enum ws_status undo(struct ws_http_decoder *d, const char *coding, struct ws_slice s,
                           struct ws_slice *out, struct ws_error *e)
{
    struct ws_field f = {SLICE("Content-Encoding"), {(const uint8_t *)coding, strlen(coding)}};
    struct ws_http message = {.status = 200, .fields = &f, .n_fields = 1, .body = s};
    *e = (struct ws_error){.code = WS_E_NONE};
    return ws_http_body(d, &message, out, e);
}

static void must_be_like_new(const char *coding, struct ws_slice s)
{
    struct ws_http_decoder *fresh = ws_http_decoder_new(&OPTIONS);
    struct ws_slice a, b;
    struct ws_error ea, eb;
    if (!fresh)
        return;
    enum ws_status sa = undo(dec, coding, s, &a, &ea), sb = undo(fresh, coding, s, &b, &eb);
    if (sa != sb || ea.code != eb.code || (sa != WS_OK) != (ea.code != WS_E_NONE))
        abort();
    if (sa == WS_OK || sa == WS_WARN) {
        if (a.n != b.n || (a.n && memcmp(a.p, b.p, a.n) != 0))
            abort();
        if (a.n > LIMIT && a.n != s.n)
            abort();
    }
    ws_http_decoder_free(fresh);
}

static void must_come_back(const char *coding, struct ws_buf coded, struct ws_slice s)
{
    struct ws_slice got;
    struct ws_error e;
    enum ws_status st = undo(dec, coding, (struct ws_slice){coded.p, coded.n}, &got, &e);
    if (s.n > LIMIT ? st != WS_SKIP || e.code != WS_E_RECORD_TOO_BIG
                    : st != WS_OK || got.n != s.n || (s.n && memcmp(got.p, s.p, s.n) != 0))
        abort();
    ws_buf_release(&coded);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    if (!dec) /* one for all inputs, as a thread has it */
        dec = ws_http_decoder_new(&OPTIONS);
    if (!dec || n == 0)
        return 0;
    struct ws_slice s = {data + 1, n - 1};
    must_be_like_new(CODINGS[data[0] % N_CODINGS], s);
    switch (data[0] >> 4) { /* encoders are slow: one now and then */
    case 0:
        must_come_back("gzip", deflated(s.p, s.n, 31), s);
        break;
    case 1:
        must_come_back("deflate", deflated(s.p, s.n, 15), s);
        break;
    case 2:
        must_come_back("deflate", deflated(s.p, s.n, -15), s);
        break;
#ifdef WS_HAVE_BROTLI_ENCODER
    case 3:
        must_come_back("br", brotli(s.p, s.n), s);
        break;
#endif
#ifdef WS_HAVE_ZSTD
    case 4:
        must_come_back("zstd", zstd(s.p, s.n), s);
        break;
#endif
    default:
        break;
    }
    return 0;
}

static size_t fuzz_seed(size_t i, uint8_t *p)
{
    struct ws_buf text = {0}, b = {0};
    if (i >= N_CODINGS)
        return 0;
    put_text(&text, 700, (unsigned)i);
    switch (i) {
    case 1:
        b = deflated(text.p, text.n, 15);
        break;
    case 10:
        b = deflated(text.p, text.n, -15);
        break;
#ifdef WS_HAVE_BROTLI_ENCODER
    case 2:
    case 5:
        b = brotli(text.p, text.n);
        break;
#endif
#ifdef WS_HAVE_ZSTD
    case 3:
    case 6:
        b = zstd(text.p, text.n);
        break;
#endif
    default:
        b = deflated(text.p, text.n, 31);
    }
    p[0] = (uint8_t)(i == 10 ? 1 : i);
    memcpy(p + 1, b.p, b.n);
    size_t n = 1 + b.n;
    ws_buf_release(&text);
    ws_buf_release(&b);
    return n;
}

#include "tests/fuzz/seeded.h"
