/* main.c - argv -> options -> run -> exit code. */
#include "pipeline/commands/cat.h"
#include "pipeline/commands/check.h"
#include "pipeline/commands/dedup.h"
#include "pipeline/commands/extract.h"
#include "pipeline/commands/index.h"
#include "pipeline/commands/ls.h"
#include "pipeline/commands/merge.h"
#include "pipeline/commands/progress.h"
#include "pipeline/commands/status.h"
#include "pipeline/corpus/cld2.h"
#include "pipeline/options/config.h"
#include "pipeline/options/options.h"
#include "pipeline/output/encode.h"
#include "pipeline/output/fault.h"
#include "warcsift/digest.h"

#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <libxml/xmlversion.h>
#include <zlib.h>
#ifdef WS_HAVE_LIBDEFLATE
#include <libdeflate.h>
#endif
#ifdef WS_HAVE_BROTLI
#include <brotli/decode.h>
#endif
#ifdef WS_HAVE_ZSTD
#include <zstd.h>
#endif
#ifdef WS_HAVE_LZ4
#include <lz4.h>
#endif
#ifdef WS_HAVE_ICU
#include <unicode/uversion.h>
#endif

struct command {
    const char *name; /* NULL: the batch run, which needs no name */
    const char *synopsis;
    const char *about;
    const struct ws_option_table *options;
    int (*run)(const struct ws_cli *cli);
};

static int sift_command(const struct ws_cli *cli);

static const struct command COMMANDS[] = {
    {NULL, "-o DIR [OPTION...] INPUT...",
     "Clean articles out of web archives, as JSON lines.\n\n"
     "INPUT is an archive (.warc.gz, .arc ...), a directory of them, an address (https://,\n"
     "s3://), @FILE with one of these on each line, or - for the standard input. Of each,\n"
     "DIR gets NAME.jsonl.gz and NAME.stats.json.\n",
     &WS_SIFT_OPTIONS, sift_command},
    {"extract", "extract [OPTION...] [FILE.html | -]",
     "The article of one HTML page, to the standard output.\n", &WS_EXTRACT_OPTIONS,
     ws_extract_command},
    {"ls", "ls [OPTION...] INPUT...", "The records of archives, one on each line.\n",
     &WS_LS_OPTIONS, ws_ls_command},
    {"index", "index [OPTION...] INPUT...",
     "The CDXJ index of archives, sorted, to the standard output.\n", &WS_INDEX_OPTIONS,
     ws_index_command},
    {"cat", "cat [OPTION...] FILE OFFSET",
     "The record that begins at OFFSET, to the standard output; the record as it is stored,\n"
     "decompressed, when no option says what of it.\n",
     &WS_CAT_OPTIONS, ws_cat_command},
    {"check", "check [OPTION...] INPUT...",
     "Whether archives are sound: structure and digests, one finding on each line.\n",
     &WS_CHECK_OPTIONS, ws_check_command},
    {"merge", "merge [OPTION...] DIR [INPUT...]",
     "Whether DIR holds all that runs have listed there, and INPUT..., and the totals.\n",
     &WS_MERGE_OPTIONS, ws_merge_command},
    {"status", "status [OPTION...] DIR [INPUT...]",
     "How far the runs that fill DIR have come: what is done, running, failed, and how long\n"
     "the rest will take.\n",
     &WS_STATUS_OPTIONS, ws_status_command},
    {"dedup", "dedup -o DIR [OPTION...] SHARD...",
     "Shards without duplicate documents.\n\n"
     "SHARD is a file of JSON lines (.jsonl, .jsonl.gz, .jsonl.zst), a directory of them, or\n"
     "@FILE with one of these on each line. DIR gets a file of the same name for each.\n",
     &WS_DEDUP_OPTIONS, ws_dedup_command},
};
#define N_COMMANDS (sizeof COMMANDS / sizeof *COMMANDS)

static const struct command *find_command(const char *name)
{
    for (size_t i = 1; i < N_COMMANDS; i++)
        if (strcmp(COMMANDS[i].name, name) == 0)
            return &COMMANDS[i];
    return NULL;
}

/* --- help and version ----------------------------------------------------------------- */

static int print_help(const struct command *c)
{
    printf("Usage: warcsift %s\n", c->synopsis);
    for (size_t i = 1; c == COMMANDS && i < N_COMMANDS; i++)
        printf("       warcsift %s\n", COMMANDS[i].synopsis);
    printf("%s\n%s\nOptions:\n", c == COMMANDS ? "       warcsift help [COMMAND]\n" : "",
           c->about);
    ws_options_print(c->options, stdout);
    printf(
        "\nExit status: 0 all good, 1 some inputs or records were lost (and told), 2 usage,\n"
        "3 the output cannot be written%s\n",
        c == COMMANDS ? ", 4 stopped by --strict, 75 interrupted." : ".");
    return fflush(stdout) == 0 && !ferror(stdout) ? WS_SIFT_OK : WS_SIFT_OUTPUT;
}

