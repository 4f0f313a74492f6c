/* plain.h - runs of ordinary ASCII text, sixteen or more bytes at once: nearly all text is that. */
#ifndef WARCSIFT_PLAIN_H
#define WARCSIFT_PLAIN_H

#include "warcsift/base.h"

struct ws_plain {
    uint32_t chars; /* all but the blanks */
    uint32_t words;
    bool in_word;   /* set by the caller: the character in front is part of a word; then: the last one is */
    bool no_blanks; /* set by the caller: a blank ends the run */
    const uint8_t *readable; /* set by the caller: there are bytes up to here, of the text or not */
};

/* Bytes behind what is copied that ws_plain_copy() may write to. */
#define WS_PLAIN_SLACK 32

/* Copies to out the run at p: printable ASCII characters, and single blanks between them, of which '\n'
 * becomes ' '. The characters are added to what r counts. Returns the length of the run, 0: there is none. */
size_t ws_plain_copy(const uint8_t *p, const uint8_t *end, uint8_t *out, struct ws_plain *r);

#endif
