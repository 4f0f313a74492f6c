/* settle.h - what stands together falls together. */
#ifndef WARCSIFT_SETTLE_H
#define WARCSIFT_SETTLE_H

#include "pipeline/extract/features/features.h"

/* p, the probability of content of each block, drawn towards the mean of its siblings where
 * that is lower: of all blocks in the same container, and of those among them whose elements
 * are named like its own. A block that the model likes less well than its siblings keeps its
 * own. So the one paragraph of an appeal that reads like a report goes with the appeal, and so
 * do plain div elements between the p of an article when most of them are appeals. In arena;
 * NULL: no memory. */
WS_MUST_USE const float *ws_settle(const struct ws_features *f, const float *p,
                                   struct ws_arena *arena);

#endif
