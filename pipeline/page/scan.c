#include "pipeline/page/scan.h"

#include <string.h>

void ws_scan_init(struct ws_scan *s, struct ws_slice page)
{
    memset(s, 0, sizeof *s);
    s->page = page.p;
    s->end = page.p + page.n;
    s->misses = 8;
#ifdef WS_AVX2
    s->wide = ws_has_avx2();
#endif
}

static bool starts_with(const uint8_t *p, const uint8_t *end, const char *str)
{
    size_t n = strlen(str);
    return (size_t)(end - p) >= n && memcmp(p, str, n) == 0;
}

/* ---- comments and the like, 13.2.5.41 to 13.2.5.52 ---- */

/* p: behind "<!--". */
static const uint8_t *comment_end(struct ws_scan *s, const uint8_t *p)
{
    if (p < s->end && *p == '>')
        return p + 1;
    if (starts_with(p, s->end, "->"))
        return p + 2;
    const uint8_t *at = p;
    bool none = ws_scan_is_known(&s->comment_end, p);
    while (!none && (at = ws_find_byte(at, s->end, '>')) != NULL) {
        if (at - p >= 2 && at[-1] == '-' && at[-2] == '-')
            return at + 1;
        if (at - p >= 3 && at[-1] == '!' && at[-2] == '-' && at[-3] == '-')
            return at + 1;
        at++;
    }
    if (!none)
        s->comment_end = (struct ws_scan_found){p, s->end};
    while (p < s->end && *p != '<' && *p != '>')
        p++;
    return p < s->end && *p == '>' ? p + 1 : p;
}

const uint8_t *ws_scan_markup(struct ws_scan *s, const uint8_t *p)
{
    if (starts_with(p, s->end, "<!--"))
        return comment_end(s, p + 4);
    const uint8_t *close = ws_find_byte(p, s->end, '>');
    return close ? close + 1 : s->end;
}

/* ---- raw text, 13.2.5.9 to 13.2.5.29 ---- */

/* Is this the name of a tag and not the start of a longer one? p: at the name. */
static bool is_tag_name(const struct ws_scan *s, const uint8_t *p, const char *name)
{
    for (; *name; name++, p++)
        if (p >= s->end || (*p | 0x20) != *name)
            return false;
    return p < s->end && (*p == '>' || *p == '/' || ws_is_blank(*p));
}

/* The next "</" or "<!" from p on, NULL when there is none: a script has many another '<'. */
static inline const uint8_t *find_close(const uint8_t *p, const uint8_t *end)
{
#ifdef WS_SSE2
    const __m128i lt = _mm_set1_epi8('<'), slash = _mm_set1_epi8('/'), bang = _mm_set1_epi8('!');
    for (; end - p > 32; p += 32) {
        __m128i x = ws_load16(p + 1), y = ws_load16(p + 17);
        x = _mm_or_si128(_mm_cmpeq_epi8(x, slash), _mm_cmpeq_epi8(x, bang));
        y = _mm_or_si128(_mm_cmpeq_epi8(y, slash), _mm_cmpeq_epi8(y, bang));
        x = _mm_and_si128(x, _mm_cmpeq_epi8(ws_load16(p), lt));
        y = _mm_and_si128(y, _mm_cmpeq_epi8(ws_load16(p + 16), lt));
        unsigned bits = (unsigned)_mm_movemask_epi8(x) | (unsigned)_mm_movemask_epi8(y) << 16;
        if (bits)
            return p + __builtin_ctz(bits);
    }
#endif
    while ((p = ws_find_byte(p, end, '<')) != NULL && !(end - p > 1 && (p[1] == '/' || p[1] == '!')))
        p++;
    return p;
}

/* The first end tag of that name at or behind p, or the end of the page; *escape: a "<!--" in front of it. */
static const uint8_t *look_for_end(const struct ws_scan *s, const uint8_t *p, const char *name,
                                   const uint8_t **escape)
{
    *escape = NULL;
    for (; (p = find_close(p, s->end)) != NULL; p++) {
        if (p[1] == '/' && is_tag_name(s, p + 2, name))
            return p;
        if (p[1] == '!' && !*escape && starts_with(p, s->end, "<!--"))
            *escape = p;
    }
    return s->end;
}

const uint8_t *ws_scan_find_end(struct ws_scan *s, const uint8_t *p, unsigned name)
{
    struct ws_scan_found *f = &s->end_tag[name];
    const uint8_t *escape;
    if (!ws_scan_is_known(f, p))
        *f = (struct ws_scan_found){p, look_for_end(s, p, ws_name_string(name), &escape)};
    return f->at == s->end ? NULL : f->at;
}

