#include "pipeline/extract/compose.h"

#include "pipeline/extract/nfc.h"
#include "pipeline/extract/repair.h"
#include "pipeline/extract/text.h"

#include <string.h>

/* The first byte at or behind p that is not ASCII. */
static const uint8_t *skip_ascii(const uint8_t *p, const uint8_t *end)
{
    for (; end - p >= 8; p += 8) {
        uint64_t w;
        memcpy(&w, p, sizeof w);
        if (w & UINT64_C(0x8080808080808080))
            break;
    }
    while (p < end && *p < 0x80)
        p++;
    return p;
}

/* Is it all characters that stay as they are, and none that repair looks for? May say no of such a text. */
static bool is_settled(struct ws_slice s)
{
    const uint8_t *p = s.p, *end = s.p + s.n;
    while ((p = skip_ascii(p, end)) < end) {
        if (*p < 0xcc && end - p >= 2) { /* Latin, of two bytes */
            if (*p == 0xc2 && p[1] < 0xa0)
                return false;
            p += 2;
        } else if (!ws_nfc_is_plain(ws_utf8_next(&p, end))) {
            return false;
        }
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
