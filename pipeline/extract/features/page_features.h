/* page_features.h - the features that are the same for every block of a page: what kind of page it is. */
#ifndef WARCSIFT_PAGE_FEATURES_H
#define WARCSIFT_PAGE_FEATURES_H

#include "pipeline/extract/features/items.h"

/* Fills the PAGE_ columns of one row. */
void ws_page_features(const struct ws_survey *s, const struct ws_items *items, float *f);

#endif
