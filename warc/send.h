/* send.h - requests to S3 that change something, tried again until they are answered.
 * Threads: may be called by many at once. */
#ifndef WARCSIFT_SEND_H
#define WARCSIFT_SEND_H

#include "warc/buf.h"
#include "warc/net.h"

/* Of the body of an answer at most: stats files may be some 64 MiB. */
#define WS_ANSWER_MAX ((size_t)128 << 20)

struct ws_answer {
    long status;
    char etag[128];
    struct ws_buf body; /* with a NUL behind it */
    unsigned attempts;  /* that it took */
};

/* Sends method with n bytes of body. WS_OK: a status of 2xx; WS_SKIP: 404; WS_FATAL: another one, or none at all,
 * see err (code WS_E_IO or WS_E_NOMEM). a needs ws_answer_release() either way. */
WS_MUST_USE enum ws_status ws_send(struct ws_net *net, const struct ws_request *r, const char *method,
                                   const void *body, size_t n, struct ws_answer *a, struct ws_error *err);
void ws_answer_release(struct ws_answer *a);

#endif
