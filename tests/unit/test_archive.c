#include "tests/unit/archive_log.h"

/* --- whole archives ------------------------------------------------------------------ */

static void test_good(void)
{
    struct ws_buf plain = {0}, b = {0}, want = {0};
    size_t at[4] = {0};
    for (int i = 0; i < 3; i++) {
        put_record(&plain, i, 1000);
        at[i + 1] = plain.n;
        put_text(&want, 1000, (unsigned)i);
    }
    read_all_ways(plain, "plain");
    char log[400];
    snprintf(
        log, sizeof log,
        "<urn:uuid:0> 0 %zu 1000\n<urn:uuid:1> %zu %zu 1000\n<urn:uuid:2> %zu %zu 1000\n=eof\n",
        at[1], at[1], at[2] - at[1], at[2], at[3] - at[2]);
    IS_LOG(log, "plain records, their places and lengths");
    OK(got.blocks.n == want.n && memcmp(got.blocks.p, want.p, want.n) == 0, "their blocks");

    put_members(&b, 0, 1, 1000);
    size_t m1 = b.n;
    put_members(&b, 1, 1, 1000);
    size_t m2 = b.n;
    put_members(&b, 2, 1, 1000);
    read_all_ways(b, "gzip by record");
    snprintf(
        log, sizeof log,
        "<urn:uuid:0> 0 %zu 1000\n<urn:uuid:1> %zu %zu 1000\n<urn:uuid:2> %zu %zu 1000\n=eof\n",
        m1, m1, m2 - m1, m2, b.n - m2);
    IS_LOG(log, "members, their places and lengths");
    OK(got.blocks.n == want.n && memcmp(got.blocks.p, want.p, want.n) == 0, "their blocks");

    b.n = 0;
    put_gzip(&b, plain.p, plain.n);
    read_all_ways(b, "gzip as a whole");
    IS_LOG("<urn:uuid:0> 0 0 1000\n<urn:uuid:1> 0 0 1000\n<urn:uuid:2> 0 0 1000\n=eof\n",
           "one member: no lengths");
    OK(got.blocks.n == want.n && memcmp(got.blocks.p, want.p, want.n) == 0, "the blocks");

    b.n = 0;
    put_gzip(&b, plain.p, at[2]);
    size_t m = b.n;
    put_gzip(&b, plain.p + at[2], at[3] - at[2]);
    read_all_ways(b, "two records and one");
    snprintf(log, sizeof log,
             "<urn:uuid:0> 0 0 1000\n<urn:uuid:1> 0 0 1000\n<urn:uuid:2> %zu %zu 1000\n=eof\n",
             m, b.n - m);
    IS_LOG(log, "two records in a member");
    ws_buf_release(&plain);
    ws_buf_release(&want);
    ws_buf_release(&b);
}

/* Every way to cut a record into two members: in the version line, in the header, in the block,
 * in its end. */
static void test_over_members(void)
{
    struct ws_buf r = {0}, b = {0}, next = {0};
    put_record(&r, 1, 50);
    put_members(&next, 2, 1, 50);
    int bad = 0;
    for (size_t cut = 1; cut < r.n; cut++) {
        b.n = 0;
        put_gzip(&b, r.p, cut);
        put_gzip(&b, "", 0);
        put_gzip(&b, r.p + cut, r.n - cut);
        put(&b, next.p, next.n);
        read_memory(&got, b, NULL);
        bad += got.records != 2 || got.losses != 0;
    }
    IS_INT(bad, 0, "a record over three members, cut anywhere");
    ws_buf_release(&r);
    ws_buf_release(&b);
    ws_buf_release(&next);
}

static void test_between_members(void)
{
    struct ws_buf b = {0};
    uint8_t zeros[700] = {0};
    put_gzip(&b, "", 0);
    put_members(&b, 0, 2, 100);
    put(&b, zeros, sizeof zeros);
    put_gzip(&b, "", 0);
    put_gzip(&b, "\r\n", 2);
    put_members(&b, 2, 1, 100);
    put(&b, zeros, 3);
    read_all_ways(b, "padding");
    OK(got.records == 3 && got.losses == 0, "empty members, zeros and line ends are no loss");
    ws_buf_release(&b);
}

