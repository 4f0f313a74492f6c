/* words.h - letters without their case, and texts compared by their letters and digits alone.
 * Case is folded in Latin (basic, Latin-1, Extended-A), Greek and Cyrillic letters, one to one (Unicode 15,
 * CaseFolding.txt, status C, for those blocks); other scripts have none or are rare. */
#ifndef WARCSIFT_WORDS_H
#define WARCSIFT_WORDS_H

#include "warcsift/base.h"

uint32_t ws_fold_case(uint32_t c);

static inline bool ws_is_capital(uint32_t c)
{
    return ws_fold_case(c) != c;
}

size_t ws_count_letters(struct ws_slice s); /* and digits */

/* Whether both say the same, whatever their case, punctuation and white space. Never when there is no letter. */
bool ws_same_words(struct ws_slice a, struct ws_slice b);

/* Whether whole begins or ends with what part says, and part is at least half of it. */
bool ws_most_words(struct ws_slice part, struct ws_slice whole);

#endif
