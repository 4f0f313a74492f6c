/* What only lz4 has: options of a frame. */
#include "tests/unit/archive_log.h"
#include "tests/unit/make_packed.h"

#ifdef WS_HAVE_LZ4

static void put_frame(struct ws_buf *b, int id, size_t n, LZ4F_frameInfo_t how)
{
    struct ws_buf r = {0};
    put_record(&r, id, n);
    how.contentSize = how.contentSize ? r.n : 0;
    put_lz4_as(b, r.p, r.n, how);
    ws_buf_release(&r);
}

/* Every kind of frame, each behind a corrupt one: it is read, and found again. */
static void test_options(void)
{
    static const LZ4F_blockSizeID_t SIZES[] = {LZ4F_max64KB, LZ4F_max4MB};
    for (unsigned i = 0; i < 32; i++) {
        struct ws_buf b = {0};
        put_lz4(&b, "no record", 9);
        put_str(&b, "rubbish");
        put_frame(
            &b, 1, 200000,
            (LZ4F_frameInfo_t){.blockSizeID = SIZES[i & 1],
                               .blockMode = i & 2 ? LZ4F_blockIndependent : LZ4F_blockLinked,
                               .contentChecksumFlag = i & 4 ? 1 : 0,
                               .blockChecksumFlag = i & 8 ? 1 : 0,
                               .contentSize = i & 16});
        put_frame(&b, 2, 100, (LZ4F_frameInfo_t){0});
        read_memory(&got, b, NULL);
        IS_INT(got.records, 2, "records of frames with any options");
        OK(got.blocks.n == 200100, "whole");
        ws_buf_release(&b);
    }
}

/* A block that does not pack is stored as it is. */
static void test_stored_block(void)
{
    struct ws_buf b = {0}, r = {0}, noise = {0};
    uint32_t x = 3;
    for (int i = 0; i < 70000; i++) {
        x = x * 1664525u + 1013904223u;
        uint8_t c = (uint8_t)(x >> 24);
        put(&noise, &c, 1);
    }
    put_str(&b, "rubbish\n");
    put_record_as(&r, 0, noise.p, noise.n, noise.n);
    put_lz4(&b, r.p, r.n);
    put_frame(&b, 1, 100, (LZ4F_frameInfo_t){0});
    read_all_ways(b, "stored blocks");
    OK(got.records == 2 && got.losses == 1, "stored blocks are read and found");
    ws_buf_release(&b);
    ws_buf_release(&r);
    ws_buf_release(&noise);
}

static void test_skippable(void)
{
    struct ws_buf b = {0};
    put_skippable(&b, 2, "in front", 8);
    put_frame(&b, 0, 100, (LZ4F_frameInfo_t){0});
    put_skippable(&b, 13, "\x37\xa4\x30\xec is no dictionary here", 26);
    put_frame(&b, 1, 100, (LZ4F_frameInfo_t){0});
    read_memory(&got, b, NULL);
    IS_INT(got.records, 2, "skippable frames");
    ws_buf_release(&b);
}

/* Not wise, but nothing is lost. */
static void test_joined(void)
{
    struct ws_buf b = {0};
    for (size_t i = 0; i < PACKERS_COUNT; i++)
        put_packed(&b, &PACKERS[i], (int)i, 1, 300);
    read_all_ways(b, "joined");
    OK(got.records == (int)PACKERS_COUNT && got.losses == 0,
       "archives of different compressions, joined");
    ws_buf_release(&b);
}

int main(void)
{
    test_options();
    test_stored_block();
    test_skippable();
    test_joined();
    log_clear(&got);
    log_clear(&other);
    return tap_done();
}

#else

int main(void)
{
    struct ws_buf b = {0};
    put_str(&b, "\x04\x22\x4d\x18............");
    read_all_ways(b, "lz4");
    IS_LOG("=unsupported_format\n", "without liblz4 it is refused with a reason");
    ws_buf_release(&b);
    log_clear(&got);
    log_clear(&other);
    return tap_done();
}

#endif
