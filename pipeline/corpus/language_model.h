/* language_model.h - a language model from a file, known by its digest.
 * Threads: a model may be asked by any number at once. */
#ifndef WARCSIFT_LANGUAGE_MODEL_H
#define WARCSIFT_LANGUAGE_MODEL_H

#include "warcsift/base.h"

#define WS_MODEL_SHA256 65 /* in hexadecimal digits, with NUL */

struct ws_language_model;

/* NULL: msg (of n_msg bytes) says what is wrong with it. */
struct ws_language_model *ws_language_model_open(const char *path, char sha256[WS_MODEL_SHA256], char *msg,
                                                 size_t n_msg);
void ws_language_model_close(struct ws_language_model *m); /* m may be NULL */

/* See ws_fasttext_ask(). */
WS_MUST_USE bool ws_language_model_ask(const struct ws_language_model *m, struct ws_slice line, char *label,
                                       size_t size, double *probability);

#endif
