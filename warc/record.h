/* record.h - the header of a WARC record (ISO 28500, 4 and 5), a pure function of its bytes.
 * Threads: none of its own. */
#ifndef WARCSIFT_RECORD_H
#define WARCSIFT_RECORD_H

#include "warc/fields.h"

/* head: from the version line to the empty line, inclusive. Fills rec but for offset and
 * length; its slices point into head or f. WS_OK; WS_WARN: usable, err says what is odd;
 * WS_SKIP: no record header, or without a length; WS_FATAL: no memory. err is filled unless
 * WS_OK, its offset is the caller's to set. */
WS_MUST_USE enum ws_status ws_record_parse(struct ws_slice head, struct ws_fields *f,
                                           struct ws_record *rec, struct ws_error *err);

#endif
