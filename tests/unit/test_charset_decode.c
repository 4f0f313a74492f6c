/* Bytes of every encoding to UTF-8: right ones, malformed ones, limits. */
#include "tests/unit/charset_helper.h"

#include "pipeline/page/charset_internal.h"

#include <iconv.h>
#include <stdlib.h>

static struct ws_charset *c;

static void is_text(const char *charset, struct ws_slice bytes, const char *want,
                    const char *what)
{
    char http[80];
    snprintf(http, sizeof http, "text/html; charset=%s", charset);
    struct ws_decoded d = decode(c, bytes, http);
    char name[160];
    snprintf(name, sizeof name, "%s: %s", charset, what);
    IS_SLICE(d.utf8, want, name);
}

static void test_utf8(void)
{
    static const struct {
        const char *in, *want, *what;
    } t[] = {
        {"\xc2\xa9 \xe2\x82\xac \xf0\x9f\x98\x80", "© € 😀", "two, three and four bytes"},
        {"éé\xc0\xaf", "éé\xef\xbf\xbd\xef\xbf\xbd", "overlong form"},
        {"éé\xed\xa0\x80", "éé\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd", "surrogate"},
        {"éé\xf4\x90\x80\x80", "éé\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd",
         "above U+10FFFF"},
        {"é\xe2\x82<b>", "é\xef\xbf\xbd<b>", "one for a maximal subpart, '<' kept"},
        {"é\xf0\x9f\x98", "é\xef\xbf\xbd", "cut off at the end"},
        {"é\xff\x80", "é\xef\xbf\xbd\xef\xbf\xbd", "no lead bytes"},
    };
    for (size_t i = 0; i < sizeof t / sizeof t[0]; i++)
        is_text("utf-8", SLICE(t[i].in), t[i].want, t[i].what);
    struct ws_slice good = SLICE("\xef\xbb\xbf"
                                 "0123456789abcdef ümlaut");
    struct ws_decoded d = decode(c, good, NULL);
    OK(d.utf8.p == good.p + 3 && d.utf8.n == good.n - 3,
       "valid UTF-8 is borrowed, behind its BOM");
}

static void test_utf16(void)
{
    is_text("utf-16le", BYTES("<\0\xac\x20=\xd8\0\xde"), "<€😀", "BMP and a pair");
    is_text("utf-16be", BYTES("\0<\x20\xac\xd8=\xde\0"), "<€😀", "BMP and a pair");
    is_text("utf-16le", BYTES("<\0=\xd8<\0"), "<\xef\xbf\xbd<", "lone high surrogate");
    is_text("utf-16le", BYTES("<\0\0\xde<\0"), "<\xef\xbf\xbd<", "lone low surrogate");
    is_text("utf-16le", BYTES("<\0<"), "<\xef\xbf\xbd", "odd byte at the end");
    is_text("utf-16le", BYTES("<\0=\xd8"), "<\xef\xbf\xbd", "high surrogate at the end");
    struct ws_decoded d = decode(c, BYTES("\xff\xfe"), NULL);
    IS_INT(d.utf8.n, 0, "a BOM and nothing else");
}

