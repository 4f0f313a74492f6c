#include "pipeline/input/surt.h"
#include "pipeline/input/surt_internal.h"

#include <arpa/inet.h>
#include <stdio.h>

#define NO_PORT (-1L)

/* The parts of an address; slices of the working copy. */
struct url {
    struct ws_slice scheme, host, path, query;
    long port;
};

/* --- escapes -------------------------------------------------------------------------- */

static int hex(uint8_t c)
{
    c = lower(c);
    return is_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Appends s without percent escapes, also without those that appear when others are undone.
 * Every escape is undone as soon as its last digit is written; since they cannot overlap, the
 * order does not matter for the result. */
bool ws_surt_unescape(struct ws_buf *out, struct ws_slice s)
{
    size_t start = out->n;
    if (!ws_buf_reserve(out, s.n))
        return false;
    for (size_t i = 0; i < s.n; i++) {
        out->p[out->n++] = s.p[i];
        while (out->n - start >= 3) {
            uint8_t *end = out->p + out->n - 3;
            if (end[0] != '%' || hex(end[1]) < 0 || hex(end[2]) < 0)
                break;
            end[0] = (uint8_t)(hex(end[1]) << 4 | hex(end[2]));
            out->n -= 2;
        }
    }
    return true;
}

/* Everything but the visible characters of ASCII, '#' and '%' is escaped. */
bool ws_surt_escape(struct ws_buf *out, struct ws_slice s)
{
    static const char DIGITS[] = "0123456789ABCDEF";
    for (size_t i = 0; i < s.n; i++) {
        uint8_t c = s.p[i];
        uint8_t escape[3] = {'%', (uint8_t)DIGITS[c >> 4], (uint8_t)DIGITS[c & 15]};
        bool plain = c > 0x20 && c < 0x7f && c != '#' && c != '%';
        if (!(plain ? ws_buf_append(out, &c, 1) : ws_buf_append(out, escape, sizeof escape)))
            return false;
    }
    return true;
}

/* --- taking apart --------------------------------------------------------------------- */

static bool is_blank(uint8_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Without blanks around it and without line ends and tabs inside. */
static bool append_clean(struct ws_buf *out, struct ws_slice s)
{
    while (s.n && is_blank(s.p[0]))
        s = part(s, 1, s.n);
    while (s.n && is_blank(s.p[s.n - 1]))
        s.n--;
    if (!ws_buf_reserve(out, s.n))
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] != '\n' && s.p[i] != '\r' && s.p[i] != '\t')
            out->p[out->n++] = s.p[i];
    return true;
}

/* Length of the scheme in front of ':', 0 when there is none. */
static size_t scheme_length(struct ws_slice s)
{
    size_t n = 0;
    if (s.n == 0 || !is_alpha(s.p[0]))
        return 0;
    while (n < s.n && (is_alnum(s.p[n]) || s.p[n] == '+' || s.p[n] == '-' || s.p[n] == '.'))
        n++;
    return n < s.n && s.p[n] == ':' ? n : 0;
}

/* "http://https://a/" is a mistake for the last of them. */
static struct ws_slice last_protocol(struct ws_slice s)
{
    for (;;) {
        size_t n = begins(s, "http://") ? 7 : begins(s, "https://") ? 8 : 0;
        struct ws_slice rest = part(s, n, s.n);
        if (n == 0 || !(begins(rest, "http://") || begins(rest, "https://")))
            return s;
        s = rest;
    }
}

/* false: the port is no number. */
static bool read_port(struct ws_slice s, long *port)
{
    long value = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (!is_digit(s.p[i]) || value > 65535)
            return false;
        value = value * 10 + (s.p[i] - '0');
    }
    *port = s.n ? value : NO_PORT;
    return value <= 65535;
}

