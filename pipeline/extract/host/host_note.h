/* host_note.h - what the first of two passes notes of a page: who it is and which blocks it holds, as hashes.
 * What the pages of a host have in common is worked out from these notes (host_survey.h) and used in the
 * second pass (host_memory.h). Hashes are 64 bits and not keyed: a collision makes one block pass for
 * another, which moves its probability and does no other harm.
 * Threads: no state. */
#ifndef WARCSIFT_HOST_NOTE_H
#define WARCSIFT_HOST_NOTE_H

#include "pipeline/extract/features/analysis.h"
#include "warc/buf.h"

#define WS_HOST_NOTE_BLOCKS 512 /* of a page at most: its longest ones */
#define WS_HOST_LONG_WORDS  15  /* a block that tells one article from another has so many words */

/* A note; n_blocks hashes follow it in the buffer. */
struct ws_host_note {
    uint64_t host;  /* never 0 */
    uint64_t page;  /* its address */
    uint64_t title; /* of its title element; 0: none */
    uint32_t n_blocks;
    uint32_t n_long; /* of them, the first ones, have WS_HOST_LONG_WORDS words and more */
};

/* Bytes of the largest note, with its hashes. */
#define WS_HOST_NOTE_MAX (sizeof(struct ws_host_note) + WS_HOST_NOTE_BLOCKS * sizeof(uint64_t))

/* Hash of the host of an address, without "www.", port and user; 0: it has none. */
uint64_t ws_host_hash(struct ws_slice url);
/* Hash of the words of a block, ASCII letters folded to lower case. 0: it has no letter; numbers alone
 * are the same by chance. */
uint64_t ws_host_block_hash(struct ws_slice text);

/* Appends the note of a page to out: a header and its hashes, longest blocks first, each once. A page
 * without a host or without blocks leaves none. Only tree and blocks of a are read.
 * false: out is full, or no memory. */
WS_MUST_USE bool ws_host_note(const struct ws_analysis *a, struct ws_slice url, struct ws_buf *out);

/* The note at *at bytes into the buffer, its hashes in *hashes (to be read with memcpy(): not aligned
 * for more than bytes); moves *at behind it. false: the end. */
bool ws_host_note_next(const struct ws_buf *notes, size_t *at, struct ws_host_note *note, const uint8_t **hashes);

#endif
