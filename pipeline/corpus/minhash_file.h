/* minhash_file.h - signatures as datatrove keeps them: a file for each band, which has for each document
 * that has a signature the numbers of its rows (64 bits each) and its index in the input (32 bits), all
 * little endian, sorted by these numbers.
 * Threads: none of its own. */
#ifndef WARCSIFT_MINHASH_FILE_H
#define WARCSIFT_MINHASH_FILE_H

#include "warc/buf.h"

#define WS_MINHASH_RECORD(rows) (8 * (size_t)(rows) + 4)

/* bands * rows numbers and the index, as one record of bands * rows numbers: what is gathered in the order of
 * the documents. false: no memory. */
WS_MUST_USE bool ws_minhash_gather(struct ws_buf *out, const uint64_t *sig, unsigned bands, unsigned rows,
                                   uint32_t index);
/* The index of a record, its last four bytes. */
static inline uint32_t ws_minhash_index(const uint8_t p[4])
{
    return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}
static inline void ws_minhash_set_index(uint8_t p[4], uint32_t index)
{
    for (unsigned i = 0; i < 4; i++)
        p[i] = (uint8_t)(index >> 8 * i);
}

/* The file of one band, from n_gathered bytes of such records. false: no memory. */
WS_MUST_USE bool ws_minhash_band(struct ws_buf *out, struct ws_slice gathered, unsigned bands, unsigned rows,
                                 unsigned band);

#endif
