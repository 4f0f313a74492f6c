/* Content codings: what a body is against what its header says. */
#include "tests/unit/http_helper.h"

/* One page in every coding this build can make; made once. */
static struct ws_buf plain, gz, zl, raw;
#ifdef WS_HAVE_BROTLI_ENCODER
static struct ws_buf br;
#endif
#ifdef WS_HAVE_ZSTD
static struct ws_buf zs;
#endif

static void is_page(enum ws_status got, enum ws_status want, enum ws_code code,
                    const char *what)
{
    OK(got == want && err.code == code, "%s: status and code", what);
    IS_SLICE(body, PAGE, what);
}

static void is_true(const char *coding, struct ws_buf b)
{
    is_page(decode_as(coding, b), WS_OK, WS_E_NONE, coding);
}

static void test_true(void)
{
    is_true("gzip", gz);
    is_true("x-gzip", gz);
    is_true("X-GZip", gz);
    is_true("gzip;q=1.0", gz);
    is_true("\"gzip\"", gz);
    is_true(" , gzip ,", gz);
    is_true("gzip, identity", gz);
    is_true("deflate", zl);
    is_true("deflate", raw);
    is_true("identity", plain);
    is_true("", plain);
#ifdef WS_HAVE_BROTLI_ENCODER
    is_true("br", br);
    is_true("BR", br);
#endif
#ifdef WS_HAVE_ZSTD
    is_true("zstd", zs);
#endif
    is_page(decode_with("Content-Encoding: x\r\nX: y\r\n", PAGE, PAGE_N), WS_WARN,
            WS_E_HTTP_UNTRUE, "an unknown one");
    is_page(decode_with("X-Crawler-Content-Encoding: gzip\r\n"
                        "X-Crawler-Transfer-Encoding: chunked\r\n",
                        PAGE, PAGE_N),
            WS_OK, WS_E_NONE, "Common Crawl's own names");
    static const char *const ALL[] = {"gzip", "br", "zstd", "deflate", "none"};
    for (size_t i = 0; i < sizeof ALL / sizeof *ALL; i++)
        OK(decode_as(ALL[i], (struct ws_buf){0}) == WS_OK && body.n == 0, "%s: an empty body",
           ALL[i]);
}

/* Text that no coding makes, and bytes that are in another one. */
static void test_untrue(void)
{
    static const char *const NAMES[] = {"gzip", "deflate", "UTF-8",    "none",   "br",
                                        "zstd", "x-gzip",  "gzip, br", "binary", "compress"};
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
        char what[60];
        snprintf(what, sizeof what, "%s over a plain body", NAMES[i]);
        is_page(decode_as(NAMES[i], plain), WS_WARN, WS_E_HTTP_UNTRUE, what);
    }
    static const char *const SHORT[] = {"3", "3 pigs", "!", "x\x01", "<p>", "H\r\n", "a", ";"};
    for (size_t i = 0; i < sizeof SHORT / sizeof *SHORT; i++) {
        enum ws_status st =
            decode_with("Content-Encoding: deflate\r\n", SHORT[i], strlen(SHORT[i]));
        OK(st == WS_WARN && body.n == strlen(SHORT[i]), "deflate over a few letters (%zu)", i);
    }
    is_page(decode_as("deflate", gz), WS_WARN, WS_E_HTTP_UNTRUE, "deflate that is gzip");
    is_page(decode_as("br", gz), WS_WARN, WS_E_HTTP_UNTRUE, "br that is gzip");
    is_page(decode_as("UTF-8", gz), WS_WARN, WS_E_HTTP_UNTRUE, "UTF-8 that is gzip");
    OK(strstr(err.msg, "is in gzip coding, not in UTF-8"), "says which: %s", err.msg);
    is_page(decode_as("gzip", zl), WS_WARN, WS_E_HTTP_UNTRUE, "gzip that is deflate");
    (void)decode_as("a\x01\xffz", plain);
    OK(strstr(err.msg, "not in a??z coding"), "a name unfit for messages: %s", err.msg);
    uint8_t noise[600]; /* an image, say */
    for (size_t i = 0; i < sizeof noise; i++)
        noise[i] = (uint8_t)(i * i * 31 >> 3);
    static const char *const OVER[] = {"gzip", "deflate", "zstd", "none"};
    for (size_t i = 0; i < sizeof OVER / sizeof *OVER; i++) {
        struct ws_buf b = {.p = noise, .n = sizeof noise};
        OK(decode_as(OVER[i], b) == WS_WARN && err.code == WS_E_HTTP_UNTRUE &&
               body.n == sizeof noise && memcmp(body.p, noise, body.n) == 0,
           "%s over bytes that are not text", OVER[i]);
    }
    IS_INT(decode_with("Content-Encoding: compress\r\n", "\x1f\x9d\x90zzzz", 7), WS_SKIP,
           "compress that is compress");
    IS_INT(err.code, WS_E_UNSUPPORTED, "is not supported");
}

