/* host_name.h - names of hosts in the letters of ASCII, by which lists and addresses meet.
 * Threads: pure function. */
#ifndef WARCSIFT_HOST_NAME_H
#define WARCSIFT_HOST_NAME_H

#include "warcsift/base.h"

#define WS_HOST_MAX 255 /* bytes of a name: RFC 1035, 2.3.4 */

/* Writes name in lower case, each label with other letters in its "xn--" form (RFC 3492, of letters in lower case and NFKC).
 * What is no UTF-8 stays as it is. Returns the length; 0: it is empty, or longer than a name can be. */
size_t ws_host_ascii(struct ws_slice name, uint8_t out[WS_HOST_MAX]);

#endif
