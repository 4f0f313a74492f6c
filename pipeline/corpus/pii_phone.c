/* Phone numbers. A row of digits is one if
 *   - a plus, 00 or 011 and the code of a country are in front of as many digits as numbers there have; or
 *   - it is laid out as some country does it and no other kind of number is: the forms of NATIONAL below; or with the
 *     0 of trunk calls in front, 9 to 12 digits in groups; or
 *   - a word for it stands in front ("Tel.:", "call us at", "WhatsApp"), and it has 6 to 15 digits.
 * Whatever says that it is another number (ISBN, order no. ...) wins over the last two, as do dates, spans of years,
 * round thousands, the rest of a longer row, and a place in an address with "://". */
#include "pipeline/corpus/pii_phone.h"

#include <string.h>

#define MASK "+00-000-000-0000"

/* --- shapes ----------------------------------------------------------------------------- */

/* Digits of the groups from i on, n of them, as a number. */
static uint32_t number_of(const struct ws_figures *f, size_t group)
{
    size_t at = 0;
    uint32_t value = 0;
    for (size_t i = 0; i < group; i++)
        at += ws_group_size(f, i);
    for (size_t k = 0; k < ws_group_size(f, group) && k < 9; k++)
        value = value * 10 + f->digit[at + k];
    return value;
}

static size_t digits_of(const struct ws_figures *f, size_t groups)
{
    size_t n = 0;
    for (size_t i = 0; i < groups; i++)
        n += ws_group_size(f, i);
    return n;
}

static bool is_year(const struct ws_figures *f, size_t group)
{
    uint32_t value = number_of(f, group);
    return ws_group_size(f, group) == 4 && value >= 1000 && value < 2100;
}

/* 31.12.2020, 12-31-99, 2020-12-31, 2019-2020 at the beginning. */
static bool is_date(const struct ws_figures *f)
{
    if (f->n_groups < 2)
        return false;
    if (is_year(f, 0) &&
        (ws_group_size(f, 1) <= 2 || (is_year(f, 1) && number_of(f, 0) <= number_of(f, 1))))
        return true;
    return f->n_groups > 2 && ws_group_size(f, 0) <= 2 && ws_group_size(f, 1) <= 2 &&
           number_of(f, 0) <= 31 && number_of(f, 1) <= 31 && is_year(f, 2);
}

/* The address of a host. */
static bool is_ip4(const struct ws_figures *f)
{
    for (size_t i = 0, at = 0; i < 4; at += ws_group_size(f, i++))
        if (i >= f->n_groups || (i && f->group[i].gap != WS_GAP_DOT) ||
            ws_group_size(f, i) > 3 || number_of(f, i) > 255 ||
            (ws_group_size(f, i) > 1 && f->digit[at] == 0))
            return false;
    return f->n_groups == 4 || f->group[4].gap != WS_GAP_DOT;
}

/* 263-267, of pages. */
static bool is_span(const struct ws_figures *f)
{
    return f->n_groups == 2 && f->group[1].gap == WS_GAP_HYPHEN &&
           ws_group_size(f, 0) == ws_group_size(f, 1) && number_of(f, 1) > number_of(f, 0) &&
           number_of(f, 1) - number_of(f, 0) < 100;
}

/* 1 000 000, 250.000 */
static bool is_round(const struct ws_figures *f, size_t n)
{
    uint8_t gap = n > 1 ? f->group[1].gap : 0;
    if (n < 2 || ws_group_size(f, 0) > 3 || (gap != WS_GAP_SPACE && gap != WS_GAP_DOT))
        return false;
    for (size_t i = 1; i < n; i++)
        if (ws_group_size(f, i) != 3 || f->group[i].gap != gap)
            return false;
    return f->digit[0] != 0 && number_of(f, n - 1) == 0;
}

/* Dots and other signs between the first n groups, but for a hyphen before the last. */
static bool is_mixed(const struct ws_figures *f, size_t n)
{
    uint8_t gaps = 0;
    for (size_t i = 1; i < n; i++)
        if (i + 1 < n || f->group[i].gap != WS_GAP_HYPHEN)
            gaps |= f->group[i].gap;
    return (gaps & WS_GAP_DOT) && (gaps & (WS_GAP_HYPHEN | WS_GAP_SLASH));
}

