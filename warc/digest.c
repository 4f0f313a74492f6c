/* Digests of records. The hash functions are libcrypto's (OpenSSL): its licence is this
 * program's own (Apache-2.0, so a static binary is free of further duties, which nettle's LGPL
 * is not), it uses the SHA instructions of the processor, and it is what libcurl is built on
 * most often, so a program with both has one library of cryptography. */
#include "warcsift/digest.h"
#include "warc/fields.h"

#include <stdlib.h>
#include <string.h>

#include <openssl/crypto.h>
#include <openssl/evp.h>

enum algorithm { SHA1, SHA256, SHA512, MD5, ALGORITHM_COUNT };

#define MAX_HASH_BYTES 64

static const struct {
    const char *name, *dashed;
    size_t bytes;
} ALGORITHMS[ALGORITHM_COUNT] = {
    [SHA1] = {"sha1", "sha-1", 20},
    [SHA256] = {"sha256", "sha-256", 32},
    [SHA512] = {"sha512", "sha-512", 64},
    [MD5] = {"md5", "md-5", 16},
};

struct ws_digester {
    EVP_MD_CTX
    *hash[ALGORITHM_COUNT]; /* NULL: the library does not offer it (MD5 under FIPS) */
    struct ws_http_decoder *http;
};

const char *ws_digest_verdict_name(enum ws_digest_verdict v)
{
    static const char *const NAMES[WS_DIGEST_VERDICT_COUNT] = {
        [WS_DIGEST_OK] = "ok",
        [WS_DIGEST_WRONG] = "wrong",
        [WS_DIGEST_UNKNOWN] = "unknown",
        [WS_DIGEST_ABSENT] = "absent",
    };
    return (unsigned)v < WS_DIGEST_VERDICT_COUNT ? NAMES[v] : "unknown";
}

/* --- the library ---------------------------------------------------------------------- */

const char *ws_digest_library(void)
{
    return OpenSSL_version(OPENSSL_VERSION);
}

static bool hash(EVP_MD_CTX *ctx, struct ws_slice s, uint8_t out[MAX_HASH_BYTES])
{
    return ctx && EVP_DigestInit_ex(ctx, NULL, NULL) == 1 &&
           EVP_DigestUpdate(ctx, s.p, s.n) == 1 && EVP_DigestFinal_ex(ctx, out, NULL) == 1;
}

/* The algorithm is looked up here, once: that takes locks and memory. */
static bool open_hashes(struct ws_digester *d)
{
    const EVP_MD *types[ALGORITHM_COUNT] = {[SHA1] = EVP_sha1(),
                                            [SHA256] = EVP_sha256(),
                                            [SHA512] = EVP_sha512(),
                                            [MD5] = EVP_md5()};
    for (size_t i = 0; i < ALGORITHM_COUNT; i++) {
        d->hash[i] = EVP_MD_CTX_new();
        if (!d->hash[i])
            return false;
        if (EVP_DigestInit_ex(d->hash[i], types[i], NULL) != 1) {
            EVP_MD_CTX_free(d->hash[i]);
            d->hash[i] = NULL;
        }
    }
    return true;
}

static void close_hashes(struct ws_digester *d)
{
    for (size_t i = 0; i < ALGORITHM_COUNT; i++)
        EVP_MD_CTX_free(d->hash[i]);
}

struct ws_digester *ws_digester_new(const struct ws_archive_options *opts)
{
    struct ws_digester *d = calloc(1, sizeof *d);
    if (!d)
        return NULL;
    d->http = ws_http_decoder_new(opts);
    if (d->http && open_hashes(d))
        return d;
    ws_digester_free(d);
    return NULL;
}

void ws_digester_free(struct ws_digester *d)
{
    if (!d)
        return;
    close_hashes(d);
    ws_http_decoder_free(d->http);
    free(d);
}

/* --- notation ------------------------------------------------------------------------- */

/* Characters of n bytes in base32, without padding. */
static size_t base32_length(size_t n)
{
    return (n * 8 + 4) / 5;
}

static void to_base32(const uint8_t *p, size_t n, char *out)
{
    static const char DIGITS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    unsigned bits = 0, held = 0;
    for (size_t i = 0; i < n; i++) {
        held = (held << 8 | p[i]) & 0xfff;
        for (bits += 8; bits >= 5; bits -= 5)
            *out++ = DIGITS[held >> (bits - 5) & 31];
    }
    if (bits)
        *out = DIGITS[held << (5 - bits) & 31];
}

