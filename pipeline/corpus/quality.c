#include "pipeline/corpus/quality_internal.h"
#include "pipeline/output/json.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEXT_MAX ((size_t)1 << 30) /* bytes of a buffer */

const char *const ws_metric_names[WS_METRIC_COUNT] = {
#define X(name, key, whole) [WS_METRIC_##name] = key,
    WS_METRICS(X)
#undef X
};

struct ws_quality *ws_quality_new(const struct ws_quality_rules *rules)
{
    struct ws_quality *q = calloc(1, sizeof *q);
    if (!q)
        return NULL;
    const enum ws_words_kind kind = rules->datatrove ? WS_WORDS_SPACY : WS_WORDS_UAX29;
    struct ws_buf *const BUFS[] = {&q->lower, &q->line, &q->line_lower, &q->out[0], &q->out[1]};
    for (size_t i = 0; i < sizeof BUFS / sizeof BUFS[0]; i++)
        ws_buf_init(BUFS[i], TEXT_MAX);
    q->rules = rules;
    q->words = ws_words_new(kind);
    q->line_words = ws_words_new(kind);
    if (!ws_table_init(&q->table) || !q->words || !q->line_words) {
        ws_quality_free(q);
        return NULL;
    }
    if (kind == WS_WORDS_SPACY)
        ws_words_with_blanks(q->line_words);
    return q;
}

static void free_arrays(struct ws_quality *q)
{
    free(q->ids);
    free(q->at);
    free(q->count);
    free(q->spare);
    free(q->first);
    free(q->chars);
    q->ids = q->at = q->count = q->spare = q->first = NULL;
    q->chars = NULL;
    q->cap = 0;
}

void ws_quality_free(struct ws_quality *q)
{
    if (!q)
        return;
    ws_words_free(q->words);
    ws_words_free(q->line_words);
    ws_table_release(&q->table);
    free_arrays(q);
    ws_buf_release(&q->lower);
    ws_buf_release(&q->line);
    ws_buf_release(&q->line_lower);
    ws_buf_release(&q->out[0]);
    ws_buf_release(&q->out[1]);
    free(q);
}

/* --- rules
 * ------------------------------------------------------------------------------------ */

struct rule {
    enum ws_reject reason;
    enum ws_metric metric;
    enum ws_threshold threshold;
    bool below; /* is dropped when below, else when above */
};

#define RULE(name)                                                                             \
    {                                                                                          \
        WS_REJECT_##name, WS_METRIC_##name, WS_THRESHOLD_##name, false                         \
    }
/* Of gopher-rep, of gopher and of fineweb, each in datatrove's order. */
static const struct rule REPEATS[] = {RULE(DUP_PARA_FRAC), RULE(DUP_PARA_CHAR_FRAC),
                                      RULE(DUP_LINE_FRAC), RULE(DUP_LINE_CHAR_FRAC)};
static const struct rule GRAMS[] = {
    RULE(TOP_2_GRAM),         RULE(TOP_3_GRAM),         RULE(TOP_4_GRAM),
    RULE(DUPLICATED_5_GRAMS), RULE(DUPLICATED_6_GRAMS), RULE(DUPLICATED_7_GRAMS),
    RULE(DUPLICATED_8_GRAMS), RULE(DUPLICATED_9_GRAMS), RULE(DUPLICATED_10_GRAMS)};
static const struct rule WORDS[] = {
    {WS_REJECT_SHORT_DOC, WS_METRIC_WORDS, WS_THRESHOLD_MIN_DOC_WORDS, true},
    {WS_REJECT_LONG_DOC, WS_METRIC_WORDS, WS_THRESHOLD_MAX_DOC_WORDS, false},
    {WS_REJECT_SHORT_WORDS, WS_METRIC_AVG_WORD_LENGTH, WS_THRESHOLD_MIN_AVG_WORD_LENGTH, true},
    {WS_REJECT_LONG_WORDS, WS_METRIC_AVG_WORD_LENGTH, WS_THRESHOLD_MAX_AVG_WORD_LENGTH, false}};
