#include "pipeline/page/prune.h"

#include <string.h>

static void text(struct ws_prune *pr, const uint8_t *p, const uint8_t *end, bool references)
{
    if (!pr->nest.hidden)
        ws_draft_text(&pr->draft, p, end, references);
}

/* What stands from p to the next '<' or the end. Returns where it stopped. */
static const uint8_t *text_run(struct ws_prune *pr, const uint8_t *p)
{
    if (!pr->nest.hidden)
        return ws_draft_text_run(&pr->draft, p, pr->scan.end);
    const uint8_t *lt = ws_find_byte(p, pr->scan.end, '<');
    return lt ? lt : pr->scan.end;
}

static void gap(struct ws_prune *pr)
{
    if (!pr->nest.hidden)
        ws_draft_gap(&pr->draft);
}

static const uint8_t *scan_tag(struct ws_prune *pr, const uint8_t *p)
{
    pr->tag.attrs = ws_draft_room(&pr->draft);
    return ws_scan_tag(&pr->scan, p, &pr->tag);
}

/* Behind the end tag at p, of which only the end matters; the end of the page when it is cut
 * off. */
static const uint8_t *pass_end_tag(struct ws_prune *pr, const uint8_t *p)
{
    p = scan_tag(pr, p);
    return p ? p : pr->scan.end;
}

/* Leaves out an element of raw text, p: behind its start tag. One that never ends: noscript and
 * its like lose only their tag, as what follows is more likely the page; the text of a style
 * sheet ends where markup begins, a script (cut off, most likely) takes the rest. */
static const uint8_t *skip_raw(struct ws_prune *pr, const uint8_t *p, unsigned name)
{
    const uint8_t *end = ws_scan_find_end(&pr->scan, p, name);
    if (end)
        return pass_end_tag(pr, end);
    if (name != WS_GONE_STYLE)
        return p;
    while ((p = ws_find_byte(p, pr->scan.end, '<')) != NULL && p + 1 < pr->scan.end &&
           !ws_is_tag_letter(p[1]) && p[1] != '/')
        p++;
    return p ? p : pr->scan.end;
}

/* ---- formulas ---- */

#define COPY_GAP 2 /* bytes of text in between */

/* MediaWiki has an image of the formula behind its MathML. */
static bool is_copy(const struct ws_prune *pr, const struct ws_formula *f)
{
    return pr->formula_end && pr->draft.text.n - pr->formula_end <= COPY_GAP &&
           f->tex.n && f->tex.n == pr->last_formula.tex.n &&
           memcmp(f->tex.p, pr->last_formula.tex.p, f->tex.n) == 0;
}

static void put_delimiter(struct ws_prune *pr, const char *str)
{
    ws_draft_text(&pr->draft, (const uint8_t *)str, (const uint8_t *)str + strlen(str), false);
}

/* A '$' inside, as in \text{if $x$}, would end the formula: it becomes \( or \). */
static void put_tex(struct ws_prune *pr, struct ws_formula f)
{
    bool inside = false;
    while (f.tex.n) {
        size_t n = ws_math_plain(f.tex);
        text(pr, f.tex.p, f.tex.p + n, f.references);
        if (n < f.tex.n) {
            put_delimiter(pr, inside ? "\\)" : "\\(");
            inside = !inside;
            n++;
        }
        f.tex = (struct ws_slice){f.tex.p + n, f.tex.n - n};
    }
    if (inside)
        put_delimiter(pr, "\\)");
}

/* false: there is no TeX. */
static bool take_formula(struct ws_prune *pr, struct ws_formula f)
{
    const char *delimiter = f.display ? "$$" : "$";
    if (!f.tex.n || pr->nest.hidden)
        return f.tex.n > 0;
    if (pr->formula_end && pr->draft.text.n == pr->formula_end)
        gap(pr); /* or two formulas would touch */
    bool element = pr->nest.n < WS_NEST_MAX; /* it must leave a level for the text */
    if (element)
        ws_draft_start(&pr->draft, WS_TAG_MATH, (struct ws_attr_range){0, 0});
    put_delimiter(pr, delimiter);
    put_tex(pr, f);
    put_delimiter(pr, delimiter);
    if (element)
        ws_draft_end(&pr->draft);
    pr->last_formula = f;
    pr->formula_end = pr->draft.text.n;
    return true;
}

