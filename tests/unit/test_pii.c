/* What is masked, and what only looks like it. Numbers are made up, or those that are kept for
 * examples and films. */
#include "pipeline/corpus/pii.h"
#include "tests/tap.h"

#include <stdlib.h>

/* E P I 6 B C stand for the masks in what is expected; each with '~' in front. */
static const char *expand(const char *text, char *out, size_t size)
{
    static const struct {
        char c;
        const char *mask;
    } MASKS[] = {{'E', "email@example.com"},
                 {'P', "+00-000-000-0000"},
                 {'I', "192.0.2.1"},
                 {'6', "2001:db8::1"},
                 {'B', "DE00000000000000000000"},
                 {'C', "0000-0000-0000-0000"}};
    size_t n = 0;
    for (const char *p = text; *p && n + 24 < size; p++) {
        const char *mask = NULL;
        for (size_t i = 0; *p == '~' && i < sizeof MASKS / sizeof *MASKS; i++)
            if (p[1] == MASKS[i].c)
                mask = MASKS[i].mask;
        n += (size_t)snprintf(out + n, size - n, "%s%.*s", mask ? mask : "", !mask, p);
        p += mask != NULL;
    }
    out[n] = '\0';
    return out;
}

static void check(const char *text, const char *want, bool markdown)
{
    char expected[500];
    struct ws_pii *m = ws_pii_new();
    struct ws_pii_counts counts = {0};
    struct ws_slice s = SLICE(text);
    if (!m || !ws_pii_mask(m, &s, markdown, &counts)) {
        OK(false, "no memory");
        return;
    }
    expand(want ? want : text, expected, sizeof expected);
    IS_SLICE(s, expected, text);
    ws_pii_free(m);
}

/* NULL: stays as it is. */
struct example {
    const char *text, *want;
};
#define EACH(list, markdown)                                                                   \
    for (size_t i = 0; i < sizeof(list) / sizeof *(list); i++)                                 \
    check((list)[i].text, (list)[i].want, markdown)

static const struct example EMAILS[] = {
    {"jo.smith@mail.acme.org", "~E"},
    {"<jo+news@acme.co.uk>, JO_SMITH@ACME.ORG.", "<~E>, ~E."},
    {"mailto:jo@acme.org?subject=x", "mailto:~E?subject=x"},
    {"(jo@acme.org)'jo@acme.org'", "(~E)'~E'"},
    {"o'neill@acme.org", "~E"},
    {"j\xc3\xb6rg@acme.org", "~E"},
    {"jo@m\xc3\xbcnchen.de", "~E"},
    {"\xe8\x81\x94\xe7\xb3\xbbjo@acme.cn\xe8\x8e\xb7\xe5\x8f\x96",
     "\xe8\x81\x94\xe7\xb3\xbb~E\xe8\x8e\xb7\xe5\x8f\x96"},
    {"jo@acme.org-", "~E-"},
    {"Write to jo@acme.org.Then wait", "Write to ~E.Then wait"},
    {"jo@xn--mnchen-3ya.de", "~E"},
    {"jo@acme.xn--p1ai", "~E"},
    {"ftp://jo@ftp.acme.org/", "ftp://~E/"},
    {"@jo and jo@", NULL},
    {"jo@localhost", NULL},
    {"jo@example.com, jo@mail.example.org, jo@site.test", NULL},
    {"icon@2x.png", NULL},
    {"lodash@4.17.21", NULL},
    {"git clone git@github.com:acme/tool.git", NULL},
    {"https://medium.com/@jo.smith", NULL},
    {"a@b.org@c.org", NULL},
    {"getty@tty1.service", NULL},
    {"jo@acme", NULL},
    {"jo@-acme.org", NULL},
};

