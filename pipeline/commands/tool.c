#include "pipeline/commands/tool.h"
#include "pipeline/output/outfile.h"
#include "pipeline/output/reason.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#define OUT_STEP ((size_t)64 << 10)

bool ws_tool_init(struct ws_tool *t, const struct ws_cli *cli)
{
    *t = (struct ws_tool){.cli = cli};
    ws_buf_init(&t->out, 2 * (size_t)cli->sift.archive.max_record_bytes + ((size_t)16 << 20));
    t->http = ws_http_decoder_new(&cli->sift.archive);
    t->net = ws_net_new(&cli->sift.net);
    if (!t->http || !t->net)
        ws_tool_stop(t, WS_SIFT_LOST, "memory", "there is not enough");
    return !t->stopped;
}

static void flush(struct ws_tool *t)
{
    struct ws_error err;
    size_t n = t->out.n;
    t->out.n = 0;
    if (n == 0 || ws_write_all(STDOUT_FILENO, t->out.p, n, "standard output", &err) == WS_OK)
        return;
    if (err.sys_errno != EPIPE)
        ws_tool_stop(t, WS_SIFT_OUTPUT, "-", err.msg);
    t->stopped = true;
    t->result = WS_SIFT_OUTPUT;
}

int ws_tool_release(struct ws_tool *t)
{
    if (t->result != WS_SIFT_OUTPUT)
        flush(t);
    ws_buf_release(&t->out);
    ws_http_decoder_free(t->http);
    ws_net_free(t->net);
    return (int)t->result;
}

void ws_tool_put(struct ws_tool *t, bool appended)
{
    if (!appended)
        ws_tool_stop(t, WS_SIFT_LOST, "memory", "there is not enough");
    else if (t->out.n >= OUT_STEP)
        flush(t);
}

void ws_tool_complain(struct ws_tool *t, const char *subject, const char *message)
{
    fprintf(stderr, "warcsift: %s: %s\n", subject, message);
    if (t->result == WS_SIFT_OK)
        t->result = WS_SIFT_LOST;
}

void ws_tool_stop(struct ws_tool *t, enum ws_sift_result result, const char *subject,
                  const char *message)
{
    fprintf(stderr, "warcsift: %s: %s\n", subject, message);
    t->result = result;
    t->stopped = true;
}

void ws_tool_error_text(const struct ws_error *e, char out[WS_TOOL_ERROR_SIZE])
{
    char reason[80] = "", jumped[48] = "";
    if (e->sys_errno)
        ws_reason(e->sys_errno, reason, sizeof reason);
    if (e->bytes_lost)
        snprintf(jumped, sizeof jumped, ", jumped %" PRIu64 " bytes", e->bytes_lost);
    snprintf(out, WS_TOOL_ERROR_SIZE, "offset %" PRIu64 ": %s%s%s (%s%s)", e->offset, e->msg,
             *reason ? ": " : "", reason, ws_code_name(e->code), jumped);
}

void ws_tool_lost(struct ws_tool *t, const struct ws_error *e)
{
    char text[WS_TOOL_ERROR_SIZE];
    ws_tool_error_text(e, text);
    ws_tool_complain(t, t->input->path, text);
}

/* --- the way through the inputs ------------------------------------------------------- */

static void lose(struct ws_tool *t, const struct ws_visitor *v, const struct ws_error *e)
{
    if (v->lost)
        v->lost(v->ctx, t, e);
    else
        ws_tool_lost(t, e);
}

static void visit_records(struct ws_tool *t, const struct ws_visitor *v)
{
    struct ws_record rec;
    while (!t->stopped) {
        enum ws_status st = ws_archive_next(t->archive, &rec);
        if (st == WS_EOF)
            return;
        if (st == WS_OK || st == WS_WARN) {
            struct ws_error odd =
                st == WS_WARN ? *ws_archive_error(t->archive) : (struct ws_error){0};
            v->record(v->ctx, t, &rec, st == WS_WARN ? &odd : NULL);
            continue;
        }
        lose(t, v, ws_archive_error(t->archive));
        if (st == WS_FATAL)
            return;
    }
}

static void visit_input(struct ws_tool *t, const struct ws_visitor *v)
{
    struct ws_error err;
    struct ws_file file;
    if (v->begin)
        v->begin(v->ctx, t);
    if (ws_file_open(t->net, t->input->path, WS_READ_ALONG, &file, &err) == WS_OK &&
        ws_archive_open_file(file, &t->cli->sift.archive, &t->archive, &err) == WS_OK)
        visit_records(t, v);
    else
        lose(t, v, &err);
    ws_archive_close(t->archive);
    ws_file_close(file);
    t->archive = NULL;
    if (v->end)
        v->end(v->ctx, t);
}

void ws_tool_visit(struct ws_tool *t, const struct ws_visitor *v)
{
    struct ws_inputs inputs;
    char msg[1000];
    const struct ws_cli *cli = t->cli;
    if (cli->n_args == 0) {
        ws_tool_stop(t, WS_SIFT_USAGE, "inputs",
                     "say what to read: an archive, a directory, @LIST or -");
        return;
    }
    const struct ws_inputs_how how = {cli->sift.stdin_name, cli->sift.prefix, t->net};
    if (!ws_inputs_expand(&inputs, cli->args, cli->n_args, &how, msg, sizeof msg))
        ws_tool_stop(t, WS_SIFT_USAGE, "inputs", msg);
    t->n_inputs = inputs.n;
    for (size_t i = 0; !t->stopped && i < inputs.n; i++) {
        t->input = &inputs.list[i];
        visit_input(t, v);
    }
    t->input = NULL;
    ws_inputs_release(&inputs);
}

/* --- facts ---------------------------------------------------------------------------- */

bool ws_tool_facts(struct ws_tool *t, const struct ws_record *rec, struct ws_slice block,
                   struct ws_facts *f)
{
    char block_type[WS_MIME_SIZE];
    *f = (struct ws_facts){.http = {.body = block}};
    ws_mime_essence(rec->content_type, block_type);
    bool said = strcmp(block_type, "application/http") == 0;
    memcpy(f->mime, block_type, sizeof f->mime);
    if (rec->type == WS_REC_REQUEST || !(said || rec->type == WS_REC_RESPONSE))
        return true;
    enum ws_status st = ws_http_parse(t->http, block, &f->http, &f->error);
    f->bad_header = st == WS_SKIP;
    f->error.offset = rec->offset;
    f->status = st == WS_SKIP ? 0 : f->http.status;
    f->is_message = f->status != 0;
    if (f->is_message)
        ws_mime_essence(f->http.content_type, f->mime);
    else if (said)
        f->mime[0] = '\0';
    return st != WS_FATAL;
}
