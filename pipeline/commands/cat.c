#include "pipeline/commands/cat.h"
#include "pipeline/commands/tool.h"

#include <inttypes.h>
#include <string.h>
#include <unistd.h>

/* Where in the file; like ws_size_parse() without units. */
static bool parse_offset(const char *text, uint64_t *offset)
{
    return strspn(text, "0123456789") == strlen(text) && ws_size_parse(text, offset);
}

static bool append(struct ws_buf *out, struct ws_slice s)
{
    return s.n == 0 || ws_buf_append(out, s.p, s.n);
}

static void put_payload(struct ws_tool *t, const struct ws_record *rec,
                        const struct ws_facts *f)
{
    struct ws_slice body = f->http.body;
    struct ws_error err = {0};
    enum ws_status st = f->is_message ? ws_http_body(t->http, &f->http, &body, &err) : WS_OK;
    err.offset = rec->offset;
    char text[WS_TOOL_ERROR_SIZE];
    if (st == WS_WARN) {
        ws_tool_error_text(&err, text);
        fprintf(stderr, "warcsift: %s: %s\n", t->input->path, text);
    }
    if (st == WS_SKIP)
        ws_tool_lost(t, &err);
    else
        ws_tool_put(t, st != WS_FATAL && append(&t->out, body));
}

static void put_record(struct ws_tool *t, const struct ws_record *rec, struct ws_slice block)
{
    struct ws_facts f;
    bool ok = ws_tool_facts(t, rec, block, &f);
    if (!ok || t->cli->part == WS_PART_ALL) {
        ws_tool_put(t, ok && append(&t->out, ws_archive_raw_header(t->archive)) &&
                           append(&t->out, block) &&
                           append(&t->out, ws_archive_raw_end(t->archive)));
        return;
    }
    if (f.bad_header)
        ws_tool_lost(t, &f.error);
    else if (t->cli->part == WS_PART_PAYLOAD)
        put_payload(t, rec, &f);
    else /* the body is the rest of the block */
        ws_tool_put(t,
                    append(&t->out, ws_archive_raw_header(t->archive)) &&
                        (!f.is_message ||
                         append(&t->out, (struct ws_slice){block.p, block.n - f.http.body.n})));
}

static void no_record(struct ws_tool *t, uint64_t offset, const struct ws_record *next)
{
    char msg[160];
    if (next)
        snprintf(msg, sizeof msg,
                 "no record begins at offset %" PRIu64 "; the next one does at %" PRIu64,
                 offset, next->offset);
    else
        snprintf(msg, sizeof msg, "no record begins at offset %" PRIu64, offset);
    ws_tool_complain(t, t->input->path, msg);
}

/* Reads on to the record at offset. What is broken before it does not matter. WS_SKIP: it is
 * broken. */
static enum ws_status go_to(struct ws_tool *t, uint64_t offset, struct ws_record *rec)
{
    for (;;) {
        enum ws_status st = ws_archive_next(t->archive, rec);
        bool good = st == WS_OK || st == WS_WARN;
        bool before = good ? rec->offset < offset
                           : st == WS_SKIP && ws_archive_error(t->archive)->offset != offset;
        if (!before)
            return st;
    }
}

/* Prints the record at offset. false: it is not there, as far as this way of reading shows; told if so. */
static bool cat(struct ws_tool *t, uint64_t offset, bool tell)
{
    struct ws_record rec;
    struct ws_slice block;
    enum ws_status st = go_to(t, offset, &rec);
    const struct ws_error *e = ws_archive_error(t->archive);
    if ((st == WS_OK || st == WS_WARN) && rec.offset == offset &&
        ws_archive_block(t->archive, &rec, &block) == WS_OK) {
        put_record(t, &rec, block);
        return true;
    }
    if (!tell)
        return false;
    if (st == WS_EOF || (st == WS_FATAL && e->code == WS_E_NOT_ARCHIVE))
        no_record(t, offset, NULL);
    else if (st == WS_SKIP || st == WS_FATAL || rec.offset == offset)
        ws_tool_lost(t, ws_archive_error(t->archive));
    else
        no_record(t, offset, &rec);
    return false;
}

/* At the offset alone, which is what a record with a length needs; or from the start, as a record may
 * share its member with the end of another. As cat(). */
static bool cat_from(struct ws_tool *t, struct ws_file file, uint64_t offset, bool there, bool tell)
{
    const struct ws_archive_options *opts = &t->cli->sift.archive;
    struct ws_error err;
    bool done = false;
    enum ws_status st = there ? ws_archive_open_at(file, offset, opts, &t->archive, &err)
                              : ws_archive_open_file(file, opts, &t->archive, &err);
    if (st == WS_OK)
        done = cat(t, offset, tell);
    else if (tell)
        ws_tool_lost(t, &err);
    ws_archive_close(t->archive);
    t->archive = NULL;
    return done;
}

static void cat_file(struct ws_tool *t, uint64_t offset)
{
    struct ws_error err;
    struct ws_file file;
    struct ws_file_info info;
    if (ws_file_open(t->net, t->input->path, WS_READ_PLACES, &file, &err) != WS_OK ||
        ws_file_look(file, &info, &err) != WS_OK)
        ws_tool_lost(t, &err);
    else if (!info.seekable || file.fd == STDIN_FILENO)
        cat_from(t, file, offset, false, true);
    else if (!cat_from(t, file, offset, true, false) &&
             (!ws_file_seek(file, 0) || !cat_from(t, file, offset, false, false)))
        cat_from(t, file, offset, true, true);
    ws_file_close(file);
}

int ws_cat_command(const struct ws_cli *cli)
{
    struct ws_tool t;
    uint64_t offset;
    if (!ws_tool_init(&t, cli))
        return ws_tool_release(&t);
    if (cli->n_args != 2) {
        ws_tool_stop(&t, WS_SIFT_USAGE, "cat", "say which record: FILE OFFSET");
    } else if (!parse_offset(cli->args[1], &offset)) {
        ws_tool_stop(&t, WS_SIFT_USAGE, cli->args[1], "not an offset in bytes");
    } else {
        struct ws_input input = {.path = (char *)cli->args[0]};
        t.input = &input;
        cat_file(&t, offset);
    }
    return ws_tool_release(&t);
}
