/* The command line: values, complaints, and a help that knows every option. */
#include "pipeline/options/options.h"
#include "tests/tap.h"

#include <stdlib.h>

#define MAX_ARGS 32

static struct ws_cli cli;
static char msg[500];
static char *args[MAX_ARGS];

/* words: separated by blanks; static storage, because cli points into it. */
static bool parse(const struct ws_option_table *table, const char *words)
{
    static char line[500];
    int n = 0;
    snprintf(line, sizeof line, "%s", words);
    for (char *p = line; *p && n < MAX_ARGS - 1; n++) {
        args[n] = p;
        p += strcspn(p, " ");
        if (*p)
            *p++ = '\0';
    }
    args[n] = NULL;
    msg[0] = '\0';
    ws_options_release(&cli); /* of the time before */
    return ws_options_parse(table, n, args, &cli, msg, sizeof msg);
}

static void test_sizes(void)
{
    static const struct {
        const char *text;
        uint64_t want;
    } GOOD[] = {
        {"0", 0},
        {"1", 1},
        {"4096", 4096},
        {"64K", 65536},
        {"64k", 65536},
        {"16M", 16u << 20},
        {"2G", UINT64_C(2) << 30},
        {"18446744073709551615", UINT64_MAX},
    };
    static const char *const BAD[] = {
        "", "K", "-1", "1.5M", "1KB", "1 K", "18446744073709551616", "17179869184G", "0x10"};
    uint64_t n;
    for (size_t i = 0; i < sizeof GOOD / sizeof *GOOD; i++)
        OK(ws_size_parse(GOOD[i].text, &n) && n == GOOD[i].want, "size %s", GOOD[i].text);
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++)
        OK(!ws_size_parse(BAD[i], &n), "no size: '%s'", BAD[i]);
}

static void test_defaults(void)
{
    OK(parse(&WS_SIFT_OPTIONS, "warcsift"), "no option at all");
    OK(!cli.sift.out && cli.sift.threads == 0 && cli.sift.shard_bytes == 0 && !cli.quiet &&
           cli.n_args == 0,
       "the defaults");
    IS_STR(cli.sift.statuses, "200", "default status");
}

static void test_values(void)
{
    OK(parse(&WS_SIFT_OPTIONS,
             "warcsift a.warc -o out -j3 --shard-size=64M --compress zstd b.warc -qv "
             "--status 2xx --stdin-name x --max-record 1M"),
       "all kinds of options: %s", msg);
    IS_STR(cli.sift.out, "out", "-o out");
    IS_INT(cli.sift.threads, 3, "-j3");
    IS_INT(cli.sift.shard_bytes, 64 << 20, "--shard-size=64M");
    IS_INT(cli.sift.compress, WS_COMPRESS_ZSTD, "--compress zstd");
    OK(cli.quiet && cli.verbose, "-qv");
    IS_INT(cli.sift.archive.max_record_bytes, 1 << 20, "--max-record");
    IS_INT(cli.sift.extract.max_page_bytes, 1 << 20, "counts for pages, too");
    OK(cli.n_args == 2 && strcmp(cli.args[0], "a.warc") == 0 &&
           strcmp(cli.args[1], "b.warc") == 0,
       "arguments between and behind options");
    OK(parse(&WS_SIFT_OPTIONS, "warcsift -o - -- -x") && cli.n_args == 1 &&
           strcmp(cli.args[0], "-x") == 0,
       "behind -- all is input");
    OK(parse(&WS_SIFT_OPTIONS, "warcsift -o - -") && cli.n_args == 1 &&
           strcmp(cli.args[0], "-") == 0,
       "- is an argument");
    OK(parse(&WS_EXTRACT_OPTIONS, "extract --format json --url http://a/ p.html") &&
           cli.format == WS_FORMAT_JSON,
       "options of extract");
    IS_STR(cli.url, "http://a/", "--url");
}

