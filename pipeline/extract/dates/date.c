#include "pipeline/extract/dates/date.h"

#include "pipeline/extract/text/text.h"

#include <string.h>

struct when {
    int year, month, day, hour, minute, second;
    int offset; /* minutes east of UTC */
    enum ws_date_precision precision;
};

/* Up to max digits as a number; -1 when there is none. */
static int digits(struct ws_slice *s, int max)
{
    int v = -1;
    for (; max && s->n && ws_is_digit(s->p[0]); max--) {
        v = (v < 0 ? 0 : v * 10) + (s->p[0] - '0');
        s->p++;
        s->n--;
    }
    return v;
}

static bool eat(struct ws_slice *s, const char *any)
{
    if (!s->n || !s->p[0] || !strchr(any, s->p[0]))
        return false;
    s->p++;
    s->n--;
    return true;
}

static bool eat_word(struct ws_slice *s, const char *lower)
{
    size_t n = strlen(lower);
    if (s->n < n || !ws_equals_nocase((struct ws_slice){s->p, n}, lower))
        return false;
    s->p += n;
    s->n -= n;
    return true;
}

/* RFC 5322, section 4.3, and the two of central Europe. */
static bool read_zone_name(struct ws_slice s, struct when *w)
{
    static const struct {
        const char *name;
        int minutes;
    } ZONES[] = {{"gmt", 0},    {"utc", 0},    {"ut", 0},     {"est", -300}, {"edt", -240},
                 {"cst", -360}, {"cdt", -300}, {"mst", -420}, {"mdt", -360}, {"pst", -480},
                 {"pdt", -420}, {"cest", 120}, {"cet", 60},   {"z", 0}};
    for (size_t i = 0; i < sizeof ZONES / sizeof *ZONES; i++)
        if (ws_equals_nocase(s, ZONES[i].name)) {
            w->offset = ZONES[i].minutes;
            return true;
        }
    return false;
}

/* false: there is an offset, and it is none. */
static bool read_offset(struct ws_slice *s, struct when *w)
{
    w->precision = WS_DATE_LOCAL;
    while (eat(s, " "))
        ;
    if (s->n && (s->p[0] == 'G' || s->p[0] == 'U') && s->n > 3 && strchr("+-", s->p[3])) {
        s->p += 3; /* GMT+0200 */
        s->n -= 3;
    }
    int sign = s->n && s->p[0] == '-' ? -1 : 1;
    if (!eat(s, "+-")) {
        if (read_zone_name(*s, w))
            w->precision = WS_DATE_ZONED;
        return true;
    }
    int hour = digits(s, 2);
    eat(s, ":");
    int minute = digits(s, 2);
    w->offset = sign * ((hour < 0 ? 0 : hour) * 60 + (minute < 0 ? 0 : minute));
    w->precision = WS_DATE_ZONED;
    return hour >= 0 && hour <= 18 && minute < 60;
}

static bool read_time(struct ws_slice *s, struct when *w)
{
    w->hour = digits(s, 2);
    eat(s, ":");
    w->minute = digits(s, 2);
    if (w->hour < 0 || w->minute < 0)
        return false;
    eat(s, ":");
    int second = digits(s, 2);
    w->second = second < 0 ? 0 : second;
    if (eat(s, ".,"))
        while (digits(s, 9) >= 0)
            ;
    struct ws_slice half = *s;
    while (eat(&half, " "))
        ;
    bool pm = eat_word(&half, "pm");
    if (pm || eat_word(&half, "am")) {
        w->hour = w->hour % 12 + (pm ? 12 : 0);
        *s = half;
    }
    return read_offset(s, w);
}

static bool read_iso(struct ws_slice s, struct when *w)
{
    w->year = digits(&s, 4);
    eat(&s, "-/.");
    w->month = digits(&s, 2);
    eat(&s, "-/.");
    w->day = digits(&s, 2);
    w->precision = WS_DATE_DAY;
    if (!s.n)
        return true;
    bool spaced = eat(&s, "Tt ");
    while (eat(&s, " -"))
        ;
    if (!s.n || !ws_is_digit(s.p[0]))
        return spaced;
    return read_time(&s, w);
}

static bool read_http(struct ws_slice s, struct when *w)
{
    static const char MONTHS[] = "janfebmaraprmayjunjulaugsepoctnovdec";
    while (s.n && !ws_is_digit(s.p[0]))
        s = (struct ws_slice){s.p + 1, s.n - 1};
    w->day = digits(&s, 2);
    eat(&s, " -");
    if (s.n < 3)
        return false;
    for (int m = 0; m < 12; m++)
        if (ws_lower(s.p[0]) == MONTHS[3 * m] && ws_lower(s.p[1]) == MONTHS[3 * m + 1] &&
            ws_lower(s.p[2]) == MONTHS[3 * m + 2])
            w->month = m + 1;
    s = (struct ws_slice){s.p + 3, s.n - 3};
    eat(&s, " -");
    if (s.n < 4 || !ws_is_digit(s.p[3]))
        return false;
    w->year = digits(&s, 4);
    w->precision = WS_DATE_DAY;
    return eat(&s, " ") ? read_time(&s, w) : s.n == 0;
}

/* --- the calendar --------------------------------------------------------------------- */

