/* nfc.h - text in Unicode Normalization Form C (UAX #15), by libutf8proc.
 *
 * Most text is in that form already. What cannot change is told apart in two steps, as the quick check of UAX #15,
 * section 9: ws_nfc_is_plain() for the letters that most text is made of, a short table for the rest. Only the few
 * characters between two boundaries around a suspect go through the library. */
#ifndef WARCSIFT_NFC_H
#define WARCSIFT_NFC_H

#include "pipeline/page/arena.h"

/* A character that stays as it is, whatever stands before and behind it but for combining marks. May say
 * no of such a character, never yes of another. */
static inline bool ws_nfc_is_plain(uint32_t c)
{
    return c < 0x300 || c - 0x4e00 < 0x5200 ||         /* Latin; Han */
           c - 0x388 < 0xfb || c - 0x1e00 < 0x170 ||   /* Greek, Cyrillic; Vietnamese */
           c - 0x5d0 < 0x1b || c - 0x620 < 0x2b ||     /* letters of Hebrew, Arabic */
           c - 0x2002 < 0xce || c - 0xac00 < 0x2ba4 || /* punctuation; Hangul */
           c - 0x3000 < 0x2a || c - 0x3041 < 0x56 ||   /* hiragana */
           c - 0x309b < 0x1d65 || c - 0xff00 < 0xf0;   /* katakana, rare Han; wide forms */
}

/* Is s all ASCII and Latin (below U+0300)? Such text is in NFC. */
static inline bool ws_nfc_is_latin(struct ws_slice s)
{
    uint8_t most = 0;
    for (size_t i = 0; i < s.n; i++)
        most = s.p[i] > most ? s.p[i] : most;
    return most < 0xcc;
}

/* May c change, or change its neighbours, under NFC? (ordering of marks apart) */
bool ws_nfc_is_suspect(uint32_t c);

/* s in NFC: itself, or a copy in arena. Of a run of combining marks that has to be ordered only the first
 * 30 are kept (Stream-Safe Text Format, UAX #15, section 13): no language stacks more.
 * s: valid UTF-8. p == NULL: no memory (only when s.p is not NULL). */
struct ws_slice ws_nfc(struct ws_arena *arena, struct ws_slice s);

#endif
