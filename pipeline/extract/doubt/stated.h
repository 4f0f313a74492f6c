/* stated.h - what a page itself states to be its text. Recipes have their ingredients and steps in JSON-LD, or their
 * ingredients marked up as such. To the model amounts and names of food are no sentences, and class names that nobody has
 * seen tell it little; what is stated word by word is content. (Bodies of articles and answers to questions are not taken
 * at their word: they have captions and "Read also" in them, and stand below what a page is about. Measured: no set
 * gains, forums lose .010.) */
#ifndef WARCSIFT_STATED_H
#define WARCSIFT_STATED_H

#include "pipeline/extract/features/analysis.h"

/* Raises p, the probability of content of each block, where a->stated has the block's words in that order. false: no
 * memory. */
WS_MUST_USE bool ws_trust_stated(const struct ws_analysis *a, float *p);

#endif
