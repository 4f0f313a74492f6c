/* patterns.h - lists of regular expressions, by PCRE2 with its JIT where that is there.
 *
 * Subjects are bytes of any kind, so patterns match bytes: no UTF mode, not even by "(*UTF)".
 * Matching takes a bounded number of steps and bounded memory; a pattern that would need more
 * does not match, and the matcher remembers that it gave up. JIT or not, results are the same
 * but for where that bound lies.
 *
 * Threads: a list is read by all; one thread per matcher. */
#ifndef WARCSIFT_PATTERNS_H
#define WARCSIFT_PATTERNS_H

#include "warc/buf.h"

struct ws_patterns {
    void **codes; /* pcre2_code */
    size_t n, cap;
};

/* All zero is an empty list. Adds a pattern, or with "@FILE" those of a file: one a line, empty
 * lines and lines that begin with '#' are passed over. What was added is appended to text,
 * " NAME=PATTERN"; of a file only a hash of its patterns. false: msg says what is wrong, and
 * where. */
WS_MUST_USE bool ws_patterns_add(struct ws_patterns *p, const char *name, const char *arg,
                                 struct ws_buf *text, char *msg, size_t n_msg);
void ws_patterns_release(struct ws_patterns *p);

struct ws_matcher;
struct ws_matcher *ws_matcher_new(void); /* NULL: no memory */
void ws_matcher_free(struct ws_matcher *m);

/* Does any of them match somewhere in subject? Sets *gave_up when a pattern did, else leaves it. */
bool ws_patterns_match(const struct ws_patterns *p, struct ws_matcher *m,
                       struct ws_slice subject, bool *gave_up);

#endif
