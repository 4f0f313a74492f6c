/* mail.h - addresses that Cloudflare's e-mail obfuscation has hidden from crawlers: data-cfemail="HEX" on an
 * element, or href="/cdn-cgi/l/email-protection#HEX". */
#ifndef WARCSIFT_MAIL_H
#define WARCSIFT_MAIL_H

#include "warcsift/base.h"

#define WS_MAIL_MAX 320 /* bytes; no address is longer (RFC 3696, 3) */

/* Decodes HEX; returns the bytes of the address, 0 when it is none. It never has more bytes than hex. */
size_t ws_mail_decode(struct ws_slice hex, uint8_t out[WS_MAIL_MAX]);

#endif
