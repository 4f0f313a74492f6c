/* Account and card numbers, by their check digits. */
#include "pipeline/corpus/pii_find.h"

#include <string.h>

/* --- IBAN ------------------------------------------------------------------------------- */

#define IBAN_MAX 34

/* Country and length: the IBAN registry of SWIFT (ISO 13616), and countries that use it without
 * being in there. */
static const char IBAN_LENGTHS[] = "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 "
                                   "BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 "
                                   "EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 "
                                   "GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 "
                                   "IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 "
                                   "MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 "
                                   "NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 "
                                   "SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 "
                                   "SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30 "
                                   "AO25 BF28 BJ28 CF27 CG27 CI28 CM27 CV25 DZ26 GA27 GQ27 "
                                   "GW25 IR26 KM27 MA28 MG27 ML28 MZ25 NE28 SN28 "
                                   "TD27 TG28 ";

static size_t iban_length(const uint8_t *country)
{
    for (const char *p = IBAN_LENGTHS; *p; p += 5)
        if ((uint8_t)p[0] == country[0] && (uint8_t)p[1] == country[1])
            return (size_t)(p[2] - '0') * 10 + (size_t)(p[3] - '0');
    return 0;
}

/* ISO 7064, MOD 97-10: the first four characters count as the last. */
static bool is_iban(const uint8_t *s, size_t n)
{
    unsigned rest = 0;
    for (size_t i = 0; i < n; i++) {
        uint8_t c = s[(i + 4) % n];
        rest = ws_pii_is_digit(c) ? (rest * 10 + (unsigned)(c - '0')) % 97
                                  : (rest * 100 + (unsigned)(c - 'A') + 10) % 97;
    }
    return rest == 1;
}

static bool is_capital(uint8_t c)
{
    return (uint8_t)(c - 'A') < 26;
}

bool ws_pii_find_iban(const struct ws_pii_text *t, size_t i, struct ws_pii_find *found)
{
    uint8_t s[IBAN_MAX];
    size_t from = i - 2, at = from, k = 0;
    if (i < t->done + 2 || !is_capital(t->p[from]) || !is_capital(t->p[from + 1]) ||
        ws_pii_is_alnum(ws_pii_before(t, from)))
        return false;
    size_t n = iban_length(t->p + from);
    for (; k < n; at++) {
        uint8_t c = ws_pii_at(t, at);
        if (ws_pii_is_digit(c) || is_capital(c))
            s[k++] = c;
        else if (c != ' ' || k % 4 || t->p[at - 1] == ' ')
            return false;
    }
    if (n == 0 || !ws_pii_may_end(t, at) || !is_iban(s, n) || ws_pii_in_url(t, from))
        return false;
    *found = (struct ws_pii_find){from, at, WS_PII_IBAN, "DE00000000000000000000"};
    return true;
}

/* --- cards ------------------------------------------------------------------------------ */

/* ISO/IEC 7812-1, annex B. */
static bool is_luhn(const uint8_t *digit, size_t n)
{
    unsigned sum = 0;
    for (size_t i = 0; i < n; i++) {
        unsigned d = digit[n - 1 - i];
        sum += i % 2 ? (d > 4 ? 2 * d - 9 : 2 * d) : d;
    }
    return sum % 10 == 0;
}

/* First six digits and lengths of the issuers: Visa, Mastercard, American Express, Diners Club,
 * Discover, JCB, UnionPay, Mir, RuPay, Maestro, Troy. */
static bool is_issued(const uint8_t *digit, size_t n)
{
    static const struct {
        uint32_t first, last;
        uint8_t least, most;
    } ISSUERS[] = {
        {400000, 499999, 16, 16}, {510000, 559999, 16, 16}, {222100, 272099, 16, 16},
        {340000, 349999, 15, 15}, {370000, 379999, 15, 15}, {300000, 305999, 14, 14},
        {309500, 309599, 14, 14}, {360000, 369999, 14, 14}, {380000, 399999, 14, 14},
        {601100, 601199, 16, 19}, {644000, 659999, 16, 19}, {352800, 358999, 16, 19},
        {620000, 629999, 16, 19}, {220000, 220499, 16, 19}, {508500, 508999, 16, 16},
        {606900, 608599, 16, 16}, {501800, 501899, 16, 19}, {502000, 502099, 16, 19},
        {503800, 503899, 16, 19}, {589300, 589399, 16, 19}, {630400, 630499, 16, 19},
        {675900, 675999, 16, 19}, {676100, 676399, 16, 19}, {979200, 979289, 16, 16},
    };
    uint32_t start = 0;
    for (size_t i = 0; i < 6; i++)
        start = start * 10 + digit[i];
    for (size_t i = 0; i < sizeof ISSUERS / sizeof *ISSUERS; i++)
        if (start >= ISSUERS[i].first && start <= ISSUERS[i].last)
            return n >= ISSUERS[i].least && n <= ISSUERS[i].most;
    return false;
}

static bool is_card(const uint8_t *digit, size_t n)
{
    return is_issued(digit, n) && is_luhn(digit, n);
}

/* How many of the groups are a card as it is printed; 0: none. All in one; 4-4-4-4 and what is
 * left; 4-6-5, 4-6-4. */
static size_t card_groups(const struct ws_figures *f, size_t *n_digits)
{
    size_t n = 1, first = ws_group_size(f, 0);
    uint8_t gap = f->n_groups > 1 ? f->group[1].gap : 0;
    *n_digits = first;
    if (first >= 14)
        return first <= 19 ? 1 : 0;
    if (first != 4 || (gap != WS_GAP_SPACE && gap != WS_GAP_HYPHEN))
        return 0;
    while (n < f->n_groups && n < 5 && f->group[n].gap == gap) {
        size_t size = ws_group_size(f, n);
        bool fits = n == 1                     ? size == 4 || size == 6
                    : ws_group_size(f, 1) == 6 ? n == 2 && (size == 4 || size == 5)
                    : n < 4                    ? size == 4
                                               : size <= 3;
        if (!fits)
            break;
        *n_digits += size;
        n++;
    }
    return n >= 3 ? n : 0;
}

bool ws_pii_find_card(const struct ws_pii_text *t, const struct ws_figures *f,
                      struct ws_pii_find *found)
{
    size_t n_digits, from = f->group[0].from;
    size_t n = f->n_digits < 14 ? 0 : card_groups(f, &n_digits);
    if (n == 5 && !is_card(f->digit, n_digits)) { /* another number behind one of sixteen */
        n = 4;
        n_digits = 16;
    }
    if (n == 0 || n_digits < 14 || !is_card(f->digit, n_digits))
        return false;
    size_t to = f->group[n - 1].to;
    bool goes_on =
        n < f->n_groups && (f->group[n].gap & (WS_GAP_HYPHEN | WS_GAP_DOT | WS_GAP_SLASH));
    if (goes_on || ws_pii_before(t, from) == '+' || !ws_pii_may_begin(t, from) ||
        !ws_pii_may_end(t, to) || ws_pii_in_url(t, from))
        return false;
    *found = (struct ws_pii_find){from, to, WS_PII_CARD, "0000-0000-0000-0000"};
    return true;
}
