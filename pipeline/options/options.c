#include "pipeline/options/options.h"
#include "pipeline/extract/dates/date.h"
#include "pipeline/options/corpus_options.h"
#include "pipeline/options/filter_options.h"
#include "pipeline/options/role_set.h"

#include <stdlib.h>
#include <string.h>

/* --- values --------------------------------------------------------------------------- */

static bool parse_uint(const char *text, uint64_t *value, const char **end)
{
    uint64_t v = 0;
    const char *p = text;
    for (; *p >= '0' && *p <= '9'; p++) {
        unsigned digit = (unsigned)(*p - '0');
        if (v > (UINT64_MAX - digit) / 10)
            return false;
        v = v * 10 + digit;
    }
    *value = v;
    *end = p;
    return p > text;
}

bool ws_size_parse(const char *text, uint64_t *bytes)
{
    const char *unit;
    uint64_t n;
    if (!parse_uint(text, &n, &unit))
        return false;
    unsigned shift = 0;
    switch (*unit) {
    case '\0':
        break;
    case 'K':
    case 'k':
        shift = 10;
        break;
    case 'M':
    case 'm':
        shift = 20;
        break;
    case 'G':
    case 'g':
        shift = 30;
        break;
    default:
        return false;
    }
    if ((*unit && unit[1]) || n > UINT64_MAX >> shift)
        return false;
    *bytes = n << shift;
    return true;
}

/* "3600", "90s", "55m", "1h30m", "2d": units from large to small, each once. */
bool ws_duration_parse(const char *text, uint64_t *seconds)
{
    static const char UNITS[] = "dhms";
    static const uint64_t SECONDS[] = {86400, 3600, 60, 1};
    const char *end;
    uint64_t n, sum = 0;
    size_t from = 0;
    if (!parse_uint(text, &n, &end))
        return false;
    if (*end == '\0') {
        *seconds = n;
        return n > 0 && n <= WS_SECONDS_MAX;
    }
    for (; *text; text = end + 1) {
        if (!parse_uint(text, &n, &end) || n > WS_SECONDS_MAX)
            return false;
        const char *unit = *end ? strchr(UNITS + from, *end) : NULL;
        if (!unit)
            return false;
        sum += n * SECONDS[unit - UNITS];
        from = (size_t)(unit - UNITS) + 1;
    }
    *seconds = sum;
    return sum > 0 && sum <= WS_SECONDS_MAX;
}

static bool set_max_runtime(struct ws_cli *cli, const char *arg)
{
    return ws_duration_parse(arg, &cli->sift.max_seconds);
}

bool ws_set_output(struct ws_cli *cli, const char *arg)
{
    cli->sift.out = arg;
    return *arg != '\0';
}

static bool set_number(unsigned *to, const char *arg, uint64_t least, uint64_t most)
{
    const char *end;
    uint64_t n;
    if (!parse_uint(arg, &n, &end) || *end || n < least || n > most)
        return false;
    *to = (unsigned)n;
    return true;
}

static bool set_spool(struct ws_cli *cli, const char *arg)
{
    cli->sift.spool = arg;
    return *arg != '\0';
}

bool ws_set_threads(struct ws_cli *cli, const char *arg)
{
    return set_number(&cli->sift.threads, arg, 1, 1024);
}

bool ws_set_retries(struct ws_cli *cli, const char *arg)
{
    return set_number(&cli->sift.net.retries, arg, 0, 1000);
}

bool ws_set_timeout(struct ws_cli *cli, const char *arg)
{
    return set_number(&cli->sift.net.timeout, arg, 1, 86400);
}

bool ws_set_no_sign_request(struct ws_cli *cli, const char *arg)
{
    (void)arg;
    cli->sift.net.no_sign_request = true;
    return true;
}

bool ws_set_prefix(struct ws_cli *cli, const char *arg)
{
    cli->sift.prefix = arg;
    return *arg != '\0';
}

/* Less than a step of reading would fetch nothing ahead. */
static bool set_read_ahead(struct ws_cli *cli, const char *arg)
{
    return ws_size_parse(arg, &cli->sift.net.read_ahead) &&
           cli->sift.net.read_ahead >= (64u << 10) &&
           cli->sift.net.read_ahead <= (UINT64_C(16) << 30);
}

static bool set_shard_size(struct ws_cli *cli, const char *arg)
{
    return ws_size_parse(arg, &cli->sift.shard_bytes) && cli->sift.shard_bytes > 0;
}