static bool take_image(struct ws_prune *pr, struct ws_formula f)
{
    return is_copy(pr, &f) || take_formula(pr, f);
}

/* TeX in the text of a span or div, p: behind its start tag, which was written. Returns where to go on. */
static const uint8_t *take_delimited(struct ws_prune *pr, const uint8_t *p)
{
    const uint8_t *end = ws_find_byte(p, pr->scan.end, '<');
    if (!end || pr->scan.end - end < 2 || end[1] != '/')
        return p;
    return take_formula(pr, ws_math_delimited((struct ws_slice){p, (size_t)(end - p)})) ? end : p;
}

/* MediaWiki hides the MathML from eyes that see the image of it. It is the formula all the same. */
static void show_formula(struct ws_scan_tag *tag)
{
    static const char CLASS[] = "mwe-math-mathml";
    unsigned style = 0;
    if (!ws_scan_has(tag, WS_ATTR_STYLE))
        return;
    struct ws_slice class = ws_scan_attr(tag, WS_ATTR_CLASS);
    if (class.n < sizeof CLASS - 1 || memcmp(class.p, CLASS, sizeof CLASS - 1) != 0)
        return;
    while (tag->attrs[style].name != WS_ATTR_STYLE)
        style++;
    tag->attrs[style] = tag->attrs[--tag->n_attrs];
    tag->seen &= ~((uint64_t)1 << WS_ATTR_STYLE);
}

/* ---- elements that hold no markup ---- */

static bool is_json_ld(const struct ws_scan_tag *tag)
{
    static const char type[] = "application/ld+json";
    struct ws_slice v = ws_scan_attr(tag, WS_ATTR_TYPE);
    while (v.n && ws_is_blank(*v.p))
        v = (struct ws_slice){v.p + 1, v.n - 1};
    if (v.n < sizeof type - 1)
        return false;
    for (size_t k = 0; k < sizeof type - 1; k++)
        if ((v.p[k] >= 'A' && v.p[k] <= 'Z' ? v.p[k] + 32 : v.p[k]) != type[k])
            return false;
    return true;
}

static const uint8_t *skip_script(struct ws_prune *pr, const uint8_t *p)
{
    bool json_ld = !pr->nest.hidden && is_json_ld(&pr->tag);
    const uint8_t *end = ws_scan_script_end(&pr->scan, p);
    if (!end)
        return pr->scan.end;
    if (json_ld)
        ws_draft_json_ld(&pr->draft, (struct ws_slice){p, (size_t)(end - p)});
    else
        take_formula(pr, ws_math_script(&pr->tag, (struct ws_slice){p, (size_t)(end - p)}));
    return pass_end_tag(pr, end);
}

static bool is_all_blank(struct ws_slice s)
{
    while (s.n && ws_is_blank(s.p[s.n - 1]))
        s.n--;
    return s.n == 0;
}

/* A title that never ends goes to the next tag. */
static const uint8_t *take_title(struct ws_prune *pr, const uint8_t *p)
{
    const uint8_t *end = ws_scan_find_end(&pr->scan, p, WS_TAG_TITLE), *stop = end;
    if (!stop)
        stop = ws_find_byte(p, pr->scan.end, '<');
    if (!stop)
        stop = pr->scan.end;
    struct ws_slice title = {p, (size_t)(stop - p)};
    if (!pr->nest.hidden && !pr->draft.title.p && !is_all_blank(title))
        pr->draft.title = title;
    return end ? pass_end_tag(pr, end) : stop;
}

static const uint8_t *skip_newline(const uint8_t *p, const uint8_t *end)
{
    if (p < end && *p == '\r')
        p++;
    if (p < end && *p == '\n')
        p++;
    return p;
}

