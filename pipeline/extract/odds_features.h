/* odds_features.h - the features of a page's blocks that come from learned log-odds of names and words. */
#ifndef WARCSIFT_ODDS_FEATURES_H
#define WARCSIFT_ODDS_FEATURES_H

#include "pipeline/extract/odds.h"
#include "pipeline/extract/survey.h"

/* Fills the columns of WS_ODDS_FEATURES in v (panels of WS_F_COUNT columns).
 * false: no memory. */
WS_MUST_USE bool ws_odds_features(const struct ws_survey *s, const struct ws_odds *o,
                                  struct ws_arena *arena, struct ws_column *v);

#endif
