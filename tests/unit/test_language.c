/* Languages: names of detectors to ISO codes, samples of texts, CLD2, and lists of languages. Models of fastText are
 * in tests/cli/language.t, which can make one. */
#include "pipeline/corpus/language.h"
#include "tests/tap.h"

#include <stdlib.h>

/* --- codes ---------------------------------------------------------------------------- */

static void test_codes(void)
{
    static const struct {
        const char *label, *code, *iso3, *script;
    } CASES[] = {
        {"en", "en", "eng", ""},
        {"EN", "en", "eng", ""},
        {"eng", "en", "eng", ""},
        {"__label__de", "de", "deu", ""},
        {"__label__deu_Latn", "de", "deu", "Latn"},
        {"zh-Hant", "zh", "zho", "Hant"},
        {"zh-hans", "zh", "zho", "Hans"},
        {"iw", "he", "heb", ""},
        {"jw", "jv", "jav", ""},
        {"in", "id", "ind", ""},
        {"ceb", "ceb", "ceb", ""},
        {"sr-ME", "sr", "srp", ""},
        {"sh", "sh", "hbs", ""},
        {"nb", "nb", "nob", ""},
        {"no", "no", "nor", ""},
        {"arb_Arab", "ar", "arb", "Arab"},   /* of a macrolanguage, in FLORES labels */
        {"cmn_Hani", "zh", "cmn", "Hani"},
        {"als", "als", "als", ""},           /* lid.176: Alemannic; without a script nobody knows */
        {"als_Latn", "sq", "als", "Latn"},
        {"roa-rup", "roa-rup", "", ""},
        {"bat_smg", "bat_smg", "", ""},
        {"simple", "simple", "", ""},
        {"un", "und", "", ""},
        {"und_Latn", "und", "", ""},
        {"xxx", "und", "", ""},
        {"xx-Latn", "und", "", ""},
        {"zxx_Zxxx", "und", "", ""},
        {"mul", "und", "", ""},
        {"", "und", "", ""},
        {"__label__", "und", "", ""},
        {"a\"b", "und", "", ""},
        {"e n", "und", "", ""},
        {"abcdefghijklmnopqrstuvwxyzabcde", "abcdefghijklmnopqrstuvwxyzabcde", "", ""},
        {"abcdefghijklmnopqrstuvwxyzabcdef", "und", "", ""},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct ws_language_code c;
        ws_language_code(CASES[i].label, &c);
        bool same = !strcmp(c.code, CASES[i].code) && !strcmp(c.iso3, CASES[i].iso3) &&
                    !strcmp(c.script, CASES[i].script);
        OK(same, "label '%s': %s %s %s", CASES[i].label, c.code, c.iso3, c.script);
    }
}

static bool listed(const char *label, const char *list)
{
    struct ws_language_code c;
    ws_language_code(label, &c);
    return ws_language_listed(&c, list);
}

static void test_lists(void)
{
    OK(listed("en", "en,de") && listed("de", "en,de"), "by the code of two letters");
    OK(!listed("fr", "en,de"), "another language");
    OK(listed("en", "eng") && listed("eng_Latn", "en"), "by the code of three letters");
    OK(listed("de", "EN,DE"), "letters in either case");
    OK(listed("zh-Hant", "zh") && listed("zh-Hant", "zh-Hant") && listed("zh-Hant", "zho_hant"), "with a script");
    OK(!listed("zh-Hans", "zh-Hant") && !listed("zh", "zh-Hant"), "another script, or none");
    OK(listed("arb_Arab", "ar") && listed("arb_Arab", "arb"), "a member of a macrolanguage by either code");
    OK(listed("roa-rup", "roa-rup"), "a name of the model's own");
    OK(listed("un", "und") && !listed("un", "en"), "und can be asked for");
    OK(!listed("en", "e") && !listed("eng", "engl"), "not by parts of a code");
    static const char *const GOOD[] = {"en", "en,de", "zh-Hant", "ceb,roa-rup", "eng_Latn"};
    static const char *const BAD[] = {"", ",", "en,", ",en", "en,,de", "e", "en de", "en;de", "12", "en1",
                                      "abcdefghijklmnopqrstuvwxyzabcdef"};
    for (size_t i = 0; i < sizeof GOOD / sizeof *GOOD; i++)
        OK(ws_language_list_is_good(GOOD[i]), "list %s", GOOD[i]);
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++)
        OK(!ws_language_list_is_good(BAD[i]), "no list: '%s'", BAD[i]);
}

