/* What only zstd has: dictionaries, skippable frames, frame headers. */
#include "tests/unit/archive_log.h"
#include "tests/unit/make_packed.h"

#ifdef WS_HAVE_ZSTD

#include <zdict.h>

#define DICT_FRAME 13 /* 0x184D2A5D */

/* A dictionary in the format of RFC 8878, 5, trained on such records as the tests make. */
static struct ws_buf make_dictionary(unsigned seed)
{
    struct ws_buf samples = {0}, dict = {0};
    size_t sizes[400];
    for (int i = 0; i < 400; i++) {
        size_t before = samples.n;
        put_record(&samples, (int)seed + i, 300);
        sizes[i] = samples.n - before;
    }
    put_room(&dict, 4096);
    dict.n = ZDICT_trainFromBuffer(dict.p, 4096, samples.p, sizes, 400);
    if (ZDICT_isError(dict.n))
        abort();
    ws_buf_release(&samples);
    return dict;
}

static void put_frames(struct ws_buf *b, int first, int count, struct zstd_how how)
{
    for (int i = first; i < first + count; i++) {
        struct ws_buf r = {0};
        put_record(&r, i, 500);
        put_zstd_as(b, r.p, r.n, how);
        ws_buf_release(&r);
    }
}

static struct zstd_how with(struct ws_buf dict)
{
    return (struct zstd_how){.dict = {dict.p, dict.n}};
}

#define COUNTS(r, l, what)                                                                     \
    do {                                                                                       \
        IS_INT(got.records, r, what);                                                          \
        IS_INT(got.losses, l, "losses of that");                                               \
    } while (0)

static void test_dictionary(void)
{
    struct ws_buf dict = make_dictionary(0), second = make_dictionary(5000), b = {0},
                  packed = {0};
    put_skippable(&b, DICT_FRAME, dict.p, dict.n);
    size_t at = b.n;
    put_frames(&b, 0, 3, with(dict));
    put_frames(&b, 3, 1, (struct zstd_how){.dict = {dict.p, dict.n}, .no_dict_id = true});
    put_frames(&b, 4, 1, (struct zstd_how){0});
    read_all_ways(b, "dictionary");
    COUNTS(5, 0, "frames with a dictionary, one that does not name it, one without");
    char want[60];
    int n = snprintf(want, sizeof want, "<urn:uuid:0> %zu ", at);
    OK(strncmp((char *)got.text.p, want, (size_t)n) == 0, "the first record begins behind it");
    b.n = 0;

    put_zstd(&packed, dict.p, dict.n);
    put_skippable(&b, DICT_FRAME, packed.p, packed.n);
    put_frames(&b, 0, 3, with(dict));
    size_t joint = b.n;
    put_skippable(&b, DICT_FRAME, second.p, second.n);
    put_frames(&b, 3, 3, with(second));
    read_all_ways(b, "compressed dictionary");
    COUNTS(6, 0,
           "a compressed dictionary, and a second file with another one behind the first");

    memset(b.p + joint + 8 + 60, 0xff, 200);
    read_all_ways(b, "the second dictionary corrupt");
    IS_INT(got.records, 3, "a corrupt dictionary costs what needs it");
    OK(got.losses > 0, "and is told");
    b.p[8 + packed.n / 2] ^= 0xff;
    b.n = joint;
    read_all_ways(b, "the dictionary corrupt");
    COUNTS(0, 1, "a corrupt compressed dictionary");
    b.n = 0;

    put_frames(&b, 0, 1, (struct zstd_how){0});
    put_frames(&b, 1, 1, with(dict));
    put_frames(&b, 2, 1, (struct zstd_how){0});
    read_all_ways(b, "no dictionary");
    COUNTS(2, 1, "a frame whose dictionary is not there");
    OK(strstr((char *)got.text.p, "!unsupported_format ") != NULL, "is told as such");
    ws_buf_release(&b);
    ws_buf_release(&packed);
    ws_buf_release(&dict);
    ws_buf_release(&second);
}

/* A frame of zeros that unpacks to more than a dictionary may have. */
static void test_huge_dictionary(void)
{
    struct ws_buf b = {0}, packed = {0};
    size_t n = (size_t)9 << 20;
    char *zeros = calloc(n, 1);
    if (!zeros)
        abort();
    put_zstd(&packed, zeros, n);
    put_skippable(&b, DICT_FRAME, packed.p, packed.n);
    put_frames(&b, 0, 2, (struct zstd_how){0});
    read_all_ways(b, "huge dictionary");
    COUNTS(2, 1, "a dictionary over the limit is told; what does not need it is read");
    free(zeros);
    ws_buf_release(&b);
    ws_buf_release(&packed);
}

