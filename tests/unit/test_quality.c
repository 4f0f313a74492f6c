/* Quality filters, rule by rule. tests/corpus/parity.t compares them with datatrove's. */
#include "pipeline/corpus/quality_internal.h"
#include "pipeline/corpus/quality_phrases.h"
#include "tests/tap.h"

#include <math.h>
#include <stdlib.h>

/* A text of a filter that finds nothing wrong, long enough for all. */
#define GOOD                                                                                   \
    "The first line is about the sea and the ships that sail on it with wind.\n"               \
    "Another one tells of mountains, and of people who have to climb them.\n"                  \
    "In the third there is a house, where two brothers live with a dog.\n"                     \
    "Rain falls on roofs of every town that we know, and nobody stays dry.\n"                  \
    "Finally it ends: everyone goes home, tired but happy, before midnight.\n"

struct judged {
    enum ws_reject reason;
    double value, threshold;
    char text[2000];
    double metrics[WS_METRIC_COUNT];
};

/* text through what setting says: "filters" and thresholds "name=value" behind it, blanks
 * between. */
static struct judged judge_slice(const char *setting, struct ws_slice text)
{
    struct ws_quality_options o;
    struct ws_quality_rules rules;
    struct ws_quality_result r = {.reason = WS_REJECT_COUNT};
    struct judged j = {.reason = WS_REJECT_COUNT};
    char msg[200], word[60];
    ws_quality_options_init(&o);
    for (int n; sscanf(setting, "%59s%n", word, &n) == 1; setting += n) {
        bool good = strcmp(word, "annotate") == 0 || strcmp(word, "datatrove") == 0 ||
                    ws_quality_filters(&o, word) || ws_quality_preset(&o, word) ||
                    ws_quality_threshold(&o, word);
        o.annotate |= strcmp(word, "annotate") == 0;
        o.datatrove |= strcmp(word, "datatrove") == 0;
        if (!good)
            return j;
    }
    struct ws_quality *q =
        ws_quality_rules_init(&rules, &o, msg, sizeof msg) ? ws_quality_new(&rules) : NULL;
    if (q && ws_quality_judge(q, text, &r)) {
        j.reason = r.reason;
        j.value = r.value;
        j.threshold = r.threshold;
        memcpy(j.metrics, r.metrics, sizeof j.metrics);
        snprintf(j.text, sizeof j.text, "%.*s", (int)r.text.n, (const char *)r.text.p);
    }
    ws_quality_free(q);
    ws_quality_rules_release(&rules);
    return j;
}

static struct judged judge(const char *setting, const char *text)
{
    return judge_slice(setting, SLICE(text));
}

#define REASON(setting, text, want)                                                            \
    IS_STR(ws_reject_name(judge(setting, text).reason), want, setting " says " want)
#define METRIC(text, name) judge("annotate", text).metrics[WS_METRIC_##name]
#define IS_REAL(got, want, what)                                                               \
    OK(fabs((got) - (want)) < 1e-9, "%s: %.6f, wanted %.6f", what, (double)(got),              \
       (double)(want))

