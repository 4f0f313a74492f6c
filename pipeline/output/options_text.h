/* options_text.h - the options that decide what the output is, as a text and as a hash.
 * Threads: none of its own. */
#ifndef WARCSIFT_OPTIONS_TEXT_H
#define WARCSIFT_OPTIONS_TEXT_H

#include "warcsift/sift.h"

#define WS_OPTIONS_HASH 72 /* "sha256:", 64 hexadecimal digits, NUL */

struct ws_options_text {
    char *text; /* one line */
    char hash[WS_OPTIONS_HASH]; /* of that, the version of the program, the layout of records, and the
                                 * libraries that compress and decode: two runs with the same one write the same bytes */
};

/* o: its compress is not WS_COMPRESS_AUTO. patterns, corpus: of its filter and corpus stage, " NAME=..." each. cdx_sha256: of the lines
 * of o->cdx, NULL without. What cannot change a byte of a shard or of the stats file is left out: threads,
 * places, observers. false: no memory; t->text is the caller's to free. */
WS_MUST_USE bool ws_options_text_init(struct ws_options_text *t, const struct ws_sift_options *o,
                                      const char *patterns, const char *corpus, const char *cdx_sha256);

#endif
