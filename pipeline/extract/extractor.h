/* extractor.h - ws_extract() up to its blocks, or up to its features: for the notes of hosts, and for the trainer's dump.
 * In article.c. */
#ifndef WARCSIFT_EXTRACTOR_H
#define WARCSIFT_EXTRACTOR_H

#include "pipeline/extract/features/analysis.h"

/* Measures with other tables than the built-in ones (training only). odds is borrowed. */
void ws_extractor_use_odds(struct ws_extractor *x, const struct ws_odds *odds);

/* Bytes to blocks: tree, blocks and the charset of a->about. Statuses as ws_extract(). */
WS_MUST_USE enum ws_status ws_cut_page(struct ws_extractor *x, const struct ws_page *page,
                                       struct ws_analysis *a, struct ws_error *err);

/* Bytes to features: all of ws_extract() before the model. Statuses as there. */
WS_MUST_USE enum ws_status ws_analyse(struct ws_extractor *x, const struct ws_page *page,
                                      struct ws_analysis *a, struct ws_error *err);

#endif