static const struct example PHONES[] = {
    /* with the country */
    {"+49 30 901820", "~P"},
    {"+49 (0)30 / 90 18 20", "~P"},
    {"+49(0)30-901820-12", "~P"},
    {"(+49) 30 901820", "~P"},
    {"(+49 30 901820)", "(~P)"},
    {"0049 30 901820", "~P"},
    {"011 39 0831 301781", "~P"},
    {"+1 (555) 234-5678", "~P"},
    {"+1.415.555.2671", "~P"},
    {"+15552345678", "~P"},
    {"+44 20 7946 0958", "~P"},
    {"+44 (0) 20 7946 0958", "~P"},
    {"+33 1 99 00 12 34", "~P"},
    {"+33.1.99.00.12.34", "~P"},
    {"+7 495 123-45-67", "~P"},
    {"+380(44) 226-24-42", "~P"},
    {"+86 138 1234 5678", "~P"},
    {"+91 98765 43210", "~P"},
    {"+91-22-24903344", "~P"},
    {"+81-3-1234-5678", "~P"},
    {"+55 11 91234-5678", "~P"},
    {"+61 2 9876 5432", "~P"},
    {"+353 1 676 9995", "~P"},
    {"+358 9 1234 567", "~P"},
    {"+852 2123 4567", "~P"},
    {"+972-3-123-4567", "~P"},
    {"+971 4 123 4567", "~P"},
    {"+234 803 123 4567", "~P"},
    {"+41 44 123 45 67, +41 44 123 45 68", "~P, ~P"},
    {"+49 40 30030\xe2\x80\x93"
     "1000",
     "~P"},
    /* as a country writes it */
    {"(555) 234-5678", "~P"},
    {"555-234-5678", "~P"},
    {"555.234.5678", "~P"},
    {"(555)234-5678 ext. 9", "~P ext. 9"},
    {"1-800-234-5678", "~P"},
    {"1 (800) 234-5678", "~P"},
    {"01 99 00 12 34", "~P"},
    {"06.39.98.12.34", "~P"},
    {"030 / 901820", "~P"},
    {"(030) 901820", "~P"},
    {"0171-1234567", "~P"},
    {"(0171 1234567)", "(~P)"},
    {"07221/929-26868", "~P"},
    {"020 7946 0958", "~P"},
    {"07700 900123", "~P"},
    {"07818 075600", "~P"},
    {"081234 56789", "~P"},
    {"Tel. (06 1) 234 5678", "Tel. ~P"},
    {"22 123-45-67", "~P"},
    {"the code at (555) 234-5678", "the code at ~P"},
    {"code (555) 234-5678, order no. is 555-234-5678", NULL},
    {"020-1234567", "~P"},
    {"044 123 45 67", "~P"},
    {"08-123 456 78", "~P"},
    {"03-1234-5678", "~P"},
    {"010-1234-5678", "~P"},
    {"02-2345-6789", "~P"},
    {"010-12345678", "~P"},
    {"0812-3456-7890", "~P"},
    {"0412 345 678", "~P"},
    {"(02) 9876 5432", "~P"},
    {"0212 123 45 67", "~P"},
    {"0 (212) 123 45 67", "~P"},
    {"(11) 91234-5678", "~P"},
    {"(11) 3123-4567", "~P"},
    {"8 (495) 123-45-67", "~P"},
    {"8-800-555-35-35", "~P"},
    {"(495) 123-45-67", "~P"},
    {"(22) 123 45 67", "~P"},
    {"91 123 45 67", "~P"},
    {"138-1234-5678", "~P"},
    {"\xe7\x94\xb5\xe8\xaf\x9d\xef\xbc\x9a"
     "13812345678",
     "\xe7\x94\xb5\xe8\xaf\x9d\xef\xbc\x9a~P"},
    {"\xe5\xbc\xa0\xe4\xb8\x89 13812345678", "\xe5\xbc\xa0\xe4\xb8\x89 ~P"},
    /* behind a word for it */
    {"Tel. 901820", "Tel. ~P"},
    {"Telefon: 12 34 56 78", "Telefon: ~P"},
    {"Call us at 555-2345", "Call us at ~P"},
    {"call Jim Smith at 555-2345", "call Jim Smith at ~P"},
    {"Call 555-2345 or 555-2346", "Call ~P or ~P"},
    {"phone number is 98765 43210.", "phone number is ~P."},
    {"T\xc3\xa9l: 0199001234", "T\xc3\xa9l: ~P"},
    {"\xd0\xa2\xd0\xb5\xd0\xbb\xd0\xb5\xd1\x84\xd0\xbe\xd0\xbd: 123-45-67",
     "\xd0\xa2\xd0\xb5\xd0\xbb\xd0\xb5\xd1\x84\xd0\xbe\xd0\xbd: ~P"},
    {"\xec\xa0\x84\xed\x99\x94 1588-1234", "\xec\xa0\x84\xed\x99\x94 ~P"},
    {"M: 0171 1234567", "M: ~P"},
    {"tel:+1-555-234-5678", "tel:~P"},
    {"tel:5552345678", "tel:~P"},
    {"WhatsApp 600 123 456", "WhatsApp ~P"},
    {"Fax (0)30-901820", "Fax ~P"},
    {"Kto. 0123 456789", NULL},
};