static void test_repeats(void)
{
    REASON("gopher-rep", "", "empty");
    REASON("gopher-rep", GOOD, "");
    REASON("gopher-rep", "one\n\none\n\ntwo", "dup_para_frac");
    REASON("gopher-rep", "a line\nb line\nb line\nb line\nc", "dup_line_frac");
    IS_REAL(METRIC("aa\n\nbb\n\naa\n\ncccc", DUP_PARA_FRAC), 0.25, "one paragraph of four");
    IS_REAL(METRIC("aa\n\nbb\n\naa\n\ncccc", DUP_PARA_CHAR_FRAC), 2 / 16.0, "its characters");
    IS_REAL(METRIC("\naa\n\naa\n", DUP_LINE_FRAC), 0.5,
            "lines of a text that is not trimmed: two empty ones, one twice");
    IS_REAL(METRIC("\xc3\xa9\xc3\xa9\n\xc3\xa9\xc3\xa9", DUP_LINE_CHAR_FRAC), 2 / 5.0,
            "characters are no bytes");
    IS_REAL(METRIC("a b a b a c", TOP_2_GRAM), 6 / 11.0,
            "of two that are as frequent the first");
    IS_REAL(METRIC("ab cd ef", TOP_2_GRAM), 5 / 8.0, "once is enough");
    IS_REAL(METRIC("x y x y x y x y", TOP_4_GRAM), 3 * 7 / 15.0, "overlapping ones count");
    IS_REAL(METRIC("a", TOP_2_GRAM), 0, "one word is no pair");
    IS_REAL(METRIC("a b c d e a b c d e a b c d e", DUPLICATED_5_GRAMS), 10 / 29.0,
            "what is repeated, without overlap");
    IS_REAL(METRIC("a a a a a a a a a a a", DUPLICATED_5_GRAMS), 10 / 21.0,
            "of itself: the first is free");
    IS_REAL(METRIC("a b c d e f g h i j. a b c d e f g h i j", DUPLICATED_10_GRAMS), 10 / 40.0,
            "ten words");
    REASON("gopher-rep dup_para_frac=0 dup_para_char_frac=0 dup_line_frac=0 "
           "dup_line_char_frac=0 top_2_gram=0 "
           "top_3_gram=0 top_4_gram=0",
           "one two three four five six\none two three four five six\n",
           "duplicated_5_n_grams");
    struct judged j = judge("gopher-rep", "one\n\none\n\ntwo");
    IS_REAL(j.value, 1 / 3.0, "the value");
    IS_REAL(j.threshold, 0.3, "and the threshold");
    IS_REAL(judge("annotate datatrove", "1 11 x y z 11 1 x y z")
                .metrics[WS_METRIC_DUPLICATED_5_GRAMS],
            6 / 21.0, "datatrove joins words before it compares");
    IS_REAL(METRIC("1 11 x y z 11 1 x y z", DUPLICATED_5_GRAMS), 0,
            "which is not done otherwise");
}

static void test_gopher(void)
{
    char text[4000] = "";
    REASON("gopher", GOOD, "");
    REASON("gopher", "short text", "gopher_short_doc");
    REASON("gopher max_doc_words=10", GOOD, "gopher_long_doc");
    REASON("gopher min_doc_words=5", "a b c d e f g h", "gopher_below_avg_threshold");
    REASON("gopher min_doc_words=1", "incomprehensibilities", "gopher_above_avg_threshold");
    REASON("gopher min_doc_words=5", "#one #two the big and red house",
           "gopher_too_many_hashes");
    REASON("gopher min_doc_words=5", "one... two... and three... the end...",
           "gopher_too_many_ellipsis");
    REASON("gopher min_doc_words=5", "- one two\n\xe2\x80\xa2 three four\n  - five six",
           "gopher_too_many_bullets");
    REASON("gopher min_doc_words=5",
           "the first line of them all goes on and on and on without end...\n"
           "the second line of them all goes on and on and on without end",
           "gopher_too_many_end_ellipsis");
    REASON("gopher min_doc_words=5", "the numbers: 100 200 300 400 500 600",
           "gopher_below_alpha_threshold");
    REASON("gopher min_doc_words=5", "viele deutsche Texte haben solche nicht",
           "gopher_enough_stop_words");
    REASON("gopher min_doc_words=5 min_stop_words=0", "viele deutsche Texte haben solche nicht",
           "");
    IS_REAL(METRIC("the The TO to be, be", STOP_WORDS), 3, "different ones, with their case");
    IS_REAL(METRIC("one, two.", TOKENS), 4, "marks are tokens");
    IS_REAL(METRIC("one, two.", WORDS), 2, "but no words");
    IS_REAL(METRIC("a.... b......", ELLIPSIS_RATIO), 3 / METRIC("a.... b......", TOKENS),
            "three dots are one, not overlapping");
    IS_REAL(METRIC("a\xe2\x80\xa8- b\x0b\xe2\x80\xa2 c\r\n- d", BULLET_LINES_RATIO), 0.75,
            "all that ends lines");
    for (int i = 0; i < 60; i++)
        strncat(text, i % 2 ? "the house " : "that works ", sizeof text - strlen(text) - 1);
    REASON("gopher", text, "");
}

