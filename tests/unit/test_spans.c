/* Files read in spans (warcsift/span.h, pipeline/feed.h): the same records and losses as from
 * the cutter, whatever stands in the file and wherever spans begin; with threads as without. */
#include "pipeline/feed.h"
#include "tests/tap.h"
#include "tests/unit/make_warc.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define THREADS 4

/* --- what was read ----------------------------------------------------------------------- */

/* Records and losses in order, as text and bytes. */
static void log_batch(struct ws_buf *log, const struct ws_batch *b)
{
    for (size_t i = 0, e = 0; i <= b->n_entries; i++) {
        for (; e < b->n_events && b->events[e].before == i; e++) {
            const struct ws_error *error = &b->events[e].error;
            put_fmt(log, "loss %d %llu %llu %s\n", (int)error->code,
                    (unsigned long long)error->offset, (unsigned long long)error->bytes_lost,
                    error->msg);
        }
        if (i == b->n_entries)
            break;
        const struct ws_batch_entry *r = &b->entries[i];
        size_t end = i + 1 < b->n_entries ? r[1].at : b->n;
        put_fmt(log, "record %llu %llu %d %u\n", (unsigned long long)r->offset,
                (unsigned long long)r->length, (int)r->segment, r->n_segments);
        put(log, b->bytes + r->at, end - r->at);
    }
}

static void read_by_cutter(const char *path, struct ws_buf *log)
{
    struct ws_cutter *c;
    struct ws_batch b = {0};
    enum ws_status st;
    int fd = open(path, O_RDONLY);
    if (fd < 0) {
        put_str(log, "failed: cannot be opened: No such file or directory\n");
        return;
    }
    if (ws_cutter_open_fd(fd, NULL, 0, &c, NULL) != WS_OK || !ws_cutter_join_segments(c, NULL))
        abort();
    do {
        st = ws_cutter_next(c, &b);
        log_batch(log, &b);
    } while (st == WS_OK);
    if (st == WS_FATAL)
        put_fmt(log, "failed: %s\n", ws_cutter_error(c)->msg);
    ws_batch_release(&b);
    ws_cutter_close(c);
    close(fd);
}

/* --- by way of the feed ------------------------------------------------------------------ */

/* Logs of batches by their numbers. */
struct logs {
    struct ws_feed *feed;
    pthread_mutex_t lock;
    struct ws_buf *list; /* under lock, as all below */
    size_t n;
    unsigned spans; /* batches that came by themselves */
    bool metadata_first;
};

static bool begins_with_metadata(const struct ws_batch *b)
{
    static const char TYPE[] = "\r\nWARC-Type: metadata\r\n";
    for (size_t i = 0; b->n_entries && i + sizeof TYPE < 200 && i + sizeof TYPE < b->n; i++)
        if (memcmp(b->bytes + i, TYPE, sizeof TYPE - 1) == 0)
            return true;
    return false;
}

static void keep_log(struct logs *l, const struct ws_slot *s)
{
    pthread_mutex_lock(&l->lock);
    while (l->n <= s->seq) {
        l->list = realloc(l->list, (l->n + 1) * sizeof *l->list);
        if (!l->list)
            abort();
        ws_buf_init(&l->list[l->n++], SIZE_MAX / 2);
    }
    log_batch(&l->list[s->seq], s->batch);
    if (s->failed)
        put_fmt(&l->list[s->seq], "failed: %s\n", s->error.msg);
    l->spans += s->batch->n_entries > 0;
    l->metadata_first |= begins_with_metadata(s->batch);
    pthread_mutex_unlock(&l->lock);
}

static void *read_main(void *arg)
{
    struct logs *l = arg;
    struct ws_batch batch = {0};
    struct ws_slot s = {.batch = &batch};
    struct ws_span_reader *r = ws_span_reader_new(NULL);
    if (!r)
        abort();
    while (ws_feed_next(l->feed, r, &s) == WS_FEED_BATCH)
        keep_log(l, &s);
    ws_batch_release(&batch);
    ws_span_reader_free(r);
    return NULL;
}

