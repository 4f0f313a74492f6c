/* status.h - "warcsift status": how far the runs that fill a directory have come. Threads: none. */
#ifndef WARCSIFT_COMMANDS_STATUS_H
#define WARCSIFT_COMMANDS_STATUS_H

#include "pipeline/options/options.h"

/* Returns the exit code. */
int ws_status_command(const struct ws_cli *cli);

#endif
