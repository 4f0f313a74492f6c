#include "pipeline/extract/blocks/blocks.h"

#include "pipeline/extract/blocks/cutter.h"
#include "pipeline/extract/blocks/hidden.h"
#include "pipeline/extract/text/compose.h"
#include "pipeline/extract/text/mail.h"
#include "pipeline/extract/text/plain.h"
#include "pipeline/extract/text/quotes.h"
#include "pipeline/extract/text/text.h"

#include <string.h>

static bool ascii_space(uint8_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* What is to be done at an element, beside what its flags say; nothing at one that is block-level. */
enum {
    SKIPPED =
        1, /* form controls, and ruby annotations: how the text is pronounced. The base text is whole without
                    them; in parentheses they would come between the parts of words. */
    MEANS = 2, /* something to enter() */
    ASKS = 4   /* is_tool() tells whether it is skipped */
};

static const uint8_t ways[WS_TAG_COUNT] = {
    [WS_TAG_SELECT] = SKIPPED,   [WS_TAG_OPTION] = SKIPPED,   [WS_TAG_OPTGROUP] = SKIPPED,
    [WS_TAG_DATALIST] = SKIPPED, [WS_TAG_TEXTAREA] = SKIPPED, [WS_TAG_RT] = SKIPPED,
    [WS_TAG_RTC] = SKIPPED,      [WS_TAG_RP] = SKIPPED,       [WS_TAG_TITLE] = SKIPPED,
    [WS_TAG_METER] = SKIPPED,    [WS_TAG_PROGRESS] = SKIPPED, [WS_TAG_A] = MEANS | ASKS,
    [WS_TAG_B] = MEANS,          [WS_TAG_STRONG] = MEANS,     [WS_TAG_BUTTON] = MEANS | ASKS,
    [WS_TAG_LABEL] = MEANS,      [WS_TAG_IMG] = MEANS,        [WS_TAG_INPUT] = MEANS,
    [WS_TAG_TIME] = MEANS,       [WS_TAG_UNKNOWN] = MEANS,    [WS_TAG_CODE] = MEANS,
    [WS_TAG_SUB] = MEANS,        [WS_TAG_SUP] = MEANS,        [WS_TAG_CITE] = MEANS,
};

/* "^", or one of the arrows that point back or up, and perhaps the sign that it is no picture. */
static bool is_back_arrow(struct ws_slice s)
{
    static const char *const ARROWS[] = {"^", "\xe2\x86\xa9", "\xe2\x86\x91", "\xe2\xa4\xb4"};
    if (s.n > 3 && !memcmp(s.p + s.n - 3, "\xef\xb8\x8e", 3))
        s.n -= 3;
    for (size_t i = 0; i < sizeof ARROWS / sizeof *ARROWS; i++)
        if (s.n == strlen(ARROWS[i]) && !memcmp(s.p, ARROWS[i], s.n))
            return true;
    return false;
}

#define ARROW_BYTES 6

/* The way back from a footnote: a link within the page that is but an arrow. */
static bool is_way_back(const struct ws_tree *t, uint32_t link)
{
    struct ws_slice href = ws_node_attr(t, link, WS_ATTR_HREF);
    return t->nodes[link + 1].tag == WS_TAG_TEXT && is_back_arrow(ws_node_text(t, link + 1)) &&
           href.n && memchr(href.p, '#', href.n);
}

/* What is there to be clicked on. A button in code is there to copy it; a link there is an operator. */
static inline bool is_tool(const struct ws_cutter *c, uint32_t node, enum ws_tag tag)
{
    const struct ws_node *link = &c->t->nodes[node];
    if (tag != WS_TAG_A)
        return ws_cutter_in_pre(c);
    return link->end == node + 2 && link[1].n <= ARROW_BYTES && !ws_cutter_in_pre(c) &&
           !c->in_code && is_way_back(c->t, node);
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

/* Writes one of the marks around a q. */
static void put_quote(struct ws_cutter *c, uint32_t node, bool open)
{
    struct ws_quotes q = ws_quotes_of(c->t->head.lang, c->in_quote);
    const char *mark = open ? q.open : q.close;
    c->pending_space |= !open && q.apart ? WS_WHITE : 0;
    ws_cutter_text(c, node, (struct ws_slice){(const uint8_t *)mark, strlen(mark)});
    c->pending_space |= open && q.apart ? WS_WHITE : 0;
}

#define NEAR_NODES 20

/* What an element begins with, if that is text of the block at hand. */
static struct ws_slice first_text(const struct ws_tree *t, uint32_t node)
{
    for (uint32_t i = node + 1; i < t->nodes[node].end && i <= node + NEAR_NODES; i++) {
        if (ws_tag_flags(t->nodes[i].tag) & WS_TF_BLOCK)
            break;
        struct ws_slice s = t->nodes[i].tag == WS_TAG_TEXT ? ws_trim_text(ws_node_text(t, i))
                                                           : (struct ws_slice){NULL, 0};
        if (s.n)
            return s;
    }
    return (struct ws_slice){NULL, 0};
}

/* Browsers write the marks; pages that write them themselves tell browsers not to. */
static void open_quote(struct ws_cutter *c, uint32_t node)
{
    struct ws_slice text = first_text(c->t, node);
    bool bare = text.n && !ws_begins_with_quote(text) &&
                (c->pending_space || !ws_opens_quote(c->last_char));
    c->quoted = c->quoted << 1 | bare;
    if (bare)
        put_quote(c, node, true);
    c->in_quote++;
}

static void close_quote(struct ws_cutter *c)
{
    c->in_quote--;
    if ((c->quoted & 1) && c->cur.chars) /* else the quote was in another block */
        put_quote(c, c->cur.last, false);
    c->quoted >>= 1;
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
    case WS_TAG_CITE: /* forums: <cite>somebody wrote:</cite>the quotation */
        c->pending_gap |= by != 1 && c->last_char == ':' && !c->in_code;
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

/* Nothing is put between it and what stands at it. */
static bool is_tight(enum ws_tag tag)
{
    return tag == WS_TAG_SUB || tag == WS_TAG_SUP || tag == WS_TAG_VAR || ws_tag_is_code(tag);
}

/* Indices and what they stand on belong together, code is verbatim ("<code>CellLayout</code>DataFunc"), and a place where
 * a word may be broken is no seam. */
static void note_seam(struct ws_cutter *c, enum ws_tag tag, bool closed)
{
    c->fresh = false;
    if (ws_cutter_in_pre(c) || c->in_code || c->in_script || is_tight(tag))
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
    bool has_formulas, has_mails, has_quotes;
    struct ws_node_list lines;
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

/* Each q brings two marks and blanks around them; the first may begin a block. */
static void count_quotes(const struct ws_tree *t, struct overview *o)
{
    for (uint32_t i = 0; i < t->n_nodes; i++) {
        o->texts += t->nodes[i].tag == WS_TAG_Q;
        o->bytes += t->nodes[i].tag == WS_TAG_Q ? 2 * (WS_QUOTE_BYTES + 1) : 0;
    }
}

/* How often, at most, two lines or more end between characters of a text that are shown. */
static uint32_t count_gaps(struct ws_slice s)
{
    uint32_t gaps = 0, ends = 0;
    for (size_t i = 0; i < s.n; i++) {
        ends += s.p[i] == '\n';
        if (s.p[i] <= ' ')
            continue;
        gaps += ends > 1;
        if (ends > 1 || s.p[i] < 0x7f) /* others may be blanks */
            ends = 0;
    }
    return gaps;
}

/* Where line ends count, a block may begin behind each two of them. */
static void count_lines(const struct ws_tree *t, struct overview *o)
{
    uint32_t until = 0;
    for (uint32_t k = 0; k < o->lines.n; k++) {
        uint32_t i = o->lines.node[k], end = t->nodes[i].end;
        for (i = i > until ? i : until; i < end; i++)
            o->texts += t->nodes[i].tag == WS_TAG_TEXT ? count_gaps(ws_node_text(t, i)) : 0;
        until = end > until ? end : until;
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
static bool look_over(const struct ws_tree *t, const struct ws_looks *looks, struct ws_node_list lines,
                      struct ws_arena *arena, struct overview *o)
{
    const uint8_t *end = end_of_texts(t), *until = ws_composed_until(t->text, end);
    *o = (struct overview){.texts = 1 + looks->n_texts,
                           .bytes = (size_t)(end - t->text) + looks->n_texts + t->n_nodes + 1 +
                                    WS_PLAIN_SLACK,
                           .has_formulas = looks->has_formulas,
                           .has_mails = looks->has_mails,
                           .has_quotes = looks->has_quotes,
                           .lines = lines};
    if (o->has_mails)
        count_mails(t, o);
    if (o->has_quotes)
        count_quotes(t, o);
    count_lines(t, o);
    return until == end || compose_texts(t, until, end, arena, o);
}

/* An open element. */
struct level {
    uint32_t node, end;
    uint32_t around; /* the container around it */
    bool apart;      /* inline, on lines of its own */
};

/* Whether node i is in the list; those before it, which were left out with what they stand in, are taken off. */
static bool is_next(struct ws_node_list *list, uint32_t i)
{
    while (list->n && *list->node < i) {
        list->node++;
        list->n--;
    }
    return list->n && *list->node == i;
}

/* What is rare of node i, an element that is open now: line ends count in it, or it is a q. */
static void open_rare(struct ws_cutter *c, uint32_t i, uint32_t end)
{
    if (c->t->nodes[i].tag == WS_TAG_Q)
        open_quote(c, i);
    if (is_next(&c->lines, i) && end > c->lines_until)
        c->lines_until = end;
}

static void note_lines(struct ws_cutter *c, uint32_t i)
{
    c->in_pre = (uint16_t)((c->in_pre & ~WS_IN_LINES) | (i < c->lines_until ? WS_IN_LINES : 0));
}

/* Whether node i, an element that is about to be opened, stands on lines of its own: then one ends here. */
static bool ends_line(struct ws_cutter *c, uint32_t i)
{
    if (!is_next(&c->apart, i))
        return false;
    ws_cutter_line(c);
    return true;
}

static inline void close_node(struct ws_cutter *c, const struct level *l, bool rare)
{
    if (rare && c->t->nodes[l->node].tag == WS_TAG_Q)
        close_quote(c);
    close_element(c, l->node, l->around);
    if (rare && l->apart)
        ws_cutter_line(c);
}

/* rare: with what few pages have: formulas, hidden mail addresses, q elements, line ends that count, inline elements on
 * lines of their own. */
static inline __attribute__((always_inline)) void cut_nodes(struct ws_cutter *c,
                                                            const struct overview *o, bool rare)
{
    const struct ws_tree *t = c->t;
    struct level open[WS_TREE_MAX_DEPTH + 2], *top = open;
    *top = (struct level){0, UINT32_MAX, 0, false}; /* below all */
    for (uint32_t i = 0; i < t->n_nodes; i++) {
        for (; top->end <= i; top--)
            close_node(c, top, rare);
        enum ws_tag tag = t->nodes[i].tag;
        uint32_t end = t->nodes[i].end;
        if (rare && o->has_formulas && is_drawn_formula(t, i)) {
            i = end - 1;
        } else if (c->sight[i] >= WS_GONE || (ways[tag] & SKIPPED) ||
                   ((ways[tag] & ASKS) && is_tool(c, i, tag))) {
            skip_element(c, i);
            i = end - 1;
        } else if (tag == WS_TAG_TEXT) {
            if (rare)
                note_lines(c, i);
            ws_cutter_text(c, i, o->composed && o->composed[i].p ? o->composed[i] : ws_node_text(t, i));
        } else if (tag == WS_TAG_BR) {
            ws_cutter_break(c, i);
        } else if (rare && o->has_mails && add_mail(c, i)) {
            i = end - 1;
        } else {
            *++top = (struct level){i, end, c->container, rare && ends_line(c, i)};
            open_element(c, i, tag);
            if (rare)
                open_rare(c, i, end);
        }
    }
    for (; top > open; top--)
        close_node(c, top, rare);
}

static void cut(struct ws_cutter *c, const struct overview *o)
{
    if (o->has_formulas || o->has_mails || o->has_quotes || c->lines.n || c->apart.n)
        cut_nodes(c, o, true);
    else
        cut_nodes(c, o, false);
}

bool ws_blocks_cut(const struct ws_tree *t, struct ws_arena *arena, struct ws_blocks *out)
{
    struct overview o;
    struct ws_cutter c = {.t = t, .arena = arena, .out = out};
    if (!ws_looks_find(t, arena, &out->looks))
        return false;
    struct ws_showing showing;
    if (!ws_find_showing(t, &out->looks, arena, &showing) ||
        !look_over(t, &out->looks, showing.lines, arena, &o))
        return false;
    out->n = out->n_runs = 0;
    out->v = ws_arena_alloc(arena, o.texts * sizeof *out->v);
    out->runs = ws_arena_alloc(arena, o.texts * sizeof *out->runs);
    c.at = ws_arena_alloc(arena, o.bytes);
    if (!out->v || !out->runs || !c.at)
        return false;
    c.sight = showing.sight;
    c.lines = showing.lines;
    c.apart = showing.apart;
    const uint8_t *start = c.at;
    c.texts = (struct ws_slice){t->text, (size_t)(end_of_texts(t) - t->text)};
    cut(&c, &o);
    out->text = (struct ws_slice){start, (size_t)(c.at - start)};
    return !c.failed;
}