static const struct example NUMBERS[] = {
    {"31.12.2020, 12-31-1999, 2020-12-31, 31/12/2020 12:30", NULL},
    {"01.02.2020 1030", NULL},
    {"05-06-2021 14 00", NULL},
    {"2019-2020, 1914 - 1918, call 2019-2020", NULL},
    {"20201231, 20201231123456", NULL},
    {"$1 000 000, 1.000.000,00 EUR, 250 000 users", NULL},
    {"+100 000 000, +50 000 000, +125 000 000", NULL},
    {"mobile 100 000 users", NULL},
    {"ISBN 978-3-16-148410-0, ISBN 0-306-40615-2, 0-306-40615-2", NULL},
    {"ISSN 0028-0836, ISBN-10: 0306406152", NULL},
    {"Order no. 0123 456789", NULL},
    {"Cambridge, MA 02139-4307", NULL},
    {"123-45-6789", NULL},
    {"1234567890123", NULL},
    {"3.14159265358979", NULL},
    {"10 20 30 40 50 60", NULL},
    {"01 02 03 04 05", NULL},
    {"05 06 07 08 09 10 11", NULL},
    {"Nature 405 (67) 1234-1238", NULL},
    {"call pp. 263-267", NULL},
    {"p: 263-267", NULL},
    {"(1998) 123-4567", NULL},
    {"https://acme.org/a/555-234-5678", NULL},
    {"www.acme.org/p?id=030-1234567", NULL},
    {"IMG-0171-1234567.jpg", NULL},
    {"0171-1234567.jpg", NULL},
    {"A0171-1234567", NULL},
    {"0171-1234567-ab", NULL},
    {"0000-0002-1825-0097", NULL},
    {"+00 12 345678", NULL},
    {"+999 12 345678", NULL},
    {"+1 055 234 5678", NULL},
    {"09:00-17:00, 0900-1700, 09.00 - 17.00", NULL},
    {"Call 911. 911 answers.", NULL},
    {"C++11 and +5", NULL},
    {"#0171 1234567", NULL},
    {"=555-234-5678", NULL},
    {"0.123 456 789", NULL},
    {"012345678901234567890123456789", NULL},
    {"38 102 45 57", NULL},
};

static const struct example ADDRESSES[] = {
    {"from 93.184.216.34:8080, 8.8.8.10/24", "from ~I:8080, ~I/24"},
    {"http://93.184.216.34/x", "http://~I/x"},
    {"[2a00:1450:4001:81b::200e]", "[~6]"},
    {"2606:2800:220:1:248:1893:25c8:1946", "~6"},
    {"2a00:1450::", "~6"},
    {"10.1.2.3 192.168.0.1 127.0.0.1 172.16.5.4 169.254.1.1 100.64.0.1", NULL},
    {"192.0.2.1 198.51.100.7 203.0.113.9 224.0.0.1 255.255.255.255 0.0.0.0", NULL},
    {"version 91.0.21.72, v91.0.21.72, Chrome/91.0.44.72", NULL},
    {"3.2.1.4", NULL},
    {"1.22.33.44.55", NULL},
    {"93.184.216.256", NULL},
    {"93.184.216.034", NULL},
    {"93.184.216.34.example", NULL},
    {"fe80::1 ::1 fc00::1 2001:db8::1 2001:0db8:1::1 2002:5db8:d822::1 3fff::1", NULL},
    {"20:30:45 2020:10:11", NULL},
    {"2606:2800:220:1:248:1893:25c8:1946:1", NULL},
    {"std2606:2800::1", NULL},
};