static void to_hex(const uint8_t *p, size_t n, char *out)
{
    static const char DIGITS[] = "0123456789ABCDEF";
    for (size_t i = 0; i < n; i++) {
        *out++ = DIGITS[p[i] >> 4];
        *out++ = DIGITS[p[i] & 15];
    }
}

static uint8_t upper(uint8_t c)
{
    return c >= 'a' && c <= 'z' ? (uint8_t)(c - 32) : c;
}

static bool same_text(struct ws_slice s, const char *upper_case)
{
    for (size_t i = 0; i < s.n; i++)
        if (upper(s.p[i]) != (uint8_t)upper_case[i])
            return false;
    return true;
}

/* A digit of base32 or, with hex, of base16. */
static bool is_digit(uint8_t c, bool hex)
{
    c = upper(c);
    if (hex)
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F');
    return (c >= 'A' && c <= 'Z') || (c >= '2' && c <= '7');
}

/* A digest taken apart. */
struct digest {
    enum algorithm algorithm;
    bool hex;
    struct ws_slice value; /* without padding */
};

static bool read_algorithm(struct ws_slice name, enum algorithm *a)
{
    for (size_t i = 0; i < ALGORITHM_COUNT; i++)
        if (ws_slice_is(name, ALGORITHMS[i].name) || ws_slice_is(name, ALGORITHMS[i].dashed)) {
            *a = (enum algorithm)i;
            return true;
        }
    return false;
}

static bool read_digest(struct ws_slice s, struct digest *out)
{
    const uint8_t *colon = memchr(s.p, ':', s.n);
    size_t n_name = colon ? (size_t)(colon - s.p) : 0;
    if (!colon || !read_algorithm(ws_trim((struct ws_slice){s.p, n_name}), &out->algorithm))
        return false;
    struct ws_slice v = ws_trim((struct ws_slice){colon + 1, s.n - n_name - 1});
    while (v.n && v.p[v.n - 1] == '=')
        v.n--;
    size_t bytes = ALGORITHMS[out->algorithm].bytes;
    out->hex = v.n == 2 * bytes;
    if (!out->hex && v.n != base32_length(bytes))
        return false;
    for (size_t i = 0; i < v.n; i++)
        if (!is_digit(v.p[i], out->hex))
            return false;
    out->value = v;
    return true;
}

/* --- verdicts ------------------------------------------------------------------------- */

static enum ws_digest_verdict compare(struct ws_digester *d, const struct digest *want,
                                      struct ws_slice bytes)
{
    uint8_t got[MAX_HASH_BYTES];
    char text[2 * MAX_HASH_BYTES];
    size_t n = ALGORITHMS[want->algorithm].bytes;
    if (!hash(d->hash[want->algorithm], bytes, got))
        return WS_DIGEST_UNKNOWN;
    if (want->hex)
        to_hex(got, n, text);
    else
        to_base32(got, n, text);
    return same_text(want->value, text) ? WS_DIGEST_OK : WS_DIGEST_WRONG;
}

enum ws_digest_verdict ws_digest_bytes(struct ws_digester *d, struct ws_slice digest,
                                       struct ws_slice bytes)
{
    struct digest want;
    if (digest.n == 0)
        return WS_DIGEST_ABSENT;
    return read_digest(digest, &want) ? compare(d, &want, bytes) : WS_DIGEST_UNKNOWN;
}

enum ws_digest_verdict ws_digest_block(struct ws_digester *d, const struct ws_record *rec,
                                       struct ws_slice block)
{
    struct ws_slice said = ws_field_get(rec->fields, rec->n_fields, "WARC-Block-Digest");
    if (rec->n_segments > 1)
        return WS_DIGEST_ABSENT;
    return ws_digest_bytes(d, said, block);
}

void ws_digest_sha1(struct ws_digester *d, struct ws_slice bytes, char out[WS_SHA1_BASE32_LEN])
{
    uint8_t got[MAX_HASH_BYTES] = {0};
    (void)hash(d->hash[SHA1], bytes, got); /* it is there: every libcrypto has it */
    to_base32(got, ALGORITHMS[SHA1].bytes, out);
}

/* --- payloads ------------------------------------------------------------------------- */

/* What stands behind a header that ws_http_parse() does not read: that of a request, or of a
 * response that lost its status line. */
static struct ws_slice behind_header(struct ws_slice block)
{
    size_t at = 0, len;
    if (ws_head_scan(block.p, block.n, false, &at, &len) != WS_HEAD_FOUND)
        len = block.n;
    return (struct ws_slice){block.p + len, block.n - len};
}

static bool holds_message(const struct ws_record *rec)
{
    return rec->type == WS_REC_RESPONSE ||
           ws_slice_begins(rec->content_type, "application/http");
}

