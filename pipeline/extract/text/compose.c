#include "pipeline/extract/text/compose.h"

#include "pipeline/extract/text/nfc.h"
#include "pipeline/extract/text/repair.h"
#include "pipeline/extract/text/text.h"
#include "pipeline/extract/text/vector.h"

/* Does the character at p, beyond ASCII, stay as it is, and is it none that repair looks for? */
static bool stays(const uint8_t *p, const uint8_t *end)
{
    if (*p < 0xcc && end - p >= 2) /* Latin, of two bytes */
        return *p != 0xc2 || p[1] >= 0xa0;
    return ws_nfc_is_plain(ws_utf8_next(&p, end));
}

/* First bytes of characters of which one may be other than ws_nfc_is_plain(), or one that repair looks for: not
 * those of Latin, Greek, Cyrillic, Han, Hangul that begin plain ones only. */
static ws_vector is_first_in_doubt(ws_vector v)
{
    ws_vector plain = (ws_vector)(v - 0xc3 < 0xcc - 0xc3) | (ws_vector)(v - 0xcf < 0xd2 - 0xcf) |
                      (ws_vector)(v - 0xe4 < 0xea - 0xe4) | (ws_vector)(v - 0xeb < 0xed - 0xeb);
    return (ws_vector)(v >= 0xc2) & ~plain;
}

/* Four vectors of ASCII at p? */
static inline bool is_ascii(const uint8_t *p)
{
    ws_vector v[4];
    memcpy(v, p, sizeof v);
    return !ws_vector_wide_bits((v[0] | v[1]) | (v[2] | v[3]));
}

const uint8_t *ws_composed_until(const uint8_t *p, const uint8_t *end)
{
    for (size_t n; p < end; p += n) {
        n = 4 * WS_VECTOR_BYTES;
        if ((size_t)(end - p) >= n && is_ascii(p))
            continue;
        const ws_vector v = ws_vector_load(p, end);
        n = end - p < WS_VECTOR_BYTES ? (size_t)(end - p) : WS_VECTOR_BYTES;
        if (!ws_vector_wide_bits(v))
            continue;
        for (uint32_t first = ws_vector_bits(is_first_in_doubt(v)); first; first &= first - 1)
            if (!stays(p + __builtin_ctz(first), end))
                return p + __builtin_ctz(first);
    }
    return end;
}

struct ws_slice ws_compose(struct ws_arena *arena, struct ws_slice s)
{
    if (ws_composed_until(s.p, s.p + s.n) == s.p + s.n)
        return s;
    s = ws_repair_controls(arena, s);
    return s.p ? ws_nfc(arena, s) : s;
}
