/* check.h - "warcsift check": whether archives are sound: structure and digests. */
#ifndef WARCSIFT_COMMANDS_CHECK_H
#define WARCSIFT_COMMANDS_CHECK_H

#include "pipeline/options/options.h"

/* Returns the exit code. */
int ws_check_command(const struct ws_cli *cli);

#endif
