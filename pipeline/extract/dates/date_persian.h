/* date_persian.h - the solar calendar of Iran and Afghanistan. */
#ifndef WARCSIFT_DATE_PERSIAN_H
#define WARCSIFT_DATE_PERSIAN_H

#include "pipeline/extract/dates/date.h"

/* Years of which one can be that of a page: 1990 to 2100. */
#define WS_PERSIAN_FIRST 1369
#define WS_PERSIAN_LAST  1478

/* 1 to 12; 0: it is no month of that calendar. word: as ws_date_word() reads it. */
int ws_persian_month(const char *word);

/* A day in the years above; false: there is no such day. */
bool ws_date_of_persian(int year, int month, int day, struct ws_date *date);

#endif