static void test_ends_of_records(void)
{
    static const char *const ENDS[] = {"", "\n", "\r\n", "\n\n", "\r\n\r\n\r\n\r\n"};
    for (size_t i = 0; i < sizeof ENDS / sizeof *ENDS; i++) {
        struct ws_buf b = {0};
        for (int k = 0; k < 3; k++) {
            put_record(&b, k, 200);
            b.n -= 4;
            put_str(&b, ENDS[i]);
        }
        read_all_ways(b, "record ends");
        OK(got.records == 3 && got.losses == 0, "record end %zu", i);
        ws_buf_release(&b);
    }
}

static void test_no_block_asked(void)
{
    struct ws_buf b = {0};
    struct ws_archive *a;
    struct ws_record rec;
    put_members(&b, 0, 5, 300000);
    if (ws_archive_open_memory(b.p, b.n, 1000, NULL, &a, NULL) != WS_OK)
        abort();
    for (int i = 0; i < 5; i++) {
        char id[40];
        snprintf(id, sizeof id, "<urn:uuid:%d>", i);
        IS_INT(ws_archive_next(a, &rec), WS_OK, "next without block");
        IS_SLICE(rec.id, id, "the records come in order");
        if (i == 0)
            IS_INT(rec.offset, 1000, "offsets count from base");
    }
    IS_INT(ws_archive_next(a, &rec), WS_EOF, "the end");
    IS_INT(ws_archive_position(a), 1000 + b.n, "the position is at the end");
    ws_archive_close(a);
    ws_buf_release(&b);
}

/* --- damage -------------------------------------------------------------------------- */

/* Ten members; edges[i]: where member i begins. */
static struct ws_buf ten(size_t edges[11])
{
    struct ws_buf b = {0};
    for (int i = 0; i < 10; i++) {
        edges[i] = b.n;
        put_members(&b, i, 1, 3000);
    }
    edges[10] = b.n;
    return b;
}

static bool has_line(const char *fmt_line)
{
    struct ws_buf t = {0};
    put(&t, got.text.p, got.text.n);
    put(&t, "", 1);
    bool yes = strstr((char *)t.p, fmt_line) != NULL;
    ws_buf_release(&t);
    return yes;
}

static void check_one_lost(size_t edges[11], int k, enum ws_code code, const char *what)
{
    char line[120];
    IS_INT(got.records, 9, what);
    IS_INT(got.losses, 1, what);
    snprintf(line, sizeof line, "!%s %zu %zu\n", ws_code_name(code), edges[k],
             edges[k + 1] - edges[k]);
    OK(has_line(line), "%s: reported as %.*s", what, (int)strlen(line) - 1, line);
    snprintf(line, sizeof line, "<urn:uuid:%d>", k);
    OK(!has_line(line), "%s: the lost record does not come out", what);
}

static void test_damaged_members(void)
{
    size_t edges[11];
    struct ws_buf b = ten(edges);
    b.p[edges[4] - 6] ^= 0xff;
    read_all_ways(b, "checksum");
    check_one_lost(edges, 3, WS_E_CHECKSUM, "checksum");
    ws_buf_release(&b);

    b = ten(edges);
    memset(b.p + edges[5], 'x', 10);
    read_all_ways(b, "member header");
    check_one_lost(edges, 5, WS_E_GARBAGE, "member header");
    ws_buf_release(&b);

    b = ten(edges);
    memset(b.p + edges[0], 'x', 10);
    read_all_ways(b, "first member header");
    check_one_lost(edges, 0, WS_E_GARBAGE, "first member header");
    ws_buf_release(&b);

    b = ten(edges);
    b.p[edges[7] + 10] = 0x07; /* a last block of the reserved type: RFC 1951, 3.2.3 */
    read_all_ways(b, "deflate");
    check_one_lost(edges, 7, WS_E_INFLATE, "deflate");
    ws_buf_release(&b);

    /* a stored block that swallows the three members behind it (RFC 1951, 3.2.4) */
    b = ten(edges);
    size_t n = edges[6] - edges[3];
    const uint8_t stored[5] = {0, (uint8_t)n, (uint8_t)(n >> 8), (uint8_t)~n,
                               (uint8_t)(~n >> 8)};
    memcpy(b.p + edges[2] + 10, stored, 5);
    read_all_ways(b, "swallowed members");
    check_one_lost(edges, 2, WS_E_INFLATE, "swallowed members");
    ws_buf_release(&b);
}

