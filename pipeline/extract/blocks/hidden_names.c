#include "pipeline/extract/blocks/hidden_names.h"

#include "pipeline/extract/text/text.h"
#include "pipeline/extract/text/vector.h"
#include "pipeline/page/avx2_bytes.h"

/* Matched at the start of a word of a class or id, hyphens and underscores left out. Text for screen readers;
 * consent managers by their names, and what pages call such boxes of their own; the "[edit]" of MediaWiki, the "^ a b" in
 * front of its notes and what it tells its writers; names of icons, which a font draws as icons; what is for paper only;
 * Doxygen's tooltips; line numbers of code, as Pygments, Rouge, Chroma, highlight.js, Prism, Crayon, Hexo, Doxygen,
 * gtk-doc and GitHub call them; and Tailwind's classes for line ends that count. Sorted. */
static const struct ws_name_pattern HIDING[] = {
    {"a11yhidden", WS_CAUSE_READER, false}, {"ambox", WS_CAUSE_READER, true}, {"assistivetext", WS_CAUSE_READER, false},
    {"bandeauniveau", WS_CAUSE_READER, false}, {"blobnum", WS_CAUSE_NUMBERS, false},
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
    {"crayonnum", WS_CAUSE_NUMBERS, false},
    {"cybotcookie", WS_CAUSE_OVERLAY, false}, {"didomi", WS_CAUSE_OVERLAY, true},
    {"elementinvisible", WS_CAUSE_READER, false}, {"gdprbanner", WS_CAUSE_OVERLAY, true},
    {"gdprbar", WS_CAUSE_OVERLAY, true}, {"gdprconsent", WS_CAUSE_OVERLAY, true},
    {"gdprcookie", WS_CAUSE_OVERLAY, true}, {"gdprmodal", WS_CAUSE_OVERLAY, true},
    {"gdprnotice", WS_CAUSE_OVERLAY, true}, {"gdprpopup", WS_CAUSE_OVERLAY, true},
    {"gutter", WS_CAUSE_NUMBERS, false},
    {"hatnote", WS_CAUSE_READER, true},
    {"hiddenaccessible", WS_CAUSE_READER, false}, {"hiddenvisually", WS_CAUSE_READER, false},
    {"hljsln", WS_CAUSE_NUMBERS, false}, {"iubendacs", WS_CAUSE_OVERLAY, true},
    {"klaro", WS_CAUSE_OVERLAY, true},
    {"lineno", WS_CAUSE_NUMBERS, false}, {"linenum", WS_CAUSE_NUMBERS, false},
    {"listinglines", WS_CAUSE_NUMBERS, true},
    {"materialicons", WS_CAUSE_READER, true}, {"materialsymbols", WS_CAUSE_READER, true},
    {"mwcitebacklink", WS_CAUSE_READER, true}, {"mweditsection", WS_CAUSE_READER, false},
    {"offscreen", WS_CAUSE_READER, false}, {"onetrust", WS_CAUSE_OVERLAY, true}, {"osanocm", WS_CAUSE_OVERLAY, true},
    {"printonly", WS_CAUSE_READER, true}, {"qccmp", WS_CAUSE_OVERLAY, false},
    {"screenreader", WS_CAUSE_READER, false}, {"showforprint", WS_CAUSE_READER, true},
    {"showforsr", WS_CAUSE_READER, false}, {"spmessagecontainer", WS_CAUSE_OVERLAY, true},
    {"sronly", WS_CAUSE_READER, false}, {"tarteaucitron", WS_CAUSE_OVERLAY, false},
    {"toctitle", WS_CAUSE_READER, true},
    {"truste", WS_CAUSE_OVERLAY, true}, {"ttc", WS_CAUSE_READER, true}, {"usercentrics", WS_CAUSE_OVERLAY, true},
    {"visibleprint", WS_CAUSE_READER, true}, {"visuallyhidden", WS_CAUSE_READER, false},
    {"whitespacepre", WS_CAUSE_LINES, false},
};