/* Nobody's, and the mask. */
static bool is_zeros(const struct ws_figures *f)
{
    for (size_t i = 0; i < 7; i++)
        if (f->n_digits <= i || f->digit[i])
            return f->n_digits == 0;
    return true;
}

/* --- countries -------------------------------------------------------------------------- */

/* Length of the country code that the digits begin with: ITU-T E.164, list of assigned codes.
 * 0: none. */
static size_t code_length(const uint8_t *d)
{
    static const char TWO[] =
        "20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 "
        "62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98 ";
    static const char THREE[] =
        "21 22 23 24 25 26 29 35 37 38 42 50 59 67 68 69 80 85 87 88 96 97 99 ";
    char start[4] = {(char)('0' + d[0]), (char)('0' + d[1]), ' ', '\0'};
    if (d[0] == 1 || d[0] == 7)
        return 1;
    if (d[0] == 9 && d[1] == 9 && d[2] == 9)
        return 0;
    return strstr(TWO, start) ? 2 : strstr(THREE, start) ? 3 : 0;
}

/* Digits behind the code, least and most: by code, else 6 to 11. National numbering plans, as
 * the ITU has them. */
static bool is_length(const uint8_t *d, size_t n_code, size_t n)
{
    static const char PLANS[] =
        "1:10-10 7:10-10 20:8-10 27:9-9 30:10-10 31:9-9 32:8-9 33:9-9 34:9-9 36:8-9 39:6-11 "
        "40:9-9 41:9-9 43:7-12 44:9-10 45:8-8 46:7-10 47:8-8 48:9-9 49:7-12 51:8-9 52:10-11 "
        "53:8-8 54:10-11 55:10-11 56:9-9 57:8-10 58:10-10 60:8-10 61:9-9 62:8-12 63:8-10 "
        "64:8-10 65:8-8 66:8-9 81:9-10 82:8-10 84:9-10 86:9-11 90:10-10 91:10-10 92:9-10 "
        "93:9-9 94:9-9 95:7-10 98:10-10 351:9-9 353:7-9 358:5-11 380:9-9 420:9-9 421:9-9 "
        "852:8-8 853:8-8 886:8-9 971:8-9 972:8-9 ";
    char code[6];
    for (size_t i = 0; i < n_code; i++)
        code[i] = (char)('0' + d[i]);
    code[n_code] = ':';
    code[n_code + 1] = '\0';
    for (const char *p = PLANS; (p = strstr(p, code)) != NULL; p += n_code) {
        if (p > PLANS && p[-1] != ' ')
            continue;
        unsigned bound[2] = {0, 0}, k = 0;
        for (p += n_code + 1; *p != ' '; p++) {
            if (*p == '-')
                k++;
            else
                bound[k] = bound[k] * 10 + (unsigned)(*p - '0');
        }
        return n >= bound[0] && n <= bound[1];
    }
    return n >= 6 && n <= 11;
}

/* Are the first groups a number with its country? skip: digits of 00. */
static bool is_world(const struct ws_figures *f, size_t groups, size_t skip)
{
    uint8_t d[WS_FIGURES_DIGITS];
    size_t n = 0, at = 0;
    bool zeros = true;
    for (size_t i = 0; i < groups; i++) {
        bool trunk = i && ws_group_size(f, i) == 1 && f->digit[at] == 0 &&
                     (f->group[i].gap & WS_GAP_OPEN);
        for (size_t k = 0; k < ws_group_size(f, i); k++, at++)
            if (!trunk && at >= skip)
                d[n++] = f->digit[at];
    }
    if (n < 8 || is_mixed(f, groups))
        return false;
    size_t n_code = code_length(d);
    for (size_t i = n_code; i < n; i++)
        zeros = zeros && d[i] == 0;
    if (n_code == 0 || zeros || (n_code == 1 && d[0] == 1 && (d[1] < 2 || d[4] < 2)))
        return false;
    bool kept_zero = n_code > 1 && d[n_code] == 0 &&
                     n > n_code + 1; /* the 0 in front, though it should go */
    return is_length(d, n_code, n - n_code) ||
           (kept_zero && is_length(d, n_code, n - n_code - 1));
}

