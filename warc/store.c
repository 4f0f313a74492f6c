#include "warcsift/store.h"
#include "warc/address.h"
#include "warc/send.h"
#include "warc/asking.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Of a multipart upload: 5 MiB is the least that S3 takes, 10,000 parts the most. */
#define PART_BYTES ((uint64_t)8 << 20)
#define PARTS_MAX  9000u

struct ws_store {
    struct ws_net *net;
    char *address; /* without '/' at its end */
};

enum ws_status ws_store_open(struct ws_net *net, const char *address, struct ws_store **out,
                             struct ws_error *err)
{
    struct ws_request r;
    char probe[4096];
    size_t n = strlen(address);
    *out = NULL;
    while (n && address[n - 1] == '/')
        n--;
    if (!ws_net_library()) {
        ws_error_set(err, WS_E_UNSUPPORTED, 0,
                     "this build writes no remote files: it has no libcurl");
        return WS_FATAL;
    }
    if (snprintf(probe, sizeof probe, "%.*s/x", (int)(n < 4000 ? n : 4000), address) >=
            (int)sizeof probe ||
        ws_net_request(net, probe, &r, err) != WS_OK)
        return WS_FATAL;
    ws_request_release(&r);
    struct ws_store *s = calloc(1, sizeof *s);
    if (s)
        s->address = strndup(address, n);
    if (!s || !s->address) {
        ws_store_close(s);
        ws_error_set(err, WS_E_NOMEM, 0, "out of memory");
        return WS_FATAL;
    }
    s->net = net;
    *out = s;
    return WS_OK;
}

void ws_store_close(struct ws_store *s)
{
    if (s)
        free(s->address);
    free(s);
}

/* --- one object ----------------------------------------------------------------------- */

static enum ws_status no_memory(struct ws_error *err)
{
    ws_error_set(err, WS_E_NOMEM, 0, "out of memory");
    return WS_FATAL;
}

static enum ws_status request_for(struct ws_store *s, const char *name,
                                  const struct ws_query *query, size_t n_query,
                                  struct ws_request *r, struct ws_error *err)
{
    size_t size = strlen(s->address) + strlen(name) + 2;
    char *path = malloc(size);
    if (!path)
        return no_memory(err);
    snprintf(path, size, "%s/%s", s->address, name);
    enum ws_status st = ws_net_request_query(s->net, path, query, n_query, r, err);
    free(path);
    return st;
}

/* Sends, and says in err of what the answer was. */
static enum ws_status ask(struct ws_store *s, const char *method, const char *name,
                          const struct ws_query *query, size_t n_query, struct ws_slice body,
                          struct ws_answer *a, struct ws_error *err)
{
    struct ws_request r;
    struct ws_error e;
    *a = (struct ws_answer){0};
    enum ws_status st = request_for(s, name, query, n_query, &r, &e);
    if (st == WS_OK)
        st = ws_send(s->net, &r, method, body.p, body.n, a, &e);
    ws_request_release(&r);
    if (st == WS_FATAL)
        ws_error_set(err, e.code, 0, "%.60s: %.95s", name, e.msg);
    return st;
}

static enum ws_status missing(const char *name, struct ws_error *err)
{
    ws_error_set(err, WS_E_IO, 0, "%.60s: HTTP status 404: is there such a bucket?", name);
    return WS_FATAL;
}

static enum ws_status put_at_once(struct ws_store *s, const char *name, struct ws_slice body,
                                  struct ws_error *err)
{
    struct ws_answer a;
    enum ws_status st = ask(s, "PUT", name, NULL, 0, body, &a, err);
    ws_answer_release(&a);
    return st == WS_SKIP ? missing(name, err) : st;
}

enum ws_status ws_store_delete(struct ws_store *s, const char *name, struct ws_error *err)
{
    struct ws_answer a;
    enum ws_status st = ask(s, "DELETE", name, NULL, 0, (struct ws_slice){NULL, 0}, &a, err);
    ws_answer_release(&a);
    return st == WS_SKIP ? WS_OK : st;
}

