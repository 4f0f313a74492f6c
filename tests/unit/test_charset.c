/* Which charset a page is taken to have. test_charset_decode.c looks at the decoding itself. */
#include "tests/unit/charset_helper.h"

#include <iconv.h>
#include <stdlib.h>

static struct ws_charset *c;

static void is_found(struct ws_slice page, const char *http, const char *charset,
                     enum ws_charset_source source, const char *what)
{
    struct ws_decoded d = decode(c, page, http);
    if (!OK(strcmp(d.charset, charset) == 0 && d.source == source, "%s", what))
        printf("#   got %s by %s, want %s by %s\n", d.charset, ws_charset_source_name(d.source),
               charset, ws_charset_source_name(source));
}

static void test_labels(void)
{
    static const struct {
        const char *label, *name;
    } t[] = {
        {"utf8", "utf-8"},
        {"latin1", "windows-1252"},
        {" \tISO-8859-1\r\n", "windows-1252"},
        {"us-ascii", "windows-1252"},
        {"iso-8859-9", "windows-1254"},
        {"tis-620", "windows-874"},
        {"gb2312", "gbk"},
        {"GB18030", "gb18030"},
        {"ks_c_5601-1987", "euc-kr"},
        {"windows-31j", "shift_jis"},
        {"x-x-big5", "big5"},
        {"866", "ibm866"},
        {"unicode", "utf-16le"},
        {"hz-gb-2312", "replacement"},
        {"x-user-defined", "x-user-defined"},
        {"", NULL},
        {"utf", NULL},
        {"utf-8x", NULL},
        {"utf-7", NULL},
        {"zzz", NULL},
    };
    for (size_t i = 0; i < sizeof t / sizeof t[0]; i++) {
        const char *name = ws_charset_by_label(SLICE(t[i].label));
        OK(t[i].name ? name && strcmp(name, t[i].name) == 0 : !name, "label \"%s\" -> %s",
           t[i].label, name ? name : "none");
    }
    OK(!ws_charset_by_label(BYTES("utf-8\0")), "a label with a NUL is none");
}

static void test_sources(void)
{
    static const char *const names[] = {"bom", "http", "meta", "crawl", "detected", "default"};
    for (int i = 0; i < 6; i++)
        IS_STR(ws_charset_source_name((enum ws_charset_source)i), names[i], "name of a source");
}

/* Order: BOM, header, meta, detector, default. */
static void test_order(void)
{
    const char *koi = "text/html; charset=koi8-r";
    is_found(SLICE("\xef\xbb\xbf<meta charset=gbk>x"), koi, "utf-8", WS_CHARSET_BOM,
             "BOM before header");
    is_found(BYTES("\xff\xfe<\0p\0"), koi, "utf-16le", WS_CHARSET_BOM, "UTF-16LE BOM");
    is_found(BYTES("\xfe\xff\0<\0p"), koi, "utf-16be", WS_CHARSET_BOM, "UTF-16BE BOM");
    is_found(SLICE("<meta charset=gbk>x"), koi, "koi8-r", WS_CHARSET_HTTP,
             "header before meta");
    is_found(SLICE("<meta charset=gbk>x"), "text/html", "gbk", WS_CHARSET_META,
             "meta without header");
    is_found(SLICE("<meta charset=gbk>x"), "text/html; charset=nonsense", "gbk",
             WS_CHARSET_META, "an unknown label in the header is no label");
    is_found(SLICE("<p>gr\xc3\xbc\xc3\x9f"), NULL, "utf-8", WS_CHARSET_DETECTED,
             "valid UTF-8 is UTF-8");
    is_found(SLICE("<p>plain"), NULL, "windows-1252", WS_CHARSET_DEFAULT, "ASCII: the default");
    is_found(SLICE(""), NULL, "windows-1252", WS_CHARSET_DEFAULT, "empty page");
    is_found((struct ws_slice){0}, NULL, "windows-1252", WS_CHARSET_DEFAULT, "no page");
}

