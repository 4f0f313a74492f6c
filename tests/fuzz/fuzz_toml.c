/* Any bytes as a file of options. What is read can be written, and is read the same again. */
#include "pipeline/options/toml.h"
#include "tests/fuzz/driver.h"
#include "warc/buf.h"

#include <stdlib.h>
#include <string.h>

static void check(bool ok)
{
    if (!ok)
        abort();
}

/* A line "x = [...]" of all values. */
static void write_pair(const struct ws_toml *t, struct ws_buf *out)
{
    check(ws_buf_append(out, "x = [", 5));
    for (size_t i = 0; i < t->n_values; i++) {
        const struct ws_toml_value *v = &t->values[i];
        check(v->line >= t->key_line && v->line <= t->line);
        check(v->kind == WS_TOML_STRING ? ws_toml_put_string(out, v->text)
                                        : ws_buf_append(out, v->text, strlen(v->text)));
        check(ws_buf_append(out, ",", 1));
    }
    check(ws_buf_append(out, "]", 1));
}

static void read_again(const struct ws_toml *t)
{
    struct ws_buf line;
    struct ws_toml again;
    ws_buf_init(&line, 16 * FUZZ_MAX);
    write_pair(t, &line);
    check(ws_toml_init(&again, (struct ws_slice){line.p, line.n}) && ws_toml_next(&again) == WS_OK);
    check(again.n_values == t->n_values);
    for (size_t i = 0; i < t->n_values; i++)
        check(again.values[i].kind == t->values[i].kind && strcmp(again.values[i].text, t->values[i].text) == 0);
    ws_toml_release(&again);
    ws_buf_release(&line);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ws_toml t;
    enum ws_status st;
    if (!ws_toml_init(&t, (struct ws_slice){data, size}))
        return 0;
    while ((st = ws_toml_next(&t)) == WS_OK)
        read_again(&t);
    check(st == WS_EOF || *t.fault);
    ws_toml_release(&t);
    return 0;
}

#ifndef WS_LIBFUZZER
static size_t fuzz_seed(size_t i, uint8_t *p)
{
    static const char *const SEEDS[] = {
        "# options\nfavor = \"recall\"\nmin-length = 1_000\nurl-exclude = ['/tag/\\d+', # x\n  \"\\u00e9\\n\",\n]\nmarkdown = true\n",
        "a = [1, -2.5e3, +0]\r\nb=false\n'q' = ''\n\"k\\t\" = \"\\U0001F600\xf0\x9f\x98\x80\"\n"};
    if (i >= sizeof SEEDS / sizeof *SEEDS)
        return 0;
    memcpy(p, SEEDS[i], strlen(SEEDS[i]));
    return strlen(SEEDS[i]);
}
#endif
