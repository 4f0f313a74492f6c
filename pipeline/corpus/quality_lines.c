/* Lines and paragraphs. */
#include "pipeline/corpus/quality_internal.h"

#include <string.h>
#include <xxhash.h>

struct ws_slice ws_strip_left(struct ws_slice s)
{
    const uint8_t *p = s.p, *end = p + s.n;
    while (p < end) {
        const uint8_t *q = p;
        if (!(ws_char_info(ws_char_next(&q)) & WS_IS_SPACE))
            break;
        p = q;
    }
    return (struct ws_slice){p, (size_t)(end - p)};
}

static const uint8_t *before_last(struct ws_slice s)
{
    const uint8_t *q = s.p + s.n;
    do
        q--;
    while ((*q & 0xc0) == 0x80);
    return q;
}

struct ws_slice ws_strip_right(struct ws_slice s)
{
    while (s.n && ws_char_info(ws_char_before(s.p + s.n)) & WS_IS_SPACE)
        s.n = (size_t)(before_last(s) - s.p);
    return s;
}

/* In blocks whose counters are bytes: compilers make vectors of them. */
size_t ws_count_chars(struct ws_slice s)
{
    const uint8_t *p = s.p, *end = p + s.n;
    size_t n = 0;
    while (end - p >= 128) {
        uint8_t block = 0;
        for (int i = 0; i < 128; i++)
            block = (uint8_t)(block + ((p[i] & 0xc0) != 0x80));
        n += block;
        p += 128;
    }
    for (; p < end; p++)
        n += (*p & 0xc0) != 0x80;
    return n;
}

uint64_t ws_hash_text(struct ws_slice s)
{
    return XXH3_64bits(s.p, s.n);
}

/* Whether something may end lines beside '\n': a control character, U+0085, U+2028, U+2029, or
 * bytes like theirs. */
static bool may_be_odd(const uint8_t *p, size_t n)
{
    uint8_t odd = 0;
    for (size_t i = 0; i + 1 < n; i++) { /* compilers make vectors of it */
        uint8_t b = p[i], next = p[i + 1];
        uint8_t vertical = (uint8_t)(b - 0x0b), separator = (uint8_t)(b - 0x1c),
                wide = next & 0xfe;
        odd |= vertical < 3 ? 1 : 0;
        odd |= separator < 3 ? 1 : 0;
        odd |= ((b == 0xc2) & (next == 0x85)) ? 1 : 0;
        odd |= ((b == 0x80) & (wide == 0xa8)) ? 1 : 0;
    }
    return odd || (n && p[n - 1] < 0x20);
}

/* The character at p ends a line. Bytes of it, 0: no. "\r\n" is one. */
static size_t line_end(const uint8_t *p, const uint8_t *end)
{
    const uint8_t *q = p;
    if (!(ws_char_info(ws_char_next(&q)) & WS_ENDS_LINE))
        return 0;
    return (size_t)(q - p) + (*p == '\r' && q < end && *q == '\n');
}

struct ws_lines ws_lines_split(struct ws_slice text)
{
    return (struct ws_lines){text.p, text.p + text.n, may_be_odd(text.p, text.n)};
}

bool ws_lines_next(struct ws_lines *l, struct ws_slice *line)
{
    const uint8_t *p = l->p, *q;
    size_t n = 0;
    if (p == l->end)
        return false;
    if (!l->odd) {
        q = memchr(p, '\n', (size_t)(l->end - p));
        q = q ? q : l->end;
        n = q < l->end;
    } else {
        for (q = p; q < l->end && (n = line_end(q, l->end)) == 0;)
            ws_char_next(&q);
    }
    *line = (struct ws_slice){p, (size_t)(q - p)};
    l->p = q + n;
    return true;
}

bool ws_parts_next(const uint8_t **p, const uint8_t *end, struct ws_slice *part)
{
    if (!*p)
        return false;
    const uint8_t *q = memchr(*p, '\n', (size_t)(end - *p));
    *part = (struct ws_slice){*p, (size_t)((q ? q : end) - *p)};
    *p = q ? q + 1 : NULL;
    return true;
}

/* --- parts that were seen before ------------------------------------------------------------
 */

struct repeats {
    size_t parts, repeated, chars; /* of the repeated ones */
};

static void count_part(struct ws_quality *q, struct repeats *r, struct ws_slice part)
{
    bool is_new;
    r->parts++;
    ws_table_id(&q->table, ws_hash_text(part), &is_new);
    if (is_new) {
        q->failed |= ws_table_is_full(&q->table) && !ws_table_grow(&q->table);
        return;
    }
    r->repeated++;
    r->chars += ws_count_chars(part);
}

/* Parts between runs of at least `least` '\n': re.split("\n{least,}"). */
static struct repeats count_parts(struct ws_quality *q, struct ws_slice text, size_t least)
{
    struct repeats r = {0};
    const uint8_t *start = text.p, *p = text.p, *end = text.p + text.n;
    ws_table_clear(&q->table);
    while (!q->failed) {
        const uint8_t *stop = p < end ? memchr(p, '\n', (size_t)(end - p)) : NULL;
        for (p = stop ? stop : end; p < end && *p == '\n';)
            p++;
        if (stop && (size_t)(p - stop) < least)
            continue;
        count_part(q, &r, (struct ws_slice){start, (size_t)((stop ? stop : end) - start)});
        if (!stop)
            break;
        start = p;
    }
    return r;
}