/* --- samples -------------------------------------------------------------------------- */

static struct ws_buf sample, scratch;

static void fill(char *text, size_t n, const char *unit)
{
    for (size_t i = 0; i < n; i++)
        text[i] = unit[i % strlen(unit)];
    text[n] = '\0';
}

static void test_samples(void)
{
    static char text[20000];
    OK(ws_language_sample(SLICE("short text"), 5, 120, &sample), "a short text");
    IS_SLICE(((struct ws_slice){sample.p, sample.n}), "short text", "is its own sample");
    OK(ws_language_sample(SLICE(""), 5, 120, &sample) && sample.n == 0, "of nothing, nothing");
    fill(text, 19999, "word ");
    OK(ws_language_sample(SLICE(text), 5, 120, &sample), "a long text");
    size_t lines = 0, broken = 0;
    for (size_t i = 0, from = 0; i < sample.n; i++) {
        if (sample.p[i] != '\n')
            continue;
        lines++;
        broken += memcmp(sample.p + i - 4, "word", 4) != 0 || sample.p[from] == 'o' || sample.p[from] == 'r' ||
                  sample.p[from] == 'd';
        from = i + 1;
    }
    IS_INT(lines, 5, "gives five pieces");
    IS_INT(broken, 0, "of whole words");
    OK(sample.n > 500 && sample.n <= 5 * 121, "of the size that was asked for: %zu", sample.n);
    fill(text, 19998, "\xe6\xbc\xa2\xe5\xad\x97"); /* without blanks */
    OK(ws_language_sample(SLICE(text), 16, 256, &sample), "a text without blanks");
    bool whole = true;
    for (size_t i = 0; i < sample.n; i += sample.p[i] == '\n' ? 1 : 3)
        whole = whole && (sample.p[i] == '\n' || sample.p[i] >= 0xe0);
    OK(whole && sample.n > 4000, "gives pieces of whole characters");
    memset(text, 0x80, 19999); /* no UTF-8 at all */
    OK(ws_language_sample(SLICE(text), 5, 120, &sample) && sample.n <= 5 * 121, "of no characters, nothing");
    /* What is at the end is looked at, too. */
    fill(text, 19999, "word ");
    memcpy(text + 19989, "final end.", 10);
    OK(ws_language_sample(SLICE(text), 5, 120, &sample), "a text with an end of its own");
    sample.p[sample.n - 1] = '\0';
    OK(strstr((char *)sample.p, "final end."), "shows it");
}

/* --- CLD2 ----------------------------------------------------------------------------- */

static struct ws_language find(const struct ws_language_detector *d, const char *text, const char *declared,
                               const char *http, const char *url)
{
    struct ws_language l;
    const struct ws_language_subject s = {SLICE(text), SLICE(declared), SLICE(http), SLICE(url)};
    if (!ws_language_find(d, &scratch, &s, &l))
        abort();
    return l;
}

static struct ws_language_detector *detector(enum ws_lid lid)
{
    char msg[200] = "";
    const struct ws_language_options o = {.lid = lid, .min_score = -1};
    struct ws_language_detector *d = ws_language_detector_new(&o, msg, sizeof msg);
    if (!d)
        printf("# %s\n", msg);
    return d;
}

