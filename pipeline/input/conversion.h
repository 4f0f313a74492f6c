/* conversion.h - the text of a conversion record (of a WET file): somebody else made it of a page, so nothing
 * is chosen in it. It comes out as the text of an article does: UTF-8 in NFC, no invisible characters, one blank
 * between words, no blanks around lines, one empty line where there were any.
 * Threads: one per converter. */
#ifndef WARCSIFT_CONVERSION_H
#define WARCSIFT_CONVERSION_H

#include "warcsift/article.h"

struct ws_converter;
struct ws_converter *ws_converter_new(const struct ws_extract_options *o); /* NULL: no memory */
void ws_converter_free(struct ws_converter *c);

/* As ws_extract(), but only text and charset are filled in; the list of blocks, if it was asked for, is empty. */
WS_MUST_USE enum ws_status ws_convert(struct ws_converter *c, const struct ws_page *page,
                                      struct ws_article *art, struct ws_error *err);

#endif
