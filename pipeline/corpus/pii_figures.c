/* Groups of digits, and what stands around them. */
#include "pipeline/corpus/pii_find.h"
#include "pipeline/extract/text/text.h"

#include <string.h>
#include <utf8proc.h>

#define GAP_MAX    4   /* bytes between two groups: ") - " */
#define TOKEN_MAX  512 /* bytes of an address that are looked at */
#define PASSED_MAX 16  /* bytes between a word and the number that it is about */

/* What is between two groups, from i on; *next: behind it. 0: nothing that a number may have in
 * it. */
static uint8_t read_gap(const struct ws_pii_text *t, size_t i, size_t *next)
{
    uint8_t gap = 0;
    size_t at = i;
    for (; at - i < GAP_MAX; at++) {
        uint8_t c = ws_pii_at(t, at), kind;
        if (c == 0xE2 && ws_pii_at(t, at + 1) == 0x80 && ws_pii_at(t, at + 2) >= 0x90 &&
            ws_pii_at(t, at + 2) <= 0x93) {
            kind = WS_GAP_HYPHEN; /* U+2010 to U+2013: hyphens and dashes */
            at += 2;
        } else {
            kind = c == ' '   ? WS_GAP_SPACE
                   : c == '-' ? WS_GAP_HYPHEN
                   : c == '.' ? WS_GAP_DOT
                   : c == '/' ? WS_GAP_SLASH
                   : c == '(' ? WS_GAP_OPEN
                   : c == ')' ? WS_GAP_CLOSE
                              : 0;
        }
        if (kind == 0)
            break;
        bool late = kind == WS_GAP_CLOSE && (gap & ~WS_GAP_SPACE);
        bool behind = kind != WS_GAP_SPACE && (gap & WS_GAP_OPEN);
        if (late || behind || (gap & kind & ~WS_GAP_SPACE))
            return 0;
        if (kind == WS_GAP_SPACE && at > i && t->p[at - 1] == ' ')
            return 0;
        gap |= kind;
    }
    if ((gap & WS_GAP_DOT) && gap != WS_GAP_DOT) /* the end of a sentence */
        return 0;
    *next = at;
    return ws_pii_is_digit(ws_pii_at(t, at)) ? gap : 0;
}

void ws_figures_read(const struct ws_pii_text *t, size_t i, struct ws_figures *f)
{
    uint8_t gap = ws_pii_before(t, i) == '(' ? WS_GAP_OPEN : 0;
    f->n_groups = f->n_digits = 0;
    f->more = false;
    do {
        size_t from = i;
        while (ws_pii_is_digit(ws_pii_at(t, i)))
            i++;
        if (f->n_groups && (ws_pii_is_letter(ws_pii_at(t, i)) || ws_pii_at(t, i) == '@'))
            break; /* "24h" is another word */
        if (f->n_groups == WS_FIGURES_GROUPS || i - from > WS_FIGURES_DIGITS - f->n_digits) {
            f->more = true;
            break;
        }
        for (size_t k = from; k < i; k++)
            f->digit[f->n_digits++] = (uint8_t)(t->p[k] - '0');
        f->group[f->n_groups].from = from;
        f->group[f->n_groups].to = i;
        f->group[f->n_groups++].gap = gap;
    } while ((gap = read_gap(t, i, &i)) != 0);
}

/* --- around them ------------------------------------------------------------------------ */

bool ws_pii_may_begin(const struct ws_pii_text *t, size_t i)
{
    uint8_t c = ws_pii_before(t, i);
    if (ws_pii_is_alnum(c) || (c && strchr("/-#$=@%&?+\\", c)))
        return false;
    if (c == '.' || c == ',' || c == ':') /* "Tel.030", not "1.030" */
        return !ws_pii_is_digit(ws_pii_before(t, i - 1));
    return c != '_' || !ws_pii_is_alnum(ws_pii_before(t, i - 1));
}

bool ws_pii_may_end(const struct ws_pii_text *t, size_t i)
{
    uint8_t c = ws_pii_at(t, i);
    if (ws_pii_is_alnum(c) || (c && strchr("%@=&+\\", c)))
        return false;
    if (c && strchr("./-:,_", c)) {
        uint8_t next = ws_pii_at(t, i + 1);
        return !ws_pii_is_alnum(next) && next != '@' && next != '+';
    }
    return true;
}

static bool is_around(uint8_t c)
{
    return c <= ' ' || strchr("\"<>()[]|", c);
}

bool ws_pii_in_url(const struct ws_pii_text *t, size_t i)
{
    size_t from = i, end = i;
    while (i - from < TOKEN_MAX && from > t->done && !is_around(t->p[from - 1]))
        from--;
    while (end - i < TOKEN_MAX && end < t->n && !is_around(t->p[end]))
        end++;
    for (; from + 4 <= end; from++)
        if (memcmp(t->p + from, "://", 3) == 0 || memcmp(t->p + from, "www.", 4) == 0)
            return true;
    return false;
}

/* The character before i, and where it begins. */
static int32_t char_before(const struct ws_pii_text *t, size_t i, size_t *from)
{
    size_t at = i;
    while (at > t->done && (t->p[at - 1] & 0xC0) == 0x80)
        at--;
    if (at == t->done)
        return 0;
    *from = --at;
    const uint8_t *p = t->p + at;
    return (int32_t)ws_utf8_next(&p, t->p + i);
}

static bool is_of_word(int32_t c)
{
    if (c < 0x80)
        return ws_pii_is_letter((uint8_t)c);
    utf8proc_category_t k = utf8proc_category(c);
    return k >= UTF8PROC_CATEGORY_LU && k <= UTF8PROC_CATEGORY_ME;
}

bool ws_pii_word_before(const struct ws_pii_text *t, size_t i, char word[32], size_t *from)
{
    size_t at = i, end, n = 0;
    int32_t c;
    while ((c = char_before(t, at, from)) != 0 && !is_of_word(c)) {
        if (c == '\n' || c == '@' || (c >= '0' && c <= '9') || i - *from > PASSED_MAX)
            return false;
        at = *from;
    }
    for (end = at; (c = char_before(t, at, from)) != 0 && is_of_word(c) && end - *from < 31;)
        at = *from;
    *from = at;
    for (const uint8_t *p = t->p + at, *stop = t->p + end; p < stop && n < 28;) {
        int32_t low = utf8proc_tolower((int32_t)ws_utf8_next(&p, stop));
        n += (size_t)utf8proc_encode_char(low, (utf8proc_uint8_t *)word + n);
    }
    word[n] = '\0';
    return n > 0;
}

/* Scripts without blanks between words have one at the end of what stands there. */
bool ws_pii_is_one_of(const char *word, const char *list)
{
    size_t n = strlen(word);
    bool wide =
        n >= 3 && (uint8_t)word[n - 3] >= 0xE0; /* its last letter is of such a script */
    for (const char *p = list; *p; p++) {
        size_t len = 0;
        if (*p != *word && !wide) {
            while (*p != '\n')
                p++;
            continue;
        }
        while (p[len] != '\n')
            len++;
        bool tail = (uint8_t)*p >= 0xE0 && len <= n;
        if ((tail || len == n) && memcmp(p, word + n - len, len) == 0)
            return true;
        p += len;
    }
    return false;
}
