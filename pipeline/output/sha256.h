/* sha256.h - a running SHA-256 (libcrypto's). Threads: one thread at a time per sum. */
#ifndef WARCSIFT_SHA256_H
#define WARCSIFT_SHA256_H

#include "warcsift/base.h"

#define WS_SHA256_HEX 65 /* with its NUL */

struct ws_sha256;
struct ws_sha256 *ws_sha256_new(void); /* of nothing yet; NULL: no memory */
void ws_sha256_free(struct ws_sha256 *h);

void ws_sha256_reset(struct ws_sha256 *h);
void ws_sha256_add(struct ws_sha256 *h, const void *p, size_t n);
/* Of all that was added; more may follow. false: no memory at some time. */
WS_MUST_USE bool ws_sha256_hex(const struct ws_sha256 *h, char hex[WS_SHA256_HEX]);

#endif