/* --- national forms --------------------------------------------------------------------- */

/* Sizes of the groups, and what may be before each of them: ' ' a blank, '-' a hyphen, '.' a
 * dot, 'b' a blank, a hyphen or nothing, '~' a blank, a hyphen or a dot, the same all over; '('
 * and ')' around a group. x: any digit, 2: 2 to 9, others themselves. */
/* clang-format off */
static const char *const NATIONAL[] = {
    /* USA, Canada */
    "(2xx)b2xx-xxxx", "(2xx)b2xx xxxx", "2xx~2xx~xxxx", "2xx 2xx-xxxx", "2xx-2xx xxxx", "1-2xx-2xx-xxxx",
    "1 (2xx) 2xx-xxxx", "1-(2xx)-2xx-xxxx", "1.2xx.2xx.xxxx",
    /* France */
    "0x~xx~xx~xx~xx",
    /* Brazil */
    "(xx)b9xxxx-xxxx", "(xx)b2xxx-xxxx", "(0xx)b9xxxx-xxxx", "(0xx)b2xxx-xxxx",
    /* Russia, Ukraine, Poland */
    "8b(xxx)bxxx-xx-xx", "(xxx)bxxx-xx-xx", "8~xxx~xxx~xx~xx", "8 xxx xxx-xx-xx", "(xxx)bxxx xx xx",
    "(xx)bxxx xx xx", "(xx)bxxx-xx-xx", "xx xxx-xx-xx",
    /* China */
    "13x~xxxx~xxxx", "14x~xxxx~xxxx", "15x~xxxx~xxxx", "16x~xxxx~xxxx", "17x~xxxx~xxxx", "18x~xxxx~xxxx",
    "19x~xxxx~xxxx",
    /* India */
    "0xxxxx xxxxx",
    /* Spain */
    "9x xxx xx xx", "8xx xx xx xx", "9xx xx xx xx",
};
/* clang-format on */

struct form {
    const struct ws_figures *f;
    size_t group, in_group, at; /* next digit */
    uint8_t gap, all;           /* gap: what the form has before the group */
    bool open;
};

/* Does the gap before the group at hand fit? */
static bool gap_fits(struct form *m, char mark, bool opens)
{
    uint8_t gap = m->f->group[m->group].gap, want = opens ? WS_GAP_OPEN : 0;
    if (m->open)
        want |= WS_GAP_CLOSE;
    m->open = opens;
    uint8_t rest = gap & (uint8_t) ~(WS_GAP_OPEN | WS_GAP_CLOSE);
    if ((gap & (WS_GAP_OPEN | WS_GAP_CLOSE)) != want)
        return false;
    switch (mark) {
    case '~':
        m->all = m->all ? m->all : rest;
        return rest == m->all &&
               (rest == WS_GAP_SPACE || rest == WS_GAP_HYPHEN || rest == WS_GAP_DOT);
    case 'b':
        return rest == 0 || rest == WS_GAP_SPACE || rest == WS_GAP_HYPHEN;
    case ' ':
        return rest == WS_GAP_SPACE || (want && rest == 0);
    case '-':
        return rest == WS_GAP_HYPHEN;
    case '.':
        return rest == WS_GAP_DOT;
    default:
        return rest == 0;
    }
}

/* How many groups the form takes; 0: it does not fit. */
static size_t fits(const struct ws_figures *f, const char *form)
{
    struct form m = {.f = f};
    char mark = 0;
    bool opens = false, begun = false;
    for (const char *p = form; *p; p++) {
        bool digit = ws_pii_is_digit((uint8_t)*p) || *p == 'x';
        if (!digit) {
            if (begun && m.in_group != ws_group_size(f, m.group++))
                return 0;
            begun = false;
            opens |= *p == '(';
            mark = *p == '(' || *p == ')' ? mark : *p;
            continue;
        }
        if (!begun) {
            if (m.group == f->n_groups || !gap_fits(&m, mark, opens))
                return 0;
            m.in_group = 0;
            begun = true;
            opens = false;
            mark = 0;
        }
        if (m.at == f->n_digits || m.in_group++ == ws_group_size(f, m.group))
            return 0;
        uint8_t d = f->digit[m.at++];
        if (*p == '2' ? d < 2 : *p != 'x' && d != (uint8_t)(*p - '0'))
            return 0;
    }
    return m.in_group == ws_group_size(f, m.group) ? m.group + 1 : 0;
}

