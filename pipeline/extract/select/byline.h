/* byline.h - lines that name the author or the date of an article, by their words.
 *
 * Dates are known by their numbers, in any language: 12. März 2024, 2024年5月1日 10:20, 1/5/24. Authors are
 * known by the word in front of them ("By Jane Roe", "Автор: И. Петров", "记者 王芳"), of which there is a list
 * in some twenty languages. */
#ifndef WARCSIFT_BYLINE_H
#define WARCSIFT_BYLINE_H

#include "warcsift/base.h"

/* Bits of what a line says. */
enum {
    WS_LINE_DATE = 1,   /* a date or a clock time, and few words more */
    WS_LINE_AUTHOR = 2, /* "By Jane Roe": capitalised words behind a preposition */
    WS_LINE_LABEL = 4   /* "Author: Jane Roe": the first word leaves no doubt */
};

/* 0 for anything longer than some twelve words, or that ends like a sentence. */
unsigned ws_byline_read(struct ws_slice text);

#endif
