/* corpus.h - from articles to a corpus: which of them are written, and what is recorded of each beside what the
 * page says of itself. Reasons, thresholds and their order are those of datatrove (FineWeb), whose reason strings
 * are kept, so that counts can be compared.
 *
 * An article goes through the parts in the order of enum ws_reject; the first that does not want it is its reason.
 * What a part judges is the plain text, also where Markdown is written. */
#ifndef WARCSIFT_CORPUS_H
#define WARCSIFT_CORPUS_H

#include "warcsift/base.h"

/* X(NAME, "reason", outcome it is counted under (enum ws_outcome)). In the order in which they are asked. */
/* clang-format off */
#define WS_REJECTS(X)                                                \
    X(DOMAIN, "domain", WS_OUT_LISTED)                               \
    X(SUBDOMAIN, "subdomain", WS_OUT_LISTED)                         \
    X(URL, "url", WS_OUT_LISTED)                                     \
    X(HARD_WORD, "hard_blacklisted", WS_OUT_LISTED)                  \
    X(SOFT_WORDS, "soft_blacklisted", WS_OUT_LISTED)                 \
    X(SUBWORD, "blacklisted_subword", WS_OUT_LISTED)                 \
    X(LANGUAGE, "language", WS_OUT_LANGUAGE)                         \
    X(LANGUAGE_SCORE, "language_score", WS_OUT_LANGUAGE)             \
    X(OPTOUT_NOAI, "optout_noai", WS_OUT_OPT_OUT)                    \
    X(OPTOUT_NOIMAGEAI, "optout_noimageai", WS_OUT_OPT_OUT)          \
    X(OPTOUT_TDM, "optout_tdm", WS_OUT_OPT_OUT)                      \
    X(OPTOUT_NOINDEX, "optout_noindex", WS_OUT_OPT_OUT)              \
    X(OPTOUT_NOARCHIVE, "optout_noarchive", WS_OUT_OPT_OUT)          \
    X(OPTOUT_NOSNIPPET, "optout_nosnippet", WS_OUT_OPT_OUT)          \
    X(OPTOUT_PAYWALL, "optout_paywall", WS_OUT_OPT_OUT)              \
    X(DUP_PARA_FRAC, "dup_para_frac", WS_OUT_QUALITY)                \
    X(DUP_PARA_CHAR_FRAC, "dup_para_char_frac", WS_OUT_QUALITY)      \
    X(DUP_LINE_FRAC, "dup_line_frac", WS_OUT_QUALITY)                \
    X(DUP_LINE_CHAR_FRAC, "dup_line_char_frac", WS_OUT_QUALITY)      \
    X(TOP_2_GRAM, "top_2_gram", WS_OUT_QUALITY)                      \
    X(TOP_3_GRAM, "top_3_gram", WS_OUT_QUALITY)                      \
    X(TOP_4_GRAM, "top_4_gram", WS_OUT_QUALITY)                      \
    X(DUPLICATED_5_GRAMS, "duplicated_5_n_grams", WS_OUT_QUALITY)    \
    X(DUPLICATED_6_GRAMS, "duplicated_6_n_grams", WS_OUT_QUALITY)    \
    X(DUPLICATED_7_GRAMS, "duplicated_7_n_grams", WS_OUT_QUALITY)    \
    X(DUPLICATED_8_GRAMS, "duplicated_8_n_grams", WS_OUT_QUALITY)    \
    X(DUPLICATED_9_GRAMS, "duplicated_9_n_grams", WS_OUT_QUALITY)    \
    X(DUPLICATED_10_GRAMS, "duplicated_10_n_grams", WS_OUT_QUALITY)  \
    X(SHORT_DOC, "gopher_short_doc", WS_OUT_QUALITY)                 \
    X(LONG_DOC, "gopher_long_doc", WS_OUT_QUALITY)                   \
    X(SHORT_WORDS, "gopher_below_avg_threshold", WS_OUT_QUALITY)     \
    X(LONG_WORDS, "gopher_above_avg_threshold", WS_OUT_QUALITY)      \
    X(HASHES, "gopher_too_many_hashes", WS_OUT_QUALITY)              \
    X(ELLIPSES, "gopher_too_many_ellipsis", WS_OUT_QUALITY)          \
    X(BULLETS, "gopher_too_many_bullets", WS_OUT_QUALITY)            \
    X(END_ELLIPSES, "gopher_too_many_end_ellipsis", WS_OUT_QUALITY)  \
    X(ALPHA, "gopher_below_alpha_threshold", WS_OUT_QUALITY)         \
    X(STOP_WORDS, "gopher_enough_stop_words", WS_OUT_QUALITY)        \
    X(LINE_CORRECTIONS, "line_corrections", WS_OUT_QUALITY)          \
    X(LOREM_IPSUM, "lorem_ipsum", WS_OUT_QUALITY)                    \
    X(CURLY_BRACKET, "curly_bracket", WS_OUT_QUALITY)                \
    X(FEW_SENTENCES, "too_few_sentences", WS_OUT_QUALITY)            \
    X(NO_LINES, "empty", WS_OUT_QUALITY)                             \
    X(LINE_PUNCT, "line_punct_ratio", WS_OUT_QUALITY)                \
    X(SHORT_LINES, "short_line_ratio", WS_OUT_QUALITY)               \
    X(CHAR_DUP, "char_dup_ratio", WS_OUT_QUALITY)                    \
    X(LIST_RATIO, "list_ratio", WS_OUT_QUALITY)                      \
    X(URL_DUPLICATE, "url_duplicate", WS_OUT_DUPLICATE)              \
    X(EXACT_DUPLICATE, "exact_duplicate", WS_OUT_DUPLICATE)          \
    X(NEAR_DUPLICATE, "near_duplicate", WS_OUT_DUPLICATE)
