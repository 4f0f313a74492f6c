/* duplicates.h - --dedup and --url-dedup: of the documents of one input that are alike, the first is written.
 *
 * A document has keys: its address in the form of one page (ws_surt_page()), its text but for white space, and the
 * bands of its MinHash signature, all as warcsift dedup has them (pipeline/dedup/read.c). It is a duplicate when one of
 * them is a key of a document that was written before it.
 *
 * Workers leave lines and keys in their slots, and compress the lines as if all of them stayed. What comes first is
 * decided in the commit, which is in order, so it is the same for any number of threads; only a slot that has duplicates
 * is compressed again there, without them. That, and looking up keys, is all that happens one after the other. What an
 * earlier attempt wrote is read again for its keys.
 *
 * Memory: 32 to 64 bytes for each key of what was written of the input at hand; near duplicates have 15.
 * Threads: notes one per worker, the table of the committer. */
#ifndef WARCSIFT_DUPLICATES_H
#define WARCSIFT_DUPLICATES_H

#include "pipeline/corpus/minhash.h"
#include "pipeline/dedup/doc_scan.h"
#include "pipeline/output/shard.h"
#include "pipeline/run/pool.h"

/* --- workers ------------------------------------------------------------------------------- */

/* Scratch memory of one thread. */
struct ws_duplicate_keys {
    const struct ws_corpus_options *options;
    struct ws_minhash *minhash; /* NULL: exact duplicates only */
    struct ws_doc_reader texts;
    struct ws_buf form; /* of an address */
};
/* false: no memory. Release either way. */
WS_MUST_USE bool ws_duplicate_keys_init(struct ws_duplicate_keys *k, const struct ws_corpus_options *o);
void ws_duplicate_keys_release(struct ws_duplicate_keys *k);

/* What is left in the slot of an article whose line was written. false: no memory. */
WS_MUST_USE bool ws_duplicate_note(struct ws_duplicate_keys *k, struct ws_slot *s, struct ws_slice line,
                                   struct ws_slice url, const struct ws_article *art);
/* The last one of them has metadata of the crawler: it is counted with it. */
void ws_duplicate_note_crawl(struct ws_slot *s);

/* --- commit -------------------------------------------------------------------------------- */

struct ws_duplicates;
struct ws_duplicates *ws_duplicates_new(const struct ws_sift_options *o, const struct ws_shard_place *place); /* NULL: no memory */
void ws_duplicates_free(struct ws_duplicates *d);

/* Of another input. */
void ws_duplicates_clear(struct ws_duplicates *d);
/* What an attempt has written, in dir. WS_OK; WS_FATAL with err. */
WS_MUST_USE enum ws_status ws_duplicates_read(struct ws_duplicates *d, const char *dir, const struct ws_shards *shards,
                                              struct ws_error *err);
/* Takes the duplicates out of what is in the slot: lines, signatures and counts; they go to its rejects where these
 * are written. false: no memory. */
WS_MUST_USE bool ws_duplicates_drop(struct ws_duplicates *d, struct ws_slot *s);

#endif
