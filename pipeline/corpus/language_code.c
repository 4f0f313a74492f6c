#include "pipeline/corpus/language_code.h"

#include <string.h>

/* ISO 639-3 and 639-1, of all languages that have both; in the order of the first. Source: the code tables of
 * ISO 639-3 (https://iso639-3.sil.org), 2023. */
static const struct pair {
    char iso3[4], iso1[3];
} PAIRS[] = {
    {"aar", "aa"}, {"abk", "ab"}, {"afr", "af"}, {"aka", "ak"}, {"amh", "am"}, {"ara", "ar"},
    {"arg", "an"}, {"asm", "as"}, {"ava", "av"}, {"ave", "ae"}, {"aym", "ay"}, {"aze", "az"},
    {"bak", "ba"}, {"bam", "bm"}, {"bel", "be"}, {"ben", "bn"}, {"bis", "bi"}, {"bod", "bo"},
    {"bos", "bs"}, {"bre", "br"}, {"bul", "bg"}, {"cat", "ca"}, {"ces", "cs"}, {"cha", "ch"},
    {"che", "ce"}, {"chu", "cu"}, {"chv", "cv"}, {"cor", "kw"}, {"cos", "co"}, {"cre", "cr"},
    {"cym", "cy"}, {"dan", "da"}, {"deu", "de"}, {"div", "dv"}, {"dzo", "dz"}, {"ell", "el"},
    {"eng", "en"}, {"epo", "eo"}, {"est", "et"}, {"eus", "eu"}, {"ewe", "ee"}, {"fao", "fo"},
    {"fas", "fa"}, {"fij", "fj"}, {"fin", "fi"}, {"fra", "fr"}, {"fry", "fy"}, {"ful", "ff"},
    {"gla", "gd"}, {"gle", "ga"}, {"glg", "gl"}, {"glv", "gv"}, {"grn", "gn"}, {"guj", "gu"},
    {"hat", "ht"}, {"hau", "ha"}, {"hbs", "sh"}, {"heb", "he"}, {"her", "hz"}, {"hin", "hi"},
    {"hmo", "ho"}, {"hrv", "hr"}, {"hun", "hu"}, {"hye", "hy"}, {"ibo", "ig"}, {"ido", "io"},
    {"iii", "ii"}, {"iku", "iu"}, {"ile", "ie"}, {"ina", "ia"}, {"ind", "id"}, {"ipk", "ik"},
    {"isl", "is"}, {"ita", "it"}, {"jav", "jv"}, {"jpn", "ja"}, {"kal", "kl"}, {"kan", "kn"},
    {"kas", "ks"}, {"kat", "ka"}, {"kau", "kr"}, {"kaz", "kk"}, {"khm", "km"}, {"kik", "ki"},
    {"kin", "rw"}, {"kir", "ky"}, {"kom", "kv"}, {"kon", "kg"}, {"kor", "ko"}, {"kua", "kj"},
    {"kur", "ku"}, {"lao", "lo"}, {"lat", "la"}, {"lav", "lv"}, {"lim", "li"}, {"lin", "ln"},
    {"lit", "lt"}, {"ltz", "lb"}, {"lub", "lu"}, {"lug", "lg"}, {"mah", "mh"}, {"mal", "ml"},
    {"mar", "mr"}, {"mkd", "mk"}, {"mlg", "mg"}, {"mlt", "mt"}, {"mon", "mn"}, {"mri", "mi"},
    {"msa", "ms"}, {"mya", "my"}, {"nau", "na"}, {"nav", "nv"}, {"nbl", "nr"}, {"nde", "nd"},
    {"ndo", "ng"}, {"nep", "ne"}, {"nld", "nl"}, {"nno", "nn"}, {"nob", "nb"}, {"nor", "no"},
    {"nya", "ny"}, {"oci", "oc"}, {"oji", "oj"}, {"ori", "or"}, {"orm", "om"}, {"oss", "os"},
    {"pan", "pa"}, {"pli", "pi"}, {"pol", "pl"}, {"por", "pt"}, {"pus", "ps"}, {"que", "qu"},
    {"roh", "rm"}, {"ron", "ro"}, {"run", "rn"}, {"rus", "ru"}, {"sag", "sg"}, {"san", "sa"},
    {"sin", "si"}, {"slk", "sk"}, {"slv", "sl"}, {"sme", "se"}, {"smo", "sm"}, {"sna", "sn"},
    {"snd", "sd"}, {"som", "so"}, {"sot", "st"}, {"spa", "es"}, {"sqi", "sq"}, {"srd", "sc"},
    {"srp", "sr"}, {"ssw", "ss"}, {"sun", "su"}, {"swa", "sw"}, {"swe", "sv"}, {"tah", "ty"},
    {"tam", "ta"}, {"tat", "tt"}, {"tel", "te"}, {"tgk", "tg"}, {"tgl", "tl"}, {"tha", "th"},
    {"tir", "ti"}, {"ton", "to"}, {"tsn", "tn"}, {"tso", "ts"}, {"tuk", "tk"}, {"tur", "tr"},
    {"twi", "tw"}, {"uig", "ug"}, {"ukr", "uk"}, {"urd", "ur"}, {"uzb", "uz"}, {"ven", "ve"},
    {"vie", "vi"}, {"vol", "vo"}, {"wln", "wa"}, {"wol", "wo"}, {"xho", "xh"}, {"yid", "yi"},
    {"yor", "yo"}, {"zha", "za"}, {"zho", "zh"}, {"zul", "zu"},
};
#define N_PAIRS (sizeof PAIRS / sizeof *PAIRS)

/* Members of macrolanguages that stand for them in models with one label for each script (FLORES-200): the code is
 * that of the macrolanguage, iso3 their own. */
