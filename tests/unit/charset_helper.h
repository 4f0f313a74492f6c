/* charset_helper.h - what the charset tests share. */
#ifndef WARCSIFT_TEST_CHARSET_HELPER_H
#define WARCSIFT_TEST_CHARSET_HELPER_H

#include "pipeline/page/charset.h"
#include "tests/tap.h"

/* A string literal with NUL bytes in it. */
#define BYTES(lit) ((struct ws_slice){(const uint8_t *)(lit), sizeof(lit) - 1})

/* Strict UTF-8, written the other way round than the decoder: decode, then look at the code
 * point. */
static inline bool is_utf8(struct ws_slice s)
{
    for (size_t i = 0; i < s.n;) {
        uint8_t b = s.p[i++];
        int more = b < 0x80             ? 0
                   : (b & 0xe0) == 0xc0 ? 1
                   : (b & 0xf0) == 0xe0 ? 2
                   : (b & 0xf8) == 0xf0 ? 3
                                        : -1;
        static const uint32_t least[4] = {0, 0x80, 0x800, 0x10000};
        if (more < 0)
            return false;
        uint32_t c = more ? b & (0x3fu >> more) : b;
        for (int k = 0; k < more; k++, i++) {
            if (i >= s.n || (s.p[i] & 0xc0) != 0x80)
                return false;
            c = c << 6 | (s.p[i] & 0x3fu);
        }
        if (c < least[more] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
            return false;
    }
    return true;
}

/* Decodes or fails the test; http may be NULL. */
static inline struct ws_decoded decode(struct ws_charset *c, struct ws_slice page,
                                       const char *http)
{
    struct ws_decoded d = {.charset = "(none)"};
    struct ws_error err;
    enum ws_status st =
        ws_charset_decode(c, page, http ? SLICE(http) : (struct ws_slice){0}, &d, &err);
    if (st != WS_OK || !is_utf8(d.utf8))
        OK(false, "decodes to valid UTF-8 (status %d)", (int)st);
    return d;
}

#endif
