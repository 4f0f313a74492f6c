#include "pipeline/corpus/host_name.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#define LABEL_MAX 63 /* RFC 1035, 2.3.4 */

/* RFC 3492, 5 */
enum {
    BASE = 36,
    T_MIN = 1,
    T_MAX = 26,
    SKEW = 38,
    DAMP = 700,
    FIRST_BIAS = 72,
    FIRST_CODE = 128
};

struct label {
    uint8_t text[LABEL_MAX];
    size_t n;
    bool full;
};

static void put(struct label *l, uint8_t c)
{
    l->full |= l->n == LABEL_MAX;
    if (!l->full)
        l->text[l->n++] = c;
}

/* RFC 3492, 6.1 */
static uint32_t adapt(uint32_t delta, uint32_t points, bool first)
{
    uint32_t k = 0;
    delta = first ? delta / DAMP : delta / 2;
    delta += delta / points;
    for (; delta > ((BASE - T_MIN) * T_MAX) / 2; k += BASE)
        delta /= BASE - T_MIN;
    return k + (BASE - T_MIN + 1) * delta / (delta + SKEW);
}

/* delta as an integer of variable length. */
static void put_delta(struct label *l, uint32_t delta, uint32_t bias)
{
    static const char DIGITS[] = "abcdefghijklmnopqrstuvwxyz0123456789";
    for (uint32_t k = BASE;; k += BASE) {
        uint32_t t = k <= bias ? T_MIN : k >= bias + T_MAX ? T_MAX : k - bias;
        if (delta < t)
            break;
        put(l, (uint8_t)DIGITS[t + (delta - t) % (BASE - t)]);
        delta = (delta - t) / (BASE - t);
    }
    put(l, (uint8_t)DIGITS[delta]);
}

/* The least code from least on. */
static uint32_t next_code(const int32_t *code, size_t n, uint32_t least)
{
    uint32_t next = UINT32_MAX;
    for (size_t i = 0; i < n; i++)
        if ((uint32_t)code[i] >= least && (uint32_t)code[i] < next)
            next = (uint32_t)code[i];
    return next;
}

/* RFC 3492, 6.3; n is small, so sums do not overflow. */
static void encode(struct label *l, const int32_t *code, size_t n)
{
    uint32_t delta = 0, bias = FIRST_BIAS, at = FIRST_CODE;
    for (const char *p = next_code(code, n, FIRST_CODE) == UINT32_MAX ? "" : "xn--"; *p; p++)
        put(l, (uint8_t)*p);
    size_t prefix = l->n;
    for (size_t i = 0; i < n; i++)
        if (code[i] < 0x80)
            put(l, (uint8_t)code[i]);
    uint32_t basic = (uint32_t)(l->n - prefix), done = basic;
    if (basic && basic < n)
        put(l, '-');
    while (done < n) {
        uint32_t next = next_code(code, n, at);
        delta += (next - at) * (done + 1);
        at = next;
        for (size_t i = 0; i < n; i++) {
            delta += (uint32_t)code[i] < at;
            if ((uint32_t)code[i] != at)
                continue;
            put_delta(l, delta, bias);
            bias = adapt(delta, done + 1, done == basic);
            delta = 0;
            done++;
        }
        delta++;
        at++;
    }
}

/* Letters in lower case, composed, and without compatibility forms (NFKC). Returns how many; 0: no UTF-8, or more than a label has.
 */
static size_t to_codes(struct ws_slice s, int32_t code[LABEL_MAX])
{
    utf8proc_int32_t c, room[4 * LABEL_MAX];
    size_t n = 0;
    for (size_t at = 0; at < s.n;) {
        utf8proc_ssize_t used = utf8proc_iterate(s.p + at, (utf8proc_ssize_t)(s.n - at), &c);
        if (used <= 0 || n == LABEL_MAX)
            return 0;
        at += (size_t)used;
        code[n++] = utf8proc_tolower(c);
    }
    utf8proc_ssize_t got = 0;
    for (size_t i = 0; i < n; i++) {
        int last = 0;
        utf8proc_ssize_t more = utf8proc_decompose_char(
            code[i], room + got, (utf8proc_ssize_t)(4 * LABEL_MAX - (size_t)got),
            UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE, &last);
        got += more;
        if (more <= 0 || got > 4 * LABEL_MAX)
            return 0;
    }
    got = utf8proc_normalize_utf32(room, got, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    if (got <= 0 || got > LABEL_MAX)
        return 0;
    memcpy(code, room, (size_t)got * sizeof *code);
    return (size_t)got;
}

static bool is_ascii(struct ws_slice s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] >= 0x80)
            return false;
    return true;
}

/* false: there is no room. */
static bool append(uint8_t *out, size_t *n, struct ws_slice s)
{
    if (s.n > WS_HOST_MAX - *n)
        return false;
    for (size_t i = 0; i < s.n; i++)
        out[(*n)++] = s.p[i] >= 'A' && s.p[i] <= 'Z' ? (uint8_t)(s.p[i] + 32) : s.p[i];
    return true;
}

static bool append_label(uint8_t *out, size_t *n, struct ws_slice s)
{
    int32_t code[LABEL_MAX];
    struct label l = {.n = 0};
    size_t codes = is_ascii(s) ? 0 : to_codes(s, code);
    if (codes)
        encode(&l, code, codes);
    return append(out, n, codes && !l.full ? (struct ws_slice){l.text, l.n} : s);
}

size_t ws_host_ascii(struct ws_slice name, uint8_t out[WS_HOST_MAX])
{
    size_t n = 0;
    if (name.n > 4 * WS_HOST_MAX)
        return 0;
    for (size_t from = 0, to; from < name.n; from = to + 1) {
        for (to = from; to < name.n && name.p[to] != '.'; to++)
            ;
        bool more = to < name.n;
        if (!append_label(out, &n, (struct ws_slice){name.p + from, to - from}) ||
            (more && !append(out, &n, (struct ws_slice){(const uint8_t *)".", 1})))
            return 0;
    }
    return n;
}
