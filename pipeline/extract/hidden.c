#include "pipeline/extract/hidden.h"

#include "pipeline/extract/text.h"

#include <string.h>

/* Why an element is not to be seen. */
enum cause {
    SHOWN,    /* it is */
    ARIA,     /* from assistive software only */
    PANEL,    /* until a click */
    ANSWER,   /* like HIDDEN, behind a heading: PANEL if there are several */
    HIDDEN,   /* by attribute or style */
    READER,   /* text for screen readers */
    OVERLAY,
    NOSCRIPT
};

/* An element that hides what is in it; the first stands for the visible page. Sums are over the
 * nodes whose innermost such element it is. */
struct cover {
    uint32_t node;
    uint32_t up;      /* index of the cover around it */
    uint32_t bytes;   /* of text */
    uint32_t plain;   /* of them outside of links */
    uint32_t prose;   /* of these in running text */
    uint32_t copied;  /* of them in texts that stand elsewhere, too */
    uint8_t cause;    /* enum cause */
    uint8_t sight;    /* enum ws_sight */
    bool wordy;       /* has letters or digits */
    bool main;        /* holds main or article */
    bool landmark;    /* or h1 */
    bool about_js;    /* speaks of JavaScript */
};

/* ---- names of classes and ids ---- */

struct pattern {
    const char *word;
    uint8_t cause; /* enum cause */
    bool whole;    /* ends where the word ends */
};

/* Matched at the start of a word of a class or id, hyphens and underscores left out. Text for screen readers;
 * consent managers by their names, and what pages call such boxes of their own; the "[edit]" of MediaWiki. */
static const struct pattern HIDING[] = {
    {"assistivetext", READER, false}, {"a11yhidden", READER, false},
    {"elementinvisible", READER, false}, {"hiddenvisually", READER, false},
    {"mweditsection", READER, false}, {"screenreader", READER, false},
    {"showforsr", READER, false}, {"sronly", READER, false},
    {"visuallyhidden", READER, false}, {"borlabscookie", OVERLAY, true},
    {"cmplz", OVERLAY, true}, {"consentbanner", OVERLAY, true}, {"consentbar", OVERLAY, true},
    {"consentbox", OVERLAY, true}, {"consentdialog", OVERLAY, true},
    {"consentmanager", OVERLAY, true}, {"consentmodal", OVERLAY, true},
    {"consentoverlay", OVERLAY, true}, {"consentpopup", OVERLAY, true},
    {"consentwall", OVERLAY, true}, {"cookiealert", OVERLAY, true},
    {"cookiebanner", OVERLAY, true}, {"cookiebar", OVERLAY, true}, {"cookiebot", OVERLAY, true},
    {"cookiebox", OVERLAY, true}, {"cookieconsent", OVERLAY, true},
    {"cookiedialog", OVERLAY, true}, {"cookiedisclaimer", OVERLAY, true},
    {"cookieinfo", OVERLAY, true}, {"cookielaw", OVERLAY, true}, {"cookielayer", OVERLAY, true},
    {"cookiemessage", OVERLAY, true}, {"cookiemodal", OVERLAY, true},
    {"cookienotice", OVERLAY, true}, {"cookienotification", OVERLAY, true},
    {"cookieoverlay", OVERLAY, true}, {"cookiepopup", OVERLAY, true},
    {"cookieprompt", OVERLAY, true}, {"cookiesbanner", OVERLAY, true},
    {"cookiesbar", OVERLAY, true}, {"cookiesnotice", OVERLAY, true},
    {"cookiewall", OVERLAY, true}, {"cookiewarning", OVERLAY, true},
    {"cybotcookie", OVERLAY, false}, {"didomi", OVERLAY, true}, {"gdprbanner", OVERLAY, true},
    {"gdprbar", OVERLAY, true}, {"gdprconsent", OVERLAY, true}, {"gdprcookie", OVERLAY, true},
    {"gdprmodal", OVERLAY, true}, {"gdprnotice", OVERLAY, true}, {"gdprpopup", OVERLAY, true},
    {"iubendacs", OVERLAY, true}, {"klaro", OVERLAY, true}, {"onetrust", OVERLAY, true},
    {"osanocm", OVERLAY, true}, {"qccmp", OVERLAY, false},
    {"spmessagecontainer", OVERLAY, true}, {"tarteaucitron", OVERLAY, false},
    {"truste", OVERLAY, true}, {"usercentrics", OVERLAY, true},
};

