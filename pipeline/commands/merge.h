/* merge_cmd.h - "warcsift merge": whether a directory is complete, and its totals. Threads: none. */
#ifndef WARCSIFT_MERGE_CMD_H
#define WARCSIFT_MERGE_CMD_H

#include "pipeline/options/options.h"

/* Returns the exit code. */
int ws_merge_command(const struct ws_cli *cli);

#endif
