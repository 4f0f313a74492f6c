/* From the command line to struct ws_cli, and the help. */
#include "pipeline/options.h"

#include <getopt.h>
#include <string.h>

#define MAX_OPTIONS 128

/* --- parser --------------------------------------------------------------------------- */

/* The table as getopt_long() wants it. val is the index, beyond all characters. */
#define FIRST_VALUE 256

static void to_getopt(const struct ws_option_table *t, struct option *longs, char *shorts)
{
    *shorts++ = ':'; /* a missing argument is told apart */
    for (size_t i = 0; i < t->n; i++) {
        const struct ws_option *o = &t->list[i];
        longs[i] = (struct option){o->name, o->arg ? required_argument : no_argument, NULL,
                                   FIRST_VALUE + (int)i};
        if (o->letter)
            *shorts++ = o->letter;
        if (o->letter && o->arg)
            *shorts++ = ':';
    }
    longs[t->n] = (struct option){0};
    *shorts = '\0';
}

static const struct ws_option *find(const struct ws_option_table *t, int value)
{
    for (size_t i = 0; i < t->n; i++)
        if (value == FIRST_VALUE + (int)i ||
            (value < FIRST_VALUE && value && t->list[i].letter == value))
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
    else if (o && !o->arg && strncmp(word, "--", 2) == 0)
        snprintf(msg, n_msg, "--%s takes no argument", o->name);
    else if (strncmp(word, "--", 2) != 0 && optopt)
        snprintf(msg, n_msg, "unknown option -%c", optopt);
    else
        snprintf(msg, n_msg, "unknown option %s", word);
    return false;
}

bool ws_options_parse(const struct ws_option_table *table, int argc, char **argv,
                      struct ws_cli *cli, char *msg, size_t n_msg)
{
    struct option longs[MAX_OPTIONS + 1];
    char shorts[2 * MAX_OPTIONS + 2];
    *cli =
        (struct ws_cli){.url = "", .date = "", .sort_bytes = (uint64_t)64 << 20, .stale = 600};
    ws_sift_options_init(&cli->sift);
    ws_dedup_options_init(&cli->dedup);
    to_getopt(table, longs, shorts);
    opterr = 0;
    optind = 0; /* start again, whatever was read before */
    int got;
    while ((got = getopt_long(argc, argv, shorts, longs, NULL)) != -1) {
        const struct ws_option *o = got == '?' || got == ':' ? NULL : find(table, got);
        if (!o)
            return explain(table, got, argv[optind - 1], msg, n_msg);
        if (!o->set(cli, optarg)) {
            if (!o->arg)
                snprintf(msg, n_msg, "--%s contradicts an option before it", o->name);
            else
                snprintf(msg, n_msg, "--%s %s: not a good %s (%s)", o->name, optarg, o->arg,
                     o->help);
            return false;
        }
    }
    cli->args = (const char *const *)(argv + optind);
    cli->n_args = (size_t)(argc - optind);
    return true;
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
