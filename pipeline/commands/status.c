/* Names and small files only, and a bounded number of these: a directory of 90,000 inputs on a
 * shared file system is looked at in seconds, whatever its shards weigh. Nothing is asked of
 * the runs themselves: the stats files say what is done, the checkpoints who is at work. */
#include "pipeline/commands/status.h"
#include "pipeline/commands/status_report.h"
#include "pipeline/output/attempt_id.h"
#include "pipeline/output/json_read.h"

#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* Stats files that are read, evenly spread over all of them. */
#define SAMPLE 2000
/* Seconds that the rate is of, at most. */
#define WINDOW 3600

/* What the sample of done inputs comes to. */
struct sample {
    double articles, bytes_in, bytes_out;
    struct finish {
        int64_t time;
        double bytes;
    } * list; /* n of them */
    size_t n;
    double scale; /* done inputs for each that was read */
};

static uint64_t number(const json_t *object, const char *key)
{
    uint64_t value;
    return ws_json_get_uint(object, key, &value) ? value : 0;
}

static json_t *read_of(const struct ws_out_dir *d, const char *name, const char *suffix)
{
    char file[NAME_MAX + 1];
    snprintf(file, sizeof file, "%s%s", name, suffix);
    return ws_json_read_at(d->fd, file);
}

/* --- done ----------------------------------------------------------------------------- */

static void add_to_sample(struct sample *s, const json_t *stats, int64_t time)
{
    size_t i;
    const json_t *shard;
    double bytes = (double)number(stats, "bytes_in");
    s->articles += (double)number(json_object_get(stats, "outcomes"), "article");
    s->bytes_in += bytes;
    json_array_foreach(json_object_get(stats, "shards"), i, shard) s->bytes_out +=
        (double)number(shard, "bytes");
    s->list[s->n++] = (struct finish){time, bytes};
}

/* false: no memory. */
static bool take_sample(const struct ws_out_dir *d, struct sample *s)
{
    size_t n = d->stats.n, wanted = n < SAMPLE ? n : SAMPLE;
    *s = (struct sample){.list = calloc(wanted ? wanted : 1, sizeof *s->list)};
    for (size_t k = 0; s->list && k < wanted; k++) {
        struct stat st;
        char file[NAME_MAX + 1];
        const char *name = d->stats.list[k * n / wanted];
        snprintf(file, sizeof file, "%s.stats.json", name);
        json_t *stats = ws_json_read_at(d->fd, file);
        if (stats && fstatat(d->fd, file, &st, 0) == 0)
            add_to_sample(s, stats, (int64_t)st.st_mtime);
        json_decref(stats);
    }
    s->scale = s->n ? (double)n / (double)s->n : 0;
    return s->list != NULL;
}

/* --- at work -------------------------------------------------------------------------- */

/* NAME of NAME.ATTEMPT.checkpoint: there is no dot in ATTEMPT. NULL: no memory, or it is not
 * so. */
static char *name_of_checkpoint(const char *file)
{
    size_t n = strlen(file) - strlen(".checkpoint");
    while (n > 0 && file[n - 1] != '.')
        n--;
    return n > 1 ? strndup(file, n - 1) : NULL;
}

static char *copy_text(const json_t *object, const char *key)
{
    const char *text = ws_json_get_text(object, key);
    return strdup(text ? text : "");
}

/* Whether a process of this host has died: it kept a lock on its checkpoint. The lock of
 * another host may not be seen here, so there the age has to tell. The name must still stand
 * for the file that was locked: checkpoints are replaced. */
static bool is_dead(const struct ws_out_dir *d, const char *file, const char *host)
{
    struct stat mine, named;
    char here[WS_MACHINE_MAX];
    ws_machine_name(here);
    int fd = strcmp(host, here) == 0 ? openat(d->fd, file, O_RDONLY | O_CLOEXEC) : -1;
    bool dead = fd >= 0 && flock(fd, LOCK_SH | LOCK_NB) == 0 && fstat(fd, &mine) == 0 &&
                fstatat(d->fd, file, &named, AT_SYMLINK_NOFOLLOW) == 0 &&
                mine.st_ino == named.st_ino && mine.st_dev == named.st_dev;
    if (fd >= 0)
        close(fd);
    return dead;
}

