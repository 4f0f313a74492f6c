#include "pipeline/commands/ls.h"
#include "pipeline/commands/tool.h"
#include "pipeline/output/json.h"

#include <inttypes.h>
#include <string.h>

/* One line of the list. */
struct item {
    const struct ws_record *rec;
    int status;
    const char *mime;
    bool whole; /* the record came out with all of its block */
};

static bool append_object(struct ws_buf *out, const struct item *it)
{
    struct ws_json j = {.out = out, .ok = true};
    const struct ws_record *rec = it->rec;
    ws_json_put_string(&j, "{\"id\":", rec->id);
    ws_json_put_uint(&j, ",\"offset\":", rec->offset);
    ws_json_put_uint(&j, ",\"length\":", rec->length);
    ws_json_raw(&j, ",\"type\":");
    if (rec->type == WS_REC_UNKNOWN)
        ws_json_string(&j, rec->type_name);
    else
        ws_json_cstr(&j, ws_record_type_name(rec->type));
    ws_json_put_uint(&j, ",\"status\":", (uint64_t)it->status);
    ws_json_put_cstr(&j, ",\"mime\":", it->mime);
    ws_json_put_string(&j, ",\"url\":", rec->target_uri);
    ws_json_raw(&j, it->whole ? ",\"whole\":true}\n" : ",\"whole\":false}\n");
    return j.ok;
}

/* Bytes that a terminal might obey are shown as '?'. */
static bool append_visible(struct ws_buf *out, struct ws_slice s)
{
    if (s.n == 0)
        return ws_buf_append(out, "-", 1);
    if (!ws_buf_append(out, s.p, s.n))
        return false;
    for (uint8_t *p = out->p + out->n - s.n; p < out->p + out->n; p++)
        if (*p < 0x20 || *p == 0x7f)
            *p = '?';
    return true;
}

static bool append_row(struct ws_buf *out, const struct item *it)
{
    char row[200], length[24], status[24];
    const struct ws_record *rec = it->rec;
    snprintf(length, sizeof length, "%" PRIu64, rec->length);
    snprintf(status, sizeof status, "%d", it->status);
    int n = snprintf(row, sizeof row, "%12" PRIu64 " %10s %-12s %6s %-24s ", rec->offset,
                     !it->whole    ? "lost"
                     : rec->length ? length
                                   : "-",
                     ws_record_type_name(rec->type), it->status ? status : "-",
                     *it->mime ? it->mime : "-");
    if (n >= (int)sizeof row)
        n = (int)sizeof row - 1; /* a media type of a hundred characters */
    return ws_buf_append(out, row, (size_t)n) && append_visible(out, rec->target_uri) &&
           ws_buf_append(out, "\n", 1);
}

static void begin_table(void *ctx, struct ws_tool *t)
{
    char line[120];
    const char *gap = *(bool *)ctx ? "\n" : "";
    bool ok = true;
    *(bool *)ctx = true;
    if (t->n_inputs > 1)
        ok = ws_buf_append(&t->out, gap, strlen(gap)) &&
             ws_buf_append(&t->out, t->input->path, strlen(t->input->path)) &&
             ws_buf_append(&t->out, ":\n", 2);
    snprintf(line, sizeof line, "%12s %10s %-12s %6s %-24s %s\n", "OFFSET", "LENGTH", "TYPE",
             "STATUS", "MIME", "URL");
    ws_tool_put(t, ok && ws_buf_append(&t->out, line, strlen(line)));
}

static void list_record(void *ctx, struct ws_tool *t, struct ws_record *rec,
                        const struct ws_error *odd)
{
    struct ws_slice block;
    struct ws_facts facts;
    (void)ctx, (void)odd;
    enum ws_status st = ws_archive_block(t->archive, rec, &block);
    if (st == WS_FATAL)
        return; /* the next ws_archive_next() says so, too */
    if (st != WS_OK) {
        ws_tool_lost(t, ws_archive_error(t->archive));
        block = (struct ws_slice){NULL, 0};
    }
    if (!ws_tool_facts(t, rec, block, &facts)) {
        ws_tool_put(t, false);
        return;
    }
    struct item it = {rec, facts.status, facts.mime, st == WS_OK};
    ws_tool_put(t, t->cli->json ? append_object(&t->out, &it) : append_row(&t->out, &it));
}

int ws_ls_command(const struct ws_cli *cli)
{
    struct ws_tool t;
    bool begun = false;
    struct ws_visitor v = {
        .begin = cli->json ? NULL : begin_table, .record = list_record, .ctx = &begun};
    if (ws_tool_init(&t, cli))
        ws_tool_visit(&t, &v);
    return ws_tool_release(&t);
}
