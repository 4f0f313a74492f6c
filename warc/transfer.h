/* transfer.h - one attempt to fetch a part of an object by HTTP.
 * Threads: none of its own; the functions of the sink are called by the thread that fetches. */
#ifndef WARCSIFT_TRANSFER_H
#define WARCSIFT_TRANSFER_H

#include "warc/net.h"

/* By what an object is known again. */
struct ws_object {
    bool known; /* there was an answer */
    bool sized; /* and it said the size */
    uint64_t size;
    char etag[128], modified[64]; /* as written; "": absent */
};

struct ws_fetch_sink {
    void *ctx;
    /* The first answer; before any bytes. */
    void (*object)(void *ctx, const struct ws_object *o);
    /* Bytes of the object, from where it was asked on. false: no more, please. */
    bool (*take)(void *ctx, const uint8_t *p, size_t n);
    /* Asked now and then while nothing comes: true ends it. */
    bool (*stopped)(void *ctx);
};

enum ws_fetch_result {
    WS_FETCH_DONE,    /* all that was asked for came, or the object ends before */
    WS_FETCH_STOPPED, /* by the sink */
    WS_FETCH_AGAIN,   /* it broke off, or the server is busy: see why, retry_after */
    WS_FETCH_FAILED   /* it makes no sense to try again */
};

struct ws_fetch {
    const struct ws_request *request;
    const struct ws_fetch_sink *sink;
    const struct ws_object *object; /* what earlier attempts saw; all answers must be of that object */
    uint64_t from, until;           /* until: UINT64_MAX: to the end */
    unsigned timeout;               /* see struct ws_net_options */
    /* Afterwards: */
    long retry_after;  /* seconds; 0: the server did not say */
    unsigned attempts; /* with WS_FETCH_AGAIN: that make sense; 0: any number */
    char why[140];     /* with WS_FETCH_AGAIN and _FAILED */
};

/* handle: of ws_net_take(). */
enum ws_fetch_result ws_fetch(struct ws_fetch *f, void *handle);

/* Milliseconds to wait before attempt n (1: the first one that is tried again). retry_after: see above;
 * what servers ask for is done, up to two minutes. chance: any number, for the jitter. */
uint32_t ws_fetch_delay(unsigned n, long retry_after, uint32_t chance);

#endif