static void test_text_options(void)
{
    const struct ws_extract_options *o = &cli.sift.extract;
    OK(parse(&WS_SIFT_OPTIONS, "warcsift") && o->favor == WS_FAVOR_BALANCED && !o->keep_roles && !o->drop_roles &&
           !o->with_title && !o->list_blocks && !o->unite,
       "text by default");
    OK(parse(&WS_SIFT_OPTIONS, "warcsift --favor recall --keep caption,byline --keep list --drop=comment --with-title"),
       "options of the text: %s", msg);
    IS_INT(o->favor, WS_FAVOR_RECALL, "--favor");
    IS_INT(o->keep_roles, WS_ROLE_BIT(WS_ROLE_CAPTION) | WS_ROLE_BIT(WS_ROLE_BYLINE) | WS_ROLE_BIT(WS_ROLE_LIST),
           "--keep adds up");
    IS_INT(o->drop_roles, WS_ROLE_BIT(WS_ROLE_COMMENT), "--drop");
    OK(o->with_title && !o->list_blocks, "--with-title");
    OK(parse(&WS_EXTRACT_OPTIONS, "extract --favor precision --blocks") && o->favor == WS_FAVOR_PRECISION &&
           o->list_blocks && !o->unite,
       "of extract, too");
    OK(parse(&WS_EXTRACT_OPTIONS, "extract --union") && o->unite && o->list_blocks, "--union lists the blocks");
    OK(parse(&WS_SIFT_OPTIONS,
             "warcsift --drop headline,heading,paragraph,list,table,code,quote,caption,byline,comment,boilerplate") &&
           o->drop_roles == WS_ROLE_BIT(WS_ROLE_COUNT) - 1,
       "all roles have names");
}

static void complains(const char *words, const char *part)
{
    OK(!parse(&WS_SIFT_OPTIONS, words) && strstr(msg, part), "%s -> %s", words, msg);
}

static void test_complaints(void)
{
    complains("warcsift --no-such-option", "unknown option --no-such-option");
    complains("warcsift -x", "unknown option -x");
    complains("warcsift -qx", "unknown option -x");
    complains("warcsift --format json", "unknown option --format");
    complains("warcsift -o", "--output needs an argument");
    complains("warcsift --threads", "--threads needs an argument");
    complains("warcsift --quiet=yes", "--quiet takes no argument");
    complains("warcsift -j 0", "--threads 0");
    complains("warcsift -j 2x", "--threads 2x");
    complains("warcsift -j 1025", "--threads 1025");
    complains("warcsift --shard-size 0", "--shard-size 0");
    complains("warcsift --compress xz", "--compress xz");
    complains("warcsift --status 2000", "--status 2000");
    complains("warcsift --max-record 2G", "--max-record 2G");
    complains("warcsift --stdin-name a/b", "--stdin-name a/b");
    complains("warcsift --favor none", "--favor none");
    complains("warcsift --keep captions", "--keep captions");
    complains("warcsift --keep caption,", "--keep caption,");
    complains("warcsift --keep ,", "--keep ,");
    complains("warcsift --drop=", "--drop ");
    complains("warcsift --keep list,caption --drop comment,caption", "--drop comment,caption");
    complains("warcsift --drop caption --keep caption", "--drop caption"); /* in the order of the table */
}

static void test_help(const struct ws_option_table *table)
{
    char *text = NULL;
    size_t n = 0;
    FILE *f = open_memstream(&text, &n);
    if (!f)
        return;
    ws_options_print(table, f);
    fclose(f);
    bool all = true, short_lines = true;
    for (size_t i = 0; i < table->n; i++) {
        char word[64];
        snprintf(word, sizeof word, "--%s ", table->list[i].name);
        all = all && strstr(text, word) && table->list[i].help[0] && table->list[i].set;
    }
    for (char *p = text; *p; p += strcspn(p, "\n") + 1)
        short_lines = short_lines && strcspn(p, "\n") <= 100;
    OK(all, "the help lists every option");
    OK(short_lines, "in lines of at most 100 columns");
    free(text);
}

static void test_durations(void)
{
    static const struct {
        const char *text;
        uint64_t seconds; /* 0: no good */
    } CASES[] = {{"3600", 3600},  {"90s", 90},   {"55m", 3300}, {"1h30m", 5400},
                 {"2d1s", 172801}, {"366d", 31622400}, {"1", 1}, {"0", 0},
                 {"0h", 0},        {"", 0},      {"h", 0},      {"1m1h", 0},
                 {"1h1h", 0},      {"1x", 0},    {"-1", 0},     {"1h5", 0},
                 {"367d", 0},      {"99999999999999999999", 0}, {"31622401s", 0}};
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        uint64_t got = 0;
        bool ok = ws_duration_parse(CASES[i].text, &got);
        OK(ok == (CASES[i].seconds > 0) && (!ok || got == CASES[i].seconds), "a time: \"%s\"",
           CASES[i].text);
    }
}

int main(void)
{
    test_durations();
    test_sizes();
    test_defaults();
    test_values();
    test_text_options();
    test_complaints();
    test_help(&WS_SIFT_OPTIONS);
    test_help(&WS_EXTRACT_OPTIONS);
    ws_options_release(&cli);
    return tap_done();
}