#ifdef WS_HAVE_CLD2
/* Article 1 of the Universal Declaration of Human Rights. */
static const struct {
    const char *code, *script, *text;
} TEXTS[] = {
    {"en", "", "All human beings are born free and equal in dignity and rights. They are endowed with reason and "
               "conscience and should act towards one another in a spirit of brotherhood."},
    {"de", "", "Alle Menschen sind frei und gleich an Würde und Rechten geboren. Sie sind mit Vernunft und Gewissen "
               "begabt und sollen einander im Geiste der Brüderlichkeit begegnen."},
    {"fr", "", "Tous les êtres humains naissent libres et égaux en dignité et en droits. Ils sont doués de raison et "
               "de conscience et doivent agir les uns envers les autres dans un esprit de fraternité."},
    {"es", "", "Todos los seres humanos nacen libres e iguales en dignidad y derechos y, dotados como están de razón "
               "y conciencia, deben comportarse fraternalmente los unos con los otros."},
    {"ru", "", "Все люди рождаются свободными и равными в своем достоинстве и правах. Они наделены разумом и совестью "
               "и должны поступать в отношении друг друга в духе братства."},
    {"zh", "Hans", "人人生而自由，在尊严和权利上一律平等。他们赋有理性和良心，并应以兄弟关系的精神相对待。"},
    {"zh", "Hant", "人人生而自由，在尊嚴和權利上一律平等。他們賦有理性和良心，並應以兄弟關係的精神相對待。"},
    {"ja", "", "すべての人間は、生まれながらにして自由であり、かつ、尊厳と権利とについて平等である。"},
    {"he", "", "כל בני אדם נולדו בני חורין ושווים בערכם ובזכויותיהם. כולם חוננו בתבונה ובמצפון, לפיכך חובה עליהם "
               "לנהוג איש ברעהו ברוח של אחווה."},
    {"ceb", "", "Ang tanang katawhan gipakatawo nga may kagawasan ug managsama sa kabililhon. Sila gigasahan sa "
                "salabutan ug tanlag ug mag-ilhanay isip managsoon sa usa'g-usa diha sa diwa sa espiritu."},
};

static void test_cld2(void)
{
    struct ws_language_detector *d = detector(WS_LID_CLD2);
    OK(ws_language_detector_is_on(d), "detection is on");
    OK(strncmp(ws_language_detector_name(d), "cld2/V2.0-", 10) == 0, "by name: %s", ws_language_detector_name(d));
    for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++) {
        struct ws_language l = find(d, TEXTS[i].text, "", "", "");
        OK(!strcmp(l.name.code, TEXTS[i].code) && !strcmp(l.name.script, TEXTS[i].script), "%s %s: %s %s",
           TEXTS[i].code, TEXTS[i].script, l.name.code, l.name.script);
        OK(l.score > 0.9 && l.score <= 1, "score %f", l.score);
    }
    struct ws_language none = find(d, "1234 5678 xq zzkq 99", "", "", "");
    IS_STR(none.name.code, "und", "numbers are in no language");
    OK(none.score == 0, "with a score of 0");
    IS_STR(find(d, "", "de", "", "").name.code, "und", "nor is no text");
    ws_language_detector_free(d);
}

/* Words of Danish and of Norwegian: what is known beside them decides. */
static void test_hints(void)
{
    struct ws_language_detector *d = detector(WS_LID_CLD2);
    const char *text = "Vi har en hund og en kat i huset, og de er meget glade";
    IS_STR(find(d, text, "", "", "").name.code, "no", "by itself");
    IS_STR(find(d, text, "da", "", "").name.code, "da", "as the page declares");
    IS_STR(find(d, text, "", "da, en", "").name.code, "da", "by Content-Language");
    IS_STR(find(d, text, "", "", "http://a.b.dk?x=http://b.no/").name.code, "da", "by its host");
    IS_STR(find(d, text, "", "", "https://user@example.dk:80/no").name.code, "da", "behind a user, before a port");
    IS_STR(find(d, text, "", "", "http://example.no/").name.code, "no", "by another host");
    /* zh as a hint would be that of simplified Chinese. */
    IS_STR(find(d, TEXTS[6].text, "zh", "zh-CN", "").name.script, "Hant", "declared as zh, traditional all the same");
    /* Hints that are none. */
    char many[500];
    fill(many, sizeof many - 1, "de-AT,");
    IS_STR(find(d, TEXTS[0].text, "x\"y", many, "::::").name.code, "en", "strange hints do no harm");
    IS_STR(find(d, TEXTS[0].text, "en", "", "http://192.0.2.1/").name.code, "en", "an address of numbers");
    ws_language_detector_free(d);
}

