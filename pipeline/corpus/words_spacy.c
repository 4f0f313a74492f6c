/* The tokenizer of spaCy, as Tokenizer.explain() of its documentation tells it: chunks between
 * white space are looked up among the special cases; prefixes and suffixes are split off, from
 * outside, until one is left or nothing changes; what remains is a special case, a URL, or
 * split at infixes; at last special cases are made of tokens that stand together. Tokens are
 * slices of the text all the time. */
#include "pipeline/corpus/words_spacy.h"

#include "pipeline/corpus/words_internal.h"
#include "pipeline/extract/text/text.h"

#include <stdlib.h>
#include <string.h>

static bool is_digit(uint32_t c)
{
    return c - '0' < 10;
}

const struct ws_spacy_special *ws_spacy_special(const uint8_t *p, const uint8_t *end)
{
    size_t n = (size_t)(end - p);
    uint32_t h = 2166136261u;
    if (n == 0 || n > WS_SPACY_SPECIAL_MAX)
        return NULL;
    for (const uint8_t *q = p; q < end; q++)
        h = (h ^ *q) * 16777619u;
    for (size_t at = (h ^ h >> 15) % WS_SPACY_SLOTS; ws_spacy_slots[at];
         at = (at + 1) % WS_SPACY_SLOTS) {
        const struct ws_spacy_special *s = &ws_spacy_specials[ws_spacy_slots[at] - 1];
        if (s->n == n && memcmp(s->text, p, n) == 0)
            return s;
    }
    return NULL;
}

static size_t dots_at(const uint8_t *p, const uint8_t *end)
{
    const uint8_t *q = p;
    while (q < end && *q == '.')
        q++;
    return (size_t)(q - p);
}

/* Bytes of the prefix. */
static size_t prefix_of(const uint8_t *p, const uint8_t *end)
{
    const uint8_t *q = p;
    uint32_t c = ws_char_next(&q);
    if (ws_spacy_char(c) & WS_SPACY_PREFIX)
        return (size_t)(q - p);
    switch (c) {
    case '.':
        return dots_at(p, end) >= 2 ? dots_at(p, end) : 0;
    case '+':
        return q == end || !is_digit(*q);
    case 'U':
        return end - p >= 3 && p[1] == 'S' && p[2] == '$' ? 3 : 0;
    case 'C':
    case 'A':
        return end - p >= 2 && p[1] == '$' ? 2 : 0;
    default:
        return 0;
    }
}

/* Bytes of a unit or currency behind a digit, at the end. */
static size_t unit_of(const uint8_t *p, const uint8_t *end)
{
    const uint8_t *q = end;
    while (q > p && end - q < 12 && !is_digit(q[-1]))
        q--;
    if (q == p || q == end || !is_digit(q[-1]))
        return 0;
    for (size_t i = 0; i < ws_n_spacy_units; i++)
        if (ws_spacy_units[i].n == end - q &&
            memcmp(ws_spacy_units[i].text, q, ws_spacy_units[i].n) == 0)
            return ws_spacy_units[i].n;
    return 0;
}

static const uint8_t *char_start(const uint8_t *p, const uint8_t *end)
{
    while (end > p && (*--end & 0xc0) == 0x80)
        ;
    return end;
}

/* Whether a full stop at q is split off from what is before it. */
static bool dot_ends(const uint8_t *p, const uint8_t *q)
{
    if (q == p)
        return false;
    uint32_t c = ws_char_before(q), bits = ws_spacy_char(c);
    const uint8_t *before = char_start(p, q);
    if (bits & WS_SPACY_ENDS_DOT)
        return true;
    if (before == p)
        return false;
    uint32_t c2 = ws_char_before(before);
    bool degree = c2 == 0xb0 && (c | 32) < 0x80 && strchr("fck", (int)(c | 32));
    return degree || (bits & ws_spacy_char(c2) & WS_SPACY_UPPER);
}

