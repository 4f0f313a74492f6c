#include "pipeline/extract/date_text.h"

#include "pipeline/extract/month_names.h"
#include "pipeline/extract/text.h"
#include "pipeline/page/utf8.h"

#include <string.h>

struct reader {
    const uint8_t *p, *end;
    enum ws_date_order order;
};

struct number {
    int value, digits; /* digits: 0 when there is none, at most 5 are read */
};

static int digit_of(uint32_t c)
{
    static const uint32_t ZEROS[] = {0x660, 0x6f0, 0x966, 0x9e6, 0xff10};
    if (c < 0x80)
        return c >= '0' && c <= '9' ? (int)(c - '0') : -1;
    for (size_t i = 0; i < sizeof ZEROS / sizeof *ZEROS; i++)
        if (c >= ZEROS[i] && c <= ZEROS[i] + 9)
            return (int)(c - ZEROS[i]);
    return -1;
}

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
    struct number n = {0, 0};
    int d;
    while (n.digits < 5 && (d = digit_of(peek(r))) >= 0 && r->p < r->end) {
        n.value = n.value * 10 + d;
        n.digits++;
        next(r);
    }
    return n;
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

/* --- names of months ------------------------------------------------------------------ */

/* A letter without case and accents, for the scripts that need it. */
static uint32_t fold(uint32_t c)
{
    static const char LATIN[] = /* U+00C0 to U+017F */
        "aaaaaaaceeeeiiiidnooooo ouuuuytsaaaaaaaceeeeiiiidnooooo ouuuuyty"
        "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllll"
        "lllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";
    static const uint16_t GREEK[] = {
        /* U+0386 to U+03CE */
        0x3b1, 0xb7,  0x3b5, 0x3b7, 0x3b9, 0x38b, 0x3bf, 0x38d, 0x3c5, 0x3c9, 0x3b9,
        0x3b1, 0x3b2, 0x3b3, 0x3b4, 0x3b5, 0x3b6, 0x3b7, 0x3b8, 0x3b9, 0x3ba, 0x3bb,
        0x3bc, 0x3bd, 0x3be, 0x3bf, 0x3c0, 0x3c1, 0x3a2, 0x3c3, 0x3c4, 0x3c5, 0x3c6,
        0x3c7, 0x3c8, 0x3c9, 0x3b9, 0x3c5, 0x3b1, 0x3b5, 0x3b7, 0x3b9, 0x3c5, 0x3b1,
        0x3b2, 0x3b3, 0x3b4, 0x3b5, 0x3b6, 0x3b7, 0x3b8, 0x3b9, 0x3ba, 0x3bb, 0x3bc,
        0x3bd, 0x3be, 0x3bf, 0x3c0, 0x3c1, 0x3c3, 0x3c3, 0x3c4, 0x3c5, 0x3c6, 0x3c7,
        0x3c8, 0x3c9, 0x3b9, 0x3c5, 0x3bf, 0x3c5, 0x3c9};
    if (c < 0x80)
        return ws_lower((uint8_t)c);
    if (c >= 0xc0 && c <= 0x17f)
        return (uint32_t)LATIN[c - 0xc0];
    if (c >= 0x386 && c <= 0x3ce)
        return GREEK[c - 0x386];
    if (c >= 0x410 && c <= 0x42f)
        return c + 0x20;
    if (c >= 0x400 && c <= 0x40f)
        return c + 0x50;
    return c;
}

#define WORD_BYTES 40 /* longer words name no month */

/* Reads a word and writes it folded, with a NUL; "" when there is none or it is too long (then
 * not all of it is read, so that long ones cost no more). */
static void read_word(struct reader *r, char word[WORD_BYTES])
{
    size_t n = 0;
    bool fits = true;
    while (r->p < r->end) {
        uint32_t c = peek(r);
        enum ws_char_class k = ws_char_class(c);
        if ((k != WS_CHAR_WORD && k != WS_CHAR_SOLO) || digit_of(c) >= 0)
            break;
        fits = n + 5 < WORD_BYTES;
        if (!fits)
            break;
        next(r);
        n += ws_utf8_put((uint8_t *)word + n, fold(c));
    }
    word[fits ? n : 0] = '\0';
}

static int month_of(const char *word)
{
    size_t low = 0, high = sizeof WS_MONTH_NAMES / sizeof *WS_MONTH_NAMES;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        int order = strcmp(word, WS_MONTH_NAMES[mid].name);
        if (order == 0)
            return WS_MONTH_NAMES[mid].month;
        if (order < 0)
            high = mid;
        else
            low = mid + 1;
    }
    return 0;
}

static bool is_filler(const char *word)
{
    static const char FILLERS[] =
        " de del of the di do da d er re st nd rd th den der des dne e el y m "
        "i a o г р thang nam ngay года ";
    size_t n = strlen(word);
    for (const char *p = FILLERS; n && (p = strstr(p, word)) != NULL; p++)
        if (p[-1] == ' ' && p[n] == ' ')
            return true;
    return false;
}

/* Over blanks, commas, points, dashes and the small words between the parts of a date; never
 * over more than a few. */
