/* logit.h - probabilities and their log-odds, which add up where probabilities do not. */
#ifndef WARCSIFT_LOGIT_H
#define WARCSIFT_LOGIT_H

#include <math.h>

/* Of 0 and 1, too: about -14 and 14. */
static inline float ws_log_odds(float p)
{
    return logf((p + 1e-6f) / (1 - p + 1e-6f));
}

static inline float ws_probability(float log_odds)
{
    return 1 / (1 + expf(-log_odds));
}

#endif
