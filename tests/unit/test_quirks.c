/* ../shared/warc/derived/quirks.warc.gz (WS_SHARED): records with one oddity each that some
 * project's tracker names, and the SHA-1 of the payload that a reader should hand on. */
#include "tests/unit/http_helper.h"
#include "tests/unit/load.h"

/* --- SHA-1 (FIPS 180-4, 6.1), for the comparison alone -------------------------------- */

static uint32_t rotl(uint32_t x, int n)
{
    return x << n | x >> (32 - n);
}

static void sha1_block(uint32_t h[5], const uint8_t *p)
{
    uint32_t w[80], a = h[0], b = h[1], c = h[2], d = h[3], e = h[4];
    for (int t = 0; t < 16; t++)
        w[t] = (uint32_t)p[4 * t] << 24 | (uint32_t)p[4 * t + 1] << 16 |
               (uint32_t)p[4 * t + 2] << 8 | p[4 * t + 3];
    for (int t = 16; t < 80; t++)
        w[t] = rotl(w[t - 3] ^ w[t - 8] ^ w[t - 14] ^ w[t - 16], 1);
    for (int t = 0; t < 80; t++) {
        uint32_t f = t < 20   ? ((b & c) | (~b & d)) + 0x5a827999
                     : t < 40 ? (b ^ c ^ d) + 0x6ed9eba1
                     : t < 60 ? ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc
                              : (b ^ c ^ d) + 0xca62c1d6;
        uint32_t next = rotl(a, 5) + f + e + w[t];
        e = d;
        d = c;
        c = rotl(b, 30);
        b = a;
        a = next;
    }
    h[0] += a, h[1] += b, h[2] += c, h[3] += d, h[4] += e;
}

static void sha1_hex(struct ws_slice s, char hex[41])
{
    uint32_t h[5] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
    uint8_t last[128] = {0};
    size_t i = 0;
    for (; s.n - i >= 64; i += 64)
        sha1_block(h, s.p + i);
    size_t left = s.n - i, end = left < 56 ? 64 : 128;
    if (left)
        memcpy(last, s.p + i, left);
    last[left] = 0x80;
    for (int k = 0; k < 8; k++)
        last[end - 1 - (size_t)k] = (uint8_t)((uint64_t)s.n * 8 >> (8 * k));
    for (size_t k = 0; k < end; k += 64)
        sha1_block(h, last + k);
    for (int k = 0; k < 5; k++)
        snprintf(hex + 8 * k, 9, "%08x", (unsigned)h[k]);
}

/* --- the file ------------------------------------------------------------------------- */

/* What stands behind "key": in the object at p; without quotes. "" when it is not there. */
static const char *value_of(const char *p, const char *key, char out[100])
{
    const char *end = strchr(p, '}');
    char quoted[60];
    snprintf(quoted, sizeof quoted, "\"%s\": ", key);
    const char *k = strstr(p, quoted);
    out[0] = '\0';
    if (!k || k > end)
        return out;
    k += strlen(quoted);
    size_t n = *k == '"' ? strcspn(++k, "\"") : strcspn(k, ",\n}");
    snprintf(out, 100, "%.*s", (int)n, k);
    return out;
}

/* expected: the object of this record in quirks.json. */
static bool check(const struct ws_record *rec, struct ws_slice block, const char *expected)
{
    char kind[100], want[100], len[100], least[100], hex[41];
    bool message = rec->type == WS_REC_RESPONSE;
    enum ws_status st = message ? decode(block.p, block.n) : WS_OK;
    if (!message)
        body = block;
    value_of(expected, "kind", kind);
    bool usable = st == WS_OK || st == WS_WARN;
    size_t whole = strtoul(value_of(expected, "payload_len", len), NULL, 10);
    if (value_of(expected, "min_prefix", least)[0])
        return OK(usable && body.n >= strtoul(least, NULL, 10) && body.n <= whole,
                  "%s: a part of the payload, %zu of %zu bytes", kind, body.n, whole);
    sha1_hex(body, hex);
    return OK(usable && body.n == whole &&
                  strcmp(value_of(expected, "payload_sha1", want), hex) == 0,
              "%s: the payload", kind);
}

static void test_quirks(const char *path, const char *json)
{
    struct ws_archive *a;
    struct ws_record rec;
    struct ws_slice block;
    enum ws_status st;
    int good = 0;
    if (ws_archive_open(path, NULL, &a, NULL) != WS_OK) {
        OK(false, "quirks.warc.gz opens");
        return;
    }
    while ((st = ws_archive_next(a, &rec)) != WS_EOF && st != WS_FATAL) {
        char id[100];
        if (st == WS_SKIP)
            continue;
        snprintf(id, sizeof id, "\"%.*s\": {", (int)rec.id.n, (const char *)rec.id.p);
        const char *expected = strstr(json, id);
        if (expected && ws_archive_block(a, &rec, &block) == WS_OK)
            good += check(&rec, block, expected);
    }
    OK(st == WS_EOF, "read to the end");
    ws_archive_close(a);
    IS_INT(good, 53, "quirks whose payload came out");
}

int main(void)
{
    const char *shared = getenv("WS_SHARED");
    char path[2000], hex[41];
    sha1_hex(SLICE("abc"), hex);
    IS_STR(hex, "a9993e364706816aba3e25717850c26c9cd0d89d", "SHA-1 of the standard's example");
    snprintf(path, sizeof path, "%s/warc/derived/quirks.json", shared ? shared : "../shared");
    char *json = load(path);
    dec = ws_http_decoder_new(NULL);
    snprintf(path, sizeof path, "%s/warc/derived/quirks.warc.gz",
             shared ? shared : "../shared");
#if defined WS_HAVE_BROTLI && defined WS_HAVE_ZSTD
    if (json)
        test_quirks(path, json);
    else
        tap_skip("no ../shared/warc here (WS_SHARED)");
#else
    (void)test_quirks;
    tap_skip("this build has no brotli or no zstd");
#endif
    ws_http_decoder_free(dec);
    free(json);
    return tap_done();
}