static bool set_compress(struct ws_cli *cli, const char *arg)
{
    if (strcmp(arg, "gzip") == 0)
        cli->sift.compress = WS_COMPRESS_GZIP;
    else if (strcmp(arg, "zstd") == 0)
        cli->sift.compress = WS_COMPRESS_ZSTD;
    else if (strcmp(arg, "none") == 0)
        cli->sift.compress = WS_COMPRESS_NONE;
    else
        return false;
    return true;
}

bool ws_set_stdin_name(struct ws_cli *cli, const char *arg)
{
    cli->sift.stdin_name = arg;
    return *arg && !strchr(arg, '/');
}

/* Blocks and the pages in them: what is not read need not be decoded. */
bool ws_set_max_record(struct ws_cli *cli, const char *arg)
{
    uint64_t bytes;
    if (!ws_size_parse(arg, &bytes) || bytes == 0 || bytes > (UINT64_C(1) << 30))
        return false;
    cli->sift.archive.max_record_bytes = bytes;
    cli->sift.extract.max_page_bytes = (size_t)bytes;
    return true;
}

static bool set_favor(struct ws_cli *cli, const char *arg)
{
    static const char *const NAMES[] = {[WS_FAVOR_PRECISION] = "precision",
                                        [WS_FAVOR_BALANCED] = "balanced",
                                        [WS_FAVOR_RECALL] = "recall"};
    for (unsigned i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        if (strcmp(arg, NAMES[i]) == 0) {
            cli->sift.extract.favor = i;
            return true;
        }
    return false;
}

static bool set_parser(struct ws_cli *cli, const char *arg)
{
    static const char *const NAMES[] = {[WS_PARSER_AUTO] = "auto",
                                        [WS_PARSER_DIRECT] = "direct",
                                        [WS_PARSER_LIBXML2] = "libxml2"};
    for (unsigned i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        if (strcmp(arg, NAMES[i]) == 0) {
            cli->sift.extract.parser = i;
            return true;
        }
    return false;
}

static bool set_keep(struct ws_cli *cli, const char *arg)
{
    struct ws_extract_options *o = &cli->sift.extract;
    return ws_role_set_add(&o->keep_roles, arg) && !(o->keep_roles & o->drop_roles);
}

static bool set_drop(struct ws_cli *cli, const char *arg)
{
    struct ws_extract_options *o = &cli->sift.extract;
    return ws_role_set_add(&o->drop_roles, arg) && !(o->keep_roles & o->drop_roles);
}

static bool set_schema(struct ws_cli *cli, const char *arg)
{
    static const char *const NAMES[] = {[WS_SCHEMA_FLAT] = "flat",
                                        [WS_SCHEMA_DATATROVE] = "datatrove",
                                        [WS_SCHEMA_DOLMA] = "dolma"};
    for (unsigned i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        if (strcmp(arg, NAMES[i]) == 0) {
            cli->sift.layout.schema = i;
            return true;
        }
    return false;
}

static bool set_source_name(struct ws_cli *cli, const char *arg)
{
    cli->sift.layout.source_name = arg;
    return *arg != '\0';
}

static bool set_with_title(struct ws_cli *cli, const char *arg)
{
    (void)arg;
    cli->sift.extract.with_title = true;
    return true;
}

static bool set_blocks(struct ws_cli *cli, const char *arg)
{
    (void)arg;
    cli->sift.extract.list_blocks = true;
    return true;
}

static bool set_union(struct ws_cli *cli, const char *arg)
{
    cli->sift.extract.unite = true;
    return set_blocks(cli, arg);
}

static bool set_host_memory(struct ws_cli *cli, const char *arg)
{
    (void)arg;
    cli->sift.host_memory = true;
    return true;
}

static bool set_use_crawl_metadata(struct ws_cli *cli, const char *arg)
{
    (void)arg;
    cli->sift.use_crawl_metadata = true;
    return true;
}

static bool set_list_revisits(struct ws_cli *cli, const char *arg)
{
    (void)arg;
    cli->sift.list_revisits = true;
    return true;
}

static bool set_task(struct ws_cli *cli, const char *arg)
{
    cli->no_task = strcmp(arg, "none") == 0;
    return cli->no_task || ws_task_parse(arg, &cli->task);
}

static bool set_tasks(struct ws_cli *cli, const char *arg)
{
    return ws_task_count_parse(arg, &cli->tasks);
}

static bool set_force(struct ws_cli *cli, const char *arg)
{
    (void)arg;
    cli->sift.force = true;
    return true;
}

static bool set_strict(struct ws_cli *cli, const char *arg)
{
    (void)arg;
    cli->sift.strict = true;
    return true;
}

bool ws_set_quiet(struct ws_cli *cli, const char *arg)
{
    (void)arg;
    cli->quiet = true;
    return true;
}

static bool set_verify_digests(struct ws_cli *cli, const char *arg)
{
    (void)arg;
    cli->sift.verify_digests = true;
    return true;
}

static bool set_cdx(struct ws_cli *cli, const char *arg)
{
    cli->sift.cdx = arg;
    return *arg != '\0';
}

static bool set_verbose(struct ws_cli *cli, const char *arg)
{
    (void)arg;
    cli->verbose = true;
    return true;
}

bool ws_set_help(struct ws_cli *cli, const char *arg)
{
    (void)arg;
    cli->help = true;
    return true;
}

static bool set_version(struct ws_cli *cli, const char *arg)
{
    (void)arg;
    cli->version = true;
    return true;
}

static bool set_format(struct ws_cli *cli, const char *arg)
{
    bool json = strcmp(arg, "json") == 0, markdown = strcmp(arg, "markdown") == 0;
    cli->format = json ? WS_FORMAT_JSON : WS_FORMAT_TEXT;
    if (!json)
        cli->sift.extract.format = markdown ? WS_TEXT_MARKDOWN : WS_TEXT_PLAIN;
    return json || markdown || strcmp(arg, "text") == 0;
}

static bool set_markdown(struct ws_cli *cli, const char *arg)
{
    (void)arg;
    cli->sift.extract.format = WS_TEXT_MARKDOWN;
    return true;
}

static bool set_links(struct ws_cli *cli, const char *arg)
{
    (void)arg;
    cli->sift.extract.links = true;
    return true;
}

static bool set_images(struct ws_cli *cli, const char *arg)
{
    (void)arg;
    cli->sift.extract.images = true;
    return true;
}

static bool set_url(struct ws_cli *cli, const char *arg)
{
    cli->url = arg;
    return true;
}

static bool set_date(struct ws_cli *cli, const char *arg)
{
    char utc[WS_DATE_LEN];
    cli->date = arg;
    return ws_date_normalise(ws_slice_of(arg), utc);
}

/* --- tables --------------------------------------------------------------------------- */

/* clang-format off */

#define LAYOUT_OPTIONS                                                                                         \
    {0, "schema", "NAME", "layout of the records: flat (default), datatrove or dolma", set_schema},             \
    {0, "source-name", "NAME", "with --schema dolma: \"source\" (default: the name of the archive)",              \
     set_source_name}

/* What is text, for all commands alike. */
#define TEXT_OPTIONS                                                                                           \
    {0, "favor", "SIDE", "precision, balanced (default) or recall", set_favor},                                \
    {0, "union", NULL, "the text of --favor recall, with the blocks that only it keeps\nmarked in --blocks",    \
     set_union},                                                                                               \
    {0, "keep", "ROLES", "keep blocks inside the article by role, and not in --drop: headline,\n"              \
     "heading, paragraph, list, table, code, quote, caption, byline,\ncomment, boilerplate", set_keep},        \
    {0, "drop", "ROLES", "leave out blocks by role, and not in --keep", set_drop},                             \
    {0, "with-title", NULL, "the title on top of the text", set_with_title},                                   \
    {0, "blocks", NULL, "list the blocks of the text, with their roles, in the record", set_blocks},                         \
    {0, "parser", "NAME", "what reads the HTML: direct, libxml2 (slower) or auto (default:\ndirect for every page)", \
     set_parser}

static const struct ws_option SIFT[] = {
    {'o', "output", "DIR", "where the shards go: a directory, made when missing, or s3://...;\n\"-\": all lines to the standard output",
     ws_set_output},
    {0, "spool", "DIR", "with -o s3://...: where shards are made before they are sent", set_spool},
    {'j', "threads", "N", "threads (default: all processors this process may use)", ws_set_threads},
    {0, "compress", "KIND", "gzip, zstd or none (default: gzip; none with -o -)", set_compress},
    LAYOUT_OPTIONS,
    {0, "shard-size", "SIZE", "start a new shard when SIZE bytes of JSON are full (K, M, G)", set_shard_size},
    {0, "status", "LIST", "HTTP statuses wanted: 200 (default), 200,203, 2xx, any", ws_set_status},
    {0, "mime", "LIST", "media types wanted: text/html,application/*; default: any", ws_set_mime},
    {0, "min-length", "SIZE", "payloads of SIZE bytes at least", ws_set_min_length},
    {0, "max-length", "SIZE", "payloads of SIZE bytes at most", ws_set_max_length},
    {0, "url-include", "REGEX", "only addresses that a regular expression matches; or @FILE\nwith one on each line. May be given more than once",
     ws_set_url_include},
    {0, "url-exclude", "REGEX", "no addresses that it matches; or @FILE", ws_set_url_exclude},
    {0, "since", "DATE", "fetched then or later: 2024, 2024-05, 2024-05-01T10:20:30Z", ws_set_since},
    {0, "until", "DATE", "fetched then or before; 2024-05: to the end of May", ws_set_until},
    {0, "skip-truncated", NULL, "no pages that the crawler cut off", ws_set_skip_truncated},
    {0, "max-record", "SIZE", "pass over records and pages larger than this (default 32M)", ws_set_max_record},
    {0, "verify-digests", NULL, "check the digests of all records that are read", set_verify_digests},
    {0, "cdx", "FILE", "read only the records that this CDXJ index lists", set_cdx},
    {0, "markdown", NULL, "texts in Markdown", set_markdown},
    {0, "links", NULL, "in Markdown: the addresses of links", set_links},
    {0, "images", NULL, "in Markdown: images with their alt texts", set_images},
    {0, "host-memory", NULL, "read each input twice: blocks that many pages of a host\nrepeat are left out", set_host_memory},
    {0, "use-crawl-metadata", NULL, "charset and languages that Common Crawl's crawler found", set_use_crawl_metadata},
    {0, "list-revisits", NULL, "list revisit records in the stats file", set_list_revisits},
    WS_PREFIX_OPTION,
    {0, "read-ahead", "SIZE", "fetch so much of remote inputs before it is needed (default 64M)", set_read_ahead},
    WS_REMOTE_OPTIONS,
    {0, "stdin-name", "NAME", "file name that \"-\" stands for (default stdin)", ws_set_stdin_name},
    TEXT_OPTIONS,
    WS_CORPUS_OPTIONS,
    {0, "task", "I/N", "read inputs I, I + N, I + 2 N ... only, counted from 0; default: as\nSlurm, MPI and others say in the environment; none: all", set_task},
    {0, "tasks", "N", "how many tasks there are, where the environment says the\nnumber of this one alone", set_tasks},
    {0, "max-runtime", "TIME", "stop after that time, to go on another time: 55m, 1h30m, 3600", set_max_runtime},
    {0, "force", NULL, "read all inputs anew, also those that are done", set_force},
    {0, "strict", NULL, "stop at the first damaged place (exit status 4)", set_strict},
    WS_CONFIG_OPTIONS,
    {'q', "quiet", NULL, "errors only", ws_set_quiet},
    {'v', "verbose", NULL, "every damaged place, not only the first of each input", set_verbose},
    {'h', "help", NULL, "this text", ws_set_help},
    {'V', "version", NULL, "version, and what it was built with", set_version},
};

static const struct ws_option EXTRACT[] = {
    {0, "format", "FORMAT", "text (default), markdown, or json, the record of a shard", set_format},
    LAYOUT_OPTIONS,
    {0, "markdown", NULL, "the text in Markdown, also in json", set_markdown},
    {0, "links", NULL, "in Markdown: the addresses of links", set_links},
    {0, "images", NULL, "in Markdown: images with their alt texts", set_images},
    {0, "url", "URL", "where the page is from: tells own links from foreign ones", set_url},
    {0, "date", "DATE", "when it was fetched: no date in it is later (default: now)", set_date},
    TEXT_OPTIONS,
    WS_LANGUAGE_OPTIONS,
    WS_CONFIG_OPTIONS,
    {'h', "help", NULL, "this text", ws_set_help},
};
/* clang-format on */

const struct ws_option_table WS_SIFT_OPTIONS = {SIFT, sizeof SIFT / sizeof *SIFT};
const struct ws_option_table WS_EXTRACT_OPTIONS = {EXTRACT, sizeof EXTRACT / sizeof *EXTRACT};
