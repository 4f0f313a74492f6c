/* corpus_options.h - setters of the command line's corpus options, see warcsift/corpus.h.
 * Threads: the main one only. */
#ifndef WARCSIFT_CORPUS_OPTIONS_H
#define WARCSIFT_CORPUS_OPTIONS_H

#include "pipeline/options.h"

/* clang-format off */
#define WS_CORPUS_OPTIONS                                                                                      \
    {0, "rejects", "DIR", "where what the options above leave out goes, with the reason", ws_set_rejects},      \
    {0, "rejects-rate", "SHARE", "write so much of it, from 0 to 1 (default 1)", ws_set_rejects_rate}
/* clang-format on */

bool ws_set_rejects(struct ws_cli *cli, const char *arg);
bool ws_set_rejects_rate(struct ws_cli *cli, const char *arg);

#endif
