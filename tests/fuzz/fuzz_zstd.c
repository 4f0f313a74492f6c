/* zstd frames as an archive: bytes as they are, or made into frames (packed.h), some with a
 * dictionary. */
#include "tests/fuzz/driver.h"
#include "tests/fuzz/packed.h"
#include "tests/fuzz/reading.h"

#ifdef WS_HAVE_ZSTD
#include <zdict.h>

/* A dictionary, the same in every run. */
static struct ws_slice dictionary(void)
{
    static uint8_t dict[2048];
    static size_t n;
    if (n == 0) {
        struct ws_buf samples = {0};
        size_t sizes[100];
        for (int i = 0; i < 100; i++) {
            size_t before = samples.n;
            put_record(&samples, i, 200);
            sizes[i] = samples.n - before;
        }
        n = ZDICT_trainFromBuffer(dict, sizeof dict, samples.p, sizes, 100);
        check(!ZDICT_isError(n));
        ws_buf_release(&samples);
    }
    return (struct ws_slice){dict, n};
}

static void pack(struct ws_buf *b, struct ws_slice plain, struct recipe *r)
{
    size_t way = next_number(r, 64);
    struct zstd_how how = {.level = way & 1 ? 1 : 3,
                           .no_size = way & 2,
                           .no_checksum = way & 4,
                           .no_dict_id = way & 8};
    if (way & 16)
        how.dict = dictionary();
    if (way & 32) {
        struct ws_buf packed = {0};
        put_zstd(&packed, dictionary().p, dictionary().n);
        put_skippable(b, 13, packed.p, packed.n);
        ws_buf_release(&packed);
    }
    put_zstd_as(b, plain.p, plain.n, how);
}
#endif

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    if (n == 0 || data[0] == 0x28 || data[0] == 0x5d) {
        read_both_ways(data, n);
        return 0;
    }
#ifdef WS_HAVE_ZSTD
    struct ws_buf b = {0};
    cook((struct recipe){data, n}, &b, pack);
    read_both_ways(b.p, b.n);
    ws_buf_release(&b);
#endif
    return 0;
}
