/* tell.h - what is told of every document, whatever the options: its language, and what it says about its use.
 * Options decide whether that is a reason to reject it.
 * Threads: one document at a time. */
#ifndef WARCSIFT_TELL_H
#define WARCSIFT_TELL_H

#include "pipeline/corpus/document.h"
#include "pipeline/corpus/language.h"

/* Puts the language that is found in place of the one that the page declares; its text stays in l as long as d needs it.
 * WS_OK, WS_SKIP: see d->verdict; WS_FATAL: no memory. */
WS_MUST_USE enum ws_status ws_tell_language(const struct ws_language_detector *detector,
                                            const struct ws_language_options *o, struct ws_buf *scratch,
                                            struct ws_language *l, struct ws_document *d);

/* respect: bits of enum ws_optout. */
WS_MUST_USE enum ws_status ws_tell_optout(uint32_t respect, struct ws_document *d);

#endif
