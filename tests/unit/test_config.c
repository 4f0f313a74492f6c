/* Options out of files and back: every option of every table, by the table alone; which of them are in force; and that those
 * which the stats file has are the ones that decide what is written.
 *
 * A new option is covered when it takes one of ARGUMENTS; else add one that it takes. */
#include "pipeline/corpus/corpus.h"
#include "pipeline/input/filter.h"
#include "pipeline/options/config.h"
#include "pipeline/output/options_text.h"
#include "tests/tap.h"

#include <stdlib.h>
#include <unistd.h>

static const struct {
    const char *name;
    const struct ws_option_table *table;
} TABLES[] = {
    {"warcsift", &WS_SIFT_OPTIONS}, {"extract", &WS_EXTRACT_OPTIONS}, {"ls", &WS_LS_OPTIONS},
    {"index", &WS_INDEX_OPTIONS},   {"cat", &WS_CAT_OPTIONS},         {"check", &WS_CHECK_OPTIONS},
    {"merge", &WS_MERGE_OPTIONS},   {"status", &WS_STATUS_OPTIONS},   {"dedup", &WS_DEDUP_OPTIONS},
};
#define N_TABLES (sizeof TABLES / sizeof *TABLES)

static char list_file[] = "/tmp/warcsift-test-list.XXXXXX"; /* for options that read a list */

/* One of these is a good argument for any option, and says something else than its default. */
static const char *const ARGUMENTS[] = {
    "7",      "0.5",   "64K",     "x",     "zstd",  "none", "0/3",      "1h",    "2024-05-01", "2xx", "text/html", "recall",
    "caption", "libxml2", "dolma", "json", "en", "fineweb", "gopher", "mask", "datatrove", "host", "oldest", "7x8", "sha1", "declared", "noai", "uax29", "http://a/", "min_doc_words=7", "near",
    list_file};
#define N_ARGUMENTS (sizeof ARGUMENTS / sizeof *ARGUMENTS)

/* Options that mean nothing alone, and what they need; a list is list_file. */
static const struct {
    const char *name, *with;
} COMPANIONS[] = {{"source-name", "--schema=dolma"}, {"rejects-rate", "--rejects=r"}, {"block-soft-least", "--block-soft="},
                  {"threshold", "--filters=gopher"}, {"stop-words", "--filters=gopher"}, {"compat", "--filters=gopher"}};

/* Wants a whole model of languages, which there is none of here. */
static const char NOT_TRIED[] = "lid-model";

static struct ws_cli cli;
static char msg[500];

/* words: up to three, NULL for none. */
static bool parse(const struct ws_option_table *table, const char *a, const char *b, const char *c)
{
    static char words[4][2000];
    static char *argv[5];
    const char *const given[] = {"warcsift", a, b, c};
    int n = 0;
    for (int i = 0; i < 4; i++)
        if (given[i]) {
            snprintf(words[n], sizeof words[n], "%s", given[i]);
            argv[n] = words[n];
            n++;
        }
    argv[n] = NULL;
    msg[0] = '\0';
    ws_options_release(&cli);
    return ws_options_parse(table, n, argv, &cli, msg, sizeof msg);
}

static char path[] = "/tmp/warcsift-test-config.XXXXXX";

static void write_file(const void *p, size_t n)
{
    FILE *f = fopen(path, "w");
    if (!f || fwrite(p, 1, n, f) != n || fclose(f) != 0)
        abort();
}

static void write_text(const char *text)
{
    write_file(text, strlen(text));
}

static const char *config_option(void)
{
    static char word[100];
    snprintf(word, sizeof word, "--config=%s", path);
    return word;
}

/* Without comments. */
static const char *printed(void)
{
    static char lines[20000];
    struct ws_buf all;
    size_t n = 0;
    ws_buf_init(&all, 1 << 20);
    if (!ws_config_print(cli.config, &all) || !ws_buf_append(&all, "", 1))
        abort();
    for (char *line = (char *)all.p, *end; (end = strchr(line, '\n')) != NULL; line = end + 1)
        if (*line != '#' && *line != '\n')
            n += (size_t)snprintf(lines + n, sizeof lines - n, "%.*s\n", (int)(end - line), line);
    lines[n] = '\0';
    ws_buf_release(&all);
    return lines;
}

