#include "tests/tap.h"
#include "warc/record.h"

static struct ws_fields fields;
static struct ws_record rec;
static struct ws_error err;

static enum ws_status parse(const char *head)
{
    err = (struct ws_error){0};
    return ws_record_parse(SLICE(head), &fields, &rec, &err);
}

static void test_plain_header(void)
{
    IS_INT(parse("WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
                 "WARC-Date:2025-05-17T01:02:03Z\r\nWARC-Target-URI: http://a.example/b\r\n"
                 "WARC-Identified-Payload-Type: text/html\r\nWARC-Truncated: length\r\n"
                 "WARC-Payload-Digest: sha1:X\r\nContent-Type: application/http; "
                 "msgtype=response\r\n"
                 "Content-Length: 17\r\n\r\n"),
           WS_OK, "a plain header");
    IS_SLICE(rec.version, "WARC/1.0", "version");
    IS_INT(rec.type, WS_REC_RESPONSE, "type");
    IS_SLICE(rec.type_name, "response", "type as written");
    IS_SLICE(rec.id, "<urn:uuid:1>", "id keeps its brackets");
    IS_SLICE(rec.date, "2025-05-17T01:02:03Z", "no blank behind the colon");
    IS_SLICE(rec.target_uri, "http://a.example/b", "target");
    IS_SLICE(rec.payload_type, "text/html", "identified payload type");
    IS_SLICE(rec.truncated, "length", "truncated");
    IS_SLICE(rec.payload_digest, "sha1:X", "digest");
    IS_SLICE(rec.content_type, "application/http; msgtype=response", "content type");
    IS_INT(rec.content_length, 17, "content length");
    IS_INT(rec.n_fields, 9, "number of fields");
    IS_SLICE(ws_field_get(rec.fields, rec.n_fields, "warc-type"), "response",
             "names in any case");
    OK(ws_field_get(rec.fields, rec.n_fields, "absent").p == NULL, "an absent field is NULL");
}

static void test_lenient(void)
{
    IS_INT(parse("warc/1.1\nwarc-type: REVISIT\nwarc-record-id: <urn:uuid:2>\n"
                 "warc-target-uri: <http://a.example/x y>\ncontent-length: 0\n\n"),
           WS_OK, "LF only, lower case");
    IS_INT(rec.type, WS_REC_REVISIT, "type in upper case");
    IS_SLICE(rec.target_uri, "http://a.example/x y", "brackets of the target are cut off");
    IS_INT(parse("WARC/1.0\r\nWARC-Type : resource \r\nWARC-Record-ID: <u>\r\n"
                 "WARC-Target-URI:\r\n http://a.example/folded\r\nX: one\r\n\ttwo\r\n   "
                 "three\r\nY: z\r\n"
                 "Content-Length:\t 5 \r\n\r\n"),
           WS_OK, "folded lines and blanks");
    IS_INT(rec.type, WS_REC_RESOURCE, "blank in front of the colon");
    IS_SLICE(rec.target_uri, "http://a.example/folded", "a value that begins on the next line");
    IS_SLICE(ws_field_get(rec.fields, rec.n_fields, "X"), "one two three", "folded twice");
    IS_SLICE(ws_field_get(rec.fields, rec.n_fields, "Y"), "z", "the field behind");
    IS_INT(rec.content_length, 5, "blanks round the length");
    IS_INT(
        parse(
            "WARC/1.0\r\nWARC-Type: x-own\r\nWARC-Record-ID: <u>\r\nContent-Length: 0\r\n\r\n"),
        WS_OK, "an own type");
    IS_INT(rec.type, WS_REC_UNKNOWN, "is unknown");
    IS_SLICE(rec.type_name, "x-own", "and keeps its name");
}

static void test_odd(void)
{
    IS_INT(parse("WARC/1.0\r\nno field\r\nWARC-Type: response\r\nWARC-Record-ID: "
                 "<u>\r\nContent-Length: 1\r\n\r\n"),
           WS_WARN, "a line without colon");
    IS_INT(rec.type, WS_REC_RESPONSE, "the rest is read");
    IS_INT(parse("WARC/9.9\r\nWARC-Type: response\r\nWARC-Record-ID: <u>\r\nContent-Length: "
                 "1\r\n\r\n"),
           WS_WARN, "an unknown version");
    IS_INT(parse("WARC/1.0\r\nWARC-Record-ID: <u>\r\nContent-Length: 1\r\n\r\n"), WS_WARN,
           "no type");
    IS_INT(parse("WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 1\r\n\r\n"), WS_WARN,
           "no id");
    IS_INT(err.code, WS_E_RECORD_HEADER, "is a matter of the header");
}

