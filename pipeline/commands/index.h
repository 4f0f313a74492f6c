/* index.h - "warcsift index": the CDXJ index of archives, sorted. */
#ifndef WARCSIFT_COMMANDS_INDEX_H
#define WARCSIFT_COMMANDS_INDEX_H

#include "pipeline/options/options.h"

/* Returns the exit code. */
int ws_index_command(const struct ws_cli *cli);

#endif
