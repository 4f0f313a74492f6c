/* ARC headers (tables of the oddities that real files have) and whole ARC files. */
#include "tests/unit/archive_log.h"
#include "tests/unit/make_arc.h"
#include "warc/header.h"
#include "warcsift/cut.h"

static struct ws_fields fields;
static struct ws_record rec;
static struct ws_error err;

/* --- headers --------------------------------------------------------------------------- */

static void test_headers(void)
{
    static const struct {
        const char *line, *url, *date, *type;
        uint64_t length;
    } T[] = {
        {"http://a.example/ 192.0.2.7 20240501102030 text/html 123\n", "http://a.example/",
         "2024-05-01T10:20:30Z", "text/html", 123},
        {"http://a.example/ 192.0.2.7 20240501102030 text/html 123\r\n", "http://a.example/",
         "2024-05-01T10:20:30Z", "text/html", 123},
        {"http://a.example/?q=a b c   192.0.2.7 20240501102030 text/html 9\n",
         "http://a.example/?q=a b c", "2024-05-01T10:20:30Z", "text/html", 9},
        {"http://a.example/\xe9\xff 192.0.2.7 20240501102030 text/html 9\n",
         "http://a.example/\xe9\xff", "2024-05-01T10:20:30Z", "text/html", 9},
        {"http://a.example/ 192.0.2.7 20240501102030  39\n", "http://a.example/",
         "2024-05-01T10:20:30Z", "", 39},
        {"http://a.example/ 192.0.2.7 20240501102030 39\n", "http://a.example/",
         "2024-05-01T10:20:30Z", "", 39},
        {"http://a.example/ 192.0.2.7 20240501102030 imag\xef\xbf\xbdm) 3\n",
         "http://a.example/", "2024-05-01T10:20:30Z", "imag\xef\xbf\xbdm)", 3},
        {"http://a.example/ 192.0.2.7 20240501102030 text/html; charset=x 3\n",
         "http://a.example/", "2024-05-01T10:20:30Z", "text/html; charset=x", 3},
        {"dns:a.example 2001:db8::1 202405011020 text/dns 56\n", "dns:a.example",
         "2024-05-01T10:20:00Z", "text/dns", 56},
        {"http://a.example/ - 20240501 - 0\n", "http://a.example/", "2024-05-01T00:00:00Z", "-",
         0},
        {"http://a.example/ None 20160211000000jpg text/html 1\n", "http://a.example/",
         "2016-02-11T00:00:00Z", "text/html", 1},
        {"http://a.example/ None 201512000000000 text/xml 1\n", "http://a.example/",
         "201512000000000", "text/xml", 1},
        {"http://a.example/ 192.0.2.7 200009180023002953 image/gif 1\n", "http://a.example/",
         "2000-09-18T00:23:00Z", "image/gif", 1},
        {"http://a.example/ 192.0.2.7 20240501102030 text/html 200 sum - 4711 a.arc 123\n",
         "http://a.example/", "2024-05-01T10:20:30Z", "text/html", 123},
        {"http://a.example/ 192.0.2.7 20240501102030 text/html 302 - http://b/ 20240501 a.arc "
         "5\n",
         "http://a.example/", "2024-05-01T10:20:30Z", "text/html", 5},
        {"http://a.example/ 192.0.2.7 20240501102030 a/b -2046788874\n", "http://a.example/",
         "2024-05-01T10:20:30Z", "a/b", WS_LENGTH_UNKNOWN},
        {"filedesc://a.arc 0.0.0.0 20240501102030 text/plain 76\n", "filedesc://a.arc",
         "2024-05-01T10:20:30Z", "text/plain", 76},
        {"filedesc:// - - - 76\r\n", "filedesc://", "", "", 76},
        {"filedesc://x a.b blue gif one\n", "filedesc://x", "", "", WS_LENGTH_UNKNOWN},
    };
    for (size_t i = 0; i < sizeof T / sizeof *T; i++) {
        struct ws_slice head = SLICE(T[i].line);
        OK(ws_arc_starts(head.p, head.n), "a header: %.*s", (int)head.n - 1, T[i].line);
        OK(!ws_arc_starts(head.p, head.n - 1), "but not without its line end");
        IS_INT(ws_arc_parse(head, &fields, &rec, &err),
               T[i].length == WS_LENGTH_UNKNOWN ? WS_WARN : WS_OK, "is read");
        IS_SLICE(rec.target_uri, T[i].url, "URL");
        IS_SLICE(rec.date, T[i].date, "date");
        IS_SLICE(rec.content_type, T[i].type, "type");
        OK(rec.content_length == T[i].length, "length");
    }
}