/* false: it is none (any more: the attempt ends as we look), or its input is done. */
static bool read_attempt(const struct ws_out_dir *d, const char *file, struct ws_running *r)
{
    *r = (struct ws_running){.name = name_of_checkpoint(file)};
    if (!r->name || ws_names_has(&d->stats, r->name))
        return false;
    json_t *o = ws_json_read_at(d->fd, file);
    const json_t *progress = json_object_get(o, "progress");
    r->path = copy_text(json_object_get(o, "input"), "path");
    r->host = copy_text(o, "host");
    r->pid = number(o, "pid");
    r->started = (int64_t)number(o, "started");
    r->updated = (int64_t)number(o, "updated");
    r->bytes_begun = number(o, "bytes_begun");
    r->bytes_done = number(progress, "bytes_done");
    r->bytes_total = number(progress, "bytes_total");
    r->articles = number(progress, "articles");
    bool whole = json_is_object(progress) && r->path && r->host;
    json_decref(o);
    return whole;
}

static void release_attempt(struct ws_running *r)
{
    free(r->name);
    free(r->path);
    free(r->host);
}

static int by_name_and_age(const void *a, const void *b)
{
    const struct ws_running *x = a, *y = b;
    int order = strcmp(x->name, y->name);
    if (order)
        return order;
    return x->updated != y->updated ? (x->updated > y->updated ? -1 : 1)
                                    : strcmp(x->host, y->host);
}

/* false: no memory. */
static bool read_attempts(struct ws_status_view *v, uint64_t stale_after)
{
    const struct ws_names *files = &v->dir.checkpoints;
    v->attempts = calloc(files->n ? files->n : 1, sizeof *v->attempts);
    for (size_t i = 0; v->attempts && i < files->n; i++) {
        struct ws_running *r = &v->attempts[v->n_attempts];
        if (!read_attempt(&v->dir, files->list[i], r)) {
            release_attempt(r);
            continue;
        }
        r->stale = v->now - r->updated > (int64_t)stale_after ||
                   is_dead(&v->dir, files->list[i], r->host);
        v->n_attempts++;
    }
    if (v->n_attempts)
        qsort(v->attempts, v->n_attempts, sizeof *v->attempts, by_name_and_age);
    for (size_t i = 0; i < v->n_attempts; i++) {
        if (i && strcmp(v->attempts[i].name, v->attempts[i - 1].name) == 0)
            continue;
        v->running += !v->attempts[i].stale;
        v->stopped += v->attempts[i].stale;
    }
    return v->attempts != NULL;
}

