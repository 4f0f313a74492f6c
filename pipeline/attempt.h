/* attempt.h - one try at one input, and what tells it from others at the same input.
 *
 * A cluster may run two attempts of one task at once, and kill either at any moment. So each has names of
 * its own, ATTEMPT = HOST-PID-N, and keeps a lock on NAME.ATTEMPT.checkpoint while it lives, which the
 * system releases when it dies.
 *
 * Threads: ws_attempts_begin() one at a time (feed.h calls it under its lock); an attempt belongs to the
 * committer from then on. */
#ifndef WARCSIFT_ATTEMPT_H
#define WARCSIFT_ATTEMPT_H

#include "pipeline/run.h"

#define WS_HOST_MAX 64
#define WS_ATTEMPT_ID_MAX (WS_HOST_MAX + 48)

struct ws_attempt {
    char id[WS_ATTEMPT_ID_MAX];
};

struct ws_attempts {
    const struct ws_job *job;
    char host[WS_HOST_MAX];
    struct ws_attempt **list; /* one for each input; NULL: not begun, or over */
    unsigned next_number;     /* N of the next one */
    size_t skipped;           /* inputs that were done before */
    uint64_t skipped_bytes;   /* of them */
};

/* HOST-PID-N; the host name with nothing but letters, digits and '-' in it. */
void ws_attempt_id(char id[WS_ATTEMPT_ID_MAX], const char *host, unsigned n);
void ws_host_name(char host[WS_HOST_MAX]);

/* The paths of the inputs, one a line. false: no memory. */
#define WS_INPUTS_LIST_MAX ((size_t)1 << 30)
WS_MUST_USE bool ws_inputs_list(const struct ws_inputs *in, struct ws_buf *list);
/* Publishes such a list, of all inputs of all tasks, as warcsift-inputs-HASH.txt in a directory; HASH:
 * 16 hexadecimal digits of the SHA-256 of it. Tasks with the same list write the same file. WS_OK; WS_FATAL
 * with err. */
WS_MUST_USE enum ws_status ws_inputs_publish_list(const struct ws_buf *list, int dir_fd, struct ws_error *err);

/* false: no memory. Release either way. */
WS_MUST_USE bool ws_attempts_init(struct ws_attempts *a, const struct ws_job *job);
void ws_attempts_release(struct ws_attempts *a);

/* WS_OK: the input is to be read, and list has its attempt (the same one, if it was begun before), but when
 * all goes to a stream; WS_SKIP: it was done before; WS_FATAL with err: the output cannot be written. */
WS_MUST_USE enum ws_status ws_attempts_begin(struct ws_attempts *a, size_t input, struct ws_error *err);

#endif
