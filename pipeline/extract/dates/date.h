/* date.h - dates as pages and archives write them for machines. What they write for people:
 * date_text.h.
 *
 * A date is kept as precisely as it was written and no more: without a time it is a day, never
 * a midnight; a time without a zone stays without one. */
#ifndef WARCSIFT_DATE_H
#define WARCSIFT_DATE_H

#include "warcsift/base.h"

enum ws_date_precision {
    WS_DATE_NONE,  /* no date at all */
    WS_DATE_DAY,   /* 2024-05-01 */
    WS_DATE_LOCAL, /* 2024-05-01T10:20:30, in a zone nobody named */
    WS_DATE_ZONED  /* 2024-05-01T10:20:30+02:00 */
};

struct ws_date {
    int16_t year;
    uint8_t month, day; /* from 1 */
    uint8_t hour, minute, second;
    int16_t offset; /* minutes east of UTC; 0 unless zoned */
    enum ws_date_precision precision;
};

#define WS_DATE_MAX 25 /* YYYY-MM-DDThh:mm:ss+hh:mm */
#define WS_DATE_LEN 20 /* YYYY-MM-DDThh:mm:ssZ */

/* Reads ISO 8601 (2024-05-01, 2024-05-01T10:20, with seconds, fraction, Z or offset, AM or PM;
 * also 2024/05/01, 20240501, 20240501102030), RFC 9110 dates (Wed, 01 May 2024 10:20:30 GMT)
 * and seconds or milliseconds since 1970 (10 or 13 digits). Zones by name: those of RFC 5322,
 * CET and CEST; with any other the time stays without zone. false: not understood, or no such
 * date. */
bool ws_date_read(struct ws_slice s, struct ws_date *d);

bool ws_date_exists(const struct ws_date *d); /* its numbers name a day and a time */

/* Writes d as ISO 8601 in its own zone, to its precision; UTC is Z. Returns the bytes written,
 * no NUL. */
size_t ws_date_write(const struct ws_date *d, char out[WS_DATE_MAX]);

/* Seconds since 1970; a day counts as its midnight and a time without zone as UTC. */
int64_t ws_date_seconds(const struct ws_date *d);

/* The day that is so many behind 1970-01-01. */
struct ws_date ws_date_of_day(int64_t days);

/* May a page fetched then (NULL: unknown) carry this date? From 1990 on, and not in the future;
 * a day is granted, for what was written without a zone or in one far east. */
bool ws_date_is_plausible(const struct ws_date *d, const struct ws_date *fetched);

/* Like ws_date_read(), and writes UTC: a day is its midnight, a time without zone is taken as
 * UTC. out: WS_DATE_LEN bytes, no NUL; untouched when false. For the dates of archives, which
 * have one form. */
bool ws_date_normalise(struct ws_slice s, char *out);

#endif
