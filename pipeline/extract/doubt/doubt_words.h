/* doubt_words.h - how much the words of each block are doubted (prompt_words.h), beside those of the page.
 *
 * Asked of pages that are paragraphs for the most part and have some which do not sound like prompts: of others,
 * announcements for one, the whole text would be doubted. What the page's paragraphs have in common counts for a part
 * only: the model knows some languages better than others, and some authors address their readers throughout. What names
 * the site is doubted more, where the text is not about it, and so is what stands beside prompts. */
#ifndef WARCSIFT_DOUBT_WORDS_H
#define WARCSIFT_DOUBT_WORDS_H

#include "pipeline/extract/features/analysis.h"

/* Log-odds of doubt by block, 0 for most. site: its name, which may be empty; p: probabilities of content; asked: blocks
 * that may be doubted; lacks: of the share of paragraphs which makes a page an article. false: no memory. */
WS_MUST_USE bool ws_doubt_words(const struct ws_analysis *a, struct ws_slice site, const float *p, const bool *asked,
                                float lacks, float *said);

#endif
