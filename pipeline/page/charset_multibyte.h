/* charset_multibyte.h - the East Asian encodings: indexes (charset_multibyte_tables.c) and
 * decoders. */
#ifndef WARCSIFT_CHARSET_MULTIBYTE_H
#define WARCSIFT_CHARSET_MULTIBYTE_H

#include "pipeline/page/charset_internal.h"

/* Code points by pointer, as the Encoding Standard reckons it from the bytes; 0: none. A
 * surrogate is a place in ws_plane2. */
extern const uint16_t ws_index_gb18030[126 * 190], ws_index_big5[120 * 157],
    ws_index_jis0208[60 * 188], ws_index_jis0212[94 * 94], ws_index_euc_kr[126 * 190];
extern const uint16_t ws_plane2[]; /* the low 16 bits of a code point 0x2XXXX */

struct ws_gb18030_range { /* pointers from here on are code points from point on */
    uint16_t pointer, point;
};
extern const struct ws_gb18030_range ws_gb18030_ranges[]; /* sorted; the first pointer is 0 */
extern const size_t ws_n_gb18030_ranges;

/* Appends the page as UTF-8 to out, U+FFFD for what is malformed. false: out of memory, or out
 * is full. */
WS_MUST_USE bool ws_decode_multibyte(enum ws_multibyte encoding, struct ws_slice page,
                                     struct ws_buf *out);

#endif
