/* What spaCy takes for a URL: [scheme://][user@]host[:port][/path], where the host is an
 * address or a name with a dot and a top-level domain of small letters (its URL_PATTERN). No
 * backtracking: a user may hold anything, so that the host begins at the start, behind the
 * scheme, or behind any '@'. */
#include "pipeline/corpus/words_spacy.h"

#include "pipeline/corpus/chars.h"

#include <string.h>

static bool is_digit(uint32_t c)
{
    return c - '0' < 10;
}

/* A character of a name. */
static bool is_label(uint32_t c)
{
    return is_digit(c) || (c | 32) - 'a' < 26 || (c >= 0xa1 && c <= 0xffff);
}

/* [:port][/path] and nothing else. */
static bool is_rest(const uint8_t *p, const uint8_t *end)
{
    if (p < end && *p == ':') {
        const uint8_t *q = ++p;
        while (p < end && is_digit(*p))
            p++;
        if (p - q < 2 || p - q > 5)
            return false;
    }
    return p == end || *p == '/' || *p == '?' || *p == '#';
}

/* The number at *p, at most 3 digits; -1: none. Zeros in front are counted in *zeros. */
static int number(const uint8_t **p, const uint8_t *end, int *digits)
{
    int value = 0;
    *digits = 0;
    while (*p < end && is_digit(**p) && *digits < 4) {
        value = value * 10 + *(*p)++ - '0';
        (*digits)++;
    }
    return *digits > 0 && *digits < 4 ? value : -1;
}

/* An address that is not private. */
static bool is_address(const uint8_t *p, const uint8_t *end)
{
    int part[4], digits;
    for (int i = 0; i < 4; i++) {
        const uint8_t *start = p;
        part[i] = number(&p, end, &digits);
        bool padded = start < end && *start == '0' && (i == 0 || i == 3 || digits == 3);
        if (part[i] < 0 || padded || (i < 3 && (p == end || *p++ != '.')))
            return false;
    }
    if (part[0] < 1 || part[0] > 223 || part[1] > 255 || part[2] > 255 || part[3] < 1 ||
        part[3] > 254)
        return false;
    if (part[0] == 10 || part[0] == 127 || (part[0] == 169 && part[1] == 254) ||
        (part[0] == 192 && part[1] == 168) ||
        (part[0] == 172 && part[1] >= 16 && part[1] <= 31))
        return false;
    return is_rest(p, end);
}

/* Labels of at most 64 characters, with letters or digits at both ends, and a domain of 2 to 63
 * small letters. */
static bool is_name(const uint8_t *p, const uint8_t *end)
{
    for (bool first = true;; first = false) {
        size_t chars = 0;
        bool good = true, small = true, last = false;
        const uint8_t *q = p;
        while (p = q, q < end) {
            uint32_t c = ws_char_next(&q);
            bool inside = c == '-' || c == '_', lower = ws_spacy_char(c) & WS_SPACY_LOWER;
            last = is_label(c);
            if (!last && !inside && !lower)
                break;
            good &= last || (inside && chars > 0);
            small &= lower;
            chars++;
        }
        if (p < end && *p == '.') {
            if (!good || chars == 0 || chars > 64 || (p[-1] == '-' || p[-1] == '_'))
                return false;
            p++;
            continue;
        }
        return !first && small && chars >= 2 && chars <= 63 && is_rest(p, end);
    }
}

static bool is_host(const uint8_t *p, const uint8_t *end)
{
    return p < end && (is_address(p, end) || is_name(p, end));
}

bool ws_spacy_is_url(const uint8_t *p, const uint8_t *end)
{
    if (p == end || !memchr(p, '.', (size_t)(end - p)))
        return false;
    const uint8_t *q = p, *at = p;
    size_t chars = 0;
    while (q < end && ws_spacy_char(ws_char_next(&q)) & WS_SPACY_SCHEME) {
        at = q;
        chars++;
    }
    if (chars >= 2 && end - at > 3 && memcmp(at, "://", 3) == 0 && is_host(at + 3, end))
        return true;
    if (is_host(p, end))
        return true;
    for (q = p; (q = memchr(q, '@', (size_t)(end - q))) != NULL; q++)
        if (q > p && is_host(q + 1, end))
            return true;
    return false;
}
