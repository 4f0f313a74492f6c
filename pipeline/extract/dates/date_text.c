#include "pipeline/extract/dates/date_text.h"

#include "pipeline/extract/dates/date_digit.h"
#include "pipeline/extract/dates/date_persian.h"
#include "pipeline/extract/dates/date_word.h"
#include "pipeline/extract/text/text.h"

#include <string.h>

struct reader {
    const uint8_t *p, *end;
    enum ws_date_order order;
};

struct number {
    int value, digits; /* digits: 0 when there is none, at most 5 are read */
    bool persian;      /* its last digit */
};

/* The character at p without moving; 0 at the end. */
static uint32_t peek(const struct reader *r)
{
    const uint8_t *p = r->p;
    return p < r->end ? ws_utf8_next(&p, r->end) : 0;
}

static void next(struct reader *r)
{
    ws_utf8_next(&r->p, r->end);
}

static struct number read_number(struct reader *r)
{
    struct number n = {0, 0, false};
    while (n.digits < 5 && r->p < r->end) {
        const uint8_t *behind = r->p;
        uint32_t c = ws_utf8_next(&behind, r->end);
        int d = ws_digit_value(c);
        if (d < 0)
            break;
        n.persian = c - 0x6f0 < 10;
        n.value = n.value * 10 + d;
        n.digits++;
        r->p = behind;
    }
    return n;
}

static void skip_digits(struct reader *r)
{
    while (read_number(r).digits)
        ;
}

static bool skip_spaces(struct reader *r)
{
    const uint8_t *from = r->p;
    while (r->p < r->end && (ws_char_class(peek(r)) == WS_CHAR_SPACE ||
                             ws_char_class(peek(r)) == WS_CHAR_IGNORE))
        next(r);
    return r->p > from;
}

static bool eat(struct reader *r, uint32_t c)
{
    if (r->p >= r->end || peek(r) != c)
        return false;
    next(r);
    return true;
}

/* Over blanks, commas, points, dashes and the small words between the parts of a date; never
 * over more than a few. */
static void skip_gap(struct reader *r)
{
    for (int i = 0; i < 8; i++) {
        char word[WS_DATE_WORD_BYTES];
        struct reader before = *r;
        if (skip_spaces(r) || eat(r, ',') || eat(r, '.') || eat(r, '-') || eat(r, '/') ||
            eat(r, 0x2019) || eat(r, '\'') || eat(r, 0xba) || eat(r, 0xaa) || eat(r, 0x2013))
            continue;
        ws_date_word(&r->p, r->end, word);
        if (!ws_is_date_filler(word)) {
            *r = before;
            return;
        }
    }
}

static int read_month(struct reader *r)
{
    char word[WS_DATE_WORD_BYTES];
    struct reader before = *r;
    ws_date_word(&r->p, r->end, word);
    int month = ws_month_of(word);
    if (!month)
        *r = before;
    return month;
}

/* --- forms ---------------------------------------------------------------------------- */

/* Thai pages count years from the death of the Buddha, 543 years earlier. */
static int year_of(struct number n)
{
    int year = n.value >= 2533 && n.value <= 2643 ? n.value - 543 : n.value;
    return n.digits == 4 && year >= 1990 && year <= 2100 ? year : 0;
}

static bool is_persian_year(struct number n)
{
    return n.digits == 4 && n.value >= WS_PERSIAN_FIRST && n.value <= WS_PERSIAN_LAST;
}

static bool set(struct ws_date_hit *hit, int year, int month, int day)
{
    hit->date = (struct ws_date){.year = (int16_t)year,
                                 .month = (uint8_t)month,
                                 .day = (uint8_t)day,
                                 .precision = WS_DATE_DAY};
    return year && month >= 1 && month <= 12 && day >= 1 && day <= 31 &&
           ws_date_exists(&hit->date);
}

static bool ends_number(const struct reader *r)
{
    return r->p >= r->end || ws_digit_value(peek(r)) < 0;
}

