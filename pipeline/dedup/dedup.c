#include "pipeline/dedup/dedup.h"
#include "pipeline/output/outfile.h"
#include "pipeline/system/team.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void ws_dedup_options_init(struct ws_dedup_options *o)
{
    *o = (struct ws_dedup_options){.keep = WS_KEEP_LONGEST, .sort_bytes = UINT64_C(256) << 20};
    ws_minhash_options_init(&o->minhash);
}

bool ws_dedup_take(struct ws_dedup *d, size_t n, size_t *i)
{
    pthread_mutex_lock(&d->lock);
    bool stopped = d->stopped;
    pthread_mutex_unlock(&d->lock);
    *i = atomic_fetch_add(&d->next, 1);
    return !stopped && *i < n;
}

void ws_dedup_shard_done(struct ws_dedup *d, unsigned pass)
{
    pthread_mutex_lock(&d->lock);
    d->done++;
    if (d->options->progress)
        d->options->progress(pass, d->done, d->n_shards);
    pthread_mutex_unlock(&d->lock);
}

void ws_dedup_stop(struct ws_dedup *d, const struct ws_error *err)
{
    pthread_mutex_lock(&d->lock);
    if (!d->stopped)
        d->error = *err;
    d->stopped = true;
    pthread_mutex_unlock(&d->lock);
}

/* Runs one step on all threads. */
static enum ws_status step(struct ws_dedup *d, void *(*fn)(void *))
{
    atomic_store(&d->next, 0);
    d->done = 0;
    ws_team_run(d->options->threads, fn, d);
    return d->stopped ? WS_FATAL : WS_OK;
}

/* --- numbers of documents ----------------------------------------------------------------- */

static enum ws_status no_memory(struct ws_error *err)
{
    ws_error_set(err, WS_E_NOMEM, 0, "out of memory");
    return WS_FATAL;
}

static void take_over(struct ws_dedup *d, struct ws_dedup_shard *s)
{
    for (uint32_t i = 0; i < s->lines; i++) {
        d->rank[s->first + i] = s->own.rank[i];
        atomic_init(&d->state[s->first + i], s->failed ? (uint8_t)WS_DOC_NONE : s->own.state[i]);
    }
    free(s->own.rank);
    free(s->own.state);
    s->own.rank = NULL;
    s->own.state = NULL;
}

enum ws_status ws_dedup_number(struct ws_dedup *d, struct ws_error *err)
{
    uint64_t n = 0;
    for (size_t i = 0; i < d->n_shards; i++) {
        d->shards[i].first = (uint32_t)n;
        n += d->shards[i].lines;
        if (n >= UINT32_MAX) {
            ws_error_set(err, WS_E_LIMIT, 0, "more than 4294967294 lines");
            return WS_FATAL;
        }
    }
    d->n = (uint32_t)n;
    d->rank = malloc((d->n + (size_t)1) * sizeof *d->rank);
    d->best = malloc((d->n + (size_t)1) * sizeof *d->best);
    d->state = malloc(d->n + (size_t)1);
    if (!d->rank || !d->best || !d->state || !ws_links_init(&d->links, d->n))
        return no_memory(err);
    for (size_t i = 0; i < d->n_shards; i++)
        take_over(d, &d->shards[i]);
    return WS_OK;
}

/* --- the whole ---------------------------------------------------------------------------- */

static enum ws_status open_dir(struct ws_dedup *d, struct ws_error *err)
{
    if (mkdir(d->options->out, 0777) != 0 && errno != EEXIST)
        return ws_write_error(err, d->options->out);
    d->dir_fd = open(d->options->out, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return d->dir_fd >= 0 ? WS_OK : ws_write_error(err, d->options->out);
}

static enum ws_status run(struct ws_dedup *d, bool (*emit)(void *ctx, struct ws_slice line), void *ctx,
                          struct ws_error *err)
{
    if (open_dir(d, err) != WS_OK)
        return WS_FATAL;
    bool ok = step(d, ws_dedup_read) == WS_OK;
    if (ok && ws_dedup_number(d, err) != WS_OK)
        return WS_FATAL;
    ok = ok && step(d, ws_dedup_match) == WS_OK;
    if (ok)
        ws_dedup_choose(d);
    ok = ok && step(d, ws_dedup_write) == WS_OK;
    if (!ok) {
        *err = d->error;
        return WS_FATAL;
    }
    return d->list ? ws_dedup_tell(d, emit, ctx, err) : WS_OK;
}

static void add_up(struct ws_dedup *d)
{
    struct ws_dedup_sums *s = &d->sums;
    for (size_t i = 0; i < d->n_shards; i++) {
        const struct ws_dedup_shard *shard = &d->shards[i];
        s->failed_shards += shard->failed;
        s->bad_lines += shard->bad_lines;
        s->bytes_in += shard->bytes_in;
        s->bytes_out += shard->bytes_out;
        s->plain_bytes += shard->plain_bytes;
        s->documents += shard->failed ? 0 : shard->documents;
        s->unsigned_documents += shard->failed ? 0 : shard->unsigned_documents;
    }
}

enum ws_status ws_dedup_run(struct ws_dedup *d, bool (*emit)(void *ctx, struct ws_slice line), void *ctx,
                            struct ws_error *err)
{
    const char *dir = getenv("TMPDIR");
    dir = dir && *dir ? dir : "/tmp";
    d->dir_fd = -1;
    pthread_mutex_init(&d->lock, NULL);
    ws_key_store_init(&d->keys, (size_t)(d->options->sort_bytes / 2), dir);
    d->list = d->options->list ? ws_line_sort_new((size_t)d->options->sort_bytes / 4, dir) : NULL;
    enum ws_status st = d->options->list && !d->list ? no_memory(err) : run(d, emit, ctx, err);
    add_up(d);
    ws_line_sort_free(d->list);
    ws_key_store_release(&d->keys);
    ws_links_release(&d->links);
    pthread_mutex_destroy(&d->lock);
    for (size_t i = 0; i < d->n_shards; i++) {
        free(d->shards[i].own.rank);
        free(d->shards[i].own.state);
        ws_member_table_release(&d->shards[i].members);
    }
    free(d->rank);
    free(d->best);
    free((void *)d->state);
    if (d->dir_fd >= 0)
        close(d->dir_fd);
    return st;
}
