/* payloads FILE... - what warcsift's reader makes of archives, for fixtures.py. On the standard
 * output, for each file "FILE\n" and for each record that came out whole "ID LENGTH\n" and so
 * many bytes of payload, its codings undone. peer_payloads.py writes the same for other
 * readers. */
#include "warcsift/archive.h"

#include <stdio.h>
#include <stdlib.h>

static void put_record(const struct ws_record *rec, struct ws_slice payload)
{
    printf("%.*s %zu\n", (int)rec->id.n, (const char *)rec->id.p, payload.n);
    fwrite(payload.p, 1, payload.n, stdout);
}

/* The payload of an HTTP message; of a message that cannot be read, the block. */
static struct ws_slice payload_of(struct ws_http_decoder *d, const struct ws_record *rec,
                                  struct ws_slice block)
{
    struct ws_http http;
    struct ws_error err;
    struct ws_slice body = block;
    if (rec->type != WS_REC_RESPONSE || ws_http_parse(d, block, &http, &err) == WS_SKIP)
        return block;
    if (ws_http_body(d, &http, &body, &err) == WS_SKIP)
        return http.body;
    return body;
}

static int put_file(struct ws_http_decoder *d, const char *path)
{
    struct ws_archive *a;
    struct ws_record rec;
    struct ws_slice block;
    struct ws_error err;
    enum ws_status st;
    printf("%s\n", path);
    if (ws_archive_open(path, NULL, &a, &err) != WS_OK) {
        fprintf(stderr, "payloads: %s: %s\n", path, err.msg);
        return 1;
    }
    while ((st = ws_archive_next(a, &rec)) != WS_EOF && st != WS_FATAL)
        if (st != WS_SKIP && ws_archive_block(a, &rec, &block) == WS_OK && rec.id.n)
            put_record(&rec, payload_of(d, &rec, block));
    if (st == WS_FATAL)
        fprintf(stderr, "payloads: %s: %s\n", path, ws_archive_error(a)->msg);
    ws_archive_close(a);
    return 0;
}

int main(int argc, char **argv)
{
    struct ws_http_decoder *d = ws_http_decoder_new(NULL);
    int bad = d == NULL;
    for (int i = 1; i < argc && !bad; i++)
        bad = put_file(d, argv[i]);
    ws_http_decoder_free(d);
    return bad || fflush(stdout) != 0;
}