/* 06 07 08 09 10: a row of numbers. */
static bool is_counted(const struct ws_figures *f, size_t groups)
{
    size_t zeros = 0, at = 0, rising = 0;
    for (size_t i = 0; i < groups; at += ws_group_size(f, i++)) {
        zeros += f->digit[at] == 0;
        rising += i && number_of(f, i) == number_of(f, i - 1) + 1;
    }
    return groups > 2 && (zeros == groups || rising == groups - 1);
}

static size_t national_groups(const struct ws_figures *f)
{
    for (size_t i = 0; i < sizeof NATIONAL / sizeof *NATIONAL; i++) {
        size_t n = fits(f, NATIONAL[i]);
        if (n && !is_counted(f, n) && !(f->group[0].gap && is_year(f, 0)))
            return n;
    }
    return 0;
}

/* Are the first groups a number with the 0 of trunk calls? */
static bool is_trunk(const struct ws_figures *f, size_t n)
{
    size_t digits = digits_of(f, n), first = ws_group_size(f, 0);
    bool open = f->group[0].gap & WS_GAP_OPEN, dots = false, others = false;
    size_t most = n > 1 && (f->group[1].gap & (WS_GAP_SLASH | WS_GAP_CLOSE)) ? 13 : 12;
    if (n < 2 || f->digit[0] != 0 || f->digit[1] == 0 || digits > most ||
        digits < (open ? 8u : 9u) || first < 2 || first > 5 || is_date(f) || is_counted(f, n))
        return false;
    for (size_t i = 1; i < n; i++) {
        uint8_t gap = f->group[i].gap;
        size_t size = ws_group_size(f, i);
        bool extension = i + 1 == n && i > 1 && gap == WS_GAP_HYPHEN;
        if (size > 8 || (size < 2 && !extension) || ((gap & WS_GAP_SLASH) && i > 1) ||
            (gap & WS_GAP_OPEN) || ((gap & WS_GAP_CLOSE) && (i > 1 || !open)))
            return false;
        dots |= gap & WS_GAP_DOT;
        others |= gap & ~WS_GAP_DOT;
    }
    if (open != ((f->group[1].gap & WS_GAP_CLOSE) != 0) || (dots && (others || n < 4)))
        return false;
    /* 02139-4307 is a ZIP code. */
    return n > 2 || first < 5 || ws_group_size(f, 1) != 4 || f->group[1].gap != WS_GAP_HYPHEN;
}

/* 0 212 123 45 67 */
static bool is_turkish(const struct ws_figures *f)
{
    return fits(f, "0 xxx xxx xx xx") || fits(f, "0 (xxx) xxx xx xx") ||
           fits(f, "0-xxx-xxx-xx-xx");
}

/* --- the whole -------------------------------------------------------------------------- */

/* May the first n groups be all of it? */
static bool ends_at(const struct ws_pii_text *t, const struct ws_figures *f, size_t n)
{
    if (n < f->n_groups)
        return !(f->group[n].gap & (WS_GAP_HYPHEN | WS_GAP_DOT | WS_GAP_SLASH));
    return !f->more && ws_pii_may_end(t, f->group[n - 1].to);
}

/* The most groups, from the front, that are a number of the country after a plus, 00, or 011
 * (from North America). */
static size_t world_groups(const struct ws_pii_text *t, const struct ws_figures *f, bool plus)
{
    bool america =
        f->digit[0] == 0 && f->digit[1] == 1 && f->digit[2] == 1 && ws_group_size(f, 0) == 3;
    size_t skip = plus ? 0 : america ? 3 : 2;
    if (!plus &&
        (f->n_digits < 11 || f->digit[0] || (f->digit[1] && !america) || f->n_groups < 2))
        return 0;
    for (size_t n = f->n_groups; n > 0; n--)
        if (ends_at(t, f, n) && is_world(f, n, skip) && !(plus && is_round(f, n)))
            return n;
    return 0;
}

