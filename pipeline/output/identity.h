/* identity.h - by what an input is known again: in stats files and checkpoints.
 * Threads: none of its own. */
#ifndef WARCSIFT_IDENTITY_H
#define WARCSIFT_IDENTITY_H

#include "pipeline/output/json.h"

#include <jansson.h>

struct ws_input_identity {
    const char *path; /* as given */
    bool is_file;     /* regular: size and mtime are known */
    uint64_t size;
    int64_t mtime;     /* seconds since 1970 */
    uint32_t mtime_ns; /* and nanoseconds */
    const char *etag;  /* of a remote input, whose size is known, too; NULL: none */
};

/* {"path": ..., "size": ..., "mtime": ..., "etag": ...}; null for what is not known. */
void ws_identity_render(struct ws_json *j, const struct ws_input_identity *id);

/* Whether such an object is of the same bytes under the same name, directories aside: size, and mtime or
 * etag, are those of id. Never of what has neither, such as a pipe. */
WS_MUST_USE bool ws_identity_matches(const json_t *object, const struct ws_input_identity *id);

#endif
