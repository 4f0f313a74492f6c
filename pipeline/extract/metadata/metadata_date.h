/* metadata_date.h - what metadata_date.c and printed_date.c share. */
#ifndef WARCSIFT_METADATA_DATE_H
#define WARCSIFT_METADATA_DATE_H

#include "pipeline/extract/dates/date_text.h"
#include "pipeline/extract/metadata/metadata_sources.h"

struct ws_dater {
    const struct ws_sources *s;
    struct ws_date fetched;   /* precision none: unknown */
    enum ws_date_order order; /* what is usual where the page is from */
};

/* The first day that the path of an address names, and the first month (its day may be 0). */
void ws_date_of_address(struct ws_slice url, struct ws_date *day, struct ws_date *month);

/* The dates printed on the page, or in its time elements, that are most likely its own. month:
 * of the address; precision none: unknown, as in what is found. */
void ws_find_printed_dates(const struct ws_dater *d, const struct ws_date *month,
                           struct ws_date *published, struct ws_date *updated);

#endif