static void join_logs(struct logs *l, struct ws_buf *log)
{
    for (size_t i = 0; i < l->n; i++) {
        put(log, l->list[i].p, l->list[i].n);
        ws_buf_release(&l->list[i]);
    }
    free(l->list);
    l->list = NULL;
    l->n = 0;
}

#define INPUTS_MAX 8

static struct logs read_by_feed(const char *const *paths, size_t n, size_t batch_bytes,
                                unsigned threads, struct ws_buf *log)
{
    struct ws_sift_options o;
    struct ws_input inputs[INPUTS_MAX] = {{0}};
    pthread_t team[THREADS];
    for (size_t i = 0; i < n; i++)
        inputs[i].path = (char *)(uintptr_t)paths[i];
    ws_sift_options_init(&o);
    o.batch_bytes = batch_bytes;
    struct ws_job job = {.options = &o, .inputs = {.list = inputs, .n = n}, .place.dir_fd = -1};
    struct ws_attempts attempts;
    if (!ws_attempts_init(&attempts, &job))
        abort();
    struct ws_feed feed;
    struct logs l = {.feed = &feed};
    pthread_mutex_init(&l.lock, NULL);
    ws_feed_init(&feed, &job, &attempts);
    for (unsigned i = 0; i < threads; i++)
        if (pthread_create(&team[i], NULL, read_main, &l) != 0)
            abort();
    for (unsigned i = 0; i < threads; i++)
        pthread_join(team[i], NULL);
    ws_feed_release(&feed);
    ws_attempts_release(&attempts);
    join_logs(&l, log);
    pthread_mutex_destroy(&l.lock);
    return l;
}

/* --- the same ---------------------------------------------------------------------------- */

static bool compare_all(const char *const *paths, size_t n, size_t batch_bytes,
                        unsigned threads, struct logs *how)
{
    struct ws_buf want, got;
    ws_buf_init(&want, SIZE_MAX / 2);
    ws_buf_init(&got, SIZE_MAX / 2);
    for (size_t i = 0; i < n; i++)
        read_by_cutter(paths[i], &want);
    *how = read_by_feed(paths, n, batch_bytes, threads, &got);
    bool same = got.n == want.n && (want.n == 0 || memcmp(got.p, want.p, want.n) == 0);
    ws_buf_release(&want);
    ws_buf_release(&got);
    return same;
}

/* The file, twice in one run: the second time its spans are handed out while some of the first
 * are still to be checked. */
static bool compare(const char *path, size_t batch_bytes, unsigned threads, struct logs *how)
{
    const char *paths[] = {path, path};
    return compare_all(paths, 2, batch_bytes, threads, how);
}

/* Spans of these sizes, times 4. */
static const size_t SIZES[] = {400, 3001, 40000, 1 << 22};

/* Returns the most batches with records that one size gave. */
static unsigned check(const char *path, const char *what)
{
    unsigned most = 0;
    bool same = true;
    for (size_t i = 0; i < sizeof SIZES / sizeof *SIZES; i++)
        for (unsigned threads = 1; threads <= THREADS; threads += THREADS - 1) {
            struct logs how;
            bool ok = compare(path, SIZES[i], threads, &how);
            if (!ok)
                printf("# %s: other with batches of %zu bytes, %u threads\n", what, SIZES[i],
                       threads);
            same = same && ok;
            most = how.spans > most ? how.spans : most;
        }
    OK(same, "%s: the same as from the cutter", what);
    return most;
}

/* --- planted ----------------------------------------------------------------------------- */

static char directory[] = "/tmp/test_spans.XXXXXX";

static const char *write_file_as(const char *name, const struct ws_buf *b)
{
    static char path[4][sizeof directory + 20];
    static unsigned next;
    char *p = path[next++ % 4];
    snprintf(p, sizeof path[0], "%s/%s", directory, name);
    int fd = open(p, O_WRONLY | O_TRUNC | O_CREAT, 0600);
    if (fd < 0 || write(fd, b->p, b->n) != (ssize_t)b->n)
        abort();
    close(fd);
    return p;
}

static const char *write_file(const struct ws_buf *b)
{
    return write_file_as("a", b);
}

