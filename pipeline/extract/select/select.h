/* select.h - which blocks are the text, given how likely each is content and what it is. */
#ifndef WARCSIFT_SELECT_H
#define WARCSIFT_SELECT_H

#include "pipeline/extract/select/roles.h"

/* What is wanted of the text; the fields are those of ws_extract_options. */
struct ws_policy {
    enum ws_favor favor;
    uint32_t keep, drop; /* WS_ROLE_BITs */
};

/* By block, in arena. */
struct ws_selection {
    bool *keep;    /* it is text */
    uint8_t *role; /* enum ws_role: as assigned, but boilerplate for what is turned down and had none of its own */
};

/* p: as the model gives it. What a stricter favor keeps, a more lenient one keeps, too, but for copies (copies.h). false:
 * no memory. */
WS_MUST_USE bool ws_select(const struct ws_tree *t, const struct ws_features *f, const struct ws_roles *roles,
                           const float *p, const struct ws_policy *policy, struct ws_arena *arena,
                           struct ws_selection *out);

#endif