/* Bytes of the suffix: the longest. */
static size_t suffix_of(const uint8_t *p, const uint8_t *end)
{
    if (p == end)
        return 0;
    const uint8_t *q = char_start(p, end), *start = q;
    uint32_t c = ws_char_before(end);
    size_t n = unit_of(p, end);
    if (n)
        return n;
    if ((c | 32) == 's' && q > p) {
        const uint8_t *mark = char_start(p, q);
        uint32_t quote = ws_char_before(q);
        return quote == '\'' || quote == 0x2019 ? (size_t)(end - mark) : 0;
    }
    if (c == '.') {
        while (start > p && start[-1] == '.')
            start--;
        return end - start >= 2 ? (size_t)(end - start) : dot_ends(p, q);
    }
    if (c == 0x2026 && q - p >= 3 && memcmp(q - 3, "\xe2\x80\xa6", 3) == 0)
        return 6;
    if (ws_spacy_char(c) & WS_SPACY_SUFFIX)
        return (size_t)(end - q);
    return c == '+' && q > p && is_digit(q[-1]);
}

/* Bytes of a hyphen at q, the character after which has to be a letter. */
static size_t hyphen_at(const uint8_t *q, const uint8_t *end)
{
    static const char *const HYPHENS[] = {
        "-", "\xe2\x80\x93", "\xe2\x80\x94", "--", "---", "\xe2\x80\x94\xe2\x80\x94", "~"};
    for (size_t i = 0; i < sizeof HYPHENS / sizeof HYPHENS[0]; i++) {
        size_t n = strlen(HYPHENS[i]);
        const uint8_t *next = q + n;
        if ((size_t)(end - q) > n && memcmp(q, HYPHENS[i], n) == 0 &&
            ws_spacy_char(ws_char_next(&next)) & WS_SPACY_ALPHA)
            return n;
    }
    return 0;
}

/* Bytes of an infix at q: the character there is c, `before` the one before (0 at the start).
 */
static size_t infix_at(const uint8_t *q, const uint8_t *end, uint32_t c, uint32_t before)
{
    const uint8_t *next = q;
    uint32_t left = ws_spacy_char(before), after, right;
    ws_char_next(&next);
    const size_t n = (size_t)(next - q);
    if (ws_spacy_char(c) & WS_SPACY_SPLITS)
        return n;
    if (c == '.' && dots_at(q, end) >= 2)
        return dots_at(q, end);
    if (next == end)
        return 0;
    after = ws_char_next(&next);
    right = ws_spacy_char(after);
    bool number = is_digit(before), letter = left & WS_SPACY_ALPHA;
    switch (c) {
    case '.':
        return left & WS_SPACY_BEFORE_DOT && right & WS_SPACY_AFTER_DOT;
    case ',':
        return letter && right & WS_SPACY_ALPHA;
    case '+':
    case '*':
    case '^':
        return number && (is_digit(after) || after == '-');
    case '-':
        if (number && (is_digit(after) || after == '-'))
            return 1;
        return number || letter ? hyphen_at(q, end) : 0;
    case '~':
    case 0x2013:
    case 0x2014:
        return number || letter ? hyphen_at(q, end) : 0;
    case ':':
    case '<':
    case '>':
    case '=':
    case '/':
        return (number || letter) && right & WS_SPACY_ALPHA;
    default:
        return 0;
    }
}

bool ws_spacy_infix(const uint8_t *p, const uint8_t *end, const uint8_t *from,
                    const uint8_t **start, const uint8_t **stop)
{
    for (uint32_t before = from > p ? ws_char_before(from) : 0; from < end;) {
        const uint8_t *q = from;
        uint32_t c = ws_char_next(&from);
        bool letter = c < 0x80 && (is_digit(c) || (c | 32) - 'a' < 26);
        size_t n = letter ? 0 : infix_at(q, end, c, before);
        if (n) {
            *start = q;
            *stop = q + n;
            return true;
        }
        before = c;
    }
    return false;
}

static void add_special(struct ws_words *w, const struct ws_spacy_special *s, const uint8_t *p)
{
    for (size_t i = 0; i < s->n_tokens; i++) {
        ws_words_add(w, p, p + s->tokens[i]);
        p += s->tokens[i];
    }
}

