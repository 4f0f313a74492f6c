/* C4: lines that are no sentences of the page are left out, and pages that have few others. */
#include "pipeline/corpus/quality_internal.h"
#include "pipeline/corpus/quality_phrases.h"

#include <string.h>
#include <utf8proc.h>

/* A document while it is looked at. */
struct c4 {
    struct ws_quality *q;
    const double *at;          /* thresholds */
    struct ws_phrases phrases; /* of the text */
    size_t next;               /* word behind the last line */
    size_t kept, sentences, tokens, lorem, brackets;
    enum ws_reject reason;
};

/* A line on its way through the rules. */
struct line {
    struct ws_slice text;
    bool is_cut; /* its citations are: it is no part of the text */
};

/* Words between white space: at least `least`? One of more than `longest` characters (negative:
 * any may be)? */
static size_t blank_words(struct ws_slice s, double least, double longest, bool *has_long)
{
    const uint8_t *p = s.p, *end = p + s.n;
    const bool may_be_long = longest >= 0 && (double)s.n > longest;
    size_t words = 0, chars = 0;
    *has_long = false;
    while (p < end && !*has_long && (may_be_long || (double)words < least)) {
        bool space = ws_char_info(ws_char_next(&p)) & WS_IS_SPACE;
        words += !space && chars == 0;
        chars = space ? 0 : chars + 1;
        *has_long = may_be_long && (double)chars > longest;
    }
    return words;
}

static bool is_decimal(const uint8_t **p)
{
    const uint8_t *q = *p;
    uint32_t c = ws_char_next(&q);
    bool is = c < 0x80 ? c - '0' < 10
                       : utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_ND;
    *p = is ? q : *p;
    return is;
}

/* Bytes of the citation that begins at p with '[': [12], [], [edit], [citation needed]. 0:
 * none. */
static size_t citation(const uint8_t *p, const uint8_t *end)
{
    static const char EDIT[] = "[edit]", NEEDED[] = "[citation needed]";
    const uint8_t *q = p + 1;
    if (end - p >= (ptrdiff_t)sizeof EDIT - 1 && memcmp(p, EDIT, sizeof EDIT - 1) == 0)
        return sizeof EDIT - 1;
    if (end - p >= (ptrdiff_t)sizeof NEEDED - 1 && memcmp(p, NEEDED, sizeof NEEDED - 1) == 0)
        return sizeof NEEDED - 1;
    while (q < end && is_decimal(&q))
        ;
    return q < end && *q == ']' ? (size_t)(q - p) + 1 : 0;
}

/* Takes citations out of a line; it is in q->line then. False: out of memory. */
static bool cut_citations(struct ws_quality *q, struct line *l)
{
    const uint8_t *p = l->text.p, *end = p + l->text.n, *from = p;
    while (p < end && (p = memchr(p, '[', (size_t)(end - p))) != NULL) {
        size_t n = citation(p, end);
        if (n && !l->is_cut) {
            l->is_cut = true;
            ws_buf_clear(&q->line, WS_KEEP_BYTES);
        }
        if (n && !ws_buf_append(&q->line, from, (size_t)(p - from)))
            return false;
        p += n ? n : 1;
        from = n ? p : from;
    }
    if (!l->is_cut)
        return true;
    if (!ws_buf_append(&q->line, from, (size_t)(end - from)))
        return false;
    l->text = (struct ws_slice){q->line.p, q->line.n};
    return true;
}

static bool ends_sentence(struct ws_slice s)
{
    return s.n && memchr(".?!\"'", s.p[s.n - 1], 5) &&
           !(s.n >= 3 && memcmp(s.p + s.n - 3, "...", 3) == 0);
}

/* Asks for a phrase; a line that was cut is searched by itself. */
static bool says(struct c4 *c, const struct line *l, struct ws_phrases *own,
                 enum ws_phrase_kind kind)
{
    if (l->is_cut)
        return ws_phrases_in(own, kind, 0, l->text.n);
    size_t from = (size_t)(l->text.p - c->q->text.p);
    return ws_phrases_in(&c->phrases, kind, from, from + l->text.n);
}

/* Words of the document that are in the line: how many, and the first. */
static size_t words_of(struct c4 *c, struct ws_slice line, const struct ws_word **list)
{
    const struct ws_word *all = c->q->list;
    while (c->next < c->q->n && all[c->next].text.p < line.p)
        c->next++;
    size_t first = c->next;
    while (c->next < c->q->n && all[c->next].text.p < line.p + line.n)
        c->next++;
    *list = &all[first];
    return c->next - first;
}

/* Counts words and sentences of a line that stays. original: where it is in the text. */
static void count_line(struct c4 *c, const struct line *l, struct ws_slice original)
{
    struct ws_quality *q = c->q;
    const struct ws_word *list;
    size_t n;
    const double wanted = c->at[WS_THRESHOLD_MIN_NUM_SENTENCES];
    const bool enough = !q->rules->annotate && (double)c->sentences >= wanted;
    if (q->rules->datatrove || l->is_cut) {
        if (enough && q->rules->datatrove)
            return;
        if (!ws_words_split(q->line_words, l->text, &list, &n)) {
            q->failed = true;
            return;
        }
    } else {
        n = words_of(c, original, &list);
    }
    c->tokens += n;
    if (!enough)
        c->sentences += ws_count_sentences(list, n, SIZE_MAX);
}

