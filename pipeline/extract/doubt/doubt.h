/* doubt.h - prompts inside articles, told by their words alone.
 *
 * A newsletter prompt between two paragraphs looks like a paragraph, and of most languages the model has seen
 * few. The phrases of lexicon.h are known in nineteen, fewer of them in some more: where they stand close
 * together, a block is doubted whatever stands around it. A report may speak of gifts and subscriptions; it takes more words to do so.
 * Where nobody has written down a phrase, all words of a block tell, by what a model has learned of prompts
 * (doubt_words.h). Doubted are, too, lead-ins ("Also read: ..."), lines that say what they are ("Advertisement",
 * "Home / News", "Share Tweet") and rows of buttons (doubt_lines.h), headlines that are links between paragraphs, blocks
 * that begin with the author's name at either end of the text (doubt_author.h), what stands below "Read next" behind it,
 * what names the site and addresses the reader (doubt_self.h), and what stands beside prompts (doubt_runs.h).
 *
 * What that is worth on pages nobody tuned to, and what it costs on the reference sets: train/MODEL.md. */
#ifndef WARCSIFT_DOUBT_H
#define WARCSIFT_DOUBT_H

#include "pipeline/extract/features/analysis.h"

/* Lowers p, the probability of content of each block, where a block asks for something. false: no memory. */
WS_MUST_USE bool ws_doubt_prompts(const struct ws_analysis *a, float *p);

#endif