static void test_c4(void)
{
    static const char PAGE[] = "One two three. Four five.\n"
                               "Short one.\n"
                               "No end of the line\n"
                               "It goes on...\n"
                               "  Please enable JavaScript to see it.\n"
                               "We use cookies and so on.\n"
                               "See our Privacy Policy for more.\n"
                               "Cited here[1] and there[citation needed]. Is it? Yes, it is!\n"
                               "The last line is \"this.\"";
    struct judged j = judge("c4", PAGE);
    IS_STR(ws_reject_name(j.reason), "", "six sentences");
    IS_STR(j.text,
           "One two three. Four five.\nCited here and there. Is it? Yes, it is!\nThe last line "
           "is \"this.\"",
           "what is left");
    j = judge(
        "c4 filter_no_terminal_punct=0 filter_policy=0 filter_javascript=0 remove_citations=0 "
        "min_words_per_line=-1",
        PAGE);
    IS_INT(strlen(j.text), sizeof PAGE - 1 - 2,
           "all rules off: only blanks at the edges of lines are gone");
    REASON("c4", "A b c. D e f.\nG h i. J k l.", "too_few_sentences");
    REASON("c4 min_num_sentences=4", "A b c. D e f.\nG h i. J k l.", "");
    REASON("c4", GOOD "Lorem Ipsum dolor sit.\n", "lorem_ipsum");
    REASON("c4", GOOD "Lorem Ipsum dolor sit\n", "");
    REASON("c4", GOOD "if (a) { b c.\n", "curly_bracket");
    REASON("c4 filter_curly_bracket=0", GOOD "if (a) { b c.\n", "");
    REASON("c4 max_word_length=5", GOOD, "too_few_sentences");
    REASON("c4", GOOD "terms [1]of use are here.\nterms[1] of use are here.", "");
    OK(!strstr(judge("c4", GOOD "Our terms[1] of use are here.").text, "terms of use"),
       "phrases are looked for without citations");
    OK(!strcmp(judge("c4 datatrove", PAGE).text, judge("c4", PAGE).text),
       "datatrove's words, the same text");
    REASON("c4", "", "too_few_sentences");
}

static void test_fineweb(void)
{
    REASON("fineweb", GOOD, "");
    REASON("fineweb", " \n\n ", "empty");
    REASON("fineweb", "no end of this line that is long\nnor of this line that is long",
           "line_punct_ratio");
    REASON("fineweb line_punct_exclude_zero=1",
           "no end of this line that is long\nnor of this line that is long", "");
    REASON("fineweb",
           "Short.\nShort, too.\nThis one is longer than thirty characters are.\nShort again.",
           "short_line_ratio");
    REASON("fineweb short_line_length=5",
           "Short.\nShort, too.\nThis one is longer.\nShort again.", "");
    REASON("fineweb",
           GOOD "Again, a line of some length, twice.\nAgain, a line of some length, twice.",
           "char_dup_ratio");
    REASON("fineweb char_duplicates_ratio=0.1",
           GOOD "Again, a line of some length, twice.\nAgain, a line of some length, twice.",
           "");
    REASON("fineweb short_line_thr=1 char_duplicates_ratio=1", "a.\n\n\nb.\n\n\nc.",
           "list_ratio");
    IS_REAL(METRIC("One. \nTwo\xe3\x80\x82\nThree\xe2\x80\xa6\nFour.\"", LINE_PUNCT_RATIO),
            0.25, "the last character, as it is");
}

