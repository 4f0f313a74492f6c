/* fields.h - the "Name: value" lines of a WARC or HTTP header, read leniently.
 * Threads: none of its own. */
#ifndef WARCSIFT_FIELDS_H
#define WARCSIFT_FIELDS_H

#include "warc/buf.h"
#include "warcsift/archive.h"

/* Fields of one header at most; what follows is left out. */
#define WS_FIELDS_MAX 4096

struct ws_fields {
    struct ws_field *v;
    size_t n, cap;
    struct ws_buf joined; /* values of folded lines */
    bool odd_line;        /* a line was neither a field nor the continuation of one */
    bool too_many;        /* over WS_FIELDS_MAX */
};

/* All zero is an empty set. */
void ws_fields_release(struct ws_fields *f);

/* Empties f, which keeps its memory. */
void ws_fields_clear(struct ws_fields *f);
/* One more, unless there are too many. false: out of memory. */
WS_MUST_USE bool ws_fields_add(struct ws_fields *f, struct ws_slice name,
                               struct ws_slice value);
/* Reads the lines of a header (without its first line; ended by CRLF or LF). The slices of f
 * point into lines or into f, until the next call. false: out of memory. */
WS_MUST_USE bool ws_fields_parse(struct ws_fields *f, struct ws_slice lines);

/* "WARC/" and a digit: how a record begins. In any case of letters, as ABNF has it (RFC
 * 5234, 2.3). */
bool ws_starts_record(const uint8_t *p, size_t n);
#define WS_RECORD_START_LEN ((size_t)6)

/* How far the search for the end of a header got. */
enum ws_head_scan {
    WS_HEAD_FOUND,
    WS_HEAD_MORE, /* no empty line yet */
    WS_HEAD_BAD   /* a WARC version line stands inside */
};

/* Looks for the empty line that ends the header at p (its line ends may be CRLF, LF or mixed).
 * *at: where to go on, 0 in the first call, kept between calls on the same header with more
 * bytes. *len: on WS_HEAD_FOUND the length of the header with its empty line. warc: a line that
 * begins a record cannot stand in a header: WS_HEAD_BAD there, which keeps the search for
 * records linear. */
enum ws_head_scan ws_head_scan(const uint8_t *p, size_t n, bool warc, size_t *at, size_t *len);

/* s without the blanks (space, tab) around it */
struct ws_slice ws_trim(struct ws_slice s);
/* What stands before the first semicolon, trimmed: a value without its parameters. */
struct ws_slice ws_before_parameters(struct ws_slice value);
/* ASCII case-insensitive; lower is in lower case */
bool ws_slice_is(struct ws_slice s, const char *lower);
bool ws_slice_begins(struct ws_slice s, const char *lower);
/* Takes the next line off rest, without its line end. false: rest is empty. */
bool ws_take_line(struct ws_slice *rest, struct ws_slice *line);

#endif
