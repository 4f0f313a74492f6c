#include "pipeline/page/entities.h"

#include "pipeline/page/charset_internal.h"

#include <string.h>

#include "pipeline/page/entities_table.h"

/* What the numbers 128 to 159 mean (WHATWG HTML, 13.2.5.80); 0: themselves. */
static const uint16_t windows_1252[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
};

/* c: 128 to 159. */
static uint32_t control_meaning(uint32_t c)
{
    return windows_1252[c - 128] ? windows_1252[c - 128] : c;
}

size_t ws_entity_control(uint32_t c, uint8_t out[WS_ENTITY_UTF8_MAX])
{
    return ws_utf8_put(out, control_meaning(c));
}

static int digit_value(uint8_t c, unsigned base)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return base == 16 && c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static size_t decode_number(const uint8_t *p, const uint8_t *end, uint8_t *out, size_t *n_out)
{
    const uint8_t *at = p + 2;
    unsigned base = 10;
    if (at < end && (*at | 0x20) == 'x') {
        base = 16;
        at++;
    }
    const uint8_t *digits = at;
    uint32_t c = 0;
    for (int d; at < end && (d = digit_value(*at, base)) >= 0; at++)
        if (c <= 0x10FFFF) /* stays over the limit once over it: no overflow */
            c = c * base + (uint32_t)d;
    if (at == digits)
        return 0;
    if (at < end && *at == ';')
        at++;
    if (c >= 128 && c < 160)
        c = control_meaning(c);
    if (c == 0 || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000))
        c = 0xFFFD;
    *n_out = ws_utf8_put(out, c);
    return (size_t)(at - p);
}

static bool is_alnum(uint8_t c)
{
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

/* The row with this name, or NULL. */
static const struct entity *find(const uint8_t *name, size_t n)
{
    size_t pair = (size_t)(name[0] - '@') * 64 + (n > 1 ? name[1] % 64 : 0);
    size_t lo = entity_first[pair], hi = entity_first[pair + 1];
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        const struct entity *e = &entity_rows[mid];
        int order = memcmp(entity_names + e->at, name, n < e->n ? n : e->n);
        if (order == 0 && e->n == n)
            return e;
        if (order < 0 || (order == 0 && e->n < n))
            lo = mid + 1;
        else
            hi = mid;
    }
    return NULL;
}

size_t ws_entity_decode(const uint8_t *p, const uint8_t *end, bool in_attribute,
                        uint8_t out[WS_ENTITY_UTF8_MAX], size_t *n_out)
{
    const uint8_t *name = p + 1;
    if (name >= end)
        return 0;
    if (*name == '#')
        return decode_number(p, end, out, n_out);
    if ((*name | 0x20) < 'a' || (*name | 0x20) > 'z')
        return 0;
    size_t left = (size_t)(end - name), n = 1;
    while (n < left && n <= ENTITY_NAME_MAX && is_alnum(name[n]))
        n++;
    const struct entity *e = NULL;
    size_t used = 0;
    if (n < left && name[n] == ';' && (e = find(name, n)) != NULL)
        used = n + 2;
    /* Names hold letters and digits only, so without ; the longest match is one of the older
     * names. */
    for (size_t k = n < ENTITY_BARE_MAX ? n : ENTITY_BARE_MAX; !e && k >= 2; k--) {
        e = find(name, k);
        if (e && !e->bare)
            e = NULL;
        used = k + 1;
        if (e && in_attribute && k < left && (name[k] == '=' || is_alnum(name[k])))
            return 0;
    }
    if (!e)
        return 0;
    memcpy(out, e->utf8, WS_ENTITY_UTF8_MAX); /* a size that is known makes it one or two instructions */
    *n_out = e->n_utf8;
    return used;
}
