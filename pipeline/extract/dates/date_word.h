/* date_word.h - the words in dates: names of months, and what stands between the parts. */
#ifndef WARCSIFT_DATE_WORD_H
#define WARCSIFT_DATE_WORD_H

#include "warcsift/base.h"

#define WS_DATE_WORD_BYTES 40 /* longer words name no month */

/* A letter without case and accents, for the scripts that need it. */
uint32_t ws_date_fold(uint32_t c);

/* Reads the word at *p (*p <= end) and writes it folded, with a NUL; "" when there is none or it is too
 * long (then not all of it is read, so that long ones cost no more). *p moves behind what was read. */
void ws_date_word(const uint8_t **p, const uint8_t *end, char word[WS_DATE_WORD_BYTES]);

/* The month that a folded word names; 0: none. */
int ws_month_of(const char *word);

/* Is it one of the small words between the parts of a date? */
bool ws_is_date_filler(const char *word);

#endif