static void test_skippable(void)
{
    struct ws_buf b = {0}, r = {0};
    put_skippable(&b, 0, "abcd",
                  4); /* as pzstd writes them, although the file may not begin so */
    put_frames(&b, 0, 1, (struct zstd_how){0});
    put_skippable(&b, 15, "", 0);
    put_skippable(&b, 1, "x", 1);
    put_record(&r, 1, 500);
    put_zstd(&b, r.p, 300);
    put_skippable(&b, DICT_FRAME, "neither a dictionary nor a frame", 32);
    put_zstd(&b, r.p + 300, r.n - 300);
    put_frames(&b, 2, 1, (struct zstd_how){0});
    put_skippable(&b, 3, "seek table", 10);
    read_all_ways(b, "skippable frames");
    COUNTS(3, 0, "skippable frames are passed, also inside of a record");

    size_t whole = b.n;
    put_le32(&b, 0x184D2A50);
    put_le32(&b, 1000);
    put_frames(&b, 3, 1, (struct zstd_how){0});
    read_all_ways(b, "too long a frame");
    COUNTS(4, 1, "a skippable frame with too large a length swallows nothing");
    b.n = whole;
    put_le32(&b, 0x184D2A50);
    put_le32(&b, 0xfffffff0);
    put_frames(&b, 3, 1, (struct zstd_how){0});
    read_all_ways(b, "a huge frame");
    COUNTS(4, 1, "nor does one with a length that cannot be");
    b.n = whole;
    put(&b, "\x50\x2a\x4d\x18\1", 5);
    read_all_ways(b, "a cut head");
    COUNTS(3, 1, "one with a cut head");
    b.n = 0;
    put_skippable(&b, 0, "nothing else", 12);
    read_all_ways(b, "nothing else");
    IS_LOG("=not_an_archive\n", "skippable frames alone are no archive");
    ws_buf_release(&b);
    ws_buf_release(&r);
}

static void test_headers(void)
{
    struct ws_buf b = {0};
    put_frames(&b, 0, 1, (struct zstd_how){.no_size = true});
    put_frames(&b, 1, 1,
               (struct zstd_how){.no_checksum = true, .window_log = 10, .no_size = true});
    put_frames(&b, 2, 1, (struct zstd_how){.level = 19});
    read_all_ways(b, "headers");
    COUNTS(3, 0, "without size, without checksum, with a small window");

    size_t at = b.n;
    put_frames(&b, 3, 1, (struct zstd_how){.no_size = true, .window_log = 10});
    b.p[at + 5] = 0xf8; /* window descriptor: the largest exponent */
    put_frames(&b, 4, 1, (struct zstd_how){0});
    read_all_ways(b, "window");
    COUNTS(4, 1, "a window over the limit costs the frame");
    OK(strstr((char *)got.text.p, "!unsupported_format ") != NULL, "and is told as such");
    ws_buf_release(&b);
}

/* The last block of a frame of many records has a type that does not exist: only what is in it
 * or behind it is lost. */
static void test_bad_block_head(void)
{
    struct ws_buf b = {0}, r = {0};
    for (int i = 0; i < 9; i++)
        put_record(&r, i, 40000);
    put_zstd(&b, r.p, r.n);
    /* Magic, descriptor, 1 of window, 4 of size: the first block; each tells where the next is.
     */
    size_t at = 4 + 1 + !(b.p[4] & 0x20) + 4;
    for (;;) {
        uint32_t head =
            (uint32_t)b.p[at] | (uint32_t)b.p[at + 1] << 8 | (uint32_t)b.p[at + 2] << 16;
        if (head & 1)
            break;
        at += 3 + (head >> 3);
    }
    b.p[at] |= 6;
    read_all_ways(b, "block head");
    IS_INT(got.records, 6, "the records of the blocks in front come out");
    char want[60];
    snprintf(want, sizeof want, "!corrupt_compression %zu ", at);
    put(&got.text, "", 1);
    OK(strstr((char *)got.text.p, want) != NULL, "and the place told is that of the block");
    ws_buf_release(&b);
    ws_buf_release(&r);
}

int main(void)
{
    test_dictionary();
    test_huge_dictionary();
    test_skippable();
    test_headers();
    test_bad_block_head();
    log_clear(&got);
    log_clear(&other);
    return tap_done();
}

#else

int main(void)
{
    static const char *const T[] = {"\x28\xb5\x2f\xfd............",
                                    "\x5d\x2a\x4d\x18............"};
    for (size_t i = 0; i < 2; i++) {
        struct ws_buf b = {0};
        put_str(&b, T[i]);
        read_all_ways(b, "zstd");
        IS_LOG("=unsupported_format\n", "without libzstd it is refused with a reason");
        ws_buf_release(&b);
    }
    log_clear(&got);
    log_clear(&other);
    return tap_done();
}

#endif
