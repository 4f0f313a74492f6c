/* doubt_runs.h - prompts doubt what stands beside them: their headings, the calls behind them,
 * what they surround, how a letter begins and ends. */
#ifndef WARCSIFT_DOUBT_RUNS_H
#define WARCSIFT_DOUBT_RUNS_H

#include "pipeline/extract/features/survey.h"

#define WS_DOUBT_LEAST                                                                         \
    0.7f /* phrases per clause at which doubt begins; twice as many: full doubt */

/* As ws_phrases_per_clause(), but what is said of others counts less, and a clause of a script
 * without blanks has more signs than words. */
float ws_prompt_phrases(const struct ws_survey *s, uint32_t block);

#define WS_DOUBT_FULL 2.5f /* log-odds */
#define WS_DOUBT_SURE 6.0f /* of what tells by more than its phrases */

/* Lowers p, where each block has been doubted for itself before. said: what their words say (doubt_words.h). */
void ws_doubt_runs(const struct ws_survey *s, const float *said, float *p);

#endif