#ifdef WS_HAVE_BROTLI_ENCODER
/* Brotli has no first bytes of its own: '3' is an empty stream, and many bytes begin one. */
static void test_untrue_br(void)
{
    IS_INT(decode_with("Content-Encoding: br\r\n", "3 pigs", 6), WS_WARN, "br over '3 pigs'");
    IS_SLICE(body, "3 pigs", "is handed on");
    IS_INT(decode_with("Content-Encoding: br\r\n", ";", 1), WS_OK, "an empty stream");
    IS_INT(body.n, 0, "is empty");
    int untrue = 0;
    for (int first = 0; first < 256; first++) {
        uint8_t noise[600];
        noise[0] = (uint8_t)first;
        for (size_t i = 1; i < sizeof noise; i++)
            noise[i] = (uint8_t)(i * i * 31 >> 3);
        enum ws_status st = decode_as("br", (struct ws_buf){.p = noise, .n = sizeof noise});
        untrue += st == WS_WARN && err.code == WS_E_HTTP_UNTRUE && body.n == sizeof noise;
    }
    IS_INT(untrue, 256, "br over bytes that are not text, whatever the first");
    is_page(decode_as("gzip, br", gz), WS_WARN, WS_E_HTTP_UNTRUE, "br said over gzip");
    struct ws_buf two = brotli(gz.p, gz.n);
    is_true("gzip, br", two);
    ws_buf_release(&two);
}
#else
static void test_untrue_br(void)
{
    IS_INT(decode_with("Content-Encoding: br\r\n", "\x0b\x02\x80zz\x03", 6), WS_SKIP, "br");
    IS_INT(err.code, WS_E_UNSUPPORTED, "without its library");
}
#endif

#ifdef WS_HAVE_ZSTD
/* A stream without its end; it does not say how long it will be. */
static struct ws_buf zstd_flushed(const struct ws_buf *text)
{
    struct ws_buf b;
    ZSTD_CCtx *c = ZSTD_createCCtx();
    ws_buf_init(&b, (size_t)1 << 30);
    if (!c || !ws_buf_reserve(&b, ZSTD_compressBound(text->n) + 100))
        abort();
    ZSTD_inBuffer in = {text->p, text->n, 0};
    ZSTD_outBuffer out = {b.p, b.cap, 0};
    if (ZSTD_compressStream2(c, &out, &in, ZSTD_e_flush) != 0)
        abort();
    b.n = out.pos;
    ZSTD_freeCCtx(c);
    return b;
}

/* A block that does not fit into the first output buffer, and a bad one behind it: in a new
 * decoder as in a used one, with its larger buffers, all of the first must come out. */
static void test_zstd_new_and_used(void)
{
    static const uint8_t RLE[] = {0x28, 0xb5, 0x2f, 0xfd, 0, 0x3f, /* window of 2^17 and more */
                                  0x3a, 0xdb, 0,    'x', /* RFC 8878, 3.1.1.2: 7015 times x */
                                  0x06, 0,    0};        /* block type 3 */
    struct ws_buf b = {.p = (uint8_t *)(uintptr_t)RLE, .n = sizeof RLE};
    struct ws_http_decoder *used = dec;
    dec = ws_http_decoder_new(NULL);
    for (int i = 0; dec && i < 2; i++) {
        OK(decode_as("zstd", b) == WS_WARN && err.code == WS_E_HTTP_CODING, "a bad block");
        IS_INT(body.n, 7015, "and the good one before it");
    }
    ws_http_decoder_free(dec);
    dec = used;
}

