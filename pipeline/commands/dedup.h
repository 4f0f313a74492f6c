/* dedup_cmd.h - "warcsift dedup": shards without duplicate documents. */
#ifndef WARCSIFT_DEDUP_CMD_H
#define WARCSIFT_DEDUP_CMD_H

#include "pipeline/options/options.h"

/* Returns the exit code. */
int ws_dedup_command(const struct ws_cli *cli);

#endif
