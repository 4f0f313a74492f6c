#include "pipeline/input/crawl.h"
#include "tests/tap.h"

static void put(char *out, size_t n, struct ws_slice s)
{
    size_t at = strlen(out);
    snprintf(out + at, n - at, "%.*s", (int)s.n, s.n ? (const char *)s.p : "");
}

/* "charset|reliable|eng:0.99,fra:" */
static const char *in_words(const struct ws_crawl *c)
{
    static char out[500];
    out[0] = '\0';
    put(out, sizeof out, c->charset);
    put(out, sizeof out, SLICE(c->reliable ? "|yes|" : "|no|"));
    for (size_t i = 0; i < c->n_languages; i++) {
        put(out, sizeof out, SLICE(i ? "," : ""));
        put(out, sizeof out, c->languages[i].code);
        put(out, sizeof out, SLICE(":"));
        put(out, sizeof out, c->languages[i].covered);
    }
    return out;
}

#define ONE                                                                                    \
    "{\"code\":\"en\",\"code-iso-639-3\":\"eng\",\"text-covered\":0.99,\"score\":1021.0}"

static void test_metadata(void)
{
    static const struct {
        const char *block, *want;
    } CASES[] = {
        {"fetchTimeMs: 2951\r\ncharset-detected: UTF-8\r\nlanguages-cld2: "
         "{\"reliable\":true,\"text-bytes\":3439,\"languages\":[{\"code\":\"en\","
         "\"code-iso-639-3\":\"eng\",\"text-covered\":0.74,\"score\":1021.0,\"name\":"
         "\"ENGLISH\"},"
         "{\"code\":\"fr\",\"code-iso-639-3\":\"fra\",\"text-covered\":0.25,\"score\":9,"
         "\"name\":"
         "\"FRENCH\"}]}\r\n\r\n",
         "UTF-8|yes|eng:0.74,fra:0.25"},
        {"charset-detected: x\ncharset-detected: y", "x|no|"},
        {"languages-cld2: { \"reliable\" : false , \"languages\" : [ { \"code\" : \"en\" , "
         "\"text-covered\" : 1 } ] }\n",
         "|no|en:1"},
        {"languages-cld2: {\"languages\":[{\"code-iso-639-3\":\"eng\",\"code\":\"en\"}]}",
         "|no|eng:"},
        {"languages-cld2: {\"languages\":[{\"name\":\"a\\\"}{\",\"code\":\"en\"}]}", "|no|en:"},
        {"languages-cld2: {\"languages\":[{\"name\":\"x\"}]}", "|no|"},
        {"languages-cld2: {\"languages\":[{\"code\":\"en\",\"text-covered\":0.}]}", "|no|en:"},
        {"languages-cld2: {\"languages\":[{\"code\":\"en\",\"text-covered\":07}]}", "|no|en:"},
        {"languages-cld2: {\"languages\":[{\"code\":\"en\",\"text-covered\":1e9}]}", "|no|en:"},
        {"languages-cld2: {\"languages\":[{\"code\":\"en\"", "|no|"},
        {"languages-cld2: {\"languages\":[" ONE "," ONE "," ONE "," ONE "," ONE "," ONE "," ONE
         "," ONE "," ONE "]}",
         "|no|eng:0.99,eng:0.99,eng:0.99,eng:0.99,eng:0.99,eng:0.99,eng:0.99,eng:0.99"},
        {"languages-cld2: \"\\", "|no|"},
        {"languages-cld2: }}}{{{{{\"code\":\"en\"}}", "|no|"},
    };
    struct ws_crawl c;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        OK(ws_crawl_read(SLICE(CASES[i].block), &c), "found: %.30s", CASES[i].block);
        IS_STR(in_words(&c), CASES[i].want, "what it says");
    }
    OK(!ws_crawl_read(SLICE("via: http://a/\r\nhopsFromSeed: L\r\n"), &c), "other metadata");
    OK(!ws_crawl_read((struct ws_slice){NULL, 0}, &c), "none at all");
}

static void test_list(void)
{
    struct ws_crawl c;
    OK(ws_crawl_read_list(SLICE("spa, eng,,"), &c), "a list of codes");
    IS_STR(in_words(&c), "|no|spa:,eng:", "what it says");
    OK(!ws_crawl_read_list((struct ws_slice){NULL, 0}, &c), "no list");
}

int main(void)
{
    test_metadata();
    test_list();
    return tap_done();
}
