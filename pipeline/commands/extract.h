/* extract.h - "warcsift extract": one page, no archive. */
#ifndef WARCSIFT_COMMANDS_EXTRACT_H
#define WARCSIFT_COMMANDS_EXTRACT_H

#include "pipeline/options/options.h"

/* Reads cli->args[0] (none or "-": standard input), writes to the standard output, errors to stderr.
 * Returns the exit code. */
int ws_extract_command(const struct ws_cli *cli);

#endif
