/* The lines are those of cdxj-indexer and pywb: key, timestamp, and an object with url, mime,
 * status, digest, length, offset and filename, all of them strings
 * (https://specs.webrecorder.net/cdxj/0.1.0/). What has no value is left out. The records are
 * theirs, too: response, revisit, and resource and metadata that are not warc-fields. */
#include "pipeline/commands/index.h"
#include "pipeline/commands/tool.h"
#include "pipeline/extract/dates/date.h"
#include "pipeline/input/surt.h"
#include "pipeline/output/json.h"
#include "pipeline/system/line_sort.h"
#include "warcsift/digest.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define TIMESTAMP_LEN 14

struct indexer {
    struct ws_line_sort *sort;
    struct ws_digester *digester; /* NULL: this build cannot compute digests */
    struct ws_buf line;
    uint64_t unaddressable; /* of the current input */
};

static bool is_indexed(const struct ws_record *rec, const struct ws_facts *f)
{
    switch (rec->type) {
    case WS_REC_RESPONSE:
    case WS_REC_REVISIT:
        return rec->target_uri.n > 0;
    case WS_REC_RESOURCE:
    case WS_REC_METADATA:
        return rec->target_uri.n > 0 && strcmp(f->mime, "application/warc-fields") != 0;
    default:
        return false;
    }
}

/* YYYYMMDDhhmmss; "-" when there is no such date */
static bool append_timestamp(struct ws_buf *out, struct ws_slice date)
{
    char utc[WS_DATE_LEN], digits[TIMESTAMP_LEN];
    size_t n = 0;
    if (!ws_date_normalise(date, utc))
        return ws_buf_append(out, "-", 1);
    for (size_t i = 0; i < sizeof utc && n < sizeof digits; i++)
        if (utc[i] >= '0' && utc[i] <= '9')
            digits[n++] = utc[i];
    return ws_buf_append(out, digits, n);
}

static void put_string(struct ws_json *j, const char *key, struct ws_slice value)
{
    if (value.n == 0)
        return;
    ws_json_put_string(j, key, value);
}

static void put_number(struct ws_json *j, const char *key, uint64_t value)
{
    char text[24];
    snprintf(text, sizeof text, "%" PRIu64, value);
    ws_json_put_cstr(j, key, text);
}

/* As written, without "sha1:", which goes without saying; computed when there is none. false:
 * no memory. */
static bool find_digest(struct indexer *x, const struct ws_record *rec, struct ws_slice block,
                        char computed[WS_SHA1_BASE32_LEN], struct ws_slice *digest)
{
    struct ws_slice payload;
    *digest = rec->payload_digest;
    if (digest->n > 5 && strncasecmp((const char *)digest->p, "sha1:", 5) == 0) {
        digest->p += 5;
        digest->n -= 5;
    }
    if (digest->n || !x->digester || rec->type == WS_REC_REVISIT)
        return true;
    if (ws_digest_find_payload(x->digester, rec, block, &payload) != WS_OK)
        return false;
    ws_digest_sha1(x->digester, payload, computed);
    *digest = (struct ws_slice){(const uint8_t *)computed, WS_SHA1_BASE32_LEN};
    return true;
}

static bool write_line(struct indexer *x, const struct ws_tool *t, const struct ws_record *rec,
                       struct ws_slice block, const struct ws_facts *f)
{
    char computed[WS_SHA1_BASE32_LEN];
    struct ws_slice digest;
    struct ws_json j = {.out = &x->line, .ok = true};
    x->line.n = 0;
    if (!find_digest(x, rec, block, computed, &digest) || !ws_surt(rec->target_uri, &x->line) ||
        !ws_buf_append(&x->line, " ", 1) || !append_timestamp(&x->line, rec->date))
        return false;
    ws_json_put_string(&j, " {\"url\": ", rec->target_uri);
    put_string(
        &j, ", \"mime\": ", ws_slice_of(rec->type == WS_REC_REVISIT ? "warc/revisit" : f->mime));
    if (f->status)
        put_number(&j, ", \"status\": ", (uint64_t)f->status);
    put_string(&j, ", \"digest\": ", digest);
    put_number(&j, ", \"length\": ", rec->length);
    put_number(&j, ", \"offset\": ", rec->offset);
    put_string(&j, ", \"filename\": ", ws_slice_of(t->input->source));
    ws_json_raw(&j, "}");
    return j.ok;
}

static void index_record(void *ctx, struct ws_tool *t, struct ws_record *rec,
                         const struct ws_error *odd)
{
    struct indexer *x = ctx;
    struct ws_slice block;
    struct ws_facts facts;
    struct ws_error err;
    (void)odd;
    enum ws_status st = ws_archive_block(t->archive, rec, &block);
    if (st == WS_SKIP)
        ws_tool_lost(t, ws_archive_error(t->archive));
    if (st != WS_OK)
        return;
    if (!ws_tool_facts(t, rec, block, &facts)) {
        ws_tool_put(t, false);
        return;
    }
    if (!is_indexed(rec, &facts))
        return;
    if (rec->length == 0)
        x->unaddressable++;
    else if (!write_line(x, t, rec, block, &facts))
        ws_tool_put(t, false);
    else if (ws_line_sort_add(x->sort, (struct ws_slice){x->line.p, x->line.n}, &err) != WS_OK)
        ws_tool_stop(t, WS_SIFT_OUTPUT, "sorting", err.msg);
}

static void end_input(void *ctx, struct ws_tool *t)
{
    struct indexer *x = ctx;
    char msg[160];
    if (x->unaddressable) {
        snprintf(msg, sizeof msg,
                 "%" PRIu64 " records cannot be addressed, because they share a compressed "
                 "member with others: not in the index",
                 x->unaddressable);
        ws_tool_complain(t, t->input->path, msg);
    }
    x->unaddressable = 0;
}

static bool emit(void *ctx, struct ws_slice line)
{
    struct ws_tool *t = ctx;
    ws_tool_put(t, ws_buf_append(&t->out, line.p, line.n) && ws_buf_append(&t->out, "\n", 1));
    return !t->stopped;
}

static void write_index(struct ws_tool *t, struct indexer *x)
{
    struct ws_error err;
    if (!t->stopped && ws_line_sort_each(x->sort, emit, t, &err) == WS_FATAL)
        ws_tool_stop(t, WS_SIFT_OUTPUT, "sorting", err.msg);
}

int ws_index_command(const struct ws_cli *cli)
{
    struct ws_tool t;
    struct indexer x = {0};
    const struct ws_visitor v = {.record = index_record, .end = end_input, .ctx = &x};
    const char *dir = getenv("TMPDIR");
    ws_buf_init(&x.line, (size_t)cli->sift.archive.max_header_bytes * 16 + 4096);
    x.sort = ws_line_sort_new((size_t)cli->sort_bytes, dir && *dir ? dir : "/tmp");
    x.digester = ws_digester_new(&cli->sift.archive);
    if (ws_tool_init(&t, cli)) {
        ws_tool_put(&t, x.sort && x.digester);
        if (!t.stopped)
            ws_tool_visit(&t, &v);
        if (!t.stopped)
            write_index(&t, &x);
    }
    ws_line_sort_free(x.sort);
    ws_digester_free(x.digester);
    ws_buf_release(&x.line);
    return ws_tool_release(&t);
}
