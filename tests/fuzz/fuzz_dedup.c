/* Any line: what is taken for a document is one to jansson, too, with the same text; its simplified form and its
 * signature. */
#include "tests/fuzz/driver.h"
#include "pipeline/corpus/minhash.h"
#include "pipeline/corpus/simplify.h"
#include "pipeline/dedup/doc_scan.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static bool has(struct ws_slice s, const char *what, size_t times)
{
    size_t n = strlen(what), found = 0;
    for (size_t i = 0; i + n <= s.n; i++)
        found += memcmp(s.p + i, what, n) == 0;
    return found >= times;
}

/* What jansson reads, we do; but for keys in other words, which nobody writes. */
static void compare(struct ws_slice line, const struct ws_slice *text)
{
    json_t *o = json_loadb((const char *)line.p, line.n, JSON_ALLOW_NUL, NULL);
    const json_t *s = json_object_get(o, "text");
    if (json_is_string(s) && !has(line, "\\u", 1) && !has(line, "\"text\"", 2) && !has(line, "\n", 1) &&
        (!text || text->n != json_string_length(s) || memcmp(text->p, json_string_value(s), text->n) != 0))
        abort();
    json_decref(o);
}

static void sign(struct ws_slice text, struct ws_doc_reader *r)
{
    static struct ws_minhash *m; /* one for all inputs, as a thread has it */
    static struct ws_simplifier *s;
    struct ws_minhash_options o;
    struct ws_slice simple, plain;
    uint64_t sig[112];
    ws_minhash_options_init(&o);
    m = m ? m : ws_minhash_new(&o);
    s = s ? s : ws_simplifier_new();
    if (!m || !s || !ws_doc_plain(r, text, &plain) || !ws_simplify(s, text, &simple))
        return;
    if (plain.n > text.n || simple.n > 3 * text.n || has(simple, "  ", 1) || has(plain, "  ", 1) ||
        (simple.n && (*simple.p == ' ' || simple.p[simple.n - 1] == ' ')))
        abort();
    enum ws_status st = ws_minhash_sign(m, text, sig);
    for (size_t i = 0; st == WS_OK && i < 112; i++)
        if (sig[i] >= (UINT64_C(1) << 61) - 1)
            abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static struct ws_doc_reader r;
    static bool begun;
    struct ws_doc doc;
    struct ws_slice text;
    uint8_t *line = malloc(n ? n : 1); /* of its size, so that a byte too far is seen */
    if (!begun)
        ws_doc_reader_init(&r);
    begun = true;
    if (!line)
        return 0;
    memcpy(line, data, n);
    const struct ws_slice bytes = {line, n};
    bool is = ws_doc_scan(bytes, &doc) && ws_doc_text(&r, doc.text, &text) == WS_OK;
    compare(bytes, is ? &text : NULL);
    if (is) {
        ws_doc_time(doc.date);
        sign(text, &r);
    }
    free(line);
    return 0;
}

static size_t fuzz_seed(size_t i, uint8_t *p)
{
    static const char *const SEEDS[] = {
        "{\"id\":\"a\",\"text\":\"Six words are enough, I think. 1.5 \\u00c9t\\u00e9 \\\"\\n\\\\\",\"date\":\"2024-05-01T10:20:30Z\"}",
        "{\"metadata\":{\"date\":\"2024-05-01\",\"x\":[{},[1,2.5e3,null]]},\"text\":\"\u039f\u0394\u039f\u03a3 \u03a3\u0391\u03a3. \u6771 \ud55c e\u0301 12,5\"}",
        " { \"a\" : true , \"text\" : \"don't can't 5km http://x.example/ \\ud83d\\ude00\" } ",
        "{\"text\":\"a b c d e f g h i j k l m n o p q r s t u v w x y z\"}",
    };
    if (i >= sizeof SEEDS / sizeof *SEEDS)
        return 0;
    memcpy(p, SEEDS[i], strlen(SEEDS[i]));
    return strlen(SEEDS[i]);
}

#include "tests/fuzz/seeded.h"