static void test_single_byte(void)
{
    static const struct {
        const char *charset, *in, *want;
    } t[] = {
        {"windows-1252", "\x80\x82\x8c\x91\x92\x93\x94\x96\x97\x99\x9f\xa0\xe9\xff",
         "€‚Œ‘’“”–—™Ÿ\u00a0éÿ"},
        {"windows-1252", "\x81\x8d\x8f\x90\x9d", "\xc2\x81\xc2\x8d\xc2\x8f\xc2\x90\xc2\x9d"},
        {"iso-8859-1", "\x93q\x94", "“q”"},
        {"windows-1250", "\xb9\xe6\xea\xb3\x9c\x9f\xbf", "ąćęłśźż"},
        {"iso-8859-2", "\xb1\xe6\xea\xb3\xb6\xbc\xbf", "ąćęłśźż"},
        {"windows-1251", "\xcf\xf0\xe8\xe2\xe5\xf2\xb8\xb9", "Приветё№"},
        {"koi8-r", "\xf0\xd2\xc9\xd7\xc5\xd4\xa3", "Приветё"},
        {"koi8-u", "\xa4\xa6\xa7\xad\xae\xbe", "єіїґўЎ"},
        {"ibm866", "\x8f\xe0\xa8\xa2\xa5\xe2", "Привет"},
        {"x-mac-cyrillic", "\x8f\xf0\xe8\xe2\xe5\xf2", "Привет"},
        {"macintosh", "\x8e\xd2\xd3\xdb", "é“”€"},
        {"iso-8859-7", "\xc5\xeb\xeb\xdc\xe4\xe1", "Ελλάδα"},
        {"windows-1253", "\xc5\xeb\xeb\xdc\xe4\xe1\xa2", "ΕλλάδαΆ"},
        {"iso-8859-8", "\xf9\xec\xe5\xed", "שלום"},
        {"iso-8859-8-i", "\xf9\xec\xe5\xed", "שלום"},
        {"windows-1255", "\xf9\xec\xe5\xed\xca", "שלום\u05ba"},
        {"windows-1256", "\xd3\xe1\xc7\xe3\x81", "سلامپ"},
        {"windows-874", "\xca\xc7\xd1\xca\x80", "สวัส€"},
        {"iso-8859-15", "\xa4\xa6\xbd", "€Šœ"},
        {"iso-8859-16", "\xaa\xba\xde", "ȘșȚ"},
        {"windows-1257", "\xe0\xe8\xf0", "ąčš"},
        {"windows-1258", "\xf5\xfd\xd2", "ơư\u0309"},
        {"windows-1254", "\xfe\xf0\xfd", "şğı"},
        {"iso-8859-3", "\xa1\xa5", "Ħ\xef\xbf\xbd"}, /* 0xa5 is nothing */
        {"x-user-defined", "a\x80\xff", "a\xef\x9e\x80\xef\x9f\xbf"},
        {"hz-gb-2312", "anything", "\xef\xbf\xbd"},
    };
    for (size_t i = 0; i < sizeof t / sizeof t[0]; i++)
        is_text(t[i].charset, SLICE(t[i].in), t[i].want, "bytes above ASCII");
}

static void test_multi_byte(void)
{
    static const struct {
        const char *charset, *in, *want, *what;
    } t[] = {
        {"gb2312", "\xd6\xd0\xce\xc4", "中文", "two bytes"},
        {"gbk", "\x80\x81\x40\xfe\x9f", "€丂\u4dae", "euro, first and last pairs"},
        {"gb18030", "\x81\x30\x81\x30\x94\x39\xfc\x36", "\xc2\x80😀", "four bytes"},
        {"gb18030", "\xa3\xa0\xa6\xd9\xfe\x51\xaa\xa1", "\u3000︐\U00020087\ue000",
         "what became of private characters, and one that stayed"},
        {"gb18030", "\x82\x35\x8f\x33\x84\x31\xa2\x34\xe3\x32\x9a\x35", "\u9fa6\uffe6\U0010ffff",
         "ends of the ranges of four bytes"},
        {"big5", "\x87\x40\xfe\xfe\x87\xdf\xfa\x5f", "䏰秔鿋倩", "Hong Kong's, and compatibility"},
        {"big5", "\xa4\xa4\xa4\xe5\xa1\x45\xa1\xe3", "中文‧～", "punctuation of Windows"},
        {"big5", "\x88\x62\x88\x66\xa4\xa4", "Ê\u0304Ê中", "HKSCS letters with marks"},
        {"shift_jis", "\x93\xfa\x96\x7b\xb1\x5c\x81\x60\x87\x40", "日本ｱ\\～①",
         "Windows' form"},
        {"shift_jis", "\xfa\x54\xfc\x4b\xf0\x40\xf9\xfc\x80", "￢黑\ue000\ue757\xc2\x80",
         "IBM's kanji, and what users define"},
        {"euc-jp", "\xf9\xa1\xfc\xee\x8f\xa2\xb7\x8f\xed\xe3", "纊黑～龥", "IBM's, and JIS X 0212"},
        {"euc-jp", "\xc6\xfc\xcb\xdc\x8e\xb1\x8f\xb0\xa1\xad\xa1", "日本ｱ丂①", "all code sets"},
        {"iso-2022-jp", "a\x1b$BF|K\\\x1b(B<b>\x1b(I1\x1b(Jx\x1b$@F|\x1b(B", "a日本<b>ｱx日",
         "escapes"},
        {"euc-kr", "\xc7\xd1\xb1\xdb\x8c\x63", "한글똠", "with the Windows additions"},
    };
    for (size_t i = 0; i < sizeof t / sizeof t[0]; i++)
        is_text(t[i].charset, SLICE(t[i].in), t[i].want, t[i].what);
}

