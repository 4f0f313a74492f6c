#include "pipeline/dedup/doc_scan.h"
#include "pipeline/corpus/row.h"
#include "pipeline/page/charset_internal.h"
#include "pipeline/page/utf8.h"

#include <string.h>

#define TEXT_MAX   ((size_t)1 << 30)
#define KEEP_BYTES ((size_t)4 << 20)
/* Objects and arrays in each other: as many as a count holds. */
#define DEPTH_MAX UINT32_MAX

/* --- where things stand ----------------------------------------------------------------- */

static const uint8_t *skip_blanks(const uint8_t *p, const uint8_t *end)
{
    while (p < end && (*p == ' ' || *p == '\t' || *p == '\r'))
        p++;
    return p;
}

/* Behind the quote that ends the string which begins at p, behind its own. NULL: there is none. */
static const uint8_t *skip_string(const uint8_t *p, const uint8_t *end)
{
    const uint8_t *from = p;
    while (p < end && (p = memchr(p, '"', (size_t)(end - p))) != NULL) {
        const uint8_t *q = p;
        while (q > from && q[-1] == '\\')
            q--;
        p++;
        if ((p - q) % 2 == 1) /* an even number of backslashes, and the quote */
            return p;
    }
    return NULL;
}

/* Behind the object or array that begins at p. NULL: it does not end. */
static const uint8_t *skip_nested(const uint8_t *p, const uint8_t *end)
{
    uint32_t depth = 0;
    while (p && p < end) {
        const uint8_t c = *p++;
        if (c == '"')
            p = skip_string(p, end);
        else if ((c == '{' || c == '[') && depth++ == DEPTH_MAX)
            return NULL;
        else if ((c == '}' || c == ']') && --depth == 0)
            return p;
    }
    return NULL;
}

static const uint8_t *skip_value(const uint8_t *p, const uint8_t *end)
{
    const uint8_t *from = p;
    if (p == end)
        return NULL;
    if (*p == '"')
        return skip_string(p + 1, end);
    if (*p == '{' || *p == '[')
        return skip_nested(p, end);
    while (p < end && *p != ',' && *p != '}' && *p != ']' && *p != ' ' && *p != '\t' && *p != '\r')
        p++;
    return p > from ? p : NULL;
}

static bool is_key(struct ws_slice key, const char *name)
{
    return key.n == strlen(name) && memcmp(key.p, name, key.n) == 0;
}

static struct ws_slice string_in(struct ws_slice value)
{
    bool is = value.n >= 2 && *value.p == '"';
    return is ? (struct ws_slice){value.p + 1, value.n - 2} : (struct ws_slice){NULL, 0};
}

/* The next member of an object, p behind "{" or a member; NULL: that is not JSON. key.p NULL: the object ends, and
 * what is returned is behind it. */
static const uint8_t *next_member(const uint8_t *p, const uint8_t *end, bool first, struct ws_slice *key,
                                  struct ws_slice *value)
{
    key->p = NULL;
    p = skip_blanks(p, end);
    if (p < end && *p == '}')
        return p + 1;
    if (!first) {
        if (p == end || *p != ',')
            return NULL;
        p = skip_blanks(p + 1, end);
    }
    if (p == end || *p != '"')
        return NULL;
    const uint8_t *behind = skip_string(p + 1, end);
    if (!behind)
        return NULL;
    *key = (struct ws_slice){p + 1, (size_t)(behind - p) - 2};
    p = skip_blanks(behind, end);
    if (p == end || *p != ':')
        return NULL;
    p = skip_blanks(p + 1, end);
    behind = skip_value(p, end);
    if (behind)
        *value = (struct ws_slice){p, (size_t)(behind - p)};
    return behind;
}

/* A value that is an object and complete. */
static void scan_metadata(struct ws_slice object, struct ws_doc *doc)
{
    struct ws_slice key, value;
    const uint8_t *p = object.p + 1, *end = object.p + object.n;
    bool first = true;
    while ((p = next_member(p, end, first, &key, &value)) != NULL && key.p) {
        if (is_key(key, "date"))
            doc->date = string_in(value);
        else if (is_key(key, "url"))
            doc->url = string_in(value);
        first = false;
    }
}

