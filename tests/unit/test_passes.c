/* Two passes over each input, seen from outside: progress, the summary, a run that is ended in
 * the first pass. */
#include "tests/tap.h"
#include "warcsift/sift.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define PAGES 40

static char dir[] = "/tmp/warcsift-passes-XXXXXX";

static const char *in_dir(const char *name, char path[200])
{
    snprintf(path, 200, "%s/%s", dir, name);
    return path;
}

static off_t write_archive(const char *path)
{
    struct stat st;
    FILE *f = fopen(path, "wb");
    for (int i = 0; f && i < PAGES; i++) {
        char page[1000];
        int n = snprintf(
            page, sizeof page,
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<title>Page %d</title>"
            "<p>What all pages say</p><p>Page %d has a sentence of its own, with words "
            "enough to tell it from the other pages of its host, all %d of them.</p>",
            i, i, PAGES);
        fprintf(f,
                "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/%d\r\n"
                "Content-Type: application/http\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n",
                i, n, page);
    }
    if (!f || fclose(f) != 0 || stat(path, &st) != 0)
        return 0;
    return st.st_size;
}

struct seen {
    unsigned pass[4096]; /* of each call */
    unsigned n;
    uint64_t bytes_in;
    bool backwards;
    struct ws_sift_progress last;
    atomic_int asked; /* interrupted() was, so often */
    int stop_at;
};

static void on_progress(void *ctx, const struct ws_sift_progress *p)
{
    struct seen *s = ctx;
    if (s->n < sizeof s->pass / sizeof *s->pass)
        s->pass[s->n++] = p->pass;
    s->backwards = s->backwards || p->bytes_in < s->bytes_in;
    s->bytes_in = p->bytes_in;
    s->last = *p;
}

static bool on_interrupted(void *ctx)
{
    struct seen *s = ctx;
    return atomic_fetch_add(&s->asked, 1) + 1 >= s->stop_at;
}

static enum ws_sift_result sift(struct seen *s, const char *const *inputs, size_t n,
                                const char *out, bool host_memory, struct ws_sift_summary *sum)
{
    struct ws_sift_options o;
    ws_sift_options_init(&o);
    o.out = out;
    o.threads = 4;
    o.batch_bytes = 2000; /* many batches */
    o.host_memory = host_memory;
    o.observer = (struct ws_sift_observer){
        .ctx = s, .progress = on_progress, .interrupted = on_interrupted};
    return ws_sift_run(&o, inputs, n, sum);
}

/* How often the pass changes. */
static int changes(const struct seen *s)
{
    int n = 0;
    for (unsigned i = 1; i < s->n; i++)
        n += s->pass[i] != s->pass[i - 1];
    return n;
}

static void test_progress(const char *const *inputs, off_t bytes, const char *out)
{
    struct ws_sift_summary sum;
    struct seen s = {.stop_at = 1 << 30};
    IS_INT(sift(&s, inputs, 2, out, true, &sum), WS_SIFT_OK, "two inputs, two passes");
    IS_INT(s.last.passes, 2, "progress tells two passes");
    OK(s.n > 8 && s.pass[0] == 1 && s.pass[s.n - 1] == 2, "the first is told first");
    IS_INT(changes(&s), 3, "both of one input, then both of the next");
    OK(!s.backwards, "bytes never go back");
    IS_INT(s.last.bytes_total, 4 * bytes, "all bytes twice are the whole");
    IS_INT(s.last.bytes_in, 4 * bytes, "and they were read");
    IS_INT(s.last.records, 2 * PAGES, "records are counted in one pass");
    IS_INT(s.last.articles, 2 * PAGES, "articles, too");
    IS_INT(sum.bytes_in, 2 * bytes, "the summary counts bytes once");
    IS_INT(sum.host_memory.pages, 2 * PAGES, "it has the pages that were compared");
    IS_INT(sum.host_memory.hosts, 2, "hosts, of each input");
    IS_INT(sum.host_memory.blocks, 2, "blocks");

    struct seen one = {.stop_at = 1 << 30};
    IS_INT(sift(&one, inputs, 2, out, false, &sum), WS_SIFT_OK, "two inputs, one pass each");
    OK(one.last.passes == 1 && one.last.pass == 1 && changes(&one) == 0, "pass 1 of 1");
    IS_INT(one.last.bytes_total, 2 * bytes, "bytes of one pass");
    IS_INT(sum.host_memory.pages, 0, "no memory of hosts");
}

static void test_interrupted(const char *const *inputs, const char *out)
{
    int ended = 0, runs = 0;
    /* Asked before each of some 16 batches of both passes; some runs go on where the one before
     * stopped. */
    for (int stop_at = 1; stop_at < 16; stop_at += 2, runs++) {
        struct ws_sift_summary sum;
        struct seen s = {.stop_at = stop_at};
        ended +=
            sift(&s, inputs, 1, out, true, &sum) == WS_SIFT_INTERRUPTED && sum.inputs_done == 0;
    }
    IS_INT(ended, runs, "a run that is ended comes home from either pass");
}

int main(void)
{
    char a[200], b[200], out[200], command[300];
    if (!mkdtemp(dir))
        return 1;
    off_t bytes = write_archive(in_dir("a.warc", a));
    OK(bytes > 0 && write_archive(in_dir("b.warc", b)) == bytes, "two archives");
    const char *inputs[] = {a, b};
    in_dir("out", out);
    test_progress(inputs, bytes, out);
    test_interrupted(inputs, out);
    snprintf(command, sizeof command, "rm -r %s", dir);
    OK(system(command) == 0, "cleaned up");
    return tap_done();
}
