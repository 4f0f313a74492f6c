/* Dates as people write them, in many languages. */
#include "pipeline/extract/dates/date_text.h"
#include "pipeline/extract/dates/month_names.h"
#include "tests/tap.h"

#include <stdlib.h>

static void finds_in(const char *in, enum ws_date_order order, const char *want)
{
    struct ws_date_hit hit;
    char out[WS_DATE_MAX];
    size_t n = ws_date_find(SLICE(in), 0, order, &hit) ? ws_date_write(&hit.date, out) : 0;
    tap_bytes(out, n, want, strlen(want), __FILE__, __LINE__, in);
}

static void finds(const char *in, const char *want)
{
    finds_in(in, WS_DATE_ORDER_UNKNOWN, want);
}

/* Other calendars. */
static void test_calendars(void)
{
    finds("令和6年3月5日", "2024-03-05");
    finds("公開日：令和６年１２月３１日（火）", "2024-12-31");
    finds("平成31年4月30日 10:20", "2019-04-30");
    finds("昭和6年3月5日", "");
    finds("令和6年13月5日", "");
    finds("第6年3月5日", "");
    finds("۱۵ اسفند ۱۴۰۲", "2024-03-05");
    finds("سه‌شنبه ۱۵ اسفند ۱۴۰۲ - ۱۰:۲۰", "2024-03-05");
    finds("30 اسفند 1403", "2025-03-20"); /* a leap year */
    finds("۳۰ اسفند ۱۴۰۲", "");
    finds("۱ فروردین ۱۴۰۳", "2024-03-20");
    finds("1 فروردين 1369", "1990-03-21");
    finds("۳۱ شهریور ۱۳۹۹", "2020-09-21");
    finds("۱۴۰۲/۱۲/۱۵", "2024-03-05");
    finds("1402/12/15", ""); /* in these digits it may be anything */
    finds("۵ مارس ۲۰۲۴", "2024-03-05");
}

static void test_languages(void)
{
    finds("Published May 12, 2019 by Ann", "2019-05-12");
    finds("Sunday, May 12th 2019", "2019-05-12");
    finds("the 12th of May, 2019", "2019-05-12");
    finds("12 May 2019 10:20", "2019-05-12");
    finds("12-May-2019", "2019-05-12");
    finds("Sun May 12 10:20:30 CEST 2019", "2019-05-12");
    finds("Sun May 12 10:20:30 2019", "2019-05-12");
    finds("12May2019", "2019-05-12");
    finds("12. Mai 2019, 14:30 Uhr", "2019-05-12");
    finds("Sonntag, 3. März 2019", "2019-03-03");
    finds("1. Jänner 2019", "2019-01-01");
    finds("Publié le 1er août 2019 à 10h20", "2019-08-01");
    finds("12 févr. 2019", "2019-02-12");
    finds("12 de mayo de 2019", "2019-05-12");
    finds("mayo 12, 2019", "2019-05-12");
    finds("12 de março de 2019", "2019-03-12");
    finds("12 maggio 2019", "2019-05-12");
    finds("12 mei 2019", "2019-05-12");
    finds("12 października 2019 r.", "2019-10-12");
    finds("12 мая 2019 г., 10:20", "2019-05-12");
    finds("12 СЕНТЯБРЯ 2019", "2019-09-12");
    finds("12 липня 2019 року", "2019-07-12");
    finds("Κυριακή, 12 Μαΐου 2019", "2019-05-12");
    finds("12 ΑΥΓΟΎΣΤΟΥ 2019", "2019-08-12");
    finds("Κυριακή 11 Δεκέμβρη 2011", "2011-12-11");
    finds("2019年5月12日 10:20", "2019-05-12");
    finds("发布时间：2019 年 05 月 12 号", "2019-05-12");
    finds("2019년 5월 12일", "2019-05-12");
    finds("12 Mayıs 2019", "2019-05-12");
    finds("12. května 2019", "2019-05-12");
    finds("2019. május 12.", "2019-05-12");
    finds("12. toukokuuta 2019", "2019-05-12");
    finds("2019 m. gegužės 12 d.", "2019-05-12");
    finds("ngày 12 tháng 5 năm 2019", "2019-05-12");
    finds("12 พฤษภาคม 2562", "2019-05-12");
    finds("١٢ مايو ٢٠١٩", "2019-05-12");
    finds("12 במאי 2019", "2019-05-12");
    finds("12 मई 2019", "2019-05-12");
    finds("12 Mei 2019", "2019-05-12");
    finds("12-14 May 2019", "2019-05-14");
}