static void test_header(void)
{
    static const struct {
        const char *value, *charset;
    } t[] = {
        {"text/html;charset=KOI8-R", "koi8-r"},
        {"text/html; Charset = \"koi8-r\"; x=y", "koi8-r"},
        {"text/html; charset='koi8-r'", "koi8-r"},
        {"text/html; charset=koi8-r, text/html", "koi8-r"},
        {"text/html; charset; charset=koi8-r", "koi8-r"},
        {"text/html; charset=\"koi8-r", "windows-1252"},
        {"text/html; charset=", "windows-1252"},
        {"charset", "windows-1252"},
    };
    for (size_t i = 0; i < sizeof t / sizeof t[0]; i++)
        IS_STR(decode(c, SLICE("<p>x"), t[i].value).charset, t[i].charset, t[i].value);
}

/* Each page names koi8-r where it counts and, if at all, gbk where it does not. */
static void test_prescan(void)
{
    static const char *const found[] = {
        "<meta charset=koi8-r>",
        "<META CHARSET='KOI8-R'>",
        "<meta charset = \" koi8-r \">",
        "<meta/charset=koi8-r />",
        "<meta charset=gbk-none><meta charset=koi8-r>",
        "<meta http-equiv=Content-Type content='text/html; charset=koi8-r'>",
        "<meta content=\"text/html; charset=koi8-r\" http-equiv=\"content-type\">",
        "<meta content='charset=gbk' charset=koi8-r http-equiv=content-type>",
        "<meta charset=koi8-r charset=gbk>",
        "<meta content='charset=gbk'><meta charset=koi8-r>",
        "<meta http-equiv=refresh content='charset=gbk'><meta charset=koi8-r>",
        "<!-- <meta charset=gbk> --><meta charset=koi8-r>",
        "<!--><meta charset=koi8-r>-->",
        "<!-- > -- > <meta charset=gbk> --><meta charset=koi8-r>",
        "<!doctype html><html lang=ru><head><title>x</title><meta charset=koi8-r>",
        "<a title='<meta charset=gbk>'></a x='<meta charset=gbk>'><meta charset=koi8-r>",
        "<? <meta charset=gbk><meta charset=koi8-r>",
        "</ <meta charset=gbk><meta charset=koi8-r>",
        "<metas charset=gbk><meta charset=koi8-r>",
        "<meta =x charset=koi8-r>",
        "<meta name=a content charset=koi8-r>",
        "< meta charset=gbk <<meta charset=koi8-r>",
        "<?xml version='1.0' encoding='koi8-r'?><html>",
        "<?xml version=\"1.0\" encoding=\"gbk\"?><meta charset=koi8-r>",
    };
    for (size_t i = 0; i < sizeof found / sizeof found[0]; i++)
        is_found(SLICE(found[i]), NULL, "koi8-r", WS_CHARSET_META, found[i]);
    static const char *const none[] = {
        "<meta charset=gbk",
        "<meta charset='gbk>",
        "<meta charset=gbk/>",
        "<!-- <meta charset=gbk>",
        "<meta content='text/html; charset=gbk'>",
        "<meta http-equiv=content-type content='text/html; charset'>",
        "<meta charset=none content='charset=gbk' http-equiv=content-type>",
        "<meta>",
        "<meta",
        "<",
        "<!--",
        "</",
        " <?xml version='1.0' encoding='gbk'?>",
        "<?xml version='1.0'?><p encoding='gbk'>",
        "<?xml encoding=gbk?>",
        "<?xml encoding='gbk",
    };
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++)
        is_found(SLICE(none[i]), NULL, "windows-1252", WS_CHARSET_DEFAULT, none[i]);
    is_found(SLICE("<meta charset=utf-16>"), NULL, "utf-8", WS_CHARSET_META,
             "meta utf-16 means UTF-8");
    is_found(SLICE("<meta charset=x-user-defined>"), NULL, "windows-1252", WS_CHARSET_META,
             "meta x-user-defined means windows-1252");
}