/* Words by which tabs, accordions and the like are known. Sorted. */
static const struct ws_name_pattern PANELS[] = {
    {"accord", WS_CAUSE_PANEL, false}, {"answer", WS_CAUSE_PANEL, true}, {"collaps", WS_CAUSE_PANEL, false},
    {"expand", WS_CAUSE_PANEL, false}, {"faq", WS_CAUSE_PANEL, false}, {"footnote", WS_CAUSE_PANEL, false},
    {"morecontent", WS_CAUSE_PANEL, true}, {"moretext", WS_CAUSE_PANEL, true},
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

static void index_halves(struct ws_name_patterns *x, const char *word, unsigned group)
{
    const uint8_t bit = (uint8_t)(1u << group);
    size_t k = 0;
    for (; k < 4 && word[k]; k++) {
        x->low[k][word[k] & 15] |= bit;
        x->high[k][word[k] >> 4 & 15] |= bit;
    }
    for (; k < 4; k++) /* the word has ended: anything may follow */
        for (int half = 0; half < 16; half++) {
            x->low[k][half] |= bit;
            x->high[k][half] |= bit;
        }
}

static void index_patterns(struct ws_name_patterns *x, const struct ws_name_pattern *v, size_t n)
{
    unsigned letters = 0; /* that patterns begin with */
    *x = (struct ws_name_patterns){.v = v};
#ifdef WS_AVX2
    x->wide = ws_has_avx2();
#endif
    for (size_t i = 0; i < n; i++) {
        unsigned first = (unsigned)v[i].word[0] - 'a';
        letters += !i || v[i].word[0] != v[i - 1].word[0];
        index_halves(x, v[i].word, (letters - 1) / 2 % 8);
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

static enum ws_cause match_plain(const struct ws_name_patterns *x, struct ws_slice names)
{
    struct word_starts w = {0, 0, 0};
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

#ifdef WS_AVX2
#define WIDE_BYTES 32
#define WIDE_READ  (WIDE_BYTES + 3) /* of names, from where patterns may begin on */

WS_AVX2 static inline __m256i table_of(const uint8_t *row)
{
    return _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)(const void *)row));
}

/* In small letters; '_' becomes 0x7f. */
WS_AVX2 static inline __m256i letters_at(const uint8_t *p)
{
    return _mm256_or_si256(ws_load32(p), _mm256_set1_epi8(0x20));
}

/* For each byte, the groups that have such a letter in place k. None has one beyond ASCII. */
WS_AVX2 static inline __m256i groups_of(const struct ws_name_patterns *x, int k, __m256i letters)
{
    return _mm256_and_si256(_mm256_shuffle_epi8(table_of(x->low[k]), letters),
                            _mm256_shuffle_epi8(table_of(x->high[k]), ws_upper_halves(letters)));
}

WS_AVX2 static inline __m256i are_hyphens(__m256i letters)
{
    const __m256i by_half =
        _mm256_broadcastsi128_si256(_mm_setr_epi8(1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, '-', 0, 0x7f));
    return _mm256_cmpeq_epi8(_mm256_shuffle_epi8(by_half, letters), letters);
}

/* Where among the bytes at p a pattern may begin, by its first four letters: behind a hyphen, which counts for none,
 * all of them pass. */
WS_AVX2 static inline uint32_t may_begin_wide(const struct ws_name_patterns *x, const uint8_t *p)
{
    const __m256i b = letters_at(p + 1), c = letters_at(p + 2), d = letters_at(p + 3);
    __m256i groups = _mm256_or_si256(groups_of(x, 3, d), are_hyphens(d));
    groups = _mm256_or_si256(_mm256_and_si256(groups_of(x, 2, c), groups), are_hyphens(c));
    groups = _mm256_or_si256(_mm256_and_si256(groups_of(x, 1, b), groups), are_hyphens(b));
    groups = _mm256_and_si256(groups_of(x, 0, letters_at(p)), groups);
    return ~(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(groups, _mm256_setzero_si256()));
}

/* A letter behind none, or a capital behind a small letter. */
static bool starts_word(const uint8_t *p, const uint8_t *start)
{
    return ws_is_letter(*p) && (p == start || !ws_is_letter(p[-1]) || (p[-1] >= 'a' && *p < 'a'));
}

WS_AVX2 static enum ws_cause match_wide(const struct ws_name_patterns *x, struct ws_slice names)
{
    for (size_t i = 0; i < names.n; i += WIDE_BYTES) {
        uint32_t bits = may_begin_wide(x, names.p + i);
        if (names.n - i < WIDE_BYTES)
            bits &= (UINT32_C(1) << (names.n - i)) - 1;
        for (; bits; bits &= bits - 1) {
            const uint8_t *p = names.p + i + __builtin_ctz(bits);
            enum ws_cause cause = starts_word(p, names.p) ? match_word(x, p, names) : WS_CAUSE_NONE;
            if (cause != WS_CAUSE_NONE)
                return cause;
        }
    }
    return WS_CAUSE_NONE;
}
#endif

enum ws_cause ws_match_names(const struct ws_name_patterns *x, struct ws_slice names, const uint8_t *end)
{
    if (!names.n)
        return WS_CAUSE_NONE;
    names.n = names.n < NAME_BYTES ? names.n : NAME_BYTES;
#ifdef WS_AVX2
    if (x->wide && end - names.p >= NAME_BYTES + WIDE_READ)
        return match_wide(x, names);
#else
    (void)end;
#endif
    return match_plain(x, names);
}
