/* tell_quality.h - a document through the quality filters. */
#ifndef WARCSIFT_TELL_QUALITY_H
#define WARCSIFT_TELL_QUALITY_H

#include "pipeline/corpus/document.h"
#include "pipeline/corpus/quality.h"

/* WS_OK: with all that was measured as a member, where that is wanted, and the text that
 * filters leave, unless it is Markdown or its blocks are listed; WS_SKIP: see d->verdict;
 * WS_FATAL: no memory. */
WS_MUST_USE enum ws_status ws_tell_quality(struct ws_quality *q, struct ws_document *d);

#endif
