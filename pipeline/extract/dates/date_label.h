/* date_label.h - words in front of a date that tell what it is the date of. */
#ifndef WARCSIFT_DATE_LABEL_H
#define WARCSIFT_DATE_LABEL_H

#include "warcsift/base.h"

enum ws_date_label {
    WS_LABEL_PUBLISHED = 1,
    WS_LABEL_UPDATED = 2,
    WS_LABEL_FOREIGN = 4 /* of something else: an event, a deadline, a copyright */
};

/* Several of enum ws_date_label: the words of each that text holds, also inside of longer ones. */
unsigned ws_date_labels(struct ws_slice text);

#endif
