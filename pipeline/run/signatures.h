/* signatures.h - MinHash signatures of the articles of a run, for the stages of datatrove that come behind:
 * minhash/bucket_000/NAME.minhash.sig and so on, a file for each of 14 bands and each input (minhash_file.h). A
 * document has the number of its line in the shards of its input.
 *
 * They are of the text as it is written, so that they are the same as those that datatrove makes of the shards. They
 * are gathered unsorted in a part that grows, is synced, and is taken up like those of shards, minhash/NAME.jsonl of
 * the attempt; the files are made of it when the input is complete.
 * Threads: none of its own. */
#ifndef WARCSIFT_SIGNATURES_H
#define WARCSIFT_SIGNATURES_H

#include "pipeline/corpus/minhash.h"
#include "pipeline/output/shard.h"

/* Of the kind that is written. NULL: no memory. */
struct ws_minhash *ws_signatures_minhash(void);

/* The signature of a text, if it has one. false: no memory. */
WS_MUST_USE bool ws_signatures_add(struct ws_minhash *m, struct ws_slice text, uint64_t number, struct ws_buf *out);

/* Makes the directories in that of the shards, and opens the first. WS_OK; WS_FATAL. */
WS_MUST_USE enum ws_status ws_signatures_open(int dir_fd, int *signatures_fd, struct ws_error *err);

/* Those of a slot, whose first document is `first`; empties it. */
WS_MUST_USE enum ws_status ws_signatures_append(struct ws_shards *to, struct ws_buf *signatures, uint64_t first,
                                                struct ws_error *err);
/* All that was appended, as files. Memory: 92 bytes for each document. */
WS_MUST_USE enum ws_status ws_signatures_publish(const struct ws_shards *s, struct ws_error *err);
/* What an attempt that died while it published has left. */
void ws_signatures_remove_parts(int signatures_fd, const char *name, const char *attempt);

#endif