/* A declaration behind n blanks. */
static void test_late_meta(void)
{
    enum { FAR = 80000 };
    char *page = malloc(FAR + 100);
    if (!page)
        return;
    memset(page, ' ', FAR);
    memcpy(page + 30000, "<meta charset=koi8-r>", 21);
    is_found((struct ws_slice){(uint8_t *)page, FAR}, NULL, "koi8-r", WS_CHARSET_META,
             "30,000 bytes on");
    memset(page + 30000, ' ', 21);
    memcpy(page + FAR, "<meta charset=koi8-r>", 21);
    is_found((struct ws_slice){(uint8_t *)page, FAR + 21}, NULL, "windows-1252",
             WS_CHARSET_DEFAULT, "not 80,000 bytes on");
    free(page);
}

/* Declarations that the bytes refute, and those they do not. */
static void test_refuted(void)
{
    const char *utf8 = "text/html; charset=utf-8";
    is_found(SLICE("<p>caf\xe9 cr\xe8me"), utf8, "windows-1252", WS_CHARSET_DETECTED,
             "not UTF-8 at all");
    is_found(SLICE("<meta charset=iso-8859-1><p>caf\xe9 cr\xe8me"), utf8, "windows-1252",
             WS_CHARSET_META, "a wrong header leaves the meta");
    is_found(SLICE("<p>caf\xc3\xa9 cr\xc3\xa8me \xe9"), utf8, "utf-8", WS_CHARSET_HTTP,
             "damaged UTF-8");
    is_found(SLICE("<p>cut off \xe2\x80"), utf8, "utf-8", WS_CHARSET_HTTP,
             "UTF-8 cut in a character");
    is_found(SLICE("<p>it\xe2\x80\x99s"), "text/html; charset=iso-8859-1", "utf-8",
             WS_CHARSET_DETECTED, "a UTF-8 apostrophe is not Latin-1");
    is_found(SLICE("<p>caf\xe9 \xc3\xa9"), "text/html; charset=iso-8859-1", "windows-1252",
             WS_CHARSET_HTTP, "Latin-1 that is not all UTF-8");
    is_found(SLICE("<p>\xd2\xb9"), "text/html; charset=gbk", "gbk", WS_CHARSET_HTTP,
             "one GBK character may look like UTF-8");
    is_found(SLICE("<p>abc"), "text/html; charset=utf-16", "windows-1252", WS_CHARSET_DEFAULT,
             "UTF-16 has NUL bytes");
    is_found(BYTES("<\0p\0>\0a\0"), "text/html; charset=utf-16", "utf-16le", WS_CHARSET_HTTP,
             "UTF-16LE");
    is_found(BYTES("\0<\0p\0>\0a"), NULL, "utf-16be", WS_CHARSET_DETECTED,
             "UTF-16BE without a word");
}

/* text in another encoding, by iconv, in a page; keeps the result until the next call. */
static struct ws_slice page_in(const char *charset, const char *text)
{
    static char buf[8192];
    static const char open[] = "<html><script>var x = 'a<b';</script><title>\n",
                      close[] = "</title><p>more";
    char *to = buf + sizeof open - 1, *in = (char *)(uintptr_t)text;
    size_t left_in = strlen(text), left_out = sizeof buf - sizeof open - sizeof close;
    memcpy(buf, open, sizeof open - 1);
    iconv_t cd = iconv_open(charset, "UTF-8");
    if (cd == (iconv_t)-1)
        return (struct ws_slice){0};
    bool fits = iconv(cd, &in, &left_in, &to, &left_out) != (size_t)-1 &&
                iconv(cd, NULL, NULL, &to, &left_out) != (size_t)-1;
    iconv_close(cd);
    if (!fits)
        return (struct ws_slice){0};
    memcpy(to, close, sizeof close - 1);
    return (struct ws_slice){(uint8_t *)buf, (size_t)(to - buf) + sizeof close - 1};
}

/* The same news in many languages. */
static const char russian[] =
    "В субботу в городе открылась выставка молодых художников: её можно будет "
    "посмотреть до конца месяца, вход для детей и пенсионеров бесплатный.";
