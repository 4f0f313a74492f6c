#include "pipeline/run/leftovers.h"
#include "pipeline/output/fault.h"
#include "pipeline/run/signatures.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define LIST_SECONDS 10.0
/* Of its time, a process spends a hundredth in listing at most: hundreds of them at one directory of hundreds
 * of thousands of names would have a file server do nothing else. */
#define LIST_SHARE 100.0
#define CHECKPOINT   ".checkpoint"

void ws_leftovers_init(struct ws_leftovers *l, int dir_fd, int rejects_fd, int signatures_fd)
{
    *l = (struct ws_leftovers){.dir_fd = dir_fd, .rejects_fd = rejects_fd, .signatures_fd = signatures_fd};
    pthread_mutex_init(&l->lock, NULL);
}

static void clear(struct ws_leftovers *l)
{
    while (l->n)
        free(l->checkpoints[--l->n]);
}

void ws_leftovers_release(struct ws_leftovers *l)
{
    clear(l);
    free(l->checkpoints);
    pthread_mutex_destroy(&l->lock);
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static bool ends_in(const char *text, const char *end)
{
    size_t n = strlen(text), m = strlen(end);
    return n > m && strcmp(text + n - m, end) == 0;
}

static DIR *open_dir(int dir_fd)
{
    int fd = openat(dir_fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *d = fd >= 0 ? fdopendir(fd) : NULL;
    if (fd >= 0 && !d)
        close(fd);
    return d;
}

static void keep(struct ws_leftovers *l, const char *file)
{
    if (l->n == l->cap) {
        size_t cap = l->cap ? l->cap * 2 : 16;
        char **list = realloc(l->checkpoints, cap * sizeof *list);
        if (!list)
            return;
        l->checkpoints = list;
        l->cap = cap;
    }
    char *copy = strdup(file);
    if (copy)
        l->checkpoints[l->n++] = copy;
}

/* Under lock. */
static void list(struct ws_leftovers *l)
{
    double t = now();
    double rest = l->took * LIST_SHARE > LIST_SECONDS ? l->took * LIST_SHARE : LIST_SECONDS;
    if (l->listed_at > 0 && t - l->listed_at < rest)
        return;
    DIR *d = open_dir(l->dir_fd);
    clear(l);
    for (const struct dirent *e; d && (e = readdir(d)) != NULL;)
        if (ends_in(e->d_name, CHECKPOINT))
            keep(l, e->d_name);
    if (d)
        closedir(d);
    l->listed_at = now();
    l->took = l->listed_at - t;
}

/* The ATTEMPT in NAME.ATTEMPT.checkpoint, copied; it has no dots. false: another file. */
static bool attempt_of(const char *file, const char *name, char *attempt, size_t size)
{
    size_t n = strlen(name);
    if (strncmp(file, name, n) != 0 || file[n] != '.')
        return false;
    size_t m = strcspn(file + n + 1, ".");
    if (m == 0 || m >= size || strcmp(file + n + 1 + m, CHECKPOINT) != 0)
        return false;
    memcpy(attempt, file + n + 1, m);
    attempt[m] = '\0';
    return true;
}

void ws_leftovers_visit(struct ws_leftovers *l, const char *name, const char *own,
                        bool (*found)(void *ctx, const char *file, const char *attempt),
                        void *ctx)
{
    char attempt[256];
    bool more = true;
    pthread_mutex_lock(&l->lock);
    list(l);
    for (size_t i = 0; more && i < l->n; i++)
        if (attempt_of(l->checkpoints[i], name, attempt, sizeof attempt) &&
            (!own || strcmp(attempt, own) != 0))
            more = found(ctx, l->checkpoints[i], attempt);
    pthread_mutex_unlock(&l->lock);
}

/* --- the dead ------------------------------------------------------------------------- */

/* Opens a checkpoint and locks it, if its attempt is dead; -1 otherwise. The lock is of nobody who lives only
 * if the name still stands for the locked file: an attempt replaces its checkpoint by another one, locked. A
 * file system without locks has no dead. */
static int lock_dead(int dir_fd, const char *file)
{
    struct stat mine, named;
    int fd = openat(dir_fd, file, O_RDONLY | O_CLOEXEC);
    if (fd >= 0 && flock(fd, LOCK_SH | LOCK_NB) == 0 && fstat(fd, &mine) == 0 &&
        fstatat(dir_fd, file, &named, AT_SYMLINK_NOFOLLOW) == 0 &&
        mine.st_ino == named.st_ino && mine.st_dev == named.st_dev)
        return fd;
    if (fd >= 0)
        close(fd);
    return -1;
}

/* Whether the first n bytes of a file name, without NAME, are of a file that attempts write. Nothing
 * more lenient: NAME may be the beginning of other inputs' names. */
static bool is_written(const char *rest, size_t n)
{
    static const char *const ENDS[] = {".jsonl", ".jsonl.gz", ".jsonl.zst", ".stats.json",
                                       ".failed.json", CHECKPOINT};
    size_t digits = n && *rest == '-' ? strspn(rest + 1, "0123456789") + 1 : 0;
    for (size_t i = 0; i < sizeof ENDS / sizeof *ENDS; i++)
        if (n - digits == strlen(ENDS[i]) && strncmp(rest + digits, ENDS[i], n - digits) == 0)
            return true;
    return false;
}

/* NAME.jsonl.gz.ATTEMPT.part, NAME-00000.jsonl.gz.ATTEMPT.part and so on. */
static bool is_part_of(const char *file, const char *name, const char *attempt)
{
    char end[300];
    size_t n = strlen(name), m = strlen(file);
    snprintf(end, sizeof end, ".%s.part", attempt);
    return strncmp(file, name, n) == 0 && ends_in(file, end) && m >= n + strlen(end) &&
           is_written(file + n, m - n - strlen(end));
}

static void remove_parts(int dir_fd, const char *name, const char *attempt)
{
    DIR *d = open_dir(dir_fd);
    for (const struct dirent *e; d && (e = readdir(d)) != NULL;)
        if (is_part_of(e->d_name, name, attempt))
            unlinkat(dir_fd, e->d_name, 0);
    if (d)
        closedir(d);
}

struct removal {
    int dir_fd, rejects_fd, signatures_fd;
    const char *name;
};

/* The checkpoint last: while it is there, the rest is found. */
static bool remove_dead(void *ctx, const char *file, const char *attempt)
{
    const struct removal *r = ctx;
    int fd = lock_dead(r->dir_fd, file);
    if (fd < 0)
        return true;
    ws_fault_step();
    remove_parts(r->dir_fd, r->name, attempt);
    if (r->rejects_fd >= 0)
        remove_parts(r->rejects_fd, r->name, attempt);
    if (r->signatures_fd >= 0) {
        remove_parts(r->signatures_fd, r->name, attempt);
        ws_signatures_remove_parts(r->signatures_fd, r->name, attempt);
    }
    ws_fault_step();
    unlinkat(r->dir_fd, file, 0);
    close(fd);
    return true;
}

void ws_leftovers_remove(struct ws_leftovers *l, const char *name, const char *own)
{
    struct removal r = {l->dir_fd, l->rejects_fd, l->signatures_fd, name};
    ws_leftovers_visit(l, name, own, remove_dead, &r);
}
