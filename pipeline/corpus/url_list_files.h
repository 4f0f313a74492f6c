/* url_list_files.h - reads the files of lists of addresses. Threads: one at a time. */
#ifndef WARCSIFT_URL_LIST_FILES_H
#define WARCSIFT_URL_LIST_FILES_H

#include "pipeline/corpus/url_lists.h"
#include "warcsift/corpus.h"

/* Fills l, which is initialised, with all that o names, and closes it. What was read is
 * appended to text, " NAME=HASH" for each path: the SHA-256 of its lines, as they are unpacked
 * (of a directory, of all its files in the order of their names, each with its name in front).
 * false: msg says what is wrong, and where. */
WS_MUST_USE bool ws_url_list_files_read(const struct ws_url_list_options *o,
                                        struct ws_url_lists *l, struct ws_buf *text, char *msg,
                                        size_t n_msg);

#endif
