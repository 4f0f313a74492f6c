/* inputs_list.h - warcsift-inputs-HASH.txt: all inputs of all tasks, written down beside what comes of them.
 * Threads: none of its own. */
#ifndef WARCSIFT_INPUTS_LIST_H
#define WARCSIFT_INPUTS_LIST_H

#include "pipeline/input/inputs.h"
#include "warc/buf.h"

/* The paths of the inputs, one a line. false: no memory. */
#define WS_INPUTS_LIST_MAX ((size_t)1 << 30)
WS_MUST_USE bool ws_inputs_list(const struct ws_inputs *in, struct ws_buf *list);
/* Publishes such a list, of all inputs of all tasks, as warcsift-inputs-HASH.txt in a directory; HASH:
 * 16 hexadecimal digits of the SHA-256 of it. Tasks with the same list write the same file. WS_OK; WS_FATAL
 * with err. */
WS_MUST_USE enum ws_status ws_inputs_publish_list(const struct ws_buf *list, int dir_fd, struct ws_error *err);

#endif
