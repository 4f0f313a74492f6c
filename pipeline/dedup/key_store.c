#include "pipeline/dedup/key_store.h"
#include "pipeline/output/outfile.h"
#include "pipeline/system/temp_file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PART_SHIFT 54 /* of the upper half: 1024 parts */
_Static_assert(WS_KEY_PARTS == 1u << (64 - PART_SHIFT), "parts by the upper bits");

/* A key as it is stored, without padding. */
#define STORED 20
/* Keys read at once from the slice of a run. */
#define PIECE 512

struct ws_key_run {
    uint8_t *bytes; /* NULL: they are in the file, at: */
    uint64_t at;
    uint32_t first[WS_KEY_PARTS + 1]; /* keys before each part */
};

static enum ws_status no_memory(struct ws_error *err)
{
    ws_error_set(err, WS_E_NOMEM, 0, "out of memory");
    return WS_FATAL;
}

void ws_key_store_init(struct ws_key_store *k, size_t memory, const char *dir)
{
    *k = (struct ws_key_store){.dir = dir, .memory = memory, .fd = -1};
    pthread_mutex_init(&k->lock, NULL);
}

void ws_key_store_release(struct ws_key_store *k)
{
    for (size_t i = 0; i < k->n; i++)
        free(k->runs[i].bytes);
    free(k->runs);
    if (k->fd >= 0)
        close(k->fd);
    pthread_mutex_destroy(&k->lock);
}

/* --- writing -------------------------------------------------------------------------- */

bool ws_key_writer_init(struct ws_key_writer *w, struct ws_key_store *k, size_t memory)
{
    size_t cap = memory / sizeof(struct ws_key);
    *w = (struct ws_key_writer){.store = k, .cap = cap < 64 ? 64 : cap > 1u << 24 ? 1u << 24 : cap};
    w->list = malloc(w->cap * sizeof *w->list);
    return w->list != NULL;
}

void ws_key_writer_release(struct ws_key_writer *w)
{
    free(w->list);
    w->list = NULL;
}

static unsigned part_of(const struct ws_key *key)
{
    return (unsigned)(key->high >> PART_SHIFT);
}

static void store_key(uint8_t *p, const struct ws_key *key)
{
    memcpy(p, &key->high, 8);
    memcpy(p + 8, &key->low, 4);
    memcpy(p + 12, &key->file, 4);
    memcpy(p + 16, &key->line, 4);
}

static void fetch_key(const uint8_t *p, struct ws_key *key)
{
    memcpy(&key->high, p, 8);
    memcpy(&key->low, p + 8, 4);
    memcpy(&key->file, p + 12, 4);
    memcpy(&key->line, p + 16, 4);
}

/* By counting. NULL: no memory. */
static uint8_t *sort_by_parts(const struct ws_key_writer *w, uint32_t first[WS_KEY_PARTS + 1])
{
    uint8_t *bytes = malloc(w->n * STORED);
    uint32_t next[WS_KEY_PARTS];
    memset(first, 0, (WS_KEY_PARTS + 1) * sizeof *first);
    for (size_t i = 0; i < w->n; i++)
        first[part_of(&w->list[i]) + 1]++;
    for (unsigned p = 0; p < WS_KEY_PARTS; p++) {
        next[p] = first[p];
        first[p + 1] += first[p];
    }
    for (size_t i = 0; bytes && i < w->n; i++)
        store_key(bytes + (size_t)next[part_of(&w->list[i])]++ * STORED, &w->list[i]);
    return bytes;
}

/* Under lock. */
static enum ws_status write_run(struct ws_key_store *k, struct ws_key_run *run, size_t bytes, struct ws_error *err)
{
    if (k->fd < 0 && (k->fd = ws_temp_file(k->dir, err)) < 0)
        return WS_FATAL;
    if (ws_write_all(k->fd, run->bytes, bytes, "temporary file", err) != WS_OK)
        return WS_FATAL;
    free(run->bytes);
    run->bytes = NULL;
    run->at = k->written;
    k->written += bytes;
    return WS_OK;
}

/* Under lock. */
static enum ws_status take_run(struct ws_key_store *k, struct ws_key_run *run, size_t bytes, struct ws_error *err)
{
    if (k->n == k->cap) {
        size_t cap = k->cap ? 2 * k->cap : 16;
        struct ws_key_run *runs = realloc(k->runs, cap * sizeof *runs);
        if (!runs)
            return no_memory(err);
        k->runs = runs;
        k->cap = cap;
    }
    if (k->held + bytes > k->memory) {
        if (write_run(k, run, bytes, err) != WS_OK)
            return WS_FATAL;
    } else {
        k->held += bytes;
    }
    k->runs[k->n++] = *run;
    return WS_OK;
}

