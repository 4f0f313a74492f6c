/* ls_cmd.h - "warcsift ls": the records of archives, one a line. */
#ifndef WARCSIFT_LS_CMD_H
#define WARCSIFT_LS_CMD_H

#include "pipeline/options/options.h"

/* Returns the exit code. */
int ws_ls_command(const struct ws_cli *cli);

#endif
