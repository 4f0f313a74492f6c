/* Limits of decoded bodies, and that bodies of a usual size need no new memory. */
#include "tests/unit/http_helper.h"

/* Counts what the decoder allocates; the sanitizers bring allocators of their own. */
#if defined __GLIBC__ && !defined __SANITIZE_ADDRESS__ && !defined __SANITIZE_THREAD__
#if defined __has_feature
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define COUNTS 0
#endif
#endif
#ifndef COUNTS
#define COUNTS 1
#endif
#else
#define COUNTS 0
#endif

static size_t allocations;

#if COUNTS
void *__libc_malloc(size_t n);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *p, size_t n);

void *malloc(size_t n)
{
    allocations++;
    return __libc_malloc(n);
}

void *calloc(size_t n, size_t size)
{
    allocations++;
    return __libc_calloc(n, size);
}

void *realloc(void *p, size_t n)
{
    allocations++;
    return __libc_realloc(p, n);
}
#endif

static struct ws_buf gzipped(const void *p, size_t n)
{
    return deflated(p, n, 31);
}

static struct ws_buf zlibbed(const void *p, size_t n)
{
    return deflated(p, n, 15);
}

static struct ws_buf bare(const void *p, size_t n)
{
    return deflated(p, n, -15);
}

static const struct {
    const char *name;
    struct ws_buf (*encode)(const void *p, size_t n);
} CODINGS[] = {
    {"gzip", gzipped}, {"deflate", zlibbed}, {"deflate", bare},
#ifdef WS_HAVE_BROTLI_ENCODER
    {"br", brotli},
#endif
#ifdef WS_HAVE_ZSTD
    {"zstd", zstd},
#endif
};
#define N_CODINGS (sizeof CODINGS / sizeof *CODINGS)

static void test_size(void)
{
    struct ws_archive_options o;
    ws_archive_options_init(&o);
    o.max_record_bytes = 5000;
    struct ws_http_decoder *usual = dec;
    dec = ws_http_decoder_new(&o);
    struct ws_buf text = {0};
    put_text(&text, 5001, 1);
    for (size_t i = 0; i < N_CODINGS; i++) {
        for (size_t n = 4999; n <= 5001; n++) {
            struct ws_buf b = CODINGS[i].encode(text.p, n);
            enum ws_status st = decode_as(CODINGS[i].name, b);
            if (n <= 5000)
                OK(st == WS_OK && body.n == n, "%s body of %zu bytes, limit 5000",
                   CODINGS[i].name, n);
            else
                OK(st == WS_SKIP && err.code == WS_E_RECORD_TOO_BIG, "%s body over the limit",
                   CODINGS[i].name);
            ws_buf_release(&b);
        }
    }
    ws_buf_release(&text);
    ws_http_decoder_free(dec);
    dec = usual;
}

/* Zeros: every coding makes less than a thousandth of them. */
static void test_ratio(void)
{
    struct ws_archive_options o;
    ws_archive_options_init(&o);
    o.max_inflate_ratio = 100;
    struct ws_http_decoder *usual = dec;
    dec = ws_http_decoder_new(&o);
    size_t n = (size_t)24 << 20;
    uint8_t *zeros = calloc(1, n);
    for (size_t i = 0; i < N_CODINGS; i++) {
        struct ws_buf b = CODINGS[i].encode(zeros, n);
        IS_INT(decode_as(CODINGS[i].name, b), WS_SKIP, "a body that inflates too well");
        OK(err.code == WS_E_RATIO, "%s: is over the ratio", CODINGS[i].name);
        ws_buf_release(&b);
        b = CODINGS[i].encode(zeros, (size_t)12 << 20);
        IS_INT(decode_as(CODINGS[i].name, b), WS_OK, "a smaller one is not asked");
        ws_buf_release(&b);
    }
    free(zeros);
    ws_http_decoder_free(dec);
    dec = usual;
}

/* After one body of a kind, others of the kind that are not larger need no memory. */
static void test_steady(void)
{
    struct ws_buf text = {0}, b[N_CODINGS], in_chunks;
    put_text(&text, 3000000, 1);
    for (size_t i = 0; i < N_CODINGS; i++)
        b[i] = CODINGS[i].encode(text.p, text.n);
    in_chunks = chunked(b[0].p, b[0].n, 4000);
    for (int round = 0; round < 3; round++) {
        size_t before = allocations;
        for (size_t i = 0; i < N_CODINGS; i++) {
            enum ws_status st = decode_as(CODINGS[i].name, b[i]);
            OK(st == WS_OK && body.n == text.n && memcmp(body.p, text.p, text.n) == 0,
               "%s, round %d", CODINGS[i].name, round);
        }
        enum ws_status st =
            decode_with("Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n", in_chunks.p,
                        in_chunks.n);
        OK(st == WS_OK && body.n == text.n, "chunked gzip, round %d", round);
        if (!COUNTS)
            tap_skip("allocations are not counted here");
        else if (round == 0)
            OK(allocations > before, "the first round allocates: the count works");
        else
            OK(allocations == before, "no allocation in round %d: %zu", round,
               allocations - before);
    }
    for (size_t i = 0; i < N_CODINGS; i++)
        ws_buf_release(&b[i]);
    ws_buf_release(&in_chunks);
    ws_buf_release(&text);
}

int main(void)
{
    dec = ws_http_decoder_new(NULL);
    if (!dec)
        return 1;
    test_size();
    test_ratio();
    test_steady();
    ws_http_decoder_free(dec);
    return tap_done();
}