static void add_middle(struct ws_words *w, const uint8_t *p, const uint8_t *end)
{
    const struct ws_spacy_special *s = ws_spacy_special(p, end);
    const uint8_t *from = p, *start, *stop;
    if (s) {
        add_special(w, s, p);
        return;
    }
    if (!ws_spacy_is_url(p, end))
        for (const uint8_t *at = p; ws_spacy_infix(p, end, at, &start, &stop); at = stop) {
            if (start == p)
                continue; /* no infix, but not looked at again */
            ws_words_add(w, from, start);
            ws_words_add(w, start, stop);
            from = stop;
        }
    ws_words_add(w, from, end);
}

/* Splits a chunk: prefixes are added as they are found, suffixes, which are found from outside,
 * in the end. */
static void add_affixes(struct ws_words *w, const uint8_t *p, const uint8_t *end)
{
    size_t suffixes = 0;
    bool known = false;
    while (p < end && !known && !ws_spacy_special(p, end)) {
        size_t before = prefix_of(p, end), after = 0;
        known = before < (size_t)(end - p) && before && ws_spacy_special(p + before, end);
        if (!known) {
            after = suffix_of(p + before, end);
            known = after < (size_t)(end - p) && after && ws_spacy_special(p, end - after);
            before = known ? 0 : before;
        }
        if (!before && !after)
            break;
        if (before)
            ws_words_add(w, p, p + before);
        if (after && !ws_words_cut(w, suffixes++, end))
            return;
        p += before;
        end -= after;
    }
    if (p < end)
        add_middle(w, p, end);
    for (const uint8_t *start = end; suffixes > 0; start = w->cuts[suffixes]) {
        suffixes--;
        ws_words_add(w, start, w->cuts[suffixes]);
    }
}

/* Whether the tokens of a special case stand at t. */
static bool is_pattern(const struct ws_spacy_special *s, const struct ws_word *t)
{
    for (size_t i = 0; i < s->n_pattern; i++)
        if (t[i].text.n != s->pattern[i])
            return false;
    return true;
}

/* The special case of n tokens that stands at t, NULL: none. */
static const struct ws_spacy_special *made_of(const struct ws_word *t, size_t n)
{
    const uint8_t *p = t->text.p, *end = t[n - 1].text.p + t[n - 1].text.n;
    const struct ws_spacy_special *s = ws_spacy_special(p, end);
    return s && s->n_pattern == n && is_pattern(s, t) ? s : NULL;
}

/* While tokens are joined: */
#define TRIED        (1u << 31)
#define JOINED_SHIFT 24
#define JOINED_MASK  0xfu /* tokens from here on that become a special case */

/* The n tokens from `first` on anew, with the special cases that were found. */
static void rewrite(struct ws_words *w, size_t first, size_t n)
{
    const size_t behind = w->n;
    for (size_t i = 0; i < n && !w->failed;) {
        const struct ws_word t = w->list[first + i];
        size_t joined = t.has >> JOINED_SHIFT & JOINED_MASK;
        if (joined)
            add_special(w, made_of(&w->list[first + i], joined), t.text.p);
        else
            ws_words_push(w, t.text.p, t.text.n, t.chars, t.has & ~TRIED);
        i += joined ? joined : 1;
    }
    if (w->failed)
        return;
    memmove(&w->list[first], &w->list[behind], (w->n - behind) * sizeof *w->list);
    w->n = first + w->n - behind;
}

/* Makes special cases of tokens from `first` on that stand together: the longest take
 * precedence, then those further in front. What has been tried is not tried again, whether or
 * not it was taken. */
static void join_specials(struct ws_words *w, size_t first)
{
    const size_t n = w->n - first;
    bool any = false;
    for (size_t size = n < WS_SPACY_PATTERN_MAX ? n : WS_SPACY_PATTERN_MAX; size > 0; size--)
        for (size_t i = first; i + size <= first + n; i++) {
            if (!made_of(w->list + i, size))
                continue;
            if (!(w->list[i].has & TRIED) && !(w->list[i + size - 1].has & TRIED))
                w->list[i].has |= (uint32_t)size << JOINED_SHIFT;
            for (size_t k = i; k < i + size; k++)
                w->list[k].has |= TRIED;
            any = true;
        }
    if (any)
        rewrite(w, first, n);
}

