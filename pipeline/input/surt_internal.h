/* surt_internal.h - between surt.c, which takes an address apart, and surt_path.c, which makes its path and query
 * canonical. Characters are ASCII's, whatever the locale. */
#ifndef WARCSIFT_SURT_INTERNAL_H
#define WARCSIFT_SURT_INTERNAL_H

#include "warc/buf.h"

#include <string.h>

static inline uint8_t lower(uint8_t c)
{
    return c >= 'A' && c <= 'Z' ? (uint8_t)(c + 32) : c;
}

static inline bool is_digit(uint8_t c)
{
    return c >= '0' && c <= '9';
}

static inline bool is_alpha(uint8_t c)
{
    c = lower(c);
    return c >= 'a' && c <= 'z';
}

static inline bool is_alnum(uint8_t c)
{
    return is_alpha(c) || is_digit(c);
}

static inline void lower_all(struct ws_buf *b, size_t from)
{
    for (size_t i = from; i < b->n; i++)
        b->p[i] = lower(b->p[i]);
}

/* text in lower case */
static inline bool begins(struct ws_slice s, const char *text)
{
    size_t n = strlen(text);
    if (s.n < n)
        return false;
    for (size_t i = 0; i < n; i++)
        if (lower(s.p[i]) != (uint8_t)text[i])
            return false;
    return true;
}

static inline struct ws_slice part(struct ws_slice s, size_t from, size_t to)
{
    return (struct ws_slice){s.n ? s.p + from : s.p, to - from}; /* no sums with NULL */
}

static inline size_t find(struct ws_slice s, size_t from, uint8_t c)
{
    const uint8_t *p = from < s.n ? memchr(s.p + from, c, s.n - from) : NULL;
    return p ? (size_t)(p - s.p) : s.n;
}

/* Appends s without percent escapes, also without those that appear when others are undone. */
bool ws_surt_unescape(struct ws_buf *out, struct ws_slice s);
/* Appends s with all but the visible characters of ASCII, '#' and '%' escaped. */
bool ws_surt_escape(struct ws_buf *out, struct ws_slice s);

/* Append the canonical path of a key, and its query with '?' in front if there is one. work: scratch. of_page: of
 * ws_surt_page(). false: no memory. */
bool ws_surt_path(struct ws_buf *out, struct ws_buf *work, struct ws_slice path, bool has_host, bool has_query,
                  bool of_page);
bool ws_surt_query(struct ws_buf *out, struct ws_buf *work, struct ws_slice query, bool of_page);

#endif
