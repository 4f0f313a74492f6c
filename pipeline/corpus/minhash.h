/* minhash.h - MinHash signatures of texts, the same numbers as those of datatrove (MinhashDedupSignature in
 * datatrove/pipeline/dedup/minhash.py, version 0.10, with its defaults).
 *
 * A text is simplified (simplify.h) and cut into words; each run of five words, with one space between them,
 * is hashed to x (64 bits), and the signature has, for each of bands * rows functions i, the least of
 *
 *     ((a[i] * x + b[i]) mod 2^64) mod (2^61 - 1)
 *
 * Two texts whose sets of such runs have the Jaccard similarity s agree in one number with the probability s,
 * in all rows of a band with s^rows, and in some band with 1 - (1 - s^rows)^bands.
 * Threads: one thread per struct ws_minhash. */
#ifndef WARCSIFT_MINHASH_H
#define WARCSIFT_MINHASH_H

#include "pipeline/corpus/words.h"
#include "warc/buf.h"

#define WS_MINHASH_WORDS 5
#define WS_MINHASH_MAX   4096 /* bands * rows */

enum ws_minhash_hash { WS_MINHASH_XXH64, WS_MINHASH_SHA1 /* its first 8 bytes, little endian */ };

struct ws_minhash_options {
    unsigned bands, rows; /* 14 and 8 */
    enum ws_minhash_hash hash;
    enum ws_words_kind words; /* datatrove takes spaCy's for English */
};
void ws_minhash_options_init(struct ws_minhash_options *o);

struct ws_minhash;
/* NULL: no memory, or bands * rows is 0 or over WS_MINHASH_MAX. */
struct ws_minhash *ws_minhash_new(const struct ws_minhash_options *o);
void ws_minhash_free(struct ws_minhash *m);

/* text: valid UTF-8. sig: bands * rows numbers. WS_OK; WS_SKIP: it has fewer words than a run, and no
 * signature: such texts are never similar; WS_FATAL: no memory. */
WS_MUST_USE enum ws_status ws_minhash_sign(struct ws_minhash *m, struct ws_slice text, uint64_t *sig);

#endif
