/* What text in the form of records, wrong and missing lengths and damaged headers cost: the
 * record that is damaged, and no other one. */
#include "tests/unit/archive_log.h"

/* A page with a whole record in it, as a page about WARC files has. */
#define PLANTED                                                                                \
    "<pre>\r\n\r\nWARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:99>\r\n"        \
    "WARC-Date: 2025-05-17T01:02:03Z\r\nContent-Length: 5\r\n\r\nhello\r\n\r\n</pre>\r\n"

static void put_planted(struct ws_buf *b, int id)
{
    put_record_as(b, id, PLANTED, sizeof PLANTED - 1, sizeof PLANTED - 1);
}

static void test_planted(void)
{
    struct ws_buf b = {0};
    put_planted(&b, 0);
    put_record(&b, 1, 10);
    put_planted(&b, 2);
    read_all_ways(b, "a record as text inside a block");
    OK(got.records == 3 && got.losses == 0, "it is part of the block");

    b.n = 0;
    put_planted(&b, 0);
    size_t at = b.n;
    put_record(&b, 1, 300);
    size_t next = b.n;
    put_planted(&b, 2);
    memset(b.p + at, 'x', 40);
    read_all_ways(b, "and a damaged header behind it");
    char line[80];
    snprintf(line, sizeof line, "!garbage %zu %zu\n", at, next - at);
    OK(got.records == 2 && got.losses == 1 && log_has(&got, "<urn:uuid:0> 0 ") &&
           log_has(&got, line) && log_has(&got, "<urn:uuid:2>"),
       "the block is whole, and the damaged record alone is lost");

    /* truncated inside the record: the planted one does not come out of the rest */
    b.n = 0;
    put_record(&b, 0, 10);
    put_record_as(&b, 1, PLANTED PLANTED, 2 * sizeof PLANTED - 2, 100000);
    read_all_ways(b, "planted, and cut off");
    OK(got.records == 1 && got.losses == 1 && log_has(&got, "!truncated "),
       "a truncated record");
    ws_buf_release(&b);
}

/* --- lengths --------------------------------------------------------------------------- */

static void put_without_length(struct ws_buf *b, int id, const char *length, const char *block)
{
    put_fmt(b, "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:%d>\r\n%s\r\n%s",
            id, length, block);
}

static void test_no_length(void)
{
    static const struct {
        const char *length, *block;
        size_t n;
    } T[] = {
        {"", "block\r\n\r\n", 5},
        {"", "\r\n\r\n", 0},
        {"", "", 0},
        {"", "two\n\nparagraphs\n\n\n", 16},
        {"", "WARC/1.0\r\nWARC-Type: response\r\n\r\n no record at all\r\n\r\n", 0},
        {"Content-Length: -7\r\n", "block\n\n", 5},
        {"Content-Length: 5 bytes\r\n", "block\r\n\r\n", 5},
        {"Content-Length:\r\n", "block\n", 5},
    };
    for (size_t i = 0; i < sizeof T / sizeof *T; i++) {
        char line[80];
        struct ws_buf b = {0}, gz = {0}, r = {0};
        bool nested = T[i].block[0] == 'W';
        put_record(&b, 0, 300);
        size_t at = b.n;
        put_without_length(&b, 1, T[i].length, T[i].block);
        size_t end = b.n;
        put_record(&b, 2, 300);
        read_all_ways(b, "no length");
        snprintf(line, sizeof line, "<urn:uuid:1> %zu %zu %zu\n", at, end - at, T[i].n);
        OK(got.losses == 0 && got.warnings >= 1 && log_has(&got, "<urn:uuid:2>") &&
               (nested || (log_has(&got, line) && got.records == 3)),
           "no length (%zu): the record ends where the next begins", i);
        put_members(&gz, 0, 1, 300);
        put_without_length(&r, 1, T[i].length, T[i].block);
        put_gzip(&gz, r.p, r.n);
        put_members(&gz, 2, 1, 300);
        read_all_ways(gz, "no length, gzip");
        snprintf(line, sizeof line, " %zu\n", T[i].n);
        OK(got.losses == 0 && log_has(&got, "<urn:uuid:2>") &&
               (nested || (got.records == 3 && log_has(&got, line))),
           "the same in members (%zu)", i);
        ws_buf_release(&b);
        ws_buf_release(&gz);
        ws_buf_release(&r);
    }
}

