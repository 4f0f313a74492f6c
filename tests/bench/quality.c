/* quality.c - the quality filters on texts made to be slow, each at two sizes.
 *
 *     quality [-d] SMALL LARGE [FILE...]
 *
 * SMALL, LARGE: bytes of a text. FILE: ordinary texts, measured first. -d: words as datatrove
 * has them. One line for each measurement: name, bytes, reason. Everything is measured
 * (annotate), then the text is judged by all filters. For work instead of time, run it under
 * callgrind: each call of quality_measure() is one measurement, in the order of the lines
 * (tests/cli/quality_growth.t). */
#include "pipeline/corpus/quality.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SENTENCE "The quick brown fox jumps over the lazy dog, and then it rests. "

/* piece again and again; '#' in it is the number of the repetition. */
static const struct text_case {
    const char *name, *piece;
} CASES[] = {
    {"one sentence", SENTENCE},
    {"paragraphs", "Paragraph # of it. " SENTENCE "\n\n"},
    {"lines", "line #\n"},
    {"empty lines", "\n"},
    {"different words", "w# "},
    {"one word", "a"},
    {"one word again", "a "},
    {"digits", "7"},
    {"numbers", "1,000.5 "},
    {"dots", "."},
    {"dots between letters", "a."},
    {"brackets", "(["},
    {"closing brackets", "])"},
    {"citations", "[12] word [edit "},
    {"curly brackets", "{ a b c d\n"},
    {"words of C4", "use cookie javascrip lorem ipsu privacy polic "},
    {"cookies", "We use cookies on line # and so on.\n"},
    {"no end", "terms of terms of "},
    {"blanks", " "},
    {"dashes", "--"},
    {"apostrophes", "'s"},
    {"colons", ":-"},
    {"specials", ":') can't "},
    {"addresses", "a@"},
    {"domains", "a.b@"},
    {"urls", "http://www.a-b.com/x#?y "},
    {"units", "5km"},
    {"bullets", "- item\n"},
    {"ellipses", "and so on \xe2\x80\xa6\n"},
    {"quotes", "\xe2\x80\x9cyes\xe2\x80\x9d "},
    {"line separators", "a b c\xe2\x80\xa8"},
    {"carriage returns", "a b c\r"},
    {"combining marks", "e\xcc\x81\xcc\x81\xcc\x81"},
    {"joiners", "a\xe2\x80\x8d"},
    {"flags", "\xf0\x9f\x87\xa9"},
    {"Cyrillic", "\xd1\x81\xd0\xbb\xd0\xbe\xd0\xb2\xd0\xbe# "},
    {"Hangul", "\xec\x95\x88\xeb\x85\x95 "},
    {"Japanese", "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e\xe3\x81\xae\xe3\x82\xa2\xe3\x82\xa4"},
    {"Thai", "\xe0\xb8\xaa\xe0\xb8\xa7\xe0\xb8\xb1\xe0\xb8\xaa\xe0\xb8\x94\xe0\xb8\xb5"},
};
#define N_CASES (sizeof CASES / sizeof CASES[0])

struct text {
    char *p;
    size_t n;
};

static void *must(void *p)
{
    if (!p) {
        fprintf(stderr, "quality: out of memory\n");
        exit(3);
    }
    return p;
}

static struct text make_text(const struct text_case *c, size_t bytes)
{
    struct text t = {must(malloc(bytes + 4096)), 0};
    char number[24];
    for (size_t times = 0; t.n < bytes; times++)
        for (const char *q = c->piece; *q; q++) {
            int n = *q == '#' ? snprintf(number, sizeof number, "%zu", times) : 1;
            memcpy(t.p + t.n, *q == '#' ? number : q, (size_t)n);
            t.n += (size_t)n;
        }
    return t;
}

static struct text read_text(const char *path)
{
    struct text t = {must(malloc(1 << 20)), 0};
    FILE *f = fopen(path, "rb");
    if (!f) {
        fprintf(stderr, "quality: %s: cannot be opened\n", path);
        exit(2);
    }
    t.n = fread(t.p, 1, 1 << 20, f);
    fclose(f);
    return t;
}

/* One measurement. Not inlined: callgrind knows it by its name. */
__attribute__((noinline)) bool quality_measure(struct ws_quality *all,
                                               struct ws_quality *filters, const struct text *t,
                                               struct ws_quality_result *r)
{
    const struct ws_slice text = {(const uint8_t *)t->p, t->n};
    return ws_quality_judge(all, text, r) && ws_quality_judge(filters, text, r);
}

static struct ws_quality *new_filters(struct ws_quality_rules *rules, bool datatrove,
                                      bool annotate)
{
    struct ws_quality_options o;
    char msg[200];
    ws_quality_options_init(&o);
    o.datatrove = datatrove;
    o.annotate = annotate;
    o.filters = WS_FILTER_ALL;
    for (size_t i = 0; i < WS_THRESHOLD_MAX_UPPERCASE_RATIO;
         i++) /* nothing is over: all are asked */
        o.thresholds[i] = 0;
    o.thresholds[WS_THRESHOLD_MAX_CORRECTED_RATIO] = 0;
    o.thresholds[WS_THRESHOLD_MIN_NUM_SENTENCES] = -1;
    if (!ws_quality_rules_init(rules, &o, msg, sizeof msg))
        must(NULL);
    return must(ws_quality_new(rules));
}

static void measure(const char *name, struct text t, bool datatrove)
{
    struct ws_quality_rules rules[2];
    struct ws_quality_result r;
    struct ws_quality *all = new_filters(&rules[0], datatrove, true);
    struct ws_quality *filters = new_filters(&rules[1], datatrove, false);
    bool good = quality_measure(all, filters, &t, &r);
    printf("%s\t%zu\t%s\n", name, t.n, good ? ws_reject_name(r.reason) : "FAILED");
    fflush(stdout);
    ws_quality_free(all);
    ws_quality_free(filters);
    ws_quality_rules_release(&rules[0]);
    ws_quality_rules_release(&rules[1]);
    free(t.p);
}

int main(int argc, char **argv)
{
    bool datatrove = argc > 1 && strcmp(argv[1], "-d") == 0;
    char **arg = argv + 1 + datatrove;
    if (argc - datatrove < 3) {
        fprintf(stderr, "usage: quality [-d] SMALL LARGE [FILE...]\n");
        return 2;
    }
    for (char **path = arg + 2; *path; path++)
        measure("ordinary", read_text(*path), datatrove);
    for (size_t i = 0; i < N_CASES; i++)
        for (int k = 0; k < 2; k++)
            measure(CASES[i].name, make_text(&CASES[i], strtoul(arg[k], NULL, 10)), datatrove);
    return 0;
}
