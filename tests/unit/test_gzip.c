/* What only gzip has: optional header fields, and the values its header may hold. */
#include "tests/unit/archive_log.h"
#include "tests/unit/make_packed.h"

/* Record id with these header fields, behind a corrupt member and in front of a good one. */
static void put_scene(struct ws_buf *b, const char *extra, size_t extra_n, const char *name,
                      const char *comment, bool crc)
{
    struct ws_buf r = {0};
    put_members(b, 0, 1, 400);
    memset(b->p + b->n / 2, 0xee, 20);
    put_record(&r, 1, 400);
    put_gzip_head(b, r.p, r.n, extra, extra_n, name, comment, crc);
    put_members(b, 2, 1, 400);
    ws_buf_release(&r);
}

static void test_header_fields(void)
{
    static char extra[65535], name[3000];
    memset(extra, 'x', sizeof extra);
    memset(name, 'n', sizeof name - 1);
    for (unsigned i = 0; i < 16; i++) {
        struct ws_buf b = {0};
        put_scene(&b, i & 1 ? extra : NULL, i & 1 ? 12 : 0, i & 2 ? "crawl.warc" : NULL,
                  i & 4 ? "a comment" : NULL, i & 8);
        read_all_ways(b, "optional fields");
        IS_INT(got.records, 2,
               "a member with optional header fields is read, also after damage");
        ws_buf_release(&b);
    }
    struct ws_buf b = {0};
    put_scene(&b, extra, sizeof extra, name, name, true);
    read_all_ways(b, "large fields");
    IS_INT(got.records, 2, "fields of any size");
    ws_buf_release(&b);
}

static void test_header_crc(void)
{
    struct ws_buf b = {0}, r = {0};
    put_record(&r, 0, 100);
    put_gzip_head(&b, r.p, r.n, NULL, 0, "name", NULL, true);
    b.p[5] ^= 1; /* a byte of the time */
    put_members(&b, 1, 1, 100);
    read_all_ways(b, "FHCRC");
    IS_INT(got.records, 1, "a wrong checksum of the header costs the member");
    OK(strncmp((char *)got.text.p, "!checksum 0 ", 12) == 0, "and is told as one");
    ws_buf_release(&b);
    ws_buf_release(&r);
}

/* XFL and OS may have any value (RFC 1952, 2.3.1), also where a member is searched for. */
static void test_any_system(void)
{
    struct ws_buf b = {0};
    put_members(&b, 0, 1, 100);
    memset(b.p + b.n / 2, 0xee, 20);
    size_t at = b.n;
    put_members(&b, 1, 2, 100);
    b.p[at + 8] = 77;
    b.p[at + 9] = 200;
    read_all_ways(b, "XFL and OS");
    IS_INT(got.records, 2, "XFL and OS do not matter");
    ws_buf_release(&b);
}

static void test_trailing(void)
{
    static const char *const T[] = {"\x1f\x8b", "\x1f\x8b\x08\xe0wrong flags", "WARC",
                                    "\n\n\n"};
    for (size_t i = 0; i < sizeof T / sizeof *T; i++) {
        struct ws_buf b = {0};
        put_members(&b, 0, 2, 100);
        put_str(&b, T[i]);
        read_all_ways(b, "trailing");
        OK(got.records == 2 && got.losses == 1, "bytes at the end are told and cost nothing");
        ws_buf_release(&b);
    }
}

int main(void)
{
    test_header_fields();
    test_header_crc();
    test_any_system();
    test_trailing();
    log_clear(&got);
    log_clear(&other);
    return tap_done();
}
