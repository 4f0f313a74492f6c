#include "pipeline/extract/compose.h"

#include "pipeline/extract/nfc.h"
#include "pipeline/extract/repair.h"
#include "pipeline/extract/text.h"
#include "pipeline/extract/vector.h"

/* Does the character at p, beyond ASCII, stay as it is, and is it none that repair looks for? */
static bool stays(const uint8_t *p, const uint8_t *end)
{
    if (*p < 0xcc && end - p >= 2) /* Latin, of two bytes */
        return *p != 0xc2 || p[1] >= 0xa0;
    return ws_nfc_is_plain(ws_utf8_next(&p, end));
}

/* Where 16 bytes at a time are all of ASCII, or the end. */
static const uint8_t *skip_ascii(const uint8_t *p, const uint8_t *end)
{
    ws_vector v;
    for (; end - p >= WS_VECTOR_BYTES; p += WS_VECTOR_BYTES) {
        memcpy(&v, p, sizeof v);
        if (ws_vector_wide_bits(v))
            return p;
    }
    if (p < end && ws_vector_wide_bits(ws_vector_load(p, end)))
        return p;
    return end;
}

/* First bytes of characters of which one may be other than ws_nfc_is_plain(), or one that repair looks for: not
 * those of Latin, Greek, Cyrillic, Han, Hangul that begin plain ones only. */
static ws_vector is_first_in_doubt(ws_vector v)
{
    ws_vector plain = (ws_vector)(v - 0xc3 < 0xcc - 0xc3) | (ws_vector)(v - 0xcf < 0xd2 - 0xcf) |
                      (ws_vector)(v - 0xe4 < 0xea - 0xe4) | (ws_vector)(v - 0xeb < 0xed - 0xeb);
    return (ws_vector)(v >= 0xc2) & ~plain;
}

/* May say no of a text in which nothing is to be changed. */
static bool is_settled(struct ws_slice s)
{
    const uint8_t *end = s.p + s.n, *p = skip_ascii(s.p, end);
    for (; p < end; p += end - p < WS_VECTOR_BYTES ? end - p : WS_VECTOR_BYTES) {
        uint32_t first = ws_vector_bits(is_first_in_doubt(ws_vector_load(p, end)));
        for (; first; first &= first - 1)
            if (!stays(p + __builtin_ctz(first), end))
                return false;
    }
    return true;
}

struct ws_slice ws_compose(struct ws_arena *arena, struct ws_slice s)
{
    if (is_settled(s))
        return s;
    s = ws_repair_controls(arena, s);
    return s.p ? ws_nfc(arena, s) : s;
}