/* What is malformed must not swallow the markup behind it. */
static void test_malformed(void)
{
#define R "\xef\xbf\xbd"
    static const struct {
        const char *charset, *in, *want, *what;
    } t[] = {
        {"gbk", "\xd6<b>\xd6\xd0", R "<b>中", "lead before a tag"},
        {"gbk", "\xff\xd6\xd0", R "中", "no lead byte"},
        {"gb18030", "\x81\x30<p>", R "0<p>", "four bytes broken off"},
        {"gb18030", "\xe3\x32\x9a\x36\xd6\xd0", R "中", "four bytes past U+10FFFF"},
        {"gbk", "\xd6\xd0\xd6", "中" R, "lead at the end"},
        {"big5", "\xa4<b>\xa4\xa4", R "<b>中", "lead before a tag"},
        {"big5", "\xa1\x45\xff\xa1\x45\xa4", "‧" R "‧" R, "between punctuation"},
        {"shift_jis", "\x93<b>\x93\xfa", R "<b>日", "lead before a tag"},
        {"shift_jis", "\xfd\xfe\xff\x93\xfa", R R R "日", "no lead bytes"},
        {"euc-jp", "\x80\x9f\xff\xa9\xa1\xc6\xfc", R R R R "日", "no characters"},
        {"big5", "\x80\x81\x81\xff\xa4\xa4", R R R "中", "no characters"},
        {"euc-jp", "\xc6<b>\xc6\xfc", R "<b>日", "lead before a tag"},
        {"euc-jp", "\x8f\xb0<b>", R "<b>", "three bytes broken off"},
        {"euc-kr", "\xc7<b>\xc7\xd1", R "<b>한", "lead before a tag"},
        {"iso-2022-jp", "\x1b$BF|\nF<\x1b(Bx", "日\n銅x", "line end inside kanji"},
        {"iso-2022-jp", "a\x80\x1bzb\x1b$BF\x1b(Bx", "a" R R "zb" R "x",
         "high byte, bad escape, half a kanji"},
    };
#undef R
    for (size_t i = 0; i < sizeof t / sizeof t[0]; i++)
        is_text(t[i].charset, SLICE(t[i].in), t[i].want, t[i].what);
}

/* The two that iconv has exactly as the standard: pair by pair. */
static void test_pairs(const char *charset, const char *converter)
{
    char http[80];
    snprintf(http, sizeof http, "text/html; charset=%s", charset);
    iconv_t cd = iconv_open("UTF-8", converter);
    if (cd == (iconv_t)-1) {
        tap_skip("iconv does not know this encoding");
        return;
    }
    int same = 0, other = 0;
    for (unsigned lead = 0x81; lead < 0xff; lead++)
        for (unsigned trail = 0x40; trail < 0xff; trail++) {
            char pair[2] = {(char)lead, (char)trail}, want[16], *in = pair, *to = want;
            size_t left_in = 2, left_out = sizeof want;
            iconv(cd, NULL, NULL, NULL, NULL);
            if (iconv(cd, &in, &left_in, &to, &left_out) == (size_t)-1)
                continue;
            struct ws_decoded d = decode(c, (struct ws_slice){(uint8_t *)pair, 2}, http);
            bool is = d.utf8.n == sizeof want - left_out && !memcmp(d.utf8.p, want, d.utf8.n);
            same += is;
            other += !is;
        }
    iconv_close(cd);
    OK(same > 9000 && other == 0, "%s: %d pairs as iconv has them, %d otherwise", charset, same,
       other);
}

/* Every encoding over the same pseudo-random bytes; decode() checks that UTF-8 comes out. */
static void test_noise(void)
{
    static const char *const charsets[] = {
        "utf-8",  "utf-16le",    "utf-16be",  "windows-874", "gbk",           "big5",
        "euc-jp", "iso-2022-jp", "shift_jis", "euc-kr",      "x-user-defined"};
    uint8_t noise[20000];
    uint32_t x = 1;
    for (size_t i = 0; i < sizeof noise; i++) {
        x = x * 1664525u + 1013904223u;
        noise[i] = (uint8_t)(x >> 24);
    }
    for (size_t i = 0; i < sizeof charsets / sizeof charsets[0]; i++) {
        char http[80];
        snprintf(http, sizeof http, "text/html; charset=%s", charsets[i]);
        struct ws_decoded d = decode(c, (struct ws_slice){noise, sizeof noise}, http);
        OK(is_utf8(d.utf8) && d.utf8.n > 0, "noise as %s is valid UTF-8", charsets[i]);
    }
}

