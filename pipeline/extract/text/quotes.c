#include "pipeline/extract/text/quotes.h"

#include "pipeline/extract/text/text.h"

#include <string.h>

static const struct language {
    const char *codes; /* of two letters, each followed by a blank */
    struct ws_quotes outer, inner;
} LANGUAGES[] = {
    {"fr ", {"\u00ab", "\u00bb", true}, {"\u201c", "\u201d", false}},
    {"de cs sk sl bg is lt ka ", {"\u201e", "\u201c", false}, {"\u201a", "\u2018", false}},
    {"pl ro hu hr sr bs ", {"\u201e", "\u201d", false}, {"\u00ab", "\u00bb", false}},
    {"es it ca eu el pt ", {"\u00ab", "\u00bb", false}, {"\u201c", "\u201d", false}},
    {"ru uk be hy ", {"\u00ab", "\u00bb", false}, {"\u201e", "\u201c", false}},
    {"no nb nn fa az ", {"\u00ab", "\u00bb", false}, {"\u2018", "\u2019", false}},
    {"sv fi ", {"\u201d", "\u201d", false}, {"\u2019", "\u2019", false}},
    {"ja ", {"\u300c", "\u300d", false}, {"\u300e", "\u300f", false}},
    {"", {"\u201c", "\u201d", false}, {"\u2018", "\u2019", false}}, /* all others */
};

#define N_LANGUAGES (sizeof LANGUAGES / sizeof *LANGUAGES)

static bool speaks(const struct language *l, struct ws_slice lang)
{
    for (const char *code = l->codes; *code; code += 3)
        if (ws_equals_nocase(lang, (const char[]){code[0], code[1], 0}))
            return true;
    return false;
}

struct ws_quotes ws_quotes_of(struct ws_slice lang, unsigned depth)
{
    lang = ws_trim_text(lang);
    if (lang.n > 2 && (lang.p[2] == '-' || lang.p[2] == '_'))
        lang.n = 2;
    size_t i = 0;
    while (i + 1 < N_LANGUAGES && !speaks(&LANGUAGES[i], lang))
        i++;
    return depth % 2 ? LANGUAGES[i].inner : LANGUAGES[i].outer;
}

bool ws_opens_quote(uint32_t ch)
{
    return ch == '"' || ch == '\'' || ch == 0xab || ch == 0x2018 || ch == 0x201a || ch == 0x201c || ch == 0x201e ||
           ch == 0x300c || ch == 0x300e;
}

static bool is_quote(uint32_t ch)
{
    return ws_opens_quote(ch) || ch == 0xbb || ch == 0x2019 || ch == 0x201d || ch == 0x2039 || ch == 0x203a;
}

bool ws_begins_with_quote(struct ws_slice s)
{
    const uint8_t *p = s.p;
    return s.n && is_quote(ws_utf8_next(&p, s.p + s.n));
}
