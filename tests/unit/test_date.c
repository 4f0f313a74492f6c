/* Dates as pages and archives write them. */
#include "pipeline/extract/date.h"
#include "tests/tap.h"

static void reads(const char *in, const char *want)
{
    char out[WS_DATE_LEN];
    bool ok = ws_date_normalise(SLICE(in), out);
    tap_bytes(out, ok ? WS_DATE_LEN : 0, want, strlen(want), __FILE__, __LINE__, in);
}

int main(void)
{
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
