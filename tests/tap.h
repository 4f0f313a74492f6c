/* tap.h - a test program in plain C that prints TAP (https://testanything.org).
 *
 *     int main(void) { test_a(); test_b(); return tap_done(); }
 *
 * Own header rather than cmocka: no dependency, no fork or longjmp next to OpenMP, the same output format as
 * the shell tests, and a failed comparison prints both sides. */
#ifndef WARCSIFT_TAP_H
#define WARCSIFT_TAP_H

#include "warcsift/base.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static int tap_count, tap_failed;

WS_PRINTF(4, 5)
static inline bool tap_ok(bool pass, const char *file, int line, const char *fmt, ...)
{
    va_list ap;
    printf("%s %d - ", pass ? "ok" : "not ok", ++tap_count);
    va_start(ap, fmt);
    vprintf(fmt, ap);
    va_end(ap);
    putchar('\n');
    if (!pass) {
        tap_failed++;
        printf("# failed at %s:%d\n", file, line);
    }
    fflush(stdout);
    return pass;
}

static inline void tap_show(const char *what, const void *p, size_t n)
{
    printf("#   %s (%zu bytes): ", what, n);
    const unsigned char *s = p;
    for (size_t i = 0; i < n && i < 2000; i++) {
        if (s[i] == '\n')
            printf("\\n");
        else if (s[i] < 0x20 || s[i] == 0x7f)
            printf("\\x%02x", s[i]);
        else
            putchar(s[i]);
    }
    putchar('\n');
}

static inline bool tap_bytes(const void *got, size_t n_got, const void *want, size_t n_want,
                             const char *file, int line, const char *what)
{
    bool same = n_got == n_want && (n_got == 0 || memcmp(got, want, n_got) == 0);
    if (!tap_ok(same, file, line, "%s", what)) {
        tap_show("got ", got, n_got);
        tap_show("want", want, n_want);
    }
    return same;
}

static inline bool tap_int(long long got, long long want, const char *file, int line, const char *what)
{
    if (!tap_ok(got == want, file, line, "%s", what))
        printf("#   got %lld, want %lld\n", got, want);
    return got == want;
}

/* OK(condition, "what %s", ...): one test. */
#define OK(cond, ...) tap_ok((cond), __FILE__, __LINE__, __VA_ARGS__)
#define IS_INT(got, want, what) tap_int((long long)(got), (long long)(want), __FILE__, __LINE__, what)
/* slice against a C string */
#define IS_SLICE(got, want, what)                                                                  \
    tap_bytes((got).p, (got).n, (want), strlen(want), __FILE__, __LINE__, what)
#define IS_STR(got, want, what)                                                                    \
    tap_bytes((got), strlen(got), (want), strlen(want), __FILE__, __LINE__, what)
#define SLICE(str) ((struct ws_slice){(const uint8_t *)(str), strlen(str)})

static inline void tap_skip(const char *why)
{
    printf("ok %d # SKIP %s\n", ++tap_count, why);
}

static inline int tap_done(void)
{
    printf("1..%d\n", tap_count);
    return tap_failed ? 1 : 0;
}

#endif
