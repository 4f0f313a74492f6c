/* key_store.h - keys of documents, by which equal ones are found, in bounded memory: what does not fit stands in
 * one temporary file without a name.
 *
 * Keys are hashes, so their upper bits spread them evenly over parts. Every writer sorts what it holds by parts
 * and hands it over as a run; a part is what all runs have of it, and is looked at by itself. A part that is over
 * the memory is read several times, with a share of its keys each time.
 * Threads: one thread per struct ws_key_writer; different parts may be read at the same time, when all writers
 * are closed. */
#ifndef WARCSIFT_DEDUP_KEY_STORE_H
#define WARCSIFT_DEDUP_KEY_STORE_H

#include "warcsift/base.h"

#include <pthread.h>

#define WS_KEY_PARTS 1024

struct ws_key {
    uint64_t high;
    uint32_t low;
    uint32_t file, line; /* whose it is */
};

struct ws_key_run;
struct ws_key_store {
    const char *dir;
    size_t memory; /* of runs that are not in the file */
    size_t held;
    int fd;
    uint64_t written;
    struct ws_key_run *runs;
    size_t n, cap;
    pthread_mutex_t lock; /* for all but dir and memory, while there are writers */
};

/* memory: bytes, of runs; writers and readers come on top. dir: for the temporary file. */
void ws_key_store_init(struct ws_key_store *k, size_t memory, const char *dir);
void ws_key_store_release(struct ws_key_store *k);

struct ws_key_writer {
    struct ws_key_store *store;
    struct ws_key *list;
    size_t n, cap;
};
/* false: no memory. */
WS_MUST_USE bool ws_key_writer_init(struct ws_key_writer *w, struct ws_key_store *k, size_t memory);
/* Both: WS_OK; WS_FATAL: no memory, or the temporary file cannot be written. */
WS_MUST_USE enum ws_status ws_key_add(struct ws_key_writer *w, const struct ws_key *key, struct ws_error *err);
/* Hands over what is left. Release either way. */
WS_MUST_USE enum ws_status ws_key_writer_close(struct ws_key_writer *w, struct ws_error *err);
void ws_key_writer_release(struct ws_key_writer *w);

/* Keys in a part. */
size_t ws_key_part_size(const struct ws_key_store *k, unsigned part);
/* Those of a part that are in the share-th of n_shares shares (1, 2, 4 ... 2^16), sorted by key, file and line;
 * *list is the caller's to free, also when it fails. */
WS_MUST_USE enum ws_status ws_key_part_load(struct ws_key_store *k, unsigned part, unsigned share, unsigned n_shares,
                                            struct ws_key **list, size_t *n, struct ws_error *err);

#endif
