/* pii_find.h - what the finders of pii.c have in common. Private to them. */
#ifndef WARCSIFT_PII_FIND_H
#define WARCSIFT_PII_FIND_H

#include "pipeline/corpus/pii.h"

struct ws_pii_text {
    const uint8_t *p;
    size_t n;
    size_t done;     /* what stands before was masked */
    bool done_phone; /* as a phone number */
    bool markdown;
};

struct ws_pii_find {
    size_t from, to; /* bytes */
    enum ws_pii_kind kind;
    const char *mask;
};

static inline bool ws_pii_is_digit(uint8_t c)
{
    return (uint8_t)(c - '0') < 10;
}

static inline bool ws_pii_is_letter(uint8_t c)
{
    return (uint8_t)((c | 0x20) - 'a') < 26;
}

static inline bool ws_pii_is_alnum(uint8_t c)
{
    return ws_pii_is_digit(c) || ws_pii_is_letter(c);
}

/* The byte at i, 0 outside of what is to be looked at. */
static inline uint8_t ws_pii_at(const struct ws_pii_text *t, size_t i)
{
    return i < t->n && i >= t->done ? t->p[i] : 0;
}

/* The byte before i. */
static inline uint8_t ws_pii_before(const struct ws_pii_text *t, size_t i)
{
    return i > t->done ? t->p[i - 1] : 0;
}

/* --- figures: groups of digits, and what is between them -------------------------------- */

enum {
    WS_GAP_SPACE = 1,
    WS_GAP_HYPHEN = 2,
    WS_GAP_DOT = 4,
    WS_GAP_SLASH = 8,
    WS_GAP_OPEN = 16, /* "(" */
    WS_GAP_CLOSE = 32 /* ")" */
};
#define WS_FIGURES_GROUPS 10
#define WS_FIGURES_DIGITS 24

struct ws_figures {
    struct {
        size_t from, to;
        uint8_t gap; /* before it, a set; of the first: WS_GAP_OPEN if a parenthesis was opened */
    } group[WS_FIGURES_GROUPS];
    size_t n_groups;
    uint8_t digit[WS_FIGURES_DIGITS]; /* 0 to 9 */
    size_t n_digits;
    bool more; /* digits follow that there was no room for */
};

static inline size_t ws_group_size(const struct ws_figures *f, size_t i)
{
    return f->group[i].to - f->group[i].from;
}

/* The figures whose first digit is at i. */
void ws_figures_read(const struct ws_pii_text *t, size_t i, struct ws_figures *f);

/* Is the byte before i, a digit, a plus or a parenthesis, one that a number may follow? And
 * that at i one that may follow a number? */
bool ws_pii_may_begin(const struct ws_pii_text *t, size_t i);
bool ws_pii_may_end(const struct ws_pii_text *t, size_t i);
/* Does what is at i belong to an address with "://" or www.? Numbers there are none of a
 * person. */
bool ws_pii_in_url(const struct ws_pii_text *t, size_t i);

/* The word before i, in lower case (of a long one its end), and where it begins. A few blanks
 * and signs are passed over. false: there is none in this line. */
bool ws_pii_word_before(const struct ws_pii_text *t, size_t i, char word[32], size_t *from);
/* list: each with '\n' behind it. */
bool ws_pii_is_one_of(const char *word, const char *list);

/* --- finders: i is where the trigger stands ---------------------------------------------- */

/* i: '@' */
bool ws_pii_find_email(const struct ws_pii_text *t, size_t i, struct ws_pii_find *found);
/* i: first digit */
bool ws_pii_find_ip6(const struct ws_pii_text *t, size_t i, struct ws_pii_find *found);
/* i: first digit */
bool ws_pii_find_iban(const struct ws_pii_text *t, size_t i, struct ws_pii_find *found);
bool ws_pii_find_ip4(const struct ws_pii_text *t, const struct ws_figures *f,
                     struct ws_pii_find *found);
bool ws_pii_find_card(const struct ws_pii_text *t, const struct ws_figures *f,
                      struct ws_pii_find *found);
bool ws_pii_find_phone(const struct ws_pii_text *t, const struct ws_figures *f,
                       struct ws_pii_find *found);

#endif
