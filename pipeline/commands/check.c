/* What counts as an error: something was lost, cannot be read, or is not what its digest says.
 * A warning: the record came out whole, but its header breaks the standard (ISO 28500), or
 * something about it could not be verified. */
#include "pipeline/commands/check.h"
#include "pipeline/commands/tool.h"
#include "pipeline/extract/dates/date.h"
#include "warcsift/digest.h"

#include <inttypes.h>
#include <string.h>

struct checker {
    struct ws_digester *digester; /* NULL: this build cannot check digests */
    uint64_t records, errors, warnings, unaddressable; /* of the current input */
    uint64_t digests[WS_DIGEST_VERDICT_COUNT];
};

static void find_fault(struct checker *c, struct ws_tool *t, bool is_error,
                       const struct ws_error *e)
{
    char text[WS_TOOL_ERROR_SIZE];
    const char *path = t->input->path, *kind = is_error ? ": error: " : ": warning: ";
    ws_tool_error_text(e, text);
    c->errors += is_error;
    c->warnings += !is_error;
    if (is_error && t->result == WS_SIFT_OK)
        t->result = WS_SIFT_LOST;
    ws_tool_put(t, ws_buf_append(&t->out, path, strlen(path)) &&
                       ws_buf_append(&t->out, kind, strlen(kind)) &&
                       ws_buf_append(&t->out, text, strlen(text)) &&
                       ws_buf_append(&t->out, "\n", 1));
}

static void warn(struct checker *c, struct ws_tool *t, const struct ws_record *rec,
                 enum ws_code code, const char *msg)
{
    struct ws_error e;
    ws_error_set(&e, code, rec->offset, "%s", msg);
    find_fault(c, t, false, &e);
}

static void lost(void *ctx, struct ws_tool *t, const struct ws_error *e)
{
    find_fault(ctx, t, e->code != WS_E_RECORD_TOO_BIG, e);
}

/* --- one record ----------------------------------------------------------------------- */

static bool needs_target(enum ws_record_type type)
{
    return type != WS_REC_WARCINFO && type != WS_REC_METADATA && type != WS_REC_UNKNOWN;
}

/* Named fields that must be there (5.1 and the table of appendix A), beside those that the
 * reader asks for. ARC has other rules. */
static void check_fields(struct checker *c, struct ws_tool *t, const struct ws_record *rec)
{
    char utc[WS_DATE_LEN];
    if (rec->version.n < 4 || memcmp(rec->version.p, "WARC", 4) != 0)
        return;
    if (rec->date.n == 0)
        warn(c, t, rec, WS_E_RECORD_HEADER, "no WARC-Date");
    else if (!ws_date_normalise(rec->date, utc))
        warn(c, t, rec, WS_E_RECORD_HEADER, "a WARC-Date that is no date");
    if (needs_target(rec->type) && rec->target_uri.n == 0)
        warn(c, t, rec, WS_E_RECORD_HEADER, "no WARC-Target-URI");
}

static void check_digest(struct checker *c, struct ws_tool *t, const struct ws_record *rec,
                         const char *of, enum ws_digest_verdict v)
{
    struct ws_error e;
    c->digests[v]++;
    if (v != WS_DIGEST_WRONG && v != WS_DIGEST_UNKNOWN)
        return;
    ws_error_set(&e, WS_E_DIGEST, rec->offset,
                 v == WS_DIGEST_WRONG ? "the digest of the %s is wrong"
                                      : "the digest of the %s is in no known notation",
                 of);
    find_fault(c, t, v == WS_DIGEST_WRONG, &e);
}

/* false: no memory. */
static bool check_digests(struct checker *c, struct ws_tool *t, const struct ws_record *rec,
                          struct ws_slice block)
{
    enum ws_digest_verdict v;
    if (!c->digester)
        return true;
    check_digest(c, t, rec, "block", ws_digest_block(c->digester, rec, block));
    if (ws_digest_payload(c->digester, rec, block, &v, NULL) != WS_OK)
        return false;
    check_digest(c, t, rec, "payload", v);
    return true;
}

/* The header of an HTTP message, and whether its body is coded as it says. false: no memory. */
static bool check_message(struct checker *c, struct ws_tool *t, const struct ws_record *rec,
                          struct ws_slice block)
{
    struct ws_facts f;
    struct ws_slice body;
    struct ws_error err;
    if (!ws_tool_facts(t, rec, block, &f))
        return false;
    if (f.bad_header)
        find_fault(c, t, false, &f.error);
    if (!f.is_message || rec->type == WS_REC_REVISIT)
        return true;
    enum ws_status st = ws_http_body(t->http, &f.http, &body, &err);
    err.offset = rec->offset;
    if (st == WS_WARN || st == WS_SKIP)
        find_fault(c, t, false, &err);
    return st != WS_FATAL;
}

static void check_record(void *ctx, struct ws_tool *t, struct ws_record *rec,
                         const struct ws_error *odd)
{
    struct checker *c = ctx;
    struct ws_slice block;
    c->records++;
    if (odd)
        find_fault(c, t, false, odd);
    check_fields(c, t, rec);
    enum ws_status st = ws_archive_block(t->archive, rec, &block);
    if (st == WS_SKIP)
        lost(c, t, ws_archive_error(t->archive));
    if (st != WS_OK)
        return;
    c->unaddressable += rec->length == 0;
    if (!check_digests(c, t, rec, block) || !check_message(c, t, rec, block))
        ws_tool_put(t, false);
}

/* --- one input ------------------------------------------------------------------------ */

static void begin(void *ctx, struct ws_tool *t)
{
    struct checker *c = ctx;
    (void)t;
    *c = (struct checker){.digester = c->digester};
}

static void end(void *ctx, struct ws_tool *t)
{
    const struct checker *c = ctx;
    char text[400], digests[160];
    const char *path = t->input->path;
    if (t->cli->quiet || t->stopped)
        return;
    snprintf(digests, sizeof digests,
                 "digests: %" PRIu64 " ok, %" PRIu64 " wrong, %" PRIu64 " unknown, %" PRIu64
                 " absent",
                 c->digests[WS_DIGEST_OK], c->digests[WS_DIGEST_WRONG],
                 c->digests[WS_DIGEST_UNKNOWN], c->digests[WS_DIGEST_ABSENT]);
    snprintf(text, sizeof text,
             ": %" PRIu64 " records, %" PRIu64 " errors, %" PRIu64 " warnings; %s; %" PRIu64
             " records not addressable alone\n",
             c->records, c->errors, c->warnings, digests, c->unaddressable);
    ws_tool_put(t, ws_buf_append(&t->out, path, strlen(path)) &&
                       ws_buf_append(&t->out, text, strlen(text)));
}

int ws_check_command(const struct ws_cli *cli)
{
    struct ws_tool t;
    struct checker c = {0};
    const struct ws_visitor v = {
        .begin = begin, .record = check_record, .lost = lost, .end = end, .ctx = &c};
    if (ws_tool_init(&t, cli)) {
        c.digester = ws_digester_new(&cli->sift.archive);
        ws_tool_put(&t, c.digester != NULL);
        if (!t.stopped)
            ws_tool_visit(&t, &v);
    }
    ws_digester_free(c.digester);
    return ws_tool_release(&t);
}