static const struct example ACCOUNTS[] = {
    {"IBAN DE89 3704 0044 0532 0130 00.", "IBAN ~B."},
    {"DE89370400440532013000", "~B"},
    {"GB82 WEST 1234 5698 7654 32", "~B"},
    {"FR14 2004 1010 0505 0001 3M02 606", "~B"},
    {"NO93 8601 1117 947", "~B"},
    {"DE88 3704 0044 0532 0130 00", NULL},
    {"XX89 3704 0044 0532 0130 00", NULL},
    {"DE89 3704 0044 0532 0130 0", NULL},
    {"DE893704004405320130001", NULL},
    {"ADE89370400440532013000", NULL},
    {"4111 1111 1111 1111", "~C"},
    {"4111-1111-1111-1111, 4111111111111111", "~C, ~C"},
    {"3782 822463 10005", "~C"},
    {"378282246310005", "~C"},
    {"5555 5555 5555 4444 123", "~C 123"},
    {"3056 930902 5904", "~C"},
    {"6200 0000 0000 0005", "~C"},
    {"4111 1111 1111 1112", NULL},
    {"1111 1111 1111 1117", NULL},
    {"4111 11 11111 11111", NULL},
    {"4111111111111111111111", NULL},
    {"x4111111111111111", NULL},
    {"https://acme.org/4111111111111111", NULL},
    {"0.4111111111111111", NULL},
};

static const struct example MARKDOWN[] = {
    {"[jo](mailto:jo@acme.org) **jo@acme.org** _jo@acme.org_", "[jo](mailto:~E) **~E** _~E_"},
    {"jo\\_smith@acme.org", "~E"},
    {"[Call](tel:+15552345678)", "[Call](tel:~P)"},
    {"**0171-1234567** | 0171-1234568 |", "**~P** | ~P |"},
    {"[x](https://acme.org/0171-1234567) ![0171-1234567](a.png)",
     "[x](https://acme.org/0171-1234567) ![~P](a.png)"},
    {"<jo@acme.org>", "<~E>"},
};

static void test_kinds(void)
{
    static const char TEXT[] =
        "jo@acme.org, +49 30 901820, 93.184.216.34, 2a00:1450:4001:81b::200e, "
        "DE89370400440532013000, 4111111111111111, jo@acme.org";
    static const unsigned WANT[WS_PII_COUNT] = {2, 1, 2, 1, 1};
    struct ws_pii *m = ws_pii_new();
    struct ws_pii_counts counts = {0};
    struct ws_slice s = SLICE(TEXT), none = SLICE("Nothing 12 of it.");
    const uint8_t *before = none.p;
    OK(m && ws_pii_mask(m, &s, false, &counts), "a text of all kinds is masked");
    for (unsigned k = 0; k < WS_PII_COUNT; k++)
        IS_INT(counts.n[k], WANT[k], ws_pii_kind_name(k));
    OK(m && ws_pii_mask(m, &none, false, &counts) && none.p == before,
       "a text without any is not copied");
    ws_pii_free(m);
}

static void test_article(void)
{
    static const char TEXT[] =
        "\xc3\x84rger jo@acme.org.\n\nNichts.\n\nTel. 0171-1234567 \xc3\xbc, jo@acme.org";
    static const struct ws_text_block BLOCKS[] = {
        {.role = WS_ROLE_PARAGRAPH, .start = 0, .end = 18},
        {.role = WS_ROLE_LIST, .start = 20, .end = 27},
        {.role = WS_ROLE_PARAGRAPH, .start = 29, .end = 61},
    };
    static const size_t WANT[] = {0, 24, 26, 33, 35, 77};
    struct ws_article a = {.title = SLICE("Call 0171-1234567"),
                           .text = SLICE(TEXT),
                           .author = SLICE("Jo (jo@acme.org)"),
                           .description = SLICE("jo@acme.org, 93.184.216.34"),
                           .site = SLICE("jo@acme.org"),
                           .blocks = BLOCKS,
                           .n_blocks = 3};
    struct ws_pii *m = ws_pii_new();
    struct ws_pii_counts counts = {0};
    OK(m && ws_pii_mask_article(m, &a, false, &counts), "an article is masked");
    IS_SLICE(a.title, "Call +00-000-000-0000", "its title");
    IS_SLICE(a.author, "Jo (email@example.com)", "its author");
    IS_SLICE(a.description, "email@example.com, 192.0.2.1", "its description");
    IS_SLICE(a.site, "jo@acme.org", "but nothing else");
    IS_INT(counts.n[WS_PII_EMAIL], 4, "all of it is counted");
    for (size_t i = 0; i < 6; i++)
        IS_INT(i % 2 ? a.blocks[i / 2].end : a.blocks[i / 2].start, WANT[i],
               i % 2 ? "end of a block" : "start of a block");
    IS_INT(a.blocks[1].role, WS_ROLE_LIST, "roles stay");
    ws_pii_free(m);
}

