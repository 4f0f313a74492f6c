#include "pipeline/output/shard.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define COPY_PIECE ((size_t)256 << 10)

void ws_shards_init(struct ws_shards *s, const struct ws_shard_place *place, const char *name,
                    const char *attempt)
{
    *s = (struct ws_shards){
        .place = place, .name = name, .attempt = attempt, .file = WS_OUTFILE_NONE};
}

void ws_shards_discard(struct ws_shards *s)
{
    ws_outfile_discard(&s->file);
    for (size_t i = 0; i < s->n && s->place->dir_fd >= 0; i++) {
        char *part = ws_part_name(s->list[i].name, s->attempt);
        if (part)
            unlinkat(s->place->dir_fd, part, 0);
        free(part);
    }
}

void ws_shards_release(struct ws_shards *s)
{
    ws_outfile_leave(&s->file);
    ws_sha256_free(s->hash);
    s->hash = NULL;
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

static bool begin_hash(struct ws_shards *s)
{
    if (!s->hash)
        s->hash = ws_sha256_new();
    else
        ws_sha256_reset(s->hash);
    return s->hash != NULL;
}

static enum ws_status open_next(struct ws_shards *s, struct ws_error *err)
{
    bool named = s->place->dir_fd >= 0;
    char *name = named ? shard_file_name(s) : NULL;
    if (!reserve_entry(s) || (named && (!name || !begin_hash(s)))) {
        free(name);
        return no_memory(err);
    }
    s->list[s->n++] = (struct ws_shard_info){.name = name};
    return named ? ws_outfile_create(&s->file, s->place->dir_fd, name, s->attempt, err) : WS_OK;
}

static enum ws_status complete(struct ws_shards *s, struct ws_error *err)
{
    if (s->file.fd < 0) /* streaming */
        return WS_OK;
    if (ws_shards_sync(s, s->list[s->n - 1].sha256, err) != WS_OK)
        return WS_FATAL;
    ws_outfile_leave(&s->file);
    return WS_OK;
}

enum ws_status ws_shards_sync(struct ws_shards *s, char sha256[WS_SHA256_HEX],
                              struct ws_error *err)
{
    sha256[0] = '\0';
    if (s->file.fd < 0)
        return WS_OK;
    if (!ws_sha256_hex(s->hash, sha256))
        return no_memory(err);
    return ws_outfile_sync(&s->file, err);
}

static enum ws_status put(struct ws_shards *s, const void *p, size_t n, struct ws_error *err)
{
    s->list[s->n - 1].bytes += n;
    if (s->place->dir_fd < 0)
        return ws_write_all(s->place->stream_fd, p, n, "standard output", err);
    ws_sha256_add(s->hash, p, n);
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

enum ws_status ws_shards_publish(struct ws_shards *s, struct ws_error *err)
{
    for (size_t i = 0; i < s->n; i++) {
        char *part = ws_part_name(s->list[i].name, s->attempt);
        enum ws_status st = part ? ws_rename_part(s->place->dir_fd, part, s->list[i].name, err)
                                 : no_memory(err);
        free(part);
        if (st != WS_OK)
            return st;
    }
    return ws_sync_dir(s->place->dir_fd, s->name, err);
}

/* --- taking up what another attempt left ------------------------------------------------ */

/* Its part; or the shard itself, if that attempt came as far as to publish it. */
static int open_old(const struct ws_shards *s, const char *name, const char *attempt)
{
    char *part = ws_part_name(name, attempt);
    int fd = part ? openat(s->place->dir_fd, part, O_RDONLY | O_CLOEXEC) : -1;
    free(part);
    return fd >= 0 ? fd : openat(s->place->dir_fd, name, O_RDONLY | O_CLOEXEC);
}

/* The first `bytes` bytes of fd to the open shard. WS_SKIP: they are not there. */
static enum ws_status copy(struct ws_shards *s, int fd, uint64_t bytes, struct ws_error *err)
{
    uint8_t *piece = malloc(COPY_PIECE);
    enum ws_status st = piece ? WS_OK : no_memory(err);
    while (st == WS_OK && bytes > 0) {
        ssize_t n = read(fd, piece, bytes < COPY_PIECE ? (size_t)bytes : COPY_PIECE);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            st = WS_SKIP;
        else
            st = put(s, piece, (size_t)n, err);
        bytes -= n > 0 ? (uint64_t)n : 0;
    }
    free(piece);
    return st;
}

enum ws_status ws_shards_take_up(struct ws_shards *s, const struct ws_shard_info *info,
                                 const char *attempt, bool is_open, struct ws_error *err)
{
    char sha256[WS_SHA256_HEX];
    int fd = open_old(s, info->name, attempt);
    if (fd < 0)
        return WS_SKIP;
    enum ws_status st = open_next(s, err);
    struct ws_shard_info *mine = st == WS_OK ? &s->list[s->n - 1] : NULL;
    if (mine && strcmp(mine->name, info->name) != 0)
        st = WS_SKIP;
    if (st == WS_OK)
        st = copy(s, fd, info->bytes, err);
    close(fd);
    if (st != WS_OK)
        return st;
    if (!ws_sha256_hex(s->hash, sha256))
        return no_memory(err);
    if (strcmp(sha256, info->sha256) != 0)
        return WS_SKIP;
    mine->articles = info->articles;
    mine->plain_bytes = info->plain_bytes;
    return is_open ? WS_OK : complete(s, err);
}