/* Frames that say they have fewer bytes than they begin with: a decoder with larger buffers, of
 * an earlier body, must not make more of them than a new one. */
static void test_zstd_history(void)
{
    static const uint8_t LONGER[] = {0x28, 0xb5, 0x2f, 0xfd, 0x40, 0x3a,
                                     0xdb, 0,    0x0a, 0x7d, 0x02, 'x'};
    static const uint8_t ENDED[] = {0x28, 0xb5, 0x2f, 0xfd, 0x80, 0x3a, 0, 0, 0,
                                    0,    0x3a, 0xdb, 0,    'x',  1,    0, 0};
    struct ws_buf bad[2] = {{.p = (uint8_t *)(uintptr_t)LONGER, .n = sizeof LONGER},
                            {.p = (uint8_t *)(uintptr_t)ENDED, .n = sizeof ENDED}};
    struct ws_buf text = {0};
    struct ws_http_decoder *usual = dec;
    put_text(&text, 100000, 1);
    struct ws_buf large = zstd_flushed(&text);
    for (int i = 0; i < 2; i++) {
        dec = ws_http_decoder_new(NULL);
        enum ws_status of_new = decode_as("zstd", bad[i]);
        size_t n_of_new = body.n;
        OK(of_new != WS_OK, "a frame that lies about its size");
        OK(decode_as("zstd", large) == WS_WARN && body.n == text.n, "a large body");
        IS_INT(decode_as("zstd", bad[i]), of_new, "does not change what becomes of it");
        OK(body.n == n_of_new, "nor its bytes: %zu, %zu", body.n, n_of_new);
        ws_http_decoder_free(dec);
    }
    dec = usual;
    ws_buf_release(&text);
    ws_buf_release(&large);
}

static void test_zstd(void)
{
    test_zstd_new_and_used();
    test_zstd_history();
    is_page(decode_as("gzip", zs), WS_WARN, WS_E_HTTP_UNTRUE, "gzip that is zstd");
    struct ws_buf a = zstd(PAGE, 20), b = zstd(PAGE + 20, PAGE_N - 20), c = {0};
    put(&c, a.p, a.n);
    put(&c, "\x50\x2a\x4d\x18\x03\0\0\0xyz", 11);
    put(&c, b.p, b.n);
    is_true("zstd", c);
    put_str(&c, "trailing");
    is_true("zstd", c);
    ws_buf_release(&a);
    ws_buf_release(&b);
    ws_buf_release(&c);
    IS_INT(decode_with("Content-Encoding: zstd\r\n", "\x28\xb5\x2f\xfd\xff\xff", 6), WS_SKIP,
           "zstd that is broken at once");
    IS_INT(err.code, WS_E_HTTP_CODING, "is told");
    static const char WIDE[] =
        "\x28\xb5\x2f\xfd\x00\xa0\x01\x00\x00"; /* window of 2^30 bytes */
    IS_INT(decode_with("Content-Encoding: zstd\r\n", WIDE, 9), WS_SKIP, "a window too large");
}
#else
static void test_zstd(void)
{
    IS_INT(decode_with("Content-Encoding: zstd\r\n", "\x28\xb5\x2f\xfd\xff\xff", 6), WS_SKIP,
           "zstd");
    IS_INT(err.code, WS_E_UNSUPPORTED, "without its library");
}
#endif