/* The next '<', or '-' that another follows, from p on, or the end; may also stop elsewhere. */
static inline const uint8_t *find_dash_or_tag(const uint8_t *p, const uint8_t *end)
{
#ifdef WS_SSE2
    for (; end - p > 16; p += 16) {
        __m128i x = ws_load16(p);
        unsigned bits = ws_bits_equal(x, '<') | (ws_bits_equal(x, '-') & ws_bits_equal(ws_load16(p + 1), '-'));
        if (bits)
            return p + __builtin_ctz(bits);
    }
#else
    (void)end;
#endif
    return p;
}

/* The end of a script with "<!--" at p; NULL when the page ends first. */
static const uint8_t *escaped_script_end(const struct ws_scan *s, const uint8_t *p)
{
    enum { DATA, ESCAPED, DOUBLE } state = DATA;
    for (; (p = find_dash_or_tag(p, s->end)) < s->end; p++) {
        if (*p == '-' && starts_with(p, s->end, "-->")) {
            state = DATA;
        } else if (*p != '<') {
            continue;
        } else if (state == DATA && starts_with(p, s->end, "<!--")) {
            state = ESCAPED;
            p++; /* its dashes may be those of "-->" */
        } else if (state == ESCAPED && is_tag_name(s, p + 1, "script")) {
            state = DOUBLE;
        } else if (p + 1 < s->end && p[1] == '/' && is_tag_name(s, p + 2, "script")) {
            if (state != DOUBLE)
                return p;
            state = ESCAPED;
        }
    }
    return NULL;
}

const uint8_t *ws_scan_script_end(struct ws_scan *s, const uint8_t *p)
{
    struct ws_scan_found *f = &s->end_tag[WS_GONE_SCRIPT];
    const uint8_t *escape = NULL;
    if (!ws_scan_is_known(f, p)) {
        *f = (struct ws_scan_found){p, look_for_end(s, p, "script", &escape)};
    } else {
        while ((p = ws_find_byte(p, f->at, '<')) != NULL && !starts_with(p, s->end, "<!--"))
            p++;
        escape = p;
    }
    if (f->at == s->end || !escape || s->misses == 0)
        return f->at == s->end ? NULL : f->at;
    const uint8_t *escaped = escaped_script_end(s, escape);
    if (!escaped)
        s->misses--;
    return escaped ? escaped : f->at;
}

/* ---- svg and math: counted, and the breakout rule of 13.2.6.5 ---- */

/* Elements inside which HTML may stand (13.2.6.5, integration points); lower case. */
static bool is_integration_point(struct ws_slice name)
{
    static const char *const points[] = {
        "foreignobject", "desc", "title", "annotation-xml", "mi", "mo", "mn", "ms", "mtext"};
    if (!memchr("fdtam", *name.p | 0x20, 5)) /* as most are */
        return false;
    for (size_t i = 0; i < sizeof points / sizeof points[0]; i++) {
        size_t k = 0;
        while (k < name.n && points[i][k] && (name.p[k] | 0x20) == points[i][k])
            k++;
        if (k == name.n && !points[i][k])
            return true;
    }
    return false;
}

static bool breaks_out(unsigned name, bool end_tag)
{
    if (end_tag) /* one that belongs to an element around: it ends the foreign content too */
        return name == WS_TAG_BR || (ws_name_flags[name] & WS_TF_BLOCK);
    return ws_name_traits[name] & WS_NT_BREAKOUT;
}

const uint8_t *ws_scan_foreign(struct ws_scan *s, const uint8_t *p, unsigned name)
{
    struct ws_attr attrs[WS_ATTR_COUNT];
    struct ws_scan_tag tag = {.attrs = attrs};
    uint32_t depth = 1, html = 0; /* open elements of that name; open integration points */
    if (s->misses == 0)
        return NULL;
    while ((p = ws_find_byte(p, s->end, '<')) != NULL && p + 1 < s->end) {
        bool end_tag = p[1] == '/';
        const uint8_t *at = p;
        if (starts_with(p, s->end, "<![CDATA[")) {
            while ((p = ws_find_byte(p, s->end, ']')) != NULL && !starts_with(p, s->end, "]]>"))
                p++;
            if (!p)
                break;
            continue;
        }
        if (p[1] == '!' || p[1] == '?') {
            p = ws_scan_markup(s, p);
            continue;
        }
        if (p + 2 >= s->end || !ws_is_tag_letter(p[1 + end_tag])) {
            p++;
            continue;
        }
        p = ws_scan_tag(s, p, &tag);
        if (!p)
            break;
        unsigned found = tag.name;
        if (found == name) {
            if (end_tag && --depth == 0)
                return p;
            depth += !end_tag && !tag.self_closing;
        } else if (is_integration_point(tag.str)) {
            if (end_tag)
                html -= html > 0;
            else
                html += !tag.self_closing;
        } else if (html == 0 && breaks_out(found, end_tag)) {
            return at;
        } else if (!end_tag && !tag.self_closing &&
                   (found == WS_GONE_SCRIPT || found == WS_GONE_STYLE)) {
            const uint8_t *end = ws_scan_find_end(s, p, found);
            p = end ? end : p;
        }
    }
    s->misses--;
    return NULL;
}
