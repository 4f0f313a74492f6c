/* E-mail addresses. */
#include "pipeline/corpus/pii_find.h"

#include <string.h>

#define LOCAL_MAX  64 /* RFC 5321, 4.5.3.1 */
#define DOMAIN_MAX 255
#define MASK       "email@example.com"

/* Of those that RFC 5322 allows; the others (quotes, slashes, braces) mostly stand around an
 * address. */
static bool is_local(uint8_t c)
{
    return ws_pii_is_alnum(c) || (c && strchr("._%+-'&~!#$", c));
}

/* Where the Latin letter with a mark begins that ends before i; i: there is none. In UTF-8 C3
 * 80 to C9 8F, without the two signs in between. */
static size_t marked_letter(const struct ws_pii_text *t, size_t i)
{
    uint8_t c = ws_pii_before(t, i), lead = i ? ws_pii_before(t, i - 1) : 0;
    bool sign = lead == 0xC3 && (c == 0x97 || c == 0xB7);
    return c >= 0x80 && c < 0xC0 && lead >= 0xC3 && lead <= 0xC9 && !sign ? i - 2 : i;
}

/* Where the local part that ends before the '@' at i begins; i: there is none. */
static size_t local_begin(const struct ws_pii_text *t, size_t i)
{
    size_t from = i;
    while (i - from <= LOCAL_MAX) {
        if (is_local(ws_pii_before(t, from)))
            from--;
        else if (t->markdown && from < i && ws_pii_before(t, from) == '\\' && t->p[from] == '_')
            from--; /* an escape */
        else if (marked_letter(t, from) < from)
            from -= 2;
        else
            break;
    }
    if (i - from > LOCAL_MAX)
        return i;
    while (from < i && t->p[from] < 0x80 && !ws_pii_is_alnum(t->p[from]))
        from++;
    return from;
}

static bool same(struct ws_slice s, const char *name)
{
    size_t n = strlen(name);
    for (size_t i = 0; i < n && i < s.n; i++)
        if ((s.p[i] | 0x20) != (uint8_t)name[i])
            return false;
    return s.n == n;
}

/* Names that nobody can have (RFC 2606), and what follows '@' in names of files. */
static bool is_nobody(struct ws_slice domain)
{
    static const char *const ENDS[] = {"example.com", "example.org", "example.net"};
    static const char *const TLDS[] = {"example", "test",   "invalid", "localhost", "local",
                                       "png",     "jpg",    "jpeg",    "gif",       "webp",
                                       "svg",     "css",    "js",      "html",      "php",
                                       "service", "socket", "timer"};
    size_t n = domain.n;
    while (n && domain.p[n - 1] != '.')
        n--;
    for (size_t i = 0; i < sizeof TLDS / sizeof *TLDS; i++)
        if (same((struct ws_slice){domain.p + n, domain.n - n}, TLDS[i]))
            return true;
    for (size_t i = 0; i < sizeof ENDS / sizeof *ENDS; i++) {
        size_t len = strlen(ENDS[i]);
        if (domain.n >= len &&
            same((struct ws_slice){domain.p + domain.n - len, len}, ENDS[i]) &&
            (domain.n == len || domain.p[domain.n - len - 1] == '.'))
            return true;
    }
    return false;
}

static bool is_top(const uint8_t *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!ws_pii_is_letter(p[i]))
            return n > 4 && memcmp(p, "xn--", 4) == 0;
    return n >= 2 && n <= 24;
}

/* "a@example.org.Then": does the label at i begin a sentence, rather than go on in capitals? */
static bool is_sentence(const struct ws_pii_text *t, size_t i)
{
    uint8_t before = ws_pii_before(t, i - 1), first = t->p[i], second = ws_pii_at(t, i + 1);
    return (uint8_t)(before - 'a') < 26 && (uint8_t)(first - 'A') < 26 &&
           (uint8_t)(second - 'A') >= 26;
}

/* Where the domain that begins at i ends, with two labels at least; i: there is none. wide:
 * letters beyond ASCII may be in it, but for the last label. */
static size_t domain_end(const struct ws_pii_text *t, size_t i, bool wide)
{
    size_t end = i, labels = 0;
    for (size_t at = i; at - i <= DOMAIN_MAX; at++, labels++) {
        size_t from = at;
        while (ws_pii_is_alnum(ws_pii_at(t, at)) || ws_pii_at(t, at) == '-' ||
               (wide && ws_pii_at(t, at) >= 0x80))
            at++;
        size_t last = at;
        while (last > from && t->p[last - 1] == '-') /* a dash behind the address */
            last--;
        if (last == from || t->p[from] == '-')
            break;
        if (labels && is_top(t->p + from, last - from) && !(end > i && is_sentence(t, from)))
            end = last;
        if (last < at || ws_pii_at(t, at) != '.')
            break;
    }
    return end;
}

bool ws_pii_find_email(const struct ws_pii_text *t, size_t i, struct ws_pii_find *found)
{
    size_t from = local_begin(t, i), to = domain_end(t, i + 1, false);
    if (from == i || ws_pii_before(t, from) == '@')
        return false;
    if (to == i + 1)
        to = domain_end(t, i + 1, true);
    if (to == i + 1 || ws_pii_at(t, to) == '@' ||
        is_nobody((struct ws_slice){t->p + i + 1, to - i - 1}))
        return false;
    if (i - from == 3 && memcmp(t->p + from, "git", 3) == 0 && ws_pii_at(t, to) == ':')
        return false; /* git@github.com:name/project */
    *found = (struct ws_pii_find){from, to, WS_PII_EMAIL, MASK};
    return true;
}