static void test_stacked(void)
{
    struct ws_buf two = deflated(gz.p, gz.n, 15), b = chunked(gz.p, gz.n, 30);
    is_true("gzip, deflate", two);
    is_page(
        decode_with("Content-Encoding: gzip\r\nContent-Encoding: deflate\r\n", two.p, two.n),
        WS_OK, WS_E_NONE, "in two fields");
    is_page(decode_with("Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n", b.p, b.n),
            WS_OK, WS_E_NONE, "gzip, chunked");
    is_page(decode_with("Transfer-Encoding: gzip, chunked\r\n", b.p, b.n), WS_OK, WS_E_NONE,
            "both of the transfer");
    is_page(decode_with("Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n", gz.p, gz.n),
            WS_WARN, WS_E_HTTP_UNTRUE, "gzip without its chunks");
    is_page(decode_as("gzip, gzip", gz), WS_WARN, WS_E_HTTP_UNTRUE, "gzip said twice");
    is_page(decode_as("deflate, gzip", two), WS_WARN, WS_E_HTTP_UNTRUE, "the other way round");
    b.n = 0;
    put_gzip(&b, PAGE, 20);
    put_gzip(&b, PAGE + 20, PAGE_N - 20);
    is_true("gzip", b);
    put_str(&b, "trailing");
    is_true("gzip", b);
    ws_buf_release(&two);
    ws_buf_release(&b);
    /* as many as are allowed, and one more */
    struct ws_buf deep = deflated(PAGE, PAGE_N, 31);
    char names[200] = "gzip";
    for (int n = 2; n <= 9; n++) {
        struct ws_buf more = deflated(deep.p, deep.n, 31);
        ws_buf_release(&deep);
        deep = more;
        snprintf(names + strlen(names), 20, ", gzip");
        if (n <= 8)
            is_true(names, deep);
    }
    IS_INT(decode_as(names, deep), WS_WARN, "nine codings");
    OK(err.code == WS_E_HTTP_CODING && body.n == deep.n, "are left as they are");
    ws_buf_release(&deep);
}

/* What there is of a body that is cut off or broken after part of its bytes. */
static void is_part(const char *coding, struct ws_buf b, const struct ws_buf *text,
                    size_t least)
{
    OK(decode_as(coding, b) == WS_WARN && err.code == WS_E_HTTP_CODING,
       "%s cut or broken: is told", coding);
    OK(body.n >= least && body.n < text->n && memcmp(body.p, text->p, body.n) == 0,
       "gives what there is: %zu of %zu bytes", body.n, text->n);
}

static void is_half(const char *coding, struct ws_buf b, const struct ws_buf *text)
{
    b.n /= 2;
    is_part(coding, b, text, text->n / 3);
    ws_buf_release(&b);
}

/* All of the text, and then bytes that cannot be. */
static void is_whole(const char *coding, struct ws_buf b, const char *bad,
                     const struct ws_buf *text)
{
    put_str(&b, bad);
    OK(decode_as(coding, b) == WS_WARN && err.code == WS_E_HTTP_CODING,
       "%s broken at last: is told", coding);
    OK(body.n == text->n && memcmp(body.p, text->p, body.n) == 0,
       "gives all of the %zu bytes before: %zu", text->n, body.n);
    ws_buf_release(&b);
}

/* Streams without their ends. */
static struct ws_buf deflate_flushed(const struct ws_buf *text, int wbits)
{
    struct ws_buf b;
    z_stream z = {0};
    ws_buf_init(&b, (size_t)1 << 30);
    if (deflateInit2(&z, 6, Z_DEFLATED, wbits, 8, Z_DEFAULT_STRATEGY) != Z_OK ||
        !ws_buf_reserve(&b, deflateBound(&z, text->n) + 100))
        abort();
    z.next_in = text->p;
    z.avail_in = (uInt)text->n;
    z.next_out = b.p;
    z.avail_out = (uInt)b.cap;
    if (deflate(&z, Z_SYNC_FLUSH) != Z_OK)
        abort();
    b.n = z.total_out;
    deflateEnd(&z);
    return b;
}

