/* digest.h - WARC-Block-Digest and WARC-Payload-Digest (ISO 28500, 5.8 and 5.9).
 *
 * A digest is written algorithm:value. Known algorithms are sha1, sha256, sha512 (sha-1, SHA-256 and so
 * on, too) and md5; the value is base32 (RFC 4648, 6; with or without its padding) or hexadecimal, in any
 * case of letters: the two differ in length.
 *
 * Of the payload of an HTTP message there is more than one reading in the wild: some writers hash the
 * body as it was transferred, with its chunk sizes, others without them. Any reading that agrees is
 * good, and enum ws_payload_reading says which did.
 *
 * Threads: one thread at a time per digester. */
#ifndef WARCSIFT_DIGEST_H
#define WARCSIFT_DIGEST_H

#include "warcsift/archive.h"

enum ws_digest_verdict {
    WS_DIGEST_OK,
    WS_DIGEST_WRONG,
    WS_DIGEST_UNKNOWN, /* an algorithm or notation that is not known here */
    WS_DIGEST_ABSENT,  /* none is given, or it is not of this record: see ws_digest_payload() */
    WS_DIGEST_VERDICT_COUNT
};
/* "ok", "wrong", "unknown", "absent" */
const char *ws_digest_verdict_name(enum ws_digest_verdict v);

enum ws_payload_reading {
    WS_PAYLOAD_STORED,    /* the body as it stands in the record */
    WS_PAYLOAD_DECHUNKED, /* its transfer coding undone: the entity body of RFC 2616, as the standard has it */
    WS_PAYLOAD_DECODED    /* its content coding undone, too */
};

/* Name and version of the library of hash functions. */
const char *ws_digest_library(void);

struct ws_digester;
/* opts: limits for undoing codings, NULL for the defaults. NULL: no memory. */
struct ws_digester *ws_digester_new(const struct ws_archive_options *opts);
void ws_digester_free(struct ws_digester *d); /* NULL is fine */

/* Holds bytes against a digest as written in a header. An empty one is absent. */
enum ws_digest_verdict ws_digest_bytes(struct ws_digester *d, struct ws_slice digest, struct ws_slice bytes);

/* Holds the block of rec against its WARC-Block-Digest. That of a joined record is of its first segment alone,
 * and counts as absent. */
enum ws_digest_verdict ws_digest_block(struct ws_digester *d, const struct ws_record *rec,
                                       struct ws_slice block);

/* Holds the payload in the block of rec against WARC-Payload-Digest: the body of an HTTP message, the
 * block of any other record. That of a revisit or of a segment is of a payload that is not (or not
 * whole) in this record, unless all segments were joined (cut.h), and counts as absent. reading (may be NULL) is set when *verdict is WS_DIGEST_OK.
 * WS_OK; WS_FATAL: no memory. */
WS_MUST_USE enum ws_status ws_digest_payload(struct ws_digester *d, const struct ws_record *rec,
                                             struct ws_slice block, enum ws_digest_verdict *verdict,
                                             enum ws_payload_reading *reading);

/* The payload as ws_digest_payload() finds it, not decoded. It points into block. */
WS_MUST_USE enum ws_status ws_digest_find_payload(struct ws_digester *d, const struct ws_record *rec,
                                                  struct ws_slice block, struct ws_slice *payload);

/* SHA-1 of bytes in base32 without padding or NUL, as indexes have it. */
#define WS_SHA1_BASE32_LEN 32
void ws_digest_sha1(struct ws_digester *d, struct ws_slice bytes, char out[WS_SHA1_BASE32_LEN]);

#endif
