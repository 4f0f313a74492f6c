#ifdef WS_HAVE_CLD2
#include "pipeline/corpus/cld2.h"

#include <cstdio> /* the header of the library needs it */
#include <cstring>
#include <new>

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>

/* A text with more of them is none. */
static const int MAX_STRANGE = 64;

/* The character at text + at, and no more. */
static void blank(char *text, size_t n, size_t at)
{
    do
        text[at++] = ' ';
    while (at < n && (text[at] & 0xc0) == 0x80);
}

static void detect(char *text, size_t n, const CLD2::CLDHints &hints, ws_cld2_guess *guess)
{
    CLD2::Language best = CLD2::UNKNOWN_LANGUAGE, three[3];
    int percent[3], letters, valid = 0;
    double scores[3];
    bool reliable = false;
    for (int i = 0; i < MAX_STRANGE; i++) {
        best = CLD2::ExtDetectLanguageSummaryCheckUTF8(text, static_cast<int>(n), true, &hints,
                                                       0, three, percent, scores, nullptr,
                                                       &letters, &reliable, &valid);
        if (valid < 0 || static_cast<size_t>(valid) >= n)
            break;
        blank(text, n, static_cast<size_t>(valid));
    }
    /* The best one is mostly, but not always, the first of the three. */
    for (int i = 0; i < 3; i++)
        if (best != CLD2::UNKNOWN_LANGUAGE && three[i] == best)
            *guess = {CLD2::LanguageCode(best), static_cast<unsigned>(percent[i]), reliable};
}

bool ws_cld2_detect(char *text, size_t n, const char *languages, const char *tld,
                    ws_cld2_guess *guess)
{
    *guess = {"un", 0, false};
    const CLD2::CLDHints hints = {languages, tld, CLD2::UNKNOWN_ENCODING,
                                  CLD2::UNKNOWN_LANGUAGE};
    try {
        detect(text, n, hints, guess);
    } catch (const std::bad_alloc &) {
        return false;
    }
    return true;
}

void ws_cld2_version(char *version, size_t size)
{
    std::snprintf(version, size, "%s", CLD2::DetectLanguageVersion());
}
#endif
