/* Addresses of hosts, as far as they are globally routable: IANA's registries of
 * special-purpose addresses. */
#include "pipeline/corpus/pii_find.h"

#include <string.h>

/* --- version 4 ------------------------------------------------------------------------ */

/* What is no host on the internet: first address, bits. */
static bool is_global4(uint32_t ip)
{
    static const struct {
        uint32_t first;
        unsigned bits;
    } SPECIAL[] = {
        {0x00000000, 8},  {0x0A000000, 8},  {0x64400000, 10}, {0x7F000000, 8},
        {0xA9FE0000, 16}, {0xAC100000, 12}, {0xC0000000, 24}, {0xC0000200, 24},
        {0xC0586300, 24}, {0xC0A80000, 16}, {0xC6120000, 15}, {0xC6336400, 24},
        {0xCB007100, 24}, {0xE0000000, 3},
    };
    for (size_t i = 0; i < sizeof SPECIAL / sizeof *SPECIAL; i++)
        if ((ip ^ SPECIAL[i].first) >> (32 - SPECIAL[i].bits) == 0)
            return false;
    return true;
}

/* Words before a number of four parts that is no address. */
static bool is_numbered(const struct ws_pii_text *t, size_t i)
{
    /* clang-format off */
    static const char WORDS[] =
        "version\nversions\nversión\nversione\nversão\nver\nverze\nversie\nversiyon\nv\n"
        "release\nrel\nbuild\nfirmware\nfw\nupdate\npatch\nrevision\nrev\nsdk\ndriver\nkernel\n"
        "chrome\nfirefox\nsafari\nedge\nopera\nsection\nsections\nsec\nchapter\nrule\nclause\n"
        "article\nfigure\nfig\ntable\nstep\nitem\nabschnitt\nkapitel\nпункт\nверсия\nверсии\n"
        "版本\n";
    /* clang-format on */
    char word[32];
    size_t from;
    return ws_pii_word_before(t, i, word, &from) && ws_pii_is_one_of(word, WORDS);
}

bool ws_pii_find_ip4(const struct ws_pii_text *t, const struct ws_figures *f,
                     struct ws_pii_find *found)
{
    uint32_t ip = 0;
    size_t at = 0;
    bool small = true; /* 3.2.1.4 is a section rather than a host */
    if (f->n_groups < 4 || (f->n_groups > 4 && f->group[4].gap == WS_GAP_DOT))
        return false;
    for (size_t i = 0; i < 4; i++) {
        size_t n = ws_group_size(f, i);
        uint32_t part = 0;
        if (n > 3 || (n > 1 && f->digit[at] == 0) || (i && f->group[i].gap != WS_GAP_DOT))
            return false;
        for (size_t k = 0; k < n; k++)
            part = part * 10 + f->digit[at++];
        if (part > 255)
            return false;
        small = small && part < 10;
        ip = ip << 8 | part;
    }
    size_t from = f->group[0].from, to = f->group[3].to;
    uint8_t before = ws_pii_before(t, from), next = ws_pii_at(t, to);
    if (small || !is_global4(ip) || ws_pii_is_alnum(before) ||
        (before && strchr("._-+,", before)) || ws_pii_is_alnum(next) || next == '_' ||
        next == '-' || next == '@' || next == '+' || is_numbered(t, from))
        return false;
    if ((next == '.' || next == ',') && ws_pii_is_alnum(ws_pii_at(t, to + 1)))
        return false;
    *found = (struct ws_pii_find){from, to, WS_PII_IP, "192.0.2.1"};
    return true;
}

/* --- version 6 ------------------------------------------------------------------------ */

static int hex(uint8_t c)
{
    if (ws_pii_is_digit(c))
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* All that is given out is in 2000::/3. */
static bool is_global6(const uint16_t *part)
{
    if (part[0] >> 13 != 1)
        return false;
    bool protocols = part[0] == 0x2001 && part[1] < 0x200; /* 2001::/23: Teredo ... */
    bool documentation = (part[0] == 0x2001 && part[1] == 0xDB8) || part[0] >> 4 == 0x3FF;
    return !protocols && !documentation && part[0] != 0x2002;
}

/* Where the address that begins at i ends; i: there is none. Of what "::" leaves out the parts
 * are not needed. */
static size_t read_ip6(const struct ws_pii_text *t, size_t i, uint16_t part[8])
{
    size_t n = 0, at = i, end = i;
    bool gap = false;
    for (;;) {
        uint32_t value = 0;
        size_t digits = 0;
        for (; digits < 5 && hex(ws_pii_at(t, at)) >= 0; digits++)
            value = value << 4 | (uint32_t)hex(ws_pii_at(t, at++));
        if (digits == 0 || digits > 4 || n == 8)
            break;
        part[n++] = (uint16_t)value;
        end = at;
        if (ws_pii_at(t, at) != ':')
            break;
        at++;
        if (ws_pii_at(t, at) == ':' && !gap) {
            gap = true;
            end = ++at;
        }
    }
    return gap ? (n >= 2 && n < 8 ? end : i) : n == 8 ? end : i;
}

bool ws_pii_find_ip6(const struct ws_pii_text *t, size_t i, struct ws_pii_find *found)
{
    uint16_t part[8] = {0};
    if ((t->p[i] != '2' && t->p[i] != '3') || ws_pii_at(t, i + 4) != ':')
        return false;
    uint8_t before = ws_pii_before(t, i);
    size_t to = read_ip6(t, i, part);
    if (to == i || !is_global6(part) || ws_pii_is_alnum(before) ||
        (before && strchr(":._-", before)) || !ws_pii_may_end(t, to) || ws_pii_at(t, to) == ':')
        return false;
    *found = (struct ws_pii_find){i, to, WS_PII_IP, "2001:db8::1"};
    return true;
}
