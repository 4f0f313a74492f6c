/* batch.h - filling a struct ws_batch (cut.h), for those who cut.
 * Threads: none of its own. */
#ifndef WARCSIFT_BATCH_H
#define WARCSIFT_BATCH_H

#include "warcsift/cut.h"

/* A batch is also full with so many records or events, whatever their size: bounds the tables.
 */
#define WS_BATCH_ENTRIES ((size_t)65536)
#define WS_BATCH_EVENTS  ((size_t)1024)

/* What stands behind every block. */
#define WS_RECORD_END ((size_t)4)

/* Empties b, and gives memory back that is far more than it mostly takes. */
void ws_batch_clear(struct ws_batch *b, size_t usual_bytes);
/* Room for n more bytes. false: no memory. */
WS_MUST_USE bool ws_batch_reserve(struct ws_batch *b, size_t n);
/* false: no memory. */
WS_MUST_USE bool ws_batch_add_entry(struct ws_batch *b, const struct ws_batch_entry *e);
WS_MUST_USE bool ws_batch_add_event(struct ws_batch *b, const struct ws_error *error);

#endif
