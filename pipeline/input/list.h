/* list.h - lists of inputs, wherever they are: the text of a file, plain or in gzip, near or remote.
 * Threads: one thread at a time. */
#ifndef WARCSIFT_LIST_H
#define WARCSIFT_LIST_H

#include "warc/buf.h"
#include "warcsift/file.h"

/* Reads all of path ("-": the standard input) into text, which the caller has initialised: its limit is that
 * of lists. What begins like gzip is undone. WS_OK; WS_FATAL. */
WS_MUST_USE enum ws_status ws_list_read(struct ws_net *net, const char *path, struct ws_buf *text,
                                        struct ws_error *err);

#endif
