#include "pipeline/run/deliver.h"
#include "pipeline/output/json_read.h"
#include "pipeline/output/publish.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Revisits may be listed in it, 64 MiB of them. */
#define STATS_MAX ((size_t)100 << 20)

/* --- the spool ------------------------------------------------------------------------ */

char *ws_spool_new(const char *dir)
{
    static const char FORM[] = "warcsift-XXXXXX";
    const char *tmp = getenv("TMPDIR");
    if (!dir)
        dir = tmp && *tmp ? tmp : "/tmp";
    size_t size = strlen(dir) + sizeof FORM + 1;
    char *path = malloc(size);
    if (!path)
        return NULL;
    snprintf(path, size, "%s/%s", dir, FORM);
    if (mkdtemp(path))
        return path;
    free(path);
    return NULL;
}

void ws_spool_remove(char *path, int dir_fd)
{
    DIR *d = path ? opendir(path) : NULL;
    for (struct dirent *e; d && (e = readdir(d)) != NULL;)
        if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
            unlinkat(dir_fd, e->d_name, 0);
    if (d)
        closedir(d);
    if (path)
        rmdir(path);
    free(path);
}

/* --- what the store has --------------------------------------------------------------- */

/* "%s.stats.json" and the like; free() is the caller's. NULL: no memory. */
static char *file_name(const char *name, const char *suffix)
{
    size_t size = strlen(name) + strlen(suffix) + 1;
    char *file = malloc(size);
    if (file)
        snprintf(file, size, "%s%s", name, suffix);
    return file;
}

static enum ws_status no_memory(struct ws_error *err)
{
    ws_error_set(err, WS_E_NOMEM, 0, "out of memory");
    return WS_FATAL;
}

/* *stats: NULL, if there is none, or something else under its name; else json_decref() is the
 * caller's. */
static enum ws_status read_stats(const struct ws_job *job, const char *name, json_t **stats,
                                 struct ws_error *err)
{
    char *file = file_name(name, ".stats.json"), *text = NULL;
    size_t n = 0;
    *stats = NULL;
    if (!file)
        return no_memory(err);
    enum ws_status st = ws_store_get(job->store, file, STATS_MAX, &text, &n, err);
    if (st == WS_OK)
        *stats = json_loadb(text, n, JSON_REJECT_DUPLICATES, NULL);
    free(text);
    free(file);
    return st == WS_SKIP ? WS_OK : st;
}

enum ws_status ws_deliver_was_done(const struct ws_job *job, const struct ws_input *input,
                                   struct ws_error *err)
{
    struct ws_input_identity id = ws_input_identity(input);
    const char *want = job->options_text.hash;
    json_t *stats;
    if (read_stats(job, input->name, &stats, err) != WS_OK)
        return WS_FATAL;
    const char *hash = ws_json_get_text(stats, "options_hash");
    bool done = hash && strcmp(hash, want) == 0 &&
                ws_identity_matches(json_object_get(stats, "input"), &id);
    json_decref(stats);
    if (done)
        return WS_SKIP;
    if (!ws_stats_vouch(job->place.dir_fd, input->name, &id, want))
        return WS_OK;
    return ws_deliver(job, input->name, err) == WS_OK ? WS_SKIP : WS_FATAL;
}

/* --- sending -------------------------------------------------------------------------- */

static enum ws_status put(const struct ws_job *job, const char *file, struct ws_error *err)
{
    int fd = openat(job->place.dir_fd, file, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return ws_write_error(err, file);
    enum ws_status st = ws_store_put(job->store, file, fd, err);
    close(fd);
    return st;
}

static const char *shard_name(const json_t *shards, size_t i)
{
    return ws_json_get_text(json_array_get(shards, i), "name");
}

static bool lists(const json_t *shards, const char *file)
{
    for (size_t i = 0; i < json_array_size(shards); i++)
        if (strcmp(shard_name(shards, i), file) == 0)
            return true;
    return false;
}

/* The stats file of an earlier run with other options, or of another input, and then the shards
 * that only that one has. What it calls a shard is one by its name, or nothing is removed
 * because of it. */
static enum ws_status remove_old(const struct ws_job *job, const char *name,
                                 const json_t *shards, struct ws_error *err)
{
    json_t *stats;
    char *file = file_name(name, ".stats.json");
    enum ws_status st = file ? read_stats(job, name, &stats, err) : no_memory(err);
    if (st != WS_OK || !stats) {
        free(file);
        return st;
    }
    st = ws_store_delete(job->store, file, err);
    const json_t *old = json_object_get(stats, "shards");
    for (size_t i = 0; st == WS_OK && i < json_array_size(old); i++) {
        const char *shard = shard_name(old, i);
        if (shard && ws_is_shard_of(shard, name) && !lists(shards, shard))
            st = ws_store_delete(job->store, shard, err);
    }
    json_decref(stats);
    free(file);
    return st;
}

static enum ws_status send_input(const struct ws_job *job, const char *name,
                                 const char *stats_file, const json_t *shards,
                                 struct ws_error *err)
{
    char *failure = file_name(name, ".failed.json");
    enum ws_status st = failure ? remove_old(job, name, shards, err) : no_memory(err);
    for (size_t i = 0; st == WS_OK && i < json_array_size(shards); i++)
        st = put(job, shard_name(shards, i), err);
    if (st == WS_OK)
        st = put(job, stats_file, err);
    if (st == WS_OK)
        st = ws_store_delete(job->store, failure, err);
    free(failure);
    if (st != WS_OK)
        return st;
    unlinkat(job->place.dir_fd, stats_file, 0);
    for (size_t i = 0; i < json_array_size(shards); i++)
        unlinkat(job->place.dir_fd, shard_name(shards, i), 0);
    return WS_OK;
}

enum ws_status ws_deliver(const struct ws_job *job, const char *name, struct ws_error *err)
{
    char *file = file_name(name, ".stats.json");
    json_t *stats = file ? ws_json_read_at(job->place.dir_fd, file) : NULL;
    const json_t *shards = json_object_get(stats, "shards");
    bool ok = json_array_size(shards) > 0;
    for (size_t i = 0; ok && i < json_array_size(shards); i++)
        ok = shard_name(shards, i) != NULL;
    enum ws_status st;
    if (ok) {
        st = send_input(job, name, file, shards, err);
    } else {
        ws_error_set(err, WS_E_IO, 0, "%.60s.stats.json in the spool cannot be read", name);
        st = WS_FATAL;
    }
    json_decref(stats);
    free(file);
    return st;
}

enum ws_status ws_deliver_failure(const struct ws_job *job, const char *name,
                                  struct ws_error *err)
{
    char *file = file_name(name, ".failed.json");
    enum ws_status st = file ? put(job, file, err) : no_memory(err);
    if (st == WS_OK)
        unlinkat(job->place.dir_fd, file, 0);
    free(file);
    return st;
}
