/* corpus_options.h - setters of the command line's corpus options, see warcsift/corpus.h.
 * Threads: the main one only. */
#ifndef WARCSIFT_CORPUS_OPTIONS_H
#define WARCSIFT_CORPUS_OPTIONS_H

#include "pipeline/options/options.h"

/* clang-format off */
#define WS_LANGUAGE_OPTIONS                                                                                    \
    {0, "lid", "NAME", "what tells the language: cld2 (default, where built in) or declared:\nas the page says", ws_set_lid}, \
    {0, "lid-model", "FILE", "instead: a model in the format of fastText", ws_set_lid_model}

#define WS_QUALITY_OPTIONS                                                                                     \
    {0, "preset", "NAME", "quality filters: fineweb, c4, gopher, refinedweb or none", ws_set_preset},          \
    {0, "filters", "LIST", "instead: gopher-rep, gopher, refinedweb, c4, fineweb", ws_set_filters},            \
    {0, "threshold", "NAME=VALUE", "another threshold than usual; names as in datatrove, see the manual.\nMay be given more than once", ws_set_threshold}, \
    {0, "stop-words", "FILE", "words for gopher, one a line, instead of its eight English ones", ws_set_stop_words}, \
    {0, "annotate", NULL, "drop nothing for its quality: record all that filters measure", ws_set_annotate},     \
    {0, "compat", "NAME", "datatrove: filters tell words apart as it does, for English", ws_set_compat}

#define WS_CORPUS_OPTIONS                                                                                      \
    {0, "block-list", "PATH", "leave out what these domains and addresses name: a file, or a\ndirectory as UT1 has them. May be given more than once", \
     ws_set_block_list},                                                                                       \
    {0, "block-words", "FILE", "leave out addresses with one of these words", ws_set_block_words},               \
    {0, "block-soft", "FILE", "leave out addresses with several of these words", ws_set_block_soft}, \
    {0, "block-soft-least", "N", "so many different ones of them (default 2)", ws_set_block_soft_least},                     \
    {0, "block-parts", "FILE", "leave out addresses with one of these anywhere, but for signs",             \
     ws_set_block_parts},                                                                                 \
    WS_LANGUAGE_OPTIONS,                                                                                       \
    {0, "lang", "LIST", "only these languages: en,de or eng,deu; zh-Hant", ws_set_lang},                       \
    {0, "lang-score", "SCORE", "only what is in its language with a score above this, from 0 to 1", ws_set_lang_score}, \
    {0, "respect-optout", NULL, "no pages that say noai, noindex or noarchive, or reserve text\nand data mining", ws_set_respect_optout}, \
    {0, "optout", "LIST", "the same for those in a list: noai, noimageai, tdm, noindex,\nnoarchive, nosnippet, paywall", ws_set_optout_signals}, \
    WS_QUALITY_OPTIONS,                                                                                        \
    {0, "pii", "WHAT", "mask: e-mail addresses, phone numbers, public IP addresses, IBANs\nand card numbers; keep (default): leave them as they are", ws_set_pii}, \
    {0, "dedup", "KIND", "of the documents of one input that are alike the first alone:\nexact, near (and exact)", ws_set_dedup}, \
    {0, "url-dedup", NULL, "of those with addresses of one page the first alone", ws_set_url_dedup},           \
    {0, "minhash", NULL, "signatures of the articles, as datatrove has them: DIR/minhash/", ws_set_minhash},           \
    {0, "rejects", "DIR", "where what the options above leave out goes, with the reason", ws_set_rejects},      \
    {0, "rejects-rate", "SHARE", "write so much of it, from 0 to 1 (default 1)", ws_set_rejects_rate}
/* clang-format on */

bool ws_set_lid(struct ws_cli *cli, const char *arg);
bool ws_set_lid_model(struct ws_cli *cli, const char *arg);
bool ws_set_lang(struct ws_cli *cli, const char *arg);
bool ws_set_lang_score(struct ws_cli *cli, const char *arg);
bool ws_set_respect_optout(struct ws_cli *cli, const char *arg);
bool ws_set_optout_signals(struct ws_cli *cli, const char *arg);
bool ws_set_block_list(struct ws_cli *cli, const char *arg);
bool ws_set_block_words(struct ws_cli *cli, const char *arg);
bool ws_set_block_soft(struct ws_cli *cli, const char *arg);
bool ws_set_block_soft_least(struct ws_cli *cli, const char *arg);
bool ws_set_block_parts(struct ws_cli *cli, const char *arg);
bool ws_set_preset(struct ws_cli *cli, const char *arg);
bool ws_set_filters(struct ws_cli *cli, const char *arg);
bool ws_set_threshold(struct ws_cli *cli, const char *arg);
bool ws_set_stop_words(struct ws_cli *cli, const char *arg);
bool ws_set_annotate(struct ws_cli *cli, const char *arg);
bool ws_set_compat(struct ws_cli *cli, const char *arg);
bool ws_set_pii(struct ws_cli *cli, const char *arg);
bool ws_set_dedup(struct ws_cli *cli, const char *arg);
bool ws_set_url_dedup(struct ws_cli *cli, const char *arg);
bool ws_set_minhash(struct ws_cli *cli, const char *arg);
bool ws_set_rejects(struct ws_cli *cli, const char *arg);
bool ws_set_rejects_rate(struct ws_cli *cli, const char *arg);

#endif