static enum ws_status with_limit(size_t limit, struct ws_slice page, const char *http,
                                 struct ws_error *err)
{
    struct ws_charset *small = ws_charset_new(limit);
    struct ws_decoded d;
    if (!small)
        return WS_FATAL;
    enum ws_status st = ws_charset_decode(small, page, SLICE(http), &d, err);
    ws_charset_free(small);
    return st;
}

static void test_limits(void)
{
    struct ws_error err = {0};
    const char *latin1 = "text/html; charset=iso-8859-1", *gbk = "text/html; charset=gbk";
    IS_INT(with_limit(8, SLICE("12345678"), latin1, &err), WS_OK, "as long as the limit");
    IS_INT(with_limit(7, SLICE("12345678"), latin1, &err), WS_SKIP, "a byte over it");
    IS_INT(err.code, WS_E_LIMIT, "and the code says so");
    IS_INT(with_limit(6, SLICE("\xe9\xe9 \xe9"), latin1, &err), WS_SKIP,
           "decoded a byte over it");
    IS_INT(with_limit(7, SLICE("\xe9\xe9 \xe9"), latin1, &err), WS_OK,
           "decoded as long as the limit");
    IS_INT(with_limit(6, SLICE("\xd6\xd0\xce\xc4"), gbk, &err), WS_OK,
           "multi-byte, as long as the limit");
    IS_INT(with_limit(5, SLICE("\xd6\xd0\xce\xc4"), gbk, &err), WS_SKIP,
           "multi-byte, over it");
    static uint8_t big[300000];
    memset(big, 0xe9, sizeof big);
    struct ws_slice page = {big, sizeof big};
    IS_INT(with_limit(sizeof big * 2 - 1, page, latin1, &err), WS_SKIP, "a big page over it");
    IS_INT(with_limit(sizeof big * 2, page, latin1, &err), WS_OK,
           "a big page as long as the limit");
    IS_INT(with_limit(0, SLICE("\x1b(B\x1b$B"), "text/html; charset=iso-2022-jp", &err), WS_OK,
           "nothing but escapes is nothing");
    IS_INT(with_limit(0, SLICE(""), gbk, &err), WS_OK, "nothing is within any limit");
    IS_INT(with_limit(1000, page, gbk, &err), WS_SKIP, "far over it");
    IS_INT(with_limit(1000, page, "text/html; charset=iso-2022-jp", &err), WS_SKIP,
           "far over it, by two steps");
}

/* Sequence by sequence. */
static struct ws_utf8_survey survey_bytes(struct ws_slice page)
{
    struct ws_utf8_survey s = {.valid = true};
    for (const uint8_t *p = page.p, *end = page.p + page.n; p < end;) {
        size_t bad, n = ws_utf8_sequence(p, end, &bad);
        s.valid &= n > 0;
        s.multibyte += n > 1;
        p += n ? n : bad;
    }
    return s;
}

/* Many bytes at once find what single ones do: all that four bytes can be, at every place of a page. */
static void test_survey(void)
{
    static const uint8_t BYTES[] = {0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf,
                                    0xe0, 0xe1, 0xec, 0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff};
    const size_t k = sizeof BYTES;
    unsigned valid = 0, differ = 0;
    for (size_t i = 0; i < k * k * k * k; i++) {
        uint8_t page[400];
        const size_t at = i % 199, n = at + 4 + i % 3 * (i % 90);
        memset(page, 'a', sizeof page);
        for (size_t j = 0, x = i; j < 4; j++, x /= k)
            page[at + j] = BYTES[x % k];
        const struct ws_slice s = {page, n};
        const struct ws_utf8_survey got = ws_utf8_survey(s), want = survey_bytes(s);
        valid += want.valid;
        differ += got.valid != want.valid || got.multibyte != want.multibyte;
    }
    OK(valid > 2000, "%u pages of four odd bytes are valid", valid);
    IS_INT(differ, 0, "of so many at once the same is said");
}

int main(void)
{
    c = ws_charset_new(1 << 20);
    if (!OK(c != NULL, "ws_charset_new"))
        return tap_done();
    test_utf8();
    test_utf16();
    test_single_byte();
    test_multi_byte();
    test_malformed();
    test_pairs("euc-kr", "CP949");
    test_pairs("shift_jis", "CP932");
    test_noise();
    test_limits();
    test_survey();
    ws_charset_free(c);
    return tap_done();
}