/* user@host:port, or user@[host]:port */
static bool split_authority(struct ws_slice s, struct url *u)
{
    size_t at = s.n;
    while (at > 0 && s.p[at - 1] != '@')
        at--;
    s = part(s, at, s.n);
    while (s.n && s.p[s.n - 1] == ':')
        s.n--;
    size_t from = 0, end = find(s, 0, ':'), colon = end;
    if (s.n && s.p[0] == '[') {
        from = 1;
        end = find(s, 0, ']');
        colon = find(s, end, ':');
    }
    u->host = part(s, from, end > from ? end : from);
    return read_port(colon < s.n ? part(s, colon + 1, s.n) : (struct ws_slice){s.p, 0},
                     &u->port);
}

/* "http:////example.org/a" and "http:example.org/a": the host is the first part of the path. */
static void host_from_path(struct url *u)
{
    size_t from = 0;
    while (from < u->path.n && u->path.p[from] == '/')
        from++;
    size_t end = find(u->path, from, '/');
    u->host = part(u->path, from, end);
    u->path = part(u->path, end, u->path.n);
}

/* s has a scheme, as RFC 3986, appendix B takes it apart. */
static bool split(struct ws_slice s, struct url *u)
{
    size_t colon = scheme_length(s), at = colon + 1;
    *u = (struct url){.scheme = part(s, 0, colon), .port = NO_PORT};
    s.n = find(s, at, '#');
    size_t question = find(s, at, '?');
    if (question < s.n)
        u->query = part(s, question + 1, s.n);
    s.n = question;
    bool ok = true;
    if (s.n - at >= 2 && s.p[at] == '/' && s.p[at + 1] == '/') {
        size_t end = find(s, at + 2, '/');
        ok = split_authority(part(s, at + 2, end), u);
        at = end;
    }
    u->path = part(s, at, s.n);
    if (u->host.n == 0 && begins(u->scheme, "http"))
        host_from_path(u);
    return ok;
}

/* --- host ----------------------------------------------------------------------------- */

/* A host of digits and dots, decimal or octal, as inet_addr(3) reads it; a single number is cut
 * to its lower 32 bits. */
static bool read_ip(struct ws_slice host, char dotted[16])
{
    char text[64];
    uint32_t number = 0;
    bool single = true;
    if (host.n == 0 || host.n >= sizeof text)
        return false;
    for (size_t i = 0; i < host.n; i++) {
        single = single && is_digit(host.p[i]);
        if (!is_digit(host.p[i]) && host.p[i] != '.')
            return false;
        if (single)
            number = number * 10 + (uint32_t)(host.p[i] - '0');
    }
    memcpy(text, host.p, host.n);
    text[host.n] = '\0';
    if (!single) {
        struct in_addr in = {.s_addr = inet_addr(text)};
        if (in.s_addr == (in_addr_t)-1)
            return false;
        number = ntohl(in.s_addr);
    }
    snprintf(dotted, 16, "%u.%u.%u.%u", number >> 24, number >> 16 & 255, number >> 8 & 255,
             number & 255);
    return true;
}

/* Appends host, canonical, at the end of b. */
static bool append_host(struct ws_buf *b, struct ws_slice host, bool is_dns)
{
    char dotted[16];
    size_t start = b->n, to = start;
    if (host.n == 0)
        return true;
    if (!ws_surt_unescape(b, host))
        return false;
    for (size_t i = start; i < b->n; i++) { /* ".." is "." */
        b->p[to++] = b->p[i];
        if (b->p[i] == '.' && i + 1 < b->n && b->p[i + 1] == '.')
            i++;
    }
    size_t from = start;
    while (from < to && b->p[from] == '.')
        from++;
    while (to > from && b->p[to - 1] == '.')
        to--;
    struct ws_slice name = {b->p + from, to - from};
    if (read_ip(name, dotted)) {
        b->n = start;
        return ws_buf_append(b, dotted, strlen(dotted));
    }
    size_t n = to - from, digits = 3;
    while (digits < n && is_digit(name.p[digits]))
        digits++;
    if (!is_dns && begins(name, "www") && digits < n && name.p[digits] == '.')
        from += digits + 1;
    if (from > start && to > from)
        memmove(b->p + start, b->p + from, to - from);
    b->n = start + (to - from);
    lower_all(b, start);
    return true;
}

