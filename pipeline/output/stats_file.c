/* The text of NAME.stats.json: for people as well as programs, so one key a line. */
#include "pipeline/output/json.h"
#include "pipeline/output/stats.h"

#include <stdlib.h>
#include <string.h>

/* About 100 bytes for each shard: ten million of them. */
#define STATS_MAX_BYTES (1u << 30)

/* "key": value pairs, comma first but for the first of an object. */
static void key(struct ws_json *j, const char *indent, const char *name, bool first)
{
    ws_json_raw(j, first ? "\n" : ",\n");
    ws_json_put_cstr(j, indent, name);
    ws_json_raw(j, ": ");
}

static void put_counts(struct ws_json *j, const char *name, const uint64_t *values, size_t n,
                       const char *(*value_name)(size_t i), bool zeros_too)
{
    bool first = true;
    key(j, "  ", name, false);
    ws_json_raw(j, "{");
    for (size_t i = 0; i < n; i++) {
        if (values[i] == 0 && !zeros_too)
            continue;
        key(j, "    ", value_name(i), first);
        ws_json_uint(j, values[i]);
        first = false;
    }
    ws_json_raw(j, first ? "}" : "\n  }");
}

static const char *name_of_type(size_t i)
{
    return ws_record_type_name((enum ws_record_type)i);
}

static const char *name_of_outcome(size_t i)
{
    return ws_outcome_name((enum ws_outcome)i);
}

static const char *name_of_code(size_t i)
{
    return ws_code_name((enum ws_code)i);
}

static const char *name_of_charset_source(size_t i)
{
    return ws_charset_source_name((enum ws_charset_source)i);
}

static const char *name_of_reject(size_t i)
{
    return ws_reject_name((enum ws_reject)i);
}

static const char *name_of_pii(size_t i)
{
    return ws_pii_kind_name((enum ws_pii_kind)i);
}

static const char *name_of_segment(size_t i)
{
    return ws_segment_name((enum ws_segment)i);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct ws_charset_count *)a)->name,
                  ((const struct ws_charset_count *)b)->name);
}

/* Sorted, because they were met in no particular order. */
static void put_charsets(struct ws_json *j, const struct ws_stats *s)
{
    struct ws_charset_count sorted[WS_CHARSETS_MAX];
    memcpy(sorted, s->charsets, s->n_charsets * sizeof *sorted);
    qsort(sorted, s->n_charsets, sizeof *sorted, by_name);
    key(j, "  ", "charsets", false);
    ws_json_raw(j, "{");
    for (size_t i = 0; i < s->n_charsets; i++) {
        key(j, "    ", sorted[i].name, i == 0);
        ws_json_uint(j, sorted[i].articles);
    }
    ws_json_raw(j, s->n_charsets ? "\n  }" : "}");
}

/* Behind "list": */
static void put_errors(struct ws_json *j, const struct ws_error *list, size_t n)
{
    ws_json_raw(j, "[");
    for (size_t i = 0; i < n; i++) {
        const struct ws_error *e = &list[i];
        ws_json_put_cstr(j, i ? ",\n      {\"code\": " : "\n      {\"code\": ", ws_code_name(e->code));
        ws_json_put_uint(j, ", \"offset\": ", e->offset);
        ws_json_put_uint(j, ", \"bytes_lost\": ", e->bytes_lost);
        ws_json_put_cstr(j, ", \"message\": ", e->msg);
        ws_json_raw(j, "}");
    }
    ws_json_raw(j, n ? "\n    ]" : "]");
}

static void put_verdicts(struct ws_json *j, const uint64_t *counts)
{
    for (int i = 0; i < WS_DIGEST_VERDICT_COUNT; i++) {
        ws_json_raw(j, i ? ", \"" : "{\"");
        ws_json_raw(j, ws_digest_verdict_name((enum ws_digest_verdict)i));
        ws_json_put_uint(j, "\": ", counts[i]);
    }
    ws_json_raw(j, "}");
}

