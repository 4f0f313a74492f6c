/* Any bytes as the header of a WARC or ARC record: what begins like one, where it ends, and
 * what it says. All slices lie in the header or in memory of the fields, and the same bytes
 * give the same. */
#include "tests/fuzz/driver.h"
#include "warc/header.h"

#include <stdlib.h>
#include <string.h>

static void check(bool ok)
{
    if (!ok)
        abort();
}

/* Every byte is there. */
static size_t look(struct ws_slice s)
{
    size_t sum = 0;
    for (size_t i = 0; i < s.n; i++)
        sum += s.p[i];
    return sum;
}

static size_t look_at_record(const struct ws_record *r)
{
    size_t sum = look(r->version) + look(r->type_name) + look(r->id) + look(r->target_uri) +
                 look(r->date) + look(r->content_type) + look(r->payload_type) +
                 look(r->payload_digest) + look(r->truncated);
    for (size_t i = 0; i < r->n_fields; i++)
        sum += look(r->fields[i].name) + look(r->fields[i].value);
    return sum;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static struct ws_fields fields;
    struct ws_record rec;
    struct ws_error err;
    size_t at = 0, len = 0;
    bool starts = ws_header_starts(WS_HEADERS_ANY, data, n);
    if (ws_header_starts(WS_HEADERS_WARC, data, n))
        check(starts);
    enum ws_head_scan scan = ws_header_scan(data, n, &at, &len);
    if (scan != WS_HEAD_FOUND)
        return 0;
    check(len > 0 && len <= n && data[len - 1] == '\n');
    struct ws_slice head = {data, len};
    enum ws_status st = ws_header_parse(head, &fields, &rec, &err);
    check(st != WS_FATAL);
    bool is_arc = ws_header_kind(data, n) == WS_HEADERS_ARC;
    check(!is_arc || starts == (st != WS_SKIP)); /* an ARC header is whole when it starts */
    check(starts || st == WS_SKIP);
    size_t sum = look_at_record(&rec);
    uint64_t length = rec.content_length;
    check(st == WS_SKIP || ws_header_parse(head, &fields, &rec, &err) == st);
    check(st == WS_SKIP || (look_at_record(&rec) == sum && rec.content_length == length));
    return 0;
}

#ifndef WS_LIBFUZZER
static size_t fuzz_seed(size_t i, uint8_t *p)
{
    static const char *const SEEDS[] = {
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Date: "
        "2025-05-17T01:02:03Z\r\nWARC-Target-URI: <http://a.example/>\r\nX:\r\n\tfolded\r\n "
        "twice\r\nContent-Length: 17\r\n\r\n",
        "warc/0.18\nwarc-type : RESOURCE\ncontent-length: -1\nno field\n\n",
        "http://a.example/?q=a b  192.0.2.7 20240501102030 text/html; charset=x 123\n",
        "dns:a.example 2001:db8::1 200009180023002953  -39\r\n",
        "http://a.example/ 192.0.2.7 20240501102030 text/html 302 sum http://b/ 4711 a.arc 5\n",
        "filedesc:// - - - 76\r\n1 0 InternetArchive\r\n",
    };
    if (i >= sizeof SEEDS / sizeof *SEEDS)
        return 0;
    memcpy(p, SEEDS[i], strlen(SEEDS[i]));
    return strlen(SEEDS[i]);
}
#endif