static void test_bad_length(void)
{
    static const char *const BAD[] = {"",
                                      "x",
                                      "-1",
                                      "+1",
                                      "1 2",
                                      "12a",
                                      "0x10",
                                      "1,1",
                                      "18446744073709551616",
                                      "99999999999999999999999"};
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
        char head[200];
        snprintf(head, sizeof head,
                 "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: %s\r\n\r\n", BAD[i]);
        enum ws_status st = parse(head);
        OK(st == WS_WARN && err.code == WS_E_RECORD_LENGTH &&
               rec.content_length == WS_LENGTH_UNKNOWN,
           "Content-Length '%s' is none", BAD[i]);
    }
    IS_INT(parse("WARC/1.0\r\nWARC-Type: response\r\n\r\n"), WS_WARN, "no Content-Length");
    IS_INT(parse("WARC/1.0\r\nWARC-Record-ID: <u>\r\n\r\n"), WS_SKIP,
           "neither length nor type");
    IS_INT(err.code, WS_E_RECORD_LENGTH, "is a matter of the length");
    IS_INT(parse("WORC/1.0\r\nContent-Length: 1\r\n\r\n"), WS_SKIP, "no version line");
    IS_INT(err.code, WS_E_RECORD_HEADER, "is no record header");
    IS_INT(parse("WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <u>\r\nContent-Length: "
                 "18446744073709551600\r\n\r\n"),
           WS_OK, "a huge length is a number");
}

static void test_many_fields(void)
{
    struct ws_buf b;
    ws_buf_init(&b, 1 << 20);
    bool ok = ws_buf_append(&b, "WARC/1.0\r\nContent-Length: 1\r\n", 29);
    for (int i = 0; i < WS_FIELDS_MAX + 10; i++)
        ok = ok && ws_buf_append(&b, "a:b\r\n c\r\n", 9);
    OK(ok && ws_buf_append(&b, "\r\n", 2), "a header of very many fields");
    IS_INT(ws_record_parse((struct ws_slice){b.p, b.n}, &fields, &rec, &err), WS_WARN,
           "is read with a warning");
    IS_INT(rec.n_fields, WS_FIELDS_MAX, "up to the limit");
    IS_SLICE(rec.fields[1].value, "b c", "the first folded value");
    IS_SLICE(rec.fields[WS_FIELDS_MAX - 1].value, "b c", "the last folded value");
    ws_buf_release(&b);
}

static enum ws_head_scan scan(const char *s, size_t n, bool warc, size_t *len)
{
    size_t at = 0;
    *len = 0;
    return ws_head_scan((const uint8_t *)s, n, warc, &at, len);
}

static void test_head_scan(void)
{
    size_t len;
    IS_INT(scan("a\r\n\r\nb", 6, true, &len), WS_HEAD_FOUND, "CRLF");
    IS_INT(len, 5, "its length");
    IS_INT(scan("a\n\nb", 4, true, &len), WS_HEAD_FOUND, "LF");
    IS_INT(len, 3, "its length");
    IS_INT(scan("a\r\n\nb", 5, true, &len), WS_HEAD_FOUND, "mixed");
    IS_INT(len, 4, "its length");
    IS_INT(scan("a\r\nb: c\r\n", 9, true, &len), WS_HEAD_MORE, "no end");
    IS_INT(scan("a\nWARC/1.0\n\n", 12, true, &len), WS_HEAD_BAD, "a record inside");
    IS_INT(scan("a\nWARC/1.0\n\n", 12, false, &len), WS_HEAD_FOUND, "which HTTP may have");
    static const char HEAD[] = "WARC/1.0\r\nA: b\r\nWARC: x\r\nC: d\r\n\r\nbody";
    size_t at = 0;
    bool early = false;
    for (size_t n = 0; n < 33; n++)
        early =
            early || ws_head_scan((const uint8_t *)HEAD, n, true, &at, &len) != WS_HEAD_MORE;
    OK(!early, "byte by byte: nothing before the end");
    OK(ws_head_scan((const uint8_t *)HEAD, 33, true, &at, &len) == WS_HEAD_FOUND && len == 33,
       "and then the end");
}

int main(void)
{
    test_plain_header();
    test_lenient();
    test_odd();
    test_bad_length();
    test_many_fields();
    test_head_scan();
    ws_fields_release(&fields);
    return tap_done();
}
