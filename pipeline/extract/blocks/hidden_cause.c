#include "pipeline/extract/blocks/hidden_cause.h"

#include "pipeline/extract/text/text.h"

#include <string.h>

/* The attributes that count here; all others share a place. */
enum { OTHER, CLASS, ID, ROLE, HIDDEN, STYLE, ARIA_HIDDEN, PLACES };
static const uint8_t place_of[WS_ATTR_COUNT] = {
    [WS_ATTR_CLASS] = CLASS,   [WS_ATTR_ID] = ID,       [WS_ATTR_ROLE] = ROLE,
    [WS_ATTR_HIDDEN] = HIDDEN, [WS_ATTR_STYLE] = STYLE, [WS_ATTR_ARIA_HIDDEN] = ARIA_HIDDEN,
};

struct own {
    struct ws_slice v[PLACES]; /* p == NULL: absent */
};

static inline void read_own(const struct ws_tree *t, uint32_t node, struct own *own)
{
    const struct ws_node *n = &t->nodes[node];
    for (size_t i = 0; i < PLACES; i++)
        own->v[i] = (struct ws_slice){NULL, 0};
    for (const struct ws_attr *a = t->attrs + n->at, *end = a + n->n; a < end; a++)
        own->v[place_of[a->name]] = (struct ws_slice){t->page.p + a->at, a->n};
}

/* ---- by tag and names ---- */

static enum ws_cause named_cause(const struct ws_tree *t, uint32_t node, const struct ws_name_patterns *hiding)
{
    enum ws_tag tag = t->nodes[node].tag;
    if (tag == WS_TAG_NOSCRIPT || tag == WS_TAG_DIALOG)
        return tag == WS_TAG_DIALOG ? WS_CAUSE_OVERLAY : WS_CAUSE_NOSCRIPT;
    if (!t->nodes[node].n)
        return WS_CAUSE_NONE;
    struct own own;
    read_own(t, node, &own);
    enum ws_cause c = WS_CAUSE_NONE;
    const uint8_t *end = t->page.p + t->page.n;
    if (tag != WS_TAG_MAIN && tag != WS_TAG_ARTICLE) {
        c = ws_match_names(hiding, own.v[CLASS], end);
        c = c == WS_CAUSE_NONE ? ws_match_names(hiding, own.v[ID], end) : c;
    }
    if (ws_equals_nocase(own.v[CLASS], "ln") || ws_equals_nocase(own.v[CLASS], "lnt"))
        c = WS_CAUSE_NUMBERS; /* Chroma's; too short for the patterns, of which half the names would pass the sieve */
    bool dialog =
        own.v[ROLE].n && (ws_equals_nocase(own.v[ROLE], "dialog") || ws_equals_nocase(own.v[ROLE], "alertdialog"));
    return c == WS_CAUSE_NONE && dialog ? WS_CAUSE_OVERLAY : c;
}

bool ws_causes_init(struct ws_causes *c, const struct ws_tree *t, const struct ws_looks *looks,
                    struct ws_arena *arena)
{
    struct ws_name_patterns hiding;
    ws_hiding_names(&hiding);
    *c = (struct ws_causes){.t = t, .looks = looks};
    c->named = ws_arena_alloc(arena, looks->n);
    c->panel = ws_arena_zalloc(arena, looks->n, 1);
    c->lines = ws_arena_alloc(arena, t->n_nodes * sizeof *c->lines);
    c->apart = ws_arena_alloc(arena, looks->n_veiled * sizeof *c->apart);
    if (!c->named || !c->panel || !c->lines || !c->apart)
        return false;
    c->named[0] = WS_CAUSE_NONE; /* of the root, which is always visible, and of texts */
    for (uint32_t i = 1; i < looks->n; i++) {
        c->named[i] = (uint8_t)named_cause(t, looks->node[i], &hiding);
        c->any_named |= c->named[i] != WS_CAUSE_NONE;
    }
    return true;
}

