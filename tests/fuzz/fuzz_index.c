/* Any bytes as an address, a digest and a line of an index. A key holds no blank and no control
 * character, and making it takes an address as long as it is; a digest is judged without
 * looking past its end; what a line names is a place and a file name that ends. */
#include "pipeline/cdx.h"
#include "pipeline/surt.h"
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