/* "example.org" -> "org,example" */
static bool append_reversed(struct ws_buf *out, struct ws_slice host)
{
    size_t end = host.n;
    for (;;) {
        size_t at = end;
        while (at > 0 && host.p[at - 1] != '.')
            at--;
        if (!ws_surt_escape(out, part(host, at, end)))
            return false;
        if (at == 0)
            return true;
        if (!ws_buf_append(out, ",", 1))
            return false;
        end = at - 1;
    }
}

/* --- the whole ------------------------------------------------------------------------ */

static bool append_port(struct ws_buf *out, const struct url *u)
{
    char text[24];
    long usual = u->scheme.n == 4 && begins(u->scheme, "http")    ? 80
                 : u->scheme.n == 5 && begins(u->scheme, "https") ? 443
                                                                  : 0;
    if (u->port == NO_PORT || u->port == usual)
        return true;
    snprintf(text, sizeof text, ":%ld", u->port);
    return ws_buf_append(out, text, strlen(text));
}

static bool append_front(struct ws_buf *out, struct ws_buf *work, const struct url *u,
                         bool *has_host)
{
    size_t start = work->n;
    bool is_dns = u->scheme.n == 3 && begins(u->scheme, "dns");
    if (!append_host(work, u->host, is_dns))
        return false;
    *has_host = work->n > start;
    if (*has_host) {
        size_t at = out->n;
        if (!append_reversed(out, (struct ws_slice){work->p + start, work->n - start}))
            return false;
        lower_all(out, at); /* the digits of escapes */
        return append_port(out, u) && ws_buf_append(out, ")", 1);
    }
    return ws_buf_append(out, u->scheme.p, u->scheme.n) && ws_buf_append(out, ":", 1);
}

/* text: of the address, cleaned, in the first bytes of work. */
static bool append_key(struct ws_buf *out, struct ws_buf *work, struct ws_slice text,
                       bool of_page)
{
    struct url u;
    bool has_host;
    if (!split(last_protocol(text), &u))
        return ws_surt_escape(out, text);
    return append_front(out, work, &u, &has_host) &&
           ws_surt_path(out, work, u.path, has_host, u.query.n > 0, of_page) &&
           ws_surt_query(out, work, u.query, of_page);
}

static bool append(struct ws_slice url, struct ws_buf *out, bool of_page)
{
    static const char DEFAULT[] = "http://";
    struct ws_buf copy, work;
    if (url.n > SIZE_MAX / 64)
        return false;
    ws_buf_init(&copy, url.n + sizeof DEFAULT);
    ws_buf_init(&work, 16 * url.n + 64);
    /* With something in both there are no sums with NULL below. */
    bool ok = ws_buf_reserve(&copy, 1) && ws_buf_reserve(&work, 1) && append_clean(&copy, url);
    struct ws_slice text = {copy.p, copy.n};
    if (ok && copy.n && scheme_length(text) == 0) {
        copy.n = 0;
        ok = ws_buf_append(&copy, DEFAULT, sizeof DEFAULT - 1) && append_clean(&copy, url);
        text = (struct ws_slice){copy.p, copy.n};
    }
    if (ok && copy.n == 0)
        ok = ws_buf_append(out, "-", 1);
    else if (ok && begins(text, "filedesc"))
        ok = ws_surt_escape(out, text);
    else if (ok)
        ok = append_key(out, &work, text, of_page);
    ws_buf_release(&copy);
    ws_buf_release(&work);
    return ok;
}

bool ws_surt(struct ws_slice url, struct ws_buf *out)
{
    return append(url, out, false);
}

bool ws_surt_page(struct ws_slice url, struct ws_buf *out)
{
    return append(url, out, true);
}
