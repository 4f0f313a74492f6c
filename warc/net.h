/* net.h - inside of struct ws_net: what remote files share.
 *
 * address.c   how addresses are written
 * aws.c       credentials, region and endpoint of s3://
 * net.c       settings, and connections that are kept for the next file
 * asking.c    what all requests by libcurl have in common
 * transfer.c  one attempt to fetch a part of an object
 * window.c    the part of a file that is in memory
 * remote.c    a file: its thread, which tries again, and its readers
 *
 * Threads: all of this may be called by many at once. */
#ifndef WARCSIFT_NET_H
#define WARCSIFT_NET_H

#include "warc/aws.h"
#include "warcsift/file.h"

#include <pthread.h>

/* Idle connections that are kept. */
#define WS_NET_IDLE 16

struct ws_net {
    struct ws_net_options options;
    pthread_mutex_t lock;
    /* All below under lock: */
    void *idle[WS_NET_IDLE]; /* easy handles of libcurl, with the connections they have open */
    size_t n_idle;
    bool aws_loaded; /* aws is final and may be read by all */
    struct ws_aws aws;
};

/* Whom to ask for what. Strings of aws are borrowed from the net. */
struct ws_request {
    char *url;
    const struct ws_aws *aws; /* to be signed for: key is not NULL; or NULL */
    bool is_s3;
};
/* WS_OK; WS_FATAL: not an address, no memory, or credentials that cannot be had. */
WS_MUST_USE enum ws_status ws_net_request(struct ws_net *net, const char *path, struct ws_request *r,
                                          struct ws_error *err);
struct ws_query;
/* The same with a query: s3:// alone. */
WS_MUST_USE enum ws_status ws_net_request_query(struct ws_net *net, const char *path, const struct ws_query *query,
                                                size_t n_query, struct ws_request *r, struct ws_error *err);
void ws_request_release(struct ws_request *r);

/* An easy handle without settings. NULL: no memory. */
void *ws_net_take(struct ws_net *net);
void ws_net_give(struct ws_net *net, void *handle); /* NULL is fine */

#endif
