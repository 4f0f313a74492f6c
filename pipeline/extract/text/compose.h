/* compose.h - text as it is written: repaired (repair.h) and in NFC (nfc.h). */
#ifndef WARCSIFT_COMPOSE_H
#define WARCSIFT_COMPOSE_H

#include "pipeline/page/arena.h"

/* Where, from p on, a text may begin to change: ws_compose() leaves all that ends before it as it is, in texts of
 * any length. end: nowhere. */
const uint8_t *ws_composed_until(const uint8_t *p, const uint8_t *end);

/* s itself when there is nothing to change, else a copy in arena.
 * s: valid UTF-8. p == NULL: no memory (only when s.p is not NULL). */
struct ws_slice ws_compose(struct ws_arena *arena, struct ws_slice s);

#endif
