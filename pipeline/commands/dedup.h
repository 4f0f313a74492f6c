/* dedup.h - "warcsift dedup": shards without duplicate documents. */
#ifndef WARCSIFT_COMMANDS_DEDUP_H
#define WARCSIFT_COMMANDS_DEDUP_H

#include "pipeline/options/options.h"

/* Returns the exit code. */
int ws_dedup_command(const struct ws_cli *cli);

#endif