static void test_no_headers(void)
{
    static const char *const T[] = {
        "",
        "\n",
        "http://a.example/\n",
        "http://a.example/ 20240501102030 text/html 1\n",
        "http://a.example/ 192.0.2.7 text/html 1\n",
        "http://a.example/ 192.0.2.7 20240501102030 text/html one\n",
        "http://a.example/ 192.0.2.7 20240501102030 text/html\n",
        "http://a.example/ 192.0.2.7 May-1-2024 text/html 1\n",
        "http://a.example/ example.org 20240501102030 text/html 1\n",
        "a.example/ 192.0.2.7 20240501102030 text/html 1\n",
        " http://a.example/ 192.0.2.7 20240501102030 text/html 1\n",
        "1http: 192.0.2.7 20240501102030 text/html 1\n",
        "filedesc: 0.0.0.0 text/plain 76\n",
        /* a line of a CDX file, and one of a crawl log */
        "dns:a.example 192.0.2.7 20240501102030 text/dns 77 a.arc 1437 4a52619830\n",
        "2024-05-01T10:20:30Z 200 56 http://a.example/ LLP http://b.example/ text/html\n",
    };
    for (size_t i = 0; i < sizeof T / sizeof *T; i++) {
        struct ws_slice head = SLICE(T[i]);
        OK(!ws_arc_starts(head.p, head.n) &&
               ws_arc_parse(head, &fields, &rec, &err) == WS_SKIP &&
               err.code == WS_E_RECORD_HEADER,
           "no header: %.*s", head.n ? (int)head.n - 1 : 0, T[i]);
    }
    struct ws_buf b = {0};
    put_str(&b, "http://a.example/");
    put_text(&b, WS_ARC_LINE_MAX, 1);
    put_str(&b, " 192.0.2.7 20240501102030 text/html 1\n");
    for (size_t i = 0; i < b.n - 1; i++)
        b.p[i] = b.p[i] == '\n' ? 'x' : b.p[i];
    OK(!ws_arc_starts(b.p, b.n), "a line over the limit");
    ws_buf_release(&b);
}

static void test_record(void)
{
    IS_INT(ws_header_parse(SLICE("http://a.example/ 192.0.2.7 20240501102030 text/html 200 sum "
                                 "- 4711 a.arc 123\n"),
                           &fields, &rec, &err),
           WS_OK, "ARC 2.0");
    IS_SLICE(rec.version, "ARC/2", "its version");
    IS_INT(rec.n_fields, 10, "its fields");
    IS_SLICE(ws_field_get(rec.fields, rec.n_fields, "Result-code"), "200", "one of them");
    IS_SLICE(ws_field_get(rec.fields, rec.n_fields, "Offset"), "4711", "another");
    IS_INT(rec.type, WS_REC_RESPONSE, "a response");
    IS_SLICE(rec.type_name, "response", "by name");
    OK(rec.id.p == NULL && rec.payload_digest.p == NULL, "what ARC has not is absent");
    IS_INT(ws_header_parse(SLICE("dns:a.example 192.0.2.7 20240501102030 text/dns 56\n"),
                           &fields, &rec, &err),
           WS_OK, "ARC 1.0");
    IS_SLICE(rec.version, "ARC/1", "its version");
    IS_INT(rec.n_fields, 5, "its fields");
    IS_SLICE(ws_field_get(rec.fields, rec.n_fields, "IP-address"), "192.0.2.7", "the address");
    IS_SLICE(ws_field_get(rec.fields, rec.n_fields, "Archive-date"), "20240501102030",
             "the date as written");
    IS_INT(rec.type, WS_REC_RESPONSE, "DNS is a response as in WARC files");
    IS_INT(ws_header_parse(SLICE("metadata://a.example/x 192.0.2.7 20240501102030 a/b 5\n"),
                           &fields, &rec, &err),
           WS_OK, "a metadata record");
    IS_INT(rec.type, WS_REC_METADATA, "is one");
    IS_INT(ws_header_parse(SLICE("filedesc://a 0.0.0.0 20240501102030 a/b 5\n"), &fields, &rec,
                           &err),
           WS_OK, "the first record of a file");
    IS_INT(rec.type, WS_REC_WARCINFO, "is a warcinfo");
}