static double ratio(size_t a, size_t b)
{
    return b ? (double)a / (double)b : 0;
}

void ws_quality_repeats(struct ws_quality *q)
{
    double *m = q->r->metrics;
    size_t chars = ws_count_chars(q->text);
    struct repeats paras = count_parts(q, ws_strip(q->text), 2),
                   lines = count_parts(q, q->text, 1);
    m[WS_METRIC_CHARS] = (double)chars;
    m[WS_METRIC_DUP_PARA_FRAC] = ratio(paras.repeated, paras.parts);
    m[WS_METRIC_DUP_PARA_CHAR_FRAC] = ratio(paras.chars, chars);
    m[WS_METRIC_DUP_LINE_FRAC] = ratio(lines.repeated, lines.parts);
    m[WS_METRIC_DUP_LINE_CHAR_FRAC] = ratio(lines.chars, chars);
}

/* --- how lines begin and end ----------------------------------------------------------------
 */

static bool ends_in_ellipsis(struct ws_slice s)
{
    return s.n >= 3 && (memcmp(s.p + s.n - 3, "...", 3) == 0 ||
                        memcmp(s.p + s.n - 3, "\xe2\x80\xa6", 3) == 0);
}

static bool begins_with_bullet(struct ws_slice s)
{
    return s.n && (*s.p == '-' || (s.n >= 3 && memcmp(s.p, "\xe2\x80\xa2", 3) == 0));
}

void ws_quality_lines(struct ws_quality *q)
{
    size_t lines = 0, bullets = 0, ellipses = 0;
    struct ws_lines l = ws_lines_split(q->text);
    for (struct ws_slice line; ws_lines_next(&l, &line); lines++) {
        bullets += begins_with_bullet(ws_strip_left(line));
        ellipses += ends_in_ellipsis(ws_strip_right(line));
    }
    q->r->metrics[WS_METRIC_BULLET_LINES_RATIO] = ratio(bullets, lines);
    q->r->metrics[WS_METRIC_ELLIPSIS_LINES_RATIO] = ratio(ellipses, lines);
}

void ws_quality_fineweb(struct ws_quality *q)
{
    double *m = q->r->metrics;
    size_t ends = 0, short_lines = 0, breaks = 0;
    const double most = q->rules->thresholds[WS_THRESHOLD_SHORT_LINE_LENGTH];
    const uint8_t *p = q->text.p ? q->text.p : (const uint8_t *)"", *end = p + q->text.n;
    struct repeats r = {0};
    ws_table_clear(&q->table);
    for (struct ws_slice line; ws_parts_next(&p, end, &line); breaks++) {
        if (!ws_strip_left(line).n)
            continue;
        count_part(q, &r, line);
        ends += (ws_char_info(ws_char_before(line.p + line.n)) & WS_IS_TERMINAL) != 0;
        /* a character has 4 bytes at most */
        short_lines += (double)line.n <= 4 * most && (double)ws_count_chars(line) <= most;
    }
    breaks--;
    m[WS_METRIC_LINES] = (double)r.parts;
    m[WS_METRIC_LINE_PUNCT_RATIO] = ratio(ends, r.parts);
    m[WS_METRIC_SHORT_LINE_RATIO] = ratio(short_lines, r.parts);
    m[WS_METRIC_CHAR_DUP_RATIO] = ratio(r.chars, ws_count_chars(q->text) - breaks);
    m[WS_METRIC_LIST_RATIO] = (double)breaks; /* in words: later */
}

/* --- signs
 * ------------------------------------------------------------------------------------ */

static size_t count_byte(struct ws_slice s, uint8_t b)
{
    size_t n = 0;
    const uint8_t *p = s.p, *end = p + s.n;
    for (; p < end && (p = memchr(p, b, (size_t)(end - p))) != NULL; p++)
        n++;
    return n;
}

/* "..." as often as it fits, and U+2026. */
static size_t count_ellipses(struct ws_slice s)
{
    size_t n = 0, dots;
    const uint8_t *p = s.p, *end = p + s.n;
    for (; p < end && (p = memchr(p, '.', (size_t)(end - p))) != NULL; p += dots) {
        for (dots = 1; p + dots < end && p[dots] == '.';)
            dots++;
        n += dots / 3;
    }
    for (p = s.p; p < end && (p = memchr(p, 0xe2, (size_t)(end - p))) != NULL; p++)
        n += end - p >= 3 && p[1] == 0x80 && p[2] == 0xa6;
    return n;
}

void ws_quality_symbols(struct ws_quality *q)
{
    q->r->metrics[WS_METRIC_HASH_RATIO] = ratio(count_byte(q->text, '#'), q->n);
    q->r->metrics[WS_METRIC_ELLIPSIS_RATIO] = ratio(count_ellipses(q->text), q->n);
}
