#include "warc/arc.h"
#include "warc/record.h"

#include <string.h>

/* Fields are looked for among so many words at the end of the line. */
#define WORDS_MAX ((size_t)16)
/* "2014-02-16T05:02:21Z" */
#define DATE_LEN   ((size_t)20)
#define SCHEME_MAX ((size_t)64)
/* Words behind the date in the layout of ARC 2.0. */
#define BEHIND_DATE_2 ((size_t)7)

struct arc_line {
    struct ws_slice url, address, date, type, length;
    /* of ARC 2.0, else empty */
    struct ws_slice status, checksum, location, offset, filename;
    bool is_2;
};

/* --- words ---------------------------------------------------------------------------- */

static size_t leading_digits(struct ws_slice s)
{
    size_t n = 0;
    while (n < s.n && s.p[n] >= '0' && s.p[n] <= '9')
        n++;
    return n;
}

static bool is_number(struct ws_slice s)
{
    return s.n > 0 && leading_digits(s) == s.n;
}

static bool is_negative(struct ws_slice s)
{
    return s.n > 1 && s.p[0] == '-' && is_number((struct ws_slice){s.p + 1, s.n - 1});
}

/* 14 digits are due (YYYYMMDDhhmmss); 8 to 20 occur, as does text behind all of them. */
static bool is_date(struct ws_slice s)
{
    size_t n = leading_digits(s);
    return n >= 8 && n <= 20 && (s.p[0] == '1' || s.p[0] == '2') &&
           (n == s.n || (n >= 14 && s.n - n <= 16));
}

/* IPv4, IPv6, or what writers put where they knew none. */
static bool is_address(struct ws_slice s)
{
    bool separated = false;
    if (ws_slice_is(s, "-") || ws_slice_is(s, "none") || ws_slice_is(s, "unknown"))
        return true;
    for (size_t i = 0; i < s.n; i++) {
        uint8_t c = s.p[i], lower = c | 0x20;
        bool mark = c == '.' || c == ':';
        if (!mark && !(c >= '0' && c <= '9') && !(lower >= 'a' && lower <= 'f'))
            return false;
        separated |= mark;
    }
    return separated;
}