static void put_digests(struct ws_json *j, const struct ws_stats *s, bool verified)
{
    key(j, "  ", "digests", false);
    if (!verified) {
        ws_json_raw(j, "null");
        return;
    }
    ws_json_raw(j, "{\n    \"block\": ");
    put_verdicts(j, s->counts.block_digests);
    ws_json_raw(j, ",\n    \"payload\": ");
    put_verdicts(j, s->counts.payload_digests);
    ws_json_raw(j, ",\n    \"wrong\": ");
    put_errors(j, s->wrong, s->n_wrong);
    ws_json_raw(j, "\n  }");
}

static void put_damage(struct ws_json *j, const struct ws_stats *s)
{
    key(j, "  ", "damage", false);
    ws_json_put_uint(j, "{\n    \"places\": ", s->counts.damage);
    ws_json_put_uint(j, ",\n    \"bytes_lost\": ", s->counts.damage_bytes);
    ws_json_raw(j, ",\n    \"list\": ");
    put_errors(j, s->damage, s->n_damage);
    ws_json_raw(j, "\n  }");
}

static void put_host_memory(struct ws_json *j, const struct ws_host_counts *h)
{
    key(j, "  ", "host_memory", false);
    if (!h) {
        ws_json_raw(j, "null");
        return;
    }
    ws_json_put_uint(j, "{\"pages\": ", h->pages);
    ws_json_put_uint(j, ", \"hosts\": ", h->hosts);
    ws_json_put_uint(j, ", \"blocks\": ", h->blocks);
    ws_json_raw(j, "}");
}

static void put_revisit_list(struct ws_json *j, const struct ws_buf *lines)
{
    struct ws_slice rest = {lines->p, lines->n};
    ws_json_raw(j, ", \"list\": [");
    for (const char *comma = "\n    "; rest.n; comma = ",\n    ") {
        const uint8_t *end = memchr(rest.p, '\n', rest.n);
        size_t n = (size_t)(end - rest.p);
        ws_json_raw(j, comma);
        ws_json_verbatim(j, (struct ws_slice){rest.p, n});
        rest = (struct ws_slice){end + 1, rest.n - n - 1};
    }
    ws_json_raw(j, lines->n ? "\n  ]" : "]");
}

static void put_revisits(struct ws_json *j, const struct ws_stats *s, bool list)
{
    const struct ws_revisit_counts *c = &s->counts.revisits;
    key(j, "  ", "revisits", false);
    ws_json_put_uint(j, "{\"with_id\": ", c->with_id);
    ws_json_put_uint(j, ", \"with_url\": ", c->with_url);
    ws_json_put_uint(j, ", \"with_date\": ", c->with_date);
    if (list) {
        ws_json_put_uint(j, ", \"unlisted\": ", c->unlisted);
        put_revisit_list(j, &s->revisits);
    }
    ws_json_raw(j, "}");
}

/* Articles that it was found for. */
static void put_crawl_metadata(struct ws_json *j, const struct ws_stats *s, bool used)
{
    key(j, "  ", "crawl_metadata", false);
    if (used)
        ws_json_uint(j, s->counts.crawl_metadata);
    else
        ws_json_raw(j, "null");
}

static void put_shards(struct ws_json *j, const char *name, const struct ws_shards *shards)
{
    key(j, "  ", name, false);
    ws_json_raw(j, "[");
    for (size_t i = 0; i < shards->n; i++) {
        const struct ws_shard_info *s = &shards->list[i];
        ws_json_put_cstr(j, i ? ",\n    {\"name\": " : "\n    {\"name\": ", s->name);
        ws_json_put_uint(j, ", \"articles\": ", s->articles);
        ws_json_put_uint(j, ", \"bytes\": ", s->bytes);
        ws_json_put_uint(j, ", \"plain_bytes\": ", s->plain_bytes);
        ws_json_put_cstr(j, ", \"sha256\": ", s->sha256);
        ws_json_raw(j, "}");
    }
    ws_json_raw(j, shards->n ? "\n  ]" : "]");
}