/* What the library refuses in a text must not hide the rest of it. */
static void test_strange(void)
{
    struct ws_language_detector *d = detector(WS_LID_CLD2);
    char text[2000];
    snprintf(text, sizeof text, "%s \x01 \xef\xbf\xbf \x7f\xc2\x81 %s \xef\xb7\x90", TEXTS[1].text, TEXTS[1].text);
    IS_STR(find(d, text, "", "", "").name.code, "de", "control characters and noncharacters");
    memset(text, 1, sizeof text - 1);
    text[sizeof text - 1] = '\0';
    IS_STR(find(d, text, "", "", "").name.code, "und", "nothing else");
    ws_language_detector_free(d);
}

/* Two languages: a second, larger sample tells how much there is of each. */
static void test_mixed(void)
{
    static char text[40000];
    struct ws_language_detector *d = detector(WS_LID_CLD2);
    size_t n = 0;
    while (n < 30000)
        n += (size_t)snprintf(text + n, sizeof text - n, "%s\n", TEXTS[n < 20000 ? 1 : 3].text);
    struct ws_language l = find(d, text, "", "", "");
    IS_STR(l.name.code, "de", "two thirds German, one Spanish");
    OK(l.score > 0.55 && l.score < 0.75, "score %f", l.score);
    ws_language_detector_free(d);
}
#else
static void test_cld2(void)
{
    char msg[200] = "";
    const struct ws_language_options o = {.lid = WS_LID_CLD2, .min_score = -1};
    OK(!ws_language_detector_new(&o, msg, sizeof msg) && strstr(msg, "no CLD2"), "CLD2 is not there: %s", msg);
    struct ws_language_detector *d = detector(WS_LID_AUTO);
    OK(!ws_language_detector_is_on(d), "auto is what the page declares then");
    ws_language_detector_free(d);
    tap_skip("this build has no CLD2");
}

static void test_hints(void)
{
}

static void test_strange(void)
{
}

static void test_mixed(void)
{
}
#endif

static void test_declared(void)
{
    struct ws_language_detector *d = detector(WS_LID_DECLARED);
    OK(!ws_language_detector_is_on(d), "declared: nothing is detected");
    IS_STR(ws_language_detector_name(d), "declared", "by name");
    struct ws_language l = find(d, "Ein deutscher Text", "fr", "", "");
    OK(!strcmp(l.name.code, "fr") && l.score == 0, "as the page says");
    IS_STR(find(d, "Ein deutscher Text", "", "", "").name.code, "und", "or not at all");
    ws_language_detector_free(d);
}

static void test_no_model(void)
{
    char msg[200] = "";
    const struct ws_language_options o = {.model = "/dev/null", .min_score = -1};
    OK(!ws_language_detector_new(&o, msg, sizeof msg) && strstr(msg, "/dev/null: "), "no model: %s", msg);
}

int main(void)
{
    ws_buf_init(&sample, SIZE_MAX);
    ws_buf_init(&scratch, SIZE_MAX);
    test_codes();
    test_lists();
    test_samples();
    test_cld2();
    test_hints();
    test_strange();
    test_mixed();
    test_declared();
    test_no_model();
    ws_buf_release(&sample);
    ws_buf_release(&scratch);
    return tap_done();
}