static bool is_called_panel(struct ws_causes *c, uint32_t node)
{
    struct own own;
    read_own(c->t, node, &own);
    if (!c->panels.v)
        ws_panel_names(&c->panels);
    const uint8_t *end = c->t->page.p + c->t->page.n;
    return ws_match_names(&c->panels, own.v[CLASS], end) || ws_match_names(&c->panels, own.v[ID], end) ||
           ws_match_names(&c->panels, own.v[ROLE], end);
}

static bool is_panel(struct ws_causes *c, uint32_t node)
{
    for (int up = 0; up < 3 && node; up++, node = c->t->nodes[node].parent) {
        uint8_t *panel = &c->panel[c->looks->of[node]];
        if (!*panel)
            *panel = is_called_panel(c, node) ? 2 : 1;
        if (*panel == 2)
            return true;
    }
    return false;
}

/* ---- by attributes ---- */

#define OFF_SCREEN 999 /* pixels or em to the left or top */

enum style { PLAIN, APART /* on lines of its own */, HIDES };

/* display, but for what tables and the like are made of. */
static bool breaks_lines(const char *value)
{
    static const char *const KINDS[] = {"block", "flex", "grid", "table", "list-item"};
    for (size_t i = 0; i < sizeof KINDS / sizeof KINDS[0]; i++) {
        size_t n = strlen(KINDS[i]);
        if (!strncmp(value, KINDS[i], n) && (!value[n] || value[n] == '!'))
            return true;
    }
    return false;
}

/* s: a style declaration, in lower case and without blanks. */
static enum style style_of_declaration(const char *s)
{
    static const char *const MOVING[] = {"left:-", "top:-", "text-indent:-"};
    if (!strncmp(s, "display:none", 12) || !strncmp(s, "visibility:hidden", 17))
        return HIDES;
    if (!strncmp(s, "display:", 8) && breaks_lines(s + 8))
        return APART;
    for (size_t i = 0; i < sizeof MOVING / sizeof MOVING[0]; i++) {
        size_t n = strlen(MOVING[i]);
        unsigned by = 0;
        if (strncmp(s, MOVING[i], n))
            continue;
        for (s += n; *s >= '0' && *s <= '9'; s++)
            by = by * 10 + (unsigned)(*s - '0');
        return by >= OFF_SCREEN ? HIDES : PLAIN;
    }
    return PLAIN;
}

/* What may begin a declaration that means something: of "width" and others with a w not even the copy is made. */
static bool may_mean(const uint8_t *p, const uint8_t *end)
{
    uint8_t first = ws_lower(*p);
    return first == 'd' || first == 'v' || first == 'l' || first == 't' ||
           (first == 'w' && end - p > 1 && ws_lower(p[1]) == 'h');
}

/* *lines: becomes true when line ends count. */
static enum style read_style(struct ws_slice style, bool *lines)
{
    const uint8_t *p = style.p, *end = style.p + style.n;
    enum style all = PLAIN;
    for (;;) {
        while (p < end && *p <= ' ')
            p++;
        if (p == end)
            return all;
        const uint8_t *next = memchr(p, ';', (size_t)(end - p));
        const uint8_t *stop = next ? next : end;
        if (may_mean(p, stop)) {
            char s[24]; /* the start of a declaration tells */
            size_t n = 0;
            for (; p < stop && n < sizeof s - 1; p++)
                if (*p > ' ')
                    s[n++] = (char)ws_lower(*p);
            s[n] = 0;
            enum style one = style_of_declaration(s);
            if (one == HIDES)
                return HIDES;
            all = one == APART ? APART : all;
            *lines |= !strncmp(s, "white-space:pre", 15);
        }
        if (!next)
            return all;
        p = next + 1;
    }
}

/* React streams finished parts of a page in hidden elements of such an id; its scripts show them. */
static bool is_streamed(struct ws_slice id)
{
    return id.n >= 3 && id.n <= 8 && id.p[0] == 'S' && id.p[1] == ':';
}

/* The element in front of node, of the same parent, with at most a blank in between; 0: none.
 * node: not the root. */
