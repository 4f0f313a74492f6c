#include "pipeline/output/options_text.h"
#include "pipeline/output/encode.h"
#include "pipeline/output/sha256.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Of HTTP bodies, that this build undoes: others are lost. */
#define OPTIONAL_CODINGS CODING_BROTLI CODING_ZSTD
#ifdef WS_HAVE_BROTLI
#define CODING_BROTLI " br"
#else
#define CODING_BROTLI ""
#endif
#ifdef WS_HAVE_ZSTD
#define CODING_ZSTD " zstd"
#else
#define CODING_ZSTD ""
#endif

/* " schema=..." of any but the usual one. */
static void layout_text(const struct ws_layout *l, char *text, size_t size)
{
    static const char *const NAMES[] = {
        [WS_SCHEMA_DATATROVE] = "datatrove", [WS_SCHEMA_DOLMA] = "dolma"};
    if (l->schema == WS_SCHEMA_FLAT)
        return;
    const bool named = l->schema == WS_SCHEMA_DOLMA && l->source_name;
    snprintf(text, size, " schema=%s%s%s", NAMES[l->schema], named ? " source_name=" : "",
             named ? l->source_name : "");
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

static char *options_text(const struct ws_sift_options *o, const char *patterns,
                          const char *corpus, const char *cdx_sha256)
{
    size_t size = strlen(o->statuses) + strlen(patterns) + strlen(corpus) +
                  (o->filter.mimes ? strlen(o->filter.mimes) : 0) +
                  (o->cdx ? strlen(o->cdx) : 0) +
                  (o->layout.source_name ? strlen(o->layout.source_name) : 0) + 1024;
    char *text = malloc(size);
    if (!text)
        return NULL;
    snprintf(text, size,
             "status=%s compress=%s shard_bytes=%" PRIu64 " batch_bytes=%zu max_record=%" PRIu64
             " max_header=%" PRIu64 " max_inflate_ratio=%" PRIu32
             " max_page=%zu max_nodes=%zu max_blocks=%zu favor=%d keep=%#" PRIx32
             " drop=%#" PRIx32 " with_title=%d blocks=%d union=%d%s format=%s%s%s%s%s%s%s%s%s",
             o->statuses, ws_compress_name(o->compress), o->shard_bytes, o->batch_bytes,
             o->archive.max_record_bytes, o->archive.max_header_bytes,
             o->archive.max_inflate_ratio, o->extract.max_page_bytes, o->extract.max_nodes,
             o->extract.max_blocks, (int)o->extract.favor, o->extract.keep_roles,
             o->extract.drop_roles, o->extract.with_title, o->extract.list_blocks,
             o->extract.unite, o->host_memory ? " host_memory" : "",
             o->extract.format == WS_TEXT_MARKDOWN ? "markdown" : "text",
             o->extract.parser == WS_PARSER_LIBXML2 ? " libxml2" : "",
             o->extract.links ? " links" : "", o->extract.images ? " images" : "",
             o->verify_digests ? " verify_digests" : "", o->cdx ? " cdx=" : "",
             o->cdx ? o->cdx : "", cdx_sha256 ? " cdx_sha256=" : "",
             cdx_sha256 ? cdx_sha256 : "");
    size_t n = strlen(text);
    filter_text(o, patterns, text + n, size - n);
    n += strlen(text + n);
    layout_text(&o->layout, text + n, size - n);
    n += strlen(text + n);
    snprintf(text + n, size - n, "%s", corpus);
    return text;
}

bool ws_options_text_init(struct ws_options_text *t, const struct ws_sift_options *o,
                          const char *patterns, const char *corpus, const char *cdx_sha256)
{
    char more[200], hex[WS_SHA256_HEX] = "";
    const char *library = ws_compress_library(o->compress);
    *t = (struct ws_options_text){.text = options_text(o, patterns, corpus, cdx_sha256)};
    struct ws_sha256 *h = ws_sha256_new();
    snprintf(more, sizeof more, "\nwarcsift %s\nrecord_schema %d\n%s\nreads%s\n", WS_VERSION,
             WS_RECORD_SCHEMA, library ? library : "", OPTIONAL_CODINGS);
    if (h && t->text) {
        ws_sha256_add(h, t->text, strlen(t->text));
        ws_sha256_add(h, more, strlen(more));
    }
    bool ok = h && t->text && ws_sha256_hex(h, hex);
    snprintf(t->hash, sizeof t->hash, "sha256:%s", hex);
    ws_sha256_free(h);
    return ok;
}
