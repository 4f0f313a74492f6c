/* address.h - addresses of remote files: all percent-encoding is here (RFC 3986).
 *
 * Signatures of S3 are made over the path and query as they are sent, so both are in the one form that is
 * canonical there: all but unreserved characters encoded, queries sorted by name, "=" always.
 * Threads: none of its own. */
#ifndef WARCSIFT_ADDRESS_H
#define WARCSIFT_ADDRESS_H

#include "warc/buf.h"

/* Appends s with all but the unreserved characters and those in `also` as %XX. false: no memory. */
WS_MUST_USE bool ws_url_encode(struct ws_buf *out, struct ws_slice s, const char *also);

/* An http(s) address as it can be sent: blanks, control characters, bytes beyond ASCII and what else no
 * address may hold are encoded, and what is encoded stays. The caller's to free; NULL: no memory. */
char *ws_url_clean(const char *url);

/* "s3://BUCKET/KEY"; the key is raw, never encoded. false: there is no bucket or no key. */
WS_MUST_USE bool ws_s3_parse(const char *path, struct ws_slice *bucket, struct ws_slice *key);

struct ws_query {
    const char *name, *value; /* in the order of their names; not encoded */
};
/* Where an object is. endpoint: as in AWS_ENDPOINT_URL, then with the bucket in the path; NULL: Amazon's of that
 * region, with the bucket in the host name, unless it has dots (certificates do not cover these).
 * The caller's to free; NULL: no memory. */
char *ws_s3_url(const char *endpoint, const char *region, struct ws_slice bucket, struct ws_slice key,
                const struct ws_query *query, size_t n_query);

#endif
