/* From the command line to struct ws_cli, and the help. */
#include "pipeline/options/config.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#define MAX_OPTIONS 128

bool ws_set_config(struct ws_cli *cli, const char *arg)
{
    (void)cli; /* it was read before any option was set */
    return *arg != '\0';
}

bool ws_set_print_config(struct ws_cli *cli, const char *arg)
{
    (void)arg;
    cli->print_config = true;
    return true;
}

bool ws_option_is_in_files(const struct ws_option *o)
{
    static const char *const NOT[] = {"config", "print-config", "help", "version"};
    for (size_t i = 0; i < sizeof NOT / sizeof *NOT; i++)
        if (strcmp(o->name, NOT[i]) == 0)
            return false;
    return true;
}

/* --- parser --------------------------------------------------------------------------- */

/* The table as getopt_long() wants it: --NAME and --no-NAME. val is the index, beyond all characters. */
#define FIRST_VALUE 256
#define FIRST_NO    (FIRST_VALUE + MAX_OPTIONS)

struct getopt_table {
    struct option longs[2 * MAX_OPTIONS + 1];
    char shorts[2 * MAX_OPTIONS + 2];
    char no[MAX_OPTIONS][40];
};

static void to_getopt(const struct ws_option_table *t, struct getopt_table *g)
{
    struct option *l = g->longs;
    char *s = g->shorts;
    *s++ = ':'; /* a missing argument is told apart */
    for (int i = 0; i < (int)t->n; i++) {
        const struct ws_option *o = &t->list[i];
        *l++ = (struct option){o->name, o->arg ? required_argument : no_argument, NULL, FIRST_VALUE + i};
        if (ws_option_is_in_files(o)) {
            snprintf(g->no[i], sizeof g->no[i], "no-%s", o->name);
            *l++ = (struct option){g->no[i], no_argument, NULL, FIRST_NO + i};
        }
        if (o->letter)
            *s++ = o->letter;
        if (o->letter && o->arg)
            *s++ = ':';
    }
    *l = (struct option){0};
    *s = '\0';
}

/* value: as getopt_long() gives it. */
static const struct ws_option *find(const struct ws_option_table *t, int value)
{
    if (value >= FIRST_VALUE)
        return &t->list[(value - FIRST_VALUE) % MAX_OPTIONS];
    for (size_t i = 0; i < t->n; i++)
        if (value && t->list[i].letter == value)
            return &t->list[i];
    return NULL;
}

/* getopt_long() gave back '?' or ':'. */
static bool explain(const struct ws_option_table *t, int got, const char *word, char *msg,
                    size_t n_msg)
{
    const struct ws_option *o = find(t, optopt);
    if (got == ':' && o)
        snprintf(msg, n_msg, "--%s needs an argument: %s", o->name, o->arg);
    else if (o && strncmp(word, "--", 2) == 0 && (!o->arg || optopt >= FIRST_NO))
        snprintf(msg, n_msg, "--%s%s takes no argument", optopt >= FIRST_NO ? "no-" : "", o->name);
    else if (strncmp(word, "--", 2) != 0 && optopt)
        snprintf(msg, n_msg, "unknown option -%c", optopt);
    else
        snprintf(msg, n_msg, "unknown option %s", word);
    return false;
}

/* What the command line says; the files that it names are layers 0, 1, ... below it. */
static bool collect(struct ws_config *c, int argc, char **argv, char *msg, size_t n_msg)
{
    struct getopt_table g;
    unsigned files = 0;
    to_getopt(c->table, &g);
    opterr = 0;
    optind = 0; /* start again, whatever was read before */
    int got;
    while ((got = getopt_long(argc, argv, g.shorts, g.longs, NULL)) != -1) {
        const struct ws_option *o = got == '?' || got == ':' ? NULL : find(c->table, got);
        if (!o)
            return explain(c->table, got, argv[optind - 1], msg, n_msg);
        const struct ws_said said = {.option = (size_t)(o - c->table->list), .arg = optarg,
                                     .taken_back = got >= FIRST_NO, .layer = WS_CONFIG_COMMAND_LINE};
        if (!ws_config_say(c, &said)) {
            snprintf(msg, n_msg, "out of memory");
            return false;
        }
        if (o->set == ws_set_config && !ws_config_read(c, optarg, files++, msg, n_msg))
            return false;
    }
    return true;
}

bool ws_options_parse(const struct ws_option_table *table, int argc, char **argv,
                      struct ws_cli *cli, char *msg, size_t n_msg)
{
    *cli =
        (struct ws_cli){.url = "", .date = "", .sort_bytes = (uint64_t)64 << 20, .stale = 600};
    ws_sift_options_init(&cli->sift);
    ws_dedup_options_init(&cli->dedup);
    cli->config = malloc(sizeof *cli->config);
    if (cli->config)
        ws_config_init(cli->config, table);
    if (!cli->config || table->n > MAX_OPTIONS) {
        snprintf(msg, n_msg, "out of memory");
        return false;
    }
    if (!collect(cli->config, argc, argv, msg, n_msg))
        return false;
    if (!ws_config_settle(cli->config) || !ws_config_json(cli->config)) {
        snprintf(msg, n_msg, "out of memory");
        return false;
    }
    cli->sift.config = (const char *)cli->config->json.p;
    cli->sift.repeats = ws_config_hash(cli->config);
    cli->args = (const char *const *)(argv + optind);
    cli->n_args = (size_t)(argc - optind);
    return ws_config_apply(cli->config, cli, msg, n_msg);
}

void ws_options_release(struct ws_cli *cli)
{
    if (cli->config)
        ws_config_release(cli->config);
    free(cli->config);
    cli->config = NULL;
}

void ws_options_print(const struct ws_option_table *table, FILE *to)
{
    for (size_t i = 0; i < table->n; i++) {
        const struct ws_option *o = &table->list[i];
        char name[40];
        snprintf(name, sizeof name, "--%s%s%s", o->name, o->arg ? " " : "",
                 o->arg ? o->arg : "");
        if (o->letter)
            fprintf(to, "  -%c, %-21s ", o->letter, name);
        else
            fprintf(to, "      %-21s ", name);
        for (const char *p = o->help; *p; p++)
            *p == '\n' ? fprintf(to, "\n%28s", "") : fputc(*p, to);
        fputc('\n', to);
    }
}
