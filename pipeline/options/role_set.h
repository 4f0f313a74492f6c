/* role_set.h - roles as options name them: "caption,comment". */
#ifndef WARCSIFT_ROLE_SET_H
#define WARCSIFT_ROLE_SET_H

#include "warcsift/article.h"

/* Adds the roles of a list separated by commas to a set of WS_ROLE_BITs. false: a name that is none; roles is
 * untouched. */
WS_MUST_USE bool ws_role_set_add(uint32_t *roles, const char *list);

#endif