/* Words by which tabs, accordions and the like are known. */
static const struct pattern PANELS[] = {
    {"accord", PANEL, false}, {"answer", PANEL, true},    {"collaps", PANEL, false},    {"expand", PANEL, false},
    {"faq", PANEL, false},    {"footnote", PANEL, false}, {"panel", PANEL, true},       {"readmore", PANEL, false},
    {"spoiler", PANEL, false}, {"tab", PANEL, true},      {"tabbed", PANEL, false},     {"tabcontent", PANEL, true},
    {"tabpane", PANEL, false}, {"tabs", PANEL, true},     {"toggle", PANEL, false},
};

/* A word starts at p: at a letter behind none, or at a capital behind a small letter. */
static bool starts_word(const uint8_t *p, const uint8_t *start)
{
    return ws_is_letter(*p) && (p == start || !ws_is_letter(p[-1]) || (*p < 'a' && p[-1] >= 'a'));
}

static bool matches(const uint8_t *p, const uint8_t *end, const struct pattern *x)
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

/* Patterns, and which letters they begin with: few words of a page do. */
struct patterns {
    const struct pattern *v;
    size_t n;
    uint32_t next[3][26]; /* sets of second, third and fourth letters, by first letter */
};

static uint32_t letter_bit(uint8_t c)
{
    return ws_is_letter(c) ? 1u << ((c | 0x20) - 'a') : 1u << 26; /* 26: no letter, as in "a11y" */
}

static void index_patterns(struct patterns *x, const struct pattern *v, size_t n)
{
    *x = (struct patterns){.v = v, .n = n};
    for (size_t i = 0; i < n; i++)
        for (int k = 0; k < 3 && v[i].word[k]; k++)
            x->next[k][v[i].word[0] - 'a'] |= letter_bit((uint8_t)v[i].word[k + 1]);
}

