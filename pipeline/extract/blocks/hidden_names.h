/* hidden_names.h - what the names of classes and ids say of why an element is not to be seen. */
#ifndef WARCSIFT_HIDDEN_NAMES_H
#define WARCSIFT_HIDDEN_NAMES_H

#include "warcsift/base.h"

/* Why an element is not to be seen. */
enum ws_cause {
    WS_CAUSE_NONE,   /* it is */
    WS_CAUSE_ARIA,   /* from assistive software only */
    WS_CAUSE_PANEL,  /* until a click */
    WS_CAUSE_ANSWER, /* like HIDDEN, behind a heading: PANEL if there are several */
    WS_CAUSE_MORE,   /* like HIDDEN, beside what asks to read more: PANEL if it is running text */
    WS_CAUSE_HIDDEN, /* by attribute or style */
    WS_CAUSE_READER, /* text for screen readers */
    WS_CAUSE_OVERLAY,
    WS_CAUSE_NOSCRIPT,
    WS_CAUSE_NUMBERS, /* of lines, if digits are all it holds */
    WS_CAUSE_LINES    /* it is; but line ends count in it */
};

struct ws_name_pattern {
    const char *word;
    uint8_t cause; /* enum ws_cause */
    bool whole;    /* ends where the word ends */
};

/* Patterns by the letters they begin with: few words of a page do. */
struct ws_name_patterns {
    const struct ws_name_pattern *v; /* sorted by word */
    uint8_t from[27];    /* index of the first pattern of each letter, and how many there are */
    uint32_t next[3][26]; /* sets of second, third and fourth letters, by first letter */
    uint8_t low[4][16], high[4][16]; /* of the first four letters, by the halves of a byte: sets of groups of patterns
                                      * that have such a letter there */
    bool wide;                       /* these are used: the processor has AVX2 */
};

void ws_hiding_names(struct ws_name_patterns *x); /* READER, OVERLAY, NUMBERS and LINES */
void ws_panel_names(struct ws_name_patterns *x);  /* PANEL */

/* What the first name that one of the patterns matches says; WS_CAUSE_NONE: none does. end: of what can be read,
 * behind the names. */
enum ws_cause ws_match_names(const struct ws_name_patterns *x, struct ws_slice names, const uint8_t *end);

#endif
