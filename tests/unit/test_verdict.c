/* What is written of a rejected document, and which are. */
#include "pipeline/corpus/corpus.h"
#include "tests/tap.h"

#include <math.h>
#include <stdlib.h>

static void writes(double value, const char *want)
{
    struct ws_buf out;
    char text[200];
    struct ws_verdict v = {WS_REJECT_SHORT_DOC, "words", value, 0.5};
    snprintf(text, sizeof text,
             ",\"reject_reason\":\"gopher_short_doc\",\"reject_metric\":\"words\",\"reject_value\":%s,"
             "\"reject_threshold\":0.5",
             want);
    ws_buf_init(&out, 1000);
    OK(ws_verdict_append(&v, &out), "it has room");
    IS_SLICE(((struct ws_slice){out.p, out.n}), text, want);
    ws_buf_release(&out);
}

static void test_values(void)
{
    writes(49, "49.0");
    writes(0, "0.0");
    writes(-2, "-2.0");
    writes(0.1, "0.1");
    writes(1.0 / 3, "0.3333333333333333");
    writes(1e300, "1e+300");
    writes(100000, "100000.0");
    writes(NAN, "0.0");
    struct ws_buf small;
    struct ws_verdict v = {WS_REJECT_URL, NULL, 0, 0};
    ws_buf_init(&small, 20);
    OK(!ws_verdict_append(&v, &small), "no room is told");
    ws_buf_release(&small);
}

static void test_sample(void)
{
    struct ws_corpus_options o;
    ws_corpus_options_init(&o);
    size_t n[3] = {0};
    const double rate[3] = {0, 0.25, 1};
    for (int i = 0; i < 4000; i++) {
        char url[60];
        snprintf(url, sizeof url, "https://example.org/page/%d", i);
        bool is_in_smaller = false;
        for (int k = 0; k < 3; k++) {
            o.rejects_rate = rate[k];
            bool in = ws_reject_is_sampled(&o, SLICE(url));
            if (is_in_smaller && !in)
                OK(false, "%s is in a smaller sample and not in a larger one", url);
            is_in_smaller = in;
            n[k] += in;
        }
    }
    OK(n[0] == 0 && n[2] == 4000, "none and all");
    OK(n[1] > 850 && n[1] < 1150, "a quarter of them: %zu", n[1]);
}

static void test_names(void)
{
    for (int i = WS_REJECT_NONE + 1; i < WS_REJECT_COUNT; i++) {
        const char *name = ws_reject_name((enum ws_reject)i);
        enum ws_outcome outcome = ws_reject_outcome((enum ws_reject)i);
        bool unique = *name != '\0';
        for (int k = 0; k < i; k++)
            unique = unique && strcmp(name, ws_reject_name((enum ws_reject)k)) != 0;
        OK(unique && outcome >= WS_OUT_LISTED && outcome <= WS_OUT_DUPLICATE, "%s is a reason", name);
    }
}

int main(void)
{
    test_values();
    test_sample();
    test_names();
    return tap_done();
}