/* May a pattern begin at p? Of four letters, or as many as there are before a hyphen. */
static bool may_begin(const struct patterns *x, const uint8_t *p, const uint8_t *end)
{
    if (!ws_is_letter(*p))
        return false;
    unsigned first = (unsigned)(*p | 0x20) - 'a';
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

/* No class or id that says something is longer. */
#define NAME_BYTES 400

/* What the first name that one of the patterns matches says; SHOWN: none does. */
static enum cause match_names(const struct patterns *x, struct ws_slice names)
{
    if (names.n < 2)
        return SHOWN; /* names.p may be NULL */
    const uint8_t *end = names.p + (names.n < NAME_BYTES ? names.n : NAME_BYTES);
    for (const uint8_t *p = names.p; end - p > 1; p++) {
        if (!may_begin(x, p, end) || !starts_word(p, names.p))
            continue;
        for (size_t i = 0; i < x->n; i++)
            if (ws_lower(*p) == (uint8_t)x->v[i].word[0] && matches(p, end, &x->v[i]) &&
                !is_negated(p, names.p))
                return (enum cause)x->v[i].cause;
    }
    return SHOWN;
}

struct survey {
    const struct ws_tree *t;
    const struct ws_looks *looks;
    uint8_t *named; /* enum cause, by look */
    struct patterns hiding, panels;
    struct cover *covers;
    uint32_t n;
    uint32_t *by; /* index of the innermost cover, by node */
};

/* ---- attributes ---- */

/* The attributes that count here; p == NULL: absent. */
struct own {
    struct ws_slice class, id, role, hidden, style, aria_hidden;
};

static struct own read_own(const struct ws_tree *t, uint32_t node)
{
    struct own own = {.class = {NULL, 0}};
    const struct ws_node *n = &t->nodes[node];
    for (uint32_t i = 0; i < n->n; i++) {
        const struct ws_attr *a = &t->attrs[n->at + i];
        struct ws_slice v = {t->page.p + a->at, a->n};
        switch (a->name) {
        case WS_ATTR_CLASS:
            own.class = v;
            break;
        case WS_ATTR_ID:
            own.id = v;
            break;
        case WS_ATTR_ROLE:
            own.role = v;
            break;
        case WS_ATTR_HIDDEN:
            own.hidden = v;
            break;
        case WS_ATTR_STYLE:
            own.style = v;
            break;
        case WS_ATTR_ARIA_HIDDEN:
            own.aria_hidden = v;
            break;
        default:
            break;
        }
    }
    return own;
}

static bool is_panel(const struct survey *s, uint32_t node)
{
    for (int up = 0; up < 3 && node; up++, node = s->t->nodes[node].parent) {
        struct own own = read_own(s->t, node);
        if (match_names(&s->panels, own.class) || match_names(&s->panels, own.id) ||
            match_names(&s->panels, own.role))
            return true;
    }
    return false;
}

#define OFF_SCREEN 999 /* pixels or em to the left or top */

/* s: a style declaration, in lower case and without blanks. */
static bool declaration_hides(const char *s)
{
    static const char *const MOVING[] = {"left:-", "top:-", "text-indent:-"};
    if (!strncmp(s, "display:none", 12) || !strncmp(s, "visibility:hidden", 17))
        return true;
    for (size_t i = 0; i < sizeof MOVING / sizeof MOVING[0]; i++) {
        size_t n = strlen(MOVING[i]);
        unsigned by = 0;
        if (strncmp(s, MOVING[i], n))
            continue;
        for (s += n; *s >= '0' && *s <= '9'; s++)
            by = by * 10 + (unsigned)(*s - '0');
        return by >= OFF_SCREEN;
    }
    return false;
}

static bool style_hides(struct ws_slice style)
{
    char s[24]; /* the start of a declaration tells */
    size_t n = 0;
    for (size_t i = 0; i <= style.n; i++) {
        if (i < style.n && style.p[i] != ';') {
            if (style.p[i] > ' ' && n < sizeof s - 1)
                s[n++] = (char)ws_lower(style.p[i]);
            continue;
        }
        s[n] = 0;
        if (declaration_hides(s))
            return true;
        n = 0;
    }
    return false;
}

/* React streams finished parts of a page in hidden elements of such an id; its scripts show them. */
static bool is_streamed(struct ws_slice id)
{
    return id.n >= 3 && id.n <= 8 && id.p[0] == 'S' && id.p[1] == ':';
}

/* The element in front of node, of the same parent, with at most a blank in between; 0: none. */
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

#define TOGGLE_NODES 20 /* what opens a panel is short */

/* A box behind a heading or button is what a click on that opens. */
static enum cause toggled_cause(const struct ws_tree *t, uint32_t node)
{
    uint32_t before = sibling_before(t, node), end = t->nodes[before].end;
    enum ws_tag tag = t->nodes[node].tag;
    if (!before || end - before > TOGGLE_NODES || !(ws_tag_flags(tag) & WS_TF_BLOCK) || tag == WS_TAG_P)
        return HIDDEN;
    bool heading = false;
    for (uint32_t i = before; i < end; i++) {
        tag = t->nodes[i].tag;
        if (tag == WS_TAG_BUTTON || tag == WS_TAG_DT || tag == WS_TAG_SUMMARY ||
            ws_equals_nocase(ws_node_attr(t, i, WS_ATTR_ROLE), "button"))
            return PANEL;
        heading |= tag != WS_TAG_H1 && (ws_tag_flags(tag) & WS_TF_HEADING);
    }
    return heading ? ANSWER : HIDDEN;
}

static enum cause hidden_cause(const struct survey *s, uint32_t node, const struct own *own)
{
    if (!own->hidden.p && !(own->style.n && style_hides(own->style)))
        return SHOWN;
    if (own->hidden.p && is_streamed(own->id))
        return SHOWN;
    if (ws_equals_nocase(own->hidden, "until-found") || is_panel(s, node))
        return PANEL;
    return toggled_cause(s->t, node);
}

static enum cause named_cause(const struct survey *s, uint32_t node)
{
    enum cause c = match_names(&s->hiding, ws_node_attr(s->t, node, WS_ATTR_CLASS));
    return c == SHOWN ? match_names(&s->hiding, ws_node_attr(s->t, node, WS_ATTR_ID)) : c;
}

static enum cause cause_of(const struct survey *s, uint32_t node)
{
    enum ws_tag tag = s->t->nodes[node].tag;
    if (tag == WS_TAG_NOSCRIPT || tag == WS_TAG_DIALOG)
        return tag == WS_TAG_DIALOG ? OVERLAY : NOSCRIPT;
    if (!s->t->nodes[node].n)
        return SHOWN;
    struct own own = read_own(s->t, node);
    enum cause c = SHOWN;
    if (tag != WS_TAG_MAIN && tag != WS_TAG_ARTICLE)
        c = (enum cause)s->named[s->looks->of[node]];
    if (c == SHOWN && own.role.n &&
        (ws_equals_nocase(own.role, "dialog") || ws_equals_nocase(own.role, "alertdialog")))
        c = OVERLAY;
    if (c == SHOWN)
        c = hidden_cause(s, node, &own);
    if (c == SHOWN && ws_equals_nocase(own.aria_hidden, "true"))
        c = ARIA;
    return c;
}

/* ---- what the covers hold ---- */

/* A text of so many bytes outside of links is part of running text. */
#define PROSE_BYTES 60

static bool has_word(struct ws_slice s)
{
    for (const uint8_t *p = s.p, *end = s.p + s.n; p < end;) {
        enum ws_char_class k = ws_char_class(ws_utf8_next(&p, end));
        if (k == WS_CHAR_WORD || k == WS_CHAR_SOLO)
            return true;
    }
    return false;
}

static bool names_javascript(struct ws_slice s)
{
    for (size_t i = 0; i + 10 <= s.n; i++)
        if ((s.p[i] | 0x20) == 'j' && ws_equals_nocase((struct ws_slice){s.p + i, 10}, "javascript"))
            return true;
    return false;
}

static void add_text(struct cover *c, struct ws_slice s, bool linked)
{
    s = ws_trim_text(s);
    c->bytes += (uint32_t)s.n;
    c->plain += linked ? 0 : (uint32_t)s.n;
    if (s.n >= PROSE_BYTES && !linked)
        c->prose += (uint32_t)s.n;
    if (c->cause == ARIA && !c->wordy)
        c->wordy = has_word(s);
    if (c->cause == NOSCRIPT && !c->about_js)
        c->about_js = names_javascript(s);
}

/* Boxes behind headings that are named alike are the answers to a list of questions. */
static void settle_answers(struct survey *s)
{
    struct cover *last = NULL;
    uint32_t last_name = 0;
    for (uint32_t i = 1; i < s->n; i++) {
        struct cover *c = &s->covers[i];
        if (c->cause != ANSWER)
            continue;
        struct ws_slice class = ws_node_attr(s->t, c->node, WS_ATTR_CLASS);
        uint32_t name = ws_word_hash(class.p, class.n) ^ s->t->nodes[c->node].tag;
        c->cause = HIDDEN;
        if (last && name == last_name)
            c->cause = last->cause = PANEL;
        last = c;
        last_name = name;
    }
}

static bool find_covers(struct survey *s, struct ws_arena *arena)
{
    const struct ws_tree *t = s->t;
    uint8_t *cause = ws_arena_alloc(arena, t->n_nodes);
    s->by = ws_arena_alloc(arena, t->n_nodes * sizeof *s->by);
    s->named = ws_arena_alloc(arena, s->looks->n);
    if (!cause || !s->by || !s->named)
        return false;
    for (uint32_t i = 0; i < s->looks->n; i++)
        s->named[i] = (uint8_t)named_cause(s, s->looks->node[i]);
    s->n = 1;
    cause[0] = SHOWN;
    for (uint32_t i = 1; i < t->n_nodes; i++) {
        cause[i] = t->nodes[i].tag == WS_TAG_TEXT ? SHOWN : (uint8_t)cause_of(s, i);
        s->n += cause[i] != SHOWN;
    }
    s->covers = ws_arena_zalloc(arena, s->n, sizeof *s->covers);
    if (!s->covers)
        return false;
    s->by[0] = 0;
    s->n = 1;
    for (uint32_t i = 1; i < t->n_nodes; i++) {
        uint32_t up = s->by[t->nodes[i].parent];
        s->by[i] = cause[i] == SHOWN ? up : s->n;
        if (cause[i] != SHOWN)
            s->covers[s->n++] = (struct cover){.node = i, .up = up, .cause = cause[i]};
    }
    settle_answers(s);
    return true;
}

static void sum_covers(struct survey *s)
{
    const struct ws_tree *t = s->t;
    uint32_t link_end = 0;
    for (uint32_t i = 0; i < t->n_nodes; i++) {
        struct cover *c = &s->covers[s->by[i]];
        switch (t->nodes[i].tag) {
        case WS_TAG_TEXT:
            add_text(c, ws_node_text(t, i), i < link_end);
            break;
        case WS_TAG_A:
            link_end = t->nodes[i].end > link_end ? t->nodes[i].end : link_end;
            break;
        case WS_TAG_MAIN:
        case WS_TAG_ARTICLE:
            c->main = c->landmark = true;
            break;
        case WS_TAG_H1:
            c->landmark = true;
            break;
        default:
            break;
        }
    }
    for (uint32_t i = s->n; i-- > 1;) /* of an overlay those of what is in it count, too */
        if (s->covers[s->covers[i].up].cause == OVERLAY)
            s->covers[s->covers[i].up].main |= s->covers[i].main;
}

/* ---- copies ---- */

#define COPY_BYTES 20 /* shorter texts say nothing */

/* Counts how much of the text of noscript elements the rest of the page has. */
static bool find_copies(struct survey *s, struct ws_arena *arena)
{
    const struct ws_tree *t = s->t;
    uint32_t slots = 16;
    while (slots / 2 < t->n_nodes)
        slots *= 2;
    uint32_t *table = ws_arena_zalloc(arena, slots, sizeof *table);
    if (!table)
        return false;
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t i = 0; i < t->n_nodes; i++) {
            struct cover *c = &s->covers[s->by[i]];
            if (t->nodes[i].tag != WS_TAG_TEXT || (c->cause == NOSCRIPT) != (pass == 1))
                continue;
            struct ws_slice text = ws_trim_text(ws_node_text(t, i));
            if (text.n < COPY_BYTES)
                continue;
            uint32_t hash = ws_word_hash(text.p, text.n), k = hash & (slots - 1);
            while (table[k] && table[k] != hash)
                k = (k + 1) & (slots - 1);
            if (pass == 0)
                table[k] = hash;
            else if (table[k])
                c->copied += (uint32_t)text.n;
        }
    }
    return true;
}

