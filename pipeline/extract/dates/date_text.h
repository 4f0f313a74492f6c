/* date_text.h - dates as people write them: "12 May 2019", "May 12th, 2019", "12. Mai 2019",
 * "12 de mayo de 2019", "12 мая 2019 г.", "2019年5月12日", "12/05/2019", "2019-05-12", "12
 * พฤษภาคม 2562" (Buddhist era), "令和6年3月5日" (eras of Japan, from their second year on),
 * "15 اسفند 1402" (date_persian.h), "ngày 12 tháng 5 năm 2019"; digits of Latin, Arabic, Indic and
 * full-width sets. Only whole days: a month or a year alone is no date, and the time of day
 * behind one is left out (its zone is hardly ever written). */
#ifndef WARCSIFT_DATE_TEXT_H
#define WARCSIFT_DATE_TEXT_H

#include "pipeline/extract/dates/date.h"

/* What comes first in 05/12/2019. */
enum ws_date_order { WS_DATE_ORDER_UNKNOWN, WS_DATE_DAY_FIRST, WS_DATE_MONTH_FIRST };

struct ws_date_hit {
    struct ws_date date;
    size_t at, end; /* where in the text */
    enum ws_date_order
        proof;       /* the order that this date shows, like 25/12/2019; unknown: none */
    bool guessed;    /* day and month could be the other way round */
    bool short_year; /* 12.05.19: may as well be something else */
};

/* Finds the first date that begins at from or later, from 1990 to 2100. order: of day and month
 * when the date does not show it; unknown: the day first. text: valid UTF-8. */
bool ws_date_find(struct ws_slice text, size_t from, enum ws_date_order order,
                  struct ws_date_hit *hit);

#endif
