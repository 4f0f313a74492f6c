/* mime.h - is this payload an HTML page?
 *
 * What is declared decides: WARC-Identified-Payload-Type, else Content-Type. Only without either (absent,
 * empty, or one of the names the MIME Sniffing Standard, section 7, treats as unknown) the first bytes
 * do. application/octet-stream and text/plain are believed, as browsers believe them: they do not turn
 * into HTML.
 * Threads: pure functions. */
#ifndef WARCSIFT_MIME_H
#define WARCSIFT_MIME_H

#include "warcsift/base.h"

#define WS_MIME_SIZE 128

/* "Text/HTML; charset=x" -> "text/html". Empty when it is not type/subtype or does not fit. */
void ws_mime_essence(struct ws_slice content_type, char out[WS_MIME_SIZE]);

/* Is there anything to go by? False for "", unknown/unknown, application/unknown and the any-type. */
bool ws_mime_is_known(const char *essence);
/* text/html or an XHTML type. */
bool ws_mime_is_html(const char *essence);

/* By the first bytes: an HTML signature behind leading white space (MIME Sniffing, 7.1), or an XML
 * declaration with the XHTML namespace near it. */
bool ws_sniff_html(struct ws_slice bytes);
/* Surely no page: the signature of an image, PDF, font, archive or media file (MIME Sniffing, 6 and 7.1). */
bool ws_sniff_binary(struct ws_slice bytes);

#endif
