/* The text of NAME.stats.json: for people as well as programs, so one key a line. */
#include "pipeline/output/json.h"
#include "pipeline/output/stats.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* About 100 bytes for each shard: ten million of them. */
#define STATS_MAX_BYTES (1u << 30)

/* "key": value pairs, comma first but for the first of an object. */
static void key(struct ws_json *j, const char *indent, const char *name, bool first)
{
    ws_json_raw(j, first ? "\n" : ",\n");
    ws_json_raw(j, indent);
    ws_json_cstr(j, name);
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
        ws_json_raw(j, i ? ",\n      {\"code\": " : "\n      {\"code\": ");
        ws_json_cstr(j, ws_code_name(e->code));
        ws_json_raw(j, ", \"offset\": ");
        ws_json_uint(j, e->offset);
        ws_json_raw(j, ", \"bytes_lost\": ");
        ws_json_uint(j, e->bytes_lost);
        ws_json_raw(j, ", \"message\": ");
        ws_json_cstr(j, e->msg);
        ws_json_raw(j, "}");
    }
    ws_json_raw(j, n ? "\n    ]" : "]");
}

static void put_verdicts(struct ws_json *j, const uint64_t *counts)
{
    for (int i = 0; i < WS_DIGEST_VERDICT_COUNT; i++) {
        ws_json_raw(j, i ? ", \"" : "{\"");
        ws_json_raw(j, ws_digest_verdict_name((enum ws_digest_verdict)i));
        ws_json_raw(j, "\": ");
        ws_json_uint(j, counts[i]);
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
    ws_json_raw(j, "{\n    \"places\": ");
    ws_json_uint(j, s->counts.damage);
    ws_json_raw(j, ",\n    \"bytes_lost\": ");
    ws_json_uint(j, s->counts.damage_bytes);
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
    ws_json_raw(j, "{\"pages\": ");
    ws_json_uint(j, h->pages);
    ws_json_raw(j, ", \"hosts\": ");
    ws_json_uint(j, h->hosts);
    ws_json_raw(j, ", \"blocks\": ");
    ws_json_uint(j, h->blocks);
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
    ws_json_raw(j, "{\"with_id\": ");
    ws_json_uint(j, c->with_id);
    ws_json_raw(j, ", \"with_url\": ");
    ws_json_uint(j, c->with_url);
    ws_json_raw(j, ", \"with_date\": ");
    ws_json_uint(j, c->with_date);
    if (list) {
        ws_json_raw(j, ", \"unlisted\": ");
        ws_json_uint(j, c->unlisted);
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

static void put_shards(struct ws_json *j, const struct ws_shards *shards)
{
    key(j, "  ", "shards", false);
    ws_json_raw(j, "[");
    for (size_t i = 0; i < shards->n; i++) {
        const struct ws_shard_info *s = &shards->list[i];
        ws_json_raw(j, i ? ",\n    {\"name\": " : "\n    {\"name\": ");
        ws_json_cstr(j, s->name);
        ws_json_raw(j, ", \"articles\": ");
        ws_json_uint(j, s->articles);
        ws_json_raw(j, ", \"bytes\": ");
        ws_json_uint(j, s->bytes);
        ws_json_raw(j, ", \"plain_bytes\": ");
        ws_json_uint(j, s->plain_bytes);
        ws_json_raw(j, "}");
    }
    ws_json_raw(j, shards->n ? "\n  ]" : "]");
}

static void put_input(struct ws_json *j, const struct ws_stats_about *about)
{
    char date[64];
    struct tm tm;
    time_t mtime = (time_t)about->mtime;
    key(j, "  ", "input", false);
    ws_json_raw(j, "{\"path\": ");
    ws_json_cstr(j, about->path);
    ws_json_raw(j, ", \"size\": ");
    if (about->is_file)
        ws_json_uint(j, about->size);
    else
        ws_json_raw(j, "null");
    ws_json_raw(j, ", \"mtime\": ");
    if (about->is_file && gmtime_r(&mtime, &tm) &&
        strftime(date, sizeof date, "%Y-%m-%dT%H:%M:%SZ", &tm))
        ws_json_cstr(j, date);
    else
        ws_json_raw(j, "null");
    ws_json_raw(j, "}");
}

/* FNV-1a, 64 bits: tells option sets apart, protects nothing. */
static uint64_t hash(const char *text)
{
    uint64_t h = UINT64_C(14695981039346656037);
    for (; *text; text++)
        h = (h ^ (uint8_t)*text) * UINT64_C(1099511628211);
    return h;
}

/* That of the filters which are used. */
static void filter_text(const struct ws_sift_options *o, const char *patterns, char *text,
                        size_t size)
{
    const struct ws_filter_options *f = &o->filter;
    char min[40] = "", max[40] = "";
    if (f->min_length)
        snprintf(min, sizeof min, " min_length=%" PRIu64, f->min_length);
    if (f->max_length != UINT64_MAX)
        snprintf(max, sizeof max, " max_length=%" PRIu64, f->max_length);
    snprintf(text, size, "%s%s%s%s%s%s%s%s%s%s%s%s", f->mimes ? " mime=" : "",
             f->mimes ? f->mimes : "", min, max, patterns, f->since ? " since=" : "",
             f->since ? f->since : "", f->until ? " until=" : "", f->until ? f->until : "",
             f->skip_truncated ? " skip_truncated" : "",
             o->use_crawl_metadata ? " crawl_metadata" : "",
             o->list_revisits ? " list_revisits" : "");
}

/* Every option that can change a byte of a shard or of the stats file, in one line. */
static char *options_text(const struct ws_stats_about *about)
{
    const struct ws_sift_options *o = about->options;
    size_t size = strlen(o->statuses) + strlen(about->patterns) +
                  (o->filter.mimes ? strlen(o->filter.mimes) : 0) +
                  (o->cdx ? strlen(o->cdx) : 0) + 1024;
    char *text = malloc(size);
    if (text) {
        snprintf(text, size,
                 "status=%s compress=%s shard_bytes=%" PRIu64
                 " batch_bytes=%zu max_record=%" PRIu64 " max_header=%" PRIu64
                 " max_inflate_ratio=%" PRIu32 " max_page=%zu max_nodes=%zu favor=%d"
                 " keep=%#" PRIx32 " drop=%#" PRIx32 " with_title=%d blocks=%d union=%d%s"
                 " format=%s%s%s%s%s%s%s",
                 o->statuses, ws_compress_name(about->shards->place->compress), o->shard_bytes,
                 o->batch_bytes, o->archive.max_record_bytes, o->archive.max_header_bytes,
                 o->archive.max_inflate_ratio, o->extract.max_page_bytes, o->extract.max_nodes,
                 (int)o->extract.favor, o->extract.keep_roles, o->extract.drop_roles,
                 o->extract.with_title, o->extract.list_blocks, o->extract.unite,
                 o->host_memory ? " host_memory" : "",
                 o->extract.format == WS_TEXT_MARKDOWN ? "markdown" : "text",
                 o->extract.parser == WS_PARSER_LIBXML2 ? " libxml2" : "",
                 o->extract.links ? " links" : "", o->extract.images ? " images" : "",
                 o->verify_digests ? " verify_digests" : "", o->cdx ? " cdx=" : "",
                 o->cdx ? o->cdx : "");
        size_t n = strlen(text);
        filter_text(o, about->patterns, text + n, size - n);
    }
    return text;
}

static void put_options(struct ws_json *j, const struct ws_stats_about *about)
{
    char hex[20];
    char *text = options_text(about);
    if (!text) {
        j->ok = false;
        return;
    }
    snprintf(hex, sizeof hex, "%016" PRIx64, hash(text));
    key(j, "  ", "options", false);
    ws_json_cstr(j, text);
    key(j, "  ", "options_hash", false);
    ws_json_cstr(j, hex);
    free(text);
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
    put_input(&j, about);
    put_options(&j, about);
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
    put_shards(&j, about->shards);
    ws_json_raw(&j, "\n}\n");
    return j.ok;
}

static enum ws_status write_file(int dir_fd, const char *name, const struct ws_buf *text,
                                 struct ws_error *err)
{
    struct ws_outfile file;
    enum ws_status st = ws_outfile_create(&file, dir_fd, name, err);
    if (st == WS_OK)
        st = ws_outfile_write(&file, text->p, text->n, err);
    if (st == WS_OK)
        st = ws_outfile_publish(&file, err);
    ws_outfile_discard(&file);
    return st;
}

enum ws_status ws_stats_write(const struct ws_stats *s, const struct ws_stats_about *about,
                              struct ws_error *err)
{
    struct ws_buf text;
    enum ws_status st = WS_FATAL;
    char *name = ws_stats_file_name(about->shards->name);
    ws_buf_init(&text, STATS_MAX_BYTES);
    if (name && ws_stats_render(s, about, &text))
        st = write_file(about->shards->place->dir_fd, name, &text, err);
    else
        ws_error_set(err, WS_E_NOMEM, 0, "out of memory");
    ws_buf_release(&text);
    free(name);
    return st;
}
