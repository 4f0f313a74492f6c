#include "pipeline/extract/blocks.h"

#include "pipeline/extract/text.h"

#include <string.h>

/* What the text that comes next stands in, and what is to be written before it. */
struct cutter {
    const struct ws_tree *t;
    struct ws_blocks *out;
    uint8_t *at;         /* where the next character goes */
    struct ws_block cur; /* being filled; text.n == 0 while empty */
    uint32_t container;  /* innermost open block-level element */
    uint16_t in_link, in_bold, in_button, in_pre, in_code, in_hidden;
    uint16_t pending_breaks; /* <br> since the last character */
    bool pending_space;
    bool in_word;
    bool inline_edge; /* an inline element closed and nothing but an opening tag came since */
    uint32_t last_char;
    bool has_formulas;
};

static bool ascii_space(uint8_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Without the empty lines around it: what a reader sees of a pre. */
static struct ws_slice trim_lines(struct ws_slice s)
{
    while (s.n && ascii_space(s.p[s.n - 1]))
        s.n--;
    for (size_t i = 0; i < s.n && ascii_space(s.p[i]); i++)
        if (s.p[i] == '\n') {
            s = (struct ws_slice){s.p + i + 1, s.n - i - 1};
            i = (size_t)-1;
        }
    return s;
}

/* Without the sign by which documentation links a heading to itself. */
static struct ws_slice trim_permalink(struct ws_slice s)
{
    if (s.n > 2 && s.p[s.n - 2] == 0xc2 && s.p[s.n - 1] == 0xb6)
        s.n -= 2;
    return ws_trim_text(s);
}

static void flush(struct cutter *c)
{
    if (c->cur.text.n) {
        struct ws_block *b = &c->out->v[c->out->n++];
        *b = c->cur;
        b->text = b->pre ? trim_lines(b->text) : ws_trim_text(b->text);
        if (b->links && ws_tag_flags(c->t->nodes[b->node].tag) & WS_TF_HEADING)
            b->text = trim_permalink(b->text);
        b->n_runs = c->out->n_runs - b->run;
        if (!b->chars)
            c->out->n--;
    }
    c->cur = (struct ws_block){0};
    c->pending_breaks = 0;
    c->pending_space = c->in_word = c->inline_edge = false;
    c->last_char = 0;
}

static void put(struct cutter *c, const uint8_t *p, size_t n)
{
    if (!c->cur.text.n)
        c->cur.text.p = c->at;
    for (size_t i = 0; i < n; i++) /* one character: a call to memcpy costs more */
        *c->at++ = p[i];
    c->cur.text.n += n;
}

/* Adjacent inline elements without a blank between them are usually set apart by style: links
 * always, others where the letters say so ("Home" "About", but not "W" "ord"). */
static bool is_edge_of_words(const struct cutter *c, uint32_t ch)
{
    return c->inline_edge && c->last_char >= 'a' && c->last_char <= 'z' && ch >= 'A' &&
           ch <= 'Z';
}

static void put_separator(struct cutter *c, uint32_t ch)
{
    if (c->cur.text.n) {
        if (c->pending_breaks) {
            put(c, (const uint8_t *)"\n", 1);
            c->cur.breaks = (uint16_t)(c->cur.breaks + (c->cur.breaks < UINT16_MAX));
        } else if (c->pending_space || is_edge_of_words(c, ch)) {
            put(c, (const uint8_t *)" ", 1);
        }
        if (c->pending_breaks || c->pending_space || is_edge_of_words(c, ch))
            c->in_word = false;
    }
    c->pending_breaks = 0;
    c->pending_space = c->inline_edge = false;
}

static void count(struct cutter *c, uint32_t ch, enum ws_char_class k)
{
    c->cur.chars++;
    c->cur.link_chars += c->in_link > 0;
    c->cur.bold_chars += c->in_bold > 0;
    c->cur.button_chars += c->in_button > 0;
    if (k == WS_CHAR_SOLO || (k == WS_CHAR_WORD && !c->in_word))
        c->cur.words++;
    c->in_word = k == WS_CHAR_WORD;
    c->last_char = ch;
}

static void begin_block(struct cutter *c, uint32_t node)
{
    c->cur.node = c->container;
    c->cur.first = node;
    c->cur.run = c->out->n_runs;
    c->cur.pre = c->in_pre > 0;
    c->cur.hidden = c->in_hidden > 0;
    if (c->in_link && !c->cur.links)
        c->cur.links = 1; /* the link was opened before this block began */
}

static void add_text(struct cutter *c, uint32_t node)
{
    struct ws_slice s = ws_node_text(c->t, node);
    for (const uint8_t *p = s.p, *end = s.p + s.n; p < end;) {
        const uint8_t *from = p;
        uint32_t ch = ws_utf8_next(&p, end);
        enum ws_char_class k = ws_char_class(ch);
        if (k == WS_CHAR_IGNORE)
            continue;
        if (k == WS_CHAR_SPACE && !c->in_pre) {
            c->pending_space = true;
            continue;
        }
        if (!c->cur.text.n)
            begin_block(c, node);
        put_separator(c, ch);
        if (c->cur.last != node)
            c->out->runs[c->out->n_runs++] = (struct ws_run){c->at, node};
        put(c, from, (size_t)(p - from));
        c->cur.last = node;
        if (k == WS_CHAR_SPACE)
            c->in_word = false;
        else
            count(c, ch, k);
    }
}

static bool style_hides(struct ws_slice style)
{
    static const char *const WHAT[] = {"display:none", "visibility:hidden"};
    char s[256];
    size_t n = 0;
    for (size_t i = 0; i < style.n && n < sizeof s - 1; i++)
        if (style.p[i] > ' ')
            s[n++] = (char)ws_lower(style.p[i]);
    s[n] = 0;
    return strstr(s, WHAT[0]) || strstr(s, WHAT[1]);
}

static bool is_hidden(const struct ws_tree *t, uint32_t node)
{
    if (!t->nodes[node].n)
        return false;
    struct ws_slice style = ws_node_attr(t, node, WS_ATTR_STYLE);
    return ws_node_attr(t, node, WS_ATTR_HIDDEN).p || (style.n && style_hides(style)) ||
           ws_equals_nocase(ws_node_attr(t, node, WS_ATTR_ARIA_HIDDEN), "true");
}

/* Form controls and ruby annotations: text that is not part of what is read. */
static bool is_skipped(enum ws_tag tag)
{
    switch (tag) {
    case WS_TAG_SELECT:
    case WS_TAG_OPTION:
    case WS_TAG_OPTGROUP:
    case WS_TAG_DATALIST:
    case WS_TAG_TEXTAREA:
    case WS_TAG_RT:
    case WS_TAG_RP:
    case WS_TAG_TITLE:
    case WS_TAG_METER:
    case WS_TAG_PROGRESS:
        return true;
    default:
        return false;
    }
}

static bool has_class(struct ws_slice class, const char *prefix)
{
    size_t n = strlen(prefix);
    for (size_t i = 0; i + n <= class.n; i++)
        if ((i == 0 || ascii_space(class.p[i - 1])) && memcmp(class.p + i, prefix, n) == 0)
            return true;
    return false;
}

/* KaTeX draws a formula with letters behind its MathML; MathJax 2 in front of the script it was made
 * from, as a preview and one or two elements. */
static bool is_drawn_formula(const struct ws_tree *t, uint32_t node)
{
    struct ws_slice class = ws_node_attr(t, node, WS_ATTR_CLASS);
    if (node && has_class(class, "katex-html"))
        return t->nodes[t->nodes[node - 1].parent].tag == WS_TAG_MATH;
    for (int i = 0; i < 6 && has_class(class, "MathJax"); i++) {
        node = t->nodes[node].end;
        if (node >= t->n_nodes)
            return false;
        if (t->nodes[node].tag == WS_TAG_MATH)
            return true;
        if (t->nodes[node].tag != WS_TAG_TEXT)
            class = ws_node_attr(t, node, WS_ATTR_CLASS);
    }
    return false;
}

/* Opens (by = 1) or closes (by = -1, that is 65535) what an element means for the text in it.
 */
static void enter(struct cutter *c, uint32_t node, uint16_t by)
{
    const struct ws_node *n = &c->t->nodes[node];
    switch (n->tag) {
    case WS_TAG_A:
        if (!ws_node_attr(c->t, node, WS_ATTR_HREF).p)
            break;
        c->in_link = (uint16_t)(c->in_link + by);
        if (by == 1 && c->cur.links < UINT16_MAX)
            c->cur.links++;
        if (by == 1 && c->inline_edge)
            c->pending_space = true;
        break;
    case WS_TAG_B:
    case WS_TAG_STRONG:
        c->in_bold = (uint16_t)(c->in_bold + by);
        break;
    case WS_TAG_BUTTON:
    case WS_TAG_LABEL:
        c->in_button = (uint16_t)(c->in_button + by);
        c->pending_space = true;
        break;
    case WS_TAG_TIME:
    case WS_TAG_INPUT:
    case WS_TAG_UNKNOWN:
        c->pending_space |= !c->in_pre;
        break;
    case WS_TAG_CODE:
        c->in_code = (uint16_t)(c->in_code + by);
        break;
    default:
        break;
    }
    if (ws_tag_flags(n->tag) & WS_TF_PRE)
        c->in_pre = (uint16_t)(c->in_pre + by);
    if (is_hidden(c->t, node))
        c->in_hidden = (uint16_t)(c->in_hidden + by);
}

static void open_element(struct cutter *c, uint32_t node)
{
    if (ws_tag_flags(c->t->nodes[node].tag) & WS_TF_BLOCK) {
        flush(c);
        c->container = node;
    }
    enter(c, node, 1);
}

static void close_element(struct cutter *c, uint32_t node)
{
    const struct ws_node *n = &c->t->nodes[node];
    if (ws_tag_flags(n->tag) & WS_TF_BLOCK)
        flush(c);
    enter(c, node, UINT16_MAX);
    if (!(ws_tag_flags(n->tag) & WS_TF_BLOCK)) {
        c->inline_edge = !c->in_pre && !c->in_code;
        return;
    }
    c->container = n->parent;
    while (c->container && !(ws_tag_flags(c->t->nodes[c->container].tag) & WS_TF_BLOCK))
        c->container = c->t->nodes[c->container].parent;
}

static void line_break(struct cutter *c, uint32_t node)
{
    if (c->in_pre) {
        if (!c->cur.text.n)
            begin_block(c, node);
        put(c, (const uint8_t *)"\n", 1);
        c->in_word = false;
        return;
    }
    if (c->cur.text.n && ++c->pending_breaks >= 2)
        flush(c);
}

bool ws_blocks_cut(const struct ws_tree *t, struct ws_arena *arena, struct ws_blocks *out)
{
    size_t text_bytes = 1, n_texts = 0;
    bool has_formulas = false;
    for (uint32_t i = 0; i < t->n_nodes; i++) {
        /* every text and every <br> brings one separator at most; an element edge one more */
        text_bytes += t->nodes[i].tag == WS_TAG_TEXT ? t->nodes[i].n + 2u : 1u;
        n_texts += t->nodes[i].tag == WS_TAG_TEXT || t->nodes[i].tag == WS_TAG_BR;
        has_formulas |= t->nodes[i].tag == WS_TAG_MATH;
    }
    struct cutter c = {.t = t, .out = out, .has_formulas = has_formulas};
    out->n = out->n_runs = 0;
    out->v = ws_arena_zalloc(arena, n_texts + 1, sizeof *out->v);
    out->runs = ws_arena_alloc(arena, (n_texts + 1) * sizeof *out->runs);
    c.at = ws_arena_alloc(arena, text_bytes);
    if (!out->v || !out->runs || !c.at)
        return false;

    uint32_t open[WS_TREE_MAX_DEPTH + 2];
    uint32_t depth = 0;
    for (uint32_t i = 0; i < t->n_nodes; i++) {
        while (depth && t->nodes[open[depth - 1]].end <= i)
            close_element(&c, open[--depth]);
        enum ws_tag tag = t->nodes[i].tag;
        if (tag == WS_TAG_TEXT) {
            add_text(&c, i);
        } else if (tag == WS_TAG_BR) {
            line_break(&c, i);
        } else if (c.has_formulas && is_drawn_formula(t, i)) {
            i = t->nodes[i].end - 1;
        } else if (is_skipped(tag)) {
            c.pending_space = true;
            i = t->nodes[i].end - 1;
        } else {
            open_element(&c, i);
            if (t->nodes[i].end > i + 1)
                open[depth++] = i;
            else
                close_element(&c, i);
        }
    }
    while (depth)
        close_element(&c, open[--depth]);
    return true;
}