/* clang-format on */

enum ws_reject {
    WS_REJECT_NONE,
#define X(name, text, outcome) WS_REJECT_##name,
    WS_REJECTS(X)
#undef X
    WS_REJECT_COUNT
};
const char *ws_reject_name(enum ws_reject r); /* "gopher_short_doc" ...: stable; "" of none */

/* --- quality -------------------------------------------------------------------------------- */

/* In the order in which they are asked. */
enum ws_quality_filter {
    WS_FILTER_GOPHER_REP = 1, /* repetition of paragraphs, lines and n-grams */
    WS_FILTER_GOPHER = 2,
    WS_FILTER_REFINEDWEB = 4, /* its corrections of lines: changes the text */
    WS_FILTER_C4 = 8,         /* changes the text: lines are left out */
    WS_FILTER_FINEWEB = 16,
    WS_FILTER_ALL = 31
};

/* X(NAME, "name", default): names and defaults are those of datatrove's parameters. Zero turns
 * a rule of gopher-rep and gopher off, -1 one of c4; what is called filter_... or remove_... is
 * 0 or 1. */
/* clang-format off */
#define WS_THRESHOLDS(X)                                             \
    X(DUP_PARA_FRAC, "dup_para_frac", 0.3)                           \
    X(DUP_PARA_CHAR_FRAC, "dup_para_char_frac", 0.2)                 \
    X(DUP_LINE_FRAC, "dup_line_frac", 0.3)                           \
    X(DUP_LINE_CHAR_FRAC, "dup_line_char_frac", 0.2)                 \
    X(TOP_2_GRAM, "top_2_gram", 0.2)                                 \
    X(TOP_3_GRAM, "top_3_gram", 0.18)                                \
    X(TOP_4_GRAM, "top_4_gram", 0.16)                                \
    X(DUPLICATED_5_GRAMS, "duplicated_5_n_grams", 0.15)              \
    X(DUPLICATED_6_GRAMS, "duplicated_6_n_grams", 0.14)              \
    X(DUPLICATED_7_GRAMS, "duplicated_7_n_grams", 0.13)              \
    X(DUPLICATED_8_GRAMS, "duplicated_8_n_grams", 0.12)              \
    X(DUPLICATED_9_GRAMS, "duplicated_9_n_grams", 0.11)              \
    X(DUPLICATED_10_GRAMS, "duplicated_10_n_grams", 0.1)             \
    X(MIN_DOC_WORDS, "min_doc_words", 50)                            \
    X(MAX_DOC_WORDS, "max_doc_words", 100000)                        \
    X(MIN_AVG_WORD_LENGTH, "min_avg_word_length", 3)                 \
    X(MAX_AVG_WORD_LENGTH, "max_avg_word_length", 10)                \
    X(MAX_SYMBOL_WORD_RATIO, "max_symbol_word_ratio", 0.1)           \
    X(MAX_BULLET_LINES_RATIO, "max_bullet_lines_ratio", 0.9)         \
    X(MAX_ELLIPSIS_LINES_RATIO, "max_ellipsis_lines_ratio", 0.3)     \
    X(MAX_NON_ALPHA_WORDS_RATIO, "max_non_alpha_words_ratio", 0.8)   \
    X(MIN_STOP_WORDS, "min_stop_words", 2)                           \
    X(MAX_UPPERCASE_RATIO, "max_uppercase_ratio", 0.5)               \
    X(MAX_CORRECTED_RATIO, "max_corrected_ratio", 0.05)              \
    X(REMOVE_CITATIONS, "remove_citations", 1)                       \
    X(FILTER_NO_TERMINAL_PUNCT, "filter_no_terminal_punct", 1)       \
    X(MIN_NUM_SENTENCES, "min_num_sentences", 5)                     \
    X(MIN_WORDS_PER_LINE, "min_words_per_line", 3)                   \
    X(MAX_WORD_LENGTH, "max_word_length", 1000)                      \
    X(FILTER_LOREM_IPSUM, "filter_lorem_ipsum", 1)                   \
    X(FILTER_JAVASCRIPT, "filter_javascript", 1)                     \
    X(FILTER_CURLY_BRACKET, "filter_curly_bracket", 1)               \
    X(FILTER_POLICY, "filter_policy", 1)                             \
    X(LINE_PUNCT_THR, "line_punct_thr", 0.12)                        \
    X(LINE_PUNCT_EXCLUDE_ZERO, "line_punct_exclude_zero", 0)         \
    X(SHORT_LINE_THR, "short_line_thr", 0.67)                        \
    X(SHORT_LINE_LENGTH, "short_line_length", 30)                    \
    X(CHAR_DUPLICATES_RATIO, "char_duplicates_ratio", 0.01)          \
    X(NEW_LINE_RATIO, "new_line_ratio", 0.3)