/* The options that are in force, as a file that --config reads. */
static int print_config(const struct command *c, const struct ws_cli *cli)
{
    struct ws_buf text;
    int code = WS_SIFT_OK;
    ws_buf_init(&text, SIZE_MAX / 2);
    if (!ws_config_print(cli->config, &text)) {
        fprintf(stderr, "warcsift: --print-config: an argument is not UTF-8, or there is no memory\n");
        code = WS_SIFT_USAGE;
    } else {
        printf("# Options of warcsift%s%s, version %s: warcsift%s%s --config FILE ...\n", c->name ? " " : "",
               c->name ? c->name : "", WS_VERSION, c->name ? " " : "", c->name ? c->name : "");
        fwrite(text.p, 1, text.n, stdout);
        code = fflush(stdout) == 0 && !ferror(stdout) ? WS_SIFT_OK : WS_SIFT_OUTPUT;
    }
    ws_buf_release(&text);
    return code;
}

static int print_version(void)
{
    printf("warcsift %s\n", WS_VERSION);
    printf("libxml2 %s, zlib %s, ", LIBXML_DOTTED_VERSION, zlibVersion());
#ifdef WS_HAVE_LIBDEFLATE
    printf("libdeflate %s, ", LIBDEFLATE_VERSION_STRING);
#else
    printf("without libdeflate, ");
#endif
#ifdef WS_HAVE_ZSTD
    printf("zstd %s, ", ZSTD_versionString());
#else
    printf("without zstd, ");
#endif
#ifdef WS_HAVE_BROTLI
    uint32_t brotli = BrotliDecoderVersion();
    printf("brotli %u.%u.%u, ", brotli >> 24, brotli >> 12 & 0xfff, brotli & 0xfff);
#else
    printf("without brotli, ");
#endif
#ifdef WS_HAVE_LZ4
    printf("lz4 %s, ", LZ4_versionString());
#else
    printf("without lz4, ");
#endif
#ifdef WS_HAVE_CLD2
    char cld2[60];
    ws_cld2_version(cld2, sizeof cld2);
    printf("CLD2 %s, ", cld2);
#else
    printf("without CLD2, ");
#endif
#ifdef WS_HAVE_FASTTEXT
    printf("fastText, ");
#else
    printf("without fastText, ");
#endif
#ifdef WS_HAVE_ICU
    printf("ICU %s, ", U_ICU_VERSION);
#else
    printf("without ICU, ");
#endif
    printf(ws_net_library() ? "libcurl %s, " : "without libcurl, ", ws_net_library());
    printf("%s\n", ws_digest_library());
    return fflush(stdout) == 0 && !ferror(stdout) ? WS_SIFT_OK : WS_SIFT_OUTPUT;
}

static int usage_error(const struct command *c, const char *message)
{
    fprintf(stderr, "warcsift: %s\ntry: warcsift %s%s--help\n", message, c->name ? c->name : "",
            c->name ? " " : "");
    return WS_SIFT_USAGE;
}

/* --- the batch run -------------------------------------------------------------------- */

/* Written by the signal handler, which has no other way to say anything: seconds of the monotonic
 * clock, and one more, at the first signal; 0 before. */
static atomic_llong interrupted_at;

/* The first signal ends the run in order; a second SIGINT or SIGTERM ends it at once, unless it is
 * the same one: batch systems signal a job's script and its programs, and the script passes it
 * on. */
static void on_signal(int number)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    long long first = 0, seconds = (long long)t.tv_sec + 1;
    if (atomic_compare_exchange_strong(&interrupted_at, &first, seconds) || number == SIGUSR1 ||
        seconds - first < 2)
        return;
    signal(number, SIG_DFL);
    raise(number);
}

static bool is_interrupted(void *ctx)
{
    (void)ctx;
    return atomic_load_explicit(&interrupted_at, memory_order_relaxed) != 0;
}

static void catch_interrupts(void)
{
    struct sigaction stop = {.sa_handler = on_signal};
    sigemptyset(&stop.sa_mask);
    sigaction(SIGINT, &stop, NULL);
    sigaction(SIGTERM, &stop, NULL);
    sigaction(SIGUSR1, &stop, NULL);
}

