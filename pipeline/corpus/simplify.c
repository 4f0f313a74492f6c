#include "pipeline/corpus/simplify.h"
#include "pipeline/corpus/row.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#define TEXT_MAX ((size_t)1 << 30)
/* UTF-8 grows to three times its size at most when it is decomposed
 * (https://unicode.org/faq/normalization.html). */
#define GROWTH 3
/* A buffer that grew larger is given back. */
#define KEEP_BYTES ((size_t)1 << 20)

#define SIGMA       0x3A3u
#define SIGMA_SMALL 0x3C3u
#define SIGMA_FINAL 0x3C2u

/* What becomes of a character: up to PUT_MAX bytes, or: */
enum { PUT_MAX = 15, SEPARATOR, DIGIT, CONTEXT /* a capital sigma */ };
struct fate {
    uint8_t kind; /* number of bytes, or one of the above */
    uint8_t bytes[PUT_MAX];
};

/* Characters of two bytes, all of them: Latin, Greek, Cyrillic, Hebrew, Arabic letters. */
#define TWO_FIRST 0x80u
#define TWO_END   0x800u

struct ws_simplifier {
    struct ws_buf out;
    uint8_t ascii[128]; /* ' ', '0' or a letter */
    struct fate two[TWO_END - TWO_FIRST];
};

/* PUNCTUATION of datatrove and the white space of Python (str.isspace()) beyond ASCII, of which nothing but
 * letters and digits stays. */
static const struct {
    uint32_t first, last;
} SEPARATORS[] = {
    {0x7F, 0xA0},     {0xAB, 0xAB},     {0xB4, 0xB4},     {0xBB, 0xBB},     {0x1680, 0x1680}, {0x2000, 0x200A},
    {0x2013, 0x2014}, {0x2019, 0x2019}, {0x201C, 0x201E}, {0x2026, 0x2026}, {0x2028, 0x2029}, {0x202F, 0x202F},
    {0x205F, 0x205F}, {0x2236, 0x2236}, {0x2501, 0x2501}, {0x25BA, 0x25BA}, {0x3000, 0x3002}, {0x3008, 0x300D},
    {0x3010, 0x3011}, {0xFF01, 0xFF01}, {0xFF05, 0xFF05}, {0xFF08, 0xFF09}, {0xFF0C, 0xFF0C}, {0xFF0E, 0xFF0E},
    {0xFF11, 0xFF11}, {0xFF1A, 0xFF1B}, {0xFF1F, 0xFF1F}, {0xFF5E, 0xFF5E},
};

static bool is_separator(uint32_t c)
{
    size_t lo = 0, hi = sizeof SEPARATORS / sizeof *SEPARATORS;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (c > SEPARATORS[mid].last)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < sizeof SEPARATORS / sizeof *SEPARATORS && c >= SEPARATORS[lo].first;
}

/* --- characters ----------------------------------------------------------------------- */

