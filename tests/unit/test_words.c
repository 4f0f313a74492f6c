/* Words of texts: UAX #29 beside ICU itself, and spaCy's tokens. tests/corpus/parity.t compares
 * those with spaCy. */
#include "pipeline/corpus/words_internal.h"
#include "tests/tap.h"

#include <stdlib.h>
#ifdef WS_HAVE_ICU
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#endif

static char said[4000];

/* The words with '|' behind each. */
static const char *words(enum ws_words_kind kind, const char *text)
{
    struct ws_words *w = ws_words_new(kind);
    const struct ws_word *list;
    size_t n, used = 0;
    if (!ws_words_split(w, SLICE(text), &list, &n))
        n = 0;
    for (size_t i = 0; i < n && used < sizeof said - 100; i++)
        used += (size_t)snprintf(said + used, sizeof said - used, "%.*s|", (int)list[i].text.n,
                                 (const char *)list[i].text.p);
    said[used] = '\0';
    ws_words_free(w);
    return said;
}

static void test_uax29(void)
{
    static const struct {
        const char *text, *words;
    } CASES[] = {
        {"", ""},
        {" \t\r\n\f\xc2\xa0\xe3\x80\x80", ""},
        {"Hello, brave new world!", "Hello|,|brave|new|world|!|"},
        {"It's 3.5% (or 1,000.50)...", "It's|3.5|%|(|or|1,000.50|)|.|.|.|"},
        {"don\xe2\x80\x99t U.S.A. a.b. x.", "don\xe2\x80\x99t|U.S.A|.|a.b|.|x|.|"},
        {"a@b.com foo_bar 3rd B2B", "a@b.com|foo_bar|3rd|B2B|"},
        {"caf\xc3\xa9 e\xcc\x81t\xc3\xa9 na\xc3\xafve",
         "caf\xc3\xa9|e\xcc\x81t\xc3\xa9|na\xc3\xafve|"},
        {"\xd0\x9f\xd1\x80\xd0\xb8\xd0\xb2\xd0\xb5\xd1\x82, \xd0\xbc\xd0\xb8\xd1\x80",
         "\xd0\x9f\xd1\x80\xd0\xb8\xd0\xb2\xd0\xb5\xd1\x82|,|\xd0\xbc\xd0\xb8\xd1\x80|"},
        {"word\xe2\x80\xa6 \xe2\x80\x9cquoted\xe2\x80\x9d",
         "word|\xe2\x80\xa6|\xe2\x80\x9c|quoted|\xe2\x80\x9d|"},
        {"x \xcc\x81y", "x|\xcc\x81|y|"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++)
        IS_STR(words(WS_WORDS_UAX29, CASES[i].text), CASES[i].words, CASES[i].text);
#ifdef WS_HAVE_ICU
    IS_STR(
        words(WS_WORDS_UAX29, "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e\xe3\x81\xae\xe6\x9c\xac"),
        "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e|\xe3\x81\xae|\xe6\x9c\xac|",
        "Japanese, by the dictionary");
#else
    IS_STR(
        words(WS_WORDS_UAX29, "\xe6\x97\xa5\xe6\x9c\xac\xe3\x81\xae\xe3\x82\xa2\xe3\x82\xa4"),
        "\xe6\x97\xa5|\xe6\x9c\xac|\xe3\x81\xae|\xe3\x82\xa2\xe3\x82\xa4|",
        "without a dictionary: ideographs, kana, runs of Katakana");
    IS_STR(words(WS_WORDS_UAX29, "\xe0\xb8\x99\xe0\xb9\x89\xe0\xb8\x81"),
           "\xe0\xb8\x99\xe0\xb9\x89|\xe0\xb8\x81|", "Thai letters with their marks");
#endif
}

static void test_spacy(void)
{
    static const struct {
        const char *text, *words;
    } CASES[] = {
        {"", ""},
        {" \n ", ""},
        {"Hello, brave new world!", "Hello|,|brave|new|world|!|"},
        {"I don't know, we'll see.", "I|do|n't|know|,|we|'ll|see|.|"},
        {"(Mr. Smith's) $5.50...", "(|Mr.|Smith|'s|)|$|5.50|...|"},
        {"U.S. vs. e.g. a.m. 10am", "U.S.|vs.|e.g.|a.m.|10|am|"},
        {"well-known 10-20 x/y a--b", "well|-|known|10|-|20|x|/|y|a|--|b|"},
        {"see http://a.com/b?c=d, www.example.org.",
         "see|http://a.com/b?c=d|,|www.example.org|.|"},
        {"mail a.b@c.de 10.0.0.1 8.8.8.8:80/x", "mail|a.b@c.de|10.0.0.1|8.8.8.8:80/x|"},
        {"5km 10% 3\xc2\xb0"
         "C. :) word:)",
         "5|km|10|%|3|\xc2\xb0|C|.|:)|word|:)|"},
        {"one.Two cannot gonna", "one|.|Two|can|not|gon|na|"},
        {"((x))!!", "(|(|x|)|)|!|!|"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++)
        IS_STR(words(WS_WORDS_SPACY, CASES[i].text), CASES[i].words, CASES[i].text);
}

static void test_marks(void)
{
    struct ws_words *w = ws_words_new(WS_WORDS_UAX29);
    const struct ws_word *list;
    size_t n;
    bool good = ws_words_split(w, SLICE("na\xc3\xafve 12 . -- \xe2\x80\xa6"), &list, &n);
    OK(good && n == 6, "six words");
    OK(list[0].chars == 5 && list[0].text.n == 6, "bytes and characters");
    OK(list[0].has & WS_IS_ALPHA && list[0].has & WS_WORD_TEXT, "letters");
    OK(!(list[1].has & WS_IS_ALPHA) && list[1].has & WS_WORD_TEXT,
       "digits are text, no letters");
    OK(!(list[2].has & WS_WORD_TEXT) && list[2].has & WS_ENDS_SENTENCE &&
           !(list[2].has & WS_WORD_NOT_P),
       "a full stop ends a sentence");
    OK(!(list[5].has & WS_WORD_TEXT) && !(list[5].has & WS_ENDS_SENTENCE),
       "an ellipsis does not");
    ws_words_free(w);
    w = ws_words_new(WS_WORDS_SPACY);
    ws_words_with_blanks(w);
    good = ws_words_split(w, SLICE(" a  b\nc "), &list, &n);
    OK(good && n == 6 && list[0].has & WS_IS_SPACE && !(list[1].has & WS_IS_SPACE) &&
           list[2].has & WS_IS_SPACE && list[4].has & WS_IS_SPACE,
       "spaCy's tokens of white space where they are wanted");
    ws_words_free(w);
}

/* --- beside ICU -----------------------------------------------------------------------------
 */

#ifdef WS_HAVE_ICU

static size_t to_utf16(struct ws_slice t, UChar *out)
{
    size_t n = 0;
    for (const uint8_t *p = t.p; p < t.p + t.n;) {
        uint32_t c = ws_char_next(&p);
        if (c >= 0x10000) {
            out[n++] = (UChar)(0xd7c0 + (c >> 10));
            c = 0xdc00 | (c & 0x3ff);
        }
        out[n++] = (UChar)c;
    }
    return n;
}

/* Whether ICU has the same words. */
static bool same_as_icu(struct ws_words *w, struct ws_words *reference, UBreakIterator *breaks,
                        struct ws_slice t)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar *text = malloc((t.n + 1) * sizeof *text);
    const struct ws_word *list;
    const uint8_t *p = t.p;
    size_t n, same = 0;
    int32_t at = 0;
    ubrk_setText(breaks, text, (int32_t)to_utf16(t, text), &status);
    reference->n = 0;
    for (int32_t next; (next = ubrk_next(breaks)) != UBRK_DONE;) {
        const uint8_t *start = p;
        while (at < next)
            at += ws_char_next(&p) >= 0x10000 ? 2 : 1;
        ws_words_add(reference, start, p);
    }
    const uint32_t bits = WS_IS_ALPHA | WS_WORD_TEXT | WS_WORD_NOT_P;
    bool good = ws_words_split(w, t, &list, &n) && U_SUCCESS(status) && n == reference->n;
    for (size_t i = 0; good && i < n; i++) {
        const struct ws_word *r = &reference->list[i];
        same += list[i].text.p == r->text.p && list[i].text.n == r->text.n &&
                list[i].chars == r->chars && ((list[i].has ^ r->has) & bits) == 0;
    }
    free(text);
    return good && same == n;
}

static size_t put_char(uint8_t *out, uint32_t c)
{
    if (c < 0x80) {
        out[0] = (uint8_t)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (uint8_t)(0xc0 | c >> 6);
        out[1] = (uint8_t)(0x80 | (c & 63));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (uint8_t)(0xe0 | c >> 12);
        out[1] = (uint8_t)(0x80 | (c >> 6 & 63));
        out[2] = (uint8_t)(0x80 | (c & 63));
        return 3;
    }
    out[0] = (uint8_t)(0xf0 | c >> 18);
    out[1] = (uint8_t)(0x80 | (c >> 12 & 63));
    out[2] = (uint8_t)(0x80 | (c >> 6 & 63));
    out[3] = (uint8_t)(0x80 | (c & 63));
    return 4;
}

static uint64_t seed = 1;

static uint32_t random_below(uint32_t n)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(seed >> 33) % n;
}