static const struct rule SYMBOLS[] = {
    {WS_REJECT_HASHES, WS_METRIC_HASH_RATIO, WS_THRESHOLD_MAX_SYMBOL_WORD_RATIO, false},
    {WS_REJECT_ELLIPSES, WS_METRIC_ELLIPSIS_RATIO, WS_THRESHOLD_MAX_SYMBOL_WORD_RATIO, false}};
static const struct rule LINES[] = {
    {WS_REJECT_BULLETS, WS_METRIC_BULLET_LINES_RATIO, WS_THRESHOLD_MAX_BULLET_LINES_RATIO,
     false},
    {WS_REJECT_END_ELLIPSES, WS_METRIC_ELLIPSIS_LINES_RATIO,
     WS_THRESHOLD_MAX_ELLIPSIS_LINES_RATIO, false},
    {WS_REJECT_ALPHA, WS_METRIC_ALPHA_WORDS_RATIO, WS_THRESHOLD_MAX_NON_ALPHA_WORDS_RATIO,
     true},
    {WS_REJECT_STOP_WORDS, WS_METRIC_STOP_WORDS, WS_THRESHOLD_MIN_STOP_WORDS, true}};
static const struct rule FINEWEB[] = {
    {WS_REJECT_LINE_PUNCT, WS_METRIC_LINE_PUNCT_RATIO, WS_THRESHOLD_LINE_PUNCT_THR, true},
    {WS_REJECT_SHORT_LINES, WS_METRIC_SHORT_LINE_RATIO, WS_THRESHOLD_SHORT_LINE_THR, false},
    {WS_REJECT_CHAR_DUP, WS_METRIC_CHAR_DUP_RATIO, WS_THRESHOLD_CHAR_DUPLICATES_RATIO, false}};
static const struct rule LIST[] = {
    {WS_REJECT_LIST_RATIO, WS_METRIC_LIST_RATIO, WS_THRESHOLD_NEW_LINE_RATIO, false}};
#define ALL_OF(rules) rules, sizeof rules / sizeof rules[0]

void ws_quality_reject(struct ws_quality *q, enum ws_reject reason, enum ws_metric metric,
                       double threshold)
{
    q->r->reason = reason;
    q->r->metric = metric;
    q->r->value = q->r->metrics[metric];
    q->r->threshold = threshold;
}

/* Whether there is no more to ask, because of the first of n rules that does not hold. */
static bool stops(struct ws_quality *q, const struct rule *rules, size_t n)
{
    for (size_t i = 0; i < n && !q->failed && !q->rules->annotate; i++) {
        double value = q->r->metrics[rules[i].metric],
               at = q->rules->thresholds[rules[i].threshold];
        if (rules[i].below ? value < at : value > at) {
            ws_quality_reject(q, rules[i].reason, rules[i].metric, at);
            return true;
        }
    }
    return q->failed;
}

/* datatrove asks nothing where a threshold of gopher is 0. */
static bool stops_unless_zero(struct ws_quality *q, const struct rule *rules, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (q->rules->thresholds[rules[i].threshold] != 0 && stops(q, &rules[i], 1))
            return true;
    return q->failed;
}

static bool gopher_rep(struct ws_quality *q)
{
    if (q->text.n == 0 && !q->rules->annotate) {
        ws_quality_reject(q, WS_REJECT_NO_LINES, WS_METRIC_CHARS, 0);
        return true;
    }
    ws_quality_repeats(q);
    if (stops_unless_zero(q, ALL_OF(REPEATS)))
        return true;
    ws_quality_words(q);
    for (size_t n = 2; n <= 10; n++) {
        ws_quality_grams(q, n);
        if (stops_unless_zero(q, &GRAMS[n - 2], 1))
            return true;
    }
    return false;
}

