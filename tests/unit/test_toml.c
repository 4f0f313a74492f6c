/* Files of options: what is read, what is refused and where, and strings there and back. */
#include "pipeline/options/toml.h"
#include "tests/tap.h"
#include "warc/buf.h"

#include <stdlib.h>

/* All pairs as "key=kind:text,kind:text;" with [ in front of the values of an array; or "LINE: fault". */
static void read_all(const char *text, size_t n, char *out, size_t size)
{
    struct ws_toml t;
    enum ws_status st;
    /* Of its own size, so that reading beyond it is seen. */
    uint8_t *copy = malloc(n + !n);
    if (!copy || !ws_toml_init(&t, (struct ws_slice){copy, n}))
        abort();
    if (n)
        memcpy(copy, text, n);
    size_t used = 0;
    out[0] = '\0';
    while ((st = ws_toml_next(&t)) == WS_OK) {
        used += (size_t)snprintf(out + used, size - used, "%s=%s", t.key, t.is_array ? "[" : "");
        for (size_t i = 0; i < t.n_values; i++)
            used += (size_t)snprintf(out + used, size - used, "%s%c:%s", i ? "," : "", "snbb"[t.values[i].kind],
                                     t.values[i].text);
        used += (size_t)snprintf(out + used, size - used, ";");
    }
    if (st == WS_FATAL)
        snprintf(out, size, "%u: %s", t.line, t.fault);
    ws_toml_release(&t);
    free(copy);
}

#define LONG 1000

static void test_good(void)
{
    static const struct {
        const char *text, *want;
    } CASES[] = {
        {"", ""},
        {"\n \t\r\n# nothing\n#", ""},
        {"a = 1", "a=n:1;"},
        {"a=1#x\nb\t=\t-2 # y\r\n", "a=n:1;b=n:-2;"},
        {"a-b_C9 = true\n\"k e\" = false\n'' = 'x'", "a-b_C9=b:true;k e=b:false;=s:x;"},
        {"a = \"\"\nb = ''\nc = \"# no comment\"", "a=s:;b=s:;c=s:# no comment;"},
        {"a = \"q\\\" b\\\\ n\\n t\\t \\u00e9 \\U0001F600\"", "a=s:q\" b\\ n\n t\t \xc3\xa9 \xf0\x9f\x98\x80;"},
        {"a = '\\d+\\' ", "a=s:\\d+\\;"},
        {"a = \"\xc3\xa9\t\xf0\x9f\x98\x80\" # \xc3\xa9", "a=s:\xc3\xa9\t\xf0\x9f\x98\x80;"},
        {"a = 0\nb = +17\nc = 1_000_000\nd = 0.65\ne = -0.0\nf = 1e6\ng = 2.5E-3\nh = 1_0.0_1",
         "a=n:0;b=n:17;c=n:1000000;d=n:0.65;e=n:-0.0;f=n:1e6;g=n:2.5E-3;h=n:10.01;"},
        {"a = []\nb = [ # none\n\n]", "a=[;b=[;"},
        {"a = [1, 'x',\"y\" , 2.5,]", "a=[n:1,s:x,s:y,n:2.5;"},
        {"a = [\n  'x', # one\n\n  'y'\n  # two\n  ,\n]\nb = 1", "a=[s:x,s:y;b=n:1;"},
        {"a = [true, false]", "a=[b:true,b:false;"},
    };
    char got[LONG];
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        read_all(CASES[i].text, strlen(CASES[i].text), got, sizeof got);
        IS_STR(got, CASES[i].want, CASES[i].text);
    }
}