/* --- files ------------------------------------------------------------------------------ */

/* Four records behind the first. at: where they begin, and the end. */
static struct ws_buf file(size_t at[6])
{
    struct ws_buf b = {0};
    at[0] = 0;
    put_filedesc(&b);
    for (int i = 1; i < 5; i++) {
        at[i] = b.n;
        put_arc(&b, i, (size_t)(1000 + i));
    }
    at[5] = b.n;
    return b;
}

static struct ws_buf packed(const struct ws_buf *plain, const size_t at[6], size_t edge[6])
{
    struct ws_buf b = {0};
    for (int i = 0; i < 5; i++) {
        edge[i] = b.n;
        put_gzip(&b, plain->p + at[i], at[i + 1] - at[i]);
    }
    edge[5] = b.n;
    return b;
}

static void check_places(const size_t at[6], const char *what)
{
    struct ws_buf want = {0};
    put_fmt(&want, " 0 %zu 68\n", at[1]);
    for (int i = 1; i < 5; i++)
        put_fmt(&want, " %zu %zu %d\n", at[i], at[i + 1] - at[i], 1000 + i);
    put_str(&want, "=eof\n");
    tap_bytes(got.text.p, got.text.n, want.p, want.n, __FILE__, __LINE__, what);
    ws_buf_release(&want);
}

static void test_files(void)
{
    size_t at[6], edge[6];
    struct ws_buf plain = file(at), gz = packed(&plain, at, edge), whole = {0}, b = {0};
    read_all_ways(plain, "plain");
    check_places(at, "records of a plain ARC file");
    read_all_ways(gz, "gzip by record");
    check_places(edge, "records in members");
    put_gzip(&whole, plain.p, plain.n);
    read_all_ways(whole, "one member");
    OK(got.records == 5 && got.losses == 0, "all records in one member");
    int bad = 0;
    for (size_t cut = at[1] + 1; cut < at[2]; cut += 13) {
        b.n = 0;
        put_gzip(&b, plain.p, at[1]);
        put_gzip(&b, plain.p + at[1], cut - at[1]);
        put_gzip(&b, plain.p + cut, at[2] - cut);
        put_gzip(&b, plain.p + at[2], at[5] - at[2]);
        read_memory(&got, b, NULL);
        bad += got.records != 5 || got.losses != 0;
    }
    IS_INT(bad, 0, "a record over two members, cut anywhere");
    b.n = 0;
    put_str(&b, "\n");
    put(&b, plain.p + at[1], plain.n - at[1]);
    read_all_ways(b, "no first record");
    OK(got.records == 4 && got.losses == 0, "a line end first, and no record of the file");
    b.n = 0;
    put_record(&b, 7, 100);
    put(&b, plain.p, plain.n);
    put_record(&b, 8, 100);
    put(&b, plain.p, plain.n);
    read_all_ways(b, "mixed");
    OK(got.records == 12 && got.losses == 0, "WARC and ARC behind each other");
    ws_buf_release(&plain);
    ws_buf_release(&gz);
    ws_buf_release(&whole);
    ws_buf_release(&b);
}