static void test_truncated(void)
{
    size_t edges[11];
    struct ws_buf b = ten(edges);
    int bad = 0;
    for (size_t n = edges[9] + 1; n < edges[10]; n++) {
        read_memory(&got, (struct ws_buf){.p = b.p, .n = n}, NULL);
        bad += got.records != 9 || got.losses != 1 || !has_line("!truncated ") ||
               !has_line("=eof");
    }
    IS_INT(bad, 0, "cut anywhere in the last member: nine records and one truncated");
    ws_buf_release(&b);

    struct ws_buf p = {0};
    put_record(&p, 0, 500);
    size_t edge = p.n;
    put_record(&p, 1, 500);
    bad = 0;
    for (size_t n = edge + WS_E_NONE + 6; n < p.n - 4; n++) {
        read_memory(&got, (struct ws_buf){.p = p.p, .n = n}, NULL);
        bad += got.records != 1 || got.losses != 1 || !has_line("!truncated ");
    }
    IS_INT(bad, 0, "the same in a plain file");
    ws_buf_release(&p);
}

static void test_garbage(void)
{
    size_t edges[11];
    struct ws_buf good = ten(edges), b = {0};
    put(&b, good.p, edges[5]);
    put_text(&b, 1000, 7);
    put(&b, good.p + edges[5], good.n - edges[5]);
    put_text(&b, 100, 8);
    read_all_ways(b, "garbage");
    char line[80];
    snprintf(line, sizeof line, "!garbage %zu 1000\n", edges[5]);
    OK(got.records == 10 && has_line(line), "garbage between members");
    snprintf(line, sizeof line, "!garbage %zu 100\n", good.n + 1000);
    OK(got.losses == 2 && has_line(line), "and behind the last");
    b.n = 0;
    put_str(&b, "some log line\n\n");
    put_record(&b, 0, 100);
    put_str(&b, "a line\nWARC/1.0 is a format\nWARC/1.0\r\nbut this is no record\r\n\r\n");
    put_record(&b, 1, 100);
    read_all_ways(b, "lines");
    OK(got.records == 2 && got.losses == 2 && has_line("!garbage 0 15\n"),
       "lines between plain records");
    ws_buf_release(&good);
    ws_buf_release(&b);
}

/* --- wrong lengths ------------------------------------------------------------------- */

static void test_wrong_length(void)
{
    struct ws_buf text = {0}, r = {0}, b = {0};
    put_text(&text, 1000, 3);
    put_record(&r, 2, 300);
    const int next = (int)r.n;
    for (int off = -300; off <= 1300; off += 7) {
        b.n = 0;
        r.n = 0;
        put_record(&b, 0, 300);
        put_record_as(&b, 1, text.p, 1000, (size_t)(1000 + off));
        put_record(&b, 2, 300);
        put_record(&b, 3, 300);
        read_memory(&got, b, NULL);
        bool kept =
            has_line("<urn:uuid:0>") && has_line("<urn:uuid:2>") && has_line("<urn:uuid:3>");
        /* one byte more takes a CR for content; a block that ends where a record ends looks
         * good */
        bool told = off == 1 || got.losses == 1;
        bool hidden = off > 4 && off % next <= 4;
        if (!hidden && (!kept || !told || (off > 4 && got.records != 3)))
            OK(false, "plain, length wrong by %d", off);
        b.n = 0;
        put_members(&b, 0, 1, 300);
        put_record_as(&r, 1, text.p, 1000, (size_t)(1000 + off));
        put_gzip(&b, r.p, r.n);
        put_members(&b, 2, 2, 300);
        read_memory(&got, b, NULL);
        told = off == 1 || got.losses == 1;
        kept = has_line("<urn:uuid:0>") && has_line("<urn:uuid:2>") && has_line("<urn:uuid:3>");
        if (!kept || !told || (off > 4 && got.records != 3))
            OK(false, "gzip, length wrong by %d", off);
    }
    OK(true, "wrong lengths cost one record at most");
    ws_buf_release(&text);
    ws_buf_release(&r);
    ws_buf_release(&b);
}

/* --- limits -------------------------------------------------------------------------- */

