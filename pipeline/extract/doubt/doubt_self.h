/* doubt_self.h - the publisher's own word: an article tells of others; what stands between its paragraphs names the
 * newspaper and addresses the reader, asks, presents an author. That says nothing on pages that speak like that all
 * the way. */
#ifndef WARCSIFT_DOUBT_SELF_H
#define WARCSIFT_DOUBT_SELF_H

#include "pipeline/extract/features/analysis.h"

/* How a page speaks. */
struct ws_self {
    struct ws_slice site; /* its name */
    bool tells;           /* it has one, and tells of others: it does not address its readers, nor name itself */
    bool asked;           /* ... for its name */
    const float *p;
};

/* p: as doubt changes it. */
void ws_self_begin(const struct ws_analysis *a, const float *p, struct ws_self *self);

/* Whether block i is the publisher's word. */
bool ws_is_own_word(const struct ws_analysis *a, struct ws_self *self, uint32_t i);

#endif