/* Texts of these pieces in any order. */
static const char *const PIECES[] = {
    "jo@acme.org",
    "+49 30 901820",
    "0171-1234567",
    "93.184.216.34",
    "2a00:1450:4001:81b::200e",
    "DE89370400440532013000",
    "4111 1111 1111 1111",
    "Tel. ",
    "call ",
    " or ",
    "@",
    ".",
    "-",
    "/",
    "(",
    ")",
    " ",
    "+",
    "00",
    "1",
    "24",
    "555-2345",
    "no. ",
    ":",
    "\\_",
    "www.",
    "://",
    "x",
    "\n",
    "\xc3\xa9",
    "\xe7\x94\xb5\xe8\xaf\x9d",
    "example.com",
    "DE",
    "0",
};

static size_t mix(uint32_t *state, char *text, size_t size)
{
    size_t n = 0;
    for (unsigned k = 0; k < 6; k++) {
        *state = *state * 1664525 + 1013904223; /* Numerical Recipes */
        n += (size_t)snprintf(text + n, size - n, "%s",
                              PIECES[(*state >> 16) % (sizeof PIECES / sizeof *PIECES)]);
    }
    return n;
}

/* Masking twice is masking once. */
static void test_twice(void)
{
    uint32_t state = 7;
    unsigned changed = 0, again = 0;
    struct ws_pii *first = ws_pii_new(), *second = ws_pii_new();
    for (unsigned round = 0; first && second && round < 200000; round++) {
        char text[256];
        struct ws_pii_counts counts = {0};
        struct ws_slice s = {(uint8_t *)text, mix(&state, text, sizeof text)}, once;
        if (!ws_pii_mask(first, &s, round % 2, &counts))
            break;
        changed += s.p != (uint8_t *)text;
        once = s;
        if (!ws_pii_mask(second, &s, round % 2, &counts))
            break;
        if (s.p != once.p && again++ < 5) {
            tap_show("text ", text, strlen(text));
            tap_show("once ", once.p, once.n);
            tap_show("twice", s.p, s.n);
        }
    }
    IS_INT(again, 0, "200000 texts: what is masked is not masked again");
    OK(changed > 50000, "there was something in many of them (%u)", changed);
    ws_pii_free(first);
    ws_pii_free(second);
}

/* What would take more than linear time. */
static void test_hostile(void)
{
    static const char *const PARTS[] = {"1",
                                        "1 ",
                                        "0-",
                                        "@",
                                        "a",
                                        "a@",
                                        "a.",
                                        "1.",
                                        "2000:",
                                        "(1)",
                                        "+1",
                                        "DE89 ",
                                        "0171-1234567-",
                                        "://1 ",
                                        "call ",
                                        "1@a.",
                                        "\\_",
                                        "é1 ",
                                        "4111 "};
    enum { SIZE = 2 << 20 };
    uint8_t *text = malloc(SIZE);
    struct ws_pii *m = ws_pii_new();
    struct ws_pii_counts counts = {0};
    for (size_t i = 0; text && m && i < sizeof PARTS / sizeof *PARTS; i++) {
        size_t n = 0, len = strlen(PARTS[i]);
        for (; n + len + 8 < SIZE; n += len)
            memcpy(text + n, PARTS[i], len);
        memcpy(text + n, "@acme.org", 8);
        struct ws_slice s = {text, n + 8};
        OK(ws_pii_mask(m, &s, true, &counts), "2 MiB of '%s'", PARTS[i]);
    }
    free(text);
    ws_pii_free(m);
}

int main(void)
{
    EACH(EMAILS, false);
    EACH(PHONES, false);
    EACH(NUMBERS, false);
    EACH(ADDRESSES, false);
    EACH(ACCOUNTS, false);
    EACH(MARKDOWN, true);
    test_kinds();
    test_article();
    test_twice();
    test_hostile();
    return tap_done();
}
