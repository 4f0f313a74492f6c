/* math.h - formulas, of which the page gives the TeX source: in the annotation or the alttext of a math
 * element (MathML 3, section 5.1), in a script that MathJax 2 reads, or in the alt text of an image.
 * A formula becomes one math element with one text, "$TeX$", or "$$TeX$$" when it is displayed; one without TeX becomes
 * text, if it can be written in a line (math_tokens.c).
 * Private to the room. */
#ifndef WARCSIFT_MATH_H
#define WARCSIFT_MATH_H

#include "pipeline/page/scan.h"

struct ws_formula {
    struct ws_slice tex; /* without delimiters and outer blanks; n == 0: none */
    bool references;     /* character references in it count */
    bool display;        /* stands on a line of its own */
};

/* Of a math element with that start tag and content. */
struct ws_formula ws_math_element(struct ws_scan *scan, const struct ws_scan_tag *tag,
                                  const uint8_t *p, const uint8_t *end);
/* The content of a math element without TeX, with its end tag, as a line of text: tokens and simple scripts, fractions and roots.
 * Returns its bytes; 0: it has none, is longer, or is more than that. */
#define WS_MATH_LINE 1000
size_t ws_math_tokens(struct ws_scan *scan, const uint8_t *p, const uint8_t *end,
                      uint8_t out[WS_MATH_LINE]);
/* Of a script. */
struct ws_formula ws_math_script(const struct ws_scan_tag *tag, struct ws_slice content);
/* Of an img: those of MediaWiki and WordPress, and any whose alt text is delimited like TeX. */
struct ws_formula ws_math_image(const struct ws_scan_tag *tag);

/* Does the class of a span or div say that it holds TeX, for a script to set? */
bool ws_math_is_class(const struct ws_scan_tag *tag);
/* Of such an element, with delimiters around the TeX: content is all of it, without tags. */
struct ws_formula ws_math_delimited(struct ws_slice content);

/* Length of the next piece of tex that can be copied; 0 at its end and in front of a '$' without a
 * backslash, which would end the formula. */
size_t ws_math_plain(struct ws_slice tex);

#endif
