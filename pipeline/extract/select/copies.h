/* copies.h - what a page holds twice because one copy is for wide screens and the other for small ones: a
 * paragraph and the same again, or a whole article and the same again. */
#ifndef WARCSIFT_COPIES_H
#define WARCSIFT_COPIES_H

#include "pipeline/extract/features/features.h"

/* Drops the second of equal runs of kept blocks that stand right behind each other, if the names of elements around one
 * of them speak of screens or of what is shown on some: what authors repeat stays. false: no memory. */
WS_MUST_USE bool ws_drop_copies(const struct ws_survey *s, struct ws_arena *arena, bool *keep);

#endif