static void put_options(struct ws_json *j, const struct ws_options_text *options,
                        const char *config)
{
    key(j, "  ", "options", false);
    ws_json_cstr(j, options->text);
    key(j, "  ", "options_hash", false);
    ws_json_cstr(j, options->hash);
    key(j, "  ", "config", false);
    ws_json_raw(j, config ? config : "null");
}

static void put_name(struct ws_json *j, const char *name)
{
    if (name)
        ws_json_cstr(j, name);
    else
        ws_json_raw(j, "null");
}

bool ws_stats_render(const struct ws_stats *s, const struct ws_stats_about *about,
                     struct ws_buf *out)
{
    struct ws_json j = {.out = out, .ok = true};
    const struct ws_counts *c = &s->counts;
    ws_json_raw(&j, "{");
    key(&j, "  ", "tool", true);
    ws_json_cstr(&j, "warcsift " WS_VERSION);
    key(&j, "  ", "record_schema", false);
    ws_json_uint(&j, WS_RECORD_SCHEMA);
    key(&j, "  ", "input", false);
    ws_identity_render(&j, &about->input);
    put_options(&j, about->options_text, about->options->config);
    key(&j, "  ", "bytes_in", false);
    ws_json_uint(&j, about->bytes_in);
    key(&j, "  ", "listed", false);
    if (about->listed)
        ws_json_uint(&j, *about->listed);
    else
        ws_json_raw(&j, "null");
    key(&j, "  ", "record_count", false);
    ws_json_uint(&j, ws_counts_records(c));
    put_counts(&j, "records", c->records, WS_REC_TYPE_COUNT, name_of_type, false);
    put_counts(&j, "outcomes", c->outcomes, WS_OUT_COUNT, name_of_outcome, true);
    put_counts(&j, "rejects", c->rejects, WS_REJECT_COUNT, name_of_reject, false);
    if (about->options->corpus.mask_pii)
        put_counts(&j, "pii", c->pii, WS_PII_COUNT, name_of_pii, true);
    put_counts(&j, "segments", c->segments, WS_SEGMENT_COUNT, name_of_segment, false);
    put_revisits(&j, s, about->options->list_revisits);
    put_crawl_metadata(&j, s, about->options->use_crawl_metadata);
    put_charsets(&j, s);
    put_counts(&j, "charset_sources", c->charset_sources, WS_CHARSET_SOURCE_COUNT,
               name_of_charset_source, true);
    put_counts(&j, "warnings", c->warnings, WS_CODE_COUNT, name_of_code, false);
    put_damage(&j, s);
    put_digests(&j, s, about->options->verify_digests);
    put_host_memory(&j, about->host_memory);
    key(&j, "  ", "compressed_by", false);
    put_name(&j, ws_compress_library(about->shards->place->compress));
    put_shards(&j, "shards", about->shards);
    if (about->rejects)
        put_shards(&j, "reject_shards", about->rejects);
    ws_json_raw(&j, "\n}\n");
    return j.ok;
}

enum ws_status ws_stats_write(const struct ws_stats *s, const struct ws_stats_about *about,
                              struct ws_error *err)
{
    struct ws_buf text;
    enum ws_status st = WS_FATAL;
    char *name = ws_stats_file_name(about->shards->name);
    ws_buf_init(&text, STATS_MAX_BYTES);
    if (name && ws_stats_render(s, about, &text))
        st = ws_outfile_put(about->shards->place->dir_fd, name, about->shards->attempt, text.p,
                            text.n, err);
    else
        ws_error_set(err, WS_E_NOMEM, 0, "out of memory");
    ws_buf_release(&text);
    free(name);
    return st;
}
