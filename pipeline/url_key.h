/* url_key.h - by what pages of the same address are known: 128 bits (XXH3) of the normal form
 * of it, ws_surt_page(). Two of n different forms have the same one with a probability of n * n
 * / 2^129.
 *
 * Threads: pure function. */
#ifndef WARCSIFT_URL_KEY_H
#define WARCSIFT_URL_KEY_H

#include "warc/buf.h"

#define WS_URL_KEY_SIZE 16

/* The same bytes on every machine. work: scratch, its limit is that of the normal form. false:
 * no memory. */
WS_MUST_USE bool ws_url_key(struct ws_slice url, struct ws_buf *work,
                            uint8_t key[WS_URL_KEY_SIZE]);

#endif
