/* The option tables of the commands that look at archives (ls, index, cat, check) and at what
 * came of them (merge, status). */
#include "pipeline/options/options.h"

bool ws_set_json(struct ws_cli *cli, const char *arg)
{
    (void)arg;
    cli->json = true;
    return true;
}

static bool set_headers(struct ws_cli *cli, const char *arg)
{
    (void)arg;
    bool free_choice = cli->part != WS_PART_PAYLOAD;
    cli->part = WS_PART_HEADERS;
    return free_choice;
}

static bool set_payload(struct ws_cli *cli, const char *arg)
{
    (void)arg;
    bool free_choice = cli->part != WS_PART_HEADERS;
    cli->part = WS_PART_PAYLOAD;
    return free_choice;
}

static bool set_sort_memory(struct ws_cli *cli, const char *arg)
{
    return ws_size_parse(arg, &cli->sort_bytes) && cli->sort_bytes > 0 &&
           cli->sort_bytes <= SIZE_MAX / 8;
}

bool ws_set_list(struct ws_cli *cli, const char *arg)
{
    (void)arg;
    cli->list = true;
    return true;
}

static bool set_verify(struct ws_cli *cli, const char *arg)
{
    (void)arg;
    cli->verify = true;
    return true;
}

/* A number of seconds: ws_task_count_parse() reads any from 1 to 10^9. */
static bool set_watch(struct ws_cli *cli, const char *arg)
{
    return ws_task_count_parse(arg, &cli->watch);
}

static bool set_stale(struct ws_cli *cli, const char *arg)
{
    return ws_task_count_parse(arg, &cli->stale);
}

/* clang-format off */
#define MAX_RECORD {0, "max-record", "SIZE", "pass over records larger than this (default 32M)", ws_set_max_record}
#define HELP       {'h', "help", NULL, "this text", ws_set_help}

static const struct ws_option LS[] = {
    {0, "json", NULL, "an object on each line instead of a table", ws_set_json},
    WS_PREFIX_OPTION,
    WS_REMOTE_OPTIONS,
    MAX_RECORD,
    WS_CONFIG_OPTIONS,
    HELP,
};

static const struct ws_option INDEX[] = {
    {0, "sort-memory", "SIZE", "sort in files beyond so much of index (default 64M)", set_sort_memory},
    {0, "stdin-name", "NAME", "file name that \"-\" stands for (default stdin)", ws_set_stdin_name},
    WS_PREFIX_OPTION,
    WS_REMOTE_OPTIONS,
    MAX_RECORD,
    WS_CONFIG_OPTIONS,
    HELP,
};

static const struct ws_option CAT[] = {
    {0, "headers", NULL, "the WARC header and the HTTP header only", set_headers},
    {0, "payload", NULL, "the body only, its transfer and content codings undone", set_payload},
    WS_REMOTE_OPTIONS,
    MAX_RECORD,
    WS_CONFIG_OPTIONS,
    HELP,
};

static const struct ws_option CHECK[] = {
    WS_PREFIX_OPTION,
    WS_REMOTE_OPTIONS,
    MAX_RECORD,
    {'q', "quiet", NULL, "findings only, no line for each file", ws_set_quiet},
    WS_CONFIG_OPTIONS,
    HELP,
};

static const struct ws_option MERGE[] = {
    {0, "verify", NULL, "read the shards, and compare their SHA-256", set_verify},
    {0, "list", NULL, "the shards, one on each line; the report goes to the standard\nerror output", ws_set_list},
    {0, "json", NULL, "the report as an object, with all that is missing", ws_set_json},
    WS_CONFIG_OPTIONS,
    HELP,
};

static const struct ws_option STATUS[] = {
    {0, "json", NULL, "an object on one line", ws_set_json},
    {0, "watch", "SECONDS", "again and again, with a pause", set_watch},
    {0, "stale", "SECONDS", "an attempt whose checkpoint is older has stopped (default 600)", set_stale},
    WS_CONFIG_OPTIONS,
    HELP,
};
/* clang-format on */

const struct ws_option_table WS_LS_OPTIONS = {LS, sizeof LS / sizeof *LS};
const struct ws_option_table WS_INDEX_OPTIONS = {INDEX, sizeof INDEX / sizeof *INDEX};
const struct ws_option_table WS_CAT_OPTIONS = {CAT, sizeof CAT / sizeof *CAT};
const struct ws_option_table WS_CHECK_OPTIONS = {CHECK, sizeof CHECK / sizeof *CHECK};
const struct ws_option_table WS_MERGE_OPTIONS = {MERGE, sizeof MERGE / sizeof *MERGE};
const struct ws_option_table WS_STATUS_OPTIONS = {STATUS, sizeof STATUS / sizeof *STATUS};