static void note(struct ws_slice key, struct ws_slice value, struct ws_doc *doc)
{
    if (is_key(key, "text"))
        doc->text = value;
    else if (is_key(key, "id"))
        doc->id = value;
    else if (is_key(key, "date"))
        doc->date = string_in(value);
    else if (is_key(key, "url"))
        doc->url = string_in(value);
    else if (is_key(key, "metadata") && *value.p == '{')
        scan_metadata(value, doc);
}

bool ws_doc_scan(struct ws_slice line, struct ws_doc *doc)
{
    struct ws_slice key, value;
    const uint8_t *end = line.p + line.n, *p = line.n ? skip_blanks(line.p, end) : end;
    bool first = true;
    *doc = (struct ws_doc){0};
    if (p == end || *p != '{')
        return false;
    p++;
    while ((p = next_member(p, end, first, &key, &value)) != NULL && key.p) {
        note(key, value, doc);
        first = false;
    }
    bool is_string = doc->text.n >= 2 && *doc->text.p == '"';
    doc->text = string_in(doc->text);
    return p && is_string && skip_blanks(p, end) == end;
}

/* --- text ----------------------------------------------------------------------------- */

void ws_doc_reader_init(struct ws_doc_reader *r)
{
    ws_buf_init(&r->text, TEXT_MAX);
    ws_buf_init(&r->plain, TEXT_MAX);
}

void ws_doc_reader_release(struct ws_doc_reader *r)
{
    ws_buf_release(&r->text);
    ws_buf_release(&r->plain);
}

static bool hex4(const uint8_t *p, const uint8_t *end, uint32_t *value)
{
    *value = 0;
    for (int i = 0; i < 4; i++) {
        if (p + i >= end)
            return false;
        const uint8_t c = p[i], lower = c | 0x20;
        uint32_t digit = c >= '0' && c <= '9' ? c - (uint32_t)'0' : lower >= 'a' && lower <= 'f' ? lower - 'a' + 10u : 16;
        if (digit > 15)
            return false;
        *value = *value << 4 | digit;
    }
    return true;
}

/* Behind an escape, p behind its "\u"; puts what it stands for. NULL: it is none. */
static const uint8_t *undo_unicode(const uint8_t *p, const uint8_t *end, uint8_t **o)
{
    uint32_t c, low;
    if (!hex4(p, end, &c))
        return NULL;
    p += 4;
    if (c >= 0xD800 && c <= 0xDFFF) {
        bool pair = c < 0xDC00 && end - p >= 6 && p[0] == '\\' && p[1] == 'u' && hex4(p + 2, end, &low) &&
                    low >= 0xDC00 && low <= 0xDFFF;
        c = pair ? 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00) : 0xFFFD;
        p += pair ? 6 : 0;
    }
    *o += ws_utf8_put(*o, c);
    return p;
}

static const uint8_t *undo_escape(const uint8_t *p, const uint8_t *end, uint8_t **o)
{
    static const char FROM[] = "\"\\/bfnrt", TO[] = "\"\\/\b\f\n\r\t";
    if (p == end)
        return NULL;
    if (*p == 'u')
        return undo_unicode(p + 1, end, o);
    const char *found = *p ? strchr(FROM, *p) : NULL;
    if (!found)
        return NULL;
    *(*o)++ = (uint8_t)TO[found - FROM];
    return p + 1;
}

/* ASCII without escapes and control characters: how many of the next WS_ROW bytes, all of which are overwritten. */
static size_t put_row(const uint8_t *restrict p, uint8_t *restrict o)
{
    uint8_t odd[WS_ROW];
    for (size_t i = 0; i < WS_ROW; i++) {
        o[i] = p[i];
        odd[i] = (uint8_t)((uint8_t)-(p[i] == '\\') | (uint8_t)-(p[i] < 0x20) | (p[i] & 0x80));
    }
    return ws_row_first(odd);
}

/* One character or escape; NULL: it is neither. */
static const uint8_t *undo_one(const uint8_t *p, const uint8_t *end, uint8_t **o)
{
    size_t bad;
    if (*p == '\\')
        return undo_escape(p + 1, end, o);
    if (*p < 0x80) {
        *(*o)++ = *p;
        return *p >= 0x20 ? p + 1 : NULL;
    }
    size_t n = ws_utf8_sequence(p, end, &bad);
    memcpy(*o, p, n);
    *o += n;
    return n ? p + n : NULL;
}