static bool is_attempted(const struct ws_status_view *v, const char *name)
{
    size_t low = 0, high = v->n_attempts;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(v->attempts[middle].name, name);
        if (order == 0)
            return true;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

/* --- failed --------------------------------------------------------------------------- */

/* What was tried again, and is being read or done by now, has not failed. false: no memory. */
static bool read_failures(struct ws_status_view *v)
{
    const struct ws_names *names = &v->dir.failures;
    v->failures = calloc(WS_STATUS_FAILURES, sizeof *v->failures);
    for (size_t i = 0; v->failures && i < names->n; i++) {
        const char *name = names->list[i];
        if (ws_names_has(&v->dir.stats, name) || is_attempted(v, name))
            continue;
        v->failed++;
        if (v->n_failures == WS_STATUS_FAILURES)
            continue;
        json_t *o = read_of(&v->dir, name, ".failed.json");
        struct ws_failed *f = &v->failures[v->n_failures++];
        *f = (struct ws_failed){copy_text(o, "path"), copy_text(o, "reason"),
                                copy_text(o, "host")};
        json_decref(o);
        if (!f->path || !f->reason || !f->host)
            return false;
    }
    return v->failures != NULL;
}

/* --- sums and rates ------------------------------------------------------------------- */

static void count_inputs(struct ws_status_view *v)
{
    const struct ws_out_dir *d = &v->dir;
    size_t begun = v->running + v->stopped + v->failed;
    if (d->n_wanted == 0) {
        v->done = d->stats.n;
        v->inputs = v->done + begun;
        return;
    }
    v->inputs = d->n_wanted;
    for (size_t i = 0; i < d->n_wanted; i++)
        v->done += ws_names_has(&d->stats, d->wanted[i].name);
    v->waiting = v->inputs - v->done > begun ? v->inputs - v->done - begun : 0;
}

/* When the work that the rate is of began: within the window, the first sign of any.
 * *is_finish: it is the end of an input, whose bytes were read before. */
static int64_t find_beginning(const struct ws_status_view *v, const struct sample *s,
                              bool *is_finish)
{
    int64_t first = INT64_MAX, bound = v->now - WINDOW;
    *is_finish = false;
    for (size_t i = 0; i < v->n_attempts; i++)
        if (!v->attempts[i].stale && v->attempts[i].started < first)
            first = v->attempts[i].started;
    for (size_t i = 0; i < s->n; i++)
        if (s->list[i].time >= bound && s->list[i].time < first) {
            first = s->list[i].time;
            *is_finish = true;
        }
    /* Whoever wrote the list went on to read. */
    if (v->dir.listed_at >= bound && v->dir.listed_at < first) {
        first = v->dir.listed_at;
        *is_finish = false;
    }
    return first < bound ? bound : first;
}

static void find_rate(struct ws_status_view *v, const struct sample *s)
{
    bool is_finish;
    double bytes = 0;
    int64_t begin = find_beginning(v, s, &is_finish);
    if (begin > v->now - 2) /* nothing to go by, also when a clock is ahead of ours */
        return;
    for (size_t i = 0; i < s->n; i++)
        if (s->list[i].time >= begin + is_finish)
            bytes += s->list[i].bytes * s->scale;
    for (size_t i = 0; i < v->n_attempts; i++) {
        const struct ws_running *r = &v->attempts[i];
        double all = (double)(r->updated - r->started),
               inside = (double)(r->updated - (r->started > begin ? r->started : begin));
        if (!r->stale && all > 0 && inside > 0 && r->bytes_done > r->bytes_begun)
            bytes += (double)(r->bytes_done - r->bytes_begun) * inside / all;
    }
    v->rate = bytes / (double)(v->now - begin);
}

static void add_up(struct ws_status_view *v, const struct sample *s)
{
    double left = 0, known = 0;
    size_t n_known = 0;
    v->sampled = s->n;
    v->articles = s->articles * s->scale;
    v->bytes_in = s->bytes_in * s->scale;
    v->bytes_out = s->bytes_out * s->scale;
    for (size_t i = 0; i < v->n_attempts; i++) {
        const struct ws_running *r = &v->attempts[i];
        if (i && strcmp(r->name, v->attempts[i - 1].name) == 0)
            continue; /* a second attempt at the same input */
        v->articles += (double)r->articles;
        v->bytes_in += (double)r->bytes_done;
        known += (double)r->bytes_total;
        n_known += r->bytes_total > 0;
        left += r->bytes_total > r->bytes_done ? (double)(r->bytes_total - r->bytes_done) : 0;
    }
    double mean = s->n ? s->bytes_in / (double)s->n : n_known ? known / (double)n_known : 0;
    left += mean * (double)v->waiting;
    if (mean > 0 || v->waiting == 0)
        v->bytes_all = v->bytes_in + left;
    find_rate(v, s);
    bool known_end = v->dir.n_wanted && (mean > 0 || v->waiting == 0);
    v->seconds_left = !known_end ? -1 : left <= 0 ? 0 : v->rate > 0 ? left / v->rate : -1;
}

/* --- command -------------------------------------------------------------------------- */

static void release(struct ws_status_view *v)
{
    for (size_t i = 0; i < v->n_attempts; i++)
        release_attempt(&v->attempts[i]);
    for (size_t i = 0; i < v->n_failures; i++) {
        free(v->failures[i].path);
        free(v->failures[i].reason);
        free(v->failures[i].host);
    }
    free(v->attempts);
    free(v->failures);
    ws_out_dir_release(&v->dir);
}

/* WS_SIFT_OK, or why it could not be looked at, told. */
static int look(const struct ws_cli *cli)
{
    struct ws_status_view v = {.now = (int64_t)time(NULL)};
    struct sample s = {0};
    char msg[1000];
    int result = WS_SIFT_OK;
    if (!ws_out_dir_read(&v.dir, cli->args[0], cli->args + 1, cli->n_args - 1, msg,
                         sizeof msg)) {
        fprintf(stderr, "warcsift: %s\n", msg);
        result = WS_SIFT_USAGE;
    } else if (!read_attempts(&v, cli->stale) || !read_failures(&v) ||
               !take_sample(&v.dir, &s)) {
        fputs("warcsift: out of memory\n", stderr);
        result = WS_SIFT_LOST;
    } else {
        count_inputs(&v);
        add_up(&v, &s);
        (cli->json ? ws_status_report_json : ws_status_report)(&v, stdout);
        if (fflush(stdout) != 0) {
            fputs("warcsift: standard output: it cannot be written\n", stderr);
            result = WS_SIFT_OUTPUT;
        }
    }
    free(s.list);
    release(&v);
    return result;
}

int ws_status_command(const struct ws_cli *cli)
{
    if (cli->n_args == 0) {
        fputs("warcsift: say which directory: warcsift status DIR\n", stderr);
        return WS_SIFT_USAGE;
    }
    int result = look(cli);
    while (result == WS_SIFT_OK && cli->watch) {
        struct timespec pause = {.tv_sec = (time_t)cli->watch};
        nanosleep(&pause, NULL);
        if (!cli->json)
            putchar('\n');
        result = look(cli);
    }
    return result;
}