/* --- multipart uploads ---------------------------------------------------------------- */

struct upload {
    struct ws_store *s;
    const char *name;
    char id[1100];       /* URL-safe or not: it is encoded */
    struct ws_buf list;  /* of the parts, as XML */
    struct ws_buf bytes; /* of a part */
};

static enum ws_status no_sense(const char *name, struct ws_error *err)
{
    ws_error_set(err, WS_E_IO, 0, "%.60s: the server's answer to the upload makes no sense",
                 name);
    return WS_FATAL;
}

static bool answer_text(const struct ws_answer *a, const char *element, char *to, size_t n_to)
{
    return a->body.n && ws_xml_text((const char *)a->body.p, element, to, n_to);
}

static enum ws_status begin_upload(struct upload *u, struct ws_error *err)
{
    static const struct ws_query UPLOADS = {"uploads", ""};
    struct ws_answer a;
    enum ws_status st =
        ask(u->s, "POST", u->name, &UPLOADS, 1, (struct ws_slice){NULL, 0}, &a, err);
    if (st == WS_SKIP)
        st = missing(u->name, err);
    if (st == WS_OK && !answer_text(&a, "UploadId", u->id, sizeof u->id))
        st = no_sense(u->name, err);
    ws_answer_release(&a);
    return st;
}

static enum ws_status put_part(struct upload *u, unsigned number, struct ws_error *err)
{
    char digits[12], line[300];
    const struct ws_query query[] = {{"partNumber", digits}, {"uploadId", u->id}};
    struct ws_answer a;
    snprintf(digits, sizeof digits, "%u", number);
    enum ws_status st =
        ask(u->s, "PUT", u->name, query, 2, (struct ws_slice){u->bytes.p, u->bytes.n}, &a, err);
    if (st == WS_SKIP || (st == WS_OK && !*a.etag))
        st = no_sense(u->name, err);
    int n = snprintf(line, sizeof line,
                     "<Part><PartNumber>%u</PartNumber><ETag>%s</ETag></Part>", number, a.etag);
    if (st == WS_OK && !ws_buf_append(&u->list, line, (size_t)n))
        st = no_memory(err);
    ws_answer_release(&a);
    return st;
}

static enum ws_status put_parts(struct upload *u, int fd, uint64_t size, struct ws_error *err)
{
    uint64_t part = PART_BYTES;
    while (size / part >= PARTS_MAX)
        part *= 2;
    enum ws_status st = ws_buf_reserve(&u->bytes, (size_t)part) ? WS_OK : no_memory(err);
    unsigned number = 1;
    for (uint64_t at = 0; st == WS_OK && at < size; at += part) {
        u->bytes.n = (size_t)(size - at < part ? size - at : part);
        st = ws_file_read_at(ws_file_of_fd(fd), u->bytes.p, u->bytes.n, at, err);
        if (st == WS_EOF)
            st = no_sense(u->name, err);
        if (st == WS_OK)
            st = put_part(u, number++, err);
    }
    return st;
}

/* Whether the whole object is there: after an answer that was lost. */
static bool is_there(struct upload *u, uint64_t size)
{
    struct ws_file f;
    struct ws_file_info info;
    size_t n = strlen(u->s->address) + strlen(u->name) + 2;
    char *path = malloc(n);
    if (!path)
        return false;
    snprintf(path, n, "%s/%s", u->s->address, u->name);
    bool there = ws_file_open(u->s->net, path, WS_READ_PLACES, &f, NULL) == WS_OK &&
                 ws_file_look(f, &info, NULL) == WS_OK && info.seekable && info.size == size;
    ws_file_close(f);
    free(path);
    return there;
}

/* An answer of 200 may hold an error all the same: it is sent while the server is still at
 * work. */
