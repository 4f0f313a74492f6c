#include "pipeline/page/math.h"

#include <string.h>

static bool starts(struct ws_slice s, const char *str)
{
    size_t n = strlen(str);
    return s.n >= n && memcmp(s.p, str, n) == 0;
}

static bool ends(struct ws_slice s, const char *str)
{
    size_t n = strlen(str);
    return s.n >= n && memcmp(s.p + s.n - n, str, n) == 0;
}

/* Does s hold the lower-case word, in any case? */
static bool holds(struct ws_slice s, const char *word)
{
    size_t n = strlen(word);
    for (size_t i = 0; i + n <= s.n; i++) {
        size_t k = 0;
        while (k < n && (s.p[i + k] >= 'A' && s.p[i + k] <= 'Z' ? s.p[i + k] + 32
                                                               : s.p[i + k]) == word[k])
            k++;
        if (k == n)
            return true;
    }
    return false;
}

static struct ws_slice cut(struct ws_slice s, size_t before, size_t behind)
{
    s = (struct ws_slice){s.p + before, s.n - before - behind};
    while (s.n && ws_is_blank(*s.p))
        s = (struct ws_slice){s.p + 1, s.n - 1};
    while (s.n && ws_is_blank(s.p[s.n - 1]))
        s.n--;
    return s;
}

/* Does the group that opens with the first byte of s close with the last one? */
static bool is_one_group(struct ws_slice s)
{
    size_t depth = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '\\')
            i++;
        else if (s.p[i] == '{')
            depth++;
        else if (s.p[i] == '}' && --depth == 0)
            return i + 1 == s.n;
    }
    return false;
}

/* What TeX, MathJax and MediaWiki put around a formula. */
static const struct wrapper {
    const char *before, *behind;
    bool display;
} WRAPPERS[] = {
    {"$$", "$$", true},
    {"\\[", "\\]", true},
    {"\\begin{displaymath}", "\\end{displaymath}", true},
    {"\\begin{math}", "\\end{math}", false},
    {"\\(", "\\)", false},
    {"$", "$", false},
};
#define N_WRAPPERS (sizeof WRAPPERS / sizeof *WRAPPERS)

static const struct wrapper *wrapper_of(struct ws_slice s)
{
    if (!s.n || (*s.p != '$' && *s.p != '\\'))
        return NULL;
    for (size_t i = 0; i < N_WRAPPERS; i++) {
        const struct wrapper *w = &WRAPPERS[i];
        if (s.n > strlen(w->before) + strlen(w->behind) && starts(s, w->before) &&
            ends(s, w->behind))
            return w;
    }
    return NULL;
}

static struct ws_formula unwrap(struct ws_formula f)
{
    static const char XML[] = "% <![CDATA[", XML_END[] = "%]]>";
    static const char *const STYLES[] = {"{\\displaystyle", "{\\textstyle"};
    f.tex = cut(f.tex, 0, 0);
    if (starts(f.tex, XML) && ends(f.tex, XML_END))
        f.tex = cut(f.tex, sizeof XML - 1, sizeof XML_END - 1);
    const struct wrapper *w = wrapper_of(f.tex);
    if (w) {
        f.tex = cut(f.tex, strlen(w->before), strlen(w->behind));
        f.display |= w->display;
    }
    for (size_t i = 0; i < 2; i++)
        if (starts(f.tex, STYLES[i]) && is_one_group(f.tex)) {
            f.tex = cut(f.tex, strlen(STYLES[i]), 1);
            break;
        }
    return f;
}

/* ---- where formulas are ---- */

/* The content of the annotation whose encoding is some TeX. */
static struct ws_slice annotation(struct ws_scan *scan, const uint8_t *p, const uint8_t *end)
{
    static const char NAME[] = "annotation";
    struct ws_attr attrs[WS_ATTR_COUNT];
    struct ws_scan_tag tag = {.attrs = attrs};
    while (p < end && (p = memchr(p, '<', (size_t)(end - p))) != NULL) {
        if (end - p < (ptrdiff_t)sizeof NAME || !starts((struct ws_slice){p + 1, sizeof NAME - 1}, NAME)) {
            p++;
            continue;
        }
        p = ws_scan_tag(scan, p, &tag);
        if (!p || p >= end)
            break;
        const uint8_t *close = memchr(p, '<', (size_t)(end - p));
        if (close && tag.str.n == sizeof NAME - 1 && holds(ws_scan_attr(&tag, WS_ATTR_ENCODING), "tex"))
            return (struct ws_slice){p, (size_t)(close - p)};
    }
    return (struct ws_slice){NULL, 0};
}

struct ws_formula ws_math_element(struct ws_scan *scan, const struct ws_scan_tag *tag,
                                  const uint8_t *p, const uint8_t *end)
{
    struct ws_slice tex = annotation(scan, p, end);
    if (!tex.n)
        tex = ws_scan_attr(tag, WS_ATTR_ALTTEXT);
    return unwrap((struct ws_formula){tex, true, holds(ws_scan_attr(tag, WS_ATTR_DISPLAY), "block")});
}

struct ws_formula ws_math_script(const struct ws_scan_tag *tag, struct ws_slice content)
{
    struct ws_slice type = ws_scan_attr(tag, WS_ATTR_TYPE);
    if (!holds(type, "math/tex"))
        return (struct ws_formula){0};
    return unwrap((struct ws_formula){content, false, holds(type, "mode=display")});
}

/* One of the classes of images that show a formula. */
static bool is_formula_class(struct ws_slice class, bool *display)
{
    static const char *const CLASSES[] = {"latex", "tex", "mwe-math-fallback-image"};
    *display = holds(class, "mwe-math-fallback-image-display");
    for (const uint8_t *p = class.p, *end = class.p + class.n; p < end;) {
        while (p < end && ws_is_blank(*p))
            p++;
        const uint8_t *token = p;
        while (p < end && !ws_is_blank(*p))
            p++;
        struct ws_slice s = {token, (size_t)(p - token)};
        if (starts(s, CLASSES[2]))
            return true;
        for (size_t i = 0; i < 2; i++)
            if (s.n == strlen(CLASSES[i]) && starts(s, CLASSES[i]))
                return true;
    }
    return false;
}

struct ws_formula ws_math_image(const struct ws_scan_tag *tag)
{
    struct ws_formula f = {cut(ws_scan_attr(tag, WS_ATTR_ALT), 0, 0), true, false};
    struct ws_slice class = ws_scan_attr(tag, WS_ATTR_CLASS);
    if (f.tex.n && ((class.n && is_formula_class(class, &f.display)) || wrapper_of(f.tex)))
        return unwrap(f);
    return (struct ws_formula){0};
}

/* Stack Exchange, pandoc and Jupyter, Material for MkDocs. */
bool ws_math_is_class(const struct ws_scan_tag *tag)
{
    struct ws_slice class = ws_scan_attr(tag, WS_ATTR_CLASS);
    return holds(class, "math") || holds(class, "arithmatex");
}

struct ws_formula ws_math_delimited(struct ws_slice content)
{
    struct ws_formula f = {cut(content, 0, 0), true, false};
    if (f.tex.n && wrapper_of(f.tex))
        return unwrap(f);
    return (struct ws_formula){0};
}

size_t ws_math_plain(struct ws_slice tex)
{
    size_t i = 0;
    while (i < tex.n && tex.p[i] != '$')
        i += tex.p[i] == '\\' && i + 1 < tex.n ? 2 : 1;
    return i;
}
