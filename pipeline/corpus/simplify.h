/* simplify.h - a text as datatrove compares it (simplify_text() in datatrove/utils/text.py, version 0.10):
 * lower case; numbers as "0"; its punctuation and white space as one space, none at the ends; canonically
 * decomposed, without marks (category Mn).
 *
 * Two things that it does are left out, because its words come out the same: spaces that meet where a mark
 * between them went are one here, and marks that stay (category Mc) keep their order.
 * Threads: one thread per struct ws_simplifier. */
#ifndef WARCSIFT_SIMPLIFY_H
#define WARCSIFT_SIMPLIFY_H

#include "warc/buf.h"

struct ws_simplifier;
struct ws_simplifier *ws_simplifier_new(void); /* NULL: no memory */
void ws_simplifier_free(struct ws_simplifier *s);

/* text: valid UTF-8. What comes out is valid until the next call. false: no memory, or text is over 1 GiB. */
WS_MUST_USE bool ws_simplify(struct ws_simplifier *s, struct ws_slice text, struct ws_slice *out);

#endif