static enum ws_status complete(struct upload *u, uint64_t size, struct ws_error *err)
{
    static const char BEGIN[] = "<CompleteMultipartUpload>",
                      END[] = "</CompleteMultipartUpload>";
    const struct ws_query query = {"uploadId", u->id};
    struct ws_buf xml;
    struct ws_answer a;
    char code[60] = "";
    ws_buf_init(&xml, SIZE_MAX / 8);
    if (!ws_buf_append(&xml, BEGIN, strlen(BEGIN)) ||
        !ws_buf_append(&xml, u->list.p, u->list.n) || !ws_buf_append(&xml, END, strlen(END))) {
        ws_buf_release(&xml);
        return no_memory(err);
    }
    enum ws_status st =
        ask(u->s, "POST", u->name, &query, 1, (struct ws_slice){xml.p, xml.n}, &a, err);
    if (st == WS_SKIP) /* done by an attempt whose answer was lost? */
        st = a.attempts && is_there(u, size) ? WS_OK : no_sense(u->name, err);
    else if (st == WS_OK && answer_text(&a, "Code", code, sizeof code)) {
        ws_error_set(err, WS_E_IO, 0, "%.60s: the upload failed: %.59s", u->name, code);
        st = WS_FATAL;
    }
    ws_answer_release(&a);
    ws_buf_release(&xml);
    return st;
}

static void abort_upload(struct upload *u)
{
    const struct ws_query query = {"uploadId", u->id};
    struct ws_answer a;
    struct ws_error unused;
    (void)!ask(u->s, "DELETE", u->name, &query, 1, (struct ws_slice){NULL, 0}, &a, &unused);
    ws_answer_release(&a);
}

static enum ws_status put_in_parts(struct ws_store *s, const char *name, int fd, uint64_t size,
                                   struct ws_error *err)
{
    struct upload u = {.s = s, .name = name};
    ws_buf_init(&u.list, SIZE_MAX / 8);
    ws_buf_init(&u.bytes, SIZE_MAX / 8);
    enum ws_status st = begin_upload(&u, err);
    if (st == WS_OK) {
        st = put_parts(&u, fd, size, err);
        if (st == WS_OK)
            st = complete(&u, size, err);
        if (st != WS_OK)
            abort_upload(&u);
    }
    ws_buf_release(&u.list);
    ws_buf_release(&u.bytes);
    return st;
}

enum ws_status ws_store_put(struct ws_store *s, const char *name, int fd, struct ws_error *err)
{
    struct stat file;
    struct ws_buf b;
    if (fstat(fd, &file) != 0 || !S_ISREG(file.st_mode)) {
        ws_error_set(err, WS_E_IO, 0, "%.60s: no file", name);
        return WS_FATAL;
    }
    const uint64_t size = (uint64_t)file.st_size;
    if (size > PART_BYTES)
        return put_in_parts(s, name, fd, size, err);
    ws_buf_init(&b, (size_t)PART_BYTES);
    enum ws_status st = !size || ws_buf_reserve(&b, (size_t)size) ? WS_OK : no_memory(err);
    if (st == WS_OK)
        st = ws_file_read_at(ws_file_of_fd(fd), b.p, (size_t)size, 0, err);
    if (st == WS_EOF)
        st = no_sense(name, err);
    if (st == WS_OK)
        st = put_at_once(s, name, (struct ws_slice){b.p, (size_t)size}, err);
    ws_buf_release(&b);
    return st;
}

/* --- reading -------------------------------------------------------------------------- */

enum ws_status ws_store_get(struct ws_store *s, const char *name, size_t max, char **bytes,
                            size_t *n, struct ws_error *err)
{
    struct ws_answer a;
    *bytes = NULL;
    *n = 0;
    enum ws_status st = ask(s, "GET", name, NULL, 0, (struct ws_slice){NULL, 0}, &a, err);
    if (st == WS_OK && a.body.n - 1 <= max) {
        *n = a.body.n - 1;
        *bytes = malloc(a.body.n);
        if (*bytes)
            memcpy(*bytes, a.body.p, a.body.n);
        else
            st = no_memory(err);
    } else if (st == WS_OK) {
        st = no_sense(name, err);
    }
    ws_answer_release(&a);
    return st;
}
