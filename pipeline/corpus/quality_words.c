/* Words, and n-grams of them. A word gets a number; an n-gram is the pair of the numbers of the
 * two (n-1)-grams in it, so that equal numbers mean equal n-grams, and only where both of these
 * are repeated can it be repeated itself: ordinary text has hardly any left from 4 words on. */
#include "pipeline/corpus/quality_internal.h"

#include <stdlib.h>
#include <string.h>

static double ratio(size_t a, size_t b)
{
    return b ? (double)a / (double)b : 0;
}

bool ws_split_words(struct ws_quality *q)
{
    if (!q->list && !ws_words_split(q->words, q->text, &q->list, &q->n))
        q->failed = true;
    return !q->failed;
}

static uint64_t load8(const uint8_t *p)
{
    uint64_t v;
    memcpy(&v, p, sizeof v);
    return v;
}

/* Up to 7 bytes: themselves, exactly. end: of what may be read. */
static inline uint64_t key_of(struct ws_slice s, const uint8_t *end)
{
    if (s.n < 8) {
        uint64_t v = 0;
        if (end - s.p >= 8)
            v = load8(s.p) & ((UINT64_C(1) << 8 * s.n) - 1);
        else
            memcpy(&v, s.p, s.n);
        return v | (uint64_t)s.n << 56;
    }
    if (s.n > 16)
        return ws_hash_text(s);
    return ws_mix(load8(s.p) ^ UINT64_C(0x9e3779b97f4a7c15),
                  load8(s.p + s.n - 8) ^ UINT64_C(0xd6e8feb86659fd93) ^ (uint64_t)s.n << 56) |
           1;
}

/* Memory for what is known of each word. */
static bool make_room(struct ws_quality *q)
{
    if (q->n < q->cap)
        return true;
    size_t cap = q->n + q->n / 2 + 1;
    uint64_t *chars = realloc(q->chars, cap * sizeof *chars);
    q->chars = chars ? chars : q->chars;
    bool good = chars != NULL;
    uint32_t **const ARRAYS[] = {&q->ids, &q->at, &q->count, &q->spare, &q->first};
    for (size_t i = 0; i < sizeof ARRAYS / sizeof ARRAYS[0]; i++) {
        uint32_t *array = realloc(*ARRAYS[i], cap * sizeof *array);
        *ARRAYS[i] = array ? array : *ARRAYS[i];
        good &= array != NULL;
    }
    q->cap = good ? cap : q->cap;
    q->failed |= !good;
    return good;
}

/* What is counted: copied to where compilers keep it in registers, and back. */
struct counter {
    struct ws_table table;
    uint32_t *count, *first;
    bool failed;
};

static struct counter start_count(struct ws_quality *q)
{
    ws_table_clear(&q->table);
    return (struct counter){q->table, q->count, q->first, false};
}

static void end_count(struct ws_quality *q, const struct counter *c)
{
    q->table = c->table;
    q->failed |= c->failed;
}

static void grow(struct counter *c)
{
    struct ws_table t = c->table;
    c->failed = !ws_table_grow(&t);
    c->table = t;
}

/* The number of key, which begins at word `at`; counted. */
static inline uint32_t count_key(struct counter *c, uint64_t key, uint32_t at)
{
    bool is_new;
    uint32_t id = ws_table_id(&c->table, key, &is_new);
    if (is_new) {
        c->count[id] = 0;
        c->first[id] = at;
        if (ws_table_is_full(&c->table))
            grow(c);
    }
    c->count[id]++;
    return id;
}

/* While the table knows the words. */
static size_t count_stop_words(const struct ws_quality *q)
{
    size_t found = 0;
    for (size_t i = 0; i < q->rules->n_stop; i++) {
        struct ws_slice s = q->rules->stop[i];
        found += ws_table_has(&q->table, key_of(s, s.p + s.n));
    }
    return found;
}

void ws_quality_words(struct ws_quality *q)
{
    double *m = q->r->metrics;
    const uint8_t *end = q->text.p + q->text.n;
    uint64_t chars = 0, sign_chars = 0; /* of words that are signs alone */
    size_t signs = 0, others = 0;       /* others: without a letter */
    if (!ws_split_words(q) || !make_room(q))
        return;
    struct counter c = start_count(q);
    uint32_t *ids = q->ids;
    uint64_t *before = q->chars;
    const struct ws_word *w = q->list;
    for (size_t i = 0; i < q->n && !c.failed; i++, w++) {
        before[i] = chars;
        chars += w->chars;
        if (!(w->has & WS_WORD_TEXT)) {
            signs++;
            sign_chars += w->chars;
        }
        others += !(w->has & WS_IS_ALPHA);
        ids[i] = count_key(&c, key_of(w->text, end), (uint32_t)i);
    }
    end_count(q, &c);
    before[q->n] = chars;
    m[WS_METRIC_TOKENS] = (double)q->n;
    m[WS_METRIC_WORDS] = (double)(q->n - signs);
    m[WS_METRIC_AVG_WORD_LENGTH] = ratio(chars - sign_chars, q->n - signs);
    m[WS_METRIC_ALPHA_WORDS_RATIO] = ratio(q->n - others, q->n);
    m[WS_METRIC_STOP_WORDS] = (double)count_stop_words(q);
    q->n_tokens = q->n;
    q->is_counted = true;
}

