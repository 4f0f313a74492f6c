/* select.h - which blocks are the text, given how likely each is content. */
#ifndef WARCSIFT_SELECT_H
#define WARCSIFT_SELECT_H

#include "pipeline/extract/features.h"

/* keep[i] is set for the blocks of the text; in arena. p: as the model gives it; is changed. title: of the
 * page; its headline is left out of the text when it stands before it. NULL: no memory. */
bool *ws_select(const struct ws_tree *t, const struct ws_features *f, float *p,
                struct ws_slice title, struct ws_arena *arena);

#endif
