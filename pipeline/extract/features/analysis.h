/* analysis.h - a page on its way to an article: what the extractor, the doubt of its prompts, the notes of its hosts and
 * the trainer's dump share, so that all see the same blocks and features. */
#ifndef WARCSIFT_ANALYSIS_H
#define WARCSIFT_ANALYSIS_H

#include "pipeline/extract/features/features.h"
#include "warcsift/article.h"

/* Borrowed from the extractor until its next page. */
struct ws_analysis {
    struct ws_tree tree;
    struct ws_blocks blocks;
    struct ws_features features;
    struct ws_article about; /* everything but text */
    struct ws_slices stated; /* ingredients and steps of a recipe, by its JSON-LD and microdata */
    struct ws_arena *arena;
};

#endif