/* Keeps those of n candidates that are repeated. */
static void keep_repeated(struct ws_quality *q, size_t n)
{
    size_t kept = 0;
    uint32_t *ids = q->ids, *at = q->at;
    const uint32_t *count = q->count;
    for (size_t i = 0; i < n; i++) {
        ids[kept] = ids[i];
        at[kept] = at[i];
        kept += count[ids[i]] >= 2;
    }
    q->n_candidates = kept;
}

/* Pairs of words, both of which are repeated. */
static void pair_words(struct ws_quality *q)
{
    size_t n = 0;
    uint32_t *ids = q->ids, *at = q->at;
    uint32_t *words = q->count; /* how often each is there */
    q->count = q->spare;
    q->spare = words;
    struct counter c = start_count(q);
    bool left_again = q->n && words[ids[0]] >= 2;
    for (size_t i = 0; i + 1 < q->n && !c.failed; i++) {
        uint64_t left = ids[i], right = ids[i + 1];
        bool right_again = words[right] >= 2;
        if (left_again && right_again) {
            ids[n] = count_key(&c, (left + 1) << 32 | right, (uint32_t)i);
            at[n++] = (uint32_t)i;
        }
        left_again = right_again;
    }
    end_count(q, &c);
    keep_repeated(q, n);
}

/* Pairs of (n-1)-grams, both of which are repeated. */
static void pair_up(struct ws_quality *q)
{
    size_t n = 0;
    uint32_t *ids = q->ids, *at = q->at;
    struct counter c = start_count(q);
    for (size_t i = 0; i + 1 < q->n_candidates && !c.failed; i++) {
        if (at[i + 1] != at[i] + 1)
            continue;
        ids[n] = count_key(&c, ((uint64_t)ids[i] + 1) << 32 | ids[i + 1], at[i]);
        at[n++] = at[i];
    }
    end_count(q, &c);
    keep_repeated(q, n);
}

/* Code points of the most frequent n-gram, all together: of several the first; n words with a
 * blank between two. */
static uint64_t top_chars(const struct ws_quality *q, size_t n)
{
    uint32_t most = 1, at = 0;
    if (q->n < n)
        return 0;
    for (uint32_t id = 0; id < q->table.used; id++)
        if (q->count[id] > most) {
            most = q->count[id];
            at = q->first[id];
        }
    return (q->chars[at + n] - q->chars[at] + n - 1) * most;
}

/* Code points of n-grams that were met before, from left to right without overlap. What is met
 * while one is jumped over is not remembered. */
static uint64_t repeated_chars(struct ws_quality *q, size_t n)
{
    static const uint32_t MET = UINT32_C(1) << 31;
    uint64_t chars = 0;
    size_t next = 0;
    for (size_t i = 0; i < q->n_candidates; i++) {
        const size_t at = q->at[i];
        if (at < next)
            continue;
        if (q->count[q->ids[i]] & MET) {
            chars += q->chars[at + n] - q->chars[at];
            next = at + n;
        }
        q->count[q->ids[i]] |= MET;
    }
    return chars;
}

/* The same of n-grams whose words are joined without blanks, as datatrove joins them: "a bc" is
 * "ab c". */
static uint64_t repeated_joined(struct ws_quality *q, size_t n)
{
    uint64_t chars = 0;
    bool is_new = true;
    ws_table_clear(&q->table);
    for (size_t i = 0, from = 0; i + n <= q->n && !q->failed; i += is_new ? 1 : n) {
        size_t bytes = 0;
        for (size_t k = 0; k < n; k++)
            bytes += q->list[i + k].text.n;
        ws_table_id(&q->table, ws_hash_text((struct ws_slice){q->line.p + from, bytes}),
                    &is_new);
        q->failed |= is_new && ws_table_is_full(&q->table) && !ws_table_grow(&q->table);
        chars += is_new ? 0 : q->chars[i + n] - q->chars[i];
        for (size_t k = 0; k < (is_new ? 1 : n); k++)
            from += q->list[i + k].text.n;
    }
    return chars;
}

/* All words behind one another. */
static void join_words(struct ws_quality *q)
{
    ws_buf_clear(&q->line, WS_KEEP_BYTES);
    if (!ws_buf_reserve(&q->line, q->text.n + 1)) {
        q->failed = true;
        return;
    }
    for (size_t i = 0; i < q->n; i++) {
        memcpy(q->line.p + q->line.n, q->list[i].text.p, q->list[i].text.n);
        q->line.n += q->list[i].text.n;
    }
}

void ws_quality_grams(struct ws_quality *q, size_t n)
{
    const size_t chars = (size_t)q->r->metrics[WS_METRIC_CHARS];
    double *m = &q->r->metrics[WS_METRIC_TOP_2_GRAM + n - 2];
    if (q->failed)
        return;
    if (n >= 5 && q->rules->datatrove) {
        if (n == 5)
            join_words(q);
        *m = q->failed ? 0 : ratio(repeated_joined(q, n), chars);
        return;
    }
    if (n == 2)
        pair_words(q);
    else
        pair_up(q);
    *m = ratio(n < 5 ? top_chars(q, n) : repeated_chars(q, n), chars);
}

size_t ws_count_sentences(const struct ws_word *list, size_t n, size_t most)
{
    size_t sentences = 1;
    bool ended = false;
    for (size_t i = 0; i < n && sentences < most; i++) {
        bool ends = list[i].chars == 1 && list[i].has & WS_ENDS_SENTENCE;
        if (ends) {
            ended = true;
        } else if (ended && list[i].has & WS_WORD_NOT_P) {
            sentences++;
            ended = false;
        }
    }
    return sentences;
}