/* Whether a line stays; c->reason: the document does not. */
static bool keeps(struct c4 *c, struct line *l)
{
    struct ws_quality *q = c->q;
    const bool drop = !q->rules->annotate;
    struct ws_phrases own = {0};
    bool has_long;
    double least = c->at[WS_THRESHOLD_MIN_WORDS_PER_LINE];
    size_t words = blank_words(l->text, least, c->at[WS_THRESHOLD_MAX_WORD_LENGTH], &has_long);
    if (has_long)
        return false;
    if (c->at[WS_THRESHOLD_REMOVE_CITATIONS] != 0 && !cut_citations(q, l)) {
        q->failed = true;
        return false;
    }
    if (c->at[WS_THRESHOLD_FILTER_NO_TERMINAL_PUNCT] != 0 && !ends_sentence(l->text))
        return false;
    if ((double)words < least)
        return false;
    if (l->is_cut) {
        if (!ws_lower_text(l->text, &q->line_lower)) {
            q->failed = true;
            return false;
        }
        own = ws_phrases_of((struct ws_slice){q->line_lower.p, q->line_lower.n});
    }
    if (c->at[WS_THRESHOLD_FILTER_LOREM_IPSUM] != 0 && says(c, l, &own, WS_PHRASE_LOREM)) {
        c->lorem++;
        c->reason = drop ? WS_REJECT_LOREM_IPSUM : WS_REJECT_NONE;
        if (drop)
            return false;
    }
    if (c->at[WS_THRESHOLD_FILTER_JAVASCRIPT] != 0 && says(c, l, &own, WS_PHRASE_JAVASCRIPT))
        return false;
    if (c->at[WS_THRESHOLD_FILTER_CURLY_BRACKET] != 0 && l->text.n &&
        memchr(l->text.p, '{', l->text.n)) {
        c->brackets++;
        c->reason = drop ? WS_REJECT_CURLY_BRACKET : WS_REJECT_NONE;
        if (drop)
            return false;
    }
    return !(c->at[WS_THRESHOLD_FILTER_POLICY] != 0 && says(c, l, &own, WS_PHRASE_POLICY));
}

static void take(struct c4 *c)
{
    struct ws_quality *q = c->q;
    struct ws_lines lines = ws_lines_split(q->text);
    struct ws_slice text;
    while (!q->failed && !c->reason && ws_lines_next(&lines, &text)) {
        const struct ws_slice original = ws_strip(text);
        struct line l = {.text = original};
        if (!keeps(c, &l))
            continue;
        count_line(c, &l, original);
        if ((c->kept && !ws_buf_append(&q->out[1], "\n", 1)) ||
            !ws_buf_append(&q->out[1], l.text.p, l.text.n))
            q->failed = true;
        c->kept++;
    }
}

/* The document with what is left of it. */
static void put_text(struct c4 *c)
{
    struct ws_quality *q = c->q;
    const struct ws_slice all = {q->out[1].p, q->out[1].n}, left = ws_strip(all);
    if (left.n == q->text.n && (!left.n || memcmp(left.p, q->text.p, left.n) == 0))
        return;
    q->text = left;
    q->list = NULL;
    q->n_tokens = c->tokens;
    q->is_counted = !q->rules->datatrove;
    q->r->changed = true;
}

void ws_filter_c4(struct ws_quality *q)
{
    struct c4 c = {.q = q, .at = q->rules->thresholds};
    double *m = q->r->metrics;
    ws_buf_clear(&q->out[1], WS_KEEP_BYTES);
    if ((!q->rules->datatrove && !ws_split_words(q)) || !ws_lower_text(q->text, &q->lower)) {
        q->failed = true;
        return;
    }
    c.phrases = ws_phrases_of((struct ws_slice){q->lower.p, q->lower.n});
    take(&c);
    m[WS_METRIC_LOREM_IPSUM] = (double)c.lorem;
    m[WS_METRIC_CURLY_BRACKET] = (double)c.brackets;
    m[WS_METRIC_C4_LINES] = (double)c.kept;
    m[WS_METRIC_SENTENCES] = (double)c.sentences;
    if (q->failed || q->rules->annotate)
        return;
    if (c.reason == WS_REJECT_LOREM_IPSUM)
        ws_quality_reject(q, c.reason, WS_METRIC_LOREM_IPSUM, 0);
    else if (c.reason)
        ws_quality_reject(q, c.reason, WS_METRIC_CURLY_BRACKET, 0);
    else if ((double)c.sentences < c.at[WS_THRESHOLD_MIN_NUM_SENTENCES])
        ws_quality_reject(q, WS_REJECT_FEW_SENTENCES, WS_METRIC_SENTENCES,
                          c.at[WS_THRESHOLD_MIN_NUM_SENTENCES]);
    else
        put_text(&c);
}
