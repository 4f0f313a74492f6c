/* odds_features.h - the features of a page's blocks that come from learned log-odds of names and words. */
#ifndef WARCSIFT_ODDS_FEATURES_H
#define WARCSIFT_ODDS_FEATURES_H

#include "pipeline/extract/features/odds.h"
#include "pipeline/extract/features/survey.h"

struct ws_odds_page;

/* In arena. NULL: no memory. */
WS_MUST_USE const struct ws_odds_page *ws_odds_read(const struct ws_survey *s, const struct ws_odds *o,
                                                    struct ws_arena *arena);

/* Fills the columns of WS_ODDS_FEATURES of block i, in a panel of WS_F_COUNT columns, where it stands at l.
 * heading: the last block before it that is one, or UINT32_MAX. */
void ws_odds_features(const struct ws_odds_page *x, uint32_t i, uint32_t heading, struct ws_column *f, uint32_t l);

#endif
