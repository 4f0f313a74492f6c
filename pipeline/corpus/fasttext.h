/* fasttext.h - models in the format of fastText (https://fasttext.cc) for C: lid.176, OpenLID, GlotLID.
 *
 * Threads: a model may be asked by any number at once. */
#ifndef WARCSIFT_FASTTEXT_H
#define WARCSIFT_FASTTEXT_H

#include "warcsift/base.h"

#ifdef __cplusplus
extern "C" {
#endif

struct ws_fasttext;

/* file: its bytes, needed no longer afterwards. NULL: msg (of n_msg bytes) says what is wrong. */
struct ws_fasttext *ws_fasttext_load(struct ws_slice file, char *msg, size_t n_msg);
void ws_fasttext_free(struct ws_fasttext *m);

/* The best label for a line of text that ends in a newline, as the model writes it ("__label__eng_Latn"), cut
 * off at size bytes; "" when it knows no word of it. false: no memory. */
WS_MUST_USE bool ws_fasttext_ask(const struct ws_fasttext *m, struct ws_slice line, char *label, size_t size,
                                 double *probability);

#ifdef __cplusplus
}
#endif

#endif
