#include "pipeline/extract/text/repair.h"

#include "pipeline/extract/text/text.h"
#include "pipeline/page/entities.h"

#include <string.h>

static bool is_control(const uint8_t *p, const uint8_t *end)
{
    return end - p >= 2 && p[0] == 0xc2 && p[1] < 0xa0;
}

static bool has_control(struct ws_slice s)
{
    for (const uint8_t *p = s.p, *end = s.p + s.n; p < end; p++) {
        p = memchr(p, 0xc2, (size_t)(end - p));
        if (!p)
            return false;
        if (is_control(p, end))
            return true;
    }
    return false;
}

/* The character at p as the byte that it was in Latin-1, 0 for one that was none; *after: behind it. */
static uint8_t as_byte(const uint8_t *p, const uint8_t *end, const uint8_t **after)
{
    if (end - p < 2 || (p[0] != 0xc2 && p[0] != 0xc3))
        return 0;
    *after = p + 2;
    return (uint8_t)((p[0] & 3) << 6 | (p[1] & 0x3f));
}

/* A character whose UTF-8 was taken for Latin-1, from p on: its bytes to out, the end of them all to *after;
 * returns how many, 0: there is none. */
static size_t read_twice_encoded(const uint8_t *p, const uint8_t *end, const uint8_t **after,
                                 uint8_t out[4])
{
    out[0] = as_byte(p, end, &p);
    size_t n = out[0] >= 0xf0 ? 4 : out[0] >= 0xe0 ? 3 : 2;
    bool control = false;
    if (out[0] < 0xc2 || out[0] > 0xf4)
        return 0;
    for (size_t i = 1; i < n; i++) {
        out[i] = as_byte(p, end, &p);
        if (out[i] < 0x80 || out[i] > 0xbf)
            return 0;
        control |= out[i] < 0xa0;
    }
    *after = p;
    const uint8_t *q = out;
    uint32_t c = ws_utf8_next(&q, out + n);
    bool shortest = n == 2 || c >= (n == 3 ? 0x800u : 0x10000u);
    return control && shortest && c <= 0x10ffff && (c < 0xd800 || c > 0xdfff) ? n : 0;
}

struct ws_slice ws_repair_controls(struct ws_arena *arena, struct ws_slice s)
{
    if (!has_control(s))
        return s;
    uint8_t *out = ws_arena_alloc(arena, s.n + s.n / 2 + WS_ENTITY_UTF8_MAX);
    if (!out)
        return (struct ws_slice){NULL, 0};
    size_t n = 0;
    for (const uint8_t *p = s.p, *end = s.p + s.n; p < end;) {
        const uint8_t *after = p;
        uint8_t bytes[4];
        size_t k = *p == 0xc3 ? read_twice_encoded(p, end, &after, bytes) : 0;
        if (k) {
            memcpy(out + n, bytes, k);
            n += k;
            p = after;
        } else if (is_control(p, end)) {
            n += ws_entity_control(p[1], out + n);
            p += 2;
        } else {
            out[n++] = *p++;
        }
    }
    return (struct ws_slice){out, n};
}