static uint32_t sibling_before(const struct ws_tree *t, uint32_t node)
{
    uint32_t i = node - 1, up = t->nodes[node].parent;
    if (i > up && t->nodes[i].tag == WS_TAG_TEXT && t->nodes[i].parent == up &&
        !ws_trim_text(ws_node_text(t, i)).n)
        i--;
    while (i > up && t->nodes[i].parent != up)
        i = t->nodes[i].parent;
    return i > up && t->nodes[i].tag != WS_TAG_TEXT ? i : 0;
}

/* The same behind node; where it is the last of a paragraph, behind that. */
static uint32_t sibling_behind(const struct ws_tree *t, uint32_t node)
{
    uint32_t i = t->nodes[node].end, up = t->nodes[node].parent;
    if (t->nodes[up].tag == WS_TAG_P && i == t->nodes[up].end)
        up = t->nodes[up].parent;
    const uint32_t end = t->nodes[up].end;
    if (i < end && t->nodes[i].tag == WS_TAG_TEXT && !ws_trim_text(ws_node_text(t, i)).n)
        i++;
    return i < end && t->nodes[i].parent == up && t->nodes[i].tag != WS_TAG_TEXT ? i : 0;
}

#define TOGGLE_NODES 20 /* what opens a panel is short */
#define TOGGLE_BYTES 80 /* of its text, if it is a link or stands below */

static bool is_button(const struct ws_tree *t, uint32_t node)
{
    return t->nodes[node].tag == WS_TAG_BUTTON ||
           ws_equals_nocase(ws_node_attr(t, node, WS_ATTR_ROLE), "button");
}

/* A link that leads nowhere else. */
static bool is_action(const struct ws_tree *t, uint32_t node)
{
    static const char SCRIPT[] = "javascript:";
    struct ws_slice href = ws_node_attr(t, node, WS_ATTR_HREF);
    return t->nodes[node].tag == WS_TAG_A && href.n &&
           (*href.p == '#' ||
            ws_equals_nocase((struct ws_slice){href.p, href.n < 11 ? href.n : 11}, SCRIPT));
}

/* "Read more": nothing but a button or such a link. 0: no element. */
static bool is_more(const struct ws_tree *t, uint32_t node)
{
    uint32_t end = t->nodes[node].end;
    size_t bytes = 0;
    bool acts = false;
    if (!node || end - node > TOGGLE_NODES)
        return false;
    for (uint32_t i = node; i < end; i++) {
        bytes += t->nodes[i].tag == WS_TAG_TEXT ? t->nodes[i].n : 0;
        acts |= is_button(t, i) || is_action(t, i);
    }
    return acts && bytes && bytes <= TOGGLE_BYTES;
}

/* Does it go on with text, as a paragraph or text does that stands in front of it? */
static bool goes_on(const struct ws_tree *t, uint32_t node)
{
    uint32_t i = node - 1, up = t->nodes[node].parent;
    if (i > up && t->nodes[i].tag == WS_TAG_TEXT && !ws_trim_text(ws_node_text(t, i)).n)
        i--;
    for (; i > up; i = t->nodes[i].parent)
        if (t->nodes[i].parent == up)
            return t->nodes[i].tag == WS_TAG_P || t->nodes[i].tag == WS_TAG_TEXT;
    return false;
}

static bool asks_for_more(const struct ws_tree *t, uint32_t before, uint32_t node, bool named)
{
    if (is_more(t, before))
        return named || goes_on(t, before);
    return is_more(t, sibling_behind(t, node)) && (named || goes_on(t, node));
}

static bool is_box(enum ws_tag tag)
{
    return (ws_tag_flags(tag) & WS_TF_BLOCK) && tag != WS_TAG_P;
}

/* A box behind a heading or button is what a click on that opens; also text that stops at one, or
 * at such a link, and anything there that is called the rest. */