static const char polish[] =
    "W sobotę otwarto w mieście wystawę młodych malarzy; można ją oglądać do końca "
    "miesiąca, a dzieci i emeryci wchodzą bezpłatnie. Później będą też warsztaty.";
static const char greek[] =
    "Το Σάββατο άνοιξε στην πόλη η έκθεση των νέων ζωγράφων. Θα είναι ανοιχτή μέχρι το "
    "τέλος του μήνα και η είσοδος για τα παιδιά είναι δωρεάν.";
static const char chinese[] =
    "星期六，青年画家的作品展览在本市美术馆开幕。展览将持续到本月底，儿童和退休人员可以"
    "免费参观，还可以参加周末的绘画讲座。";
static const char japanese[] =
    "土曜日に市の美術館で若い画家たちの展覧会が始まりました。展覧会は今月の終わりまで"
    "続き、子供とお年寄りは無料で入ることができます。";
static const char korean[] =
    "토요일에 시립 미술관에서 젊은 화가들의 전시회가 열렸다. 전시회는 이달 말까지 계속되며 "
    "어린이와 노인은 무료로 입장할 수 있다.";
static const char german[] =
    "Am Samstag eröffnete die Ausstellung der jungen Künstler; sie läuft bis Ende März, "
    "und für Kinder ist der Eintritt frei – „natürlich“, heißt es.";
static const char english[] =
    "It’s a painter’s dream – “the light”, she says, “is all there is” — and you’d "
    "believe her • the show runs until the end of the month…";
static const char turkish[] =
    "Cumartesi günü şehir müzesinde genç ressamların sergisi açıldı. Sergi ayın sonuna "
    "kadar sürecek, çocuklar ve yaşlılar ücretsiz girebilecek.";

static void test_detector(void)
{
    static const struct {
        const char *text, *charset, *want;
    } t[] = {
        {russian, "CP1251", "windows-1251"},
        {russian, "KOI8-R", "koi8-r"},
        {russian, "IBM866", "ibm866"},
        {russian, "ISO-8859-5", "iso-8859-5"},
        {polish, "ISO-8859-2", "iso-8859-2"},
        {polish, "CP1250", "windows-1250"},
        {greek, "ISO-8859-7", "iso-8859-7"},
        {chinese, "GBK", "gb18030"},
        {japanese, "SHIFT_JIS", "shift_jis"},
        {japanese, "EUC-JP", "euc-jp"},
        {japanese, "ISO-2022-JP", "iso-2022-jp"},
        {korean, "EUC-KR", "euc-kr"},
        {german, "CP1252", "windows-1252"},
        {english, "CP1252", "windows-1252"},
        {turkish, "CP1254", "windows-1254"},
    };
    for (size_t i = 0; i < sizeof t / sizeof t[0]; i++) {
        struct ws_slice page = page_in(t[i].charset, t[i].text);
        struct ws_decoded d = decode(c, page, NULL);
        bool kept = false;
        for (size_t k = 0; !kept && page.n && k + strlen(t[i].text) <= d.utf8.n; k++)
            kept = memcmp(d.utf8.p + k, t[i].text, strlen(t[i].text)) == 0;
        OK(kept, "text in %s comes back (read as %s)", t[i].charset, d.charset);
        is_found(page, NULL, t[i].want, WS_CHARSET_DETECTED, "and the name is right");
    }
    is_found(SLICE("<p title='\xd0\xe5\xe9\xf2\xe8\xed\xe3'>plain</p><!-- \xd0\xe5\xe9 "
                   "--><style>\xd0</style>"),
             NULL, "windows-1252", WS_CHARSET_DEFAULT, "only text is looked at");
}

int main(void)
{
    c = ws_charset_new(1 << 20);
    if (!OK(c != NULL, "ws_charset_new"))
        return tap_done();
    test_labels();
    test_sources();
    test_order();
    test_header();
    test_prescan();
    test_late_meta();
    test_refuted();
    test_detector();
    ws_charset_free(c);
    ws_charset_free(NULL);
    return tap_done();
}