static const struct pair MEMBERS[] = {
    {"als", "sq"}, {"arb", "ar"}, {"ayr", "ay"}, {"azj", "az"}, {"cmn", "zh"}, {"ekk", "et"},
    {"fuv", "ff"}, {"gaz", "om"}, {"gug", "gn"}, {"kmr", "ku"}, {"khk", "mn"}, {"knc", "kr"},
    {"lvs", "lv"}, {"npi", "ne"}, {"ory", "or"}, {"pbt", "ps"}, {"pes", "fa"}, {"plt", "mg"},
    {"quy", "qu"}, {"swh", "sw"}, {"uzn", "uz"}, {"ydd", "yi"}, {"zsm", "ms"}};

/* Withdrawn codes that are still written: CLD2 and many pages do. */
static const char OLD[][2][3] = {{"iw", "he"}, {"in", "id"}, {"ji", "yi"}, {"jw", "jv"}, {"mo", "ro"}};

/* What stands for no language: unknown, ignored, undetermined, no linguistic content, of several. */
static const char NONE[][4] = {"un", "xxx", "xx", "und", "zxx", "mis", "mul", "zzb", "zzp", "zzh", "zze"};

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool is_letter(char c)
{
    return lower(c) >= 'a' && lower(c) <= 'z';
}

/* Letters at p, up to what is none. */
static size_t letters(const char *p)
{
    size_t n = 0;
    while (is_letter(p[n]))
        n++;
    return n;
}

static bool is_end(char c)
{
    return c == '\0' || c == ',';
}

/* A script behind the language: four letters, and nothing else. "": none. */
static void read_script(const char *p, char script[5])
{
    script[0] = '\0';
    if ((*p != '-' && *p != '_') || letters(p + 1) != 4 || !is_end(p[5]))
        return;
    for (size_t i = 0; i < 4; i++)
        script[i] = lower(p[1 + i]);
    script[0] = (char)(script[0] - 32);
    script[4] = '\0';
}

static void find_pair(struct ws_language_code *c)
{
    const size_t n = strlen(c->code);
    for (size_t i = 0; n == 2 && i < sizeof OLD / sizeof *OLD; i++)
        if (strcmp(c->code, OLD[i][0]) == 0)
            memcpy(c->code, OLD[i][1], 3);
    if (n == 3)
        memcpy(c->iso3, c->code, 4);
    for (size_t i = 0; i < N_PAIRS; i++) {
        if (strcmp(c->code, n == 3 ? PAIRS[i].iso3 : PAIRS[i].iso1) != 0)
            continue;
        memcpy(c->code, PAIRS[i].iso1, 3);
        memcpy(c->iso3, PAIRS[i].iso3, 4);
        return;
    }
    for (size_t i = 0; n == 3 && c->script[0] && i < sizeof MEMBERS / sizeof *MEMBERS; i++)
        if (strcmp(c->iso3, MEMBERS[i].iso3) == 0)
            memcpy(c->code, MEMBERS[i].iso1, 3);
}

static bool is_label(const char *s)
{
    size_t n = 0;
    while (is_letter(s[n]) || (s[n] >= '0' && s[n] <= '9') || s[n] == '-' || s[n] == '_')
        n++;
    return s[n] == '\0' && n > 0 && n < WS_LANGUAGE_LABEL;
}

void ws_language_code(const char *label, struct ws_language_code *c)
{
    static const char PREFIX[] = "__label__";
    *c = (struct ws_language_code){.code = "und"};
    if (strncmp(label, PREFIX, sizeof PREFIX - 1) == 0)
        label += sizeof PREFIX - 1;
    if (!is_label(label))
        return;
    size_t n = letters(label), region = label[n] ? letters(label + n + 1) : 0;
    read_script(label + n, c->script);
    bool plain = n >= 2 && n <= 3 &&
                 (!label[n] || c->script[0] || (region == 2 && !label[n + 3])); /* "sr-ME" */
    if (!plain)
        n = strlen(label); /* a name of the model's own: "roa-rup", "simple" */
    for (size_t i = 0; i < n; i++)
        c->code[i] = lower(label[i]);
    c->code[n] = '\0';
    for (size_t i = 0; i < sizeof NONE / sizeof *NONE; i++)
        if (strcmp(c->code, NONE[i]) == 0) {
            *c = (struct ws_language_code){.code = "und"};
            return;
        }
    if (plain)
        find_pair(c);
}

/* --- lists ---------------------------------------------------------------------------------- */

static const char *next(const char *p)
{
    p += strcspn(p, ",");
    return *p ? p + 1 : p;
}

static bool names(const char *item, size_t n, const char *code)
{
    for (size_t i = 0; i < n; i++)
        if (lower(item[i]) != code[i])
            return false;
    return code[n] == '\0';
}

bool ws_language_listed(const struct ws_language_code *c, const char *list)
{
    for (const char *p = list; *p; p = next(p)) {
        const size_t all = strcspn(p, ","), n = letters(p);
        char script[5];
        read_script(p + n, script);
        if (names(p, all, c->code))
            return true;
        if ((n == all || (script[0] && strcmp(script, c->script) == 0)) &&
            (names(p, n, c->code) || names(p, n, c->iso3)))
            return true;
    }
    return false;
}

bool ws_language_list_is_good(const char *list)
{
    for (const char *p = list;; p = next(p)) {
        size_t n = strcspn(p, ",");
        if (n < 2 || n >= WS_LANGUAGE_LABEL || letters(p) < 2)
            return false;
        for (size_t i = 0; i < n; i++)
            if (!is_letter(p[i]) && p[i] != '-' && p[i] != '_')
                return false;
        if (!p[n])
            return true;
    }
}