/* ---- verdicts ---- */

#define READER_BYTES   400  /* more is no text for screen readers only */
#define NOTICE_BYTES   1500 /* a longer text that speaks of JavaScript is none about turning it on */
#define NOSCRIPT_BYTES 150
#define WRAPPER_BYTES  2000
#define REVEALED_BYTES 140  /* two sentences */
#define SHELL_BYTES    400  /* of running text has a page without its article: legal notes and the like */

/* Is it what the page would show, had its scripts run? A page that shows a headline and some text of its
 * own is there already: what it hides may be long, too (terms of use, comments). */
static bool is_main_text(const struct cover *c, const struct cover *visible)
{
    if (c->prose < REVEALED_BYTES || c->prose / 2 <= visible->prose)
        return false;
    return c->landmark || !visible->landmark ||
           (visible->prose < SHELL_BYTES && visible->plain < c->prose / 2);
}

/* Something around the whole page that is named after an overlay. */
static bool is_wrapper(const struct cover *c, const struct cover *visible)
{
    return c->prose > WRAPPER_BYTES && visible->bytes < c->bytes / 10;
}

static enum ws_sight judge(const struct cover *c, const struct cover *visible)
{
    switch ((enum cause)c->cause) {
    case ARIA:
        return c->wordy ? WS_CONCEALED : WS_GONE_APART;
    case PANEL:
        return WS_CONCEALED;
    case READER:
        return c->bytes <= READER_BYTES ? WS_GONE_APART : WS_VISIBLE;
    case OVERLAY:
        return c->main || is_wrapper(c, visible) ? WS_VISIBLE : WS_GONE;
    case NOSCRIPT:
        return c->bytes < NOSCRIPT_BYTES || (c->about_js && c->bytes < NOTICE_BYTES) ||
                       c->copied > c->bytes / 2
                   ? WS_GONE
                   : WS_VISIBLE;
    default:
        return is_main_text(c, visible) ? WS_VISIBLE : WS_GONE;
    }
}

