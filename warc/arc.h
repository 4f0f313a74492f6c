/* arc.h - the header of an ARC record: one line, a pure function of its bytes
 * (https://archive.org/web/researcher/ArcFileFormat.php).
 *
 *     URL IP-address Archive-date Content-type Archive-length                     (1.0 and 1.1)
 *     URL IP-address Archive-date Content-type Result-code Checksum Location Offset Filename
 *         Archive-length                                                          (2.0)
 *
 * Blanks in URLs and types, empty types and odd dates occur, so the fields are found from the
 * address and the date between them, and these from the right.
 *
 * Threads: none of its own. */
#ifndef WARCSIFT_ARC_H
#define WARCSIFT_ARC_H

#include "warc/fields.h"

/* A header with its line end: a longer line is none. */
#define WS_ARC_LINE_MAX ((size_t)16 << 10)

/* Whether an ARC header stands at p, whole: the record of a file's start ("filedesc:"), or a
 * line with a URL, an address, a date and a length at its end (a negative one is an oddity). */
bool ws_arc_starts(const uint8_t *p, size_t n);
/* The same for the record of a file's start alone. */
bool ws_arc_starts_file(const uint8_t *p, size_t n);

/* head: the line with its end. Fills rec but for offset and length (see archive.h for what it
 * says of ARC); its slices point into head or f. WS_OK; WS_WARN: usable, err says what is odd;
 * WS_SKIP: no ARC header; WS_FATAL: no memory. err is filled unless WS_OK, its offset is the
 * caller's to set. content_length is WS_LENGTH_UNKNOWN after a length that is none. */
WS_MUST_USE enum ws_status ws_arc_parse(struct ws_slice head, struct ws_fields *f,
                                        struct ws_record *rec, struct ws_error *err);

#endif
