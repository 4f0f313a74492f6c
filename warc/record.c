#include "warc/record.h"

#include <string.h>

static const char *const TYPE_NAMES[WS_REC_TYPE_COUNT] = {
    [WS_REC_UNKNOWN] = "unknown",           [WS_REC_WARCINFO] = "warcinfo",
    [WS_REC_RESPONSE] = "response",         [WS_REC_RESOURCE] = "resource",
    [WS_REC_REQUEST] = "request",           [WS_REC_METADATA] = "metadata",
    [WS_REC_REVISIT] = "revisit",           [WS_REC_CONVERSION] = "conversion",
    [WS_REC_CONTINUATION] = "continuation",
};

const char *ws_record_type_name(enum ws_record_type type)
{
    return (unsigned)type < WS_REC_TYPE_COUNT ? TYPE_NAMES[type] : "unknown";
}

static const char *const SEGMENT_NAMES[WS_SEGMENT_COUNT] = {
    [WS_SEGMENT_NONE] = "none",         [WS_SEGMENT_JOINED] = "joined",
    [WS_SEGMENT_NO_END] = "no_end",     [WS_SEGMENT_GAP] = "gap",
    [WS_SEGMENT_TOO_BIG] = "too_big",   [WS_SEGMENT_WRONG_TOTAL] = "wrong_total",
    [WS_SEGMENT_NO_START] = "no_start",
};

const char *ws_segment_name(enum ws_segment s)
{
    return SEGMENT_NAMES[(unsigned)s < WS_SEGMENT_COUNT ? s : WS_SEGMENT_NONE];
}

bool ws_record_is_segment(const struct ws_record *rec)
{
    return rec->type == WS_REC_CONTINUATION ||
           ws_field_get(rec->fields, rec->n_fields, "WARC-Segment-Number").p;
}

bool ws_record_names(const struct ws_record *rec, struct ws_slice id)
{
    for (size_t i = 0; id.n && i < rec->n_fields; i++) {
        const struct ws_field *f = &rec->fields[i];
        if ((ws_slice_is(f->name, "warc-concurrent-to") ||
             ws_slice_is(f->name, "warc-refers-to")) &&
            f->value.n == id.n && memcmp(f->value.p, id.p, id.n) == 0)
            return true;
    }
    return false;
}

static enum ws_record_type record_type(struct ws_slice name)
{
    for (int t = WS_REC_WARCINFO; t < WS_REC_TYPE_COUNT; t++)
        if (ws_slice_is(name, TYPE_NAMES[t]))
            return (enum ws_record_type)t;
    return WS_REC_UNKNOWN;
}

bool ws_parse_length(struct ws_slice s, uint64_t *length)
{
    uint64_t v = 0;
    *length = WS_LENGTH_UNKNOWN;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9' || v > (UINT64_MAX - 10) / 10)
            return false;
        v = v * 10 + (uint64_t)(s.p[i] - '0');
    }
    if (s.n == 0)
        return false;
    *length = v;
    return true;
}

static struct ws_slice without_brackets(struct ws_slice s)
{
    if (s.n >= 2 && s.p[0] == '<' && s.p[s.n - 1] == '>')
        return (struct ws_slice){s.p + 1, s.n - 2};
    return s;
}

static bool known_version(struct ws_slice v)
{
    return ws_slice_is(v, "warc/1.0") || ws_slice_is(v, "warc/1.1") ||
           ws_slice_is(v, "warc/0.17") || ws_slice_is(v, "warc/0.18");
}

static void take_fields(const struct ws_fields *f, struct ws_record *rec)
{
    rec->fields = f->v;
    rec->n_fields = f->n;
    rec->type_name = ws_field_get(f->v, f->n, "WARC-Type");
    rec->type = record_type(rec->type_name);
    rec->id = ws_field_get(f->v, f->n, "WARC-Record-ID");
    rec->target_uri = without_brackets(ws_field_get(f->v, f->n, "WARC-Target-URI"));
    rec->date = ws_field_get(f->v, f->n, "WARC-Date");
    rec->content_type = ws_field_get(f->v, f->n, "Content-Type");
    rec->payload_type = ws_field_get(f->v, f->n, "WARC-Identified-Payload-Type");
    rec->payload_digest = ws_field_get(f->v, f->n, "WARC-Payload-Digest");
    rec->truncated = ws_field_get(f->v, f->n, "WARC-Truncated");
}

/* The first thing a strict reader would object to, NULL when there is none. */
static const char *oddity(const struct ws_fields *f, const struct ws_record *rec)
{
    if (!known_version(rec->version))
        return "unknown WARC version";
    if (f->odd_line)
        return "a line of the record header is no field";
    if (f->too_many)
        return "too many fields in the record header, the last are left out";
    if (rec->type_name.n == 0)
        return "record without WARC-Type";
    if (rec->id.n == 0)
        return "record without WARC-Record-ID";
    return NULL;
}

enum ws_status ws_record_parse(struct ws_slice head, struct ws_fields *f, struct ws_record *rec,
                               struct ws_error *err)
{
    *rec = (struct ws_record){0};
    struct ws_slice line;
    if (!ws_starts_record(head.p, head.n) || !ws_take_line(&head, &line)) {
        ws_error_set(err, WS_E_RECORD_HEADER, 0, "no WARC version line");
        return WS_SKIP;
    }
    rec->version = ws_trim(line);
    if (!ws_fields_parse(f, head)) {
        ws_error_set(err, WS_E_NOMEM, 0, "out of memory");
        return WS_FATAL;
    }
    take_fields(f, rec);
    struct ws_slice length = ws_field_get(f->v, f->n, "Content-Length");
    if (!ws_parse_length(length, &rec->content_length)) {
        ws_error_set(err, WS_E_RECORD_LENGTH, 0,
                     length.p
                         ? "Content-Length is no number: the record ends where the next begins"
                         : "no Content-Length: the record ends where the next begins");
        return rec->type_name.n ? WS_WARN : WS_SKIP;
    }
    const char *odd = oddity(f, rec);
    if (!odd)
        return WS_OK;
    ws_error_set(err, WS_E_RECORD_HEADER, 0, "%s", odd);
    return WS_WARN;
}
