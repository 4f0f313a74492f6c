/* Any bytes as an address, a digest and a line of an index. A key holds no blank and no control
 * character, and making it takes an address as long as it is; a digest is judged without
 * looking past its end; what a line names is a place and a file name that ends. */
#include "pipeline/input/cdx.h"
#include "pipeline/input/surt.h"
#include "tests/fuzz/driver.h"
#include "warcsift/digest.h"

#include <stdlib.h>
#include <string.h>

static void check(bool ok)
{
    if (!ok)
        abort();
}

static void make_key(struct ws_slice url)
{
    struct ws_buf key;
    ws_buf_init(&key, 16 * url.n + 64);
    check(ws_surt(url, &key) && key.n > 0);
    for (size_t i = 0; i < key.n; i++)
        check(key.p[i] > 0x20 && key.p[i] < 0x7f);
    ws_buf_release(&key);
}

static void judge_digests(struct ws_slice digest)
{
    struct ws_digester *d = ws_digester_new(NULL);
    if (!d)
        return;
    struct ws_record rec = {.type = WS_REC_RESPONSE, .payload_digest = digest};
    enum ws_digest_verdict v;
    check(ws_digest_payload(d, &rec, digest, &v, NULL) == WS_OK);
    check((v == WS_DIGEST_ABSENT) == (digest.n == 0));
    ws_digester_free(d);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ws_slice s = {data, size};
    struct ws_cdx_line line;
    make_key(s);
    judge_digests(s);
    if (ws_cdx_line_parse(s, &line))
        check(line.place.length > 0 && memchr(line.filename, '\0', sizeof line.filename));
    return 0;
}

#ifndef WS_LIBFUZZER
static size_t fuzz_seed(size_t i, uint8_t *p)
{
    static const char *const SEEDS[] = {
        "http://user@www2.Example.org:8080/a/../b//%2541.html?b=2&a=%26#c",
        "http://e.com/(S(4hqa0555fwsecu455xqckv45))/m.aspx?cfid=1&cftoken=2&b",
        "http://e.com/"
        "?a&sid=0123456789abcdef0123456789ABCDEF&ASPSESSIONIDabcdefgh=abcdefghijklmnopqrstuvwx",
        "http://[::1]:80/",
        "http://0177.1/",
        "dns:e.com",
        "sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5",
        "sha-256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "com,a)/ 20240501102030 {\"url\": \"http://a/\", \"length\": \"5\", \"offset\": 8, "
        "\"filename\": \"x/a\\\"b\", \"l\": [{}]}",
    };
    if (i >= sizeof SEEDS / sizeof *SEEDS)
        return 0;
    memcpy(p, SEEDS[i], strlen(SEEDS[i]));
    return strlen(SEEDS[i]);
}
#endif
