/* Any bytes as an archive. */
#include "tests/fuzz/driver.h"
#include "tests/fuzz/reading.h"
#include "tests/unit/make_warc.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    read_both_ways(data, n);
    return 0;
}

#ifndef WS_LIBFUZZER
static size_t fuzz_seed(size_t i, uint8_t *p)
{
    struct ws_buf b = {0}, r = {0};
    switch (i) {
    case 0:
        for (int k = 0; k < 4; k++)
            put_record(&b, k, 100);
        break;
    case 1:
        put_members(&b, 0, 4, 300);
        break;
    case 2:
        for (int k = 0; k < 4; k++)
            put_record(&r, k, 200);
        put_gzip(&b, r.p, r.n);
        break;
    case 3:
        put_record(&r, 1, 500);
        put_gzip(&b, r.p, r.n / 2);
        put_gzip(&b, r.p + r.n / 2, r.n - r.n / 2);
        put_gzip(&b, "", 0);
        put_str(&b, "garbage");
        put_members(&b, 2, 2, 50);
        break;
    case 4:
        put_str(&b, "log\n\nWARC/1.1\nWARC-Type: resource\nWARC-Record-ID:\n "
                    "<x>\nContent-Length: 2\n\nab\n\n");
        put_record_as(&b, 3, "body", 4, 90);
        put_record(&b, 4, 30000);
        put_record(&b, 5, 10);
        break;
    default:
        break;
    }
    size_t n = b.n;
    if (n)
        memcpy(p, b.p, n);
    ws_buf_release(&b);
    ws_buf_release(&r);
    return n;
}
#endif
