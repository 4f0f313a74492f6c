/* Digests: every algorithm and notation, and the readings of an HTTP payload. */
#include "tests/tap.h"
#include "warcsift/digest.h"

/* Of "abc"; hashes from FIPS 180-4's and RFC 1321's examples. */
#define MD5_HEX    "900150983cd24fb0d6963f7d28e17f72"
#define SHA1_HEX   "a9993e364706816aba3e25717850c26c9cd0d89d"
#define SHA1_B32   "VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5"
#define SHA256_HEX "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
#define SHA256_B32 "XJ4BNP4PAHH6UQKBIDPF3LRCEOYAGYNDSYLXVHFUCD7WD4QACWWQ===="
#define SHA512_HEX                                                                                 \
    "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"                             \
    "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"

static const struct {
    const char *digest;
    enum ws_digest_verdict want;
} OF_ABC[] = {
    {"md5:" MD5_HEX, WS_DIGEST_OK},
    {"MD5: " MD5_HEX " ", WS_DIGEST_OK},
    {"md5:SAAVBGB42JH3BVUWH56SRYL7OI======", WS_DIGEST_OK},
    {"md5:SAAVBGB42JH3BVUWH56SRYL7OI", WS_DIGEST_OK},
    {"sha1:" SHA1_B32, WS_DIGEST_OK},
    {"sha1:" SHA1_HEX, WS_DIGEST_OK},
    {"SHA-1:vgmt4nsha2awvor6evyxqugcnsonbwe5", WS_DIGEST_OK},
    {"Sha1:A9993E364706816ABA3E25717850C26C9CD0D89D", WS_DIGEST_OK},
    {"sha256:" SHA256_HEX, WS_DIGEST_OK},
    {"sha-256:" SHA256_B32, WS_DIGEST_OK},
    {"sha256:XJ4BNP4PAHH6UQKBIDPF3LRCEOYAGYNDSYLXVHFUCD7WD4QACWWQ", WS_DIGEST_OK},
    {"sha512:" SHA512_HEX, WS_DIGEST_OK},
    {"sha512:3WXTLIMTMF5LVTCBONE24ICBGEJON6SORGUX5IQKT3XOMS2V2ONCDEUZFITU7QNIG25DYI5D73V32RKNIQRWIPHIBYVJVSKPUVGKJHY=",
     WS_DIGEST_OK},
    {"sha1:a9993e364706816aba3e25717850c26c9cd0d89e", WS_DIGEST_WRONG},
    {"sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE4", WS_DIGEST_WRONG},
    {"md5:00000000000000000000000000000000", WS_DIGEST_WRONG},
    {"sha256:" MD5_HEX, WS_DIGEST_UNKNOWN},
    {"sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE1", WS_DIGEST_UNKNOWN}, /* 1 is no digit of base32 */
    {"sha1:" SHA1_HEX "0", WS_DIGEST_UNKNOWN},
    {"blake3:" SHA256_HEX, WS_DIGEST_UNKNOWN},
    {"sha1", WS_DIGEST_UNKNOWN},
    {"sha1:", WS_DIGEST_UNKNOWN},
    {":", WS_DIGEST_UNKNOWN},
    {SHA1_B32, WS_DIGEST_UNKNOWN},
    {"", WS_DIGEST_ABSENT},
};

static void test_notations(struct ws_digester *d)
{
    for (size_t i = 0; i < sizeof OF_ABC / sizeof *OF_ABC; i++) {
        enum ws_digest_verdict got = ws_digest_bytes(d, SLICE(OF_ABC[i].digest), SLICE("abc"));
        OK(got == OF_ABC[i].want, "'%s': %s", OF_ABC[i].digest, ws_digest_verdict_name(got));
    }
    char text[WS_SHA1_BASE32_LEN + 1] = "";
    ws_digest_sha1(d, SLICE("abc"), text);
    IS_STR(text, SHA1_B32, "SHA-1 for an index");
    OK(ws_digest_bytes(d, SLICE("sha1:DA39A3EE5E6B4B0D3255BFEF95601890AFD80709"),
                       (struct ws_slice){NULL, 0}) == WS_DIGEST_OK,
       "of nothing");
}

/* gzip of "abc", stored */
#define GZIP_ABC                                                                                   \
    "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\x01\x03\x00\xfc\xff"                                 \
    "abc\xc2\x41\x24\x35\x03\x00\x00\x00"
#define CHUNKED "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
#define ENCODED "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" GZIP_ABC

static const struct ws_field SEGMENT = {{(const uint8_t *)"WARC-Segment-Number", 19},
                                        {(const uint8_t *)"1", 1}};