static int days_in(int year, int month)
{
    static const int DAYS[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : DAYS[month - 1];
}

static bool is_sane(const struct when *w)
{
    return w->year >= 1000 && w->year <= 9998 && w->month >= 1 && w->month <= 12 &&
           w->day >= 1 && w->day <= days_in(w->year, w->month) && w->hour >= 0 &&
           w->hour <= 23 && w->minute >= 0 && w->minute <= 59 && w->second >= 0 &&
           w->second <= 60;
}

bool ws_date_exists(const struct ws_date *d)
{
    struct when w = {d->year,   d->month,  d->day,    d->hour,
                     d->minute, d->second, d->offset, d->precision};
    return is_sane(&w);
}

/* Days since 1970-01-01 in the Gregorian calendar, from the count of leap years. */
static int64_t to_days(int year, int month, int day)
{
    int y = year - 1;
    int64_t n = (int64_t)365 * y + y / 4 - y / 100 + y / 400 + day - 1;
    for (int m = 1; m < month; m++)
        n += days_in(year, m);
    return n - 719162; /* of 1970-01-01 */
}

static void from_days(int64_t days, struct ws_date *d)
{
    int year = (int)(1970 + (days < 0 ? days / 365 - 1 : days / 366)); /* never too late */
    while (to_days(year + 1, 1, 1) <= days)
        year++;
    int month = 1;
    while (month < 12 && to_days(year, month + 1, 1) <= days)
        month++;
    d->year = (int16_t)year;
    d->month = (uint8_t)month;
    d->day = (uint8_t)(days - to_days(year, month, 1) + 1);
}

int64_t ws_date_seconds(const struct ws_date *d)
{
    return to_days(d->year, d->month, d->day) * 86400 +
           (d->hour * 60 + d->minute - d->offset) * 60 + d->second;
}

static struct ws_date from_seconds(int64_t t)
{
    struct ws_date d = {.precision = WS_DATE_ZONED};
    int64_t days = t / 86400, rest = t % 86400;
    if (rest < 0) {
        rest += 86400;
        days--;
    }
    from_days(days, &d);
    d.hour = (uint8_t)(rest / 3600);
    d.minute = (uint8_t)(rest / 60 % 60);
    d.second = (uint8_t)(rest % 60);
    return d;
}

struct ws_date ws_date_of_day(int64_t days)
{
    struct ws_date d = {.precision = WS_DATE_DAY};
    from_days(days, &d);
    return d;
}

/* --- reading and writing -------------------------------------------------------------- */

/* 10 digits are seconds, 13 are milliseconds. */
static bool read_epoch(struct ws_slice s, struct ws_date *d)
{
    int64_t t = 0;
    if (s.n != 10 && s.n != 13)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        if (!ws_is_digit(s.p[i]))
            return false;
        t = t * 10 + (s.p[i] - '0');
    }
    if (s.n == 13)
        t /= 1000;
    if (t < 315532800 ||
        t >= 1900000000) /* from 1980 to 2030: later ones mean something else */
        return false;
    *d = from_seconds(t);
    return true;
}

bool ws_date_read(struct ws_slice s, struct ws_date *d)
{
    struct when w = {0};
    s = ws_trim_text(s);
    if (s.n < 8)
        return false;
    if (read_epoch(s, d))
        return true;
    if (!(ws_is_digit(s.p[0]) && ws_is_digit(s.p[3]) ? read_iso(s, &w) : read_http(s, &w)) ||
        !is_sane(&w))
        return false;
    *d = (struct ws_date){
        .year = (int16_t)w.year,
        .month = (uint8_t)w.month,
        .day = (uint8_t)w.day,
        .hour = (uint8_t)w.hour,
        .minute = (uint8_t)w.minute,
        .second =
            (uint8_t)(w.second > 59 ? 59
                                    : w.second), /* a leap second has no name in most readers */
        .offset = (int16_t)w.offset,
        .precision = w.precision,
    };
    return true;
}

/* mark (0: none) and a number below 100, in two digits. */
static char *put_two(char *out, char mark, int number)
{
    if (mark)
        *out++ = mark;
    *out++ = (char)('0' + number / 10 % 10);
    *out++ = (char)('0' + number % 10);
    return out;
}

size_t ws_date_write(const struct ws_date *d, char out[WS_DATE_MAX])
{
    char *p = put_two(put_two(out, 0, d->year / 100), 0, d->year % 100); /* years have four digits */
    p = put_two(put_two(p, '-', d->month), '-', d->day);
    if (d->precision >= WS_DATE_LOCAL)
        p = put_two(put_two(put_two(p, 'T', d->hour), ':', d->minute), ':', d->second);
    int off = d->offset < 0 ? -d->offset : d->offset;
    if (d->precision == WS_DATE_ZONED && off)
        p = put_two(put_two(p, d->offset < 0 ? '-' : '+', off / 60), ':', off % 60);
    else if (d->precision == WS_DATE_ZONED)
        *p++ = 'Z';
    return (size_t)(p - out);
}

bool ws_date_is_plausible(const struct ws_date *d, const struct ws_date *fetched)
{
    return d->precision != WS_DATE_NONE && d->year >= 1990 &&
           (!fetched || ws_date_seconds(d) <= ws_date_seconds(fetched) + 86400);
}

bool ws_date_normalise(struct ws_slice s, char *out)
{
    struct ws_date d;
    char text[WS_DATE_MAX];
    if (!ws_date_read(s, &d))
        return false;
    d = from_seconds(ws_date_seconds(&d));
    if (ws_date_write(&d, text) != WS_DATE_LEN)
        return false;
    memcpy(out, text, WS_DATE_LEN);
    return true;
}