/* clang-format on */

enum ws_threshold {
#define X(name, text, value) WS_THRESHOLD_##name,
    WS_THRESHOLDS(X)
#undef X
    WS_THRESHOLD_COUNT
};
const char *ws_threshold_name(enum ws_threshold t);

struct ws_quality_options {
    uint32_t filters; /* enum ws_quality_filter */
    bool annotate;    /* measure everything, record it, drop nothing */
    bool datatrove;   /* words are told apart as datatrove does it, for English; else UAX #29 */
    double thresholds[WS_THRESHOLD_COUNT]; /* NAN: as it is by default */
    double terminal_punct;                 /* what filter_no_terminal_punct is by default */
    const char *stop_words; /* file, one in a line, instead of gopher's eight; NULL: those */
};

/* fineweb, c4, gopher, refinedweb, none: sets filters and terminal_punct. False: no such
 * preset. */
WS_MUST_USE bool ws_quality_preset(struct ws_quality_options *o, const char *name);
/* "gopher,c4" in any order; false: one is no filter. */
WS_MUST_USE bool ws_quality_filters(struct ws_quality_options *o, const char *names);
/* "name=value"; false: no such threshold, or not a number it may be. */
WS_MUST_USE bool ws_quality_threshold(struct ws_quality_options *o, const char *setting);