static void test_last_without_length(void)
{
    struct ws_buf b = {0};
    put_record(&b, 0, 300);
    put_without_length(&b, 1, "", "block\r\n\r\n");
    read_all_ways(b, "the last record, without a length");
    OK(got.records == 2 && got.losses == 0 && log_has(&got, " 5\n"), "it ends with the input");
    b.n = 0;
    put_str(&b, "WARC/1.0\r\nWARC-Type: request\r\n\r\n\r\n\r\n"
                "WARC/1.0\r\nWARC-Type: metadata\r\n\r\n\r\n\r\n");
    read_all_ways(b, "headers alone");
    OK(got.records == 2 && got.losses == 0 && got.warnings == 2, "are empty records");

    struct ws_archive_options o;
    ws_archive_options_init(&o);
    o.max_record_bytes = 1000;
    b.n = 0;
    put_record(&b, 0, 300);
    put_without_length(&b, 1, "", "");
    put_text(&b, 3000000, 1);
    put_str(&b, "\r\n\r\n");
    put_record(&b, 2, 300);
    read_memory(&got, b, &o);
    OK(got.records == 2 && log_has(&got, "!record_too_big ") && log_has(&got, "<urn:uuid:2>"),
       "without a length, and over the limit");
    ws_buf_release(&b);
}

/* A length over max_record_bytes that is not true must not take the rest of the file along. */
static void test_huge_length(void)
{
    struct ws_archive_options o;
    ws_archive_options_init(&o);
    o.max_record_bytes = 100000;
    struct ws_buf b = {0}, text = {0}, gz = {0};
    put_text(&text, 2000000, 1);
    put_record(&b, 0, 300);
    size_t at = b.n;
    put_record_as(&b, 1, text.p, 1000, 5000000000);
    size_t next = b.n;
    for (int i = 2; i < 6; i++)
        put_record(&b, i, 300);
    read_memory(&got, b, &o);
    char line[80];
    snprintf(line, sizeof line, "!record_length %zu %zu\n", at, next - at);
    OK(got.records == 5 && got.losses == 1 && log_has(&got, line),
       "a huge length that is not true");
    put_gzip(&gz, b.p, b.n);
    read_memory(&got, gz, &o);
    OK(got.records == 5 && got.losses == 1, "the same in one member");

    b.n = 0;
    put_record(&b, 0, 300);
    memcpy(text.p + 700000, PLANTED, sizeof PLANTED - 1);
    put_record_as(&b, 1, text.p, text.n, text.n);
    put_record(&b, 2, 300);
    read_memory(&got, b, &o);
    OK(got.records == 2 && got.losses == 1 && log_has(&got, "!record_too_big "),
       "one that is true, with a record as text in the block");
    ws_buf_release(&b);
    ws_buf_release(&gz);
    ws_buf_release(&text);
}

/* --- damage ----------------------------------------------------------------------------- */

static void test_header_damage(void)
{
    struct ws_buf good = {0}, b = {0};
    size_t at[5] = {0};
    for (int i = 0; i < 4; i++) {
        put_record(&good, i, 300);
        at[i + 1] = good.n;
    }
    int bad = 0;
    for (size_t i = 0; i < 120; i++) { /* every byte of a header, and some of the block */
        for (int bit = 0; bit < 8; bit++) {
            b.n = 0;
            put(&b, good.p, good.n);
            b.p[at[1] + i] ^= (uint8_t)(1u << bit);
            read_memory(&got, b, NULL);
            bool others = log_has(&got, "<urn:uuid:0>") && log_has(&got, "<urn:uuid:2>") &&
                          log_has(&got, "<urn:uuid:3>") && log_has(&got, "=eof");
            bad += !others;
        }
    }
    IS_INT(bad, 0, "one bit in a header: the other records are there");
    for (size_t n = 1; n < 900; n += 7) {
        b.n = 0;
        put(&b, good.p, good.n);
        memset(b.p + at[1], 0, n);
        read_memory(&got, b, NULL);
        bool last = at[1] + n <= at[3] ? log_has(&got, "<urn:uuid:3>") : true;
        bad += !log_has(&got, "<urn:uuid:0>") || !last || got.losses != 1;
    }
    IS_INT(bad, 0, "zeros over a record, or several: one loss");

    /* bytes that were jumped are all of them */
    b.n = 0;
    put(&b, good.p, at[1]);
    put_str(&b, "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 3\r\n\r\nabc\r\n\r\nlog\n");
    size_t junk = b.n;
    put(&b, good.p + at[1], good.n - at[1]);
    memset(b.p + at[1], '#', 4);
    read_all_ways(b, "jumped");
    char line[80];
    snprintf(line, sizeof line, "!garbage %zu %zu\n", at[1], junk - at[1]);
    OK(got.records == 4 && got.losses == 1 && log_has(&got, line),
       "garbage that nearly is a record, with all its bytes");
    ws_buf_release(&good);
    ws_buf_release(&b);
}

int main(void)
{
    test_planted();
    test_no_length();
    test_last_without_length();
    test_huge_length();
    test_header_damage();
    log_clear(&got);
    log_clear(&other);
    return tap_done();
}
