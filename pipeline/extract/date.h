/* date.h - dates as pages and archives write them, brought to one form. */
#ifndef WARCSIFT_DATE_H
#define WARCSIFT_DATE_H

#include "warcsift/base.h"

#define WS_DATE_LEN 20 /* YYYY-MM-DDTHH:MM:SSZ */

/* Reads ISO 8601 (2024-05-01, 2024-05-01T10:20, with seconds, fraction, Z or offset; also 2024/05/01,
 * 20240501, 20240501102030) and RFC 9110 dates (Wed, 01 May 2024 10:20:30 GMT), and writes UTC.
 * A date without a time is midnight; a time without an offset is taken as UTC.
 * out: WS_DATE_LEN bytes, no NUL. false: not understood, or no such date; out is untouched. */
bool ws_date_normalise(struct ws_slice s, char *out);

#endif