/* Characters of all kinds, those that rules are about more often than others. */
static uint32_t random_char(uint32_t script)
{
    static const uint32_t SPECIAL[] = {
        0x300,  0xad,   0x200d, 0x5d0,  0x5d1,  0x1f1e6, 0x1f1e7, 0x1f600, 0x2764,
        0xfe0f, 0xe01,  0xe31,  0xe48,  0x3042, 0x30a2,  0x4e00,  0x3005,  0x30fc,
        0xac00, 0x3000, 0x85,   0x2028, 0x3099, 0x2019,  0x2e,    0x27,    0x22,
        0x2c,   0x3a,   0x3b,   0x5f,   0x40,   0x20,    0x0a,    0x0d,    0x31};
    static const uint32_t BLOCKS[] = {0xe00,  0x3040, 0x4e00, 0x1780,
                                      0x1000, 0xac00, 0x600,  0x900};
    uint32_t c;
    switch (random_below(6)) {
    case 0:
        c = random_below(0x80);
        break;
    case 1:
        c = random_below(0x3400);
        break;
    case 2:
        c = random_below(0x110000);
        break;
    case 3:
        c = SPECIAL[random_below(sizeof SPECIAL / sizeof SPECIAL[0])];
        break;
    case 4:
        c = 'a' + random_below(26);
        break;
    default:
        c = BLOCKS[script] + random_below(0x80);
    }
    return c - 0xd800 < 0x800 ? 'x' : c;
}

