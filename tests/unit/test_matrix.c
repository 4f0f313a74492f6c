/* Every file of ../shared/warc/files (WS_SHARED), real fixtures of other projects, against
 * tests/unit/fixture_counts.txt: so many records come out, so many losses are told, and the
 * same from the file, from a pipe, byte by byte, and by way of batches. */
#include "tests/tap.h"
#include "tests/unit/make_warc.h"
#include "warcsift/cut.h"

#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#define TABLE "tests/unit/fixture_counts.txt"
/* So much of a file comes byte by byte, the rest in larger odd pieces. */
#define BYTE_BY_BYTE ((size_t)48 << 10)
#define PIECE        ((size_t)8191)

static char root[800];

/* All that a reader said, in short. */
struct account {
    int records, losses;
    const char *end;
    uint64_t sum; /* of every byte and number */
};

/* FNV-1a: http://www.isthe.com/chongo/tech/comp/fnv/ */
static void add(struct account *a, const void *p, size_t n)
{
    const uint8_t *s = p;
    for (size_t i = 0; i < n; i++)
        a->sum = (a->sum ^ s[i]) * 1099511628211u;
}

static void add_slice(struct account *a, struct ws_slice s)
{
    add(a, &s.n, sizeof s.n);
    add(a, s.p, s.n);
}

static void add_loss(struct account *a, const struct ws_error *e)
{
    a->losses++;
    add(a, &e->code, sizeof e->code);
    add(a, &e->offset, sizeof e->offset);
    add(a, &e->bytes_lost, sizeof e->bytes_lost);
    add(a, e->msg, strlen(e->msg));
}

static void add_record(struct account *a, const struct ws_record *rec, struct ws_slice block)
{
    a->records++;
    add(a, &rec->offset, sizeof rec->offset);
    add(a, &rec->length, sizeof rec->length);
    add(a, &rec->type, sizeof rec->type);
    for (size_t i = 0; i < rec->n_fields; i++) {
        add_slice(a, rec->fields[i].name);
        add_slice(a, rec->fields[i].value);
    }
    add_slice(a, rec->date);
    add_slice(a, block);
}

static struct account read_fd(int fd)
{
    struct account acc = {.sum = 14695981039346656037u};
    struct ws_archive *a;
    struct ws_record rec;
    struct ws_slice block;
    enum ws_status st;
    if (ws_archive_open_fd(fd, NULL, &a, NULL) != WS_OK)
        abort();
    while ((st = ws_archive_next(a, &rec)) != WS_EOF && st != WS_FATAL) {
        if (st != WS_SKIP)
            st = ws_archive_block(a, &rec, &block);
        if (st == WS_OK)
            add_record(&acc, &rec, block);
        else
            add_loss(&acc, ws_archive_error(a));
    }
    acc.end = st == WS_EOF ? "eof" : ws_code_name(ws_archive_error(a)->code);
    ws_archive_close(a);
    return acc;
}

static struct account read_file(const char *path)
{
    int fd = open(path, O_RDONLY);
    if (fd < 0)
        abort();
    struct account acc = read_fd(fd);
    close(fd);
    return acc;
}

/* --- as a stream ------------------------------------------------------------------------ */

struct feed {
    int from, to;
    bool slowly;
};

/* Every send() on to is one read() at its other end. */
static void *feed_main(void *arg)
{
    struct feed *f = arg;
    char p[65536];
    size_t sent = 0;
    bool open = true;
    for (ssize_t n; open && (n = read(f->from, p, sizeof p)) > 0;) {
        for (size_t i = 0; open && i < (size_t)n;) {
            size_t step = !f->slowly ? sizeof p : sent < BYTE_BY_BYTE ? 1 : PIECE;
            if (step > (size_t)n - i)
                step = (size_t)n - i;
            open = send(f->to, p + i, step, MSG_NOSIGNAL) == (ssize_t)step;
            i += step;
            sent += step;
        }
    }
    close(f->to);
    return NULL;
}

/* A socket is a pipe with two ends that keeps pieces apart. An input that is refused is not
 * read to its end: then the feed fails. */
static struct account read_stream(const char *path, bool slowly)
{
    int fd[2];
    pthread_t t;
    struct feed f = {.from = open(path, O_RDONLY), .slowly = slowly};
    if (f.from < 0 || socketpair(AF_UNIX, SOCK_SEQPACKET, 0, fd) != 0)
        abort();
    f.to = fd[1];
    if (pthread_create(&t, NULL, feed_main, &f) != 0)
        abort();
    struct account acc = read_fd(fd[0]);
    close(fd[0]);
    pthread_join(t, NULL);
    close(f.from);
    return acc;
}

