/* date_digit.h - decimal digits in the sets that dates are written in: Latin, Arabic, Indic, full-width. */
#ifndef WARCSIFT_DATE_DIGIT_H
#define WARCSIFT_DATE_DIGIT_H

#include "warcsift/base.h"

#include <stdbool.h>

/* The value of a digit; -1: c is none. */
int ws_digit_value_wide(uint32_t c); /* from U+0080 */
static inline int ws_digit_value(uint32_t c)
{
    return c - '0' < 10 ? (int)(c - '0') : c < 0x80 ? -1 : ws_digit_value_wide(c);
}

/* The first digit from p on; end: there is none. */
const uint8_t *ws_next_digit(const uint8_t *p, const uint8_t *end);

/* false: there are fewer than n digits; for sums without branches, true may be said without reason. */
bool ws_may_have_digits(const uint8_t *p, const uint8_t *end, size_t n);

#endif
