#include "pipeline/options/corpus_options.h"
#include "pipeline/corpus/language_code.h"
#include "pipeline/corpus/optout.h"
#include "pipeline/corpus/url_lists.h"

#include <stdlib.h>
#include <string.h>

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

/* --- lists of addresses ---------------------------------------------------------------- */

static bool add_list(const char **list, size_t *n, const char *arg)
{
    if (!*arg || *n == WS_CLI_LISTS)
        return false;
    list[(*n)++] = arg;
    return true;
}

bool ws_set_block_list(struct ws_cli *cli, const char *arg)
{
    cli->sift.corpus.lists.places = cli->block_list;
    return add_list(cli->block_list, &cli->sift.corpus.lists.n_places, arg);
}

bool ws_set_block_words(struct ws_cli *cli, const char *arg)
{
    cli->sift.corpus.lists.words = cli->block_words;
    return add_list(cli->block_words, &cli->sift.corpus.lists.n_words, arg);
}

bool ws_set_block_soft(struct ws_cli *cli, const char *arg)
{
    cli->sift.corpus.lists.soft_words = cli->block_soft;
    return add_list(cli->block_soft, &cli->sift.corpus.lists.n_soft_words, arg);
}

bool ws_set_block_parts(struct ws_cli *cli, const char *arg)
{
    cli->sift.corpus.lists.substrings = cli->block_parts;
    return add_list(cli->block_parts, &cli->sift.corpus.lists.n_substrings, arg);
}

bool ws_set_block_soft_least(struct ws_cli *cli, const char *arg)
{
    uint64_t n;
    if (!ws_size_parse(arg, &n) || n < 1 || n > WS_SOFT_WORDS_MAX)
        return false;
    cli->sift.corpus.lists.soft_least = (unsigned)n;
    return true;
}

/* --- language, opt-out -------------------------------------------------------------------- */

bool ws_set_lid(struct ws_cli *cli, const char *arg)
{
    struct ws_language_options *o = &cli->sift.corpus.language;
    bool cld2 = strcmp(arg, "cld2") == 0;
    o->lid = cld2 ? WS_LID_CLD2 : WS_LID_DECLARED;
    return (cld2 || strcmp(arg, "declared") == 0) && !o->model;
}

bool ws_set_lid_model(struct ws_cli *cli, const char *arg)
{
    struct ws_language_options *o = &cli->sift.corpus.language;
    o->model = arg;
    return *arg && o->lid == WS_LID_AUTO;
}

bool ws_set_lang(struct ws_cli *cli, const char *arg)
{
    cli->sift.corpus.language.languages = arg;
    return ws_language_list_is_good(arg);
}

bool ws_set_lang_score(struct ws_cli *cli, const char *arg)
{
    return set_real(&cli->sift.corpus.language.min_score, arg, 0, 1);
}

bool ws_set_respect_optout(struct ws_cli *cli, const char *arg)
{
    (void)arg;
    cli->sift.corpus.respect_optout |= WS_OPTOUT_RESPECTED;
    return true;
}

bool ws_set_optout_signals(struct ws_cli *cli, const char *arg)
{
    return ws_optout_add(&cli->sift.corpus.respect_optout, arg);
}

/* --- quality ------------------------------------------------------------------------------ */

bool ws_set_preset(struct ws_cli *cli, const char *arg)
{
    return ws_quality_preset(&cli->sift.corpus.quality, arg);
}

bool ws_set_filters(struct ws_cli *cli, const char *arg)
{
    return ws_quality_filters(&cli->sift.corpus.quality, arg);
}

bool ws_set_threshold(struct ws_cli *cli, const char *arg)
{
    return ws_quality_threshold(&cli->sift.corpus.quality, arg);
}

bool ws_set_stop_words(struct ws_cli *cli, const char *arg)
{
    cli->sift.corpus.quality.stop_words = arg;
    return *arg != '\0';
}

bool ws_set_annotate(struct ws_cli *cli, const char *arg)
{
    (void)arg;
    cli->sift.corpus.quality.annotate = true;
    return true;
}

bool ws_set_compat(struct ws_cli *cli, const char *arg)
{
    cli->sift.corpus.quality.datatrove = strcmp(arg, "datatrove") == 0;
    return cli->sift.corpus.quality.datatrove || strcmp(arg, "none") == 0;
}

/* --- private data ------------------------------------------------------------------------- */

bool ws_set_pii(struct ws_cli *cli, const char *arg)
{
    cli->sift.corpus.mask_pii = strcmp(arg, "mask") == 0;
    return cli->sift.corpus.mask_pii || strcmp(arg, "keep") == 0;
}

bool ws_set_dedup(struct ws_cli *cli, const char *arg)
{
    static const char *const NAMES[] = {
        [WS_DEDUP_NONE] = "none", [WS_DEDUP_EXACT] = "exact", [WS_DEDUP_NEAR] = "near"};
    for (unsigned i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        if (strcmp(arg, NAMES[i]) == 0) {
            cli->sift.corpus.dedup = i;
            return true;
        }
    return false;
}

bool ws_set_url_dedup(struct ws_cli *cli, const char *arg)
{
    (void)arg;
    cli->sift.corpus.url_dedup = true;
    return true;
}

bool ws_set_minhash(struct ws_cli *cli, const char *arg)
{
    (void)arg;
    cli->sift.corpus.minhash = true;
    return true;
}

/* --- rejects ------------------------------------------------------------------------------ */

bool ws_set_rejects(struct ws_cli *cli, const char *arg)
{
    cli->sift.corpus.rejects = arg;
    return *arg != '\0';
}

bool ws_set_rejects_rate(struct ws_cli *cli, const char *arg)
{
    return set_real(&cli->sift.corpus.rejects_rate, arg, 0, 1);
}