/* --- every option ---------------------------------------------------------------------------- */

/* "--name=argument", or "--name": the i-th try. NULL: there is no other. */
static const char *say(const struct ws_option *o, size_t i)
{
    static char word[200];
    if (i >= (o->arg ? N_ARGUMENTS : 1))
        return NULL;
    snprintf(word, sizeof word, o->arg ? "--%s=%s" : "--%s", o->name, ARGUMENTS[i]);
    return word;
}

static void there_and_back(const char *command, const struct ws_option_table *t, const struct ws_option *o)
{
    const char *word;
    size_t i = 0;
    while ((word = say(o, i)) != NULL && !parse(t, word, NULL, NULL))
        i++;
    if (!OK(word, "%s --%s takes one of ARGUMENTS", command, o->name))
        return;
    char want[300], first[20000];
    snprintf(first, sizeof first, "%s", printed());
    size_t n = strlen(first);
    snprintf(want, sizeof want, "%s = ", o->name);
    OK(strncmp(first, want, strlen(want)) == 0 && strchr(first, '\n') == first + n - 1, "%s --%s is printed: %s", command,
       o->name, first);
    write_file(first, n);
    OK(parse(t, config_option(), NULL, NULL), "%s --%s is read from a file: %s", command, o->name, msg);
    IS_STR(printed(), first, "and printed as before");
    char take_back[100];
    snprintf(take_back, sizeof take_back, "--no-%s", o->name);
    OK(parse(t, config_option(), take_back, NULL) && !*printed(), "%s %s takes it back", command, take_back);
}

static void test_every_option(void)
{
    for (size_t k = 0; k < N_TABLES; k++)
        for (size_t i = 0; i < TABLES[k].table->n; i++)
            if (ws_option_is_in_files(&TABLES[k].table->list[i]))
                there_and_back(TABLES[k].name, TABLES[k].table, &TABLES[k].table->list[i]);
}

/* --- what decides the output ----------------------------------------------------------------- */

/* The options text of cli, or NULL where lists and the like cannot be read. The caller's to free. */
static char *options_text(void)
{
    struct ws_filter filter;
    struct ws_corpus corpus;
    struct ws_options_text t = {0};
    if (cli.sift.compress == WS_COMPRESS_AUTO)
        cli.sift.compress = WS_COMPRESS_GZIP;
    bool ok = ws_filter_init(&filter, &cli.sift, msg, sizeof msg);
    ok = ws_corpus_init(&corpus, &cli.sift.corpus, msg, sizeof msg) && ok;
    ok = ok && ws_options_text_init(&t, &cli.sift, (const char *)filter.text.p, (const char *)corpus.text.p, NULL);
    ws_filter_release(&filter);
    ws_corpus_release(&corpus);
    if (!ok) {
        free(t.text);
        return NULL;
    }
    return t.text;
}

/* Is the text another one with the option? */
static bool changes_text(const struct ws_option *o)
{
    const char *with = NULL, *word;
    char companion[100];
    for (size_t i = 0; i < sizeof COMPANIONS / sizeof *COMPANIONS; i++)
        if (strcmp(COMPANIONS[i].name, o->name) == 0) {
            const char *c = COMPANIONS[i].with;
            snprintf(companion, sizeof companion, "%s%s", c, c[strlen(c) - 1] == '=' ? list_file : "");
            with = companion;
        }
    char *without = parse(&WS_SIFT_OPTIONS, with, NULL, NULL) ? options_text() : NULL;
    bool changes = false;
    for (size_t i = 0; without && !changes && (word = say(o, i)) != NULL; i++) {
        char *text = parse(&WS_SIFT_OPTIONS, word, with, NULL) ? options_text() : NULL;
        changes = text && strcmp(text, without) != 0;
        free(text);
    }
    free(without);
    return changes;
}

