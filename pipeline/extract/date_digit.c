#include "pipeline/extract/date_digit.h"

#include "pipeline/extract/text.h"

#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

int ws_digit_value_wide(uint32_t c)
{
    static const uint32_t ZEROS[] = {0x660, 0x6f0, 0x966, 0x9e6, 0xff10};
    for (size_t i = 0; i < sizeof ZEROS / sizeof *ZEROS; i++)
        if (c - ZEROS[i] < 10)
            return (int)(c - ZEROS[i]);
    return -1;
}

/* Sixteen bytes; gcc and clang have such vectors for every processor. A comparison sets all bits of the bytes
 * that pass. */
#define ROW 16
typedef uint8_t row __attribute__((vector_size(ROW)));

/* One bit for each byte of a comparison, the first lowest. */
static uint32_t bits(row test)
{
#ifdef __SSE2__
    return (uint32_t)_mm_movemask_epi8((__m128i)test);
#else
    uint32_t found = 0;
    for (int i = 0; i < ROW; i++)
        found |= (uint32_t)(test[i] & 1) << i;
    return found;
#endif
}

/* Bits of the digits, and of the first bytes of characters among which the others are. */
static uint32_t candidates(row b)
{
    return bits((row)(b - '0' < 10) | (row)(b == 0xd9) | (row)(b == 0xdb) | (row)(b == 0xe0) | (row)(b == 0xef));
}

const uint8_t *ws_next_digit(const uint8_t *p, const uint8_t *end)
{
    for (size_t n; p < end; p += n) {
        row b = {0};
        n = end - p < ROW ? (size_t)(end - p) : ROW;
        if (n == ROW) /* of a known size: one instruction */
            memcpy(&b, p, ROW);
        else
            memcpy(&b, p, n);
        for (uint32_t left = candidates(b); left; left &= left - 1) {
            const uint8_t *found = p + __builtin_ctz(left), *at = found;
            if (*found < 0x80 || ws_digit_value_wide(ws_utf8_next(&at, end)) >= 0)
                return found;
        }
    }
    return end;
}
