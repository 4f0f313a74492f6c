/* ls.h - "warcsift ls": the records of archives, one a line. */
#ifndef WARCSIFT_COMMANDS_LS_H
#define WARCSIFT_COMMANDS_LS_H

#include "pipeline/options/options.h"

/* Returns the exit code. */
int ws_ls_command(const struct ws_cli *cli);

#endif
