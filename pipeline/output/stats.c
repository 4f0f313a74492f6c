#include "pipeline/output/stats.h"
#include "pipeline/output/json.h"
#include "pipeline/output/line.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const OUTCOME_NAMES[WS_OUT_COUNT] = {
    [WS_OUT_ARTICLE] = "article",
    [WS_OUT_TYPE] = "type",
    [WS_OUT_STATUS] = "status",
    [WS_OUT_NOT_HTML] = "not_html",
    [WS_OUT_NO_BODY] = "no_body",
    [WS_OUT_HTTP_HEADER] = "http_header",
    [WS_OUT_HTTP_CODING] = "http_coding",
    [WS_OUT_RECORD_LIMIT] = "record_limit",
    [WS_OUT_PAGE_LIMIT] = "page_limit",
    [WS_OUT_EMPTY] = "empty",
    [WS_OUT_SEGMENT] = "segment",
    [WS_OUT_STRAY_SEGMENT] = "stray_segment",
    [WS_OUT_MIME] = "mime",
    [WS_OUT_LENGTH] = "length",
    [WS_OUT_URL] = "url",
    [WS_OUT_DATE] = "date",
    [WS_OUT_TRUNCATED] = "truncated",
    [WS_OUT_LISTED] = "listed",
    [WS_OUT_LANGUAGE] = "language",
    [WS_OUT_OPT_OUT] = "opt_out",
    [WS_OUT_QUALITY] = "quality",
    [WS_OUT_DUPLICATE] = "duplicate",
};

const char *ws_outcome_name(enum ws_outcome o)
{
    return (unsigned)o < WS_OUT_COUNT ? OUTCOME_NAMES[o] : "unknown";
}

#define KEPT_REVISITS ((size_t)1 << 20) /* bytes of the list that stay allocated */

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
    add_each(sum->segments, part->segments, WS_SEGMENT_COUNT);
    sum->crawl_metadata += part->crawl_metadata;
    sum->revisits.with_id += part->revisits.with_id;
    sum->revisits.with_url += part->revisits.with_url;
    sum->revisits.with_date += part->revisits.with_date;
    sum->revisits.unlisted += part->revisits.unlisted;
    add_each(sum->block_digests, part->block_digests, WS_DIGEST_VERDICT_COUNT);
    add_each(sum->payload_digests, part->payload_digests, WS_DIGEST_VERDICT_COUNT);
    add_each(sum->pii, part->pii, WS_PII_COUNT);
    add_each(sum->rejects, part->rejects, WS_REJECT_COUNT);
    sum->damage += part->damage;
    sum->damage_bytes += part->damage_bytes;
}

void ws_stats_init(struct ws_stats *s, size_t max_damage)
{
    *s = (struct ws_stats){.max_damage = max_damage};
    ws_buf_init(&s->revisits, WS_REVISITS_LISTED);
}

void ws_stats_release(struct ws_stats *s)
{
    free(s->damage);
    ws_buf_release(&s->revisits);
    s->damage = NULL;
    s->n_damage = s->cap_damage = 0;
    free(s->wrong);
    s->wrong = NULL;
    s->n_wrong = s->cap_wrong = 0;
}

void ws_stats_clear(struct ws_stats *s)
{
    s->counts = (struct ws_counts){0};
    s->n_charsets = 0;
    s->n_damage = 0;
    s->n_wrong = 0;
    ws_buf_clear(&s->revisits, KEPT_REVISITS);
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
    if (i == s->n_charsets) {
        snprintf(s->charsets[i].name, sizeof s->charsets[i].name, "%s", name);
        s->charsets[i].articles = 0;
        s->n_charsets++;
    }
    s->charsets[i].articles += articles;
}

void ws_stats_article(struct ws_stats *s, const struct ws_article *art)
{
    s->counts.charset_sources[art->charset_source]++;
    count_charset(s, art->charset, 1);
}

void ws_stats_article_gone(struct ws_stats *s, const char *charset, enum ws_charset_source source)
{
    size_t i = 0;
    s->counts.charset_sources[source]--;
    while (i < s->n_charsets && strcmp(s->charsets[i].name, charset) != 0)
        i++;
    if (i < s->n_charsets && --s->charsets[i].articles == 0)
        s->charsets[i] = s->charsets[--s->n_charsets];
}