static enum ws_status hand_over(struct ws_key_writer *w, struct ws_error *err)
{
    struct ws_key_run run = {0};
    run.bytes = sort_by_parts(w, run.first);
    if (!run.bytes)
        return no_memory(err);
    pthread_mutex_lock(&w->store->lock);
    enum ws_status st = take_run(w->store, &run, w->n * STORED, err);
    pthread_mutex_unlock(&w->store->lock);
    if (st != WS_OK)
        free(run.bytes);
    w->n = 0;
    return st;
}

enum ws_status ws_key_add(struct ws_key_writer *w, const struct ws_key *key, struct ws_error *err)
{
    if (w->n == w->cap && hand_over(w, err) != WS_OK)
        return WS_FATAL;
    w->list[w->n++] = *key;
    return WS_OK;
}

enum ws_status ws_key_writer_close(struct ws_key_writer *w, struct ws_error *err)
{
    return w->n ? hand_over(w, err) : WS_OK;
}

/* --- reading -------------------------------------------------------------------------- */

static size_t in_run(const struct ws_key_run *run, unsigned part)
{
    return run->first[part + 1] - run->first[part];
}

size_t ws_key_part_size(const struct ws_key_store *k, unsigned part)
{
    size_t n = 0;
    for (size_t i = 0; i < k->n; i++)
        n += in_run(&k->runs[i], part);
    return n;
}

/* n stored keys of a run, from `at` on. */
static enum ws_status fetch(const struct ws_key_store *k, const struct ws_key_run *run, size_t at, size_t n,
                            uint8_t *out, struct ws_error *err)
{
    size_t bytes = n * STORED, from = at * STORED;
    if (run->bytes) {
        memcpy(out, run->bytes + from, bytes);
        return WS_OK;
    }
    for (size_t done = 0; done < bytes;) {
        ssize_t got = pread(k->fd, out + done, bytes - done, (off_t)(run->at + from + done));
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0) {
            errno = got < 0 ? errno : EIO;
            return ws_temp_file_error(err, "temporary file");
        }
        done += (size_t)got;
    }
    return WS_OK;
}

struct loading {
    struct ws_key *list;
    size_t n, cap;
    unsigned share, n_shares;
};

static bool keep(struct loading *l, const struct ws_key *key)
{
    unsigned bits = (unsigned)(key->high >> (PART_SHIFT - 16)) & 0xFFFF;
    if ((bits & (l->n_shares - 1)) != l->share)
        return true;
    if (l->n == l->cap) {
        size_t cap = l->cap ? l->cap + l->cap / 2 : 1024;
        struct ws_key *list = realloc(l->list, cap * sizeof *list);
        if (!list)
            return false;
        l->list = list;
        l->cap = cap;
    }
    l->list[l->n++] = *key;
    return true;
}

static enum ws_status load_run(const struct ws_key_store *k, const struct ws_key_run *run, unsigned part,
                               struct loading *l, struct ws_error *err)
{
    uint8_t piece[PIECE * STORED];
    for (size_t at = run->first[part], end = run->first[part + 1]; at < end;) {
        size_t n = end - at < PIECE ? end - at : PIECE;
        struct ws_key key;
        if (fetch(k, run, at, n, piece, err) != WS_OK)
            return WS_FATAL;
        for (size_t i = 0; i < n; i++) {
            fetch_key(piece + i * STORED, &key);
            if (!keep(l, &key))
                return no_memory(err);
        }
        at += n;
    }
    return WS_OK;
}

static int by_key(const void *a, const void *b)
{
    const struct ws_key *x = a, *y = b;
    if (x->high != y->high)
        return x->high < y->high ? -1 : 1;
    if (x->low != y->low)
        return x->low < y->low ? -1 : 1;
    if (x->file != y->file)
        return x->file < y->file ? -1 : 1;
    return x->line < y->line ? -1 : x->line > y->line;
}

enum ws_status ws_key_part_load(struct ws_key_store *k, unsigned part, unsigned share, unsigned n_shares,
                                struct ws_key **list, size_t *n, struct ws_error *err)
{
    struct loading l = {.share = share, .n_shares = n_shares};
    enum ws_status st = WS_OK;
    for (size_t i = 0; st == WS_OK && i < k->n; i++)
        st = load_run(k, &k->runs[i], part, &l, err);
    if (st == WS_OK && l.n)
        qsort(l.list, l.n, sizeof *l.list, by_key);
    *list = l.list;
    *n = l.n;
    return st;
}
