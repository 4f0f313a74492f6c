#include "pipeline/extract/blocks/hidden.h"

#include "pipeline/extract/blocks/hidden_cause.h"
#include "pipeline/extract/text/text.h"

#include <string.h>

/* An element that hides what is in it; the first stands for the visible page. Sums are over the
 * nodes whose innermost such element it is. */
struct cover {
    uint32_t node;
    uint32_t up;      /* index of the cover around it */
    uint32_t bytes;   /* of text */
    uint32_t plain;   /* of them outside of links */
    uint32_t prose;   /* of these in running text */
    uint32_t copied;  /* of them in texts that stand elsewhere, too */
    uint8_t cause;    /* enum ws_cause */
    uint8_t sight;    /* enum ws_sight */
    bool wordy;       /* has letters or digits */
    bool main;        /* holds main or article */
    bool landmark;    /* or h1 */
    bool about_js;    /* speaks of JavaScript */
    bool markup;      /* its text begins with a tag: a browser that runs scripts has saved it as text */
};

struct survey {
    const struct ws_tree *t;
    struct cover *covers; /* in document order */
    uint32_t n;
};

/* Goes over the nodes in order and knows the innermost cover around each. */
struct walk {
    uint32_t cover, next;
    uint32_t calm; /* the cover is the same up to here */
};

static inline struct cover *cover_around(struct survey *s, struct walk *w, uint32_t node)
{
    if (node < w->calm)
        return &s->covers[w->cover];
    while (node >= s->t->nodes[s->covers[w->cover].node].end)
        w->cover = s->covers[w->cover].up;
    if (w->next < s->n && s->covers[w->next].node == node)
        w->cover = w->next++;
    uint32_t end = s->t->nodes[s->covers[w->cover].node].end;
    w->calm = w->next < s->n && s->covers[w->next].node < end ? s->covers[w->next].node : end;
    return &s->covers[w->cover];
}

#define WALK {0, 1, 0}

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
    if (c->cause == WS_CAUSE_ARIA && !c->wordy)
        c->wordy = has_word(s);
    if (c->cause == WS_CAUSE_NOSCRIPT && !c->about_js)
        c->about_js = names_javascript(s);
    if (c->cause == WS_CAUSE_NOSCRIPT && c->bytes == s.n)
        c->markup = s.n && *s.p == '<';
}

/* Boxes behind headings that are named alike are the answers to a list of questions. */
static void settle_answers(struct survey *s)
{
    struct cover *last = NULL;
    uint32_t last_name = 0;
    for (uint32_t i = 1; i < s->n; i++) {
        struct cover *c = &s->covers[i];
        if (c->cause != WS_CAUSE_ANSWER)
            continue;
        struct ws_slice class = ws_node_attr(s->t, c->node, WS_ATTR_CLASS);
        uint32_t name = ws_word_hash(class.p, class.n) ^ s->t->nodes[c->node].tag;
        c->cause = WS_CAUSE_HIDDEN;
        if (last && name == last_name)
            c->cause = last->cause = WS_CAUSE_PANEL;
        last = c;
        last_name = name;
    }
}

/* Elements that hide something, in order. */
struct hiding {
    uint32_t *node;
    uint8_t *cause;
    uint32_t n;
};

static void note_hiding(struct hiding *h, struct ws_causes *causes, uint32_t node, bool veiled)
{
    enum ws_cause cause = node ? ws_cause_of(causes, node, veiled) : WS_CAUSE_NONE; /* the root is always visible */
    if (cause == WS_CAUSE_NONE)
        return;
    h->node[h->n] = node;
    h->cause[h->n++] = (uint8_t)cause;
}

/* When no name says that an element hides something, only those with attributes for it can. */
static void find_hiding(struct hiding *h, struct ws_causes *causes)
{
    const struct ws_tree *t = causes->t;
    const struct ws_looks *looks = causes->looks;
    uint32_t k = 0;
    if (!causes->any_named) {
        while (k < looks->n_veiled)
            note_hiding(h, causes, looks->veiled[k++], true);
        return;
    }
    for (uint32_t i = 0; i < t->n_nodes; i++) {
        bool veiled = k < looks->n_veiled && looks->veiled[k] == i;
        k += veiled;
        if (veiled || ws_cause_is_named(causes, i))
            note_hiding(h, causes, i, veiled);
    }
}

static bool find_covers(struct survey *s, const struct ws_looks *looks, struct ws_arena *arena,
                        struct ws_showing *out)
{
    const struct ws_tree *t = s->t;
    struct ws_causes causes;
    struct hiding h = {ws_arena_alloc(arena, t->n_nodes * sizeof *h.node), ws_arena_alloc(arena, t->n_nodes), 0};
    if (!h.node || !h.cause || !ws_causes_init(&causes, t, looks, arena))
        return false;
    find_hiding(&h, &causes);
    out->lines = (struct ws_node_list){causes.lines, causes.n_lines};
    out->apart = (struct ws_node_list){causes.apart, causes.n_apart};
    s->n = 1 + h.n; /* the visible page is the first */
    s->covers = ws_arena_zalloc(arena, s->n, sizeof *s->covers);
    if (!s->covers)
        return false;
    for (uint32_t i = 1, up = 0; i < s->n; up = i++) {
        uint32_t node = h.node[i - 1];
        while (node >= t->nodes[s->covers[up].node].end)
            up = s->covers[up].up;
        s->covers[i] = (struct cover){.node = node, .up = up, .cause = h.cause[i - 1]};
    }
    settle_answers(s);
    return true;
}