static size_t trunk_groups(const struct ws_pii_text *t, const struct ws_figures *f)
{
    for (size_t n = f->n_groups; n > 1; n--)
        if (ends_at(t, f, n) && is_trunk(f, n))
            return n;
    return 0;
}

static size_t labelled_groups(const struct ws_pii_text *t, const struct ws_figures *f)
{
    if (is_date(f) || is_span(f))
        return 0;
    for (size_t n = f->n_groups; n > 0; n--) {
        size_t digits = digits_of(f, n);
        if (digits < 6)
            return 0;
        if (digits <= 15 && ends_at(t, f, n) && !is_round(f, n) && !is_mixed(f, n))
            return n;
    }
    return 0;
}

/* Digits, a blank, and then this: it may be the rest of a longer number, unless it is held
 * together otherwise. */
static bool is_rest(const struct ws_pii_text *t, const struct ws_figures *f)
{
    size_t from = f->group[0].from;
    return ws_pii_before(t, from) == ' ' && ws_pii_is_digit(ws_pii_before(t, from - 1)) &&
           (f->n_groups < 2 || f->group[1].gap == WS_GAP_SPACE);
}

/* The form that a country gives it, without a look at what stands in front. */
static size_t form_groups(const struct ws_pii_text *t, const struct ws_figures *f)
{
    size_t n = national_groups(f), all = f->n_groups;
    if (n && ends_at(t, f, n))
        return n;
    if (is_turkish(f) && ends_at(t, f, all))
        return all;
    if ((n = trunk_groups(t, f)) != 0)
        return n;
    bool mobile = all == 1 && f->n_digits == 11 && f->digit[0] == 1 && f->digit[1] > 2;
    return mobile && ends_at(t, f, 1) &&
                   ws_phone_is_chinese(t, f->group[0].from, f->group[0].to)
               ? 1
               : 0;
}

static size_t groups_of(const struct ws_pii_text *t, const struct ws_figures *f, bool plus)
{
    bool rest = !plus && is_rest(t, f);
    size_t n = rest ? 0 : world_groups(t, f, plus);
    if (n || plus || rest)
        return n;
    n = form_groups(t, f);
    size_t labelled = n ? 0 : labelled_groups(t, f);
    size_t local = !n && fits(f, "2xx-xxxx") && ends_at(t, f, 2) ? 2 : 0;
    if (!n && !labelled && !local)
        return 0;
    switch (ws_phone_word_before(t, f->group[0].from)) {
    case WS_PHONE_OTHER:
        return 0;
    case WS_PHONE_LABEL:
        return n ? n : labelled;
    case WS_PHONE_FAR:
        return n ? n : local;
    default:
        return n;
    }
}

/* A parenthesis around more than the first group is none of the number. */
static bool is_enclosed(const struct ws_figures *f)
{
    return f->n_groups > 1 && (f->group[1].gap & WS_GAP_CLOSE) &&
           !(f->group[1].gap & WS_GAP_OPEN);
}

/* Is a parenthesis closed in the first n groups that was opened before them? "(+49) 30 ...", "(06 1) 234 5678" */
static bool closes(const struct ws_figures *f, size_t n)
{
    for (size_t i = 1; i < n; i++)
        if (f->group[i].gap & (WS_GAP_OPEN | WS_GAP_CLOSE))
            return !f->group[0].gap && (f->group[i].gap & WS_GAP_CLOSE);
    return false;
}

bool ws_pii_find_phone(const struct ws_pii_text *t, const struct ws_figures *figures,
                       struct ws_pii_find *found)
{
    struct ws_figures f = *figures;
    size_t from = f.group[0].from;
    if (f.n_digits < 6 || is_zeros(&f) || is_ip4(&f))
        return false;
    if (!is_enclosed(&f))
        f.group[0].gap = 0;
    from -= f.group[0].gap != 0;
    bool plus = ws_pii_before(t, from) == '+';
    from -= plus;
    size_t n = ws_pii_may_begin(t, from) ? groups_of(t, &f, plus) : 0;
    if (n == 0 || ws_pii_in_url(t, from))
        return false;
    if (closes(&f, n) && ws_pii_before(t, from) == '(')
        from--;
    *found = (struct ws_pii_find){from, f.group[n - 1].to, WS_PII_PHONE, MASK};
    return true;
}
