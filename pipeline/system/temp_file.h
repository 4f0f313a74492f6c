/* temp_file.h - what does not fit in memory while it is sorted. Threads: none of its own. */
#ifndef WARCSIFT_TEMP_FILE_H
#define WARCSIFT_TEMP_FILE_H

#include "warcsift/base.h"

/* A new file in dir that has no name, so that nothing is left of it. -1 with err (may be NULL). */
WS_MUST_USE int ws_temp_file(const char *dir, struct ws_error *err);
/* Fills err (may be NULL) with errno in words, behind what it is about; WS_FATAL. */
enum ws_status ws_temp_file_error(struct ws_error *err, const char *what);

#endif