/* A scheme and a colon (RFC 3986, 3.1). */
static bool is_url(struct ws_slice s)
{
    for (size_t i = 0; i < s.n && i <= SCHEME_MAX; i++) {
        uint8_t c = s.p[i], lower = c | 0x20;
        bool letter = lower >= 'a' && lower <= 'z';
        if (c == ':')
            return i > 0;
        if (!letter &&
            (i == 0 || !((c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.')))
            return false;
    }
    return false;
}

/* --- the line -------------------------------------------------------------------------- */

/* The words of line between single blanks, the last one first; they may be empty. */
static size_t split(struct ws_slice line, struct ws_slice word[WORDS_MAX])
{
    size_t n = 0, end = line.n;
    for (size_t i = line.n; n < WORDS_MAX; i--) {
        if (i > 0 && line.p[i - 1] != ' ')
            continue;
        word[n++] = (struct ws_slice){line.p + i, end - i};
        if (i == 0)
            break;
        end = i - 1;
    }
    return n;
}

/* Whether word[k] is the date, and the address and the URL stand in front of it. */
static bool date_is_at(struct ws_slice line, const struct ws_slice *word, size_t n, size_t k)
{
    return k + 2 < n && is_date(word[k]) && is_address(word[k + 1]) && is_url(line);
}

/* Where the date is among the words; 0: nowhere. */
static size_t find_date(struct ws_slice line, const struct ws_slice *word, size_t n, bool *is_2)
{
    *is_2 = date_is_at(line, word, n, BEHIND_DATE_2) && is_number(word[2]) &&
            (is_number(word[5]) || ws_slice_is(word[5], "-"));
    if (*is_2)
        return BEHIND_DATE_2;
    if (date_is_at(line, word, n, 2))
        return 2;
    for (size_t k = 1; k + 2 < n; k++)
        if (date_is_at(line, word, n, k))
            return k; /* no type, or one with blanks */
    return 0;
}

static void take_words(struct arc_line *l, const struct ws_slice *word, size_t k)
{
    l->date = word[k];
    l->address = word[k + 1];
    if (l->is_2) {
        l->type = word[6];
        l->status = word[5];
        l->checksum = word[4];
        l->location = word[3];
        l->offset = word[2];
        l->filename = word[1];
    } else if (k > 1) {
        l->type =
            (struct ws_slice){word[k - 1].p, (size_t)(word[1].p - word[k - 1].p) + word[1].n};
    }
}

/* line: without its end. The first record of a file is taken for one whatever stands in it. */
static bool read_line(struct ws_slice line, struct arc_line *l)
{
    struct ws_slice word[WORDS_MAX];
    *l = (struct arc_line){0};
    bool first = ws_slice_begins(line, "filedesc://");
    size_t n = split(line, word), k = find_date(line, word, n, &l->is_2);
    l->length = word[0];
    if (k) {
        size_t n_url = (size_t)(word[k + 1].p - line.p) - 1;
        take_words(l, word, k);
        l->url = ws_trim((struct ws_slice){line.p, n_url});
        return first || is_number(l->length) || is_negative(l->length);
    }
    const uint8_t *blank = first ? memchr(line.p, ' ', line.n) : NULL;
    l->url = (struct ws_slice){line.p, blank ? (size_t)(blank - line.p) : line.n};
    return first;
}

/* The first line at p, if it is whole and short enough. */
static bool first_line(const uint8_t *p, size_t n, struct ws_slice *line)
{
    struct ws_slice rest = {p, n < WS_ARC_LINE_MAX ? n : WS_ARC_LINE_MAX};
    if (!rest.n || !memchr(p, '\n', rest.n))
        return false;
    return ws_take_line(&rest, line);
}

bool ws_arc_starts(const uint8_t *p, size_t n)
{
    struct ws_slice line;
    struct arc_line l;
    return is_url((struct ws_slice){p, n}) && first_line(p, n, &line) && read_line(line, &l);
}

bool ws_arc_starts_file(const uint8_t *p, size_t n)
{
    struct ws_slice line;
    return ws_slice_begins((struct ws_slice){p, n}, "filedesc://") && first_line(p, n, &line);
}

/* --- the record ------------------------------------------------------------------------ */

static unsigned number(const char *digits, size_t n)
{
    unsigned v = 0;
    for (size_t i = 0; i < n; i++)
        v = v * 10 + (unsigned)(digits[i] - '0');
    return v;
}

/* As WARC-Date, from the first 14 digits; missing ones are 0. false: no such date. */
static bool convert_date(struct ws_slice s, char date[DATE_LEN])
{
    char d[14];
    size_t n = leading_digits(s);
    if (n < 8)
        return false;
    memset(d, '0', sizeof d);
    memcpy(d, s.p, n < sizeof d ? n : sizeof d);
    unsigned month = number(d + 4, 2), day = number(d + 6, 2);
    if (month < 1 || month > 12 || day < 1 || day > 31 || number(d + 8, 2) > 23 ||
        number(d + 10, 2) > 59 || number(d + 12, 2) > 60)
        return false;
    memcpy(date, "0000-00-00T00:00:00Z", DATE_LEN);
    memcpy(date, d, 4);
    for (size_t i = 0; i < 5; i++)
        memcpy(date + 5 + 3 * i, d + 4 + 2 * i, 2);
    return true;
}

/* false: no memory */
static bool set_date(struct ws_slice as_written, struct ws_fields *f, struct ws_slice *date)
{
    char text[DATE_LEN];
    *date = as_written;
    if (!convert_date(as_written, text))
        return true;
    f->joined.max = DATE_LEN;
    if (!ws_buf_append(&f->joined, text, DATE_LEN))
        return false;
    *date = (struct ws_slice){f->joined.p, DATE_LEN};
    return true;
}

/* The fields under the names of the specification. false: no memory. */
static bool add_fields(const struct arc_line *l, struct ws_fields *f)
{
    const struct {
        const char *name;
        struct ws_slice value;
        bool only_2;
    } T[] = {
        {"URL", l->url, false},           {"IP-address", l->address, false},
        {"Archive-date", l->date, false}, {"Content-type", l->type, false},
        {"Result-code", l->status, true}, {"Checksum", l->checksum, true},
        {"Location", l->location, true},  {"Offset", l->offset, true},
        {"Filename", l->filename, true},  {"Archive-length", l->length, false},
    };
    for (size_t i = 0; i < sizeof T / sizeof *T; i++) {
        struct ws_slice name = {(const uint8_t *)T[i].name, strlen(T[i].name)};
        if ((l->is_2 || !T[i].only_2) && !ws_fields_add(f, name, T[i].value))
            return false;
    }
    return true;
}

static enum ws_record_type type_of(struct ws_slice url)
{
    if (ws_slice_begins(url, "filedesc:"))
        return WS_REC_WARCINFO;
    return ws_slice_begins(url, "metadata:") ? WS_REC_METADATA : WS_REC_RESPONSE;
}

enum ws_status ws_arc_parse(struct ws_slice head, struct ws_fields *f, struct ws_record *rec,
                            struct ws_error *err)
{
    struct ws_slice line;
    struct arc_line l;
    *rec = (struct ws_record){0};
    if (!first_line(head.p, head.n, &line) || !read_line(line, &l)) {
        ws_error_set(err, WS_E_RECORD_HEADER, 0, "no ARC header");
        return WS_SKIP;
    }
    ws_fields_clear(f);
    if (!add_fields(&l, f) || !set_date(l.date, f, &rec->date)) {
        ws_error_set(err, WS_E_NOMEM, 0, "out of memory");
        return WS_FATAL;
    }
    rec->fields = f->v;
    rec->n_fields = f->n;
    rec->version = ws_slice_of(l.is_2 ? "ARC/2" : "ARC/1");
    rec->type = type_of(l.url);
    rec->type_name = ws_slice_of(ws_record_type_name(rec->type));
    rec->target_uri = l.url;
    rec->content_type = l.type;
    if (ws_parse_length(l.length, &rec->content_length))
        return WS_OK;
    ws_error_set(err, WS_E_RECORD_LENGTH, 0,
                 "length of an ARC record is none: it ends where the next one begins");
    return WS_WARN;
}
