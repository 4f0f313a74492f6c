#include "pipeline/extract/dates/date_persian.h"

#include <string.h>

int ws_persian_month(const char *word)
{
    static const struct {
        const char *name;
        int month;
    } MONTHS[] = {{"فروردین", 1}, {"فروردين", 1}, {"اردیبهشت", 2}, {"ارديبهشت", 2}, {"خرداد", 3}, {"تیر", 4},
                  {"تير", 4},     {"مرداد", 5},   {"شهریور", 6},   {"شهريور", 6},   {"مهر", 7},   {"آبان", 8},
                  {"آذر", 9},     {"دی", 10},     {"دي", 10},      {"بهمن", 11},    {"اسفند", 12}};
    for (size_t i = 0; i < sizeof MONTHS / sizeof *MONTHS; i++)
        if (!strcmp(word, MONTHS[i].name))
            return MONTHS[i].month;
    return 0;
}

/* By the cycle of 33 years, which is what the astronomers find from 1244 to 1472, and a day off after that. */
static bool is_leap(int year)
{
    static const uint64_t LEAP = 1ull << 1 | 1ull << 5 | 1ull << 9 | 1ull << 13 | 1ull << 17 | 1ull << 22 |
                                 1ull << 26 | 1ull << 30;
    return LEAP >> year % 33 & 1;
}

static int days_in(int year, int month)
{
    return month <= 6 ? 31 : month < 12 || is_leap(year) ? 30 : 29;
}

bool ws_date_of_persian(int year, int month, int day, struct ws_date *date)
{
    int64_t days = 7384; /* since 1970: 1990-03-21, the first of WS_PERSIAN_FIRST */
    if (year < WS_PERSIAN_FIRST || year > WS_PERSIAN_LAST || month < 1 || month > 12 || day < 1 ||
        day > days_in(year, month))
        return false;
    for (int y = WS_PERSIAN_FIRST; y < year; y++)
        days += is_leap(y) ? 366 : 365;
    for (int m = 1; m < month; m++)
        days += days_in(year, m);
    *date = ws_date_of_day(days + day - 1);
    return true;
}
