/* The option table of dedup. */
#include "pipeline/options/options.h"

#include <stdlib.h>
#include <string.h>

static bool set_keep(struct ws_cli *cli, const char *arg)
{
    static const char *const NAMES[] = {
        [WS_KEEP_LONGEST] = "longest", [WS_KEEP_OLDEST] = "oldest", [WS_KEEP_FIRST] = "first"};
    for (unsigned i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        if (strcmp(arg, NAMES[i]) == 0) {
            cli->dedup.keep = i;
            return true;
        }
    return false;
}

static bool set_exact_only(struct ws_cli *cli, const char *arg)
{
    (void)arg;
    cli->dedup.exact_only = true;
    return true;
}

static bool set_by_url(struct ws_cli *cli, const char *arg)
{
    (void)arg;
    cli->dedup.by_url = cli->dedup.exact_only = true;
    return true;
}

/* "14x8" */
static bool set_bands(struct ws_cli *cli, const char *arg)
{
    char *end;
    unsigned long bands = strtoul(arg, &end, 10), rows = *end == 'x' ? strtoul(end + 1, &end, 10) : 0;
    cli->dedup.minhash.bands = (unsigned)bands;
    cli->dedup.minhash.rows = (unsigned)rows;
    return *arg >= '1' && *arg <= '9' && *end == '\0' && bands <= WS_DEDUP_BANDS_MAX && rows > 0 &&
           rows <= WS_MINHASH_MAX && bands * rows <= WS_MINHASH_MAX;
}

static bool set_hash(struct ws_cli *cli, const char *arg)
{
    cli->dedup.minhash.hash = strcmp(arg, "sha1") == 0 ? WS_MINHASH_SHA1 : WS_MINHASH_XXH64;
    return strcmp(arg, "sha1") == 0 || strcmp(arg, "xxh64") == 0;
}

static bool set_words(struct ws_cli *cli, const char *arg)
{
    cli->dedup.minhash.words = strcmp(arg, "uax29") == 0 ? WS_WORDS_UAX29 : WS_WORDS_SPACY;
    return strcmp(arg, "uax29") == 0 || strcmp(arg, "spacy") == 0;
}

static bool set_sort_memory(struct ws_cli *cli, const char *arg)
{
    return ws_size_parse(arg, &cli->dedup.sort_bytes) && cli->dedup.sort_bytes >= 1u << 16 &&
           cli->dedup.sort_bytes <= SIZE_MAX / 8;
}

/* clang-format off */
static const struct ws_option DEDUP[] = {
    {'o', "output", "DIR", "where the shards go: a directory, made when missing", ws_set_output},
    {'j', "threads", "N", "threads (default: all processors this process may use)", ws_set_threads},
    {0, "keep", "WHICH", "of documents that are alike: longest (default), oldest or first", set_keep},
    {0, "exact-only", NULL, "documents with the same text alone, none that are similar", set_exact_only},
    {0, "by-url", NULL, "documents with the same address alone, whatever their texts", set_by_url},
    {0, "bands", "SHAPE", "MinHash: bands, and rows in each (default 14x8)", set_bands},
    {0, "words", "KIND", "spacy (default): as datatrove has them; or uax29, for all scripts", set_words},
    {0, "minhash-hash", "HASH", "of runs of words: xxh64 (default) or sha1", set_hash},
    {0, "sort-memory", "SIZE", "sort in files beyond so much of keys (default 256M)", set_sort_memory},
    {0, "list", NULL, "the documents that are left out, one on each line; the report goes\nto the standard error output", ws_set_list},
    {0, "json", NULL, "the report as an object", ws_set_json},
    WS_CONFIG_OPTIONS,
    {'q', "quiet", NULL, "errors only", ws_set_quiet},
    {'h', "help", NULL, "this text", ws_set_help},
};
/* clang-format on */

const struct ws_option_table WS_DEDUP_OPTIONS = {DEDUP, sizeof DEDUP / sizeof *DEDUP};
