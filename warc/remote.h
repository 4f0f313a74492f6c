/* remote.h - a remote file: see file.h for what it does.
 *
 * One thread fetches, into the window; readers copy out of it and wait for what is not there yet. They are
 * mostly near each other (spans that are read at the same time, the cutter), so there is one transfer and one
 * window for all. What nobody waits for and lies further back than keep_behind is dropped as soon as there is
 * something new; when read_ahead bytes are there that nobody asked for yet, the transfer is not read on, and
 * the connection stands still. If the server gives it up, nothing is lost: the transfer goes on from there.
 *
 * Threads: all but opening and closing may be called by many at once. */
#ifndef WARCSIFT_REMOTE_H
#define WARCSIFT_REMOTE_H

#include "warcsift/file.h"

WS_MUST_USE enum ws_status ws_remote_open(struct ws_net *net, const char *path, enum ws_reading reading,
                                          struct ws_remote **r, struct ws_error *err);
void ws_remote_close(struct ws_remote *r);
/* See ws_file_look() and ws_file_peek(). */
WS_MUST_USE enum ws_status ws_remote_look(struct ws_remote *r, struct ws_file_info *info,
                                          struct ws_error *err);
bool ws_remote_peek(struct ws_remote *r, struct ws_file_info *info);
void ws_remote_expect(struct ws_remote *r, uint64_t offset);
/* Reads n bytes at offset; *got is less only at the end of the file. WS_OK; WS_FATAL. */
WS_MUST_USE enum ws_status ws_remote_read(struct ws_remote *r, void *p, size_t n, uint64_t offset, size_t *got,
                                          struct ws_error *err);

#endif