/* Keeps it in a list while there is room; without memory it is only counted. */
static void append_error(struct ws_error **list, size_t *n, size_t *cap, size_t max,
                         const struct ws_error *e)
{
    if (*n == max)
        return;
    if (*n == *cap) {
        size_t more = *cap ? *cap * 2 : 8;
        struct ws_error *longer = realloc(*list, more * sizeof *longer);
        if (!longer)
            return;
        *list = longer;
        *cap = more;
    }
    (*list)[(*n)++] = *e;
}

void ws_stats_list_damage(struct ws_stats *s, const struct ws_error *e)
{
    append_error(&s->damage, &s->n_damage, &s->cap_damage, s->max_damage, e);
}

void ws_stats_list_wrong(struct ws_stats *s, const struct ws_error *e)
{
    append_error(&s->wrong, &s->n_wrong, &s->cap_wrong, s->max_damage, e);
}

void ws_stats_digests(struct ws_stats *s, enum ws_digest_verdict block,
                      enum ws_digest_verdict payload, uint64_t offset)
{
    struct ws_error e;
    s->counts.block_digests[block]++;
    s->counts.payload_digests[payload]++;
    if (block != WS_DIGEST_WRONG && payload != WS_DIGEST_WRONG)
        return;
    ws_error_set(&e, WS_E_DIGEST, offset, "the digest of the %s is wrong",
                 payload != WS_DIGEST_WRONG ? "block"
                 : block != WS_DIGEST_WRONG ? "payload"
                                            : "block and that of the payload");
    ws_stats_list_wrong(s, &e);
}

void ws_stats_damage(struct ws_stats *s, const struct ws_error *e)
{
    s->counts.damage++;
    s->counts.damage_bytes += e->bytes_lost;
    ws_stats_list_damage(s, e);
}

void ws_stats_segment(struct ws_stats *s, const struct ws_record *rec)
{
    s->counts.segments[rec->segment]++;
    for (uint32_t i = 1; i < rec->n_segments; i++)
        ws_stats_record(s, WS_REC_CONTINUATION, WS_OUT_SEGMENT);
}

static void put_value(struct ws_json *j, const char *key, struct ws_slice value)
{
    if (value.n >= 2 && value.p[0] == '<' && value.p[value.n - 1] == '>')
        value = (struct ws_slice){value.p + 1, value.n - 2};
    ws_json_put_string(j, key, value);
}

static struct ws_slice field(const struct ws_record *rec, const char *name)
{
    return ws_field_get(rec->fields, rec->n_fields, name);
}

void ws_stats_revisit(struct ws_stats *s, const struct ws_record *rec, bool list)
{
    struct ws_revisit_counts *c = &s->counts.revisits;
    struct ws_slice id = field(rec, "WARC-Refers-To");
    struct ws_slice url = field(rec, "WARC-Refers-To-Target-URI");
    struct ws_slice date = field(rec, "WARC-Refers-To-Date");
    c->with_id += id.n > 0;
    c->with_url += url.n > 0;
    c->with_date += date.n > 0;
    if (!list)
        return;
    size_t before = s->revisits.n;
    struct ws_json j = {.out = &s->revisits, .ok = true};
    ws_json_put_uint(&j, "{\"offset\": ", rec->offset);
    put_value(&j, ", \"id\": ", ws_bare_id(rec->id));
    put_value(&j, ", \"url\": ", rec->target_uri);
    put_value(&j, ", \"date\": ", rec->date);
    put_value(&j, ", \"digest\": ", rec->payload_digest);
    put_value(&j, ", \"profile\": ", field(rec, "WARC-Profile"));
    put_value(&j, ", \"refers_to\": ", ws_bare_id(id));
    put_value(&j, ", \"refers_to_url\": ", url);
    put_value(&j, ", \"refers_to_date\": ", date);
    ws_json_raw(&j, "}\n");
    if (!j.ok) {
        s->revisits.n = before;
        c->unlisted++;
    }
}

/* The list goes on while there is room; what comes behind is counted. */
static void add_revisits(struct ws_stats *sum, const struct ws_buf *part)
{
    for (size_t at = 0; at < part->n;) {
        const uint8_t *line = part->p + at, *end = memchr(line, '\n', part->n - at);
        size_t n = (size_t)(end - line) + 1; /* every one ends in a newline */
        if (sum->counts.revisits.unlisted || !ws_buf_append(&sum->revisits, line, n))
            sum->counts.revisits.unlisted++;
        at += n;
    }
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
        ws_stats_list_damage(sum, &part->damage[i]);
    for (size_t i = 0; i < part->n_wrong; i++)
        ws_stats_list_wrong(sum, &part->wrong[i]);
    add_revisits(sum, &part->revisits);
}