/* "10:20:30 CEST" between the day and the year, as the date command prints them. */
static void skip_clock(struct reader *r)
{
    struct reader before = *r;
    char zone[WS_DATE_WORD_BYTES];
    bool is_clock = read_number(r).digits == 2 && eat(r, ':') && read_number(r).digits == 2;
    if (is_clock && eat(r, ':'))
        is_clock = read_number(r).digits == 2;
    if (!is_clock) {
        *r = before;
        return;
    }
    skip_gap(r);
    if (read_number(r).digits == 4) { /* already the year */
        *r = before;
        while (read_number(r).digits || eat(r, ':'))
            ;
        skip_gap(r);
        return;
    }
    ws_date_word(&r->p, r->end, zone);
    skip_gap(r);
}

/* r is behind the name of the month. */
static bool month_day_year(struct reader *r, int month, struct ws_date_hit *hit)
{
    skip_gap(r);
    struct number day = read_number(r);
    if (!day.digits || day.digits > 2)
        return false;
    skip_gap(r);
    skip_clock(r);
    return set(hit, year_of(read_number(r)), month, day.value) && ends_number(r);
}

/* r is behind the number of the day. */
static bool day_month_year(struct reader *r, struct number day, struct ws_date_hit *hit)
{
    static const char VIETNAMESE[] = "thang";
    char word[WS_DATE_WORD_BYTES];
    struct reader at = *r;
    skip_gap(r);
    int month = read_month(r);
    if (!month) { /* "12 tháng 5 năm 2019" */
        *r = at;
        skip_spaces(r);
        ws_date_word(&r->p, r->end, word);
        if (strcmp(word, VIETNAMESE) != 0)
            return false;
        skip_spaces(r);
        month = read_number(r).value;
    }
    skip_gap(r);
    skip_clock(r);
    return set(hit, year_of(read_number(r)), month, day.value) && ends_number(r);
}

/* "15 اسفند 1402". r is behind the number of the day. */
static bool persian_date(struct reader *r, struct number day, struct ws_date_hit *hit)
{
    char word[WS_DATE_WORD_BYTES];
    skip_gap(r);
    ws_date_word(&r->p, r->end, word);
    int month = *word ? ws_persian_month(word) : 0;
    skip_gap(r);
    struct number year = month ? read_number(r) : (struct number){0, 0, false};
    return is_persian_year(year) && ends_number(r) &&
           ws_date_of_persian(year.value, month, day.value, &hit->date);
}

/* 年月日, Korean 년월일. r is behind the year. */
static bool han_date(struct reader *r, struct number year, struct ws_date_hit *hit)
{
    skip_spaces(r);
    if (!eat(r, 0x5e74) && !eat(r, 0xb144))
        return false;
    skip_spaces(r);
    int month = read_number(r).value;
    skip_spaces(r);
    if (!eat(r, 0x6708) && !eat(r, 0xc6d4))
        return false;
    skip_spaces(r);
    int day = read_number(r).value;
    return set(hit, year_of(year), month, day) && ends_number(r);
}

/* One of . / - and, but around dashes, blanks; | between blanks. 0: none. */
static uint32_t separator(struct reader *r)
{
    bool blank = skip_spaces(r);
    uint32_t c = peek(r);
    if (r->p >= r->end || (c != '.' && c != '/' && (c != '-' || blank) && (c != '|' || !blank)))
        return 0;
    next(r);
    if (c != '-')
        skip_spaces(r);
    return c;
}

static bool in_which_order(struct reader *r, uint32_t sep, int a, int b, int year,
                           struct ws_date_hit *hit)
{
    enum ws_date_order order = r->order;
    if (sep == '.')
        order = WS_DATE_DAY_FIRST;
    else if (a > 12)
        order = hit->proof = WS_DATE_DAY_FIRST;
    else if (b > 12)
        order = hit->proof = WS_DATE_MONTH_FIRST;
    else
        hit->guessed = a != b;
    return order == WS_DATE_MONTH_FIRST ? set(hit, year, a, b) : set(hit, year, b, a);
}