static size_t decode(const uint8_t *p, uint32_t *c)
{
    if (*p < 0x80) {
        *c = *p;
        return 1;
    }
    if (*p < 0xE0) {
        *c = (*p & 0x1Fu) << 6 | (p[1] & 0x3Fu);
        return 2;
    }
    if (*p < 0xF0) {
        *c = (*p & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
        return 3;
    }
    *c = (*p & 7u) << 18 | (p[1] & 0x3Fu) << 12 | (p[2] & 0x3Fu) << 6 | (p[3] & 0x3Fu);
    return 4;
}

static utf8proc_category_t category(uint32_t c)
{
    return (utf8proc_category_t)utf8proc_get_property((utf8proc_int32_t)c)->category;
}

static bool is_digit(uint32_t c)
{
    return c < 0x80 ? c >= '0' && c <= '9' : category(c) == UTF8PROC_CATEGORY_ND;
}

/* c in lower case, decomposed, without marks. */
static void put_letters(uint32_t c, struct fate *f)
{
    utf8proc_int32_t parts[8];
    int last_boundary = 0;
    utf8proc_ssize_t n =
        utf8proc_decompose_char(utf8proc_tolower((utf8proc_int32_t)c), parts, 8, UTF8PROC_DECOMPOSE, &last_boundary);
    f->kind = 0;
    for (utf8proc_ssize_t i = 0; i < n && i < 8; i++) {
        utf8proc_uint8_t bytes[4];
        if (category((uint32_t)parts[i]) == UTF8PROC_CATEGORY_MN)
            continue;
        size_t more = (size_t)utf8proc_encode_char(parts[i], bytes);
        if (f->kind + more > PUT_MAX)
            return;
        memcpy(f->bytes + f->kind, bytes, more);
        f->kind = (uint8_t)(f->kind + more);
    }
}

static void decide(uint32_t c, struct fate *f)
{
    const utf8proc_property_t *about = utf8proc_get_property((utf8proc_int32_t)c);
    if (about->category == UTF8PROC_CATEGORY_ND)
        f->kind = DIGIT;
    else if (is_separator(c))
        f->kind = SEPARATOR;
    else
        put_letters(c, f);
}

/* Most characters of three bytes are as they are; Hangul syllables decompose by arithmetic. */
static bool stays(uint32_t c)
{
    const utf8proc_property_t *about = utf8proc_get_property((utf8proc_int32_t)c);
    return about->category == UTF8PROC_CATEGORY_LO && about->decomp_seqindex == UINT16_MAX &&
           !(c >= 0xAC00 && c <= 0xD7A3);
}

/* --- a sigma at the end of a word (Unicode, 3.13, Final_Sigma) --------------------------- */

static bool is_ignorable(uint32_t c)
{
    static const uint32_t IN_WORDS[] = {'\'',   '.',    ':',    '^',    '`',    0xA8,   0xAD,   0xAF,   0xB4,  0xB7,
                                        0xB8,   0x387,  0x55F,  0x5F4,  0x2018, 0x2019, 0x2024, 0x2027, 0xFE13,
                                        0xFE52, 0xFE55, 0xFF07, 0xFF0E, 0xFF1A};
    for (size_t i = 0; i < sizeof IN_WORDS / sizeof *IN_WORDS; i++)
        if (c == IN_WORDS[i])
            return true;
    switch (category(c)) {
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_ME:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_SK:
        return true;
    default:
        return false;
    }
}

static bool is_cased(uint32_t c)
{
    utf8proc_category_t k = category(c);
    return k == UTF8PROC_CATEGORY_LU || k == UTF8PROC_CATEGORY_LL || k == UTF8PROC_CATEGORY_LT || c == 0xAA ||
           c == 0xBA || (c >= 0x2160 && c <= 0x217F) || (c >= 0x24B6 && c <= 0x24E9) || (c >= 0x1F130 && c <= 0x1F149) ||
           (c >= 0x1F150 && c <= 0x1F169) || (c >= 0x1F170 && c <= 0x1F189);
}

/* at: the sigma, of two bytes. */
static bool is_final(struct ws_slice text, const uint8_t *at)
{
    uint32_t c = 0;
    const uint8_t *p = at, *end = text.p + text.n;
    do {
        if (p == text.p)
            return false;
        do
            p--;
        while ((*p & 0xC0) == 0x80);
        decode(p, &c);
    } while (is_ignorable(c));
    if (!is_cased(c))
        return false;
    for (p = at + 2; p < end;) {
        p += decode(p, &c);
        if (!is_ignorable(c))
            return !is_cased(c);
    }
    return true;
}

/* --- text ----------------------------------------------------------------------------- */

/* Behind the number that begins at p: digits, and perhaps a decimal separator and more digits. */
static const uint8_t *skip_number(const uint8_t *p, const uint8_t *end)
{
    uint32_t c;
    for (int part = 0; part < 2; part++) {
        size_t n = 0;
        while (p < end && (n = decode(p, &c), is_digit(c)))
            p += n;
        bool separates = p < end && (c == '.' || c == ',' || c == 0x60C || c == 0x66B || (c >= 0x2396 && c <= 0x2398));
        if (part || !separates || p + n == end || (decode(p + n, &c), !is_digit(c)))
            break;
        p += n;
    }
    return p;
}

static uint8_t *put_space(uint8_t *o)
{
    *o = ' ';
    return o + (o[-1] != ' ');
}

static uint8_t *put_sigma(uint8_t *o, bool final)
{
    uint32_t c = final ? SIGMA_FINAL : SIGMA_SMALL;
    *o++ = (uint8_t)(0xC0 | c >> 6);
    *o++ = (uint8_t)(0x80 | (c & 0x3F));
    return o;
}

/* A character beyond ASCII at *p. */
static uint8_t *put_other(const struct ws_simplifier *s, struct ws_slice text, const uint8_t **p, uint8_t *o)
{
    struct fate other;
    const struct fate *f = &other;
    uint32_t c;
    const uint8_t *at = *p;
    size_t n = decode(at, &c);
    *p += n;
    if (c < TWO_END)
        f = &s->two[c - TWO_FIRST];
    else if (stays(c))
        return memcpy(o, at, n), o + n;
    else
        decide(c, &other);
    if (f->kind <= PUT_MAX)
        return memcpy(o, f->bytes, f->kind), o + f->kind;
    if (f->kind == SEPARATOR)
        return put_space(o);
    if (f->kind == CONTEXT)
        return put_sigma(o, is_final(text, at));
    *o = '0';
    *p = skip_number(at, text.p + text.n);
    return o + 1;
}

/* Letters A to Z with single spaces between words, as most text is: how many of the next WS_ROW bytes, all of
 * which are overwritten at o. Looks at p[-1], too. */
static size_t put_plain(const uint8_t *restrict p, uint8_t *restrict o)
{
    uint8_t odd[WS_ROW];
    for (size_t i = 0; i < WS_ROW; i++) {
        const uint8_t lower = p[i] | 0x20;
        /* -1 or 0 */
        const uint8_t letter = (uint8_t)-((uint8_t)(lower - 'a') <= 25), space = (uint8_t)-(p[i] == ' '),
                      before = (uint8_t)-(p[i - 1] == ' ');
        o[i] = lower; /* a space stays one */
        odd[i] = (uint8_t)((uint8_t)~(letter | space) | (space & before));
    }
    return ws_row_first(odd);
}

/* One character of ASCII at *p, or all others until there is one. */
static uint8_t *put_some(const struct ws_simplifier *s, struct ws_slice text, const uint8_t **at, uint8_t *o)
{
    const uint8_t *p = *at, *end = text.p + text.n;
    if (*p >= 0x80) {
        while (p < end && *p >= 0x80)
            o = put_other(s, text, &p, o);
    } else {
        *o = s->ascii[*p];
        p = *o == '0' ? skip_number(p, end) : p + 1;
        o += *o != ' ' || o[-1] != ' ';
    }
    *at = p;
    return o;
}

bool ws_simplify(struct ws_simplifier *s, struct ws_slice text, struct ws_slice *out)
{
    ws_buf_clear(&s->out, KEEP_BYTES);
    if (text.n > TEXT_MAX || !ws_buf_reserve(&s->out, GROWTH * text.n + 2 * WS_ROW))
        return false;
    uint8_t *o = s->out.p;
    *o++ = ' '; /* put_space() looks back */
    const uint8_t *p = text.p, *end = text.p + text.n;
    while (p < end) {
        const bool row = p > text.p && end - p >= WS_ROW && !(*p == ' ' && o[-1] == ' ');
        const size_t plain = row ? put_plain(p, o) : 0;
        p += plain;
        o += plain;
        if (plain < WS_ROW)
            o = put_some(s, text, &p, o);
    }
    o -= o[-1] == ' ' && o > s->out.p + 1;
    *out = (struct ws_slice){s->out.p + 1, (size_t)(o - s->out.p) - 1};
    return true;
}

struct ws_simplifier *ws_simplifier_new(void)
{
    struct ws_simplifier *s = calloc(1, sizeof *s);
    if (!s)
        return NULL;
    ws_buf_init(&s->out, GROWTH * TEXT_MAX + 2 * WS_ROW);
    for (uint8_t c = 0; c < 128; c++) {
        bool lower = c >= 'a' && c <= 'z', upper = c >= 'A' && c <= 'Z';
        s->ascii[c] = lower ? c : upper ? (uint8_t)(c + 'a' - 'A') : is_digit(c) ? '0' : ' ';
    }
    for (uint32_t c = TWO_FIRST; c < TWO_END; c++)
        decide(c, &s->two[c - TWO_FIRST]);
    s->two[SIGMA - TWO_FIRST].kind = CONTEXT;
    return s;
}

void ws_simplifier_free(struct ws_simplifier *s)
{
    if (s)
        ws_buf_release(&s->out);
    free(s);
}