static void add_chunk(struct ws_words *w, const uint8_t *p, const uint8_t *end)
{
    const struct ws_spacy_special *s = ws_spacy_special(p, end);
    size_t first = w->n;
    if (s) {
        add_special(w, s, p);
        return;
    }
    add_affixes(w, p, end);
    if (!w->failed && w->n - first >= 2)
        join_specials(w, first);
}

/* The row of words of n letters that begin with c: a bit for each last letter. */
static size_t row_of(size_t n, uint8_t c)
{
    return n * 26 + (size_t)((c | 32) - 'a');
}

/* Special cases of letters alone by their length, first and last letter: few words look like one. */
bool ws_spacy_prepare(struct ws_words *w)
{
    w->specials = calloc((WS_SPACY_SPECIAL_MAX + 1) * 26, sizeof *w->specials);
    for (size_t i = 0; w->specials && i < WS_SPACY_SLOTS; i++) {
        if (!ws_spacy_slots[i])
            continue;
        const struct ws_spacy_special *s = &ws_spacy_specials[ws_spacy_slots[i] - 1];
        const uint8_t first = (uint8_t)s->text[0], last = (uint8_t)s->text[s->n - 1];
        if (ws_is_letter(first) && ws_is_letter(last))
            w->specials[row_of(s->n, first)] |= 1u << ((last | 32) - 'a');
    }
    return w->specials != NULL;
}

/* A special case of letters alone; NULL: none. */
static const struct ws_spacy_special *special_word(const struct ws_words *w, const uint8_t *p, const uint8_t *end)
{
    const size_t n = (size_t)(end - p);
    if (n > WS_SPACY_SPECIAL_MAX || !(w->specials[row_of(n, *p)] >> ((end[-1] | 32) - 'a') & 1))
        return NULL;
    return ws_spacy_special(p, end);
}

/* The end of a run of letters of ASCII. Words of up to seven are found without a branch for each. */
static const uint8_t *letters(const uint8_t *p, const uint8_t *end)
{
    while (end - p >= 8) {
        const size_t n = ws_letter_run_of_8(p);
        p += n;
        if (n < 8)
            return p;
    }
    while (p < end && ws_is_letter(*p))
        p++;
    return p;
}

/* The end of a run of characters that are white space, or are not. */
static const uint8_t *run_of(const uint8_t *p, const uint8_t *end, bool space)
{
    for (const uint8_t *q = p; p < end; p = q)
        if (!(ws_char_info(ws_char_next(&q)) & WS_IS_SPACE) == space)
            break;
    return p;
}

void ws_words_spacy(struct ws_words *w, struct ws_slice text)
{
    const uint8_t *p = text.p, *end = p + text.n;
    while (p < end && !w->failed) {
        if (*p == ' ' && p > text.p && p + 1 < end && ws_is_letter(p[1]))
            p++; /* as between most words */
        const uint8_t *stop = ws_is_letter(*p) ? p : run_of(p, end, true);
        if (stop > p) { /* a blank is nothing, unless there is more; none at the start of the
                           text is */
            const uint8_t *start = p > text.p && *p == ' ' ? p + 1 : p;
            if (w->blanks && start < stop)
                ws_words_push(w, start, (size_t)(stop - start), 1,
                              WS_IS_SPACE | WS_WORD_TEXT | WS_WORD_NOT_P);
            p = stop;
        }
        const uint8_t *word = letters(p, end);
        stop = word > p && word < end && *word == ' ' ? word : run_of(word, end, false);
        if (stop == p)
            break;
        if (word == stop && !special_word(w, p, stop))
            ws_words_push(w, p, (size_t)(stop - p), (uint32_t)(stop - p),
                          WS_IS_ALPHA | WS_WORD_TEXT | WS_WORD_NOT_P);
        else
            add_chunk(w, p, stop);
        p = stop;
    }
}
