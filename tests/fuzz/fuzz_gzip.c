/* gzip members as an archive, made by the recipes of packed.h; fuzz_archive.c has bytes as they
 * are. */
#include "tests/fuzz/driver.h"
#include "tests/fuzz/packed.h"
#include "tests/fuzz/reading.h"

static void pack(struct ws_buf *b, struct ws_slice plain, struct recipe *r)
{
    size_t way = next_number(r, 16);
    put_gzip_head(b, plain.p, plain.n, way & 1 ? "extra" : NULL, way & 1 ? 5 : 0,
                  way & 2 ? "name" : NULL, way & 4 ? "comment" : NULL, way & 8);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct ws_buf b = {0};
    cook((struct recipe){data, n}, &b, pack);
    read_both_ways(b.p, b.n);
    ws_buf_release(&b);
    return 0;
}
