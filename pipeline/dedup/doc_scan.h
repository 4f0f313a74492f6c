/* doc_scan.h - what of a line of JSON decides about duplicates, without reading all of it as JSON.
 * Threads: one thread per struct ws_doc_reader. */
#ifndef WARCSIFT_DEDUP_DOC_SCAN_H
#define WARCSIFT_DEDUP_DOC_SCAN_H

#include "warc/buf.h"

/* Members of a line, as they are written there. Absent: n is 0. */
struct ws_doc {
    struct ws_slice text; /* the string, without its quotes */
    struct ws_slice id;   /* the value, with its quotes */
    struct ws_slice url;  /* the string, without its quotes; of the object "metadata" if it is there */
    struct ws_slice date; /* the string, without its quotes; of the object "metadata" if it is there */
};

/* Looks at the members of the object in line; of a key that stands there twice the last counts. false: it is no
 * object, has no string "text", or does not end where the line ends. */
WS_MUST_USE bool ws_doc_scan(struct ws_slice line, struct ws_doc *doc);

struct ws_doc_reader {
    struct ws_buf text, plain;
};
void ws_doc_reader_init(struct ws_doc_reader *r);
void ws_doc_reader_release(struct ws_doc_reader *r);

/* The text that raw stands for, its escapes undone; U+FFFD for half of a surrogate pair. WS_OK; WS_SKIP: it is no
 * JSON string in UTF-8; WS_FATAL: no memory. Until the next call. */
WS_MUST_USE enum ws_status ws_doc_text(struct ws_doc_reader *r, struct ws_slice raw, struct ws_slice *text);
/* text with each run of white space (space, \t \n \v \f \r) as one space, and none at the ends: what is equal
 * between exact duplicates. Until the next call; false: no memory. */
WS_MUST_USE bool ws_doc_plain(struct ws_doc_reader *r, struct ws_slice text, struct ws_slice *plain);

/* "2024-05-01T10:20:30Z" as a number that grows with time, from 1990 to 2099; UINT32_MAX: it is no date. */
uint32_t ws_doc_time(struct ws_slice date);
/* Code points of valid UTF-8. */
size_t ws_doc_length(struct ws_slice text);

#endif
