/* cat_cmd.h - "warcsift cat": one record out of a file. */
#ifndef WARCSIFT_CAT_CMD_H
#define WARCSIFT_CAT_CMD_H

#include "pipeline/options/options.h"

/* Returns the exit code. */
int ws_cat_command(const struct ws_cli *cli);

#endif
