/* tidy.h - the edges of what is kept: headings go or stay with what they head, and so on. */
#ifndef WARCSIFT_TIDY_H
#define WARCSIFT_TIDY_H

#include "pipeline/extract/select/roles.h"

/* Mends keep, the choice of blocks; p: how likely each is content. */
void ws_tidy(const struct ws_tree *t, const struct ws_features *f, const struct ws_roles *roles,
             const float *p, bool *keep);

#endif
