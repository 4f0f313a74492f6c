/* repair.h - text that was decoded from the wrong charset before it was written into the page.
 *
 * The control characters U+0080 to U+009F have no place in HTML. Where they stand, bytes of windows-1252 ("children\x92s")
 * or of UTF-8 ("it\xe2\x80\x99s") were taken for Latin-1 once. Both are undone; sequences without such
 * a character ("Ã©") could be meant and stay. */
#ifndef WARCSIFT_REPAIR_H
#define WARCSIFT_REPAIR_H

#include "pipeline/page/arena.h"

/* s itself when there is nothing to repair, else a copy in arena of at most 3/2 its length.
 * s: valid UTF-8. p == NULL: no memory (only when s.p is not NULL). */
struct ws_slice ws_repair_controls(struct ws_arena *arena, struct ws_slice s);

#endif
