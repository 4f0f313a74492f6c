/* quality.h - the filters of Gopher, C4, FineWeb and RefinedWeb, measure by measure as
 * datatrove has them.
 *
 * Characters are code points. Words: words.h. A line is what '\n' ends, for gopher and c4 also
 * what Python's splitlines() splits at; a paragraph ends with an empty line. Comparisons are
 * strict: a document at a threshold stays.
 *
 * Everything is linear in the text. Repeated n-grams are found exactly, as pairs of repeated
 * (n-1)-grams; lines and words of more than 8 bytes by 64-bit hashes: in a document of a
 * million different words, two are taken for one with a chance of 3e-8. */
#ifndef WARCSIFT_QUALITY_H
#define WARCSIFT_QUALITY_H

#include "warc/buf.h"
#include "warcsift/corpus.h"

/* X(NAME, "key", whole number?): what is measured, in the order of the record. */
/* clang-format off */
#define WS_METRICS(X)                                       \
    X(CHARS, "chars", true)                                 \
    X(DUP_PARA_FRAC, "dup_para_frac", false)                \
    X(DUP_PARA_CHAR_FRAC, "dup_para_char_frac", false)      \
    X(DUP_LINE_FRAC, "dup_line_frac", false)                \
    X(DUP_LINE_CHAR_FRAC, "dup_line_char_frac", false)      \
    X(TOP_2_GRAM, "top_2_gram", false)                      \
    X(TOP_3_GRAM, "top_3_gram", false)                      \
    X(TOP_4_GRAM, "top_4_gram", false)                      \
    X(DUPLICATED_5_GRAMS, "duplicated_5_n_grams", false)    \
    X(DUPLICATED_6_GRAMS, "duplicated_6_n_grams", false)    \
    X(DUPLICATED_7_GRAMS, "duplicated_7_n_grams", false)    \
    X(DUPLICATED_8_GRAMS, "duplicated_8_n_grams", false)    \
    X(DUPLICATED_9_GRAMS, "duplicated_9_n_grams", false)    \
    X(DUPLICATED_10_GRAMS, "duplicated_10_n_grams", false)  \
    X(TOKENS, "tokens", true) /* words and marks */         \
    X(WORDS, "words", true)                                 \
    X(AVG_WORD_LENGTH, "avg_word_length", false)            \
    X(HASH_RATIO, "hash_ratio", false)                      \
    X(ELLIPSIS_RATIO, "ellipsis_ratio", false)              \
    X(BULLET_LINES_RATIO, "bullet_lines_ratio", false)      \
    X(ELLIPSIS_LINES_RATIO, "ellipsis_lines_ratio", false)  \
    X(ALPHA_WORDS_RATIO, "alpha_words_ratio", false)        \
    X(STOP_WORDS, "stop_words", true)                       \
    X(CORRECTED_RATIO, "corrected_ratio", false)            \
    X(LOREM_IPSUM, "lorem_ipsum", true)                     \
    X(CURLY_BRACKET, "curly_bracket", true)                 \
    X(C4_LINES, "c4_lines", true) /* that it keeps */       \
    X(SENTENCES, "sentences", true)                         \
    X(LINES, "lines", true) /* that are not empty */        \
    X(LINE_PUNCT_RATIO, "line_punct_ratio", false)          \
    X(SHORT_LINE_RATIO, "short_line_ratio", false)          \
    X(CHAR_DUP_RATIO, "char_dup_ratio", false)              \
    X(LIST_RATIO, "list_ratio", false)
/* clang-format on */

enum ws_metric {
#define X(name, key, whole) WS_METRIC_##name,
    WS_METRICS(X)
#undef X
        WS_METRIC_COUNT
};
extern const char *const ws_metric_names[WS_METRIC_COUNT];

/* What all threads share: options with their defaults, and the stop words. */
struct ws_quality_rules {
    uint32_t filters;
    bool annotate, datatrove;
    double thresholds[WS_THRESHOLD_COUNT];
    struct ws_buf words;   /* text of the stop words */
    struct ws_slice *stop; /* all different */
    size_t n_stop;
};

void ws_quality_options_init(struct ws_quality_options *o);
/* Reads the stop words. False: msg says what is wrong. Either way release r. */
WS_MUST_USE bool ws_quality_rules_init(struct ws_quality_rules *r,
                                       const struct ws_quality_options *o, char *msg,
                                       size_t n_msg);
void ws_quality_rules_release(struct ws_quality_rules *r);
/* " filters=... threshold..." of what is not as usual, for the options text. */
WS_MUST_USE bool ws_quality_text(const struct ws_quality_rules *r, struct ws_buf *out);

static inline bool ws_quality_is_on(const struct ws_quality_rules *r)
{
    return r->filters || r->annotate;
}

struct ws_quality; /* scratch memory, for one thread */
struct ws_quality *ws_quality_new(const struct ws_quality_rules *r); /* NULL: out of memory */
void ws_quality_free(struct ws_quality *q);

struct ws_quality_result {
    enum ws_reject reason; /* WS_REJECT_NONE: it stays */
    enum ws_metric metric;
    double value, threshold;
    struct ws_slice text;            /* what is left of it; good until the next call */
    bool changed;                    /* it is not what was given */
    bool annotate;                   /* all metrics are set, and the record is to have them */
    double metrics[WS_METRIC_COUNT]; /* with annotate: all; else what was asked for until the
                                        verdict */
};

/* False: out of memory. */
WS_MUST_USE bool ws_quality_judge(struct ws_quality *q, struct ws_slice text,
                                  struct ws_quality_result *result);
/* ,"quality":{...}: all metrics. */
WS_MUST_USE bool ws_quality_append(const struct ws_quality_result *r, struct ws_buf *members);

#endif
