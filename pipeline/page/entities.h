/* entities.h - character references: &amp; &#38; &#x26; (WHATWG HTML, 13.2.5.72 to 13.2.5.80).
 */
#ifndef WARCSIFT_ENTITIES_H
#define WARCSIFT_ENTITIES_H

#include "warcsift/base.h"

/* Bytes a reference decodes to, at most. Longest growth: &nGt; (5 bytes) gives 6. */
#define WS_ENTITY_UTF8_MAX 6

/* Decodes the reference at p[0] == '&'; end: of the text it stands in.
 * in_attribute: the rule for old links applies (&copy=1 is no reference).
 * Returns the number of bytes read, 0 when this is no reference; out and *n_out: its UTF-8
 * (all bytes of out may be written).
 * Out-of-range numbers and surrogates give U+FFFD, 128 to 159 mean windows-1252 as in browsers.
 */
size_t ws_entity_decode(const uint8_t *p, const uint8_t *end, bool in_attribute,
                        uint8_t out[WS_ENTITY_UTF8_MAX], size_t *n_out);

/* Writes what HTML takes the control character c, U+0080 to U+009F, for when it is written as a number: that of
 * windows-1252, c itself where that has none. Returns the number of bytes. */
size_t ws_entity_control(uint32_t c, uint8_t out[WS_ENTITY_UTF8_MAX]);

#endif
