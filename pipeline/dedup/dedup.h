/* dedup.h - removes duplicates from shards: ws_dedup_run().
 *
 *     read.c   each shard once: keys of its documents, sorted into parts (key_store.h)
 *     match.c  each part by itself: documents with equal keys are linked (links.h); then one of each cluster is
 *              chosen
 *     write.c  each shard again, without the lines that are not chosen; members in which all lines stay are
 *              copied, and not even undone
 *
 * Threads take shards (and parts) by themselves. What comes out does not depend on how many there are: a key
 * depends on its document, a cluster on the keys, the one that is chosen on the cluster, a shard on what is chosen.
 *
 * Memory: 13 bytes for each line of the shards and 16 for each member beside sort_bytes, buffers, and one line.
 * Threads: the main one calls. */
#ifndef WARCSIFT_DEDUP_H
#define WARCSIFT_DEDUP_H

#include "pipeline/corpus/minhash.h"
#include "pipeline/dedup/key_store.h"
#include "pipeline/dedup/links.h"
#include "pipeline/dedup/shard_lines.h"
#include "pipeline/system/line_sort.h"

/* Which of a cluster stays; of equals the first. */
enum ws_dedup_keep { WS_KEEP_LONGEST, WS_KEEP_OLDEST, WS_KEEP_FIRST };

struct ws_dedup_options {
    const char *out; /* directory, made when missing */
    enum ws_dedup_keep keep;
    bool exact_only;
    bool by_url; /* documents with addresses of one page (ws_surt_page()), whatever their texts; exact_only, too */
    struct ws_minhash_options minhash;
    uint64_t sort_bytes;
    unsigned threads; /* not 0 */
    bool list;
    /* After each shard, from any thread, one at a time: 1 reading, 2 writing. NULL: nobody looks */
    void (*progress)(unsigned pass, size_t done, size_t shards);
};
void ws_dedup_options_init(struct ws_dedup_options *o);

/* Key.low has the table in its lowest byte: 0 for exact duplicates (of the text, or of the address), else the band and one. */
#define WS_DEDUP_TABLE_BITS 8
#define WS_DEDUP_BANDS_MAX  255

/* Of a document, that is a line. */
enum ws_dedup_state {
    WS_DOC_NONE = 1,    /* no document: nothing on it, not JSON, or its shard cannot be read */
    WS_DOC_EXACT = 2,   /* another with the same text goes before it */
    WS_DOC_SIMILAR = 4, /* one of a cluster of several */
    WS_DOC_REMOVED = 8
};

struct ws_dedup_shard {
    const char *path, *name; /* name: of the output, in path */
    uint32_t first;          /* document, of all */
    uint32_t lines;
    struct ws_member_table members;
    struct { /* of its lines, until all shards are read */
        uint32_t *rank;
        uint8_t *state;
        size_t cap;
    } own;
    bool failed; /* error says why it cannot be read; it is left out */
    struct ws_error error;
    uint64_t documents, unsigned_documents, bad_lines;
    uint32_t first_bad; /* number of the first bad line, from 1 */
    uint64_t bytes_in, bytes_out, plain_bytes;
};

struct ws_dedup_sums {
    uint64_t documents, exact, near, clusters, biggest; /* clusters: of several documents */
    uint64_t unsigned_documents, bad_lines, failed_shards;
    uint64_t bytes_in, bytes_out, plain_bytes;
};

struct ws_dedup {
    const struct ws_dedup_options *options;
    struct ws_dedup_shard *shards; /* the caller's: path and name are set */
    size_t n_shards;
    struct ws_key_store keys;
    struct ws_links links;
    uint32_t n; /* lines of all shards */
    uint32_t *rank; /* of each: the least of a cluster stays. Later, of roots: documents of the cluster */
    uint32_t *best; /* of roots */
    _Atomic uint8_t *state;
    struct ws_dedup_sums sums;
    int dir_fd;
    struct ws_line_sort *list; /* under lock; NULL: not asked for */
    atomic_size_t next;        /* shard or part to be taken */
    size_t done;               /* under lock */
    pthread_mutex_t lock;
    bool stopped;              /* under lock: by error */
    struct ws_error error;
};

/* Shards in the order in which they count; no two of a name. d->shards and sums say what came of it. WS_OK;
 * WS_FATAL with err: no memory, or something cannot be written. emit: with options.list, each removed document
 * as an object of JSON, by clusters. */
WS_MUST_USE enum ws_status ws_dedup_run(struct ws_dedup *d, bool (*emit)(void *ctx, struct ws_slice line), void *ctx,
                                        struct ws_error *err);

/* --- of the parts -------------------------------------------------------------------------- */

/* The next one of n; false: there is none, or the run has ended. */
WS_MUST_USE bool ws_dedup_take(struct ws_dedup *d, size_t n, size_t *i);
void ws_dedup_shard_done(struct ws_dedup *d, unsigned pass);
/* Ends the run. */
void ws_dedup_stop(struct ws_dedup *d, const struct ws_error *err);

/* Each is what one thread does; ctx: the struct ws_dedup. */
void *ws_dedup_read(void *ctx);
void *ws_dedup_match(void *ctx);
void *ws_dedup_write(void *ctx);
/* Between reading and matching, and between matching and writing; by one thread. */
WS_MUST_USE enum ws_status ws_dedup_number(struct ws_dedup *d, struct ws_error *err);
void ws_dedup_choose(struct ws_dedup *d);
/* The list of what was removed, from the lines that writing left. */
WS_MUST_USE enum ws_status ws_dedup_tell(struct ws_dedup *d, bool (*emit)(void *ctx, struct ws_slice line), void *ctx,
                                         struct ws_error *err);

#endif