static const struct {
    const char *text, *want; /* the beginning of "LINE: fault" */
} BAD[] = {
    {"a", "1: = is wanted"},
    {"a\n= 1", "1: = is wanted"},
    {"= 1", "1: the name of an option"},
    {"a.b = 1", "1: dotted keys"},
    {"\n[a]\nb = 1", "2: tables"},
    {"a = ", "1: a value is wanted"},
    {"a = \nb = 1", "1: a value is wanted"},
    {"a = yes", "1: a value is wanted"},
    {"a = True", "1: a value is wanted"},
    {"a = truely", "1: a value is wanted"},
    {"a = {b = 1}", "1: a value is wanted"},
    {"a = nan", "1: a value is wanted"},
    {"a = .5", "1: a value is wanted"},
    {"a = 5.", "1: not a decimal number"},
    {"a = 05", "1: not a decimal number"},
    {"a = 0x10", "1: not a decimal number"},
    {"a = 1__0", "1: not a decimal number"},
    {"a = 1_", "1: not a decimal number"},
    {"a = 1e", "1: not a decimal number"},
    {"a = - 1", "1: not a decimal number"},
    {"a = 64M", "1: not a decimal number"},
    {"a = 2024-05-01", "1: not a decimal number"},
    {"a = 10:20:30", "1: not a decimal number"},
    {"a = 1 2", "1: the line goes on"},
    {"a = 'x' 'y'", "1: the line goes on"},
    {"a = 1 b = 2", "1: the line goes on"},
    {"a = 1\rb = 2", "1: the line goes on"},
    {"a = 1\n\na = 2", "3: a is there for the second time"},
    {"a = 1\n'a' = 2", "2: a is there for the second time"},
    {"a = \"x", "1: a string without its closing quote"},
    {"a = 'x\n'", "1: a string without its closing quote"},
    {"a = \"x\\", "1: unknown escape"},
    {"a = \"x\\e\"", "1: unknown escape"},
    {"a = \"\\d+\"", "1: unknown escape"},
    {"a = \"\\u12\"", "1: 4 hexadecimal"},
    {"a = \"\\U0001F60\"", "1: 8 hexadecimal"},
    {"a = \"\\ud800\"", "1: no character"},
    {"a = \"\\u0000\"", "1: no character"},
    {"a = \"\\U00110000\"", "1: no character"},
    {"a = \"\"\"x\"\"\"", "1: strings of several lines"},
    {"a = '''x'''", "1: strings of several lines"},
    {"a = 'x\x01'", "1: a control character in a string"},
    {"# \x7f", "1: a control character in a comment"},
    {"# \xff", "1: not UTF-8"},
    {"a = \"\xc3\"", "1: not UTF-8"},
    {"a = '\xed\xa0\x80'", "1: not UTF-8"},
    {"a = [1", "1: a comma or ]"},
    {"a = [1,\n\n", "3: a value is wanted"},
    {"a = [1 2]", "1: a comma or ]"},
    {"a = [,]", "1: a value is wanted"},
    {"a = [1,,2]", "1: a value is wanted"},
    {"a = [[1]]", "1: a value is wanted"},
    {"a = [\n'x',\n# \x01\n]", "3: a control character in a comment"},
};

static void test_bad(void)
{
    char got[LONG];
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
        read_all(BAD[i].text, strlen(BAD[i].text), got, sizeof got);
        OK(strncmp(got, BAD[i].want, strlen(BAD[i].want)) == 0, "%s -> %s", BAD[i].text, got);
    }
    read_all("a = 'x\0'", 8, got, sizeof got);
    IS_STR(got, "1: a control character in a string", "a NUL");
}

static void test_strings(void)
{
    static const char *const STRINGS[] = {
        "", "plain", "\"quoted\" and \\d+\\", "tab\there\nline\r\x01\x1f\x7f", "\xc3\xa9\xe2\x80\xa8\xf0\x9f\x98\x80", "#[]=,'"};
    for (size_t i = 0; i < sizeof STRINGS / sizeof *STRINGS; i++) {
        struct ws_buf b;
        struct ws_toml t;
        ws_buf_init(&b, LONG);
        bool written = ws_buf_append(&b, "a = ", 4) && ws_toml_put_string(&b, STRINGS[i]);
        bool read = ws_toml_init(&t, (struct ws_slice){b.p, b.n}) && ws_toml_next(&t) == WS_OK && t.n_values == 1;
        OK(written && read, "a string is written and read");
        IS_STR(read ? t.values[0].text : "", STRINGS[i], "and is the same");
        ws_toml_release(&t);
        ws_buf_release(&b);
    }
    struct ws_buf b;
    ws_buf_init(&b, LONG);
    OK(!ws_toml_put_string(&b, "\xff"), "what is not UTF-8 cannot be written");
    ws_buf_release(&b);
}

int main(void)
{
    test_good();
    test_bad();
    test_strings();
    return tap_done();
}
