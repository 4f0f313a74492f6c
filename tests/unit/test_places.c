/* Records out of the middle of a file: one by one, and those that an index lists. */
#include "tests/tap.h"
#include "tests/unit/make_warc.h"
#include "warcsift/cut.h"

#include <unistd.h>

#define N 8

static struct ws_place places[N];

/* N records, gzip or plain, in a file without a name; places are filled by reading it through. */
static int make_file(bool gzip)
{
    struct ws_buf all = {0};
    for (int i = 0; i < N; i++) {
        struct ws_buf rec = {0}, text = {0};
        put_text(&text, 500 + 100 * (size_t)i, (unsigned)i);
        put_record_as(&rec, i, text.p, text.n, text.n);
        if (gzip)
            put_gzip(&all, rec.p, rec.n);
        else
            put(&all, rec.p, rec.n);
        ws_buf_release(&rec);
        ws_buf_release(&text);
    }
    char path[] = "/tmp/warcsift-places.XXXXXX";
    int fd = mkstemp(path);
    if (fd >= 0)
        unlink(path);
    if (fd < 0 || write(fd, all.p, all.n) != (ssize_t)all.n || lseek(fd, 0, SEEK_SET) != 0)
        abort();
    ws_buf_release(&all);
    struct ws_archive *a;
    struct ws_record rec;
    struct ws_slice block;
    size_t n = 0;
    if (ws_archive_open_fd(fd, NULL, &a, NULL) != WS_OK)
        abort();
    while (ws_archive_next(a, &rec) == WS_OK && ws_archive_block(a, &rec, &block) == WS_OK && n < N)
        places[n++] = (struct ws_place){rec.offset, rec.length};
    ws_archive_close(a);
    OK(n == N, "%d records, %s", N, gzip ? "gzip" : "plain");
    return fd;
}

static void test_at(int fd)
{
    struct ws_archive *a;
    struct ws_record rec;
    struct ws_slice block;
    struct ws_error err;
    for (int i = N; i-- > 0;) {
        char uri[40];
        snprintf(uri, sizeof uri, "http://example.org/%d", i);
        bool ok = ws_archive_open_at(ws_file_of_fd(fd), places[i].offset, NULL, &a, &err) == WS_OK &&
                  ws_archive_next(a, &rec) == WS_OK &&
                  ws_archive_block(a, &rec, &block) == WS_OK;
        if (!OK(ok, "record %d by its offset", i))
            continue;
        IS_SLICE(rec.target_uri, uri, "it is that one");
        IS_INT(rec.offset, places[i].offset, "its offset is that of the file");
        IS_INT(rec.length, places[i].length, "its length");
        IS_SLICE(ws_archive_raw_end(a), "\r\n\r\n", "its end");
        struct ws_slice head = ws_archive_raw_header(a);
        OK(head.n > 8 && memcmp(head.p, "WARC/1.0\r\n", 10) == 0 &&
               memcmp(head.p + head.n - 4, "\r\n\r\n", 4) == 0,
           "its header");
        ws_archive_close(a);
    }
    OK(ws_archive_open_at(ws_file_of_fd(fd), places[1].offset + 1, NULL, &a, &err) == WS_OK, "between offsets");
    OK(ws_archive_next(a, &rec) != WS_OK || rec.offset != places[1].offset + 1, "is no record");
    ws_archive_close(a);
    OK(ws_archive_open_at(ws_file_of_fd(fd), (uint64_t)1 << 40, NULL, &a, &err) == WS_OK, "behind the end");
    OK(ws_archive_next(a, &rec) == WS_FATAL, "is nothing");
    ws_archive_close(a);
    OK(ws_archive_open_at(ws_file_of_fd(fd), UINT64_MAX, NULL, &a, &err) == WS_FATAL && !a, "where no file reaches");
}

/* What a cutter of those places gives: offsets of records, and of events with '!'. */
static void cut(int fd, const struct ws_place *list, size_t n, size_t batch_bytes, const char *want)
{
    struct ws_cutter *c;
    struct ws_batch b = {0};
    struct ws_error err;
    struct ws_buf got = {0};
    put_str(&got, "");
    if (!OK(ws_cutter_open_listed(ws_file_of_fd(fd), NULL, batch_bytes, list, n, &c, &err) == WS_OK, "%zu places", n))
        return;
    while (ws_cutter_next(c, &b) == WS_OK) {
        size_t e = 0;
        for (size_t i = 0; i <= b.n_entries; i++) {
            for (; e < b.n_events && b.events[e].before == i; e++)
                put_fmt(&got, "!%s@%llu ", ws_code_name(b.events[e].error.code),
                        (unsigned long long)b.events[e].error.offset);
            if (i < b.n_entries)
                put_fmt(&got, "%llu+%llu ", (unsigned long long)b.entries[i].offset,
                        (unsigned long long)b.entries[i].length);
        }
    }
    IS_SLICE(((struct ws_slice){got.p, got.n}), want, "come in their order");
    ws_cutter_close(c);
    ws_batch_release(&b);
    ws_buf_release(&got);
}

static void test_listed(int fd)
{
    char want[400];
    struct ws_place some[] = {places[5], places[1], places[N - 1]};
    snprintf(want, sizeof want, "%llu+%llu %llu+%llu %llu+%llu ", (unsigned long long)some[0].offset,
             (unsigned long long)some[0].length, (unsigned long long)some[1].offset,
             (unsigned long long)some[1].length, (unsigned long long)some[2].offset,
             (unsigned long long)some[2].length);
    cut(fd, some, 3, 0, want);
    cut(fd, some, 3, 1, want);
    cut(fd, some, 0, 0, "");

    uint64_t end = places[N - 1].offset + places[N - 1].length;
    struct ws_place bad[] = {{places[2].offset + 3, 200},
                             {places[2].offset, places[2].length / 2},
                             {end - 10, 20},
                             {places[3].offset, (uint64_t)1 << 40},
                             {places[4].offset, 0},
                             places[6]};
    snprintf(want, sizeof want,
             "!not_there@%llu !truncated@%llu !not_there@%llu !record_too_big@%llu !not_there@%llu %llu+%llu ",
             (unsigned long long)bad[0].offset, (unsigned long long)bad[1].offset,
             (unsigned long long)bad[2].offset, (unsigned long long)bad[3].offset,
             (unsigned long long)bad[4].offset, (unsigned long long)bad[5].offset,
             (unsigned long long)bad[5].length);
    cut(fd, bad, 6, 0, want);
}

static void test_pipe(void)
{
    int ends[2];
    struct ws_archive *a;
    struct ws_cutter *c;
    struct ws_error err;
    if (pipe(ends) != 0)
        abort();
    OK(ws_archive_open_at(ws_file_of_fd(ends[0]), 0, NULL, &a, &err) == WS_FATAL && err.code == WS_E_UNSUPPORTED,
       "not in a pipe");
    OK(ws_cutter_open_listed(ws_file_of_fd(ends[0]), NULL, 0, places, 1, &c, &err) == WS_FATAL && !c, "no places either");
    close(ends[0]);
    close(ends[1]);
}

int main(void)
{
    for (int gzip = 0; gzip < 2; gzip++) {
        int fd = make_file(gzip);
        test_at(fd);
        test_listed(fd);
        close(fd);
    }
    test_pipe();
    return tap_done();
}