static void skip_gap(struct reader *r)
{
    for (int i = 0; i < 8; i++) {
        char word[WORD_BYTES];
        struct reader before = *r;
        if (skip_spaces(r) || eat(r, ',') || eat(r, '.') || eat(r, '-') || eat(r, '/') ||
            eat(r, 0x2019) || eat(r, '\'') || eat(r, 0xba) || eat(r, 0xaa) || eat(r, 0x2013))
            continue;
        read_word(r, word);
        if (!is_filler(word)) {
            *r = before;
            return;
        }
    }
}

static int read_month(struct reader *r)
{
    char word[WORD_BYTES];
    struct reader before = *r;
    read_word(r, word);
    int month = month_of(word);
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
    return r->p >= r->end || digit_of(peek(r)) < 0;
}

/* "10:20:30 CEST" between the day and the year, as the date command prints them. */
static void skip_clock(struct reader *r)
{
    struct reader before = *r;
    char zone[WORD_BYTES];
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
    read_word(r, zone);
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
    char word[WORD_BYTES];
    struct reader at = *r;
    skip_gap(r);
    int month = read_month(r);
    if (!month) { /* "12 tháng 5 năm 2019" */
        *r = at;
        skip_spaces(r);
        read_word(r, word);
        if (strcmp(word, VIETNAMESE) != 0)
            return false;
        skip_spaces(r);
        month = read_number(r).value;
    }
    skip_gap(r);
    skip_clock(r);
    return set(hit, year_of(read_number(r)), month, day.value) && ends_number(r);
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

/* One of . / - and, but around dashes, blanks. 0: none. */
static uint32_t separator(struct reader *r)
{
    bool blank = skip_spaces(r);
    uint32_t c = peek(r);
    if (r->p >= r->end || (c != '.' && c != '/' && (c != '-' || blank)))
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
    if (a.digits == 4)
        return c.digits >= 1 && c.digits <= 2 && set(hit, year_of(a), b.value, c.value);
    if (c.digits == 4)
        return in_which_order(r, sep, a.value, b.value, year_of(c), hit);
    hit->short_year = true;
    int year = c.value + (c.value < 70 ? 2000 : 1900);
    return c.digits == 2 && a.digits == 2 && b.digits == 2 && year >= 1990 && sep != '-' &&
           in_which_order(r, sep, a.value, b.value, year, hit);
}

static bool from_number(struct reader *r, bool whole, struct ws_date_hit *hit)
{
    struct number n = read_number(r);
    struct reader at = *r;
    if (n.digits == 4) {
        if (han_date(r, n, hit))
            return true;
        *r = at;
        if (whole && numeric_date(r, n, hit))
            return true;
        *r = at;
        skip_gap(r);
        int month = year_of(n) ? read_month(r) : 0;
        skip_gap(r);
        return month && set(hit, year_of(n), month, read_number(r).value) && ends_number(r);
    }
    if (n.digits < 1 || n.digits > 2)
        return false;
    if (whole && numeric_date(r, n, hit))
        return true;
    *r = at;
    *hit = (struct ws_date_hit){0};
    return day_month_year(r, n, hit);
}

/* A name of a month is only worth its search when a number follows. */
static bool from_word(struct reader *r, struct ws_date_hit *hit)
{
    char word[WORD_BYTES];
    read_word(r, word);
    struct reader ahead = *r;
    while (skip_spaces(&ahead) || eat(&ahead, '.') || eat(&ahead, ',') || eat(&ahead, '-') ||
           eat(&ahead, '/'))
        ;
    if (ahead.p >= ahead.end || digit_of(peek(&ahead)) < 0)
        return false;
    int month = month_of(word);
    return month && month_day_year(r, month, hit);
}

/* May three numbers begin behind c, or are they the tail of something longer? A year may be
 * glued to a word: inline elements often are. */
static bool begins_number(uint32_t c, uint32_t before, bool year)
{
    if (c == '_' || c == '$' || c == '#' || (!year && fold(c) >= 'a' && fold(c) <= 'z'))
        return false;
    return !((c == '.' || c == '-' || c == '/' || c == ',' || c == ':') &&
             digit_of(before) >= 0);
}

bool ws_date_find(struct ws_slice text, size_t from, enum ws_date_order order,
                  struct ws_date_hit *hit)
{
    struct reader r = {text.p + (from < text.n ? from : text.n), text.p + text.n, order};
    uint32_t last = 0, before = 0; /* the two characters in front */
    while (r.p < r.end) {
        const uint8_t *at = r.p;
        uint32_t c = peek(&r);
        bool is_number = digit_of(c) >= 0, is_word = ws_char_class(c) == WS_CHAR_WORD;
        *hit = (struct ws_date_hit){.at = (size_t)(at - text.p)};
        struct reader ahead = r;
        bool year = is_number && read_number(&ahead).digits == 4;
        bool found = is_number && from_number(&r, begins_number(last, before, year), hit);
        if (is_word && !is_number)
            found = from_word(&r, hit);
        hit->at = (size_t)(at - text.p);
        hit->end = (size_t)(r.p - text.p);
        if (found)
            return true;
        r.p = at;
        before = last;
        last = c;
        next(&r);
        /* to the end of this number or word: a date begins in neither */
        while (is_number && r.p < r.end && digit_of(peek(&r)) >= 0)
            next(&r);
        while (is_word && !is_number && r.p < r.end && digit_of(peek(&r)) < 0 &&
               ws_char_class(peek(&r)) == WS_CHAR_WORD)
            next(&r);
        if (is_number)
            before = last = '0';
    }
    return false;
}
