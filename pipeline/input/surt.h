/* surt.h - the sort key of an address in an index: "com,example)/path?a=1&b=2".
 *
 * The canonical form is that of the Wayback machine's DefaultIAURLCanonicalizer with SURT and without scheme
 * (https://github.com/iipc/webarchive-commons, package org.archive.url; in Python the package surt, which
 * pywb and cdxj-indexer call), so that keys meet those of other indexes. In short: percent escapes are undone
 * until none is left and then set again where needed; host and path and query in lower case; no user, no
 * fragment, no default port, no www. in front; numeric hosts as dotted quads; "." and ".." and empty path
 * segments resolved; well-known session ids taken out of path and query; arguments of the query sorted; no
 * slash at the end of a path.
 *
 * One difference: a host with characters beyond ASCII is percent-escaped, not turned into its xn-- form
 * (archives hold the latter already, with few exceptions).
 *
 * Threads: pure function. */
#ifndef WARCSIFT_SURT_H
#define WARCSIFT_SURT_H

#include "warc/buf.h"

/* Appends the key of url. What is no address after all is its own key, with blanks escaped; the key of an empty
 * one is "-". A key never has a byte up to 0x20 in it. Takes linear time (and n log n for the arguments).
 * false: no memory, or out would go over its maximum. */
WS_MUST_USE bool ws_surt(struct ws_slice url, struct ws_buf *out);

/* The same, for telling whether two addresses are of one page: but the letters of path and query keep their case, and
 * empty arguments and those that say only where a reader came from (utm_..., gclid, fbclid ...) are left out. Less is
 * taken for the same than by keys of an index, which are there to find things: /watch?v=aB and ?v=Ab are two pages. */
WS_MUST_USE bool ws_surt_page(struct ws_slice url, struct ws_buf *out);

#endif
