/* seams.h - what belongs between two characters that markup brings together: a blank, nothing, or the
 * invisible joiner that stood there. Pure functions of characters. */
#ifndef WARCSIFT_SEAMS_H
#define WARCSIFT_SEAMS_H

#include "warcsift/base.h"

#define WS_ZWNJ 0x200cu
#define WS_ZWJ  0x200du

/* Does ZWNJ or ZWJ mean something between last and next (0: a blank or the end of the text)? In scripts whose
 * letters join or stack (Arabic, Persian, Indic, Mongolian ...) and inside emoji it does; elsewhere it
 * is invisible and only breaks words for programs. Rules after Unicode 15, sections 9.2, 12.1 and 23.2. */
bool ws_joiner_counts(uint32_t last, uint32_t joiner, uint32_t next);

/* Text on both sides of something that sets it apart (a control, an image, two links): is a blank missing? Not
 * in front of closing and behind opening punctuation. */
bool ws_gap_shows(uint32_t last, uint32_t next);

/* A line that ends in the source between two characters: is it a blank? Not between those of Chinese and Japanese (CSS
 * Text 3, 4.1.3, segment break transformation). Quotes and dashes that they share with others count beside one of
 * theirs. WS_WIDE_FROM: of characters below it all lines do. */
#define WS_WIDE_FROM 0x2014u
bool ws_line_end_shows(uint32_t last, uint32_t next);

/* Characters that are not seen and belong to the one before them: the variation selectors of Han, and the tags behind
 * the black flag, of which the flags of regions are made. Anywhere else they are nothing, or hide something. */
bool ws_is_tail(uint32_t last, uint32_t c);

/* Where only the tags of inline elements stand between two characters, style often sets them apart, and
 * the letters tell: "Home" "About", but not "W" "ord". */
enum ws_seam {
    WS_SEAM_NONE,
    WS_SEAM_CLOSED, /* an element ended there */
    WS_SEAM_BETWEEN /* and the next one began */
};
/* before: the character in front of last in the same element, 0: none. */
bool ws_seam_shows(enum ws_seam seam, uint32_t before, uint32_t last, uint32_t next);

#endif