static void test_what_decides(void)
{
    for (size_t i = 0; i < WS_SIFT_OPTIONS.n; i++) {
        const struct ws_option *o = &WS_SIFT_OPTIONS.list[i];
        bool in_text = strcmp(o->name, NOT_TRIED) == 0 || changes_text(o);
        OK(in_text != ws_config_is_local(o), "--%s is %s", o->name,
           in_text ? "in the options text and in the stats file" : "in neither");
    }
    OK(parse(&WS_SIFT_OPTIONS, "--threads=3", "--favor=recall", "--url-exclude=\"a\"") && cli.sift.config,
       "options of three kinds");
    IS_STR(cli.sift.config, "{\"url-exclude\": \"\\\"a\\\"\", \"favor\": \"recall\"}", "those that decide, in their order");
    OK(parse(&WS_SIFT_OPTIONS, "-qo-", NULL, NULL), "none that decides");
    IS_STR(cli.sift.config, "{}", "is nothing");
}

/* --- what is in force ------------------------------------------------------------------------ */

static void test_layers(void)
{
    write_text("favor = 'recall'\nurl-exclude = ['a', 'b']\nmarkdown = true\nlinks = false\nthreads = 4\nmin-length = 1_000\n"
               "images = true\n");
    OK(parse(&WS_SIFT_OPTIONS, config_option(), NULL, NULL), "a file: %s", msg);
    OK(cli.sift.extract.favor == WS_FAVOR_RECALL && cli.sift.filter.n_url_exclude == 2 && cli.sift.threads == 4 &&
           cli.sift.extract.format == WS_TEXT_MARKDOWN && !cli.sift.extract.links && cli.sift.filter.min_length == 1000,
       "sets options");
    OK(parse(&WS_SIFT_OPTIONS, "--favor=precision", "--url-exclude=c", config_option()), "the command line: %s", msg);
    IS_STR(printed(), "threads = 4\nmin-length = 1000\nurl-exclude = \"c\"\nmarkdown = true\nimages = true\nfavor = \"precision\"\n",
           "takes the place of what the file says, whatever the order");
    OK(parse(&WS_SIFT_OPTIONS, config_option(), "--no-url-exclude", "--url-exclude=c") && cli.sift.filter.n_url_exclude == 1,
       "--no-... takes back what is in front of it");
    OK(parse(&WS_SIFT_OPTIONS, "--url-exclude=c", "--no-url-exclude", NULL) && cli.sift.filter.n_url_exclude == 0,
       "on the command line, too");
    OK(parse(&WS_SIFT_OPTIONS, "--url-exclude=c", "--url-exclude=d", NULL), "twice on the command line");
    IS_STR(printed(), "url-exclude = [\n    \"c\",\n    \"d\"\n]\n", "adds up");

    char other[] = "/tmp/warcsift-test-config.XXXXXX", word[100];
    int fd = mkstemp(other);
    static const char TEXT[] = "markdown = false\nurl-exclude = []\nmin-length = '2K'\n";
    OK(fd >= 0 && write(fd, TEXT, sizeof TEXT - 1) == sizeof TEXT - 1, "another file");
    snprintf(word, sizeof word, "--config=%s", other);
    OK(parse(&WS_SIFT_OPTIONS, config_option(), word, NULL), "two files: %s", msg);
    IS_STR(printed(), "threads = 4\nmin-length = \"2K\"\nimages = true\nfavor = \"recall\"\n", "the later one counts");
    close(fd);
    unlink(other);
}

static void complains(const char *text, const char *line, const char *what)
{
    char want[300];
    write_text(text);
    snprintf(want, sizeof want, "%s%s%s", path, line, what);
    bool ok = parse(&WS_SIFT_OPTIONS, config_option(), NULL, NULL);
    OK(!ok && strncmp(msg, want, strlen(want)) == 0, "%s -> %s", text, msg);
}

