/* merge.h - "warcsift merge": whether a directory is complete, and its totals. Threads: none. */
#ifndef WARCSIFT_COMMANDS_MERGE_H
#define WARCSIFT_COMMANDS_MERGE_H

#include "pipeline/options/options.h"

/* Returns the exit code. */
int ws_merge_command(const struct ws_cli *cli);

#endif
