/* utf8.h - writing UTF-8; reading it is ws_utf8_next() of pipeline/extract/text/text.h. */
#ifndef WARCSIFT_UTF8_H
#define WARCSIFT_UTF8_H

#include "warcsift/base.h"

/* Writes c (not a surrogate, at most U+10FFFF) to at most 4 bytes at p and returns how many. */
size_t ws_utf8_put(uint8_t *p, uint32_t c);

#endif
