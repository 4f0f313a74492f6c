/* options.h - the command line: one table per command, from which it is both read and
 * explained. Threads: the main one only (getopt_long() keeps its place in globals). */
#ifndef WARCSIFT_OPTIONS_H
#define WARCSIFT_OPTIONS_H

#include "pipeline/dedup/dedup.h"
#include "pipeline/options/task.h"
#include "warcsift/sift.h"

#include <stdio.h>

/* What "cat" prints of a record. */
enum ws_record_part { WS_PART_ALL, WS_PART_HEADERS, WS_PART_PAYLOAD };

enum ws_page_format { WS_FORMAT_TEXT, WS_FORMAT_JSON }; /* Markdown is a text, too */

#define WS_CLI_LISTS    64  /* --block-list and the like, each */
#define WS_CLI_PATTERNS 256 /* --url-include and --url-exclude, each; files of them hold more */

struct ws_config;

/* All that options can say, for any command. Strings point into argv and config. */
struct ws_cli {
    struct ws_sift_options sift;
    bool quiet, verbose, help, version;
    enum ws_page_format format; /* of extract */
    const char *url;            /* of extract; "" when not given */
    const char *date; /* of extract, as ws_date_normalise() reads it; "" when not given */
    struct ws_task task;        /* count 0: not given */
    bool no_task;               /* all inputs, whatever the environment says */
    uint64_t tasks;             /* 0: not given */
    bool json;                  /* of ls, merge, status, dedup */
    bool list, verify;          /* of merge; list of dedup, too */
    uint64_t watch, stale;      /* of status: seconds; watch 0: once */
    enum ws_record_part part;   /* of cat */
    uint64_t sort_bytes;        /* of index */
    struct ws_dedup_options dedup; /* but for out, threads and list, which are above */
    const char *url_include[WS_CLI_PATTERNS], *url_exclude[WS_CLI_PATTERNS]; /* sift.filter has how many */
    const char *block_list[WS_CLI_LISTS], *block_words[WS_CLI_LISTS], *block_soft[WS_CLI_LISTS],
        *block_parts[WS_CLI_LISTS]; /* sift.corpus.lists has how many */
    bool print_config;
    struct ws_config *config; /* all that was said, see config.h */
    const char *const *args; /* what is left */
    size_t n_args;
};

struct ws_option {
    char letter;      /* 0: none */
    const char *name; /* long form, without dashes */
    const char *arg;  /* name of its argument; NULL: takes none */
    const char *help; /* lines separated by '\n' */
    bool (*set)(struct ws_cli *cli, const char *arg); /* false: the argument is no good */
};

struct ws_option_table {
    const struct ws_option *list;
    size_t n;
};
extern const struct ws_option_table WS_SIFT_OPTIONS, WS_EXTRACT_OPTIONS;
extern const struct ws_option_table WS_DEDUP_OPTIONS; /* dedup_options.c */
/* tool_options.c */
extern const struct ws_option_table WS_LS_OPTIONS, WS_INDEX_OPTIONS, WS_CAT_OPTIONS, WS_CHECK_OPTIONS,
    WS_MERGE_OPTIONS, WS_STATUS_OPTIONS;

/* Setters that several tables use. */
bool ws_set_max_record(struct ws_cli *cli, const char *arg);
bool ws_set_stdin_name(struct ws_cli *cli, const char *arg);
bool ws_set_output(struct ws_cli *cli, const char *arg);
bool ws_set_threads(struct ws_cli *cli, const char *arg);
bool ws_set_json(struct ws_cli *cli, const char *arg);
bool ws_set_list(struct ws_cli *cli, const char *arg);
bool ws_set_quiet(struct ws_cli *cli, const char *arg);
bool ws_set_help(struct ws_cli *cli, const char *arg);
bool ws_set_config(struct ws_cli *cli, const char *arg);
bool ws_set_print_config(struct ws_cli *cli, const char *arg);
bool ws_set_prefix(struct ws_cli *cli, const char *arg);
bool ws_set_retries(struct ws_cli *cli, const char *arg);
bool ws_set_timeout(struct ws_cli *cli, const char *arg);
bool ws_set_no_sign_request(struct ws_cli *cli, const char *arg);

/* How remote files are asked for, in every table of a command that reads archives. */
#define WS_REMOTE_OPTIONS                                                                                      \
    {0, "retries", "N", "attempts after a failed one, of a remote input (default 10)", ws_set_retries},         \
    {0, "timeout", "SECONDS", "a server that is silent for so long has failed (default 30)", ws_set_timeout},  \
    {0, "no-sign-request", NULL, "s3://: ask without credentials", ws_set_no_sign_request}
/* In every table. */
#define WS_CONFIG_OPTIONS                                                                                      \
    {0, "config", "FILE", "options out of a file (--print-config), or those that made a stats\nfile; the command line wins; --no-NAME takes one back", \
     ws_set_config},                                                                                           \
    {0, "print-config", NULL, "print the options as such a file, and end", ws_set_print_config}
#define WS_PREFIX_OPTION                                                                                       \
    {0, "prefix", "URL", "put in front of the paths in lists (@FILE)", ws_set_prefix}

/* Fills cli, defaults first. argv[0] is passed over; argv is reordered: options, then
 * arguments. false: msg (of n_msg bytes) says what is wrong. Either way release cli. */
WS_MUST_USE bool ws_options_parse(const struct ws_option_table *table, int argc, char **argv,
                                  struct ws_cli *cli, char *msg, size_t n_msg);
void ws_options_release(struct ws_cli *cli);
bool ws_option_is_in_files(const struct ws_option *o); /* not --help and the like */
void ws_options_print(const struct ws_option_table *table, FILE *to);

/* "3600", "90s", "55m", "1h30m", "2d". false: not a time, none, or over WS_SECONDS_MAX. */
#define WS_SECONDS_MAX ((uint64_t)366 * 86400)
WS_MUST_USE bool ws_duration_parse(const char *text, uint64_t *seconds);

/* "4096", "64K", "16M", "2G" (powers of 1024). false: not a size, or over 64 bits. */
WS_MUST_USE bool ws_size_parse(const char *text, uint64_t *bytes);

#endif