/* Addresses that are not wanted, see pipeline/corpus/url_lists.h for what the lists mean. Each path is a file, plain or in gzip,
 * with one entry a line; empty lines and those that begin with '#' are passed over. */
struct ws_url_list_options {
    const char *const *places;     /* domains, and addresses without scheme; or a directory laid out as UT1: domains
                                    * and urls, also below, one level deep */
    const char *const *words;      /* one is enough */
    const char *const *soft_words; /* so many different ones are */
    const char *const *substrings; /* of letters and digits alone */
    size_t n_places, n_words, n_soft_words, n_substrings;
    unsigned soft_least; /* 1 to 16 */
};

/* What can be masked, see pipeline/corpus/pii.h for how it is found. */
enum ws_pii_kind { WS_PII_EMAIL, WS_PII_PHONE, WS_PII_IP, WS_PII_IBAN, WS_PII_CARD, WS_PII_COUNT };
const char *ws_pii_kind_name(enum ws_pii_kind k); /* "email", "phone" ... */

/* What tells the language of a document. */
enum ws_lid {
    WS_LID_AUTO,     /* CLD2 where this build has it, else DECLARED */
    WS_LID_DECLARED, /* the page: nothing is detected */
    WS_LID_CLD2,
    WS_LID_MODEL     /* ws_language_options.model: not to be asked for otherwise */
};

struct ws_language_options {
    enum ws_lid lid;
    const char *model;     /* file in the format of fastText, or NULL; instead of lid */
    const char *languages; /* "en,deu,zh-Hant": others are rejected; NULL: none is */
    double min_score;      /* documents are kept whose score is above it (datatrove: 0.65); negative: all. Not
                            * asked of what is only declared */
};

/* What a page says against the use of its text, in the order of the reasons for which it is rejected. */
enum ws_optout {
    WS_OPTOUT_NOAI,
    WS_OPTOUT_NOIMAGEAI,
    WS_OPTOUT_TDM, /* text and data mining is reserved */
    WS_OPTOUT_NOINDEX,
    WS_OPTOUT_NOARCHIVE,
    WS_OPTOUT_NOSNIPPET,
    WS_OPTOUT_PAYWALL, /* not accessible for free */
    WS_OPTOUT_COUNT
};
#define WS_OPTOUT_BIT(optout) (1u << (optout))
/* Those that are against a copy of the text, or against its use for training. */
#define WS_OPTOUT_RESPECTED                                                                       \
    (WS_OPTOUT_BIT(WS_OPTOUT_NOAI) | WS_OPTOUT_BIT(WS_OPTOUT_TDM) |                               \
     WS_OPTOUT_BIT(WS_OPTOUT_NOINDEX) | WS_OPTOUT_BIT(WS_OPTOUT_NOARCHIVE))

/* Texts are the same but for white space; or near: their MinHash signatures agree in a band (14 of 8 rows, of runs of
 * five words: as datatrove has them). */
enum ws_dedup_kind { WS_DEDUP_NONE, WS_DEDUP_EXACT, WS_DEDUP_NEAR /* and exact */ };

/* One struct for each part, off as ws_corpus_options_init() leaves it. */
struct ws_corpus_options {
    struct ws_url_list_options lists;
    bool mask_pii; /* in title, text, description and author */
    enum ws_dedup_kind dedup; /* of documents of one input with the same text, or like texts, the first is written */
    bool url_dedup;      /* of those with addresses of one page */
    bool minhash;        /* MinHash signatures of what is written, as datatrove has them: minhash/bucket_000/NAME.minhash.sig ...
                          * in the directory of the shards */
    const char *rejects; /* directory, made when missing: what was rejected goes there, in shards of the same names,
                          * with the reason. NULL: it is counted only */
    double rejects_rate; /* share of it that is written, chosen by the address; 1: all */
    struct ws_quality_options quality;
    struct ws_language_options language; /* lid: on */
    uint32_t respect_optout; /* WS_OPTOUT_BITs: documents with one of them are rejected; 0: none */
};
void ws_corpus_options_init(struct ws_corpus_options *o);

#endif
