/* charset.h - page bytes to UTF-8, deciding like a browser does.
 * Sources: WHATWG Encoding Standard (labels, single-byte indexes, decoders) and WHATWG
 * HTML 13.2.3 (BOM, then HTTP header, then <meta> prescan, which goes on to 64 KiB; where a
 * browser would fall back to a locale's default, a detector looks at the bytes). Unlike a
 * browser, a declaration that the bytes plainly refute is dropped (charset.c, is_refuted()).
 * Threads: one ws_charset per thread. */
#ifndef WARCSIFT_CHARSET_H
#define WARCSIFT_CHARSET_H

#include "warcsift/article.h"

struct ws_charset; /* detector, decoder, output buffer */
struct ws_charset *ws_charset_new(size_t max_out_bytes); /* NULL: no memory */
void ws_charset_free(struct ws_charset *c);

/* WHATWG name in lower case for a label ("latin1" -> "windows-1252"), NULL when there is none.
 * Outer white space and case do not matter. */
const char *ws_charset_by_label(struct ws_slice label);

struct ws_decoded {
    /* Valid UTF-8 without a BOM; malformed input is U+FFFD. Borrowed from the input (when that
     * is valid UTF-8 already) or from c until its next call. */
    struct ws_slice utf8;
    /* WHATWG name, static. Pure ASCII that declares nothing is "windows-1252" by default, as in
     * a browser. */
    const char *charset;
    enum ws_charset_source source;
};

/* content_type: the HTTP header value, or empty.
 * WS_OK; WS_SKIP: over max_out_bytes; WS_FATAL: no memory. */
WS_MUST_USE enum ws_status ws_charset_decode(struct ws_charset *c, struct ws_slice page,
                                             struct ws_slice content_type,
                                             struct ws_decoded *out, struct ws_error *err);

#endif
