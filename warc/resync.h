/* resync.h - looks for the header of the next record inside the bytes of a block.
 * Threads: none of its own. */
#ifndef WARCSIFT_RESYNC_H
#define WARCSIFT_RESYNC_H

#include "warc/reader.h"

/* Line ends behind a block that are taken as its end: two are due (ISO 28500, 4), in an ARC
 * file one; writers err. */
#define WS_TAIL_MAX ((size_t)16)

/* When a header found inside a block is taken for that of the next record. */
enum ws_proof {
    WS_PROOF_HEADER,   /* it says enough (ws_header_proves()) */
    WS_PROOF_NO_DOUBT, /* and the record it describes is followed by a record or an end, or is
                          out of sight */
    WS_PROOF_CHAIN     /* and is followed so */
};

/* A search that goes on when more bytes are visible. Places count from in.p. */
struct ws_search {
    size_t line;    /* start of a line that is still to be looked at */
    size_t scanned; /* line ends were looked for up to here */
    bool at_line;   /* there is such a line */
    bool complete;  /* no more bytes will be visible */
};
/* in.p is the start of a line. */
#define WS_SEARCH_START ((struct ws_search){.at_line = true})

/* Looks at the lines that begin in the first limit bytes. *found: s->line begins the next
 * record. WS_HAVE, WS_DAMAGE, WS_BROKEN. */
WS_MUST_USE enum ws_need ws_resync_search(struct ws_archive *a, struct ws_search *s,
                                          size_t limit, enum ws_proof proof, bool *found);
/* n bytes at in.p were consumed, none of them behind what was looked at. */
void ws_resync_consumed(struct ws_search *s, size_t n);

/* Bytes of line ends at in.p + at, as far as visible, WS_TAIL_MAX at most. */
size_t ws_resync_line_ends(const struct ws_archive *a, size_t at);

#endif
