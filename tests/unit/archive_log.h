/* archive_log.h - what comes out of reading an archive, as text, and the same from pipes. */
#ifndef WARCSIFT_ARCHIVE_LOG_H
#define WARCSIFT_ARCHIVE_LOG_H

#include "tests/tap.h"
#include "tests/unit/make_warc.h"
#include "warcsift/archive.h"

#include <pthread.h>
#include <unistd.h>

/* What came out of reading an archive to its end, one line per call:
 *   ID offset length block-length    a record
 *   !code offset bytes_lost          a loss
 *   =eof or =code                    the end */
struct log {
    struct ws_buf text;
    int records, losses, warnings;
    struct ws_buf blocks; /* of all records */
};

static inline void log_clear(struct log *l)
{
    ws_buf_release(&l->text);
    ws_buf_release(&l->blocks);
    *l = (struct log){0};
}

static inline void log_loss(struct log *l, const struct ws_error *e)
{
    l->losses++;
    put_fmt(&l->text, "!%s %llu %llu\n", ws_code_name(e->code), (unsigned long long)e->offset,
            (unsigned long long)e->bytes_lost);
}

static inline void log_record(struct log *l, struct ws_archive *a, struct ws_record *rec)
{
    struct ws_slice block;
    if (ws_archive_block(a, rec, &block) != WS_OK) {
        log_loss(l, ws_archive_error(a));
        return;
    }
    l->records++;
    put(&l->text, rec->id.p, rec->id.n);
    put_fmt(&l->text, " %llu %llu %zu\n", (unsigned long long)rec->offset,
            (unsigned long long)rec->length, block.n);
    put(&l->blocks, block.p, block.n);
}

static inline void log_all(struct log *l, struct ws_archive *a)
{
    struct ws_record rec;
    enum ws_status st;
    log_clear(l);
    while ((st = ws_archive_next(a, &rec)) != WS_EOF && st != WS_FATAL) {
        l->warnings += st == WS_WARN;
        if (st == WS_SKIP)
            log_loss(l, ws_archive_error(a));
        else
            log_record(l, a, &rec);
    }
    put_fmt(&l->text, "=%s\n", st == WS_EOF ? "eof" : ws_code_name(ws_archive_error(a)->code));
    if (ws_archive_next(a, &rec) != st)
        put_fmt(&l->text, "=another end\n");
}

static inline void read_memory(struct log *l, struct ws_buf b,
                               const struct ws_archive_options *o)
{
    struct ws_archive *a;
    if (ws_archive_open_memory(b.p, b.n, 0, o, &a, NULL) != WS_OK)
        abort();
    log_all(l, a);
    ws_archive_close(a);
}

struct feed {
    int fd;
    struct ws_buf b;
    size_t step;
};

static inline void *feed_main(void *arg)
{
    struct feed *f = arg;
    for (size_t i = 0; i < f->b.n; i += f->step) {
        size_t n = f->b.n - i < f->step ? f->b.n - i : f->step;
        if (write(f->fd, f->b.p + i, n) != (ssize_t)n)
            abort();
    }
    close(f->fd);
    return NULL;
}

static inline void read_pipe(struct log *l, struct ws_buf b, size_t step)
{
    int fd[2];
    pthread_t t;
    struct ws_archive *a;
    if (pipe(fd) != 0)
        abort();
    struct feed f = {fd[1], b, step};
    if (pthread_create(&t, NULL, feed_main, &f) != 0 ||
        ws_archive_open_fd(fd[0], NULL, &a, NULL) != WS_OK)
        abort();
    log_all(l, a);
    ws_archive_close(a);
    char rest[4096]; /* an input that was refused is not read to its end */
    while (read(fd[0], rest, sizeof rest) > 0)
        ;
    pthread_join(t, NULL);
    close(fd[0]);
}

static struct log got, other;

/* Whether the log holds that text. */
static inline bool log_has(const struct log *l, const char *text)
{
    size_t n = strlen(text);
    for (size_t i = 0; i + n <= l->text.n; i++)
        if (memcmp(l->text.p + i, text, n) == 0)
            return true;
    return false;
}

#define IS_LOG(want, what)                                                                     \
    tap_bytes(got.text.p, got.text.n, (want), strlen(want), __FILE__, __LINE__, what)

/* Reads b from memory and from pipes; the same must come out. */
static inline void read_all_ways(struct ws_buf b, const char *what)
{
    static const size_t STEPS[] = {1, 7, 4096};
    read_memory(&got, b, NULL);
    for (size_t i = 0; i < sizeof STEPS / sizeof *STEPS; i++) {
        read_pipe(&other, b, STEPS[i]);
        bool same =
            other.text.n == got.text.n && memcmp(other.text.p, got.text.p, got.text.n) == 0 &&
            other.blocks.n == got.blocks.n &&
            (got.blocks.n == 0 || memcmp(other.blocks.p, got.blocks.p, got.blocks.n) == 0);
        if (!OK(same, "%s: from a pipe in steps of %zu as from memory", what, STEPS[i])) {
            tap_show("memory", got.text.p, got.text.n);
            tap_show("pipe", other.text.p, other.text.n);
        }
    }
}

#endif