static enum ws_cause toggled_cause(const struct ws_tree *t, uint32_t node, struct ws_slice id)
{
    uint32_t before = sibling_before(t, node), end = t->nodes[before].end;
    enum ws_tag tag = t->nodes[node].tag;
    bool rest = ws_equals_nocase(id, "more") || ws_equals_nocase(id, "rest"), heading = false;
    bool more = (rest || is_box(tag)) && asks_for_more(t, before, node, rest);
    if (!before || end - before > TOGGLE_NODES || !is_box(tag))
        return more ? WS_CAUSE_MORE : WS_CAUSE_HIDDEN;
    for (uint32_t i = before; i < end; i++) {
        tag = t->nodes[i].tag;
        if (tag == WS_TAG_DT || tag == WS_TAG_SUMMARY || is_button(t, i))
            return WS_CAUSE_PANEL;
        heading |= tag != WS_TAG_H1 && (ws_tag_flags(tag) & WS_TF_HEADING);
    }
    return heading ? WS_CAUSE_ANSWER : more ? WS_CAUSE_MORE : WS_CAUSE_HIDDEN;
}

static void note_lines(struct ws_causes *c, uint32_t node)
{
    if (!c->n_lines || c->lines[c->n_lines - 1] != node)
        c->lines[c->n_lines++] = node;
}

static enum ws_cause hidden_cause(struct ws_causes *c, uint32_t node, const struct own *own)
{
    bool lines = false;
    enum style style = own->v[STYLE].n ? read_style(own->v[STYLE], &lines) : PLAIN;
    if (lines)
        note_lines(c, node);
    if (style == APART &&
        !(ws_tag_flags((enum ws_tag)c->t->nodes[node].tag) & (WS_TF_BLOCK | WS_TF_VOID)))
        c->apart[c->n_apart++] = node;
    if (!own->v[HIDDEN].p && style != HIDES)
        return WS_CAUSE_NONE;
    if (own->v[HIDDEN].p && is_streamed(own->v[ID]))
        return WS_CAUSE_NONE;
    if (ws_equals_nocase(own->v[HIDDEN], "until-found") || is_panel(c, node))
        return WS_CAUSE_PANEL;
    return toggled_cause(c->t, node, own->v[ID]);
}

/* ---- line numbers ---- */

static bool is_figures(struct ws_slice s)
{
    for (size_t i = 0; i < s.n; i++) {
        bool no_break = s.p[i] == 0xc2 && i + 1 < s.n && s.p[i + 1] == 0xa0;
        if ((s.p[i] < '0' || s.p[i] > '9') && s.p[i] > ' ' && !no_break)
            return false;
        i += no_break;
    }
    return true;
}

/* Are digits and blanks all that node holds? No text is read twice, however such elements nest: those that are
 * asked for come in order. */
static bool holds_figures(struct ws_causes *c, uint32_t node)
{
    const struct ws_tree *t = c->t;
    if (c->figures < node)
        c->figures = node;
    for (; c->figures < t->nodes[node].end && c->figures != c->no_figures; c->figures++)
        if (t->nodes[c->figures].tag == WS_TAG_TEXT && !is_figures(ws_node_text(t, c->figures))) {
            c->no_figures = c->figures;
            return false;
        }
    return c->figures >= t->nodes[node].end;
}

/* What its tag and names say, unless what it holds speaks against it. */
static enum ws_cause cause_by_name(struct ws_causes *c, uint32_t node)
{
    enum ws_cause cause = (enum ws_cause)c->named[c->looks->of[node]];
    if (cause < WS_CAUSE_NUMBERS)
        return cause;
    if (cause == WS_CAUSE_LINES)
        note_lines(c, node);
    return cause == WS_CAUSE_NUMBERS && holds_figures(c, node) ? cause : WS_CAUSE_NONE;
}

enum ws_cause ws_cause_of(struct ws_causes *c, uint32_t node, bool veiled)
{
    enum ws_cause cause = cause_by_name(c, node);
    if (cause != WS_CAUSE_NONE || !veiled)
        return cause;
    struct own own;
    read_own(c->t, node, &own);
    cause = hidden_cause(c, node, &own);
    return cause == WS_CAUSE_NONE && ws_equals_nocase(own.v[ARIA_HIDDEN], "true") ? WS_CAUSE_ARIA : cause;
}
