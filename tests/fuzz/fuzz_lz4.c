/* lz4 frames as an archive: bytes as they are, or made into frames (packed.h). */
#include "tests/fuzz/driver.h"
#include "tests/fuzz/packed.h"
#include "tests/fuzz/reading.h"

#ifdef WS_HAVE_LZ4
static void pack(struct ws_buf *b, struct ws_slice plain, struct recipe *r)
{
    size_t way = next_number(r, 32);
    LZ4F_frameInfo_t how = {
        .blockSizeID = way & 1 ? LZ4F_max4MB : LZ4F_max64KB,
        .blockMode = way & 2 ? LZ4F_blockIndependent : LZ4F_blockLinked,
        .contentChecksumFlag = way & 4 ? LZ4F_contentChecksumEnabled : LZ4F_noContentChecksum,
        .blockChecksumFlag = way & 8 ? LZ4F_blockChecksumEnabled : LZ4F_noBlockChecksum,
        .contentSize = way & 16 ? plain.n : 0,
    };
    put_lz4_as(b, plain.p, plain.n, how);
}
#endif

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    if (n == 0 || data[0] == 4) {
        read_both_ways(data, n);
        return 0;
    }
#ifdef WS_HAVE_LZ4
    struct ws_buf b = {0};
    cook((struct recipe){data, n}, &b, pack);
    read_both_ways(b.p, b.n);
    ws_buf_release(&b);
#endif
    return 0;
}
