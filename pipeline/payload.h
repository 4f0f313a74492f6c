/* payload.h - from the block of a record to the bytes of a page, or the reason why there is none.
 * Threads: one per HTTP decoder. */
#ifndef WARCSIFT_PAYLOAD_H
#define WARCSIFT_PAYLOAD_H

#include "pipeline/page/mime.h"
#include "pipeline/status_set.h"
#include "warcsift/sift.h"

struct ws_payload {
    struct ws_slice bytes;        /* of the page; borrowed from the block or from the HTTP decoder */
    struct ws_slice content_type; /* as declared, with parameters */
    char mime[WS_MIME_SIZE];      /* the same without, lower case; "" when absent */
    int status;                   /* HTTP; 0: there was no status line */
    bool warned;                  /* about its header or its codings: */
    struct ws_error warning;
};

/* Is this a record that may hold a page at all? */
bool ws_payload_is_in(enum ws_record_type type);

/* rec: such a record; block: its block. What is declared to be something else is not even decoded.
 * *outcome: WS_OUT_ARTICLE when p is a page, else why not. false: no memory. */
WS_MUST_USE bool ws_payload_find(struct ws_http_decoder *decoder, const struct ws_record *rec, struct ws_slice block,
                                 const struct ws_status_set *wanted, struct ws_payload *p, enum ws_outcome *outcome);

#endif
