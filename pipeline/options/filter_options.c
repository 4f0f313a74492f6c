#include "pipeline/options/filter_options.h"
#include "pipeline/input/filter.h"

bool ws_set_status(struct ws_cli *cli, const char *arg)
{
    struct ws_status_set set;
    cli->sift.statuses = arg;
    return ws_status_set_parse(&set, arg);
}

bool ws_set_mime(struct ws_cli *cli, const char *arg)
{
    cli->sift.filter.mimes = arg;
    return ws_mime_list_is_good(arg);
}

bool ws_set_min_length(struct ws_cli *cli, const char *arg)
{
    return ws_size_parse(arg, &cli->sift.filter.min_length);
}

bool ws_set_max_length(struct ws_cli *cli, const char *arg)
{
    return ws_size_parse(arg, &cli->sift.filter.max_length);
}

/* The pattern itself is looked at when all of them are compiled: there is more to say about it.
 */
static bool add(const char **list, size_t *n, const char *arg)
{
    if (!*arg || *n == WS_CLI_PATTERNS)
        return false;
    list[(*n)++] = arg;
    return true;
}

bool ws_set_url_include(struct ws_cli *cli, const char *arg)
{
    struct ws_filter_options *f = &cli->sift.filter;
    f->url_include = cli->url_include;
    return add(cli->url_include, &f->n_url_include, arg);
}

bool ws_set_url_exclude(struct ws_cli *cli, const char *arg)
{
    struct ws_filter_options *f = &cli->sift.filter;
    f->url_exclude = cli->url_exclude;
    return add(cli->url_exclude, &f->n_url_exclude, arg);
}

bool ws_set_since(struct ws_cli *cli, const char *arg)
{
    struct ws_date_prefix p;
    cli->sift.filter.since = arg;
    return ws_date_prefix_parse(&p, arg);
}

bool ws_set_until(struct ws_cli *cli, const char *arg)
{
    struct ws_date_prefix p;
    cli->sift.filter.until = arg;
    return ws_date_prefix_parse(&p, arg);
}

bool ws_set_skip_truncated(struct ws_cli *cli, const char *arg)
{
    (void)arg;
    cli->sift.filter.skip_truncated = true;
    return true;
}