enum ws_status ws_doc_text(struct ws_doc_reader *r, struct ws_slice raw, struct ws_slice *text)
{
    ws_buf_clear(&r->text, KEEP_BYTES);
    if (!ws_buf_reserve(&r->text, raw.n + WS_ROW)) /* an escape is no shorter than its character */
        return WS_FATAL;
    uint8_t *o = r->text.p;
    const uint8_t *p = raw.p, *end = raw.p + raw.n;
    while (p < end) {
        const size_t plain = end - p >= WS_ROW ? put_row(p, o) : 0;
        p += plain;
        o += plain;
        if (plain == WS_ROW)
            continue;
        do
            p = undo_one(p, end, &o);
        while (p && p < end && *p >= 0x80);
        if (!p)
            return WS_SKIP;
    }
    *text = (struct ws_slice){r->text.p, (size_t)(o - r->text.p)};
    return WS_OK;
}

/* Without two blanks in a row: how many of the next WS_ROW bytes, all of which are overwritten. Looks at p[-1], too. */
static size_t put_plain_row(const uint8_t *restrict p, uint8_t *restrict o)
{
    uint8_t odd[WS_ROW];
    for (size_t i = 0; i < WS_ROW; i++) {
        const uint8_t c = p[i], before = p[i - 1];
        const uint8_t blank = (uint8_t)-((c == ' ') | ((uint8_t)(c - '\t') <= '\r' - '\t')),
                      was = (uint8_t)-((before == ' ') | ((uint8_t)(before - '\t') <= '\r' - '\t'));
        o[i] = (uint8_t)((c & (uint8_t)~blank) | (' ' & blank));
        odd[i] = blank & was;
    }
    return ws_row_first(odd);
}

bool ws_doc_plain(struct ws_doc_reader *r, struct ws_slice text, struct ws_slice *plain)
{
    ws_buf_clear(&r->plain, KEEP_BYTES);
    if (!ws_buf_reserve(&r->plain, text.n + 1 + WS_ROW))
        return false;
    uint8_t *o = r->plain.p;
    *o++ = ' '; /* so that there is one to look back at */
    for (const uint8_t *p = text.p, *end = text.p + text.n; p < end;) {
        const size_t n = p > text.p && end - p >= WS_ROW ? put_plain_row(p, o) : 0;
        p += n;
        o += n;
        if (n == WS_ROW)
            continue;
        *o = *p == ' ' || (*p >= '\t' && *p <= '\r') ? ' ' : *p;
        o += *o != ' ' || o[-1] != ' ';
        p++;
    }
    o -= o[-1] == ' ' && o > r->plain.p + 1;
    *plain = (struct ws_slice){r->plain.p + 1, (size_t)(o - r->plain.p) - 1};
    return true;
}

/* --- numbers -------------------------------------------------------------------------- */

/* Of two digits; above most: they are none, or too large. */
static uint32_t two(const uint8_t *p, uint32_t most)
{
    uint32_t tens = (uint32_t)(p[0] - '0'), ones = (uint32_t)(p[1] - '0');
    return p[0] < '0' || p[1] < '0' || tens > 9 || ones > 9 || 10 * tens + ones > most ? UINT32_MAX : 10 * tens + ones;
}

uint32_t ws_doc_time(struct ws_slice date)
{
    static const uint8_t AT[] = {5, 8, 11, 14, 17}, MOST[] = {12, 31, 23, 59, 60};
    static const uint32_t STEPS[] = {13, 32, 24, 60, 61};
    if (date.n < 10)
        return UINT32_MAX;
    const uint32_t century = two(date.p, 21), year = two(date.p + 2, 99);
    if (century == UINT32_MAX || year == UINT32_MAX || 100 * century + year < 1990 || 100 * century + year > 2099)
        return UINT32_MAX;
    uint32_t time = 100 * century + year - 1990; /* stays below 0.94 * 2^32 */
    for (size_t i = 0; i < sizeof AT; i++) {
        uint32_t part = AT[i] + 2u <= date.n ? two(date.p + AT[i], MOST[i]) : 0;
        if (part == UINT32_MAX)
            return UINT32_MAX;
        time = time * STEPS[i] + part;
    }
    return time;
}

size_t ws_doc_length(struct ws_slice text)
{
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++)
        n += (text.p[i] & 0xC0) != 0x80;
    return n;
}
