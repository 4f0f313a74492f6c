#include "pipeline/extract/text/seams.h"

#include "pipeline/extract/text/text.h"

#include <utf8proc.h>

static utf8proc_category_t category(uint32_t c)
{
    return utf8proc_category((utf8proc_int32_t)c);
}

static bool is_lower(uint32_t c)
{
    return c < 0x80 ? c >= 'a' && c <= 'z' : category(c) == UTF8PROC_CATEGORY_LL;
}

static bool is_upper(uint32_t c)
{
    return c < 0x80 ? c >= 'A' && c <= 'Z' : category(c) == UTF8PROC_CATEGORY_LU;
}

static bool is_digit(uint32_t c)
{
    return c < 0x80 ? c >= '0' && c <= '9' : category(c) == UTF8PROC_CATEGORY_ND;
}

/* ---- joiners ---- */

/* Letters stack on a virama or take other shapes next to it, also at the end of a word. */
static bool is_brahmic(uint32_t c)
{
    return (c >= 0x900 && c < 0xe00) || (c >= 0x1000 && c < 0x10a0) || (c >= 0x1780 && c < 0x1800) ||
           (c >= 0x1b00 && c < 0x1c50) || (c >= 0xa800 && c < 0xaac0) || (c >= 0x11000 && c < 0x12000);
}

/* Letters take their shape from the letter beside them. */
static bool is_cursive(uint32_t c)
{
    return (c >= 0x600 && c < 0x900) || (c >= 0x1800 && c < 0x18b0) || (c >= 0xfb50 && c < 0xfe00) ||
           (c >= 0xfe70 && c < 0xfeff) || (c >= 0x1e900 && c < 0x1e960);
}

static bool is_pictograph(uint32_t c)
{
    return (c >= 0x2190 && c < 0x2c00) || (c >= 0x1f000 && c < 0x1fb00) || c == 0xfe0f || c == 0x20e3;
}

bool ws_joiner_counts(uint32_t last, uint32_t joiner, uint32_t next)
{
    if (is_brahmic(last))
        return true;
    if (is_cursive(last))
        return joiner == WS_ZWJ || (next && ws_char_class(next) == WS_CHAR_WORD);
    if (is_pictograph(last))
        return joiner == WS_ZWJ && is_pictograph(next);
    return is_cursive(next) && ws_char_class(last) == WS_CHAR_WORD;
}

bool ws_is_tail(uint32_t last, uint32_t c)
{
    if (c >= 0xe0100 && c < 0xe01f0)
        return (last >= 0x3400 && last < 0xa000) || (last >= 0xf900 && last < 0xfb00) ||
               last >= 0x20000;
    return last == 0x1f3f4 && c >= 0xe0020 && c < 0xe0080;
}

/* ---- blanks ---- */

/* Fullwidth, Wide and Halfwidth of Unicode's UAX 11 but Hangul and Yi. */
static bool is_wide(uint32_t c)
{
    return (c >= 0x2e80 && c < 0x3130) || (c >= 0x3190 && c < 0xa000) ||
           (c >= 0xf900 && c < 0xfb00) || (c >= 0xfe30 && c < 0xfe70) ||
           (c >= 0xff01 && c < 0xffa0) || (c >= 0x20000 && c < 0x40000);
}

/* Punctuation of Chinese and of others. */
static bool is_ambiguous(uint32_t c)
{
    return c == 0x2014 || c == 0x2018 || c == 0x2019 || c == 0x201c || c == 0x201d || c == 0x2026;
}

bool ws_line_end_shows(uint32_t last, uint32_t next)
{
    return !(is_wide(last) ? is_wide(next) || is_ambiguous(next)
                           : is_ambiguous(last) && is_wide(next));
}

static bool is_opening(uint32_t c)
{
    switch (category(c)) {
    case UTF8PROC_CATEGORY_PS:
    case UTF8PROC_CATEGORY_PI:
        return true;
    default:
        return c == '"' || c == '\'' || c == '/' || c == '-' || c == '#' || c == '@';
    }
}

static bool is_closing(uint32_t c)
{
    switch (category(c)) {
    case UTF8PROC_CATEGORY_PE:
    case UTF8PROC_CATEGORY_PF:
        return true;
    default:
        return ws_is_stop(c) || c == '"' || c == '\'' || c == '%' || c == ',' || c == ';' ||
               c == ':' || c == 0x3001 || c == 0xff0c || c == 0xff1a || c == 0xff1b || c == 0x60c ||
               c == 0x61b;
    }
}

bool ws_gap_shows(uint32_t last, uint32_t next)
{
    return !is_opening(last) && !is_closing(next);
}

bool ws_seam_shows(enum ws_seam seam, uint32_t before, uint32_t last, uint32_t next)
{
    if (seam == WS_SEAM_NONE)
        return false;
    if (is_lower(last) && is_upper(next))
        return true;
    if (seam != WS_SEAM_BETWEEN)
        return false;
    if (is_digit(last) || (is_upper(last) && is_upper(before)))
        return is_upper(next); /* "NEMO" "Aurora", but not a heading of single letters */
    if (is_digit(next))
        return is_lower(last) && is_lower(before);
    return (last == ':' || last == ';' || last == '!' || last == '?' || last == ')') && is_upper(next);
}