/* For tests alone: WARCSIFT_TEST=batch=BYTES,checkpoint=SECONDS,signal=NUMBER,step=N makes small
 * batches, checkpoints in quick succession, and a signal at an exact place (fault.h). */
static void set_up_test(struct ws_sift_options *o)
{
    char words[200], *rest = words;
    const char *said = getenv("WARCSIFT_TEST");
    unsigned long value[4] = {0};
    snprintf(words, sizeof words, "%s", said ? said : "");
    for (char *word; (word = strtok_r(rest, ",", &rest)) != NULL;) {
        static const char *const NAMES[] = {"batch=", "checkpoint=", "signal=", "step="};
        for (size_t i = 0; i < 4; i++)
            if (strncmp(word, NAMES[i], strlen(NAMES[i])) == 0)
                value[i] = strtoul(word + strlen(NAMES[i]), NULL, 10);
    }
    if (said)
        o->checkpoint_seconds = (double)value[1];
    if (value[0])
        o->batch_bytes = value[0];
    if (value[3])
        ws_fault_arm(value[3], (int)value[2]);
}

/* Which of the inputs are this process's. task and msg must outlive the run. false: usage, msg
 * says why. */
static bool find_task(const struct ws_cli *cli, struct ws_sift_options *o, struct ws_task *task,
                      char *msg, size_t n_msg)
{
    uint64_t tasks = cli->tasks;
    const char *said = getenv("WARCSIFT_TASKS");
    *task = cli->task;
    o->task = (struct ws_sift_task){.index = task->index, .count = task->count};
    bool decided = cli->no_task || task->count;
    if (decided && cli->tasks)
        snprintf(msg, n_msg, "--task says it all, --tasks cannot be given as well");
    else if (!decided && !tasks && said && !ws_task_count_parse(said, &tasks))
        snprintf(msg, n_msg, "WARCSIFT_TASKS is %s, which is no number of tasks", said);
    if (*msg || decided)
        return !*msg;
    enum ws_task_found found = ws_task_detect(getenv, tasks, task, msg, n_msg);
    if (found == WS_TASK_FOUND)
        o->task = (struct ws_sift_task){task->index, task->count, task->source, NULL};
    else if (found == WS_TASK_UNCLEAR)
        o->task.fault = msg;
    else if (cli->tasks)
        snprintf(msg, n_msg,
                 "--tasks: the environment does not say which task this is; give --task");
    return found != WS_TASK_NONE || !*msg;
}

static int sift_command(const struct ws_cli *cli)
{
    char msg[500] = "";
    struct ws_task task;
    struct ws_reporter reporter;
    struct ws_sift_summary summary;
    struct ws_sift_options o = cli->sift;
    if (!o.out)
        return usage_error(COMMANDS, "say where the shards go: -o DIR");
    if (cli->n_args == 0)
        return usage_error(COMMANDS, "say what to read: an archive, a directory, @LIST or -");
    if (!find_task(cli, &o, &task, msg, sizeof msg))
        return usage_error(COMMANDS, msg);
    catch_interrupts();
    set_up_test(&o);
    ws_reporter_init(&reporter, stderr, cli->quiet, cli->verbose);
    o.observer = ws_reporter_observer(&reporter);
    o.observer.interrupted = is_interrupted;
    enum ws_sift_result result = ws_sift_run(&o, cli->args, cli->n_args, &summary);
    if (summary.threads) /* it came as far as to run */
        ws_reporter_summary(&reporter, &summary, result);
    return (int)result;
}

static int run_command(const struct command *c, const struct ws_cli *cli)
{
    if (cli->help)
        return print_help(c);
    if (cli->version)
        return print_version();
    return cli->print_config ? print_config(c, cli) : c->run(cli);
}

int main(int argc, char **argv)
{
    char msg[500];
    struct ws_cli cli;
    const struct command *c = COMMANDS;
    bool help = argc > 1 && strcmp(argv[1], "help") == 0;
    argc -= help;
    argv += help;
    if (argc > 1 && find_command(argv[1])) {
        c = find_command(argv[1]);
        argc--;
        argv++;
    }
    signal(SIGPIPE, SIG_IGN); /* a reader that goes away shows as an error of write() */
    if (help)
        return argc > 1
                   ? usage_error(
                         c, "help is there for: extract, ls, index, cat, check, merge, status, dedup")
                   : print_help(c);
    int code = ws_options_parse(c->options, argc, argv, &cli, msg, sizeof msg)
                   ? run_command(c, &cli)
                   : usage_error(c, msg);
    ws_options_release(&cli);
    return code;
}
