/* Duplicates: what is read of a line, keys in parts, clusters, members of shards. */
#include "pipeline/dedup/doc_scan.h"
#include "pipeline/dedup/key_store.h"
#include "pipeline/dedup/links.h"
#include "tests/tap.h"

#include <stdlib.h>

/* --- lines ---------------------------------------------------------------------------- */

static const struct {
    const char *line, *text, *id, *date; /* text NULL: no document */
} LINES[] = {
    {"{\"text\":\"a\"}", "a", "", ""},
    {" { \"id\" : \"x\\\"y\" , \"text\" : \"\" , \"date\" : \"2024\" } ", "", "\"x\\\"y\"", "2024"},
    {"{\"n\":1,\"o\":{\"text\":\"no\",\"x\":[\"}\",{}]},\"text\":\"yes\",\"a\":[]}", "yes", "", ""},
    {"{\"text\":\"first\",\"text\":\"last\"}", "last", "", ""},
    {"{\"id\":17,\"text\":\"a\",\"metadata\":{\"url\":\"u\",\"date\":\"2023-01-02\"}}", "a", "17", "2023-01-02"},
    {"{\"text\":\"a\",\"metadata\":{}}", "a", "", ""},
    {"{\"text\":\"a\",\"date\":null}", "a", "", ""},
    {"{\"text\":\"ends with \\\\\"}", "ends with \\", "", ""},
    {"{\"text\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\u00e9\\u20ac\\ud83d\\ude00\"}",
     "\"\\/\b\f\n\r\tA\u00e9\u20ac\U0001f600", "", ""},
    {"{\"text\":\"\\ud83dx\\ude00 \\ud83d\\u0041\"}", "\ufffdx\ufffd \ufffdA", "", ""},
    {"{\"text\":\"abcdefghijklmnopqrstuvwxyz\\nabcdefghijklmnop\u00fcqrstuvwxyz\"}",
     "abcdefghijklmnopqrstuvwxyz\nabcdefghijklmnop\u00fcqrstuvwxyz", "", ""},
    {"", NULL, "", ""},
    {"{}", NULL, "", ""},
    {"[]", NULL, "", ""},
    {"null", NULL, "", ""},
    {"{\"text\":null}", NULL, "", ""},
    {"{\"text\":[\"a\"]}", NULL, "", ""},
    {"{\"text\":\"a\"", NULL, "", ""},
    {"{\"text\":\"a", NULL, "", ""},
    {"{\"text\":\"a\\\"}", NULL, "", ""},
    {"{\"text\":\"a\"} x", NULL, "", ""},
    {"{\"text\":\"a\"}{\"text\":\"b\"}", NULL, "", ""},
    {"{\"text\" \"a\"}", NULL, "", ""},
    {"{\"text\":\"a\" \"b\":1}", NULL, "", ""},
    {"{text:\"a\"}", NULL, "", ""},
    {"{\"x\":[[[[,\"text\":\"a\"}", NULL, "", ""},
    {"{\"text\":\"a\",\"x\":}", NULL, "", ""},
    {"{\"text\":\"\\q\"}", NULL, "", ""},
    {"{\"text\":\"\\u12g4\"}", NULL, "", ""},
    {"{\"text\":\"\\u12\"}", NULL, "", ""},
    {"{\"text\":\"\\\"}", NULL, "", ""},
    {"{\"text\":\"a\tb\"}", NULL, "", ""},
    {"{\"text\":\"abc\xff\"}", NULL, "", ""},
    {"{\"text\":\"abc\xc3\"}", NULL, "", ""},
    {"{\"text\":\"abc\xed\xa0\x80\"}", NULL, "", ""},
};

static void test_lines(void)
{
    struct ws_doc_reader r;
    ws_doc_reader_init(&r);
    for (size_t i = 0; i < sizeof LINES / sizeof *LINES; i++) {
        struct ws_doc doc;
        struct ws_slice text;
        bool is = ws_doc_scan(SLICE(LINES[i].line), &doc) && ws_doc_text(&r, doc.text, &text) == WS_OK;
        if (!OK(is == (LINES[i].text != NULL), "%s is %s document", LINES[i].line, LINES[i].text ? "a" : "no") || !is)
            continue;
        IS_SLICE(text, LINES[i].text, "its text");
        IS_SLICE(doc.id, LINES[i].id, "its id");
        IS_SLICE(doc.date, LINES[i].date, "its date");
    }
    ws_doc_reader_release(&r);
}

static void test_plain(void)
{
    static const char *const TEXTS[][2] = {
        {"", ""},
        {" \n\t", ""},
        {"  a  b\n\nc\r\n", "a b c"},
        {"a\vb\fc", "a b c"},
        {"Keeps CASE, and 1.5 \u00a0 \u00e9", "Keeps CASE, and 1.5 \u00a0 \u00e9"},
        {"one two three four five six\nseven eight  nine ten\n", "one two three four five six seven eight nine ten"},
        {"sixteen letters.\n\nsixteen letters. sixteen letters.   ", "sixteen letters. sixteen letters. sixteen letters."},
    };
    struct ws_doc_reader r;
    struct ws_slice got;
    ws_doc_reader_init(&r);
    for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++) {
        OK(ws_doc_plain(&r, SLICE(TEXTS[i][0]), &got), "there is memory");
        IS_SLICE(got, TEXTS[i][1], TEXTS[i][0]);
    }
    ws_doc_reader_release(&r);
    IS_INT(ws_doc_length(SLICE("a\u00e9\u20ac\U0001f600")), 4, "characters");
}