static void add_node(struct cover *c, const struct ws_tree *t, uint32_t node, bool linked)
{
    switch (t->nodes[node].tag) {
    case WS_TAG_TEXT:
        add_text(c, ws_node_text(t, node), linked);
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

/* Behind the outermost link that a node stands in; 0: it is in none. */
static uint32_t end_of_link(const struct ws_tree *t, uint32_t node)
{
    uint32_t end = 0;
    for (node = t->nodes[node].parent; node; node = t->nodes[node].parent)
        if (t->nodes[node].tag == WS_TAG_A)
            end = t->nodes[node].end;
    return end;
}

/* Sums of the visible page, or of all other covers. */
static void sum_covers(struct survey *s, bool visible)
{
    const struct ws_tree *t = s->t;
    struct walk w = WALK;
    for (uint32_t i = 0; i < t->n_nodes; i = w.calm) {
        struct cover *c = cover_around(s, &w, i);
        if (visible != (w.cover == 0))
            continue;
        for (uint32_t k = i, link_end = end_of_link(t, i); k < w.calm; k++) {
            if (t->nodes[k].tag == WS_TAG_A && t->nodes[k].end > link_end)
                link_end = t->nodes[k].end;
            add_node(c, t, k, k < link_end);
        }
    }
}

/* An overlay has a main if it is in what is in it, too. */
static void raise_mains(struct survey *s)
{
    for (uint32_t i = s->n; i-- > 1;)
        if (s->covers[s->covers[i].up].cause == WS_CAUSE_OVERLAY)
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
        struct walk w = WALK;
        for (uint32_t i = 0; i < t->n_nodes; i++) {
            struct cover *c = cover_around(s, &w, i);
            if (t->nodes[i].tag != WS_TAG_TEXT || (c->cause == WS_CAUSE_NOSCRIPT) != (pass == 1))
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
    switch ((enum ws_cause)c->cause) {
    case WS_CAUSE_ARIA:
        return c->wordy ? WS_CONCEALED : WS_GONE_APART;
    case WS_CAUSE_PANEL:
        return WS_CONCEALED;
    case WS_CAUSE_NUMBERS:
        return WS_GONE_APART;
    case WS_CAUSE_READER:
        return c->bytes <= READER_BYTES ? WS_GONE_APART : WS_VISIBLE;
    case WS_CAUSE_OVERLAY:
        return c->main || is_wrapper(c, visible) ? WS_VISIBLE : WS_GONE;
    case WS_CAUSE_NOSCRIPT:
        return c->markup || c->bytes < NOSCRIPT_BYTES || (c->about_js && c->bytes < NOTICE_BYTES) ||
                       c->copied > c->bytes / 2
                   ? WS_GONE
                   : WS_VISIBLE;
    case WS_CAUSE_MORE:
        if (c->prose >= REVEALED_BYTES && c->prose > c->bytes / 2)
            return WS_CONCEALED;
        return is_main_text(c, visible) ? WS_VISIBLE : WS_GONE;
    default:
        return is_main_text(c, visible) ? WS_VISIBLE : WS_GONE;
    }
}

/* Covers in document order, outer ones first: one that is lifted adds to the visible page. */
static void judge_covers(struct survey *s)
{
    struct cover *visible = &s->covers[0];
    for (uint32_t i = 1; i < s->n; i++)
        if (s->covers[i].cause == WS_CAUSE_ARIA && s->covers[s->covers[i].up].cause <= WS_CAUSE_ARIA)
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

/* Does the verdict on any of them depend on what the visible page holds? (Those of is_main_text and is_wrapper
 * do, and both ask for so much running text first.) */
static bool asks_for_visible(const struct survey *s)
{
    for (uint32_t i = 1; i < s->n; i++)
        if (s->covers[i].prose >= REVEALED_BYTES &&
            (s->covers[i].cause == WS_CAUSE_HIDDEN || s->covers[i].cause == WS_CAUSE_MORE ||
             s->covers[i].cause == WS_CAUSE_OVERLAY))
            return true;
    return false;
}

static bool has_long_noscript(const struct survey *s)
{
    for (uint32_t i = 1; i < s->n; i++)
        if (s->covers[i].cause == WS_CAUSE_NOSCRIPT && s->covers[i].bytes >= NOSCRIPT_BYTES)
            return true;
    return false;
}

/* Covers inside a cover are never better to be seen than it, so that no node is written more than
 * twice. */
static void spread(const struct survey *s, uint8_t *sight)
{
    for (uint32_t i = 1; i < s->n; i++) {
        const struct cover *c = &s->covers[i];
        if (c->sight != s->covers[c->up].sight)
            memset(sight + c->node, c->sight, s->t->nodes[c->node].end - c->node);
    }
}

bool ws_find_showing(const struct ws_tree *t, const struct ws_looks *looks, struct ws_arena *arena,
                     struct ws_showing *out)
{
    struct survey s = {.t = t};
    uint8_t *sight = ws_arena_zalloc(arena, t->n_nodes, sizeof *sight);
    if (!sight || !find_covers(&s, looks, arena, out))
        return false;
    out->sight = sight;
    if (s.n == 1)
        return true;
    sum_covers(&s, false);
    raise_mains(&s);
    if (asks_for_visible(&s))
        sum_covers(&s, true);
    if (has_long_noscript(&s) && !find_copies(&s, arena))
        return false;
    judge_covers(&s);
    spread(&s, sight);
    return true;
}
