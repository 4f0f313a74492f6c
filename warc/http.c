#include "warc/coding.h"

#include <stdlib.h>

struct ws_http_decoder *ws_http_decoder_new(const struct ws_archive_options *opts)
{
    struct ws_http_decoder *d = calloc(1, sizeof *d);
    if (!d)
        return NULL;
    if (opts)
        d->opts = *opts;
    else
        ws_archive_options_init(&d->opts);
    if (d->opts.max_record_bytes > SIZE_MAX / 8)
        d->opts.max_record_bytes = SIZE_MAX / 8;
    if (d->opts.max_inflate_ratio == 0)
        d->opts.max_inflate_ratio = 1;
    for (int i = 0; i < 2; i++)
        ws_buf_init(&d->out[i], (size_t)d->opts.max_record_bytes);
    return d;
}

void ws_http_decoder_free(struct ws_http_decoder *d)
{
    if (!d)
        return;
    if (d->z_ready)
        inflateEnd(&d->z);
    ws_br_free(d->br);
    ws_zstd_free(d->zstd);
    for (int i = 0; i < 2; i++)
        ws_buf_release(&d->out[i]);
    ws_fields_release(&d->fields);
    free(d);
}

/* "HTTP/1.1 200 OK", in any case and of any version, the reason missing or not. */
static bool begins_message(struct ws_slice s)
{
    return ws_slice_begins(s, "http/");
}

/* The status code of a status line, 0 when it has none. */
static int status_code(struct ws_slice line)
{
    size_t i = 0;
    while (i < line.n && line.p[i] != ' ' && line.p[i] != '\t')
        i++;
    while (i < line.n && (line.p[i] == ' ' || line.p[i] == '\t'))
        i++;
    if (line.n - i < 3)
        return 0;
    int code = 0;
    for (size_t k = 0; k < 3; k++) {
        uint8_t c = line.p[i + k];
        if (c < '0' || c > '9')
            return 0;
        code = code * 10 + (c - '0');
    }
    if (i + 3 < line.n && line.p[i + 3] >= '0' && line.p[i + 3] <= '9')
        return 0;
    return code >= 100 ? code : 0;
}

/* Takes the header of a message (with its status line) off *s. A block that ends before the
 * empty line is a header without a body. false: no end within the limit. */
static bool take_header(const struct ws_http_decoder *d, struct ws_slice *s,
                        struct ws_slice *head)
{
    size_t max = d->opts.max_header_bytes < s->n ? (size_t)d->opts.max_header_bytes : s->n;
    size_t at = 0, len = 0;
    if (ws_head_scan(s->p, max, false, &at, &len) != WS_HEAD_FOUND) {
        if (max < s->n)
            return false;
        len = s->n;
    }
    *head = (struct ws_slice){s->p, len};
    s->p += len;
    s->n -= len;
    return true;
}

/* Line ends that stand where a message should begin. */
static struct ws_slice skip_line_ends(struct ws_slice s)
{
    while (s.n && (s.p[0] == '\r' || s.p[0] == '\n')) {
        s.p++;
        s.n--;
    }
    return s;
}

/* Interim responses (RFC 9110, 15.2) stand in front of the final one; 101 is final. */
static bool is_interim(int status)
{
    return status / 100 == 1 && status != 101;
}

/* Takes the header of the final response off *rest; *head: the lines behind its status line. An
 * interim one may lack the empty line at its end. */
static bool take_final_header(const struct ws_http_decoder *d, struct ws_slice *rest,
                              struct ws_slice *head, int *status)
{
    for (;;) {
        struct ws_slice line = {NULL, 0};
        if (!take_header(d, rest, head))
            return false;
        do {
            (void)ws_take_line(head, &line);
            *status = status_code(line);
        } while (is_interim(*status) && begins_message(*head));
        struct ws_slice next = skip_line_ends(*rest);
        if (!is_interim(*status) || !begins_message(next))
            return true;
        *rest = next;
    }
}

enum ws_status ws_http_parse(struct ws_http_decoder *d, struct ws_slice block,
                             struct ws_http *http, struct ws_error *err)
{
    struct ws_slice rest = skip_line_ends(block), head = {NULL, 0};
    int status = 0;
    *http = (struct ws_http){.body = block};
    if (!begins_message(rest))
        return WS_OK;
    if (!take_final_header(d, &rest, &head, &status)) {
        ws_error_set(err, WS_E_HTTP_HEADER, 0,
                     "an HTTP header without end, or over the size limit");
        return WS_SKIP;
    }
    if (status == 0) {
        ws_error_set(err, WS_E_HTTP_HEADER, 0, "an HTTP status line without a status code");
        return WS_SKIP;
    }
    if (!ws_fields_parse(&d->fields, head)) {
        ws_error_set(err, WS_E_NOMEM, 0, "out of memory");
        return WS_FATAL;
    }
    http->status = status;
    http->fields = d->fields.v;
    http->n_fields = d->fields.n;
    http->content_type = ws_http_content_type(d->fields.v, d->fields.n);
    http->body = rest;
    if (!d->fields.too_many)
        return WS_OK;
    ws_error_set(err, WS_E_HTTP_HEADER, 0,
                 "an HTTP header of more than %d fields: the others are left out",
                 WS_FIELDS_MAX);
    return WS_WARN;
}