static void test_numbers(void)
{
    finds("26 | 01 | 2022", "2022-01-26");
    finds("26|01|2022", "");
    finds("001.5.2019", "");
    finds("12345 2019", "");
    finds("12 2019 5 May 2019", "2019-05-05");
    finds("in 12 of 100 towns, May 5, 2019", "2019-05-05");
    finds("Stand: 12.05.2019", "2019-05-12");
    finds("12. 5. 2019", "2019-05-12");
    finds("2019-05-12", "2019-05-12");
    finds("2019/5/2", "2019-05-02");
    finds("2019. 05. 12.", "2019-05-12");
    finds("第一财经APP2019-05-12 13:14", "2019-05-12");
    finds("25/12/2019", "2019-12-25");
    finds("12/25/2019", "2019-12-25");
    finds("05/04/2019", "2019-04-05");
    finds_in("05/04/2019", WS_DATE_MONTH_FIRST, "2019-05-04");
    finds_in("05.04.2019", WS_DATE_MONTH_FIRST, "2019-04-05");
    finds("12.05.19", "2019-05-12");
    finds("２０１９年５月１２日", "2019-05-12");
    struct ws_date_hit hit;
    OK(ws_date_find(SLICE("a 05/04/2019"), 0, 0, &hit) && hit.guessed && hit.at == 2 &&
           hit.end == 12,
       "one that could be read both ways says so");
    OK(ws_date_find(SLICE("25/04/2019"), 0, 0, &hit) && hit.proof == WS_DATE_DAY_FIRST &&
           !hit.guessed,
       "one that shows its order");
    OK(ws_date_find(SLICE("12/25/2019"), 0, 0, &hit) && hit.proof == WS_DATE_MONTH_FIRST,
       "or the other");
    OK(ws_date_find(SLICE("12.05.19"), 0, 0, &hit) && hit.short_year, "a year of two digits");
    OK(ws_date_find(SLICE("1 May 2019, 2 May 2019"), 5, 0, &hit) && hit.date.day == 2,
       "the next one");
}

static void test_no_dates(void)
{
    static const char *const NONE[] = {
        "",
        "2019",
        "May 2019",
        "31.02.2019",
        "12.05.1889",
        "v1.12.5.2019",
        "version2.3.2019",
        "1.2.3.2019",
        "12.05.2019.7",
        "192.168.2.2019",
        "13/13/2019",
        "12/05/20190",
        "12 dogs 2019",
        "$12.05.2019",
        "May 40, 2019",
        "2019年",
        "2019年5月",
        "5/12",
        "May the 4th",
        "1-2-19",
        "12 May 3019",
        "a12/05/2019",
    };
    for (size_t i = 0; i < sizeof NONE / sizeof *NONE; i++)
        finds(NONE[i], "");
}

/* Quadratic work would show as a test that takes minutes. */
static void test_hostile(void)
{
    static const char *const PIECES[] = {"1",     "12.", "may ", "1 may ", "a",        "1 de ",
                                         "2019 ", "é",   " ",    "a汉",    "12 tháng ", "é12 ",
                                         "a.,-/ 12 2019x ", "12:10:20 2019_ ", "1/2/", "٢٠١٩ می "};
    const size_t n = 1 << 20;
    char *text = malloc(n);
    if (!text)
        abort();
    for (size_t i = 0; i < sizeof PIECES / sizeof *PIECES; i++) {
        struct ws_date_hit hit;
        size_t len = strlen(PIECES[i]), used = 0;
        for (; used + len <= n; used += len)
            memcpy(text + used, PIECES[i], len);
        OK(!ws_date_find((struct ws_slice){(const uint8_t *)text, used}, 0, 0, &hit),
           "a megabyte of '%s'", PIECES[i]);
    }
    free(text);
}

static void test_table(void)
{
    bool sorted = true, months = true;
    for (size_t i = 0; i < sizeof WS_MONTH_NAMES / sizeof *WS_MONTH_NAMES; i++) {
        sorted = sorted &&
                 (i == 0 || strcmp(WS_MONTH_NAMES[i - 1].name, WS_MONTH_NAMES[i].name) < 0);
        months = months && WS_MONTH_NAMES[i].month >= 1 && WS_MONTH_NAMES[i].month <= 12;
    }
    OK(sorted, "names of months are sorted, each once");
    OK(months, "and name months");
}

int main(void)
{
    test_languages();
    test_calendars();
    test_numbers();
    test_no_dates();
    test_hostile();
    test_table();
    return tap_done();
}