static unsigned check_bytes(struct ws_buf *b, const char *what)
{
    unsigned n = check(write_file(b), what);
    b->n = 0;
    return n;
}

/* A member that stores its bytes, so that what is in them stands in the file as it is. */
static void put_stored(struct ws_buf *b, const void *p, size_t n)
{
    z_stream z = {0};
    size_t bound = n + n / 1000 + 1000;
    uint8_t *out = malloc(bound);
    if (!out || deflateInit2(&z, 0, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        abort();
    z.next_in = (Bytef *)(uintptr_t)p;
    z.avail_in = (uInt)n;
    z.next_out = out;
    z.avail_out = (uInt)bound;
    if (deflate(&z, Z_FINISH) != Z_STREAM_END)
        abort();
    put(b, out, bound - z.avail_out);
    deflateEnd(&z);
    free(out);
}

/* A record that holds an archive in gzip members as it stands, stored. */
static void put_inner(struct ws_buf *b, int id, const struct ws_buf *inner)
{
    struct ws_buf rec;
    ws_buf_init(&rec, SIZE_MAX / 2);
    put_record_as(&rec, id, inner->p, inner->n, inner->n);
    put_stored(b, rec.p, rec.n);
    ws_buf_release(&rec);
}

static void put_gzip_str(struct ws_buf *b, const char *s)
{
    put_gzip(b, s, strlen(s));
}

static void test_planted(void)
{
    struct ws_buf b, inner;
    ws_buf_init(&b, SIZE_MAX / 2);
    ws_buf_init(&inner, SIZE_MAX / 2);

    put_members(&b, 0, 200, 900);
    OK(check_bytes(&b, "members of one record") > 100, "they come in many spans");

    put_members(&inner, 500, 40, 700);
    put_members(&b, 0, 30, 900);
    put_inner(&b, 30, &inner);
    put_members(&b, 31, 60, 900);
    check_bytes(&b, "an archive stored in a record");

    inner.n = 0;
    for (int i = 0; i < 60; i++)
        put_gzip_str(&inner, "no record at all");
    put_members(&b, 0, 30, 900);
    put_inner(&b, 30, &inner);
    put_members(&b, 31, 30, 900);
    check_bytes(&b, "members without records stored in a record");

    for (int i = 0; i < 100; i++)
        put_record(&inner, i, 900);
    put_gzip(&b, inner.p, inner.n);
    check_bytes(&b, "all records in one member");

    put_members(&b, 0, 40, 900);
    put_gzip(&b, inner.p, inner.n);
    put_members(&b, 40, 300, 900);
    check_bytes(&b, "a member of many records among others");

    put_members(&b, 0, 400, 900);
    for (size_t i = 30000; i < 30100; i++)
        b.p[i] ^= 0x55;
    for (size_t i = b.n - 20000; i < b.n - 19990; i++)
        b.p[i] ^= 0x55;
    OK(check_bytes(&b, "damage") > 50, "behind it, there are spans again");

    put_members(&b, 0, 50, 900);
    b.n -= 100;
    check_bytes(&b, "a cut end");
    put_members(&b, 0, 50, 900);
    for (int i = 0; i < 5000; i++)
        put(&b, "", 1);
    check_bytes(&b, "zero bytes behind the last member");
    put_members(&b, 0, 5, 900);
    put_str(&b, "no member");
    check_bytes(&b, "garbage behind the last member");
    put_gzip_str(&b, "no record");
    put_members(&b, 0, 50, 900);
    check_bytes(&b, "no record at the start");
    put_gzip_str(&b, "no record");
    check_bytes(&b, "no archive");
    ws_buf_release(&b);
    ws_buf_release(&inner);
}

/* --- edges ------------------------------------------------------------------------------- */

static void put_typed(struct ws_buf *b, int id, const char *type, const char *more)
{
    struct ws_buf rec;
    ws_buf_init(&rec, 1 << 20);
    put_fmt(&rec,
            "WARC/1.0\r\nWARC-Type: %s\r\nWARC-Record-ID: <urn:x:%d>\r\n"
            "WARC-Date: 2024-01-01T00:00:00Z\r\n%sContent-Length: 300\r\n\r\n",
            type, id, more);
    put_text(&rec, 300, (unsigned)id);
    put_str(&rec, "\r\n\r\n");
    put_gzip(b, rec.p, rec.n);
    ws_buf_release(&rec);
}

static void test_edges(void)
{
    struct ws_buf b;
    struct logs how;
    ws_buf_init(&b, SIZE_MAX / 2);
    for (int i = 0; i < 300; i += 2) {
        put_typed(&b, i, "response", "");
        put_typed(&b, i + 1, "metadata", "");
    }
    const char *path = write_file(&b);
    for (size_t size = 1000; size < 20000; size += 977) {
        bool same = compare(path, size, 1, &how);
        OK(same && how.spans > 5 && !how.metadata_first,
           "%zu bytes: a metadata record is in the batch of the record before it", size);
    }
    b.n = 0;
    for (int i = 0; i < 300; i++)
        put_typed(&b, i, "metadata", "");
    check_bytes(&b, "nothing but metadata records");
    for (int i = 0; i < 300; i++) {
        put_typed(&b, i, "response", i % 100 == 50 ? "WARC-Segment-Number: 1\r\n" : "");
        if (i % 100 == 60)
            put_typed(
                &b, 1000 + i, "continuation",
                i == 60 ? "WARC-Segment-Number: 2\r\nWARC-Segment-Origin-ID: <urn:x:50>\r\n"
                          "WARC-Segment-Total-Length: 600\r\n"
                        : "WARC-Segment-Number: 3\r\nWARC-Segment-Origin-ID: <urn:x:150>\r\n");
    }
    check_bytes(&b, "records in segments");
    ws_buf_release(&b);
}

/* --- several inputs ---------------------------------------------------------------------- */

static void remove_files(void)
{
    static const char *const NAMES[] = {"a", "plain", "broken", "good"};
    char path[sizeof directory + 20];
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
        snprintf(path, sizeof path, "%s/%s", directory, NAMES[i]);
        unlink(path);
    }
    rmdir(directory);
}

static void test_inputs(void)
{
    struct ws_buf b;
    ws_buf_init(&b, SIZE_MAX / 2);
    for (int i = 0; i < 50; i++)
        put_record(&b, i, 900);
    const char *plain = write_file_as("plain", &b);
    b.n = 0;
    put_members(&b, 100, 60, 900);
    const char *good = write_file_as("good", &b);
    for (size_t i = b.n - 5000; i < b.n - 4900; i++)
        b.p[i] ^= 0x55;
    const char *broken = write_file_as("broken", &b);
    const char *missing = "/nonexistent/archive";
    const char *paths[] = {broken, plain, good, broken, broken, missing, good, plain};
    bool same = true;
    for (int i = 0; i < 60; i++) {
        struct logs how;
        same = same && compare_all(paths, INPUTS_MAX, i % 2 ? 40000 : 1 << 22,
                                   i < 6 ? 1 : THREADS, &how);
    }
    OK(same, "inputs follow each other, whatever is found behind what was handed out");
    ws_buf_release(&b);
}

/* --- real ones --------------------------------------------------------------------------- */

static void test_files(const char *shared, const char *dir)
{
    char where[900], path[1200];
    snprintf(where, sizeof where, "%s/warc/%s", shared, dir);
    DIR *d = opendir(where);
    if (!d)
        tap_skip("no files of ../shared");
    for (struct dirent *e; d && (e = readdir(d)) != NULL;) {
        struct stat st;
        size_t n = strlen(e->d_name);
        snprintf(path, sizeof path, "%s/%s", where, e->d_name);
        if (n > 3 && strcmp(e->d_name + n - 3, ".gz") == 0 && stat(path, &st) == 0 &&
            st.st_size < 400000)
            check(path, e->d_name);
    }
    if (d)
        closedir(d);
}

int main(void)
{
    const char *shared = getenv("WS_SHARED");
    if (!mkdtemp(directory))
        abort();
    test_planted();
    test_edges();
    test_inputs();
    remove_files();
    test_files(shared ? shared : "../shared", "files");
    test_files(shared ? shared : "../shared", "derived");
    return tap_done();
}
