/* Records in segments, joined by the cutter; and metadata that stays with its page. */
#include "tests/tap.h"
#include "tests/unit/make_warc.h"
#include "warcsift/cut.h"

#include <unistd.h>

/* A record with more header lines, each ended by "\r\n". */
static void put_with(struct ws_buf *b, const char *type, const char *id, const char *lines,
                     const char *block)
{
    put_fmt(b,
            "WARC/1.0\r\nWARC-Type: %s\r\nWARC-Record-ID: <urn:uuid:%s>\r\n%sContent-Length: "
            "%zu\r\n\r\n",
            type, id, lines, strlen(block));
    put_str(b, block);
    put_str(b, "\r\n\r\n");
}

static void put_first(struct ws_buf *b, const char *id, const char *block)
{
    put_with(b, "response", id, "WARC-Segment-Number: 1\r\n", block);
}

/* more: WARC-Segment-Total-Length, WARC-Truncated; each ended by "\r\n". */
static void put_next(struct ws_buf *b, const char *origin, int number, const char *more,
                     const char *block)
{
    char lines[300];
    snprintf(lines, sizeof lines,
             "WARC-Segment-Origin-ID: <urn:uuid:%s>\r\nWARC-Segment-Number: %d\r\n%s", origin,
             number, more);
    put_with(b, "continuation", "next", lines, block);
}

static void put_end(struct ws_buf *b, const char *origin, int number, const char *block,
                    size_t total)
{
    char more[60];
    snprintf(more, sizeof more, "WARC-Segment-Total-Length: %zu\r\n", total);
    put_next(b, origin, number, more, block);
}

static void log_record(struct ws_buf *log, struct ws_archive *a, struct ws_record *rec)
{
    struct ws_slice block;
    if (ws_archive_block(a, rec, &block) != WS_OK)
        abort();
    put_fmt(log, "%s %s", ws_record_type_name(rec->type), ws_segment_name(rec->segment));
    if (rec->n_segments)
        put_fmt(log, " of %u", (unsigned)rec->n_segments);
    put_fmt(log, "%s [%.*s]", rec->length ? "" : " no length", block.n < 100 ? (int)block.n : 0,
            (const char *)block.p);
    if (rec->truncated.n)
        put_fmt(log, " truncated %.*s", (int)rec->truncated.n, (const char *)rec->truncated.p);
    put_str(log, "; ");
}

/* What the batches of b hold, in words. */
static void sift(struct ws_buf *log, const struct ws_buf *b, const struct ws_archive_options *o,
                 size_t batch_bytes, bool join)
{
    struct ws_cutter *c;
    struct ws_batch batch = {0};
    FILE *f = tmpfile();
    if (!f || fwrite(b->p, 1, b->n, f) != b->n || fflush(f) != 0)
        abort();
    (void)lseek(fileno(f), 0, SEEK_SET);
    log->n = 0;
    if (ws_cutter_open_fd(fileno(f), o, batch_bytes, &c, NULL) != WS_OK ||
        (join && !ws_cutter_join_segments(c, o)))
        abort();
    while (ws_cutter_next(c, &batch) == WS_OK) {
        struct ws_archive *a;
        struct ws_record rec;
        if (ws_archive_open_batch(&batch, o, &a, NULL) != WS_OK)
            abort();
        while (ws_archive_next(a, &rec) == WS_OK)
            log_record(log, a, &rec);
        ws_archive_close(a);
        put_str(log, "| ");
    }
    put(log, "", 1);
    ws_batch_release(&batch);
    ws_cutter_close(c);
    fclose(f);
}

/* The same, with batches of any size. */
static void is_joined(const struct ws_buf *b, const char *want, const char *what)
{
    static const size_t SIZES[] = {1, 300, 1000, 0};
    struct ws_archive_options o;
    struct ws_buf log = {0};
    ws_archive_options_init(&o);
    o.max_record_bytes = 40;
    for (size_t i = 0; i < sizeof SIZES / sizeof *SIZES; i++) {
        sift(&log, b, &o, SIZES[i], true);
        size_t n = 0; /* where batches end is another matter */
        for (const char *p = (const char *)log.p; *p; p++)
            if (memcmp(p, "| ", 2) == 0)
                p++;
            else
                log.p[n++] = (uint8_t)*p;
        log.p[n] = '\0';
        IS_STR((const char *)log.p, want, what);
    }
    ws_buf_release(&log);
}

static void test_whole(void)
{
    struct ws_buf b = {0};
    put_first(&b, "a", "one ");
    put_next(&b, "a", 2, "", "two ");
    put_with(&b, "metadata", "m", "", "x");
    put_end(&b, "a", 3, "three", 13);
    put_with(&b, "response", "b", "", "alone");
    is_joined(&b,
              "metadata none [x]; response joined of 3 no length [one two three]; "
              "response none [alone]; ",
              "three segments, another record between them");
    struct ws_buf log = {0};
    sift(&log, &b, NULL, 0, false);
    IS_STR((const char *)log.p,
           "response none [one ]; continuation none [two ]; metadata none [x]; continuation "
           "none [three]; response none [alone]; | ",
           "as they are unless asked for");
    ws_buf_release(&log);

    b.n = 0;
    put_first(&b, "a", "A1 ");
    put_first(&b, "b", "B1 ");
    put_end(&b, "b", 2, "B2", 5);
    put_next(&b, "a", 2, "WARC-Segment-Total-Length: 5\r\nWARC-Truncated: length\r\n", "A2");
    is_joined(&b,
              "response joined of 2 no length [B1 B2]; "
              "response joined of 2 no length [A1 A2] truncated length; ",
              "two at a time, and the crawler's word on the end of one");

    b.n = 0;
    put_with(&b, "resource", "a", "WARC-Segment-Number: 1\r\nWARC-Segment-Total-Length: 3\r\n",
             "all");
    is_joined(&b, "resource none [all]; ", "one segment that is all");
    ws_buf_release(&b);
}

