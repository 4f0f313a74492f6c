/* substrings.h - does a text contain any of these strings? (Aho and Corasick,
 * https://doi.org/10.1145/360825.360855)
 *
 * Strings and texts are made of letters and digits of ASCII, and letters of both cases are the
 * same; other bytes of a text are passed over, as if they were not there. The automaton takes
 * 16 bytes for each different beginning of a string, is made in linear time (but for sorting
 * the strings), and reads a text once.
 *
 * Threads: one makes it; then any number may ask. */
#ifndef WARCSIFT_SUBSTRINGS_H
#define WARCSIFT_SUBSTRINGS_H

#include "warcsift/base.h"

struct ws_substrings_node;
struct ws_substrings {
    struct ws_substrings_node *nodes; /* NULL: of no strings */
    size_t n;
};

/* Bytes of a string other than letters and digits are passed over, too, and nothing is left of
 * some. list: is sorted here, and not needed any longer afterwards. false: no memory, or more
 * than 4 G beginnings. */
WS_MUST_USE bool ws_substrings_init(struct ws_substrings *s, struct ws_slice *list, size_t n);
void ws_substrings_release(struct ws_substrings *s);

/* Where the first one that is complete ends: the byte behind it; 0: there is none. */
size_t ws_substrings_find(const struct ws_substrings *s, struct ws_slice text);

#endif
