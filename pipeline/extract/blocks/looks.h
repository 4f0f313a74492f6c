/* looks.h - which elements of a page are named alike: same tag, class, id, role, itemprop, rel
 * and itemtype. Pages repeat the names of their elements over and over; what they say is read
 * once per look. Elements that may be hidden, and those that may tell of the page, are noted on the way, and what
 * else is rare. */
#ifndef WARCSIFT_LOOKS_H
#define WARCSIFT_LOOKS_H

#include "pipeline/page/tree.h"

struct ws_looks {
    const uint32_t *of;   /* by node: its look, below n; of texts 0, the look of the root */
    const uint32_t *node; /* by look: the first node that has it */
    uint32_t n;
    const uint32_t *veiled; /* elements with one of the attributes hidden, style, aria-hidden, in order */
    uint32_t n_veiled;
    const uint32_t *telling; /* h1, time and elements with itemprop, property or rel, in order */
    uint32_t n_telling;
    uint32_t n_texts;             /* in the tree */
    bool has_mails, has_formulas, has_quotes,
        has_raised; /* elements with data-cfemail; math, q, sup elements */
};

/* Everything lives in arena. Names are told apart by hashes of 64 bits. false: no memory. */
WS_MUST_USE bool ws_looks_find(const struct ws_tree *t, struct ws_arena *arena,
                               struct ws_looks *out);

#endif
