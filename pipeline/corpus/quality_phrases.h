/* quality_phrases.h - where a text says what C4 looks for. */
#ifndef WARCSIFT_QUALITY_PHRASES_H
#define WARCSIFT_QUALITY_PHRASES_H

#include "warc/buf.h"

enum ws_phrase_kind {
    WS_PHRASE_LOREM,
    WS_PHRASE_JAVASCRIPT,
    WS_PHRASE_POLICY,
    WS_PHRASE_KINDS
};
enum { WS_PHRASE_SEARCHES = 5 };

/* A text that is asked line by line, in order. */
struct ws_phrases {
    uint8_t may[WS_PHRASE_SEARCHES];           /* 0: it has none */
    const uint8_t *text, *end;                 /* in small letters */
    struct ws_slice found[WS_PHRASE_SEARCHES]; /* the next of each, p NULL: none; at end when
                                                  not looked for yet */
};

/* ASCII letters small. False: out of memory. */
WS_MUST_USE bool ws_lower_text(struct ws_slice text, struct ws_buf *lower);
struct ws_phrases ws_phrases_of(struct ws_slice lower); /* of small letters */
/* Whether text[from..to) has one of that kind. from never goes back. */
bool ws_phrases_in(struct ws_phrases *p, enum ws_phrase_kind kind, size_t from, size_t to);

#endif
