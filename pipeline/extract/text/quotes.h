/* quotes.h - the quotation marks that browsers write around q elements: after CLDR, by language. */
#ifndef WARCSIFT_QUOTES_H
#define WARCSIFT_QUOTES_H

#include "warcsift/base.h"

struct ws_quotes {
    const char *open, *close; /* at most WS_QUOTE_BYTES each */
    bool apart;               /* blanks stand inside of them */
};

#define WS_QUOTE_BYTES 3

/* lang: a language tag; depth: how many quotations are around this one. */
struct ws_quotes ws_quotes_of(struct ws_slice lang, unsigned depth);

/* Does it often stand in front of a quotation? */
bool ws_opens_quote(uint32_t ch);
/* With a quotation mark of any kind. */
bool ws_begins_with_quote(struct ws_slice s);

#endif
