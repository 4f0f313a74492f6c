/* line_sort.h - sorts lines by their bytes (as LC_ALL=C sort does) in bounded memory: what does not fit is
 * sorted in runs, which stand in one temporary file without a name, and merged in the end.
 *
 * The order does not depend on the limit.
 * Threads: none of its own. */
#ifndef WARCSIFT_LINE_SORT_H
#define WARCSIFT_LINE_SORT_H

#include "warc/buf.h"

struct ws_line_sort;

/* memory: bytes of lines to hold, before a run is written. dir: for the temporary file. NULL: no memory. */
struct ws_line_sort *ws_line_sort_new(size_t memory, const char *dir);
void ws_line_sort_free(struct ws_line_sort *s);

/* line: without a newline in it. WS_OK; WS_FATAL: no memory, or the temporary file cannot be written. */
WS_MUST_USE enum ws_status ws_line_sort_add(struct ws_line_sort *s, struct ws_slice line, struct ws_error *err);

/* Hands out all lines in order; false of emit ends it. Call once, after the last line was added.
 * WS_OK; WS_SKIP: emit ended it; WS_FATAL. */
WS_MUST_USE enum ws_status ws_line_sort_each(struct ws_line_sort *s, bool (*emit)(void *ctx, struct ws_slice line),
                                             void *ctx, struct ws_error *err);

#endif
