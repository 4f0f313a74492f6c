/* Characters and words. */
#include "pipeline/extract/text/text.h"
#include "tests/tap.h"

static uint32_t count(const char *s)
{
    return ws_count_words(SLICE(s));
}

static bool join(void *ctx, const uint8_t *p, size_t n)
{
    char *out = ctx;
    strncat(out, (const char *)p, n);
    strcat(out, "|");
    return strlen(out) < 26;
}

int main(void)
{
    IS_INT(count("Hello, brave new world!"), 4, "words are runs of letters");
    IS_INT(count("don't 3.5"), 4, "as score.py counts them");
    IS_INT(count("\u4f60\u597d\uff0c\u4e16\u754c"), 4, "every Han character is a word");
    IS_INT(count("\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35 abc"), 7, "so are Thai letters");
    IS_INT(count("\u041f\u0440\u0438\u0432\u0435\u0442 \u043c\u0438\u0440"), 2, "Cyrillic has words");
    IS_INT(count("  "), 0, "blanks are none");

    IS_SLICE(ws_trim_text(SLICE(" \t a b\u00a0\n")), "a b", "trim takes no-break spaces, too");
    IS_SLICE(ws_trim_text(SLICE("\u00a0")), "", "nothing left");
    IS_SLICE(ws_trim_text(SLICE("\u00e0")), "\u00e0", "a letter that ends in the same byte stays");
    OK(ws_equals_nocase(SLICE("MaIn"), "main"), "case-insensitive");
    OK(!ws_equals_nocase(SLICE("mai"), "main"), "lengths differ");
    OK(ws_word_hash((const uint8_t *)"ABC", 3) == ws_word_hash((const uint8_t *)"abc", 3), "hash folds case");

    struct ws_slice mixed = SLICE("Post-Title [A@Z`{ \u00c9"), folded = SLICE("post-title [a@z`{ \u00c9");
    OK(ws_hash_folded(7, mixed) == ws_hash_folded(7, folded), "hash of names folds case");
    OK(ws_hash_folded(7, SLICE("aB")) == ws_hash_folded(7, SLICE("ab")), "short ones, too");
    OK(ws_hash_folded(7, SLICE("@x")) != ws_hash_folded(7, SLICE("`x")), "signs stay apart");
    OK(ws_hash_folded(7, SLICE("[name of eight")) != ws_hash_folded(7, SLICE("{name of eight")),
       "in long ones, too");

    char out[200] = "";
    ws_each_word(SLICE("one, \u4e8c three four five six seven"), join, out);
    IS_STR(out, "one|\u4e8c|three|four|five|six|", "each_word stops when told");

    IS_INT(ws_char_class(0x3000), WS_CHAR_SPACE, "ideographic space");
    IS_INT(ws_char_class(0xad), WS_CHAR_IGNORE, "soft hyphen");
    IS_INT(ws_char_class(0x2014), WS_CHAR_PUNCT, "dash");
    IS_INT(ws_char_class(0xe9), WS_CHAR_WORD, "accented letter");
    OK(ws_is_stop(0x3002) && ws_is_stop('!') && !ws_is_stop(','), "stops");
    return tap_done();
}