/* Three numbers. r is behind the first. */
static bool numeric_date(struct reader *r, struct number a, struct ws_date_hit *hit)
{
    uint32_t sep = separator(r);
    struct number b = read_number(r);
    if (!sep || b.digits < 1 || b.digits > 2 || separator(r) != sep)
        return false;
    struct number c = read_number(r);
    struct reader behind = *r;
    if (!ends_number(r) || (eat(&behind, sep) && !ends_number(&behind)))
        return false;
    if (a.persian && is_persian_year(a))
        return c.digits && ws_date_of_persian(a.value, b.value, c.value, &hit->date);
    if (a.digits == 4)
        return c.digits >= 1 && c.digits <= 2 && set(hit, year_of(a), b.value, c.value);
    if (c.digits == 4)
        return in_which_order(r, sep, a.value, b.value, year_of(c), hit);
    hit->short_year = true;
    int year = c.value + (c.value < 70 ? 2000 : 1900);
    return c.digits == 2 && a.digits == 2 && b.digits == 2 && year >= 1990 && sep != '-' &&
           in_which_order(r, sep, a.value, b.value, year, hit);
}

/* --- where dates begin ---------------------------------------------------------------- */

/* The character before p, from low on (low < p); *p moves to it. */
static uint32_t step_back(const uint8_t *low, const uint8_t **p)
{
    const uint8_t *end = *p;
    do
        --*p;
    while (*p > low && (**p & 0xc0) == 0x80);
    const uint8_t *at = *p;
    return ws_utf8_next(&at, end);
}

static bool is_letter(uint32_t c)
{
    return ws_char_class(c) == WS_CHAR_WORD && ws_digit_value(c) < 0;
}

/* Where the word that ends at p begins, but not before low; p itself: there is none. */
static const uint8_t *word_start(const uint8_t *low, const uint8_t *p)
{
    while (p > low) {
        const uint8_t *before = p;
        if (!is_letter(step_back(low, &before)))
            break;
        p = before;
    }
    return p;
}

/* Do the three numbers that begin at p stand alone, or are they the tail of something longer? A year may be
 * glued to a word: inline elements often are. */
static bool stands_alone(const uint8_t *low, const uint8_t *p, bool year)
{
    if (p == low)
        return true;
    const uint8_t *word = word_start(low, p), *first = word;
    if (word < p) {
        uint32_t c = ws_date_fold(ws_utf8_next(&first, p));
        return c != '_' && (year || c < 'a' || c > 'z');
    }
    const uint8_t *before = p;
    uint32_t c = step_back(low, &before);
    bool joins = c == '.' || c == '-' || c == '/' || c == ',' || c == ':';
    return c != '$' && c != '#' &&
           !(joins && before > low && ws_digit_value(step_back(low, &before)) >= 0);
}

/* low: the text is looked at from there on; r is at the first digit. */
static bool from_number(struct reader *r, const uint8_t *low, struct ws_date_hit *hit)
{
    const uint8_t *start = r->p;
    struct number n = read_number(r);
    struct reader at = *r;
    if (n.digits == 4) {
        if (han_date(r, n, hit))
            return true;
        *r = at;
        if (numeric_date(r, n, hit) && stands_alone(low, start, true))
            return true;
        *r = at;
        skip_gap(r);
        int month = year_of(n) ? read_month(r) : 0;
        skip_gap(r);
        return month && set(hit, year_of(n), month, read_number(r).value) && ends_number(r);
    }
    if (numeric_date(r, n, hit) && stands_alone(low, start, false))
        return true;
    *r = at;
    *hit = (struct ws_date_hit){0};
    if (day_month_year(r, n, hit))
        return true;
    *r = at;
    return persian_date(r, n, hit);
}

/* In front of a number: what may stand between it and the name of the month. */
static const uint8_t *skip_back(const uint8_t *low, const uint8_t *p)
{
    while (p > low) {
        const uint8_t *before = p;
        uint32_t c = step_back(low, &before);
        enum ws_char_class k = ws_char_class(c);
        if (k != WS_CHAR_SPACE && k != WS_CHAR_IGNORE && c != '.' && c != ',' && c != '-' && c != '/')
            break;
        p = before;
    }
    return p;
}

#define LONGEST_NAME 80 /* bytes; folded they are at least half, which is WS_DATE_WORD_BYTES */

