/* reason.h - errno in words, from any thread. */
#ifndef WARCSIFT_REASON_H
#define WARCSIFT_REASON_H

#include <stdio.h>
#include <string.h>

/* Fills buf and returns it. */
static inline const char *ws_reason(int error_number, char *buf, size_t n)
{
    if (strerror_r(error_number, buf, n) != 0)
        snprintf(buf, n, "error %d", error_number);
    return buf;
}

#endif
