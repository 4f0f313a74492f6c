#include "pipeline/extract/hidden_names.h"

#include "pipeline/extract/text.h"
#include "pipeline/extract/vector.h"

/* Matched at the start of a word of a class or id, hyphens and underscores left out. Text for screen readers;
 * consent managers by their names, and what pages call such boxes of their own; the "[edit]" of MediaWiki.
 * Sorted. */
static const struct ws_name_pattern HIDING[] = {
    {"a11yhidden", WS_CAUSE_READER, false}, {"assistivetext", WS_CAUSE_READER, false},
    {"borlabscookie", WS_CAUSE_OVERLAY, true}, {"cmplz", WS_CAUSE_OVERLAY, true},
    {"consentbanner", WS_CAUSE_OVERLAY, true}, {"consentbar", WS_CAUSE_OVERLAY, true},
    {"consentbox", WS_CAUSE_OVERLAY, true}, {"consentdialog", WS_CAUSE_OVERLAY, true},
    {"consentmanager", WS_CAUSE_OVERLAY, true}, {"consentmodal", WS_CAUSE_OVERLAY, true},
    {"consentoverlay", WS_CAUSE_OVERLAY, true}, {"consentpopup", WS_CAUSE_OVERLAY, true},
    {"consentwall", WS_CAUSE_OVERLAY, true}, {"cookiealert", WS_CAUSE_OVERLAY, true},
    {"cookiebanner", WS_CAUSE_OVERLAY, true}, {"cookiebar", WS_CAUSE_OVERLAY, true},
    {"cookiebot", WS_CAUSE_OVERLAY, true}, {"cookiebox", WS_CAUSE_OVERLAY, true},
    {"cookieconsent", WS_CAUSE_OVERLAY, true}, {"cookiedialog", WS_CAUSE_OVERLAY, true},
    {"cookiedisclaimer", WS_CAUSE_OVERLAY, true}, {"cookieinfo", WS_CAUSE_OVERLAY, true},
    {"cookielaw", WS_CAUSE_OVERLAY, true}, {"cookielayer", WS_CAUSE_OVERLAY, true},
    {"cookiemessage", WS_CAUSE_OVERLAY, true}, {"cookiemodal", WS_CAUSE_OVERLAY, true},
    {"cookienotice", WS_CAUSE_OVERLAY, true}, {"cookienotification", WS_CAUSE_OVERLAY, true},
    {"cookieoverlay", WS_CAUSE_OVERLAY, true}, {"cookiepopup", WS_CAUSE_OVERLAY, true},
    {"cookieprompt", WS_CAUSE_OVERLAY, true}, {"cookiesbanner", WS_CAUSE_OVERLAY, true},
    {"cookiesbar", WS_CAUSE_OVERLAY, true}, {"cookiesnotice", WS_CAUSE_OVERLAY, true},
    {"cookiewall", WS_CAUSE_OVERLAY, true}, {"cookiewarning", WS_CAUSE_OVERLAY, true},
    {"cybotcookie", WS_CAUSE_OVERLAY, false}, {"didomi", WS_CAUSE_OVERLAY, true},
    {"elementinvisible", WS_CAUSE_READER, false}, {"gdprbanner", WS_CAUSE_OVERLAY, true},
    {"gdprbar", WS_CAUSE_OVERLAY, true}, {"gdprconsent", WS_CAUSE_OVERLAY, true},
    {"gdprcookie", WS_CAUSE_OVERLAY, true}, {"gdprmodal", WS_CAUSE_OVERLAY, true},
    {"gdprnotice", WS_CAUSE_OVERLAY, true}, {"gdprpopup", WS_CAUSE_OVERLAY, true},
    {"hiddenvisually", WS_CAUSE_READER, false}, {"iubendacs", WS_CAUSE_OVERLAY, true},
    {"klaro", WS_CAUSE_OVERLAY, true}, {"mweditsection", WS_CAUSE_READER, false},
    {"onetrust", WS_CAUSE_OVERLAY, true}, {"osanocm", WS_CAUSE_OVERLAY, true},
    {"qccmp", WS_CAUSE_OVERLAY, false}, {"screenreader", WS_CAUSE_READER, false},
    {"showforsr", WS_CAUSE_READER, false}, {"spmessagecontainer", WS_CAUSE_OVERLAY, true},
    {"sronly", WS_CAUSE_READER, false}, {"tarteaucitron", WS_CAUSE_OVERLAY, false},
    {"truste", WS_CAUSE_OVERLAY, true}, {"usercentrics", WS_CAUSE_OVERLAY, true},
    {"visuallyhidden", WS_CAUSE_READER, false},
};

/* Words by which tabs, accordions and the like are known. Sorted. */
static const struct ws_name_pattern PANELS[] = {
    {"accord", WS_CAUSE_PANEL, false}, {"answer", WS_CAUSE_PANEL, true}, {"collaps", WS_CAUSE_PANEL, false},
    {"expand", WS_CAUSE_PANEL, false}, {"faq", WS_CAUSE_PANEL, false}, {"footnote", WS_CAUSE_PANEL, false},
    {"panel", WS_CAUSE_PANEL, true}, {"readmore", WS_CAUSE_PANEL, false}, {"spoiler", WS_CAUSE_PANEL, false},
    {"tab", WS_CAUSE_PANEL, true}, {"tabbed", WS_CAUSE_PANEL, false}, {"tabcontent", WS_CAUSE_PANEL, true},
    {"tabpane", WS_CAUSE_PANEL, false}, {"tabs", WS_CAUSE_PANEL, true}, {"toggle", WS_CAUSE_PANEL, false},
};

