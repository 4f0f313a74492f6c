/* Runs of plain text, sixteen bytes at once, against the same byte by byte. */
#include "pipeline/extract/text/plain.h"
#include "pipeline/extract/text/text.h"
#include "tests/tap.h"

#include <string.h>

static bool is_shown(const uint8_t *p, const uint8_t *end)
{
    return p < end && (ws_byte_class[*p] == WS_CHAR_WORD || ws_byte_class[*p] == WS_CHAR_PUNCT);
}

static size_t copy_bytes(const uint8_t *p, const uint8_t *end, uint8_t *out, struct ws_plain *r)
{
    const uint8_t *start = p;
    while (is_shown(p, end)) {
        bool word = ws_byte_class[*p] == WS_CHAR_WORD;
        r->words += word && !r->in_word;
        r->in_word = word;
        r->chars++;
        *out++ = *p++;
        bool blank = p < end && (*p == ' ' || *p == '\n');
        if (blank && !r->no_blanks && is_shown(p + 1, end)) {
            *out++ = ' ';
            r->in_word = false;
            p++;
        }
    }
    return (size_t)(p - start);
}

static bool agree(const uint8_t *p, size_t n, bool in_word, bool no_blanks)
{
    uint8_t fast[256 + WS_PLAIN_SLACK] = {0}, slow[256] = {0};
    for (size_t more = 0; more <= 64; more += 16) { /* bytes that can be read behind the text */
        struct ws_plain a = {.in_word = in_word, .no_blanks = no_blanks, .readable = p + n + more}, b = a;
        size_t k = ws_plain_copy(p, p + n, fast, &a);
        if (k != copy_bytes(p, p + n, slow, &b) || memcmp(fast, slow, k) != 0 || a.chars != b.chars ||
            a.words != b.words || a.in_word != b.in_word)
            return false;
    }
    return true;
}

/* All bytes of text, the usual ones more often. */
static uint8_t pick(uint32_t *state)
{
    static const char usual[] = "aB9_ .xyzZ0\n e- n";
    *state = *state * 1664525u + 1013904223u;
    uint32_t x = *state >> 16;
    return x % 40 ? (uint8_t)usual[x % (sizeof usual - 1)] : (uint8_t)(x >> 8);
}

static void test_random(void)
{
    uint32_t state = 1;
    int wrong = 0;
    for (int i = 0; i < 20000; i++) {
        uint8_t text[264];
        size_t n = (size_t)i % 200;
        for (size_t k = 0; k < sizeof text; k++)
            text[k] = pick(&state);
        wrong += !agree(text, n, i & 1, (i & 6) == 6);
    }
    OK(wrong == 0, "the same as byte by byte on 20,000 random texts");
}

static void test_every_byte(void)
{
    int wrong = 0;
    for (unsigned c = 0; c < 256; c++)
        for (size_t at = 0; at < 40; at++) {
            uint8_t text[104];
            memset(text, 'a', sizeof text);
            text[at] = (uint8_t)c;
            wrong += !agree(text, 40, false, false) + !agree(text, at + 1, true, true);
        }
    OK(wrong == 0, "every byte at every place");
}

int main(void)
{
    test_random();
    test_every_byte();
    return tap_done();
}