/* From the name of a month before the number at r on. *start: where it begins. */
static bool from_word(struct reader *r, const uint8_t *low, const uint8_t **start,
                      struct ws_date_hit *hit)
{
    char word[WS_DATE_WORD_BYTES];
    const uint8_t *end = skip_back(low, r->p);
    *start = word_start(end - low > LONGEST_NAME ? end - LONGEST_NAME : low, end);
    if (*start == end || end - *start >= LONGEST_NAME)
        return false;
    r->p = *start;
    ws_date_word(&r->p, end, word);
    int month = r->p == end ? ws_month_of(word) : 0;
    return month && month_day_year(r, month, hit);
}

#define ERA_BYTES 6 /* of a name */

/* "令和6年3月5日": the year of a Japanese era. r is at its number; *start: where the name begins. */
static bool from_era(struct reader *r, const uint8_t *low, const uint8_t **start, struct ws_date_hit *hit)
{
    static const struct {
        const char *name;
        int before; /* its first year */
    } ERAS[] = {{"令和", 2018}, {"平成", 1988}};
    const uint8_t *name = r->p - low >= ERA_BYTES ? r->p - ERA_BYTES : NULL;
    for (size_t i = 0; name && i < sizeof ERAS / sizeof *ERAS; i++) {
        if (memcmp(name, ERAS[i].name, ERA_BYTES) != 0)
            continue;
        *start = name;
        struct number year = read_number(r);
        return han_date(r, (struct number){ERAS[i].before + year.value, 4, false}, hit);
    }
    return false;
}

/* The first number from p on that can be a year; end: there is none. */
static const uint8_t *next_year(const uint8_t *p, const uint8_t *end)
{
    struct reader r = {p, end, WS_DATE_ORDER_UNKNOWN};
    while ((r.p = p = ws_next_digit(r.p, end)) < end) {
        struct number n = read_number(&r);
        bool whole = ends_number(&r);
        if (whole && (year_of(n) || is_persian_year(n)))
            return p;
        skip_digits(&r);
    }
    return end;
}

/* From the number at *start on, or from a word before it, with the year behind it. */
static bool before_year(struct reader *r, const uint8_t *low, const uint8_t **start,
                        struct ws_date_hit *hit)
{
    const uint8_t *number = *start;
    if (from_word(r, low, start, hit))
        return true;
    *hit = (struct ws_date_hit){0};
    *start = r->p = number;
    return from_number(r, low, hit);
}

#define DIGITS_MIN     5 /* of a year and a day */
#define ERA_DIGITS_MIN 3 /* of a year of an era, a month and a day */

static bool may_have_date(struct ws_slice text)
{
    static const uint8_t YEAR_SIGN[] = {0xe5, 0xb9, 0xb4}; /* U+5E74 */
    const uint8_t *end = text.p + text.n;
    return ws_may_have_digits(text.p, end, DIGITS_MIN) ||
           (ws_may_have_digits(text.p, end, ERA_DIGITS_MIN) && ws_contains(text, (struct ws_slice){YEAR_SIGN, sizeof YEAR_SIGN}));
}

/* A date begins with a number, or with a word right before one, and holds another number behind that: so
 * only numbers are looked for. The first is a year, or one follows, unless it is "12.05.19". */
bool ws_date_find(struct ws_slice text, size_t from, enum ws_date_order order,
                  struct ws_date_hit *hit)
{
    const uint8_t *low = text.p + (from < text.n ? from : text.n), *end = text.p + text.n;
    const uint8_t *next, *year = NULL;
    if (!may_have_date((struct ws_slice){low, (size_t)(end - low)}))
        return false;
    for (const uint8_t *p = ws_next_digit(low, end); p < end; p = next) {
        const uint8_t *start = p;
        struct reader r = {p, end, order};
        int digits = read_number(&r).digits;
        skip_digits(&r);
        next = ws_next_digit(r.p, end);
        if (next == end)
            return false;
        if (!year || year < p)
            year = next_year(p, end);
        r.p = p;
        *hit = (struct ws_date_hit){0};
        bool found = digits <= 2 && from_era(&r, low, &start, hit);
        if (!found && start == p)
            found = p == year    ? from_number(&r, low, hit)
                     : digits > 2 ? false
                     : year < end ? before_year(&r, low, &start, hit)
                                  : digits == 2 && from_number(&r, low, hit);
        if (found) {
            hit->at = (size_t)(start - text.p);
            hit->end = (size_t)(r.p - text.p);
            return true;
        }
    }
    return false;
}
