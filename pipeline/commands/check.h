/* check_cmd.h - "warcsift check": whether archives are sound: structure and digests. */
#ifndef WARCSIFT_CHECK_CMD_H
#define WARCSIFT_CHECK_CMD_H

#include "pipeline/options/options.h"

/* Returns the exit code. */
int ws_check_command(const struct ws_cli *cli);

#endif