static struct ws_slice file(const char *path)
{
    FILE *f = fopen(path, "rb");
    struct ws_slice s = {0};
    uint8_t *p = f ? malloc(2000000) : NULL;
    s.n = p ? fread(p, 1, 2000000, f) : 0;
    s.p = p;
    while (s.n && p[s.n - 1] != '\n') /* no part of a character at the end */
        s.n--;
    if (f)
        fclose(f);
    return s;
}

static void test_icu(void)
{
    UErrorCode status = U_ZERO_ERROR;
    UVersionInfo version;
    u_getUnicodeVersion(version);
    if (version[0] != 15 || version[1] != 0) {
        tap_skip("ICU is not of Unicode 15.0, as the tables are");
        return;
    }
    UBreakIterator *breaks = ubrk_open(UBRK_WORD, "", NULL, 0, &status);
    struct ws_words *w = ws_words_new(WS_WORDS_UAX29),
                    *reference = ws_words_new(WS_WORDS_UAX29);
    size_t wrong = 0, texts = 30000;
    for (size_t i = 0; i < texts; i++) {
        uint8_t text[160];
        size_t n = 0;
        uint32_t script = random_below(8);
        for (int k = 0; k < 40; k++)
            n += put_char(text + n, random_char(script));
        wrong += !same_as_icu(w, reference, breaks, (struct ws_slice){text, n});
    }
    IS_INT(wrong, 0, "random texts have the words that ICU finds");
    /* texts of benchmark pages, behind one another, see tests/corpus/parity.t */
    const char *path = getenv("WS_WORDS_TEXTS");
    if (path) {
        struct ws_slice all = file(path);
        OK(all.n > 0 && same_as_icu(w, reference, breaks, all),
           "and so has the file that is named");
        free((void *)(uintptr_t)all.p);
    }
    ws_words_free(w);
    ws_words_free(reference);
    ubrk_close(breaks);
}

#else

static void test_icu(void)
{
    tap_skip("built without ICU");
}

#endif

int main(void)
{
    test_uax29();
    test_spacy();
    test_marks();
    test_icu();
    return tap_done();
}
