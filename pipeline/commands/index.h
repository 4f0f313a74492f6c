/* index_cmd.h - "warcsift index": the CDXJ index of archives, sorted. */
#ifndef WARCSIFT_INDEX_CMD_H
#define WARCSIFT_INDEX_CMD_H

#include "pipeline/options/options.h"

/* Returns the exit code. */
int ws_index_command(const struct ws_cli *cli);

#endif
