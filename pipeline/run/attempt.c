#include "pipeline/run/attempt.h"
#include "pipeline/output/fault.h"
#include "pipeline/output/json_read.h"
#include "pipeline/output/publish.h"
#include "pipeline/run/deliver.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define CHECKPOINT_MAX ((size_t)1 << 28)
/* Attempts of earlier processes with the same number (in a container it is always the same) are
 * stepped over. */
#define MAX_NUMBERS 1000

bool ws_attempts_init(struct ws_attempts *a, const struct ws_job *job)
{
    *a = (struct ws_attempts){.job = job, .list = calloc(job->inputs.n, sizeof *a->list)};
    ws_machine_name(a->host);
    ws_leftovers_init(&a->leftovers, job->place.dir_fd,
                      job->options->corpus.rejects ? job->rejects.dir_fd : -1,
                      job->options->corpus.minhash ? job->signatures.dir_fd : -1);
    return a->list != NULL;
}

void ws_attempts_release(struct ws_attempts *a)
{
    for (size_t i = 0; a->list && i < a->job->inputs.n; i++)
        if (a->list[i])
            ws_attempt_end(a, i, WS_ATTEMPT_LEFT);
    free(a->list);
    a->list = NULL;
    ws_leftovers_release(&a->leftovers);
}

static enum ws_status no_memory(struct ws_error *err)
{
    ws_error_set(err, WS_E_NOMEM, 0, "out of memory");
    return WS_FATAL;
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* --- checkpoints ------------------------------------------------------------------------ */

/* Where the file system has no locks, nobody can tell the dead: see lock_dead(). */
static bool lock_file(int fd)
{
    return flock(fd, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK;
}

static bool is_named(int dir_fd, const char *file, int fd)
{
    struct stat mine, named;
    return fstat(fd, &mine) == 0 && fstatat(dir_fd, file, &named, AT_SYMLINK_NOFOLLOW) == 0 &&
           mine.st_ino == named.st_ino && mine.st_dev == named.st_dev;
}

/* Writes text to a new file, locked, in place of the one that t holds. */
static enum ws_status replace_file(const struct ws_attempts *a, struct ws_attempt *t,
                                   const struct ws_buf *text, struct ws_error *err)
{
    struct ws_outfile next;
    char name[NAME_MAX + 1];
    snprintf(name, sizeof name, "%s.checkpoint", t->input->name);
    enum ws_status st = ws_outfile_create(&next, a->job->place.dir_fd, name, t->id, err);
    if (st == WS_OK && !lock_file(next.fd))
        st = ws_write_error(err, t->file);
    if (st == WS_OK)
        st = ws_outfile_write(&next, text->p, text->n, err);
    if (st == WS_OK && t->has_position)
        st = ws_outfile_sync(&next, err);
    if (st == WS_OK)
        st = ws_rename_part(a->job->place.dir_fd, next.part, t->file, err);
    if (st != WS_OK) {
        ws_outfile_discard(&next);
        return st;
    }
    close(t->fd);
    t->fd = next.fd;
    next.fd = -1;
    ws_outfile_leave(&next);
    return WS_OK;
}

static enum ws_status save(struct ws_attempts *a, struct ws_attempt *t, struct ws_error *err)
{
    char open_sha256[WS_SHA256_HEX] = "", open_rejects_sha256[WS_SHA256_HEX] = "",
         open_signatures_sha256[WS_SHA256_HEX] = "";
    struct ws_buf text;
    if (t->has_position && (ws_shards_sync(&t->shards, open_sha256, err) != WS_OK ||
                            ws_shards_sync(&t->rejects, open_rejects_sha256, err) != WS_OK ||
                            ws_shards_sync(&t->signatures, open_signatures_sha256, err) != WS_OK))
        return WS_FATAL;
    const struct ws_checkpoint c = {
        .host = a->host,
        .pid = (int64_t)getpid(),
        .started = t->started,
        .updated = (int64_t)time(NULL),
        .input = ws_input_identity(t->input),
        .options_hash = a->job->options_text.hash,
        .progress = t->progress,
        .bytes_begun = t->bytes_begun,
        .position = t->has_position ? &t->position : NULL,
        .stats = &t->stats,
        .shards = &t->shards,
        .open_sha256 = open_sha256,
        .rejects = &t->rejects,
        .open_rejects_sha256 = open_rejects_sha256,
        .signatures = &t->signatures,
        .open_signatures_sha256 = open_signatures_sha256,
    };
    ws_buf_init(&text, CHECKPOINT_MAX);
    enum ws_status st = ws_checkpoint_render(&c, &text) ? replace_file(a, t, &text, err)
                                                        : no_memory(err);
    ws_buf_release(&text);
    t->saved_at = now();
    t->is_saved = t->is_saved || (st == WS_OK && t->has_position);
    return st;
}

enum ws_status ws_attempt_save(struct ws_attempts *a, struct ws_attempt *t, bool at_once,
                               struct ws_error *err)
{
    if (!at_once && now() - t->saved_at < a->job->options->checkpoint_seconds)
        return WS_OK;
    return save(a, t, err);
}

/* --- the beginning ---------------------------------------------------------------------- */

/* An id that nobody has, and its checkpoint, empty and locked. Somebody who removes dead ones may
 * see it before it is locked, and take it away: then the next number is tried. */
static enum ws_status claim(struct ws_attempts *a, struct ws_attempt *t, struct ws_error *err)
{
    int dir_fd = a->job->place.dir_fd;
    size_t size = strlen(t->input->name) + WS_ATTEMPT_ID_MAX + sizeof "..checkpoint";
    t->file = malloc(size);
    if (!t->file)
        return no_memory(err);
    ws_fault_step();
    for (int i = 0; i < MAX_NUMBERS; i++) {
        ws_attempt_id(t->id, a->host, a->next_number++);
        snprintf(t->file, size, "%s.%s.checkpoint", t->input->name, t->id);
        t->fd = openat(dir_fd, t->file, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (t->fd < 0 && errno != EEXIST)
            break;
        if (t->fd >= 0 && lock_file(t->fd) && is_named(dir_fd, t->file, t->fd))
            return WS_OK;
        if (t->fd >= 0)
            close(t->fd);
        t->fd = -1;
    }
    return ws_write_error(err, t->file);
}

enum ws_status ws_attempts_was_done(const struct ws_attempts *a, const struct ws_input *input,
                                    struct ws_error *err)
{
    struct ws_input_identity id = ws_input_identity(input);
    if (a->job->options->force)
        return WS_OK;
    if (a->job->store)
        return ws_deliver_was_done(a->job, input, err);
    return ws_stats_vouch(a->job->place.dir_fd, input->name, &id, a->job->options_text.hash)
               ? WS_SKIP
               : WS_OK;
}

static void init_shards(const struct ws_attempts *a, struct ws_attempt *t)
{
    ws_shards_init(&t->shards, &a->job->place, t->input->name, t->id);
    ws_shards_init(&t->rejects, &a->job->rejects, t->input->name, t->id);
    ws_shards_init(&t->signatures, &a->job->signatures, t->input->name, t->id);
}

static void discard_shards(struct ws_attempt *t)
{
    ws_shards_discard(&t->shards);
    ws_shards_discard(&t->rejects);
    ws_shards_discard(&t->signatures);
}

static void release_shards(struct ws_attempt *t)
{
    ws_shards_release(&t->shards);
    ws_shards_release(&t->rejects);
    ws_shards_release(&t->signatures);
}

static enum ws_status take_up_list(struct ws_shards *to, const struct ws_saved_shards *list,
                                   const char *attempt, struct ws_error *err)
{
    enum ws_status st = WS_OK;
    for (size_t i = 0; st == WS_OK && i < list->n; i++)
        st = ws_shards_take_up(to, &list->list[i], attempt, i + 1 == list->n, err);
    return st;
}

/* Parts and counts of another attempt, as they were at its checkpoint. WS_SKIP: they are not
 * there. */
static enum ws_status take_up(struct ws_attempts *a, struct ws_attempt *t,
                              struct ws_saved *saved, const char *attempt, struct ws_error *err)
{
    enum ws_status st = take_up_list(&t->shards, &saved->shards, attempt, err);
    if (st == WS_OK)
        st = take_up_list(&t->rejects, &saved->rejects, attempt, err);
    if (st == WS_OK)
        st = take_up_list(&t->signatures, &saved->signatures, attempt, err);
    if (st != WS_OK) {
        discard_shards(t);
        release_shards(t);
        init_shards(a, t);
        return st;
    }
    ws_stats_release(&t->stats);
    t->stats = saved->stats;
    ws_stats_init(&saved->stats, 0);
    t->position = t->begun_at = saved->position;
    t->progress = saved->progress;
    t->bytes_begun = saved->progress.bytes_done;
    t->has_position = t->goes_on = true;
    return WS_OK;
}

/* A checkpoint of another attempt; of two the one with more done is further, and names decide
 * between equals. */
struct candidate {
    uint64_t done;
    char file[NAME_MAX + 1], attempt[NAME_MAX + 1];
};

static bool is_further(const struct candidate *c, uint64_t done, const char *file)
{
    return done != c->done ? done > c->done : strcmp(file, c->file) > 0;
}

/* For the furthest one that is less far than the one that was tried last: parts may be missing. */
struct search {
    struct ws_attempts *a;
    const struct ws_attempt *mine;
    bool has_tried, found;
    struct candidate tried, best;
};

static bool consider(void *ctx, const char *file, const char *attempt)
{
    struct search *s = ctx;
    struct ws_input_identity id = ws_input_identity(s->mine->input);
    json_t *c = ws_json_read_at(s->a->job->place.dir_fd, file);
    uint64_t done;
    if (ws_checkpoint_suits(c, &id, s->a->job->options_text.hash) &&
        ws_json_get_uint(json_object_get(c, "position"), "done", &done) &&
        (!s->has_tried || !(is_further(&s->tried, done, file) || strcmp(file, s->tried.file) == 0)) &&
        (!s->found || is_further(&s->best, done, file))) {
        s->found = true;
        s->best.done = done;
        snprintf(s->best.attempt, sizeof s->best.attempt, "%s", attempt);
        snprintf(s->best.file, sizeof s->best.file, "%s", file);
    }
    json_decref(c);
    return true;
}

static enum ws_status go_on(struct ws_attempts *a, struct ws_attempt *t, struct ws_error *err)
{
    struct search s = {.a = a, .mine = t};
    enum ws_status st = WS_SKIP;
    while (st == WS_SKIP) {
        struct ws_saved saved;
        s.found = false;
        ws_leftovers_visit(&a->leftovers, t->input->name, t->id, consider, &s);
        if (!s.found)
            return WS_OK;
        s.tried = s.best;
        s.has_tried = true;
        json_t *c = ws_json_read_at(a->job->place.dir_fd, s.best.file);
        if (ws_saved_load(&saved, c))
            st = take_up(a, t, &saved, s.best.attempt, err);
        ws_saved_release(&saved);
        json_decref(c);
    }
    return st;
}

static enum ws_status begin(struct ws_attempts *a, struct ws_attempt *t, struct ws_error *err)
{
    t->started = (int64_t)time(NULL);
    ws_stats_init(&t->stats, WS_DAMAGE_LISTED);
    init_shards(a, t);
    if (claim(a, t, err) != WS_OK || (!a->job->options->force && go_on(a, t, err) != WS_OK) ||
        save(a, t, err) != WS_OK)
        return WS_FATAL;
    if (t->has_position)
        ws_leftovers_remove(&a->leftovers, t->input->name, t->id);
    return WS_OK;
}

enum ws_status ws_attempts_begin(struct ws_attempts *a, size_t input, struct ws_error *err)
{
    const struct ws_input *in = &a->job->inputs.list[input];
    if (a->job->place.dir_fd < 0 || a->list[input])
        return WS_OK;
    enum ws_status done = ws_attempts_was_done(a, in, err);
    if (done == WS_FATAL)
        return done;
    if (done == WS_SKIP) {
        ws_leftovers_remove(&a->leftovers, in->name, NULL);
        a->skipped++;
        atomic_fetch_add(&a->skipped_bytes, in->size);
        return ws_remove_failure(a->job->place.dir_fd, in->name, err) == WS_OK ? WS_SKIP : WS_FATAL;
    }
    struct ws_attempt *t = a->list[input] = calloc(1, sizeof *t);
    if (!t)
        return no_memory(err);
    t->input = in;
    t->fd = -1;
    return begin(a, t, err);
}

void ws_attempt_end(struct ws_attempts *a, size_t input, enum ws_attempt_end how)
{
    struct ws_attempt *t = a->list[input];
    a->list[input] = NULL;
    if (how != WS_ATTEMPT_LEFT || !t->is_saved) {
        if (how != WS_ATTEMPT_DONE)
            discard_shards(t);
        else
            ws_shards_discard(&t->signatures); /* others were made of them */
        ws_fault_step();
        if (t->fd >= 0)
            unlinkat(a->job->place.dir_fd, t->file, 0);
    }
    if (how == WS_ATTEMPT_DONE)
        ws_leftovers_remove(&a->leftovers, t->input->name, t->id);
    release_shards(t);
    ws_stats_release(&t->stats);
    if (t->fd >= 0)
        close(t->fd);
    free(t->file);
    free(t);
}
