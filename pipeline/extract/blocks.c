#include "pipeline/extract/blocks.h"

#include "pipeline/extract/hidden.h"
#include "pipeline/extract/mail.h"
#include "pipeline/extract/nfc.h"
#include "pipeline/extract/repair.h"
#include "pipeline/extract/seams.h"
#include "pipeline/extract/text.h"

#include <string.h>

/* What the text that comes next stands in, and what is to be written before it. */
struct cutter {
    const struct ws_tree *t;
    struct ws_arena *arena;
    struct ws_blocks *out;
    uint8_t *at;         /* where the next character goes */
    struct ws_block cur; /* being filled; text.n == 0 while empty */
    const uint8_t *sight;            /* enum ws_sight, by node */
    const struct ws_slice *composed; /* texts that were not in NFC, by node; NULL: there is none */
    uint32_t container;  /* innermost open block-level element */
    uint16_t in_link, in_bold, in_button, in_pre, in_code, in_script;
    uint16_t pending_breaks; /* <br> since the last character */
    bool pending_space;
    bool pending_gap;        /* something visible stood here: a blank if the characters take one */
    uint32_t pending_joiner; /* 0: none */
    enum ws_seam seam;       /* tags of inline elements since the last character */
    bool link_closed;        /* one of them ended a link */
    bool in_word;
    bool follows; /* the last character stands right before the next one in the same text */
    bool odd;     /* a character that may combine with one of another text */
    uint32_t last_char, char_before;
    bool failed; /* no memory */
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

static void finish_block(struct cutter *c)
{
    struct ws_block *b = &c->out->v[c->out->n++];
    *b = c->cur;
    b->text = b->pre ? trim_lines(b->text) : ws_trim_text(b->text);
    if (b->links && ws_tag_flags(c->t->nodes[b->node].tag) & WS_TF_HEADING)
        b->text = trim_permalink(b->text);
    if (!b->chars) {
        c->out->n--;
        return;
    }
    b->n_runs = c->out->n_runs - b->run;
    if (c->odd)
        b->text = ws_nfc(c->arena, b->text);
    c->failed |= !b->text.p;
}

static void forget_seam(struct cutter *c)
{
    c->pending_breaks = 0;
    c->pending_space = c->pending_gap = c->link_closed = false;
    c->pending_joiner = 0;
    c->seam = WS_SEAM_NONE;
}

static void flush(struct cutter *c)
{
    if (c->cur.text.n)
        finish_block(c);
    c->cur = (struct ws_block){0};
    c->in_word = c->odd = c->follows = false;
    c->last_char = c->char_before = 0;
    forget_seam(c);
}

static void put(struct cutter *c, const uint8_t *p, size_t n)
{
    if (!c->cur.text.n)
        c->cur.text.p = c->at;
    for (size_t i = 0; i < n; i++) /* one character: a call to memcpy costs more */
        *c->at++ = p[i];
    c->cur.text.n += n;
}

static void put_joiner(struct cutter *c, uint32_t joiner)
{
    const uint8_t utf8[3] = {0xe2, 0x80, joiner == WS_ZWJ ? 0x8d : 0x8c};
    put(c, utf8, sizeof utf8);
}

/* Behind some letters a joiner counts whatever follows; else the next character decides. */
static void add_joiner(struct cutter *c, uint32_t joiner)
{
    bool apart = c->pending_space || c->pending_breaks || !c->cur.text.n;
    if (apart || c->pending_joiner)
        return;
    if (ws_joiner_counts(c->last_char, joiner, 0)) {
        put_joiner(c, joiner);
        c->char_before = c->last_char;
        c->last_char = joiner;
    } else {
        c->pending_joiner = joiner;
    }
}

/* The characters that are put between the last one and ch. */
static void put_separator(struct cutter *c, uint32_t ch)
{
    bool gap = c->pending_gap && !c->in_pre && ws_gap_shows(c->last_char, ch);
    bool blank = c->pending_space || gap ||
                 ws_seam_shows(c->seam, c->char_before, c->last_char, ch);
    if (c->cur.text.n && c->pending_breaks) {
        put(c, (const uint8_t *)"\n", 1);
        c->cur.breaks = (uint16_t)(c->cur.breaks + (c->cur.breaks < UINT16_MAX));
        c->in_word = false;
    } else if (c->cur.text.n && blank) {
        put(c, (const uint8_t *)" ", 1);
        c->in_word = false;
    } else if (c->pending_joiner && ws_joiner_counts(c->last_char, c->pending_joiner, ch)) {
        put_joiner(c, c->pending_joiner);
    }
    forget_seam(c);
}

/* A mark on the letter before it, as in decomposed text; such a letter counts like a composed one. */
static bool is_latin_mark(uint32_t ch)
{
    return ch >= 0x300 && ch < 0x370;
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
    c->cur.hidden = c->sight[node] != WS_VISIBLE;
    if (c->in_link && !c->cur.links)
        c->cur.links = 1; /* the link was opened before this block began */
}

/* White space in pre stays, as the plain characters that programs know. */
static void add_space(struct cutter *c, uint32_t node, const uint8_t *p, size_t n)
{
    if (!c->in_pre) {
        c->pending_space = true;
        return;
    }
    if (!c->cur.text.n)
        begin_block(c, node);
    put_separator(c, ' ');
    if (n == 1)
        put(c, p, n);
    else
        put(c, (const uint8_t *)" ", 1);
    c->in_word = false;
}

static void note_run(struct cutter *c, uint32_t node)
{
    if (c->cur.last != node)
        c->out->runs[c->out->n_runs++] = (struct ws_run){c->at, node};
    c->cur.last = node;
}

static void add_char(struct cutter *c, uint32_t node, uint32_t ch, const uint8_t *p, size_t n)
{
    enum ws_char_class k = ws_char_class(ch);
    bool follows = c->follows;
    c->follows = k != WS_CHAR_IGNORE;
    if (k == WS_CHAR_IGNORE)
        return;
    if (ch == WS_OBJECT) {
        c->pending_gap = true;
    } else if (k == WS_CHAR_SPACE) {
        add_space(c, node, p, n);
    } else if (ch == WS_ZWNJ || ch == WS_ZWJ) {
        add_joiner(c, ch);
    } else {
        if (!c->cur.text.n)
            begin_block(c, node);
        if (is_latin_mark(ch) && !c->pending_space && !c->pending_breaks) {
            note_run(c, node);
            put(c, p, n);
        } else {
            bool seam = c->seam != WS_SEAM_NONE;
            put_separator(c, ch);
            note_run(c, node);
            put(c, p, n);
            c->char_before = seam ? 0 : c->last_char;
            count(c, ch, k);
        }
        c->odd |= !follows && !ws_nfc_is_plain(ch);
    }
}

static struct ws_slice text_of(const struct cutter *c, uint32_t node)
{
    return c->composed && c->composed[node].p ? c->composed[node] : ws_node_text(c->t, node);
}

/* Does an ASCII character that is shown follow at p? */
static bool is_plain(const uint8_t *p, const uint8_t *end)
{
    return p < end && (ws_byte_class[*p] == WS_CHAR_WORD || ws_byte_class[*p] == WS_CHAR_PUNCT);
}

/* What add_char() does for ASCII characters behind one of the same text and for the blanks between them, all
 * at once: nearly all text is that. Returns what stands behind them. */
static const uint8_t *add_plain(struct cutter *c, const uint8_t *p, const uint8_t *end)
{
    uint8_t *at = c->at;
    uint32_t chars = 0, words = 0;
    bool in_word = c->in_word;
    for (;; p++) {
        while (is_plain(p, end)) {
            bool word = ws_byte_class[*p] == WS_CHAR_WORD;
            words += word && !in_word;
            in_word = word;
            chars++;
            *at++ = *p++;
        }
        if (c->in_pre || p == end || ws_byte_class[*p] != WS_CHAR_SPACE || !is_plain(p + 1, end))
            break;
        *at++ = ' ';
        in_word = false;
    }
    if (chars == 0)
        return p;
    c->char_before = chars > 1 ? at[at[-2] == ' ' ? -3 : -2] : c->last_char;
    c->last_char = at[-1];
    c->cur.text.n += (size_t)(at - c->at);
    c->at = at;
    c->cur.chars += chars;
    c->cur.words += words;
    c->cur.link_chars += c->in_link ? chars : 0;
    c->cur.bold_chars += c->in_bold ? chars : 0;
    c->cur.button_chars += c->in_button ? chars : 0;
    c->in_word = in_word;
    return p;
}

static void add_text(struct cutter *c, uint32_t node, struct ws_slice s)
{
    c->follows = false;
    for (const uint8_t *p = s.p, *end = s.p + s.n; p < end;) {
        const uint8_t *from = p;
        uint32_t ch = ws_utf8_next(&p, end);
        add_char(c, node, ch, from, (size_t)(p - from));
        if (is_plain(from, end)) /* it is written, and nothing is pending */
            p = add_plain(c, p, end);
    }
}

/* Form controls, and ruby annotations: how the text is pronounced. The base text is whole without them; in
 * parentheses they would come between the parts of words. */
static bool is_skipped(enum ws_tag tag)
{
    switch (tag) {
    case WS_TAG_SELECT:
    case WS_TAG_OPTION:
    case WS_TAG_OPTGROUP:
    case WS_TAG_DATALIST:
    case WS_TAG_TEXTAREA:
    case WS_TAG_RT:
    case WS_TAG_RTC:
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
    if (ws_tag_flags(n->tag) & WS_TF_PRE)
        c->in_pre = (uint16_t)(c->in_pre + by);
}

/* Indices and what they stand on belong together, code is verbatim, and a place where a word may be broken
 * is no seam. */
static void note_seam(struct cutter *c, enum ws_tag tag, bool closed)
{
    if (c->in_pre || c->in_code || c->in_script || tag == WS_TAG_SUB || tag == WS_TAG_SUP)
        c->seam = WS_SEAM_NONE;
    else if (tag == WS_TAG_WBR)
        return;
    else if (closed && c->seam == WS_SEAM_NONE)
        c->seam = WS_SEAM_CLOSED;
    else if (!closed && c->seam == WS_SEAM_CLOSED)
        c->seam = WS_SEAM_BETWEEN;
}

static void open_element(struct cutter *c, uint32_t node)
{
    enum ws_tag tag = c->t->nodes[node].tag;
    if (ws_tag_flags(tag) & WS_TF_BLOCK) {
        flush(c);
        c->container = node;
    }
    enter(c, node, 1);
    if (!(ws_tag_flags(tag) & WS_TF_BLOCK))
        note_seam(c, tag, false);
}

static void close_element(struct cutter *c, uint32_t node)
{
    const struct ws_node *n = &c->t->nodes[node];
    if (ws_tag_flags(n->tag) & WS_TF_BLOCK)
        flush(c);
    enter(c, node, UINT16_MAX);
    if (!(ws_tag_flags(n->tag) & WS_TF_BLOCK)) {
        note_seam(c, n->tag, true);
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

/* Leaves out a subtree. Ruby annotations stand above the text, not in it. */
static void skip_element(struct cutter *c, uint32_t node)
{
    enum ws_tag tag = c->t->nodes[node].tag;
    bool ruby = tag == WS_TAG_RT || tag == WS_TAG_RTC || tag == WS_TAG_RP;
    if (ws_tag_flags(tag) & WS_TF_BLOCK)
        flush(c);
    else if (c->sight[node] < WS_GONE ? !ruby : c->sight[node] == WS_GONE_APART)
        c->pending_gap = true;
}

static struct ws_slice hidden_mail(const struct ws_tree *t, uint32_t node)
{
    enum ws_tag tag = t->nodes[node].tag;
    if ((tag != WS_TAG_A && tag != WS_TAG_SPAN) || !t->nodes[node].n)
        return (struct ws_slice){NULL, 0};
    return ws_node_attr(t, node, WS_ATTR_DATA_CFEMAIL);
}

/* The address that an element of Cloudflare's stands for, instead of what is in it. */
static bool add_mail(struct cutter *c, uint32_t node)
{
    uint8_t mail[WS_MAIL_MAX];
    struct ws_slice hex = hidden_mail(c->t, node);
    size_t n = hex.n ? ws_mail_decode(hex, mail) : 0;
    if (n == 0)
        return false;
    open_element(c, node);
    add_text(c, node, (struct ws_slice){mail, n});
    close_element(c, node);
    return true;
}

static void cut(struct cutter *c)
{
    const struct ws_tree *t = c->t;
    uint32_t open[WS_TREE_MAX_DEPTH + 2];
    uint32_t depth = 0;
    for (uint32_t i = 0; i < t->n_nodes; i++) {
        while (depth && t->nodes[open[depth - 1]].end <= i)
            close_element(c, open[--depth]);
        enum ws_tag tag = t->nodes[i].tag;
        if (c->has_formulas && is_drawn_formula(t, i)) {
            i = t->nodes[i].end - 1;
        } else if (c->sight[i] >= WS_GONE || is_skipped(tag)) {
            skip_element(c, i);
            i = t->nodes[i].end - 1;
        } else if (tag == WS_TAG_TEXT) {
            add_text(c, i, text_of(c, i));
        } else if (tag == WS_TAG_BR) {
            line_break(c, i);
        } else if (add_mail(c, i)) {
            i = t->nodes[i].end - 1;
        } else {
            open_element(c, i);
            if (t->nodes[i].end > i + 1)
                open[depth++] = i;
            else
                close_element(c, i);
        }
    }
    while (depth)
        close_element(c, open[--depth]);
}

/* Texts are repaired and composed one by one, before they are put together: where each of them went stays
 * known. */
static bool compose_texts(struct cutter *c)
{
    const struct ws_tree *t = c->t;
    struct ws_slice *composed = NULL;
    for (uint32_t i = 0; i < t->n_nodes; i++) {
        if (t->nodes[i].tag != WS_TAG_TEXT)
            continue;
        struct ws_slice s = ws_node_text(t, i), nfc = ws_repair_controls(c->arena, s);
        if (nfc.p && !ws_nfc_is_latin(nfc))
            nfc = ws_nfc(c->arena, nfc);
        if (!nfc.p)
            return false;
        if (nfc.p == s.p)
            continue;
        if (!composed)
            composed = ws_arena_zalloc(c->arena, t->n_nodes, sizeof *composed);
        if (!composed)
            return false;
        composed[i] = nfc;
    }
    c->composed = composed;
    return true;
}

/* Bytes that the text of all blocks takes at most: every node brings one separator at most. */
static size_t most_bytes(const struct cutter *c)
{
    const struct ws_tree *t = c->t;
    size_t n = 1;
    for (uint32_t i = 0; i < t->n_nodes; i++) {
        n += t->nodes[i].tag == WS_TAG_TEXT ? text_of(c, i).n + 2 : 1 + hidden_mail(t, i).n;
    }
    return n;
}

bool ws_blocks_cut(const struct ws_tree *t, struct ws_arena *arena, struct ws_blocks *out)
{
    size_t n_texts = 1;
    struct cutter c = {.t = t, .arena = arena, .out = out};
    for (uint32_t i = 0; i < t->n_nodes; i++) {
        n_texts += t->nodes[i].tag == WS_TAG_TEXT || t->nodes[i].tag == WS_TAG_BR || hidden_mail(t, i).n;
        c.has_formulas |= t->nodes[i].tag == WS_TAG_MATH;
    }
    out->n = out->n_runs = 0;
    out->v = ws_arena_zalloc(arena, n_texts, sizeof *out->v);
    out->runs = ws_arena_alloc(arena, n_texts * sizeof *out->runs);
    if (!out->v || !out->runs || !ws_looks_find(t, arena, &out->looks) || !compose_texts(&c))
        return false;
    c.sight = ws_sight_of_nodes(t, &out->looks, arena);
    c.at = ws_arena_alloc(arena, most_bytes(&c));
    if (!c.at || !c.sight)
        return false;
    cut(&c);
    return !c.failed;
}