static bool gopher(struct ws_quality *q)
{
    if (!q->is_counted || !q->list)
        ws_quality_words(q);
    if (stops_unless_zero(q, ALL_OF(WORDS)))
        return true;
    ws_quality_symbols(q);
    if (stops_unless_zero(q, ALL_OF(SYMBOLS)))
        return true;
    ws_quality_lines(q);
    return stops_unless_zero(q, ALL_OF(LINES));
}

static bool refinedweb(struct ws_quality *q)
{
    ws_correct_lines(q);
    return q->failed || q->r->reason;
}

static bool c4(struct ws_quality *q)
{
    ws_filter_c4(q);
    return q->failed || q->r->reason;
}

static bool fineweb(struct ws_quality *q)
{
    double *m = q->r->metrics;
    const double *at = q->rules->thresholds;
    ws_quality_fineweb(q);
    if (m[WS_METRIC_LINES] == 0 && !q->rules->annotate) {
        ws_quality_reject(q, WS_REJECT_NO_LINES, WS_METRIC_LINES, 0);
        return true;
    }
    const bool excused =
        m[WS_METRIC_LINE_PUNCT_RATIO] == 0 && at[WS_THRESHOLD_LINE_PUNCT_EXCLUDE_ZERO] != 0;
    if (excused ? stops(q, FINEWEB + 1, sizeof FINEWEB / sizeof FINEWEB[0] - 1)
                : stops(q, ALL_OF(FINEWEB)))
        return true;
    if (!q->is_counted) {
        if (!ws_split_words(q))
            return true;
        q->n_tokens = q->n;
    }
    m[WS_METRIC_LIST_RATIO] = q->n_tokens ? m[WS_METRIC_LIST_RATIO] / (double)q->n_tokens : 0;
    return stops(q, ALL_OF(LIST));
}

bool ws_quality_judge(struct ws_quality *q, struct ws_slice text,
                      struct ws_quality_result *result)
{
    static bool (*const FILTERS[])(struct ws_quality *) = {gopher_rep, gopher, refinedweb, c4,
                                                           fineweb};
    *result = (struct ws_quality_result){.annotate = q->rules->annotate};
    q->r = result;
    q->text = text;
    q->list = NULL;
    q->is_counted = q->failed = false;
    if (q->cap > WS_KEEP_BYTES)
        free_arrays(q);
    for (size_t i = 0; i < sizeof FILTERS / sizeof FILTERS[0]; i++)
        if ((q->rules->filters >> i & 1 || q->rules->annotate) && FILTERS[i](q))
            break;
    result->text = result->reason ? text : q->text;
    result->changed = result->changed && !result->reason;
    return !q->failed;
}

/* --- the record
 * ----------------------------------------------------------------------------------- */

/* A ratio, rounded to 6 decimals: 0.25, 3.0. */
static void put_ratio(struct ws_json *j, double value)
{
    char text[48];
    uint64_t millionths = (uint64_t)(value * 1e6 + 0.5);
    int n = snprintf(text, sizeof text, "%" PRIu64 ".%06" PRIu64, millionths / 1000000,
                     millionths % 1000000);
    while (text[n - 1] == '0' && text[n - 2] != '.')
        n--;
    text[n] = '\0';
    ws_json_raw(j, text);
}

bool ws_quality_append(const struct ws_quality_result *r, struct ws_buf *members)
{
    static const bool WHOLE[WS_METRIC_COUNT] = {
#define X(name, key, whole) [WS_METRIC_##name] = whole,
        WS_METRICS(X)
#undef X
    };
    struct ws_json j = {.out = members, .ok = true};
    ws_json_raw(&j, ",\"quality\":{");
    for (size_t i = 0; i < WS_METRIC_COUNT; i++) {
        ws_json_raw(&j, i ? ",\"" : "\"");
        ws_json_raw(&j, ws_metric_names[i]);
        ws_json_raw(&j, "\":");
        if (WHOLE[i])
            ws_json_uint(&j, (uint64_t)r->metrics[i]);
        else
            put_ratio(&j, r->metrics[i]);
    }
    ws_json_raw(&j, "}");
    return j.ok;
}
