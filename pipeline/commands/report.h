/* report.h - sums in rows for people, and what programs are told instead. Threads: none of its own. */
#ifndef WARCSIFT_REPORT_H
#define WARCSIFT_REPORT_H

#include "pipeline/output/json.h"
#include "warcsift/sift.h"

#include <stdio.h>

#define WS_IN_BYTES_SIZE 32

/* The first two columns of a row, without a newline: a name, and a number with its digits in groups of three. */
void ws_report_count(FILE *to, const char *name, uint64_t value);
void ws_report_bytes(FILE *to, const char *name, uint64_t bytes);
/* "12.3 MB"; returns text. */
const char *ws_in_bytes(uint64_t bytes, char text[WS_IN_BYTES_SIZE]);
/* "1:05:09", "5:09" */
void ws_report_duration(FILE *to, double seconds);

/* Rows from the records to the bytes written. */
void ws_report_totals(FILE *to, const struct ws_sift_summary *sum);

/* Writes what was rendered, and gives its buffer back; without memory says so on the standard error. */
void ws_report_print_json(struct ws_json *j, FILE *to);

#endif