static void test_refinedweb(void)
{
    struct judged j =
        judge("refinedweb max_corrected_ratio=0.9",
              GOOD "SHOUTED LINES ARE GONE\n12345\n1,234 likes\n2.5K Followers!\nalone\n"
                   "\n\n\nSee http://a.example/x for more about it\n3 items in cart now\nAnd "
                   "on it goes. Read more...\n");
    IS_STR(j.text, GOOD "\nSee  for more about it\n3  now\nAnd on it goes.", "what is left");
    REASON("refinedweb", GOOD, "");
    REASON("refinedweb", GOOD "SHOUTED LINES ARE GONE\nAND THIS ONE IS, TOO\n",
           "line_corrections");
    OK(judge("refinedweb", GOOD).text[0] == 'T', "the text is as it was");
}

static void test_chain(void)
{
    REASON("fineweb", GOOD, "");
    struct ws_quality_options o;
    ws_quality_options_init(&o);
    OK(ws_quality_preset(&o, "fineweb") &&
           o.filters == (WS_FILTER_ALL & ~(uint32_t)WS_FILTER_REFINEDWEB),
       "a preset");
    OK(!ws_quality_preset(&o, "FineWeb") && !ws_quality_filters(&o, "gopher,") &&
           !ws_quality_filters(&o, ""),
       "names");
    OK(!ws_quality_threshold(&o, "top_2_gram") && !ws_quality_threshold(&o, "top_2_gram=") &&
           !ws_quality_threshold(&o, "top_2_gram=x") &&
           !ws_quality_threshold(&o, "top_2_gra=1") &&
           !ws_quality_threshold(&o, "filter_policy=2") &&
           !ws_quality_threshold(&o, "top_2_gram=nan"),
       "thresholds");
    REASON("fineweb,c4,gopher,gopher-rep", "very short", "top_2_gram");
    REASON("c4,fineweb filter_no_terminal_punct=0",
           GOOD "one, that is cut\none, that is cut\nuse cookies line here\n",
           "char_dup_ratio");
    struct judged j = judge("annotate", "short { lorem ipsum text.\n");
    IS_STR(ws_reject_name(j.reason), "", "annotate drops nothing");
    IS_STR(j.text, "short { lorem ipsum text.\n", "nor changes it");
    OK(j.metrics[WS_METRIC_LOREM_IPSUM] == 1 && j.metrics[WS_METRIC_CURLY_BRACKET] == 1,
       "but tells all");
    j = judge("annotate", "");
    for (size_t i = 0; i < WS_METRIC_COUNT; i++)
        if (j.metrics[i] != 0 && i != WS_METRIC_SENTENCES)
            OK(false, "%s of nothing", ws_metric_names[i]);
}

/* Searching with and without the prefilter finds the same. */
static void test_phrases(void)
{
    static const char *const LINES[] = {"terms of use",  "TERMS OF USE.",   "xprivacy policyx",
                                        "cookie policy", "it uses cookies", "use of cookies",
                                        "use cookies",   "lorem ipsum",     "JavaScript",
                                        "java script",   "cookies",         "terms of us",
                                        "lorem ipsu"};
    int found = 0;
    for (size_t i = 0; i < sizeof LINES / sizeof LINES[0]; i++) {
        struct ws_buf lower;
        ws_buf_init(&lower, 1000);
        bool good = ws_lower_text(SLICE(LINES[i]), &lower);
        struct ws_phrases p = ws_phrases_of((struct ws_slice){lower.p, lower.n});
        for (int kind = 0; good && kind < WS_PHRASE_KINDS; kind++)
            found +=
                ws_phrases_in(&p, (enum ws_phrase_kind)kind, 0, lower.n) ? 1 << 4 * kind : 0;
        ws_buf_release(&lower);
    }
    IS_INT(found, 0x711, "seven policies, one script, one filler");
}

int main(void)
{
    test_repeats();
    test_gopher();
    test_c4();
    test_fineweb();
    test_refinedweb();
    test_chain();
    test_phrases();
    return tap_done();
}
