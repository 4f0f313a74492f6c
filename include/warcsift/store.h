/* store.h - a place for finished files: s3://BUCKET/PREFIX.
 *
 * An object appears when all of it is there: small files in one request, others by a multipart upload, which
 * is given up on failure. (A process that is killed leaves its parts with the server, which the bucket's
 * lifecycle rules should remove: AbortIncompleteMultipartUpload.) Requests are tried again as reads are
 * (file.h); bodies are signed with their SHA-256, so the server refuses what has changed on the way.
 *
 * Threads: a store may be used by many at once. */
#ifndef WARCSIFT_STORE_H
#define WARCSIFT_STORE_H

#include "warcsift/file.h"

struct ws_store;
/* address: "s3://BUCKET" or "s3://BUCKET/PREFIX", names follow behind a '/'. net must outlive the store. Nothing
 * is asked yet. WS_OK; WS_FATAL: no such address, credentials that cannot be had, no libcurl. */
WS_MUST_USE enum ws_status ws_store_open(struct ws_net *net, const char *address, struct ws_store **s,
                                         struct ws_error *err);
void ws_store_close(struct ws_store *s); /* NULL is fine */

/* All: WS_OK; WS_FATAL with err, whose msg says what of which object. */
/* Writes an object, in place of one that is there: all bytes of a regular file. */
WS_MUST_USE enum ws_status ws_store_put(struct ws_store *s, const char *name, int fd, struct ws_error *err);
/* One that is not there is fine. */
WS_MUST_USE enum ws_status ws_store_delete(struct ws_store *s, const char *name, struct ws_error *err);
/* Reads an object of max bytes at most into *bytes, *n of them, free() is the caller's. WS_SKIP: it is not
 * there. */
WS_MUST_USE enum ws_status ws_store_get(struct ws_store *s, const char *name, size_t max, char **bytes, size_t *n,
                                        struct ws_error *err);

#endif
