#include "pipeline/output/shard.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void ws_shards_init(struct ws_shards *s, const struct ws_shard_place *place, const char *name)
{
    *s = (struct ws_shards){.place = place, .name = name, .file = WS_OUTFILE_NONE};
}

void ws_shards_release(struct ws_shards *s)
{
    ws_outfile_discard(&s->file);
    for (size_t i = 0; i < s->n; i++)
        free(s->list[i].name);
    free(s->list);
    s->list = NULL;
    s->n = s->cap = 0;
}

static enum ws_status no_memory(struct ws_error *err)
{
    ws_error_set(err, WS_E_NOMEM, 0, "out of memory");
    return WS_FATAL;
}

char *ws_stats_file_name(const char *name)
{
    size_t size = strlen(name) + sizeof ".stats.json";
    char *file = malloc(size);
    if (file)
        snprintf(file, size, "%s.stats.json", name);
    return file;
}

static char *shard_file_name(const struct ws_shards *s)
{
    const char *suffix = ws_compress_suffix(s->place->compress);
    size_t size = strlen(s->name) + 64;
    char *file = malloc(size);
    if (file && s->place->shard_bytes)
        snprintf(file, size, "%s-%05zu.jsonl%s", s->name, s->n, suffix);
    else if (file)
        snprintf(file, size, "%s.jsonl%s", s->name, suffix);
    return file;
}

static bool reserve_entry(struct ws_shards *s)
{
    if (s->n < s->cap)
        return true;
    size_t cap = s->cap ? s->cap * 2 : 4;
    struct ws_shard_info *list = realloc(s->list, cap * sizeof *list);
    if (!list)
        return false;
    s->list = list;
    s->cap = cap;
    return true;
}

static enum ws_status open_next(struct ws_shards *s, struct ws_error *err)
{
    bool named = s->place->dir_fd >= 0;
    char *name = named ? shard_file_name(s) : NULL;
    if (!reserve_entry(s) || (named && !name)) {
        free(name);
        return no_memory(err);
    }
    s->list[s->n++] = (struct ws_shard_info){.name = name};
    return named ? ws_outfile_create(&s->file, s->place->dir_fd, name, err) : WS_OK;
}

static enum ws_status remove_stats(struct ws_shards *s, struct ws_error *err)
{
    char *file = ws_stats_file_name(s->name);
    if (!file)
        return no_memory(err);
    enum ws_status st = WS_OK;
    if (unlinkat(s->place->dir_fd, file, 0) != 0 && errno != ENOENT) {
        ws_error_set(err, WS_E_IO, 0, "cannot remove the old %s", file);
        st = WS_FATAL;
    }
    free(file);
    return st;
}

static enum ws_status complete(struct ws_shards *s, struct ws_error *err)
{
    if (s->file.fd < 0) /* streaming */
        return WS_OK;
    if (s->n == 1 && remove_stats(s, err) != WS_OK)
        return WS_FATAL;
    if (ws_outfile_publish(&s->file, err) != WS_OK)
        return WS_FATAL;
    ws_outfile_discard(&s->file);
    return WS_OK;
}

static enum ws_status put(struct ws_shards *s, const void *p, size_t n, struct ws_error *err)
{
    s->list[s->n - 1].bytes += n;
    if (s->place->dir_fd < 0)
        return ws_write_all(s->place->stream_fd, p, n, "standard output", err);
    return ws_outfile_write(&s->file, p, n, err);
}

/* Would this many more bytes take the open shard over its size? */
static bool is_full(const struct ws_shards *s, uint64_t more)
{
    const struct ws_shard_info *last = &s->list[s->n - 1];
    return s->place->shard_bytes && last->plain_bytes &&
           last->plain_bytes + more > s->place->shard_bytes;
}

enum ws_status ws_shards_append(struct ws_shards *s, const struct ws_chunks *chunks, size_t i,
                                struct ws_error *err)
{
    const struct ws_chunk *c = &chunks->list[i];
    bool full = s->n > 0 && is_full(s, c->plain_bytes);
    if (full && complete(s, err) != WS_OK)
        return WS_FATAL;
    if ((full || s->n == 0) && open_next(s, err) != WS_OK)
        return WS_FATAL;
    if (put(s, chunks->bytes.p + c->at, c->n, err) != WS_OK)
        return WS_FATAL;
    s->list[s->n - 1].articles += c->articles;
    s->list[s->n - 1].plain_bytes += c->plain_bytes;
    return WS_OK;
}

enum ws_status ws_shards_finish(struct ws_shards *s, struct ws_error *err)
{
    if (s->n == 0) {
        struct ws_slice nothing = ws_encoded_nothing(s->place->compress);
        if (open_next(s, err) != WS_OK || put(s, nothing.p, nothing.n, err) != WS_OK)
            return WS_FATAL;
    }
    return complete(s, err);
}
