/* string_set.h - a set of short strings that is filled once and then only asked: millions of
 * names in little more memory than their bytes (6 to 12 bytes more each). Answers are exact,
 * not by hash alone.
 *
 * Threads: one fills it; then any number may ask. */
#ifndef WARCSIFT_STRING_SET_H
#define WARCSIFT_STRING_SET_H

#include "warc/buf.h"

#define WS_STRING_SET_LONGEST 4096 /* bytes of a string */

struct ws_string_set {
    struct ws_buf pool; /* of each string its length, one or two bytes, and its bytes */
    uint32_t *slots;    /* where in the pool the length stands, plus one; 0: free */
    size_t n_slots;     /* a power of two */
    size_t n;           /* strings */
    size_t longest;     /* bytes */
};

/* All zero but for the limit of the pool is an empty set; so is one after release. */
void ws_string_set_init(struct ws_string_set *s);
void ws_string_set_release(struct ws_string_set *s);

/* A string that is in it already is not added again. false: no memory, or more than 4 GiB of
 * strings, or one that is longer than the longest. */
WS_MUST_USE bool ws_string_set_add(struct ws_string_set *s, struct ws_slice str);
/* Gives back what was set aside for more. */
void ws_string_set_trim(struct ws_string_set *s);

bool ws_string_set_has(const struct ws_string_set *s, struct ws_slice str);

#endif
