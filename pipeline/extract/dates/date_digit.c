#include "pipeline/extract/dates/date_digit.h"

#include "pipeline/extract/text/text.h"
#include "pipeline/extract/text/vector.h"

int ws_digit_value_wide(uint32_t c)
{
    static const uint32_t ZEROS[] = {0x660, 0x6f0, 0x966, 0x9e6, 0xff10};
    for (size_t i = 0; i < sizeof ZEROS / sizeof *ZEROS; i++)
        if (c - ZEROS[i] < 10)
            return (int)(c - ZEROS[i]);
    return -1;
}

static inline ws_vector is_digit(ws_vector b)
{
    return (ws_vector)(b - '0' < 10);
}

/* The first bytes of characters among which the digits beyond ASCII are. */
static inline ws_vector is_first_of_wide(ws_vector b)
{
    return (ws_vector)(b == 0xd9) | (ws_vector)(b == 0xdb) | (ws_vector)(b == 0xe0) | (ws_vector)(b == 0xef);
}

/* Bits of what may be digits. */
static inline uint32_t candidates(ws_vector b)
{
    uint32_t digits = ws_vector_bits(is_digit(b));
    return ws_vector_wide_bits(b) ? digits | ws_vector_bits(is_first_of_wide(b)) : digits;
}

bool ws_may_have_digits(const uint8_t *p, const uint8_t *end, size_t n)
{
    ws_vector found = {0}; /* in each byte: how many of all such bytes */
    if (end - p > WS_VECTOR_BYTES * UINT8_MAX)
        return true;
    for (; p < end; p += end - p < WS_VECTOR_BYTES ? end - p : WS_VECTOR_BYTES) {
        const ws_vector b = ws_vector_load(p, end);
        found -= is_digit(b) | is_first_of_wide(b);
    }
    return ws_vector_sum(found) >= n;
}

const uint8_t *ws_next_digit(const uint8_t *p, const uint8_t *end)
{
    for (; p < end; p += end - p < WS_VECTOR_BYTES ? end - p : WS_VECTOR_BYTES)
        for (uint32_t left = candidates(ws_vector_load(p, end)); left; left &= left - 1) {
            const uint8_t *found = p + __builtin_ctz(left), *at = found;
            if (*found < 0x80 || ws_digit_value_wide(ws_utf8_next(&at, end)) >= 0)
                return found;
        }
    return end;
}
