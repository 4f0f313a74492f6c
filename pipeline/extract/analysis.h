/* analysis.h - a page on its way to an article: what the extractor, the notes of its hosts and
 * the trainer's dump share, so that all see the same blocks and features. */
#ifndef WARCSIFT_ANALYSIS_H
#define WARCSIFT_ANALYSIS_H

#include "pipeline/extract/features.h"
#include "warcsift/article.h"

/* Borrowed from the extractor until its next page. */
struct ws_analysis {
    struct ws_tree tree;
    struct ws_blocks blocks;
    struct ws_features features;
    struct ws_article about; /* everything but text */
    struct ws_arena *arena;
};

/* Measures with other tables than the built-in ones (training only). odds is borrowed. */
void ws_extractor_use_odds(struct ws_extractor *x, const struct ws_odds *odds);

/* Bytes to blocks: tree, blocks and the charset of a->about. Statuses as ws_extract(). */
WS_MUST_USE enum ws_status ws_cut_page(struct ws_extractor *x, const struct ws_page *page,
                                       struct ws_analysis *a, struct ws_error *err);

/* Bytes to features: all of ws_extract() before the model. Statuses as there. */
WS_MUST_USE enum ws_status ws_analyse(struct ws_extractor *x, const struct ws_page *page,
                                      struct ws_analysis *a, struct ws_error *err);

#endif
