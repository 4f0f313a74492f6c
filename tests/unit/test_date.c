/* Dates as pages and archives write them. */
#include "pipeline/extract/dates/date.h"
#include "tests/tap.h"

static void reads(const char *in, const char *want)
{
    char out[WS_DATE_LEN];
    bool ok = ws_date_normalise(SLICE(in), out);
    tap_bytes(out, ok ? WS_DATE_LEN : 0, want, strlen(want), __FILE__, __LINE__, in);
}

/* As pages have them: to their own precision and in their own zone. */
static void keeps(const char *in, const char *want)
{
    struct ws_date d;
    char out[WS_DATE_MAX];
    size_t n = ws_date_read(SLICE(in), &d) ? ws_date_write(&d, out) : 0;
    tap_bytes(out, n, want, strlen(want), __FILE__, __LINE__, in);
}

static void test_precision(void)
{
    keeps("2024-05-01", "2024-05-01");
    keeps("2024-05-01T", "2024-05-01");
    keeps("2024-05-01 10:20", "2024-05-01T10:20:00");
    keeps("2024-05-01T10:20:30.5", "2024-05-01T10:20:30");
    keeps("2024-05-01T10:20:30Z", "2024-05-01T10:20:30Z");
    keeps("2024-05-01T10:20:30+00:00", "2024-05-01T10:20:30Z");
    keeps("2024-01-01T00:30:00+0100", "2024-01-01T00:30:00+01:00");
    keeps("2024-05-01T10:20:30-03:30", "2024-05-01T10:20:30-03:30");
    keeps("2024-05-01 10:20 PM", "2024-05-01T22:20:00");
    keeps("2024-05-01 12:20 am +0200", "2024-05-01T00:20:00+02:00");
    keeps("2024-05-01T10:20:30 Europe/Berlin", "2024-05-01T10:20:30");
    keeps("Wed, 01 May 2024 10:20:30 EST", "2024-05-01T10:20:30-05:00");
    keeps("01 may 2024", "2024-05-01");
    keeps("20240501T102030Z", "2024-05-01T10:20:30Z");
    keeps("1714558830", "2024-05-01T10:20:30Z");
    keeps("1714558830000", "2024-05-01T10:20:30Z");
    keeps("2024050110", "");
    keeps("2024-05-01T10:20:30+99:00", "");
    keeps("17145588300", "");
    keeps("01 May 20", "");
}

static void test_plausible(void)
{
    static const struct {
        const char *date, *fetched;
        bool plausible;
    } CASES[] = {{"2024-05-01", "2024-05-01T00:00:00Z", true},
                 {"2024-05-02T00:00:00+00:00", "2024-05-01T00:00:00Z", true},
                 {"2024-05-03", "2024-05-01T00:00:00Z", false},
                 {"2099-01-01", NULL, true},
                 {"1990-01-01", NULL, true},
                 {"1989-12-31", NULL, false},
                 {"1970-01-01T00:00:00Z", NULL, false}};
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct ws_date d, fetched;
        bool ok = ws_date_read(SLICE(CASES[i].date), &d) &&
                  (!CASES[i].fetched || ws_date_read(SLICE(CASES[i].fetched), &fetched));
        OK(ok && ws_date_is_plausible(&d, CASES[i].fetched ? &fetched : NULL) ==
                     CASES[i].plausible,
           "%s in a page of %s", CASES[i].date,
           CASES[i].fetched ? CASES[i].fetched : "no date");
    }
    struct ws_date none = {0};
    OK(!ws_date_is_plausible(&none, NULL), "no date at all is not plausible");
}

int main(void)
{
    test_precision();
    test_plausible();
    reads("1969-12-31T23:59:59Z", "1969-12-31T23:59:59Z");
    reads("1600-02-29T00:30:00+01:00", "1600-02-28T23:30:00Z");
    reads("9998-12-31T23:30:00-01:00", "9999-01-01T00:30:00Z");
    reads("2024-05-01", "2024-05-01T00:00:00Z");
    reads(" 2024-05-01T10:20:30Z ", "2024-05-01T10:20:30Z");
    reads("2024-05-01T10:20Z", "2024-05-01T10:20:00Z");
    reads("2024-05-01T10:20:30.123456Z", "2024-05-01T10:20:30Z");
    reads("2024-05-01 10:20:30", "2024-05-01T10:20:30Z");
    reads("2024-05-01T10:20:30+02:00", "2024-05-01T08:20:30Z");
    reads("2024-01-01T00:30:00+0100", "2023-12-31T23:30:00Z");
    reads("2023-12-31T21:40:12-05:00", "2024-01-01T02:40:12Z");
    reads("2024-02-29T23:00:00-03", "2024-03-01T02:00:00Z");
    reads("2024/05/01", "2024-05-01T00:00:00Z");
    reads("20240501", "2024-05-01T00:00:00Z");
    reads("20240501102030", "2024-05-01T10:20:30Z");
    reads("2024-05-01T", "2024-05-01T00:00:00Z");
    reads("2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z");
    reads("Wed, 01 May 2024 10:20:30 GMT", "2024-05-01T10:20:30Z");
    reads("Wednesday, 01-May-2024 10:20:30 +0200", "2024-05-01T08:20:30Z");
    reads("2023-02-29", "");
    reads("2024-13-01", "");
    reads("2024-05-01T25:00:00Z", "");
    reads("05/01/2024", "");
    reads("yesterday at ten", "");
    reads("2024", "");
    reads("", "");
    return tap_done();
}
