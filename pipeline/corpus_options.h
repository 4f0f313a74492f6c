/* corpus_options.h - setters of the command line's corpus options, see warcsift/corpus.h.
 * Threads: the main one only. */
#ifndef WARCSIFT_CORPUS_OPTIONS_H
#define WARCSIFT_CORPUS_OPTIONS_H

#include "pipeline/options.h"

/* clang-format off */
#define WS_CORPUS_OPTIONS                                                                                      \
    {0, "block-list", "PATH", "leave out what these domains and addresses name: a file, or a\ndirectory as UT1 has them. May be given more than once", \
     ws_set_block_list},                                                                                       \
    {0, "block-words", "FILE", "leave out addresses with one of these words", ws_set_block_words},               \
    {0, "block-soft", "FILE", "leave out addresses with several of these words", ws_set_block_soft}, \
    {0, "block-soft-least", "N", "so many different ones of them (default 2)", ws_set_block_soft_least},                     \
    {0, "block-parts", "FILE", "leave out addresses with one of these anywhere, but for signs",             \
     ws_set_block_parts},                                                                                 \
    {0, "pii", "WHAT", "mask: e-mail addresses, phone numbers, public IP addresses, IBANs\nand card numbers; keep (default): leave them as they are", ws_set_pii}, \
    {0, "rejects", "DIR", "where what the options above leave out goes, with the reason", ws_set_rejects},      \
    {0, "rejects-rate", "SHARE", "write so much of it, from 0 to 1 (default 1)", ws_set_rejects_rate}
/* clang-format on */

bool ws_set_block_list(struct ws_cli *cli, const char *arg);
bool ws_set_block_words(struct ws_cli *cli, const char *arg);
bool ws_set_block_soft(struct ws_cli *cli, const char *arg);
bool ws_set_block_soft_least(struct ws_cli *cli, const char *arg);
bool ws_set_block_parts(struct ws_cli *cli, const char *arg);
bool ws_set_pii(struct ws_cli *cli, const char *arg);
bool ws_set_rejects(struct ws_cli *cli, const char *arg);
bool ws_set_rejects_rate(struct ws_cli *cli, const char *arg);

#endif