/* http: of a response; status 0 when there is none. WS_OK; WS_FATAL: no memory. */
static enum ws_status find_payload(struct ws_digester *d, const struct ws_record *rec,
                                   struct ws_slice block, struct ws_http *http,
                                   struct ws_slice *payload)
{
    struct ws_error err;
    *http = (struct ws_http){.body = block};
    *payload = block;
    if (!block.n || !holds_message(rec))
        return WS_OK;
    if (rec->type == WS_REC_REQUEST) {
        *payload = behind_header(block);
        return WS_OK;
    }
    enum ws_status st = ws_http_parse(d->http, block, http, &err);
    if (st == WS_FATAL)
        return st;
    if (st == WS_SKIP)
        *http = (struct ws_http){.body = block};
    *payload = http->body;
    return WS_OK;
}

enum ws_status ws_digest_find_payload(struct ws_digester *d, const struct ws_record *rec,
                                      struct ws_slice block, struct ws_slice *payload)
{
    struct ws_http http;
    return find_payload(d, rec, block, &http, payload);
}

/* Fields of a message that name a transfer coding; more than a handful are a forgery. */
#define MAX_TRANSFER_FIELDS 8

static size_t transfer_fields(const struct ws_http *http, struct ws_field *out)
{
    size_t n = 0;
    for (size_t i = 0; i < http->n_fields && n < MAX_TRANSFER_FIELDS; i++)
        if (ws_slice_is(http->fields[i].name, "transfer-encoding"))
            out[n++] = http->fields[i];
    return n;
}

/* Undoes codings and compares. A body that cannot be undone is no reading. */
static enum ws_status compare_decoded(struct ws_digester *d, const struct digest *want,
                                      const struct ws_http *http,
                                      enum ws_digest_verdict *verdict)
{
    struct ws_slice body;
    struct ws_error err;
    enum ws_status st = ws_http_body(d->http, http, &body, &err);
    if (st == WS_FATAL)
        return st;
    if (st != WS_SKIP)
        *verdict = compare(d, want, body);
    return WS_OK;
}

/* The readings of an HTTP body beside the stored one, of which *verdict is wrong. */
static enum ws_status try_readings(struct ws_digester *d, const struct digest *want,
                                   const struct ws_http *http, enum ws_digest_verdict *verdict,
                                   enum ws_payload_reading *reading)
{
    struct ws_field fields[MAX_TRANSFER_FIELDS];
    struct ws_http transfer = *http;
    transfer.n_fields = transfer_fields(http, fields);
    transfer.fields = fields;
    bool encoded = ws_field_get(http->fields, http->n_fields, "Content-Encoding").n > 0;
    enum ws_status st = WS_OK;
    if (transfer.n_fields) {
        *reading = WS_PAYLOAD_DECHUNKED;
        st = compare_decoded(d, want, &transfer, verdict);
    }
    if (st == WS_OK && *verdict == WS_DIGEST_WRONG && encoded) {
        *reading = WS_PAYLOAD_DECODED;
        st = compare_decoded(d, want, http, verdict);
    }
    return st;
}

static bool is_elsewhere(const struct ws_record *rec)
{
    bool segment = rec->type == WS_REC_CONTINUATION ||
                   ws_field_get(rec->fields, rec->n_fields, "WARC-Segment-Number").n > 0;
    return rec->type == WS_REC_REVISIT || (segment && rec->segment != WS_SEGMENT_JOINED);
}

enum ws_status ws_digest_payload(struct ws_digester *d, const struct ws_record *rec,
                                 struct ws_slice block, enum ws_digest_verdict *verdict,
                                 enum ws_payload_reading *reading)
{
    struct digest want;
    struct ws_http http;
    struct ws_slice payload;
    enum ws_payload_reading ignored;
    *verdict = WS_DIGEST_ABSENT;
    if (rec->payload_digest.n == 0 || is_elsewhere(rec))
        return WS_OK;
    *verdict = WS_DIGEST_UNKNOWN;
    if (!read_digest(rec->payload_digest, &want))
        return WS_OK;
    if (find_payload(d, rec, block, &http, &payload) != WS_OK)
        return WS_FATAL;
    reading = reading ? reading : &ignored;
    *reading = WS_PAYLOAD_STORED;
    *verdict = compare(d, &want, payload);
    if (*verdict != WS_DIGEST_WRONG || !holds_message(rec))
        return WS_OK;
    if (http.status == 0) {
        *verdict = compare(d, &want, behind_header(block));
        return WS_OK;
    }
    return try_readings(d, &want, &http, verdict, reading);
}
