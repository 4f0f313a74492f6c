/* compose.h - text as it is written: repaired (repair.h) and in NFC (nfc.h). */
#ifndef WARCSIFT_COMPOSE_H
#define WARCSIFT_COMPOSE_H

#include "pipeline/page/arena.h"

/* s itself when there is nothing to change, else a copy in arena.
 * s: valid UTF-8. p == NULL: no memory (only when s.p is not NULL). */
struct ws_slice ws_compose(struct ws_arena *arena, struct ws_slice s);

#endif
