#include "pipeline/output/stats.h"

#include <stdlib.h>
#include <string.h>

static const char *const OUTCOME_NAMES[WS_OUT_COUNT] = {
    [WS_OUT_ARTICLE] = "article",         [WS_OUT_TYPE] = "type",
    [WS_OUT_STATUS] = "status",           [WS_OUT_NOT_HTML] = "not_html",
    [WS_OUT_NO_BODY] = "no_body",         [WS_OUT_HTTP_HEADER] = "http_header",
    [WS_OUT_HTTP_CODING] = "http_coding", [WS_OUT_RECORD_LIMIT] = "record_limit",
    [WS_OUT_PAGE_LIMIT] = "page_limit",   [WS_OUT_EMPTY] = "empty",
};

const char *ws_outcome_name(enum ws_outcome o)
{
    return (unsigned)o < WS_OUT_COUNT ? OUTCOME_NAMES[o] : "unknown";
}

static void add_each(uint64_t *sum, const uint64_t *part, size_t n)
{
    for (size_t i = 0; i < n; i++)
        sum[i] += part[i];
}

uint64_t ws_counts_records(const struct ws_counts *c)
{
    uint64_t n = 0;
    for (size_t i = 0; i < WS_REC_TYPE_COUNT; i++)
        n += c->records[i];
    return n;
}

void ws_counts_add(struct ws_counts *sum, const struct ws_counts *part)
{
    add_each(sum->records, part->records, WS_REC_TYPE_COUNT);
    add_each(sum->outcomes, part->outcomes, WS_OUT_COUNT);
    add_each(sum->warnings, part->warnings, WS_CODE_COUNT);
    add_each(sum->charset_sources, part->charset_sources, WS_CHARSET_SOURCE_COUNT);
    sum->damage += part->damage;
    sum->damage_bytes += part->damage_bytes;
}

void ws_stats_init(struct ws_stats *s, size_t max_damage)
{
    *s = (struct ws_stats){.max_damage = max_damage};
}

void ws_stats_release(struct ws_stats *s)
{
    free(s->damage);
    s->damage = NULL;
    s->n_damage = s->cap_damage = 0;
}

void ws_stats_clear(struct ws_stats *s)
{
    s->counts = (struct ws_counts){0};
    s->n_charsets = 0;
    s->n_damage = 0;
}

void ws_stats_record(struct ws_stats *s, enum ws_record_type type, enum ws_outcome outcome)
{
    s->counts.records[type]++;
    s->counts.outcomes[outcome]++;
}

static void count_charset(struct ws_stats *s, const char *name, uint64_t articles)
{
    size_t i = 0;
    while (i < s->n_charsets && strcmp(s->charsets[i].name, name) != 0)
        i++;
    if (i == WS_CHARSETS_MAX)
        return;
    if (i == s->n_charsets)
        s->charsets[s->n_charsets++] = (struct ws_charset_count){name, 0};
    s->charsets[i].articles += articles;
}

void ws_stats_article(struct ws_stats *s, const struct ws_article *art)
{
    s->counts.charset_sources[art->charset_source]++;
    count_charset(s, art->charset, 1);
}

/* Keeps it in the list while there is room; without memory it is only counted. */
static void list_damage(struct ws_stats *s, const struct ws_error *e)
{
    if (s->n_damage == s->max_damage)
        return;
    if (s->n_damage == s->cap_damage) {
        size_t cap = s->cap_damage ? s->cap_damage * 2 : 8;
        struct ws_error *list = realloc(s->damage, cap * sizeof *list);
        if (!list)
            return;
        s->damage = list;
        s->cap_damage = cap;
    }
    s->damage[s->n_damage++] = *e;
}

void ws_stats_damage(struct ws_stats *s, const struct ws_error *e)
{
    s->counts.damage++;
    s->counts.damage_bytes += e->bytes_lost;
    list_damage(s, e);
}

void ws_stats_warning(struct ws_stats *s, const struct ws_error *e)
{
    s->counts.warnings[e->code]++;
}

void ws_stats_add(struct ws_stats *sum, const struct ws_stats *part)
{
    ws_counts_add(&sum->counts, &part->counts);
    for (size_t i = 0; i < part->n_charsets; i++)
        count_charset(sum, part->charsets[i].name, part->charsets[i].articles);
    for (size_t i = 0; i < part->n_damage; i++)
        list_damage(sum, &part->damage[i]);
}
