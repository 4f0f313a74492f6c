/* json.h - writes JSON (RFC 8259) into a buffer. Output is valid UTF-8 whatever goes in.
 *
 * A ws_json remembers the first failure, so that a caller strings calls together and looks at ok once.
 * Threads: none of its own. */
#ifndef WARCSIFT_JSON_H
#define WARCSIFT_JSON_H

#include "warc/buf.h"

struct ws_json {
    struct ws_buf *out;
    bool ok; /* false: out would go over its maximum, or no memory; what was appended is incomplete */
};

void ws_json_raw(struct ws_json *j, const char *text); /* punctuation, keys, anything that needs no escape */
void ws_json_uint(struct ws_json *j, uint64_t value);
void ws_json_verbatim(struct ws_json *j, struct ws_slice json); /* the caller knows it to be JSON */

/* A quoted string. Each byte run that is not UTF-8 becomes U+FFFD (one per maximal subpart, as the WHATWG
 * decoder does). Only what must be escaped is: quote, backslash, U+0000 to U+001F. */
void ws_json_string(struct ws_json *j, struct ws_slice s);
void ws_json_joined(struct ws_json *j, const struct ws_slice *list, size_t n); /* one string, ", " between */
void ws_json_cstr(struct ws_json *j, const char *s);

/* The same behind what stands in front of it as it is: comma, key and colon, such as ", \"pid\": ". */
void ws_json_put_uint(struct ws_json *j, const char *front, uint64_t value);
void ws_json_put_bool(struct ws_json *j, const char *front, bool value);
void ws_json_put_string(struct ws_json *j, const char *front, struct ws_slice s);
void ws_json_put_cstr(struct ws_json *j, const char *front, const char *s);

#endif
