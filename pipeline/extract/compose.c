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

/* May say no of a text in which nothing is to be changed. */
static bool is_settled(struct ws_slice s)
{
    const uint8_t *end = s.p + s.n;
    for (const uint8_t *p = s.p; p < end; p += end - p < WS_VECTOR_BYTES ? end - p : WS_VECTOR_BYTES) {
        uint32_t first = ws_vector_bits((ws_vector)(ws_vector_load(p, end) >= 0xc2)); /* bytes of characters */
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