static void test_complaints(void)
{
    complains("\nfavour = 'recall'", ":2", ": favour: no such option");
    complains("favour = []", ":1", ": favour: no such option");
    complains("url = 'x'", ":1", ": url: no such option"); /* of extract */
    complains("favor = true", ":1", ": favor: takes a text or a number");
    complains("favor = ['recall',\ntrue]", ":2", ": favor: takes a text or a number");
    complains("markdown = 'yes'", ":1", ": markdown: is true or false");
    complains("markdown = 1", ":1", ": markdown: is true or false");
    complains("markdown = [true]", ":1", ": markdown: is true or false");
    complains("markdown = []", ":1", ": markdown: is true or false");
    complains("config = 'x'", ":1", ": config: is for the command line alone");
    complains("help = true", ":1", ": help: is for the command line alone");
    complains("# x\nfavor = 'none'", ":2", ": --favor none: not a good SIDE");
    complains("url-exclude = ['x',\n'']", ":2", ": --url-exclude : not a good REGEX");
    complains("keep = 'list'\ndrop = 'list'", ":2", ": --drop list: not a good ROLES");
    complains("favor = x", ":1", ": a value is wanted");
    complains("{", ":1", ": ");
    complains("{}", "", ": a stats file that does not say");
    complains("{\"config\": null}", "", ": a stats file that does not say");
    complains("{\"config\": {\"favor\": 1}}", "", ": favor: not as this program");
    complains("{\"config\": {\"favor\": false}}", "", ": favor: not as this program");
    complains("{\"config\": {\"markdown\": \"x\"}}", "", ": markdown: is true or false");
    complains("{\"config\": {\"favor\": \"none\"}}", "", ": --favor none: not a good SIDE");
    complains("{\"config\": {\"favour\": \"none\"}}", "", ": favour: no such option");
    OK(!parse(&WS_SIFT_OPTIONS, "--config=/no/such/file", NULL, NULL) && strstr(msg, "/no/such/file: No such file"), "%s", msg);
    OK(!parse(&WS_SIFT_OPTIONS, "--config=/", NULL, NULL) && strstr(msg, "/: Is a directory"), "%s", msg);
    OK(!parse(&WS_SIFT_OPTIONS, "--no-favor=x", NULL, NULL) && strstr(msg, "--no-favor takes no argument"), "%s", msg);
    OK(!parse(&WS_SIFT_OPTIONS, "--no-help", NULL, NULL) && strstr(msg, "unknown option --no-help"), "%s", msg);
}

/* Options of a stats file, and the hash of a run that has the same. */
static void test_stats(void)
{
    write_text(" \n{\"tool\": \"x\", \"config\": {\"markdown\": true, \"url-exclude\": [\"a\", \"b\"], \"favor\": \"recall\"},\n"
               "\"options_hash\": \"sha256:1\"}\n");
    OK(parse(&WS_SIFT_OPTIONS, config_option(), NULL, NULL), "a stats file: %s", msg);
    IS_STR(printed(), "url-exclude = [\n    \"a\",\n    \"b\"\n]\nmarkdown = true\nfavor = \"recall\"\n", "has options");
    IS_STR(cli.sift.repeats ? cli.sift.repeats : "", "sha256:1", "and a hash");
    OK(parse(&WS_SIFT_OPTIONS, config_option(), "-j4", "-oout") && cli.sift.repeats, "threads do not matter");
    OK(parse(&WS_SIFT_OPTIONS, config_option(), "--favor=precision", NULL) && !cli.sift.repeats,
       "no hash where something else is wanted");
    OK(parse(&WS_SIFT_OPTIONS, NULL, NULL, NULL) && !cli.sift.repeats, "nor without a stats file");
}

int main(void)
{
    int fd = mkstemp(path), list = mkstemp(list_file);
    static const char LINE[] = "example.org\n";
    if (fd < 0 || list < 0 || write(list, LINE, sizeof LINE - 1) < 0)
        return 1;
    close(fd);
    close(list);
    test_every_option();
    test_what_decides();
    test_layers();
    test_complaints();
    test_stats();
    ws_options_release(&cli);
    unlink(path);
    unlink(list_file);
    return tap_done();
}
