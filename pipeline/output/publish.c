#include "pipeline/output/publish.h"
#include "pipeline/output/fault.h"
#include "pipeline/output/json.h"
#include "pipeline/output/json_read.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static enum ws_status no_memory(struct ws_error *err)
{
    ws_error_set(err, WS_E_NOMEM, 0, "out of memory");
    return WS_FATAL;
}

static json_t *read_stats(int dir_fd, const char *name)
{
    char *file = ws_stats_file_name(name);
    json_t *stats = file ? ws_json_read_at(dir_fd, file) : NULL;
    free(file);
    return stats;
}

bool ws_is_shard_of(const char *file, const char *name)
{
    size_t n = strlen(name);
    if (strncmp(file, name, n) != 0)
        return false;
    file += n;
    if (*file == '-')
        file += 1 + strspn(file + 1, "0123456789");
    return strcmp(file, ".jsonl") == 0 || strcmp(file, ".jsonl.gz") == 0 ||
           strcmp(file, ".jsonl.zst") == 0;
}

static bool is_there(int dir_fd, const json_t *shard, const char *name)
{
    struct stat st;
    uint64_t bytes;
    const char *file = ws_json_get_text(shard, "name");
    return file && ws_is_shard_of(file, name) && ws_json_get_uint(shard, "bytes", &bytes) &&
           fstatat(dir_fd, file, &st, 0) == 0 && S_ISREG(st.st_mode) &&
           (uint64_t)st.st_size == bytes;
}

bool ws_stats_vouch(int dir_fd, const char *name, const struct ws_input_identity *input,
                    const char *options_hash)
{
    json_t *stats = read_stats(dir_fd, name);
    const char *hash = ws_json_get_text(stats, "options_hash");
    const json_t *shards = json_object_get(stats, "shards");
    bool ok = hash && strcmp(hash, options_hash) == 0 &&
              ws_identity_matches(json_object_get(stats, "input"), input) &&
              json_array_size(shards) > 0;
    for (size_t i = 0; ok && i < json_array_size(shards); i++)
        ok = is_there(dir_fd, json_array_get(shards, i), name);
    json_decref(stats);
    return ok;
}

static enum ws_status remove_file(int dir_fd, const char *file, struct ws_error *err)
{
    char what[120];
    ws_fault_step();
    if (unlinkat(dir_fd, file, 0) != 0 && errno != ENOENT) {
        snprintf(what, sizeof what, "in place of the old %s", file);
        return ws_write_error(err, what);
    }
    ws_fault_step();
    return WS_OK;
}

static bool is_listed(const struct ws_shards *shards, const char *file)
{
    for (size_t i = 0; i < shards->n; i++)
        if (strcmp(shards->list[i].name, file) == 0)
            return true;
    return false;
}

/* Those of an earlier run that this one has not got. old: a list of stats file. */
static enum ws_status remove_others(const struct ws_shards *shards, const json_t *old, struct ws_error *err)
{
    enum ws_status st = WS_OK;
    for (size_t i = 0; st == WS_OK && i < json_array_size(old); i++) {
        const char *file = ws_json_get_text(json_array_get(old, i), "name");
        if (file && ws_is_shard_of(file, shards->name) && !is_listed(shards, file))
            st = remove_file(shards->place->dir_fd, file, err);
    }
    return st;
}

/* Shards of an earlier run with other options, by its stats file; and that file. */
static enum ws_status remove_old(const struct ws_shards *shards, const struct ws_shards *rejects,
                                 struct ws_error *err)
{
    int dir_fd = shards->place->dir_fd;
    json_t *stats = read_stats(dir_fd, shards->name);
    enum ws_status st = remove_others(shards, json_object_get(stats, "shards"), err);
    if (st == WS_OK && rejects)
        st = remove_others(rejects, json_object_get(stats, "reject_shards"), err);
    json_decref(stats);
    char *file = ws_stats_file_name(shards->name);
    if (st == WS_OK)
        st = file ? remove_file(dir_fd, file, err) : no_memory(err);
    free(file);
    return st;
}

static char *failure_file_name(const char *name)
{
    size_t size = strlen(name) + sizeof ".failed.json";
    char *file = malloc(size);
    if (file)
        snprintf(file, size, "%s.failed.json", name);
    return file;
}

enum ws_status ws_remove_failure(int dir_fd, const char *name, struct ws_error *err)
{
    char *file = failure_file_name(name);
    enum ws_status st = file ? remove_file(dir_fd, file, err) : no_memory(err);
    free(file);
    return st;
}

enum ws_status ws_publish_input(const struct ws_stats *s, const struct ws_stats_about *about,
                                struct ws_shards *shards, struct ws_shards *rejects, bool again,
                                struct ws_error *err)
{
    if (!again && ws_stats_vouch(shards->place->dir_fd, shards->name, &about->input,
                                 about->options_text->hash)) {
        ws_shards_discard(shards);
        if (rejects)
            ws_shards_discard(rejects);
        return ws_remove_failure(shards->place->dir_fd, shards->name, err);
    }
    enum ws_status st = remove_old(shards, rejects, err);
    if (st == WS_OK && rejects)
        st = ws_shards_publish(rejects, err);
    if (st == WS_OK)
        st = ws_shards_publish(shards, err);
    if (st == WS_OK)
        st = ws_stats_write(s, about, err);
    return st == WS_OK ? ws_remove_failure(shards->place->dir_fd, shards->name, err) : st;
}

enum ws_status ws_publish_failure(int dir_fd, const char *name, const char *attempt,
                                  const char *path, const char *reason, const char *host,
                                  int64_t time, struct ws_error *err)
{
    struct ws_buf text;
    ws_buf_init(&text, (size_t)1 << 20);
    struct ws_json j = {.out = &text, .ok = true};
    char *file = failure_file_name(name);
    ws_json_put_cstr(&j, "{\"path\": ", path);
    ws_json_put_cstr(&j, ", \"reason\": ", reason);
    ws_json_put_cstr(&j, ", \"host\": ", host);
    ws_json_put_uint(&j, ", \"time\": ", time < 0 ? 0 : (uint64_t)time);
    ws_json_raw(&j, "}\n");
    enum ws_status st = file && j.ok ? ws_outfile_put(dir_fd, file, attempt, text.p, text.n, err)
                                     : no_memory(err);
    ws_buf_release(&text);
    free(file);
    return st;
}
