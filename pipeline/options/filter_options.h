/* filter_options.h - what the options that choose records do (options.c has their table).
 * All return false when the argument is no good. */
#ifndef WARCSIFT_FILTER_OPTIONS_H
#define WARCSIFT_FILTER_OPTIONS_H

#include "pipeline/options/options.h"

bool ws_set_status(struct ws_cli *cli, const char *arg);
bool ws_set_mime(struct ws_cli *cli, const char *arg);
bool ws_set_min_length(struct ws_cli *cli, const char *arg);
bool ws_set_max_length(struct ws_cli *cli, const char *arg);
bool ws_set_url_include(struct ws_cli *cli, const char *arg);
bool ws_set_url_exclude(struct ws_cli *cli, const char *arg);
bool ws_set_since(struct ws_cli *cli, const char *arg);
bool ws_set_until(struct ws_cli *cli, const char *arg);
bool ws_set_skip_truncated(struct ws_cli *cli, const char *arg);

#endif
