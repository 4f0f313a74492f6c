#include "pipeline/extract/date.h"

#include "pipeline/extract/text.h"

#include <stdio.h>
#include <string.h>

struct when {
    int year, month, day, hour, minute, second;
    int offset; /* minutes east of UTC */
};

/* Up to max digits as a number; -1 when there is none. */
static int digits(struct ws_slice *s, int max)
{
    int v = -1;
    for (; max && s->n && s->p[0] >= '0' && s->p[0] <= '9'; max--) {
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

static bool read_offset(struct ws_slice *s, struct when *w)
{
    while (eat(s, " "))
        ;
    if (!s->n || eat(s, "Zz"))
        return true;
    int sign = s->p[0] == '-' ? -1 : 1;
    if (!eat(s, "+-"))
        return s->n >= 3 && (!memcmp(s->p, "GMT", 3) || !memcmp(s->p, "UTC", 3));
    int hour = digits(s, 2);
    eat(s, ":");
    int minute = digits(s, 2);
    w->offset = sign * ((hour < 0 ? 0 : hour) * 60 + (minute < 0 ? 0 : minute));
    return hour >= 0 && hour <= 18;
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
    return read_offset(s, w);
}

static bool read_iso(struct ws_slice s, struct when *w)
{
    w->year = digits(&s, 4);
    eat(&s, "-/.");
    w->month = digits(&s, 2);
    eat(&s, "-/.");
    w->day = digits(&s, 2);
    if (!s.n)
        return true;
    bool spaced = eat(&s, "Tt ");
    while (eat(&s, " "))
        ;
    if (!s.n || s.p[0] < '0' || s.p[0] > '9')
        return spaced;
    return read_time(&s, w);
}

static bool read_http(struct ws_slice s, struct when *w)
{
    static const char MONTHS[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    while (s.n && (s.p[0] < '0' || s.p[0] > '9'))
        s = (struct ws_slice){s.p + 1, s.n - 1};
    w->day = digits(&s, 2);
    eat(&s, " -");
    if (s.n < 3)
        return false;
    for (int m = 0; m < 12; m++)
        if (!memcmp(MONTHS + 3 * m, s.p, 3))
            w->month = m + 1;
    s = (struct ws_slice){s.p + 3, s.n - 3};
    eat(&s, " -");
    w->year = digits(&s, 4);
    return eat(&s, " ") ? read_time(&s, w) : s.n == 0;
}

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
           w->hour <= 23 && w->minute >= 0 && w->minute <= 59 && w->second <= 60;
}

static void to_utc(struct when *w)
{
    int minutes = w->hour * 60 + w->minute - w->offset;
    if (w->second > 59)
        w->second = 59; /* a leap second has no name in most readers */
    int shift = minutes < 0 ? -1 : minutes >= 24 * 60 ? 1 : 0;
    minutes -= shift * 24 * 60;
    w->hour = minutes / 60;
    w->minute = minutes % 60;
    w->day += shift;
    if (w->day < 1) {
        w->month = w->month == 1 ? 12 : w->month - 1;
        w->year -= w->month == 12;
        w->day = days_in(w->year, w->month);
    } else if (w->day > days_in(w->year, w->month)) {
        w->day = 1;
        w->month = w->month == 12 ? 1 : w->month + 1;
        w->year += w->month == 1;
    }
}

bool ws_date_normalise(struct ws_slice s, char *out)
{
    struct when w = {0};
    s = ws_trim_text(s);
    if (s.n < 8 ||
        !(s.p[0] >= '0' && s.p[0] <= '9' && s.p[3] >= '0' && s.p[3] <= '9'
              ? read_iso(s, &w)
              : read_http(s, &w)) ||
        !is_sane(&w))
        return false;
    to_utc(&w);
    char text[64];
    snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02dZ", w.year, w.month, w.day,
             w.hour, w.minute, w.second);
    memcpy(out, text, WS_DATE_LEN);
    return true;
}