static void test_parts(void)
{
    struct ws_buf b = {0};
    put_first(&b, "a", "one ");
    put_next(&b, "a", 2, "", "two");
    is_joined(&b, "response no_end of 2 no length [one two]; ", "the end is not in the file");

    b.n = 0;
    put_first(&b, "a", "one");
    is_joined(&b, "response no_end of 1 [one]; ", "nor is any other segment");

    b.n = 0;
    put_first(&b, "a", "one ");
    put_end(&b, "a", 3, "three", 12);
    put_with(&b, "response", "b", "", "after");
    is_joined(&b,
              "response gap of 1 [one ]; continuation no_start [three]; "
              "response none [after]; ",
              "a segment is missing");

    b.n = 0;
    put_next(&b, "a", 2, "", "two ");
    put_first(&b, "a", "one ");
    put_end(&b, "a", 3, "three", 12);
    is_joined(&b,
              "continuation no_start [two ]; response gap of 1 [one ]; "
              "continuation no_start [three]; ",
              "out of order");

    b.n = 0;
    put_first(&b, "a", "one ");
    put_end(&b, "a", 2, "two", 8);
    is_joined(&b, "response wrong_total of 2 no length [one two]; ", "another length");

    b.n = 0;
    put_with(&b, "continuation", "x", "", "no number, no origin");
    put_first(&b, "a", "one ");
    put_with(&b, "continuation", "x", "WARC-Segment-Origin-ID: <urn:uuid:a>\r\n", "no number");
    is_joined(&b,
              "continuation no_start [no number, no origin]; response gap of 1 [one ]; "
              "continuation no_start [no number]; ",
              "fields are missing");
    ws_buf_release(&b);
}

static void test_limits(void)
{
    struct ws_buf b = {0};
    put_first(&b, "a", "12345678901234567890");
    put_next(&b, "a", 2, "", "12345678901234567890");
    put_end(&b, "a", 3, "1", 41);
    is_joined(&b,
              "response too_big of 2 no length [1234567890123456789012345678901234567890]; "
              "continuation no_start [1]; ",
              "never over the limit of a record");

    b.n = 0;
    put_first(&b, "a", "a2345678901234567890");
    put_first(&b, "b", "b234567890");
    put_first(&b, "c", "c23456789012345");
    put_end(&b, "a", 2, "2", 21);
    put_end(&b, "b", 2, "2", 11);
    is_joined(&b,
              "response no_end of 1 [a2345678901234567890]; continuation no_start [2]; "
              "response joined of 2 no length [b2345678902]; "
              "response no_end of 1 [c23456789012345]; ",
              "all that is held keeps to it, too: the oldest goes");

    struct ws_buf log = {0};
    b.n = 0;
    for (int i = 0; i < 1000; i++) {
        char id[20];
        snprintf(id, sizeof id, "%d", i);
        put_first(&b, id, "x");
    }
    sift(&log, &b, NULL, 0, true);
    size_t n = 0;
    for (const char *p = (const char *)log.p; (p = strstr(p, "no_end of 1 [x]; ")); p++)
        n++;
    IS_INT(n, 1000, "a thousand beginnings are handed on");
    ws_buf_release(&log);
    ws_buf_release(&b);
}

static void test_companions(void)
{
    struct ws_buf b = {0}, log = {0};
    put_with(&b, "response", "a", "", "page");
    put_with(&b, "metadata", "m", "WARC-Concurrent-To: <urn:uuid:a>\r\n", "of it");
    put_with(&b, "metadata", "n", "WARC-Concurrent-To: <urn:uuid:a>\r\n", "more");
    put_with(&b, "resource", "c", "", "page");
    put_with(&b, "metadata", "o", "WARC-Refers-To: <urn:uuid:c>\r\n", "of it");
    put_with(&b, "response", "d", "", "page");
    put_with(&b, "metadata", "p", "WARC-Refers-To: <urn:uuid:c>\r\n", "of another");
    sift(&log, &b, NULL, 1, true);
    IS_STR((const char *)log.p,
           "response none [page]; metadata none [of it]; | metadata none [more]; | "
           "resource none [page]; metadata none [of it]; | response none [page]; | "
           "metadata none [of another]; | ",
           "a full batch takes what belongs to its last page");
    ws_buf_release(&log);
    ws_buf_release(&b);
}

int main(void)
{
    test_whole();
    test_parts();
    test_limits();
    test_companions();
    return tap_done();
}