/* textarea (references count), xmp and plaintext (they do not): tags in them are text. */
static const uint8_t *take_raw_text(struct ws_prune *pr, const uint8_t *p, unsigned name)
{
    const uint8_t *end =
        name == WS_TAG_PLAINTEXT ? pr->scan.end : ws_scan_find_end(&pr->scan, p, name);
    if (pr->nest.hidden && end)
        return end == pr->scan.end ? end : pass_end_tag(pr, end);
    ws_nest_start(&pr->nest, name, &pr->tag);
    if (name == WS_TAG_TEXTAREA)
        p = skip_newline(p, pr->scan.end);
    if (!end)
        return p; /* never ends: an element like others */
    text(pr, p, end, name == WS_TAG_TEXTAREA);
    if (end == pr->scan.end)
        return end;
    ws_nest_pop(&pr->nest);
    return pass_end_tag(pr, end);
}

static const uint8_t *skip_foreign(struct ws_prune *pr, const uint8_t *p, unsigned name)
{
    const uint8_t *end = pr->tag.self_closing ? p : ws_scan_foreign(&pr->scan, p, name);
    if (name != WS_TAG_MATH || !end ||
        !take_formula(pr, ws_math_element(&pr->scan, &pr->tag, p, end)))
        gap(pr);
    return end ? end : p;
}

#define NOSCRIPT_BYTES 150 /* of text: less is a notice, a tracker or an image */

/* Is there text between the tags from p to end? */
static bool holds_text(const uint8_t *p, const uint8_t *end)
{
    size_t n = 0;
    while (p < end && n < NOSCRIPT_BYTES) {
        if (*p == '<') {
            p = ws_find_byte(p, end, '>');
            if (!p)
                return false;
        } else {
            n += *p > ' ';
        }
        p++;
    }
    return n >= NOSCRIPT_BYTES;
}

/* Forums and shops put there what their scripts show to readers: it may be the only copy of the
 * text. Who reads the tree can tell by the element. */
static const uint8_t *take_noscript(struct ws_prune *pr, const uint8_t *p)
{
    if (pr->nest.innermost[WS_TAG_NOSCRIPT])
        return p; /* they do not nest */
    const uint8_t *end = ws_scan_find_end(&pr->scan, p, WS_TAG_NOSCRIPT);
    if (!end || !holds_text(p, end))
        return skip_raw(pr, p, WS_TAG_NOSCRIPT);
    ws_nest_start(&pr->nest, WS_TAG_NOSCRIPT, &pr->tag);
    return p;
}

/* Does what stands at p begin like TeX between delimiters? */
static bool opens_tex(const uint8_t *p, const uint8_t *end)
{
    p = ws_skip_blanks(p, end);
    return p < end && (*p == '$' || *p == '\\');
}

/* An element whose content is read like that of any other. */
static const uint8_t *start_element(struct ws_prune *pr, const uint8_t *p, unsigned name)
{
    if (name >= WS_TAG_COUNT) {
        gap(pr);
        /* One that never ends loses only its tag. */
        if ((ws_name_flags[name] & WS_TF_VOID) || !ws_scan_find_end(&pr->scan, p, name))
            return p;
    }
    if (name == WS_TAG_SPAN)
        show_formula(&pr->tag);
    bool delimited = (name == WS_TAG_SPAN || name == WS_TAG_DIV) && opens_tex(p, pr->scan.end) &&
                     ws_math_is_class(&pr->tag);
    ws_nest_start(&pr->nest, name, &pr->tag); /* behind it the attributes may be elsewhere */
    if (delimited)
        return take_delimited(pr, p);
    return name == WS_TAG_PRE || name == WS_TAG_LISTING ? skip_newline(p, pr->scan.end) : p;
}