static const struct {
    const char *what;
    enum ws_record_type type;
    const char *content_type, *block;
    size_t n; /* of block, 0: a string */
    const char *digest;
    bool segment;
    enum ws_digest_verdict want;
    enum ws_payload_reading reading;
} PAYLOADS[] = {
    {"a response", WS_REC_RESPONSE, "application/http; msgtype=response", "HTTP/1.1 200 OK\r\n\r\nabc", 0,
     "sha1:" SHA1_B32, false, WS_DIGEST_OK, WS_PAYLOAD_STORED},
    {"a response of nothing but a body", WS_REC_RESPONSE, "text/plain", "abc", 0, "sha1:" SHA1_B32, false,
     WS_DIGEST_OK, WS_PAYLOAD_STORED},
    {"chunks that are hashed with the body", WS_REC_RESPONSE, "application/http", CHUNKED, 0,
     "sha1:EZMCEYKLYMOWXPIGFLXFT3WW62PQVRQP", false, WS_DIGEST_OK, WS_PAYLOAD_STORED},
    {"chunks that are not", WS_REC_RESPONSE, "application/http", CHUNKED, 0, "sha1:" SHA1_B32, false,
     WS_DIGEST_OK, WS_PAYLOAD_DECHUNKED},
    {"a decoded body", WS_REC_RESPONSE, "application/http", ENCODED, sizeof ENCODED - 1, "md5:" MD5_HEX,
     false, WS_DIGEST_OK, WS_PAYLOAD_DECODED},
    {"none of these", WS_REC_RESPONSE, "application/http", CHUNKED, 0,
     "md5:00000000000000000000000000000000", false, WS_DIGEST_WRONG, WS_PAYLOAD_STORED},
    {"a request", WS_REC_REQUEST, "application/http; msgtype=request",
     "POST / HTTP/1.1\r\nHost: a\r\n\r\nabc", 0, "sha1:" SHA1_B32, false, WS_DIGEST_OK, WS_PAYLOAD_STORED},
    {"a response without its status line", WS_REC_RESPONSE, "application/http",
     "Server: x\n\nabc", 0, "sha1:" SHA1_B32, false, WS_DIGEST_OK, WS_PAYLOAD_STORED},
    {"a resource", WS_REC_RESOURCE, "text/plain", "abc", 0, "sha1:" SHA1_B32, false, WS_DIGEST_OK,
     WS_PAYLOAD_STORED},
    {"a resource that begins like a message", WS_REC_RESOURCE, "text/plain", "HTTP/1.1 200 OK\r\n\r\nabc", 0,
     "sha1:" SHA1_B32, false, WS_DIGEST_WRONG, WS_PAYLOAD_STORED},
    {"a revisit", WS_REC_REVISIT, "application/http", "HTTP/1.1 200 OK\r\n\r\n", 0, "sha1:" SHA1_B32, false,
     WS_DIGEST_ABSENT, WS_PAYLOAD_STORED},
    {"a segment", WS_REC_RESPONSE, "application/http", "HTTP/1.1 200 OK\r\n\r\na", 0, "sha1:" SHA1_B32, true,
     WS_DIGEST_ABSENT, WS_PAYLOAD_STORED},
    {"no digest", WS_REC_RESPONSE, "application/http", "HTTP/1.1 200 OK\r\n\r\nabc", 0, "", false,
     WS_DIGEST_ABSENT, WS_PAYLOAD_STORED},
    {"an empty block", WS_REC_RESPONSE, "application/http", "", 0,
     "sha1:DA39A3EE5E6B4B0D3255BFEF95601890AFD80709", false, WS_DIGEST_OK, WS_PAYLOAD_STORED},
};

static void test_payloads(struct ws_digester *d)
{
    for (size_t i = 0; i < sizeof PAYLOADS / sizeof *PAYLOADS; i++) {
        struct ws_record rec = {.type = PAYLOADS[i].type,
                                .content_type = SLICE(PAYLOADS[i].content_type),
                                .payload_digest = SLICE(PAYLOADS[i].digest),
                                .fields = &SEGMENT,
                                .n_fields = PAYLOADS[i].segment};
        struct ws_slice block = SLICE(PAYLOADS[i].block);
        block.n = PAYLOADS[i].n ? PAYLOADS[i].n : block.n;
        enum ws_digest_verdict got;
        enum ws_payload_reading reading = WS_PAYLOAD_STORED;
        enum ws_status st = ws_digest_payload(d, &rec, block, &got, &reading);
        OK(st == WS_OK && got == PAYLOADS[i].want, "%s: %s", PAYLOADS[i].what, ws_digest_verdict_name(got));
        if (got == WS_DIGEST_OK)
            OK(reading == PAYLOADS[i].reading, "%s: its reading, %d", PAYLOADS[i].what, (int)reading);
    }
}

static void test_blocks(struct ws_digester *d)
{
    const struct ws_field good = {SLICE("warc-block-digest"), SLICE("sha1:" SHA1_B32)};
    struct ws_record rec = {.fields = &good, .n_fields = 1};
    OK(ws_digest_block(d, &rec, SLICE("abc")) == WS_DIGEST_OK, "a block");
    OK(ws_digest_block(d, &rec, SLICE("abd")) == WS_DIGEST_WRONG, "another block");
    rec.n_fields = 0;
    OK(ws_digest_block(d, &rec, SLICE("abc")) == WS_DIGEST_ABSENT, "a block without a digest");
}

int main(void)
{
    struct ws_digester *d = ws_digester_new(NULL);
    OK(d != NULL, "a digester on %s", ws_digest_library());
    if (d) {
        test_notations(d);
        test_payloads(d);
        test_blocks(d);
    }
    ws_digester_free(d);
    return tap_done();
}