#ifdef WS_HAVE_BROTLI_ENCODER
static struct ws_buf brotli_flushed(const struct ws_buf *text)
{
    struct ws_buf b;
    BrotliEncoderState *e = BrotliEncoderCreateInstance(NULL, NULL, NULL);
    ws_buf_init(&b, (size_t)1 << 30);
    if (!e || !ws_buf_reserve(&b, BrotliEncoderMaxCompressedSize(text->n) + 100))
        abort();
    const uint8_t *in = text->p;
    uint8_t *out = b.p;
    size_t in_n = text->n, out_n = b.cap;
    if (!BrotliEncoderCompressStream(e, BROTLI_OPERATION_FLUSH, &in_n, &in, &out_n, &out,
                                     NULL) ||
        in_n || BrotliEncoderHasMoreOutput(e))
        abort();
    b.n = b.cap - out_n;
    BrotliEncoderDestroyInstance(e);
    return b;
}
#endif

static void test_cut_and_broken(size_t n)
{
    struct ws_buf text = {0};
    put_text(&text, n, 1);
    is_half("gzip", deflated(text.p, n, 31), &text);
    is_half("deflate", deflated(text.p, n, 15), &text);
    is_half("deflate", deflated(text.p, n, -15), &text);
    is_whole("gzip", deflate_flushed(&text, 31), "\xff", &text); /* RFC 1951: block type 3 */
    is_whole("deflate", deflate_flushed(&text, 15), "\xff", &text);
    is_whole("deflate", deflate_flushed(&text, -15), "\xff", &text);
#ifdef WS_HAVE_BROTLI_ENCODER
    is_half("br", brotli(text.p, n), &text);
    is_whole("br", brotli_flushed(&text), "\x0e", &text); /* RFC 7932, 9.2: the reserved bit */
    is_whole("br", brotli_flushed(&text), "\x0e and so on", &text);
#endif
#ifdef WS_HAVE_ZSTD
    if (n > 200000) /* nothing can be had out of half a block */
        is_half("zstd", zstd(text.p, n), &text);
    is_whole("zstd", zstd_flushed(&text), "\x06  ",
             &text); /* RFC 8878, 3.1.1.2: block type 3 */
#endif
    ws_buf_release(&text);
}

static void test_broken(void)
{
    struct ws_buf text = {0};
    put_text(&text, 60000, 1);
    struct ws_buf g = deflated(text.p, text.n, 31);
    g.p[g.n - 6] ^= 1;
    IS_INT(decode_as("gzip", g), WS_WARN, "a wrong checksum");
    IS_INT(body.n, text.n, "gives everything");
    IS_INT(decode_with("Content-Encoding: gzip\r\n",
                       "\x1f\x8b\x08\0\0\0\0\0\0\3\xff\xff\xff\xff", 14),
           WS_SKIP, "gzip that is broken at once");
    IS_INT(decode_with("Content-Encoding: gzip\r\n", "\x1f\x8b\x08\0\0", 5), WS_SKIP,
           "gzip cut in its header");
    IS_INT(decode_with("Content-Encoding: br\r\n", "\x1f\x8b\x08\0\0", 5),
#if defined WS_HAVE_BROTLI
           WS_WARN,
#else
           WS_SKIP,
#endif
           "its first bytes alone say nothing under another name");
    ws_buf_release(&text);
    ws_buf_release(&g);
}

int main(void)
{
    dec = ws_http_decoder_new(NULL);
    if (!dec)
        return 1;
    put_str(&plain, PAGE);
    gz = deflated(PAGE, PAGE_N, 31);
    zl = deflated(PAGE, PAGE_N, 15);
    raw = deflated(PAGE, PAGE_N, -15);
#ifdef WS_HAVE_BROTLI_ENCODER
    br = brotli(PAGE, PAGE_N);
#endif
#ifdef WS_HAVE_ZSTD
    zs = zstd(PAGE, PAGE_N);
#endif
    test_zstd();
    test_true();
    test_untrue();
    test_untrue_br();
    test_stacked();
    test_cut_and_broken(1000);
    test_cut_and_broken(600000);
    test_broken();
    ws_buf_release(&plain);
    ws_buf_release(&gz);
    ws_buf_release(&zl);
    ws_buf_release(&raw);
#ifdef WS_HAVE_BROTLI_ENCODER
    ws_buf_release(&br);
#endif
#ifdef WS_HAVE_ZSTD
    ws_buf_release(&zs);
#endif
    ws_http_decoder_free(dec);
    return tap_done();
}
