#include "warc/header.h"

#include <string.h>

size_t ws_header_start_len(enum ws_headers kind)
{
    return kind == WS_HEADERS_WARC ? WS_RECORD_START_LEN : WS_ARC_LINE_MAX;
}

bool ws_header_starts(enum ws_headers kind, const uint8_t *p, size_t n)
{
    if (ws_starts_record(p, n))
        return true;
    return kind == WS_HEADERS_WARC ? ws_arc_starts_file(p, n) : ws_arc_starts(p, n);
}

enum ws_headers ws_header_kind(const uint8_t *p, size_t n)
{
    return ws_starts_record(p, n) ? WS_HEADERS_WARC : WS_HEADERS_ARC;
}

enum ws_head_scan ws_header_scan(const uint8_t *p, size_t n, size_t *at, size_t *len)
{
    if (ws_starts_record(p, n))
        return ws_head_scan(p, n, true, at, len);
    const uint8_t *nl = n ? memchr(p, '\n', n) : NULL;
    if (!nl)
        return WS_HEAD_MORE;
    *len = (size_t)(nl - p) + 1;
    return WS_HEAD_FOUND;
}

enum ws_status ws_header_parse(struct ws_slice head, struct ws_fields *f, struct ws_record *rec,
                               struct ws_error *err)
{
    return ws_starts_record(head.p, head.n) ? ws_record_parse(head, f, rec, err)
                                            : ws_arc_parse(head, f, rec, err);
}

bool ws_header_proves(enum ws_status st, const struct ws_record *rec)
{
    if ((st != WS_OK && st != WS_WARN) || rec->content_length == WS_LENGTH_UNKNOWN)
        return false;
    return ws_slice_begins(rec->version, "arc/") ||
           (rec->type_name.n && (rec->id.n || rec->date.n));
}