/* Covers in document order, outer ones first: one that is lifted adds to the visible page. */
static void judge_covers(struct survey *s)
{
    struct cover *visible = &s->covers[0];
    for (uint32_t i = 1; i < s->n; i++)
        if (s->covers[i].cause == ARIA && s->covers[s->covers[i].up].cause <= ARIA)
            visible->prose += s->covers[i].prose; /* only assistive software does not see it */
    for (uint32_t i = 1; i < s->n; i++) {
        struct cover *c = &s->covers[i];
        enum ws_sight around = s->covers[c->up].sight;
        c->sight = (uint8_t)(around >= WS_GONE ? around : judge(c, visible));
        if (c->sight == WS_VISIBLE && around == WS_CONCEALED)
            c->sight = WS_CONCEALED;
        if (c->sight == WS_VISIBLE) {
            visible->prose += c->prose;
            visible->plain += c->plain;
            visible->landmark |= c->landmark;
        }
    }
}

const uint8_t *ws_sight_of_nodes(const struct ws_tree *t, const struct ws_looks *looks,
                                 struct ws_arena *arena)
{
    struct survey s = {.t = t, .looks = looks};
    uint8_t *sight = ws_arena_zalloc(arena, t->n_nodes, sizeof *sight);
    index_patterns(&s.hiding, HIDING, sizeof HIDING / sizeof HIDING[0]);
    index_patterns(&s.panels, PANELS, sizeof PANELS / sizeof PANELS[0]);
    if (!sight || !find_covers(&s, arena))
        return NULL;
    sum_covers(&s);
    bool any = false;
    for (uint32_t i = 1; i < s.n; i++)
        any |= s.covers[i].cause == NOSCRIPT && s.covers[i].bytes >= NOSCRIPT_BYTES;
    if (any && !find_copies(&s, arena))
        return NULL;
    judge_covers(&s);
    for (uint32_t i = 1; i < t->n_nodes; i++)
        sight[i] = s.covers[s.by[i]].sight;
    return sight;
}
