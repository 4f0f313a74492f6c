#include "pipeline/corpus_options.h"

#include <stdlib.h>

/* A number with nothing behind it, as strtod() reads it in the C locale (main() sets no other). */
static bool set_real(double *to, const char *arg, double least, double most)
{
    char *end;
    double value = strtod(arg, &end);
    if (end == arg || *end || !(value >= least && value <= most))
        return false;
    *to = value;
    return true;
}

bool ws_set_rejects(struct ws_cli *cli, const char *arg)
{
    cli->sift.corpus.rejects = arg;
    return *arg != '\0';
}

bool ws_set_rejects_rate(struct ws_cli *cli, const char *arg)
{
    return set_real(&cli->sift.corpus.rejects_rate, arg, 0, 1);
}
