/* RefinedWeb: lines that are no text are left out, addresses and phrases are cut, and pages
 * where that is more than a twentieth of the words are dropped. */
#include "pipeline/corpus/quality_internal.h"

#include <string.h>
#include <strings.h>
#include <utf8proc.h>

enum { SHORT_LINE = 10 /* words; longer ones may say anything */ };

struct counter {
    const char *name;
    size_t n;
};

static bool
is_word_byte(uint8_t b) /* of \\w, as far as it is ASCII; all others are taken for letters */
{
    return b >= 0x80 || (uint32_t)b - '0' < 10 || ((uint32_t)b | 32) - 'a' < 26 || b == '_';
}

static size_t count_blank_words(struct ws_slice s)
{
    const uint8_t *p = s.p, *end = p + s.n;
    size_t n = 0;
    for (bool before = true; p < end;) {
        bool space = ws_char_info(ws_char_next(&p)) & WS_IS_SPACE;
        n += before && !space;
        before = space;
    }
    return n;
}

static bool begins(struct ws_slice s, const char *with)
{
    size_t n = strlen(with);
    return s.n >= n && strncasecmp((const char *)s.p, with, n) == 0;
}

/* "12.3K followers": a number, white space, what is counted, nothing else but marks. */
static bool is_counter(struct ws_slice s)
{
    static const char *const NAMES[] = {"likes",     "shares",    "comments",  "retweets",
                                        "reposts",   "quotes",    "bookmarks", "upvotes",
                                        "downvotes", "downloads", "views",     "followers"};
    while (s.n && !is_word_byte(*s.p))
        s = (struct ws_slice){s.p + 1, s.n - 1};
    if (!s.n || (uint32_t)*s.p - '0' >= 10)
        return false;
    while (s.n && ((uint32_t)*s.p - '0' < 10 || *s.p == ',' || *s.p == '.'))
        s = (struct ws_slice){s.p + 1, s.n - 1};
    if (s.n && memchr("KkMmBb", *s.p, 6))
        s = (struct ws_slice){s.p + 1, s.n - 1};
    struct ws_slice name = ws_strip_left(s);
    if (name.n == s.n)
        return false;
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++) {
        size_t n = strlen(NAMES[i]);
        if (!begins(name, NAMES[i]))
            continue;
        while (n < name.n && !is_word_byte(name.p[n]))
            n++;
        return n == name.n;
    }
    return false;
}

/* Only digits, or capitals for the most part. */
static bool is_shouted(struct ws_slice s, double most)
{
    const uint8_t *p = s.p, *end = p + s.n;
    size_t chars = 0, digits = 0, capitals = 0;
    while (p < end) {
        uint32_t c = ws_char_next(&p);
        chars++;
        digits += c - '0' < 10;
        capitals += c < 0x80 ? c - 'A' < 26
                             : utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_LU;
    }
    return digits == chars || (double)capitals > most * (double)chars;
}

/* Position of a phrase in s, s.n: none. */
static size_t find(struct ws_slice s, const char *phrase)
{
    size_t n = strlen(phrase);
    for (size_t i = 0; i + n <= s.n; i++)
        if (strncasecmp((const char *)s.p + i, phrase, n) == 0)
            return i;
    return s.n;
}

/* Appends s without the phrase [at, at + n). */
static bool append_without(struct ws_buf *out, struct ws_slice s, size_t at, size_t n)
{
    return ws_buf_append(out, s.p, at) && ws_buf_append(out, s.p + at + n, s.n - at - n);
}

/* Appends what is left of a short line. */
static bool append_cut(struct ws_buf *out, struct ws_slice s)
{
    static const char CART[] = "items in cart", MORE[] = "Read more...", SIGN[] = "Sign-in";
    size_t at = find(s, CART);
    if (begins(s, SIGN))
        return append_without(out, s, 0, sizeof SIGN - 1);
    if (s.n >= sizeof MORE - 1 &&
        find((struct ws_slice){s.p + s.n - (sizeof MORE - 1), sizeof MORE - 1}, MORE) == 0)
        return append_without(out, s, s.n - (sizeof MORE - 1), sizeof MORE - 1);
    return at < s.n ? append_without(out, s, at, sizeof CART - 1)
                    : ws_buf_append(out, s.p, s.n);
}

/* Appends the line without words that are addresses. */
static bool append_line(struct ws_buf *out, struct ws_slice s)
{
    const uint8_t *p = s.p, *end = p + s.n;
    while (p < end) {
        const uint8_t *stop = p;
        bool space = ws_char_info(ws_char_next(&stop)) & WS_IS_SPACE;
        for (const uint8_t *q = stop;
             q < end && !(ws_char_info(ws_char_next(&q)) & WS_IS_SPACE) == !space;)
            stop = q;
        struct ws_slice word = {p, (size_t)(stop - p)};
        bool address = !space && (begins(word, "http://") || begins(word, "https://") ||
                                  begins(word, "www."));
        if (!address && !ws_buf_append(out, word.p, word.n))
            return false;
        p = stop;
    }
    return true;
}

/* A line, corrected, behind out. words: those that are left. */
static bool correct(struct ws_quality *q, struct ws_slice line, size_t *words)
{
    struct ws_buf *out = &q->out[0];
    ws_buf_clear(&q->line, WS_KEEP_BYTES);
    if (!append_line(&q->line, line))
        return false;
    struct ws_slice s = ws_strip((struct ws_slice){q->line.p, q->line.n});
    size_t n = count_blank_words(s), start = out->n;
    if (n < 2 || is_shouted(s, q->rules->thresholds[WS_THRESHOLD_MAX_UPPERCASE_RATIO]) ||
        is_counter(s))
        return true;
    if (!(n > SHORT_LINE ? ws_buf_append(out, s.p, s.n) : append_cut(out, s)))
        return false;
    *words += count_blank_words((struct ws_slice){out->p + start, out->n - start});
    return ws_buf_append(out, "\n", 1);
}

void ws_correct_lines(struct ws_quality *q)
{
    size_t words = 0, left = 0, breaks = 0;
    struct ws_buf *out = &q->out[0];
    const uint8_t *p = q->text.p ? q->text.p : (const uint8_t *)"", *end = p + q->text.n;
    ws_buf_clear(out, WS_KEEP_BYTES);
    for (struct ws_slice line; !q->failed && ws_parts_next(&p, end, &line);) {
        struct ws_slice s = ws_strip(line);
        size_t before = out->n;
        words += count_blank_words(s);
        if (s.n && !correct(q, s, &left))
            q->failed = true;
        breaks = out->n > before ? 0 : breaks + (s.n == 0); /* paragraphs stay apart */
        if (breaks == 1 && s.n == 0 && out->n && !ws_buf_append(out, "\n", 1))
            q->failed = true;
    }
    const double most = q->rules->thresholds[WS_THRESHOLD_MAX_CORRECTED_RATIO];
    double removed = words ? (double)(words - left) / (double)words : 0;
    q->r->metrics[WS_METRIC_CORRECTED_RATIO] = removed;
    if (q->failed || q->rules->annotate)
        return;
    if (most > 0 && removed > most) {
        ws_quality_reject(q, WS_REJECT_LINE_CORRECTIONS, WS_METRIC_CORRECTED_RATIO, most);
        return;
    }
    struct ws_slice text = ws_strip((struct ws_slice){out->p, out->n});
    if (text.n == q->text.n && (!text.n || memcmp(text.p, q->text.p, text.n) == 0))
        return;
    q->text = text;
    q->list = NULL;
    q->is_counted = false;
    q->r->changed = true;
}