static void test_limits(void)
{
    struct ws_archive_options o;
    ws_archive_options_init(&o);
    o.max_record_bytes = 2000;
    struct ws_buf b = {0};
    for (int i = 0; i < 4; i++)
        put_members(&b, i, 1, (size_t)(1998 + i));
    read_memory(&got, b, &o);
    OK(got.records == 3 && got.losses == 1 && has_line("!record_too_big "),
       "a block over the limit, gzip");
    b.n = 0;
    for (int i = 0; i < 4; i++)
        put_record(&b, i, i == 2 ? 2000000 : 2000);
    read_memory(&got, b, &o);
    OK(got.records == 3 && got.losses == 1 && has_line("!record_too_big "),
       "a block over the limit, plain");
    b.n = 0;
    ws_archive_options_init(&o);
    o.max_header_bytes = 300;
    put_record(&b, 0, 10);
    put_str(
        &b,
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <u>\r\nContent-Length: 0\r\nX: ");
    put_text(&b, 300, 1);
    put_str(&b, "\r\n\r\n\r\n\r\n");
    put_record(&b, 2, 10);
    read_memory(&got, b, &o);
    OK(got.records == 2 && got.losses == 1 && has_line("!record_header "),
       "a header over the limit");
    b.n = 0;
    ws_archive_options_init(&o);
    o.max_inflate_ratio = 10;
    struct ws_buf r = {0};
    size_t n = (size_t)20 << 20;
    uint8_t *zeros = calloc(1, n);
    put_record_as(&r, 1, zeros, n, n);
    put_members(&b, 0, 1, 100);
    put_gzip(&b, r.p, r.n);
    put_members(&b, 2, 1, 100);
    read_memory(&got, b, &o);
    OK(got.records == 2 && got.losses == 1 && has_line("!inflate_ratio "),
       "a member that inflates too well");
    free(zeros);
    ws_buf_release(&r);
    ws_buf_release(&b);
}

/* --- what is no archive -------------------------------------------------------------- */

static void test_refused(void)
{
    static const struct {
        const char *bytes;
        size_t n;
        const char *want;
    } T[] = {
        {"", 0, "=not_an_archive\n"},
        {"<html>not an archive</html>", 27, "=not_an_archive\n"},
        {"PK\3\4\24\0\0\0\10\0\0\0\0\0\0\0", 16, "=zip\n"},
        {"\x02\x21\x4c\x18\0\0\0\0\0\0\0\0\0\0\0\0", 16, "=unsupported_format\n"},
        {"BZh91AY&SY\0\0\0\0\0\0", 16, "=unsupported_format\n"},
        {"\xfd"
         "7zXZ\0\0\0\0\0\0\0\0\0\0\0",
         16, "=unsupported_format\n"},
        {"filedesc://a.arc 0.0.0.0 20", 27, "=not_an_archive\n"},
        {"WARC", 4, "=not_an_archive\n"},
    };
    for (size_t i = 0; i < sizeof T / sizeof *T; i++) {
        struct ws_buf b = {0};
        put(&b, T[i].bytes, T[i].n);
        read_all_ways(b, "refused");
        IS_LOG(T[i].want, "refused with a reason");
        if (T[i].n > 26) {
            struct ws_buf gz = {0};
            put_gzip(&gz, T[i].bytes, T[i].n);
            read_all_ways(gz, "refused, gzip");
            IS_LOG(T[i].want, "the same inside gzip");
            ws_buf_release(&gz);
        }
        ws_buf_release(&b);
    }
    struct ws_buf gz = {0};
    put_gzip(&gz, "", 0);
    read_memory(&got, gz, NULL);
    IS_LOG("=eof\n", "an empty gzip file holds no records");
    ws_buf_release(&gz);
    struct ws_archive *a = (struct ws_archive *)&got;
    struct ws_error err;
    IS_INT(ws_archive_open("no/such/file", NULL, &a, &err), WS_FATAL,
           "a file that is not there");
    OK(a == NULL && err.code == WS_E_IO && err.sys_errno != 0, "says so");
    struct ws_record rec;
    if (ws_archive_open(".", NULL, &a, &err) == WS_OK)
        OK(ws_archive_next(a, &rec) == WS_FATAL && ws_archive_error(a)->code == WS_E_IO,
           "a directory cannot be read");
    ws_archive_close(a);
    ws_archive_close(NULL);
}

int main(void)
{
    test_good();
    test_over_members();
    test_between_members();
    test_ends_of_records();
    test_no_block_asked();
    test_damaged_members();
    test_truncated();
    test_garbage();
    test_wrong_length();
    test_limits();
    test_refused();
    log_clear(&got);
    log_clear(&other);
    return tap_done();
}
