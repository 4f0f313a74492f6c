/* context.h - the second stage of the model sees no text and no markup, only how the first stage judged
 * a block (p, the probability that it is content), its neighbours, its containers and blocks like it. */
#ifndef WARCSIFT_CONTEXT_H
#define WARCSIFT_CONTEXT_H

#include "pipeline/extract/features/survey.h"

/* X(name, what it is). Means of p are weighted by words. -1: does not apply. */
#define WS_CONTEXT(X)                                                                              \
    X(P, "p of the block")                                                                         \
    X(BACK_4, "of the block four before") X(BACK_3, "three") X(BACK_2, "two") X(BACK_1, "one")     \
    X(AHEAD_1, "of the next block") X(AHEAD_2, "two behind") X(AHEAD_3, "three") X(AHEAD_4, "four")\
    X(WINDOW_3, "mean of three blocks before and behind and the block")                            \
    X(WINDOW_6, "of six") X(WINDOW_12, "of twelve")                                                \
    X(MEAN_0, "mean of the block's element") X(SHARE_0, "its share of the words")                  \
    X(MEAN_1, "of the container above") X(SHARE_1, "its share")                                    \
    X(MEAN_2, "of the one above that") X(SHARE_2, "its share")                                     \
    X(MEAN_3, "of the one above that") X(SHARE_3, "its share")                                     \
    X(MEAN_4, "of the one above that") X(SHARE_4, "its share")                                     \
    X(PAGE, "mean of the page")                                                                    \
    X(FROM_FIRST, "blocks since the first one over 0.5")                                           \
    X(TO_LAST, "blocks up to the last one over 0.5")                                               \
    X(BEFORE, "expected content before, share of the page's")                                      \
    X(ALIKE, "mean of the blocks with the same tag and class path")                                \
    X(HEADING, "p of the last heading")                                                            \
    X(IN_GAIN, "inside the container that gains most")                                             \
    X(GAIN, "words that it gains: sum of words * (p - 0.5), share of the page's")                  \
    X(IN_RUN, "inside the run of blocks that gains most against 0.4")

enum ws_context_feature {
#define X(name, what) WS_C_##name,
    WS_CONTEXT(X)
#undef X
    WS_C_COUNT
};

const char *ws_context_name(unsigned c);

/* WS_C_COUNT numbers of each block (panels of so many columns), in arena. NULL: no memory. */
WS_MUST_USE struct ws_column *ws_context_compute(const struct ws_survey *s, const float *p,
                                                 struct ws_arena *arena);

#endif
