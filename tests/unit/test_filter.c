#include "pipeline/input/filter.h"
#include "tests/tap.h"

#include <stdlib.h>
#include <unistd.h>

static void test_dates(void)
{
    static const char *const GOOD[] = {"2024",
                                       "2024-05",
                                       "2024-02-29",
                                       "2024-05-01T10",
                                       "2024-05-01T10:20",
                                       "2024-05-01T10:20:30",
                                       "2024-05-01T10:20:30Z"};
    static const char *const BAD[] = {
        "",         "24",         "20240501",      "2024-5",        "2024-13",
        "2024-05-", "2023-02-29", "2024-05-01 10", "2024-05-01T25", "2024-05-01T10:20:30+01",
        "now",      "20x4"};
    struct ws_date_prefix p;
    for (size_t i = 0; i < sizeof GOOD / sizeof *GOOD; i++)
        OK(ws_date_prefix_parse(&p, GOOD[i]) && p.n == strlen(GOOD[i]), "%s is a date",
           GOOD[i]);
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++)
        OK(!ws_date_prefix_parse(&p, BAD[i]), "\"%s\" is none", BAD[i]);
}

static void test_mimes(void)
{
    static const struct {
        const char *list, *mime;
        bool wanted;
    } CASES[] = {
        {"text/html", "text/html", true},
        {"Text/HTML", "text/html", true},
        {"text/html", "text/htmlx", false},
        {"text/html", "xtext/html", false},
        {"text/*", "text/plain", true},
        {"text/*", "application/text/x", false},
        {"*+xml", "application/xhtml+xml", true},
        {"*+xml", "application/xml", false},
        {"image/*,text/plain", "text/plain", true},
        {"image/*,text/plain", "image/", true},
        {"image/*,text/plain", "", false},
        {"*", "", true},
        {"*/*", "", false},
        {"a*b*c", "aXbXbc", true},
        {"a*b*c", "aXbXb", false},
        {"**a**", "xax", true},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
        IS_INT(ws_mime_list_matches(CASES[i].list, CASES[i].mime), CASES[i].wanted,
               CASES[i].list);
    OK(ws_mime_list_is_good("text/html,*+xml,application/vnd.x-y_z"), "a good list");
    static const char *const BAD[] = {"",   ",", "a,", ",a", "a,,b", "text/html; charset=x",
                                      "a b"};
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++)
        OK(!ws_mime_list_is_good(BAD[i]), "\"%s\" is no list", BAD[i]);
    char slow[4000], list[64] = "";
    memset(slow, 'a', sizeof slow - 1);
    slow[sizeof slow - 1] = '\0';
    for (int i = 0; i < 20; i++)
        memcpy(list + 2 * i, "*a", 3);
    memcpy(list + 40, "b", 2);
    OK(!ws_mime_list_matches(list, slow), "many asterisks take no exponential time");
}

/* Compiles one pattern and matches it. */
static bool matches(const char *pattern, struct ws_slice subject, bool *gave_up)
{
    struct ws_patterns p = {0};
    struct ws_buf text;
    char msg[400];
    struct ws_matcher *m = ws_matcher_new();
    ws_buf_init(&text, 1000);
    *gave_up = false;
    bool yes = m && ws_patterns_add(&p, "x", pattern, &text, msg, sizeof msg) &&
               ws_patterns_match(&p, m, subject, gave_up);
    ws_matcher_free(m);
    ws_patterns_release(&p);
    ws_buf_release(&text);
    return yes;
}

static void test_patterns(void)
{
    bool gave_up;
    OK(matches("^https?://[^/]*\\.org/", SLICE("http://a.example.org/x"), &gave_up),
       "a pattern matches");
    OK(!matches("^org", SLICE("http://a.example.org/x"), &gave_up) && !gave_up, "another not");
    OK(matches("(?i)EXAMPLE", SLICE("http://example.org/"), &gave_up), "case by request");
    OK(matches("\xe4", SLICE("http://a/\xe4"), &gave_up), "bytes that are no UTF-8");
    OK(matches("^$", (struct ws_slice){NULL, 0}, &gave_up), "no address at all");
    char url[3000];
    memset(url, 'a', sizeof url - 1);
    url[sizeof url - 1] = '\0';
    OK(!matches("^(a+)+$(?<=b)", SLICE(url), &gave_up), "a hostile address ends");
    OK(gave_up, "and the matcher says that it gave up");
}

/* What compiling says. */
static const char *complaint(const char *arg)
{
    static char msg[400];
    struct ws_patterns p = {0};
    struct ws_buf text;
    ws_buf_init(&text, 1000);
    msg[0] = '\0';
    bool ok = ws_patterns_add(&p, "url-include", arg, &text, msg, sizeof msg);
    ws_patterns_release(&p);
    ws_buf_release(&text);
    return ok ? "" : msg;
}