static void test_damage(void)
{
    size_t at[6], edge[6];
    char line[80];
    struct ws_buf good = file(at), gz = packed(&good, at, edge), b = {0};
    put(&b, good.p, good.n);
    memset(b.p + at[2], '#', 20);
    read_all_ways(b, "header");
    snprintf(line, sizeof line, "!garbage %zu %zu\n", at[2], at[3] - at[2]);
    OK(got.records == 4 && got.losses == 1 && log_has(&got, line), "a header lost");

    for (int way = 0; way < 2; way++) { /* too large, and far too large */
        struct ws_archive_options o;
        ws_archive_options_init(&o);
        o.max_record_bytes = 5000;
        b.n = 0;
        put(&b, good.p, at[2]);
        put_fmt(&b, "http://example.org/x 192.0.2.7 20240501102030 text/html %d\nbody\n",
                way ? 900000 : 900);
        put(&b, good.p + at[2], good.n - at[2]);
        read_memory(&got, b, &o);
        OK(got.records == 5 && got.losses == 1,
           "a length that is too large: its record is lost");
    }

    b.n = 0;
    put(&b, good.p, at[2]);
    put_str(&b, "http://example.org/x 192.0.2.7 20240501102030 text/html -900\nbody\n");
    put(&b, good.p + at[2], good.n - at[2]);
    read_all_ways(b, "negative");
    OK(got.records == 6 && got.losses == 0 && got.warnings == 1, "a negative length");

    /* text in the form of a header, in a good record before a damaged one */
    static const char TEXT[] = "<pre>\nhttp://b.example/ 192.0.2.7 20240501102030 text/html 5\n"
                               "hello\n</pre>\n and some more text";
    b.n = 0;
    put_filedesc(&b);
    put_fmt(&b, "http://example.org/x 192.0.2.7 20240501102030 text/html %zu\n%s\n",
            sizeof TEXT - 1, TEXT);
    put_str(&b, "#####\n");
    put(&b, good.p + at[2], good.n - at[2]);
    read_all_ways(b, "planted");
    OK(got.records == 5 && got.losses == 1, "a header as text in a block");

    gz.p[edge[3] + 30] ^= 0x55;
    memset(gz.p + edge[3], 0xaa, 8);
    read_all_ways(gz, "member");
    snprintf(line, sizeof line, "!garbage %zu %zu\n", edge[3], edge[4] - edge[3]);
    OK(got.records == 4 && got.losses == 1 && log_has(&got, line),
       "a damaged member: the next that holds an ARC record is found");
    ws_buf_release(&good);
    ws_buf_release(&gz);
    ws_buf_release(&b);
}

/* --- batches ------------------------------------------------------------------------------ */

static void log_batches(struct ws_cutter *c, struct ws_buf *log)
{
    struct ws_batch b = {0};
    enum ws_status st;
    do {
        struct ws_archive *a;
        struct ws_slice block;
        st = ws_cutter_next(c, &b);
        if (ws_archive_open_batch(&b, NULL, &a, NULL) != WS_OK)
            abort();
        while (ws_archive_next(a, &rec) != WS_EOF) {
            if (ws_archive_block(a, &rec, &block) != WS_OK)
                abort();
            put(log, rec.target_uri.p, rec.target_uri.n);
            put(log, rec.date.p, rec.date.n);
            put_fmt(log, " %s %d %zu %d\n", ws_record_type_name(rec.type), (int)rec.offset,
                    block.n, rec.content_length == block.n);
        }
        ws_archive_close(a);
    } while (st == WS_OK);
    ws_batch_release(&b);
}

static void test_batches(void)
{
    struct ws_buf b = {0}, log = {0}, want = {0};
    struct ws_cutter *c;
    FILE *f = tmpfile();
    put_filedesc(&b);
    size_t first = b.n;
    put_arc(&b, 1, 100);
    size_t second = b.n;
    put_str(&b, "http://example.org/2 192.0.2.7 20240501102030 a/b -1\nbody\n");
    if (!f || fwrite(b.p, 1, b.n, f) != b.n || fflush(f) != 0 || fseek(f, 0, SEEK_SET) != 0 ||
        ws_cutter_open_fd(fileno(f), NULL, 1, &c, NULL) != WS_OK)
        abort();
    log_batches(c, &log);
    put_fmt(&want,
            "filedesc://test.arc2024-05-01T10:20:30Z warcinfo 0 68 1\n"
            "http://example.org/12024-05-01T10:20:30Z response %zu 100 1\n"
            "http://example.org/22024-05-01T10:20:30Z response %zu 4 1\n",
            first, second);
    tap_bytes(log.p, log.n, want.p, want.n, __FILE__, __LINE__, "records of batches");
    ws_cutter_close(c);
    fclose(f);
    ws_buf_release(&b);
    ws_buf_release(&log);
    ws_buf_release(&want);
}

int main(void)
{
    test_headers();
    test_no_headers();
    test_record();
    test_files();
    test_damage();
    test_batches();
    ws_fields_release(&fields);
    log_clear(&got);
    log_clear(&other);
    return tap_done();
}