static void test_dates(void)
{
    static const char *const EARLIER[] = {"1990-01-01",
                                          "2013-05-18",
                                          "2013-05-18T05:48:54Z",
                                          "2013-05-18T05:48:55Z",
                                          "2013-05-18T05:49:00.5Z",
                                          "2013-05-31T23:59:59Z",
                                          "2013-06-01T00:00:00Z",
                                          "2014-01-01",
                                          "2099-12-31T23:59:60Z"};
    static const char *const NONE[] = {"", "2013", "1989-01-01", "2100-01-01", "2013-13-01", "2013-0a-01", "yesterday!"};
    for (size_t i = 1; i < sizeof EARLIER / sizeof *EARLIER; i++)
        OK(ws_doc_time(SLICE(EARLIER[i - 1])) < ws_doc_time(SLICE(EARLIER[i])), "%s is before %s", EARLIER[i - 1],
           EARLIER[i]);
    for (size_t i = 0; i < sizeof NONE / sizeof *NONE; i++)
        OK(ws_doc_time(SLICE(NONE[i])) == UINT32_MAX, "%s is no date", NONE[i]);
    OK(ws_doc_time(SLICE("2099-12-31T23:59:60Z")) < UINT32_MAX, "any date is before none");
}

/* --- keys ----------------------------------------------------------------------------- */

#define N_KEYS 50000

static uint64_t spread(uint64_t i)
{
    i *= UINT64_C(0x9E3779B97F4A7C15);
    return (i ^ i >> 29) * UINT64_C(0xBF58476D1CE4E5B9);
}

/* Every key of the store once, sorted in each part, whatever is in memory and whatever in the file. */
static void check_store(size_t memory, size_t of_writer, unsigned shares, bool in_file)
{
    static uint8_t seen[N_KEYS];
    struct ws_key_store k;
    struct ws_key_writer w;
    struct ws_error err;
    size_t wrong = 0, unsorted = 0, total = 0;
    memset(seen, 0, sizeof seen);
    ws_key_store_init(&k, memory, "/tmp");
    bool ok = ws_key_writer_init(&w, &k, of_writer);
    for (uint32_t i = 0; ok && i < N_KEYS; i++) {
        const struct ws_key key = {spread(i / 2), i % 3, i % 7, i};
        ok = ws_key_add(&w, &key, &err) == WS_OK;
    }
    ok = ok && ws_key_writer_close(&w, &err) == WS_OK;
    ws_key_writer_release(&w);
    for (unsigned part = 0; ok && part < WS_KEY_PARTS; part++) {
        size_t of_part = 0;
        for (unsigned share = 0; ok && share < shares; share++) {
            struct ws_key *list;
            size_t n;
            ok = ws_key_part_load(&k, part, share, shares, &list, &n, &err) == WS_OK;
            for (size_t i = 0; ok && i < n; i++) {
                uint32_t line = list[i].line;
                wrong += list[i].high != spread(line / 2) || list[i].low != line % 3 || list[i].file != line % 7 ||
                         seen[line]++ || list[i].high >> 54 != part;
                unsorted += i && (list[i - 1].high > list[i].high ||
                                  (list[i - 1].high == list[i].high && list[i - 1].low > list[i].low));
            }
            of_part += n;
            free(list);
        }
        wrong += of_part != ws_key_part_size(&k, part);
        total += of_part;
    }
    OK(ok && total == N_KEYS, "all keys, with %zu bytes of memory, %u shares", memory, shares);
    IS_INT(wrong, 0, "as they were added");
    IS_INT(unsorted, 0, "sorted");
    OK((k.fd >= 0) == in_file, "%s a file", in_file ? "with" : "without");
    ws_key_store_release(&k);
}

static void test_keys(void)
{
    check_store((size_t)64 << 20, (size_t)64 << 20, 1, false);
    check_store(0, 4096, 1, true);
    check_store(300000, 50000, 4, true);
    struct ws_key_store k;
    struct ws_key_writer w;
    struct ws_error err;
    ws_key_store_init(&k, 0, "/no/such/directory");
    const struct ws_key key = {0};
    OK(ws_key_writer_init(&w, &k, 0) && ws_key_add(&w, &key, &err) == WS_OK &&
           ws_key_writer_close(&w, &err) == WS_FATAL && err.code == WS_E_IO,
       "no directory for the temporary file");
    ws_key_writer_release(&w);
    ws_key_store_release(&k);
}

static void test_links(void)
{
    struct ws_links l;
    if (!OK(ws_links_init(&l, 1000), "a thousand documents"))
        return;
    for (uint32_t i = 999; i >= 10; i--)
        ws_link(&l, i, i - 10);
    bool ok = true;
    for (uint32_t i = 0; i < 1000; i++)
        ok = ok && ws_link_root(&l, i) == i % 10;
    OK(ok, "ten clusters, each known by its least");
    ws_link(&l, 993, 997);
    IS_INT(ws_link_root(&l, 7), 3, "two become one");
    IS_INT(ws_link_root(&l, 997), 3, "of all that are in them");
    IS_INT(ws_link_root(&l, 8), 8, "another one stays");
    ws_links_release(&l);
}

int main(void)
{
    test_lines();
    test_plain();
    test_dates();
    test_keys();
    test_links();
    return tap_done();
}
