/* pii_phone.h - the words in front of a number. Private to pii_phone.c. */
#ifndef WARCSIFT_PII_PHONE_H
#define WARCSIFT_PII_PHONE_H

#include "pipeline/corpus/pii_find.h"

enum ws_phone_word {
    WS_PHONE_NO_WORD,
    WS_PHONE_LABEL, /* says that it is a phone number */
    WS_PHONE_FAR,   /* the same, but with other words in between: "call Jim," */
    WS_PHONE_OTHER  /* says that it is something else */
};

/* What stands before the number that begins at i. */
enum ws_phone_word ws_phone_word_before(const struct ws_pii_text *t, size_t i);

/* Is what stands before or behind the number from..to, but for blanks and punctuation, a
 * Chinese character? */
bool ws_phone_is_chinese(const struct ws_pii_text *t, size_t from, size_t to);

#endif
