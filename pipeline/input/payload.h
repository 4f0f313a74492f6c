/* payload.h - from the block of a record to the bytes of a page, or the reason why there is none. In two
 * steps, so that filters (filter.h) come before the body is decoded.
 * Threads: one per HTTP decoder. */
#ifndef WARCSIFT_PAYLOAD_H
#define WARCSIFT_PAYLOAD_H

#include "pipeline/page/mime.h"
#include "warcsift/sift.h"

struct ws_payload {
    struct ws_slice bytes;        /* of the page; borrowed from the block or from the HTTP decoder. Before
                                   * ws_payload_decode(): as in the archive */
    struct ws_slice content_type; /* as declared, with parameters */
    char mime[WS_MIME_SIZE];      /* the same without, lower case; "" when absent */
    char media[WS_MIME_SIZE];     /* what is believed: that of the crawler, where it says anything, else mime */
    int status;                   /* HTTP; 0: there was no status line */
    bool is_message;              /* http is used: */
    struct ws_http http;
    bool warned; /* by the last of the two calls: about its header, about its codings */
    struct ws_error warning;
};

/* Is this a record that may hold a page, or the text of one, at all? */
bool ws_payload_is_in(enum ws_record_type type);

/* rec: such a record; block: its block. *outcome: WS_OUT_ARTICLE when p is filled in, else why not. false: no
 * memory. */
WS_MUST_USE bool ws_payload_open(struct ws_http_decoder *decoder, const struct ws_record *rec, struct ws_slice block,
                                 struct ws_payload *p, enum ws_outcome *outcome);

/* Fills in bytes. What is declared to be something else than rec should hold (HTML; plain text in a conversion) is
 * not even decoded. *outcome: WS_OUT_ARTICLE, else why not. false: no memory. */
WS_MUST_USE bool ws_payload_decode(struct ws_http_decoder *decoder, const struct ws_record *rec,
                                   struct ws_payload *p, enum ws_outcome *outcome);

#endif
