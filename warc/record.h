/* record.h - the header of a WARC record (ISO 28500, 4 and 5), a pure function of its bytes.
 * Threads: none of its own. */
#ifndef WARCSIFT_RECORD_H
#define WARCSIFT_RECORD_H

#include "warc/fields.h"

/* content_length of a record that does not say it: the block ends where the next record begins.
 */
#define WS_LENGTH_UNKNOWN UINT64_MAX

/* head: from the version line to the empty line, inclusive. Fills rec but for offset and
 * length; its slices point into head or f. WS_OK; WS_WARN: usable, err says what is odd;
 * WS_SKIP: no record header, or one with neither type nor length; WS_FATAL: no memory. err is
 * filled unless WS_OK, its offset is the caller's to set. Without a good Content-Length
 * content_length is WS_LENGTH_UNKNOWN. */
WS_MUST_USE enum ws_status ws_record_parse(struct ws_slice head, struct ws_fields *f,
                                           struct ws_record *rec, struct ws_error *err);

/* Whether rec is part of a record that was written in segments (ISO 28500, 5.15 to 5.17). */
bool ws_record_is_segment(const struct ws_record *rec);

/* A decimal number and nothing else, below WS_LENGTH_UNKNOWN; else false and *length is that.
 */
bool ws_parse_length(struct ws_slice s, uint64_t *length);

#endif