static bool matches(const uint8_t *p, const uint8_t *end, const struct ws_name_pattern *x)
{
    for (const char *w = x->word; *w; p++) {
        if (p == end || *p <= ' ')
            return false;
        if (*p == '-' || *p == '_')
            continue;
        if (ws_lower(*p) != (uint8_t)*w++)
            return false;
    }
    return !x->whole || p == end || !ws_is_letter(*p) || *p < 'a';
}

/* Does the word before p, of the same name, say that the name tells of something else: what is not
 * there, what a label is, the subject of an article? */
static bool is_negated(const uint8_t *p, const uint8_t *start)
{
    static const char *const STATES[] = {"not",   "no",   "has", "with",     "without",
                                         "label", "hide", "tag", "category", "topic"};
    const uint8_t *to = p;
    while (to > start && (to[-1] == '-' || to[-1] == '_'))
        to--;
    const uint8_t *from = to;
    while (from > start && ws_is_letter(from[-1]))
        from--;
    for (size_t i = 0; i < sizeof STATES / sizeof STATES[0]; i++)
        if (ws_equals_nocase((struct ws_slice){from, (size_t)(to - from)}, STATES[i]))
            return true;
    return false;
}

static uint32_t letter_bit(uint8_t c)
{
    return ws_is_letter(c) ? 1u << ((c | 0x20) - 'a') : 1u << 26; /* 26: no letter, as in "a11y" */
}

static void index_patterns(struct ws_name_patterns *x, const struct ws_name_pattern *v, size_t n)
{
    *x = (struct ws_name_patterns){.v = v};
    for (size_t i = 0; i < n; i++) {
        unsigned first = (unsigned)v[i].word[0] - 'a';
        for (int k = 0; k < 3 && v[i].word[k]; k++)
            x->next[k][first] |= letter_bit((uint8_t)v[i].word[k + 1]);
        x->from[first + 1] = (uint8_t)(i + 1);
    }
    for (size_t k = 1; k < 27; k++) /* letters without patterns */
        x->from[k] = x->from[k] ? x->from[k] : x->from[k - 1];
}

void ws_hiding_names(struct ws_name_patterns *x)
{
    index_patterns(x, HIDING, sizeof HIDING / sizeof HIDING[0]);
}

void ws_panel_names(struct ws_name_patterns *x)
{
    index_patterns(x, PANELS, sizeof PANELS / sizeof PANELS[0]);
}

/* May a pattern of that first letter begin at p? Of four letters, or as many as there are before a hyphen. */
static bool may_begin(const struct ws_name_patterns *x, unsigned first, const uint8_t *p, const uint8_t *end)
{
    if (!(x->next[0][first] & letter_bit(p[1])))
        return false;
    for (int k = 1; k < 3 && end - p > k + 1; k++) {
        if (p[k + 1] == '-' || p[k + 1] == '_')
            break;
        if (!(x->next[k][first] & letter_bit(p[k + 1])))
            return false;
    }
    return true;
}

/* Where words start among the bytes at p, the first lowest, and the case of the last byte for the next ones: at a
 * letter behind none, or at a capital behind a small letter. */
struct word_starts {
    uint32_t bits;
    uint32_t small, letter; /* is the last byte one? 0 or 1 */
};

static void find_starts(struct word_starts *w, const uint8_t *p, const uint8_t *end)
{
    ws_vector c = ws_vector_load(p, end);
    uint32_t letter = ws_vector_bits((ws_vector)((c | 0x20) - 'a' < 26));
    uint32_t small = ws_vector_bits((ws_vector)(c - 'a' < 26));
    w->bits = letter & (~(letter << 1 | w->letter) | (~small & (small << 1 | w->small)));
    w->letter = letter >> (WS_VECTOR_BYTES - 1);
    w->small = small >> (WS_VECTOR_BYTES - 1);
}

/* No class or id that says something is longer. */
#define NAME_BYTES 400

/* What the pattern that matches at p says. */
static enum ws_cause match_word(const struct ws_name_patterns *x, const uint8_t *p, struct ws_slice names)
{
    const uint8_t *end = names.p + names.n;
    unsigned first = (unsigned)(*p | 0x20) - 'a';
    if (end - p < 2 || !may_begin(x, first, p, end))
        return WS_CAUSE_NONE;
    for (size_t i = x->from[first]; i < x->from[first + 1]; i++)
        if (matches(p, end, &x->v[i]) && !is_negated(p, names.p))
            return (enum ws_cause)x->v[i].cause;
    return WS_CAUSE_NONE;
}

enum ws_cause ws_match_names(const struct ws_name_patterns *x, struct ws_slice names)
{
    struct word_starts w = {0, 0, 0};
    names.n = names.n < NAME_BYTES ? names.n : NAME_BYTES;
    for (size_t i = 0; i < names.n; i += WS_VECTOR_BYTES) {
        find_starts(&w, names.p + i, names.p + names.n);
        for (; w.bits; w.bits &= w.bits - 1) {
            enum ws_cause cause = match_word(x, names.p + i + __builtin_ctz(w.bits), names);
            if (cause != WS_CAUSE_NONE)
                return cause;
        }
    }
    return WS_CAUSE_NONE;
}
