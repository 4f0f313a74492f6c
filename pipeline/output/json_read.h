/* json_read.h - small files of our own, read back. Threads: none of its own. */
#ifndef WARCSIFT_JSON_READ_H
#define WARCSIFT_JSON_READ_H

#include "warcsift/base.h"

#include <jansson.h>

/* The JSON object that a file in a directory holds, json_decref() is the caller's. NULL: it cannot be read,
 * or is something else. */
json_t *ws_json_read_at(int dir_fd, const char *name);
/* The same of a file that is open, from its start. */
json_t *ws_json_read_fd(int fd);

/* A member that is a whole number, not negative. false: it is not there, or something else. */
WS_MUST_USE bool ws_json_get_uint(const json_t *object, const char *key, uint64_t *value);
/* A member that is a text, borrowed; NULL: it is not there, or something else. */
const char *ws_json_get_text(const json_t *object, const char *key);

#endif