/* --- as batches ------------------------------------------------------------------------- */

static void add_batch(struct account *acc, const struct ws_batch *b)
{
    struct ws_archive *a;
    struct ws_record rec;
    struct ws_slice block;
    size_t event = 0, i = 0;
    if (ws_archive_open_batch(b, NULL, &a, NULL) != WS_OK)
        abort();
    for (;; i++) {
        while (event < b->n_events && b->events[event].before == i)
            add_loss(acc, &b->events[event++].error);
        if (ws_archive_next(a, &rec) == WS_EOF || ws_archive_block(a, &rec, &block) != WS_OK)
            break;
        add_record(acc, &rec, block);
    }
    ws_archive_close(a);
}

static struct account read_batches(const char *path)
{
    struct account acc = {.sum = 14695981039346656037u};
    struct ws_cutter *c;
    struct ws_batch b = {0};
    enum ws_status st;
    int fd = open(path, O_RDONLY);
    if (fd < 0 || ws_cutter_open_fd(fd, NULL, 20000, &c, NULL) != WS_OK)
        abort();
    do {
        st = ws_cutter_next(c, &b);
        add_batch(&acc, &b);
    } while (st == WS_OK);
    acc.end = st == WS_EOF ? "eof" : ws_code_name(ws_cutter_error(c)->code);
    ws_batch_release(&b);
    ws_cutter_close(c);
    close(fd);
    return acc;
}

/* --- the table ---------------------------------------------------------------------------- */

struct row {
    char name[200], end[40], condition[40];
    int records, losses;
};

/* "NAME RECORDS LOSSES END [CONDITION]"; '#' begins a comment. false: no row. */
static bool parse_row(char *line, struct row *r)
{
    *r = (struct row){0};
    line[strcspn(line, "#\n")] = '\0';
    return sscanf(line, "%199s %d %d %39s %39s", r->name, &r->records, &r->losses, r->end,
                  r->condition) >= 4;
}

static bool same(struct account a, struct account b)
{
    return a.records == b.records && a.losses == b.losses && strcmp(a.end, b.end) == 0 &&
           a.sum == b.sum;
}

static void check_row(const struct row *r, const char *path)
{
    struct account a = read_file(path);
    if (r->condition[0] && strcmp(a.end, "unsupported_format") == 0) {
        tap_skip("this build lacks what the file is compressed with");
        return;
    }
    bool right = a.records == r->records && a.losses == r->losses && strcmp(a.end, r->end) == 0;
    if (!OK(right, "%s: %d records, %d losses, %s", r->name, r->records, r->losses, r->end))
        printf("#   got %d records, %d losses, %s\n", a.records, a.losses, a.end);
    bool streams = same(a, read_stream(path, false)) && same(a, read_stream(path, true));
    OK(streams, "%s: the same as a stream, and byte by byte", r->name);
    OK(same(a, read_batches(path)), "%s: the same in batches", r->name);
}

static int count_files(const char *dir)
{
    int n = 0;
    DIR *d = opendir(dir);
    for (struct dirent *e; d && (e = readdir(d)) != NULL;)
        n += e->d_name[0] != '.';
    if (d)
        closedir(d);
    return n;
}

int main(void)
{
    const char *shared = getenv("WS_SHARED");
    char line[1000], path[2000];
    struct stat st;
    struct row r;
    int rows = 0;
    snprintf(root, sizeof root, "%s/warc/files", shared ? shared : "../shared");
    if (stat(root, &st) != 0) {
        tap_skip("no ../shared/warc here (WS_SHARED)");
        return tap_done();
    }
    FILE *table = fopen(TABLE, "r");
    if (!table) {
        OK(false, TABLE " is read");
        return tap_done();
    }
    while (fgets(line, sizeof line, table)) {
        if (!parse_row(line, &r))
            continue;
        rows++;
        snprintf(path, sizeof path, "%s/%s", root, r.name);
        if (OK(stat(path, &st) == 0, "%s is there", r.name))
            check_row(&r, path);
    }
    fclose(table);
    IS_INT(rows, count_files(root), "every file has a row in the table");
    return tap_done();
}
