/* status_set.h - which HTTP statuses are wanted. Threads: read-only once parsed. */
#ifndef WARCSIFT_STATUS_SET_H
#define WARCSIFT_STATUS_SET_H

#include "warcsift/base.h"

struct ws_status_set {
    bool any;
    uint64_t bits[16]; /* status s: bit s % 64 of bits[s / 64], s < 1000 */
};

/* text: "200", "200,203", "2xx,304", "any". false: not such a list. */
WS_MUST_USE bool ws_status_set_parse(struct ws_status_set *set, const char *text);

/* status 0 (there was no status line) counts as 200: nothing says otherwise. */
bool ws_status_set_has(const struct ws_status_set *set, int status);

#endif
