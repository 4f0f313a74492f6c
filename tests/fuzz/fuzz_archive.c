/* Any bytes as an archive. */
#include "tests/fuzz/driver.h"
#include "tests/fuzz/reading.h"
#include "tests/unit/make_arc.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    read_both_ways(data, n);
    return 0;
}

#ifndef WS_LIBFUZZER
/* ARC records; records without or with wrong lengths, and inside others. */
static void more_seeds(size_t i, struct ws_buf *b)
{
    struct ws_buf r = {0};
    switch (i) {
    case 5:
        put_filedesc(b);
        for (int k = 0; k < 4; k++)
            put_arc(b, k, 200);
        put_arc_as(b, 4, "192.0.2.7 200009180023002953 a/b -", 20);
        put_record(b, 5, 20);
        break;
    case 6:
        put_filedesc(&r);
        put_gzip(b, r.p, r.n);
        r.n = 0;
        put_arc(&r, 1, 3000);
        put_gzip(b, r.p, r.n);
        put_gzip(b, r.p, r.n / 3);
        put_gzip(b, r.p + r.n / 3, r.n - r.n / 3);
        break;
    case 7: /* no lengths, wrong lengths, records inside records */
        put_str(b, "WARC/1.0\r\nWARC-Type: request\r\n\r\n\r\n\r\n"
                   "WARC/1.0\nWARC-Type: response\nWARC-Record-ID: <u>\n\nblock\n\n");
        put_record(&r, 1, 100);
        put_record(&r, 2, 100);
        put_record_as(b, 3, r.p, r.n, r.n);
        put_str(b, "garbage\r\n");
        put_record_as(b, 4, r.p, r.n, 90000);
        break;
    default:
        break;
    }
    ws_buf_release(&r);
}

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
        more_seeds(i, &b);
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
