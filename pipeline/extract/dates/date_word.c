#include "pipeline/extract/dates/date_word.h"

#include "pipeline/extract/dates/date_digit.h"
#include "pipeline/extract/dates/month_names.h"
#include "pipeline/extract/text/text.h"
#include "pipeline/page/utf8.h"

#include <string.h>

uint32_t ws_date_fold(uint32_t c)
{
    static const char LATIN[] = /* U+00C0 to U+017F */
        "aaaaaaaceeeeiiiidnooooo ouuuuytsaaaaaaaceeeeiiiidnooooo ouuuuyty"
        "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllll"
        "lllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";
    static const uint16_t GREEK[] = {
        /* U+0386 to U+03CE */
        0x3b1, 0xb7,  0x3b5, 0x3b7, 0x3b9, 0x38b, 0x3bf, 0x38d, 0x3c5, 0x3c9, 0x3b9,
        0x3b1, 0x3b2, 0x3b3, 0x3b4, 0x3b5, 0x3b6, 0x3b7, 0x3b8, 0x3b9, 0x3ba, 0x3bb,
        0x3bc, 0x3bd, 0x3be, 0x3bf, 0x3c0, 0x3c1, 0x3a2, 0x3c3, 0x3c4, 0x3c5, 0x3c6,
        0x3c7, 0x3c8, 0x3c9, 0x3b9, 0x3c5, 0x3b1, 0x3b5, 0x3b7, 0x3b9, 0x3c5, 0x3b1,
        0x3b2, 0x3b3, 0x3b4, 0x3b5, 0x3b6, 0x3b7, 0x3b8, 0x3b9, 0x3ba, 0x3bb, 0x3bc,
        0x3bd, 0x3be, 0x3bf, 0x3c0, 0x3c1, 0x3c3, 0x3c3, 0x3c4, 0x3c5, 0x3c6, 0x3c7,
        0x3c8, 0x3c9, 0x3b9, 0x3c5, 0x3bf, 0x3c5, 0x3c9};
    if (c < 0x80)
        return ws_lower((uint8_t)c);
    if (c >= 0xc0 && c <= 0x17f)
        return (uint32_t)LATIN[c - 0xc0];
    if (c >= 0x386 && c <= 0x3ce)
        return GREEK[c - 0x386];
    if (c >= 0x410 && c <= 0x42f)
        return c + 0x20;
    if (c >= 0x400 && c <= 0x40f)
        return c + 0x50;
    return c;
}

void ws_date_word(const uint8_t **p, const uint8_t *end, char word[WS_DATE_WORD_BYTES])
{
    size_t n = 0;
    bool fits = true;
    while (*p < end) {
        const uint8_t *behind = *p;
        uint32_t c = ws_utf8_next(&behind, end);
        enum ws_char_class k = ws_char_class(c);
        if ((k != WS_CHAR_WORD && k != WS_CHAR_SOLO) || ws_digit_value(c) >= 0)
            break;
        fits = n + 5 < WS_DATE_WORD_BYTES;
        if (!fits)
            break;
        *p = behind;
        if (c < 0x80)
            word[n++] = (char)ws_lower((uint8_t)c);
        else
            n += ws_utf8_put((uint8_t *)word + n, ws_date_fold(c));
    }
    word[fits ? n : 0] = '\0';
}

int ws_month_of(const char *word)
{
    size_t low = 0, high = sizeof WS_MONTH_NAMES / sizeof *WS_MONTH_NAMES;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        int order = strcmp(word, WS_MONTH_NAMES[mid].name);
        if (order == 0)
            return WS_MONTH_NAMES[mid].month;
        if (order < 0)
            high = mid;
        else
            low = mid + 1;
    }
    return 0;
}

#define FILLER_BYTES      5 /* of the longest */
#define WIDE_FILLER_BYTES 8 /* in other letters than those of ASCII */

bool ws_is_date_filler(const char *word)
{
    static const char FILLERS[] =
        " de del of the di do da d er re st nd rd th den der des dne e el y m "
        "i a o г р thang nam ngay года ";
    size_t n = strlen(word);
    if (n > ((uint8_t)*word < 0x80 ? FILLER_BYTES : WIDE_FILLER_BYTES))
        return false;
    for (const char *p = FILLERS; n && (p = strstr(p, word)) != NULL; p++)
        if (p[-1] == ' ' && p[n] == ' ')
            return true;
    return false;
}