/* A start tag that was read to p; returns where to go on. */
static const uint8_t *start_tag(struct ws_prune *pr, const uint8_t *p)
{
    unsigned name = pr->tag.name;
    switch (name) {
    case WS_TAG_HTML:
    case WS_TAG_BODY:
        if (!pr->nest.hidden)
            ws_draft_root_attrs(&pr->draft, &pr->tag);
        return p;
    case WS_TAG_HEAD:
        return p;
    case WS_TAG_TITLE:
        return take_title(pr, p);
    case WS_TAG_META:
        if (!pr->nest.hidden)
            ws_draft_meta(&pr->draft, &pr->tag);
        return p;
    case WS_TAG_LINK:
        if (!pr->nest.hidden)
            ws_draft_link(&pr->draft, &pr->tag);
        return p;
    case WS_GONE_BASE:
        if (!pr->nest.hidden)
            ws_draft_base(&pr->draft, &pr->tag);
        return p;
    case WS_GONE_SCRIPT:
        return skip_script(pr, p);
    case WS_GONE_IFRAME:
        gap(pr);
        return skip_raw(pr, p, name);
    case WS_GONE_STYLE:
    case WS_GONE_NOEMBED:
    case WS_GONE_NOFRAMES:
        return skip_raw(pr, p, name);
    case WS_TAG_NOSCRIPT:
        return take_noscript(pr, p);
    case WS_GONE_SVG:
    case WS_TAG_MATH:
        return skip_foreign(pr, p, name);
    case WS_TAG_TEXTAREA:
    case WS_TAG_XMP:
    case WS_TAG_PLAINTEXT:
        return take_raw_text(pr, p, name);
    case WS_GONE_IMAGE:
    case WS_TAG_IMG:
        if (take_image(pr, ws_math_image(&pr->tag)))
            return p;
        name = WS_TAG_IMG;
        break;
    default:
        break;
    }
    return start_element(pr, p, name);
}

/* An end tag that was read to p. */
static void end_tag(struct ws_prune *pr, const uint8_t *p)
{
    unsigned name = pr->tag.name;
    if (name == WS_TAG_HTML || name == WS_TAG_BODY || name == WS_TAG_HEAD)
        return;
    ws_nest_end(&pr->nest, name, pr->tag.str);
    /* More of them were opened than are closed: the rest of the page must not stay hidden. */
    if ((ws_name_traits[name] & WS_NT_HIDDEN) && !ws_scan_find_end(&pr->scan, p, name))
        ws_nest_end_all(&pr->nest, name);
}

/* What stands at the '<' at p; returns where to go on. */
static const uint8_t *markup(struct ws_prune *pr, const uint8_t *p)
{
    const uint8_t *end = pr->scan.end;
    uint8_t c = end - p > 1 ? p[1] : ' ';
    if (ws_is_tag_letter(c)) {
        p = scan_tag(pr, p);
        return p ? start_tag(pr, p) : end;
    }
    if (c == '/' && end - p > 2 && ws_is_tag_letter(p[2])) {
        unsigned n = end - p >= 10 ? ws_nest_is_end(&pr->nest, p + 2) : 0;
        if (n) {
            ws_nest_pop(&pr->nest);
            return p + 2 + n;
        }
        p = scan_tag(pr, p);
        if (!p)
            return end;
        end_tag(pr, p);
        return p;
    }
    if (c == '!' || c == '?' || (c == '/' && end - p > 2))
        return ws_scan_markup(&pr->scan, p);
    text(pr, p, p + 1, false);
    return p + 1;
}

void ws_prune(struct ws_prune *pr, struct ws_slice page, size_t max_nodes)
{
    if (page.n == 0)
        page.p = (const uint8_t *)"";
    const uint8_t *p = page.p, *end = page.p + page.n;
    ws_scan_init(&pr->scan, page);
    ws_draft_begin(&pr->draft, page, max_nodes);
    ws_nest_begin(&pr->nest, &pr->draft);
    pr->formula_end = 0;
    if (page.n >= 3 && memcmp(p, "\xEF\xBB\xBF", 3) == 0)
        p += 3;
    while (p < end && !pr->draft.failed) {
        if (*p != '<')
            p = text_run(pr, p);
        if (p < end)
            p = markup(pr, p);
    }
    ws_nest_finish(&pr->nest);
    ws_draft_finish(&pr->draft);
}