static void test_errors(void)
{
    IS_STR(complaint("a(b"), "--url-include: missing closing parenthesis at character 4 of a(b",
           "what is wrong and where");
    OK(strstr(complaint("(*UTF)a"), "UTF") != NULL, "no UTF mode: %s", complaint("(*UTF)a"));
    FILE *f = fopen("patterns", "w");
    if (!f || fputs("# comment\n\n^good\r\n[bad\n", f) < 0 || fclose(f) != 0)
        abort();
    OK(strncmp(complaint("@patterns"), "patterns, line 4: missing terminating ]", 39) == 0,
       "in a file, too: %s", complaint("@patterns"));
    OK(strstr(complaint("@missing"), "missing: No such file") != NULL, "no file: %s",
       complaint("@missing"));
}

/* The first filter that says no counts. */
static void test_order(void)
{
    static const char *const INCLUDE[] = {"yes"}, *const EXCLUDE[] = {"no", "@patterns"};
    struct ws_sift_options o;
    struct ws_filter f;
    char msg[400] = "";
    FILE *file = fopen("patterns", "w");
    if (!file || fputs("#^y\nnever", file) < 0 || fclose(file) != 0)
        abort();
    ws_sift_options_init(&o);
    o.filter = (struct ws_filter_options){.mimes = "text/*",
                                          .min_length = 10,
                                          .max_length = 20,
                                          .url_include = INCLUDE,
                                          .n_url_include = 1,
                                          .url_exclude = EXCLUDE,
                                          .n_url_exclude = 2,
                                          .since = "2024-05",
                                          .until = "2024-06-15",
                                          .skip_truncated = true};
    OK(ws_filter_init(&f, &o, msg, sizeof msg), "all filters at once%s", msg);
    OK(strncmp((char *)f.text.p, " url-include=yes url-exclude=no url-exclude=@", 45) == 0,
       "its patterns: %s", (char *)f.text.p);
    static const struct {
        struct ws_subject s;
        enum ws_outcome want;
    } CASES[] = {
#define URL(u) {(const uint8_t *)(u), sizeof(u) - 1}
        {{200, "text/html", 15, URL("yes"), URL("2024-05-01T00:00:00Z"), false},
         WS_OUT_ARTICLE},
        {{0, "text/html", 10, URL("yes"), URL("2024-06-15T23:59:59.9Z"), false},
         WS_OUT_ARTICLE},
        {{404, "image/gif", 5, URL("no"), URL("1990"), true}, WS_OUT_STATUS},
        {{200, "image/gif", 5, URL("no"), URL("1990"), true}, WS_OUT_MIME},
        {{200, "", 5, URL("no"), URL("1990"), true}, WS_OUT_MIME},
        {{200, "text/html", 9, URL("no"), URL("1990"), true}, WS_OUT_LENGTH},
        {{200, "text/html", 21, URL("no"), URL("1990"), true}, WS_OUT_LENGTH},
        {{200, "text/html", 20, URL("neither"), URL("1990"), true}, WS_OUT_URL},
        {{200, "text/html", 20, URL("yes no"), URL("1990"), true}, WS_OUT_URL},
        {{200, "text/html", 20, URL("yes, never"), URL("1990"), true}, WS_OUT_URL},
        {{200, "text/html", 20, URL("yes"), URL("2024-04-30T23:59:59Z"), true}, WS_OUT_DATE},
        {{200, "text/html", 20, URL("yes"), URL("2024-06-16T00:00:00Z"), true}, WS_OUT_DATE},
        {{200, "text/html", 20, URL("yes"), URL("no date"), true}, WS_OUT_DATE},
        {{200, "text/html", 20, URL("yes"), URL("2024-06-01T00:00:00Z"), true},
         WS_OUT_TRUNCATED},
    };
    struct ws_matcher *m = ws_matcher_new();
    bool gave_up = false;
    for (size_t i = 0; m && i < sizeof CASES / sizeof *CASES; i++)
        IS_STR(ws_outcome_name(ws_filter_judge(&f, m, &CASES[i].s, &gave_up)),
               ws_outcome_name(CASES[i].want), CASES[i].s.mime);
    OK(m && !gave_up, "nothing gave up");
    ws_matcher_free(m);
    ws_filter_release(&f);
}

static void is_refused(struct ws_filter_options fo, const char *want)
{
    struct ws_sift_options o;
    struct ws_filter f;
    char msg[400] = "";
    ws_sift_options_init(&o);
    if (!fo.max_length)
        fo.max_length = UINT64_MAX;
    o.filter = fo;
    OK(!ws_filter_init(&f, &o, msg, sizeof msg) && strstr(msg, want), "refused: %s", msg);
    ws_filter_release(&f);
}

static void test_refused(void)
{
    is_refused((struct ws_filter_options){.min_length = 2, .max_length = 1}, "--min-length");
    is_refused((struct ws_filter_options){.since = "2024-06", .until = "2024-05-31"}, "later");
    is_refused((struct ws_filter_options){.until = "soon"}, "dates must be");
    is_refused((struct ws_filter_options){.mimes = "a b"}, "media types");
}

int main(void)
{
    char dir[] = "/tmp/test_filter.XXXXXX";
    if (!mkdtemp(dir) || chdir(dir) != 0)
        abort();
    test_dates();
    test_mimes();
    test_patterns();
    test_errors();
    test_order();
    test_refused();
    (void)unlink("patterns");
    (void)rmdir(dir);
    return tap_done();
}
