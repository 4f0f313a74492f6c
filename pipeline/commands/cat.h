/* cat.h - "warcsift cat": one record out of a file. */
#ifndef WARCSIFT_COMMANDS_CAT_H
#define WARCSIFT_COMMANDS_CAT_H

#include "pipeline/options/options.h"

/* Returns the exit code. */
int ws_cat_command(const struct ws_cli *cli);

#endif
