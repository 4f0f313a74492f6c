#include "pipeline/extract/blocks/blocks.h"

#include "pipeline/extract/blocks/cutter.h"
#include "pipeline/extract/blocks/hidden.h"
#include "pipeline/extract/text/compose.h"
#include "pipeline/extract/text/mail.h"
#include "pipeline/extract/text/plain.h"

#include <string.h>

static bool ascii_space(uint8_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* What is to be done at an element, beside what its flags say; nothing at one that is block-level. */
enum {
    SKIPPED = 1, /* form controls, and ruby annotations: how the text is pronounced. The base text is whole without
                    them; in parentheses they would come between the parts of words. */
    MEANS = 2    /* something to enter() */
};

static const uint8_t ways[WS_TAG_COUNT] = {
    [WS_TAG_SELECT] = SKIPPED,   [WS_TAG_OPTION] = SKIPPED,   [WS_TAG_OPTGROUP] = SKIPPED,
    [WS_TAG_DATALIST] = SKIPPED, [WS_TAG_TEXTAREA] = SKIPPED, [WS_TAG_RT] = SKIPPED,
    [WS_TAG_RTC] = SKIPPED,      [WS_TAG_RP] = SKIPPED,       [WS_TAG_TITLE] = SKIPPED,
    [WS_TAG_METER] = SKIPPED,    [WS_TAG_PROGRESS] = SKIPPED, [WS_TAG_A] = MEANS,
    [WS_TAG_B] = MEANS,          [WS_TAG_STRONG] = MEANS,     [WS_TAG_BUTTON] = MEANS,
    [WS_TAG_LABEL] = MEANS,      [WS_TAG_IMG] = MEANS,        [WS_TAG_INPUT] = MEANS,
    [WS_TAG_TIME] = MEANS,       [WS_TAG_UNKNOWN] = MEANS,    [WS_TAG_CODE] = MEANS,
    [WS_TAG_SUB] = MEANS,        [WS_TAG_SUP] = MEANS,
};

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

/* Opens (by = 1) or closes (by = -1, that is 65535) what an element means for the text in it. */
static void enter(struct ws_cutter *c, uint32_t node, uint16_t by)
{
    switch (c->t->nodes[node].tag) {
    case WS_TAG_A:
        if (!ws_node_attr(c->t, node, WS_ATTR_HREF).p)
            break;
        c->in_link = (uint16_t)(c->in_link + by);
        if (by == 1 && c->cur.links < UINT16_MAX)
            c->cur.links++;
        c->pending_gap |= by == 1 && c->link_closed;
        c->link_closed |= by != 1;
        break;
    case WS_TAG_B:
    case WS_TAG_STRONG:
        c->in_bold = (uint16_t)(c->in_bold + by);
        break;
    case WS_TAG_BUTTON:
    case WS_TAG_LABEL:
        c->in_button = (uint16_t)(c->in_button + by);
        c->pending_gap = true;
        break;
    case WS_TAG_IMG:
    case WS_TAG_INPUT:
    case WS_TAG_TIME:
    case WS_TAG_UNKNOWN:
        c->pending_gap |= !c->in_code;
        break;
    case WS_TAG_CODE:
        c->in_code = (uint16_t)(c->in_code + by);
        break;
    case WS_TAG_SUB:
    case WS_TAG_SUP:
        c->in_script = (uint16_t)(c->in_script + by);
        break;
    default:
        break;
    }
}

/* Indices and what they stand on belong together, code is verbatim, and a place where a word may be broken
 * is no seam. */
static void note_seam(struct ws_cutter *c, enum ws_tag tag, bool closed)
{
    c->fresh = false;
    if (c->in_pre || c->in_code || c->in_script || tag == WS_TAG_SUB || tag == WS_TAG_SUP)
        c->seam = WS_SEAM_NONE;
    else if (tag == WS_TAG_WBR)
        return;
    else if (closed && c->seam == WS_SEAM_NONE)
        c->seam = WS_SEAM_CLOSED;
    else if (!closed && c->seam == WS_SEAM_CLOSED)
        c->seam = WS_SEAM_BETWEEN;
}

static inline void open_element(struct ws_cutter *c, uint32_t node, enum ws_tag tag)
{
    if (ws_tag_flags(tag) & WS_TF_BLOCK) {
        ws_cutter_flush(c);
        c->container = node;
        c->in_pre = (uint16_t)(c->in_pre + ((ws_tag_flags(tag) & WS_TF_PRE) != 0));
        return;
    }
    if (ways[tag] & MEANS)
        enter(c, node, 1);
    note_seam(c, tag, false);
}

/* around: the container that there was when it was opened. */
static inline void close_element(struct ws_cutter *c, uint32_t node, uint32_t around)
{
    const enum ws_tag tag = c->t->nodes[node].tag;
    if (ws_tag_flags(tag) & WS_TF_BLOCK) {
        ws_cutter_flush(c);
        c->container = around;
        c->in_pre = (uint16_t)(c->in_pre - ((ws_tag_flags(tag) & WS_TF_PRE) != 0));
        return;
    }
    if (ways[tag] & MEANS)
        enter(c, node, UINT16_MAX);
    note_seam(c, tag, true);
}

/* Leaves out a subtree. Ruby annotations stand above the text, not in it. */
static void skip_element(struct ws_cutter *c, uint32_t node)
{
    enum ws_tag tag = c->t->nodes[node].tag;
    bool ruby = tag == WS_TAG_RT || tag == WS_TAG_RTC || tag == WS_TAG_RP;
    if (ws_tag_flags(tag) & WS_TF_BLOCK) {
        ws_cutter_flush(c);
    } else if (c->sight[node] < WS_GONE ? !ruby : c->sight[node] == WS_GONE_APART) {
        c->pending_gap = true;
        c->fresh = false;
    }
}

static struct ws_slice hidden_mail(const struct ws_tree *t, uint32_t node)
{
    enum ws_tag tag = t->nodes[node].tag;
    if ((tag != WS_TAG_A && tag != WS_TAG_SPAN) || !t->nodes[node].n)
        return (struct ws_slice){NULL, 0};
    return ws_node_attr(t, node, WS_ATTR_DATA_CFEMAIL);
}

/* The address that an element of Cloudflare's stands for, instead of what is in it. */
static bool add_mail(struct ws_cutter *c, uint32_t node)
{
    uint8_t mail[WS_MAIL_MAX];
    struct ws_slice hex = hidden_mail(c->t, node);
    size_t n = hex.n ? ws_mail_decode(hex, mail) : 0;
    if (n == 0)
        return false;
    uint32_t around = c->container;
    open_element(c, node, c->t->nodes[node].tag);
    ws_cutter_text(c, node, (struct ws_slice){mail, n});
    close_element(c, node, around);
    return true;
}

/* ---- the page at large ---- */

/* What is to be known of a page before it is cut. */
struct overview {
    uint32_t texts;                  /* places where text may begin */
    size_t bytes;                    /* that the text of all blocks takes at most */
    const struct ws_slice *composed; /* texts that are not as in the tree, by node; NULL: there is none */
    bool has_formulas, has_mails;
};

/* The texts of a tree stand one behind the other. */
static const uint8_t *end_of_texts(const struct ws_tree *t)
{
    uint32_t i = t->n_nodes;
    while (i-- > 0)
        if (t->nodes[i].tag == WS_TAG_TEXT)
            return t->text + t->nodes[i].at + t->nodes[i].n;
    return t->text;
}

static void count_mails(const struct ws_tree *t, struct overview *o)
{
    for (uint32_t i = 0; i < t->n_nodes; i++) {
        size_t mail = t->nodes[i].tag == WS_TAG_TEXT ? 0 : hidden_mail(t, i).n;
        o->texts += mail > 0;
        o->bytes += mail;
    }
}

/* Texts are repaired and composed one by one, before they are put together: where each of them went stays
 * known. until: so far nothing changes. What is known not to change runs on over many. */
static bool compose_texts(const struct ws_tree *t, const uint8_t *until, const uint8_t *end, struct ws_arena *arena,
                          struct overview *o)
{
    struct ws_slice *composed = ws_arena_zalloc(arena, t->n_nodes, sizeof *composed);
    o->composed = composed;
    for (uint32_t i = 0; composed && i < t->n_nodes; i++) {
        struct ws_slice s = ws_node_text(t, i);
        if (t->nodes[i].tag != WS_TAG_TEXT || s.p + s.n <= until)
            continue;
        until = ws_composed_until(s.p, end);
        if (until >= s.p + s.n)
            continue;
        composed[i] = ws_compose(arena, s);
        if (!composed[i].p)
            return false;
        o->bytes += composed[i].n;
    }
    return composed;
}

/* Every node brings one separator at most, and every text one more. */
static bool look_over(const struct ws_tree *t, const struct ws_looks *looks, struct ws_arena *arena, struct overview *o)
{
    const uint8_t *end = end_of_texts(t), *until = ws_composed_until(t->text, end);
    *o = (struct overview){.texts = 1 + looks->n_texts,
                           .bytes = (size_t)(end - t->text) + looks->n_texts + t->n_nodes + 1 + WS_PLAIN_SLACK,
                           .has_formulas = looks->has_formulas,
                           .has_mails = looks->has_mails};
    if (o->has_mails)
        count_mails(t, o);
    return until == end || compose_texts(t, until, end, arena, o);
}

/* An open element. */
struct level {
    uint32_t node, end;
    uint32_t around; /* the container around it */
    bool lines;      /* inline, on lines of its own */
};

static inline void close_level(struct ws_cutter *c, const struct level *x, bool styled)
{
    close_element(c, x->node, x->around);
    if (styled && x->lines)
        ws_cutter_line(c);
}

/* An element that is neither left out nor empty of meaning. */
static inline void open_level(struct ws_cutter *c, uint32_t node, struct level *x, bool styled)
{
    x->node = node;
    x->end = c->t->nodes[node].end;
    x->around = c->container;
    while (styled && *c->line < node) /* in what was left out */
        c->line++;
    if (styled) {
        x->lines = *c->line == node;
        if (x->lines)
            ws_cutter_line(c);
    }
    open_element(c, node, (enum ws_tag)c->t->nodes[node].tag);
}

/* styled: there are elements at c->line. Most pages have none, and are not to pay for it. */
static inline __attribute__((always_inline)) void cut_all(struct ws_cutter *c,
                                                          const struct overview *o, bool styled)
{
    const struct ws_tree *t = c->t;
    struct level open[WS_TREE_MAX_DEPTH + 2], *top = open;
    *top = (struct level){0, UINT32_MAX, 0, false}; /* below all */
    for (uint32_t i = 0; i < t->n_nodes; i++) {
        for (; top->end <= i; top--)
            close_level(c, top, styled);
        enum ws_tag tag = t->nodes[i].tag;
        uint32_t end = t->nodes[i].end;
        if (o->has_formulas && is_drawn_formula(t, i)) {
            i = end - 1;
        } else if (c->sight[i] >= WS_GONE || (ways[tag] & SKIPPED)) {
            skip_element(c, i);
            i = end - 1;
        } else if (tag == WS_TAG_TEXT) {
            ws_cutter_text(c, i, o->composed && o->composed[i].p ? o->composed[i] : ws_node_text(t, i));
        } else if (tag == WS_TAG_BR) {
            ws_cutter_break(c, i);
        } else if (o->has_mails && add_mail(c, i)) {
            i = end - 1;
        } else {
            open_level(c, i, ++top, styled);
        }
    }
    for (; top > open; top--)
        close_level(c, top, styled);
}

static void cut(struct ws_cutter *c, const struct overview *o)
{
    if (*c->line == UINT32_MAX)
        cut_all(c, o, false);
    else
        cut_all(c, o, true);
}

bool ws_blocks_cut(const struct ws_tree *t, struct ws_arena *arena, struct ws_blocks *out)
{
    struct overview o;
    struct ws_cutter c = {.t = t, .arena = arena, .out = out};
    if (!ws_looks_find(t, arena, &out->looks) || !look_over(t, &out->looks, arena, &o))
        return false;
    out->n = out->n_runs = 0;
    out->v = ws_arena_alloc(arena, o.texts * sizeof *out->v);
    out->runs = ws_arena_alloc(arena, o.texts * sizeof *out->runs);
    struct ws_showing showing;
    c.at = ws_arena_alloc(arena, o.bytes);
    if (!out->v || !out->runs || !c.at || !ws_find_showing(t, &out->looks, arena, &showing))
        return false;
    c.sight = showing.sight;
    c.line = showing.lines;
    const uint8_t *start = c.at;
    c.texts = (struct ws_slice){t->text, (size_t)(end_of_texts(t) - t->text)};
    cut(&c, &o);
    out->text = (struct ws_slice){start, (size_t)(c.at - start)};
    return !c.failed;
}
