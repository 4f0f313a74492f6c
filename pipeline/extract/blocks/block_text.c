#include "pipeline/extract/blocks/cutter.h"

#include "pipeline/extract/blocks/hidden.h"
#include "pipeline/extract/text/nfc.h"
#include "pipeline/extract/text/plain.h"
#include "pipeline/extract/text/text.h"

#include <string.h>

/* ---- beginning and end of a block ---- */

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

#define SIGN_LEVELS 2 /* from the sign up to its link */

/* Whether the text is all that its link has. */
static bool is_all_of_link(const struct ws_tree *t, uint32_t text)
{
    uint32_t a = t->nodes[text].parent;
    for (int up = 1; up < SIGN_LEVELS && t->nodes[a].tag != WS_TAG_A; up++)
        a = t->nodes[a].parent;
    if (t->nodes[a].tag != WS_TAG_A)
        return false;
    for (uint32_t i = a + 1; i < text; i++)
        if (t->nodes[i].tag == WS_TAG_TEXT)
            return false;
    return true;
}

/* Without the sign by which documentation links a heading to itself, a link of its own. */
static struct ws_slice trim_permalink(const struct ws_tree *t, const struct ws_block *b)
{
    static const char *const SIGNS[] = {"¶", "#", "§", "🔗", "⚓"};
    const struct ws_slice s = b->text;
    if (t->nodes[b->last].tag != WS_TAG_TEXT || !is_all_of_link(t, b->last))
        return s;
    const struct ws_slice sign = ws_trim_text(ws_node_text(t, b->last));
    if (sign.n >= s.n || memcmp(s.p + s.n - sign.n, sign.p, sign.n) != 0)
        return s;
    for (size_t i = 0; i < sizeof SIGNS / sizeof *SIGNS; i++)
        if (ws_equals_nocase(sign, SIGNS[i]))
            return ws_trim_text((struct ws_slice){s.p, s.n - sign.n});
    return s;
}

static void begin_block(struct ws_cutter *c, uint32_t node)
{
    c->cur.node = c->container;
    c->cur.first = node;
    c->cur.run = c->out->n_runs;
    c->cur.pre = ws_cutter_in_pre(c);
    c->cur.hidden = c->sight[node] != WS_VISIBLE;
    if (c->in_link && !c->cur.links)
        c->cur.links = 1; /* the link was opened before this block began */
}

static void finish_block(struct ws_cutter *c)
{
    if (!c->cur.chars)
        return;
    struct ws_block *b = &c->out->v[c->out->n++];
    *b = c->cur;
    b->text = b->pre ? trim_lines(b->text) : ws_trim_text(b->text);
    if (b->links && ws_tag_flags(c->t->nodes[b->node].tag) & WS_TF_HEADING)
        b->text = trim_permalink(c->t, b);
    b->n_runs = c->out->n_runs - b->run;
    if (c->odd)
        b->text = ws_nfc(c->arena, b->text);
    c->failed |= !b->text.p;
}

static void forget_seam(struct ws_cutter *c)
{
    c->pending_breaks = 0;
    c->pending_space = 0;
    c->pending_gap = c->link_closed = false;
    c->pending_joiner = 0;
    c->seam = WS_SEAM_NONE;
}

void ws_cutter_end_block(struct ws_cutter *c)
{
    if (c->cur.text.n)
        finish_block(c);
    c->fresh = true;
    c->cur = (struct ws_block){0};
    c->in_word = c->odd = c->follows = false;
    c->last_char = c->char_before = 0;
    forget_seam(c);
}

/* ---- between characters ---- */

static void put(struct ws_cutter *c, const uint8_t *p, size_t n)
{
    if (!c->cur.text.n)
        c->cur.text.p = c->at;
    if (n > 8)
        memcpy(c->at, p, n);
    else /* one character: a call to memcpy costs more */
        for (size_t i = 0; i < n; i++)
            c->at[i] = p[i];
    c->at += n;
    c->cur.text.n += n;
}

static void put_joiner(struct ws_cutter *c, uint32_t joiner)
{
    const uint8_t utf8[3] = {0xe2, 0x80, joiner == WS_ZWJ ? 0x8d : 0x8c};
    put(c, utf8, sizeof utf8);
}

/* Behind some letters a joiner counts whatever follows; else the next character decides. */
static void add_joiner(struct ws_cutter *c, uint32_t joiner)
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

#define STEP_DIGITS 2 /* of the number of a step */

/* Whether nothing but the number of a step stands in the block so far, an item of a list. */
static bool is_step(const struct ws_cutter *c)
{
    const struct ws_slice text = c->cur.text;
    return c->t->nodes[c->container].tag == WS_TAG_LI && text.n && text.n <= STEP_DIGITS && ws_is_digit(text.p[0]) &&
           ws_is_digit(text.p[text.n - 1]);
}

/* "<span>1</span>Heat the oven": the words behind the number of a step stand apart as if in an element of their own. */
static bool seam_shows(const struct ws_cutter *c, uint32_t ch)
{
    return c->seam != WS_SEAM_NONE &&
           ws_seam_shows(is_step(c) ? WS_SEAM_BETWEEN : c->seam, c->char_before, c->last_char, ch);
}

static bool blank_shows(const struct ws_cutter *c, uint32_t ch)
{
    if (c->pending_space)
        return c->pending_space != (WS_WHITE | WS_WHITE_LINE) ||
               ws_line_end_shows(c->last_char, ch);
    return (c->pending_gap && !ws_cutter_in_pre(c) && ws_gap_shows(c->last_char, ch)) || seam_shows(c, ch);
}

/* The characters that are put between the last one and ch. */
static void put_separator(struct ws_cutter *c, uint32_t ch)
{
    if (!c->cur.text.n) {
        /* nothing to separate from */
    } else if (c->pending_breaks) {
        put(c, (const uint8_t *)"\n", 1);
        c->cur.breaks = (uint16_t)(c->cur.breaks + (c->cur.breaks < UINT16_MAX));
        c->in_word = false;
    } else if (blank_shows(c, ch)) {
        put(c, (const uint8_t *)" ", 1);
        c->in_word = false;
    } else if (c->pending_joiner && ws_joiner_counts(c->last_char, c->pending_joiner, ch)) {
        put_joiner(c, c->pending_joiner);
    }
    forget_seam(c);
}

static void put_blank(struct ws_cutter *c, uint8_t ch)
{
    put_separator(c, ' ');
    put(c, &ch, 1);
    c->in_word = false;
}

static uint8_t white_of(struct ws_slice utf8)
{
    return utf8.n == 1 ? WS_WHITE : WS_WHITE | WS_WHITE_FIXED;
}

/* White space in pre stays, as the plain characters that programs know. */
static void add_kept_space(struct ws_cutter *c, uint32_t node, struct ws_slice utf8)
{
    const uint8_t ch = utf8.n == 1 ? *utf8.p : ' ';
    if (!ws_cutter_in_pre(c)) {
        c->pending_space |= white_of(utf8);
        if (ch == '\n')
            ws_cutter_break(c, node);
        c->fresh = false;
        return;
    }
    if (!c->cur.text.n)
        begin_block(c, node);
    put_blank(c, ch);
}

static inline void add_space(struct ws_cutter *c, uint32_t node, struct ws_slice utf8)
{
    if (c->in_pre)
        add_kept_space(c, node, utf8);
    else
        c->pending_space |= white_of(utf8);
}

/* From p on; one like many, outside of pre. Returns what stands behind them. */
static const uint8_t *add_spaces(struct ws_cutter *c, uint32_t node, const uint8_t *p,
                                 const uint8_t *end)
{
    const uint8_t *from = p++;
    add_space(c, node, (struct ws_slice){from, 1});
    while (!c->in_pre && p < end && ws_byte_class[*p] == WS_CHAR_SPACE)
        p++;
    if (c->last_char >= WS_WIDE_FROM && !c->in_pre && memchr(from, '\n', (size_t)(p - from)))
        c->pending_space |= WS_WHITE_LINE;
    return p;
}

void ws_cutter_break(struct ws_cutter *c, uint32_t node)
{
    c->fresh = false;
    if (ws_cutter_in_pre(c)) {
        if (!c->cur.text.n)
            begin_block(c, node);
        put(c, (const uint8_t *)"\n", 1);
        c->in_word = false;
        return;
    }
    if (c->cur.text.n && ++c->pending_breaks >= 2)
        ws_cutter_flush(c);
}

void ws_cutter_line(struct ws_cutter *c)
{
    const enum ws_tag tag = (enum ws_tag)c->t->nodes[c->container].tag;
    if (ws_cutter_in_pre(c))
        return;
    if (tag != WS_TAG_P && !(ws_tag_flags(tag) & WS_TF_HEADING))
        ws_cutter_flush(c);
    else if (c->cur.text.n && !c->pending_breaks)
        c->pending_breaks = 1;
}

/* ---- characters ---- */

/* chars, or 0 outside: without a branch that nobody can predict. */
static inline uint32_t if_in(uint16_t elements, uint32_t chars)
{
    return chars & ((uint32_t)!elements - 1);
}

static inline void count(struct ws_cutter *c, uint32_t chars, uint32_t words)
{
    c->cur.chars += chars;
    c->cur.words += words;
    c->cur.link_chars += if_in(c->in_link, chars);
    c->cur.bold_chars += if_in(c->in_bold, chars);
    c->cur.button_chars += if_in(c->in_button, chars);
}

static void note_run(struct ws_cutter *c, uint32_t node)
{
    if (c->cur.last != node)
        c->out->runs[c->out->n_runs++] = (struct ws_run){c->at, node};
    c->cur.last = node;
}

/* Writes what belongs in front of ch, a character that is shown. Returns the one that is then before
 * the last. */
static uint32_t lead_in(struct ws_cutter *c, uint32_t node, uint32_t ch)
{
    uint32_t before = c->seam == WS_SEAM_NONE ? c->last_char : 0;
    if (!c->cur.text.n)
        begin_block(c, node);
    put_separator(c, ch);
    note_run(c, node);
    return before;
}

/* ASCII characters that are shown, the first at p, and the blanks between them, all at once. Returns what
 * stands behind them. */
static const uint8_t *add_plain(struct ws_cutter *c, uint32_t node, const uint8_t *p, const uint8_t *end)
{
    uint32_t before = lead_in(c, node, *p);
    struct ws_plain run = {.in_word = c->in_word, .no_blanks = c->in_pre > 0, .readable = c->readable};
    size_t n = ws_plain_copy(p, end, c->at, &run);
    if (!c->cur.text.n)
        c->cur.text.p = c->at;
    c->at += n;
    c->cur.text.n += n;
    const uint8_t *at = c->at;
    c->char_before = run.chars > 1 ? at[at[-2] == ' ' ? -3 : -2] : before;
    c->last_char = at[-1];
    c->in_word = run.in_word;
    c->follows = true;
    count(c, run.chars, run.words);
    return p + n;
}

/* A mark on the letter before it, as in decomposed text; such a letter counts like a composed one. */
static bool is_latin_mark(uint32_t ch)
{
    return ch >= 0x300 && ch < 0x370;
}

/* ch: of class k, shown. */
static void add_shown(struct ws_cutter *c, uint32_t node, uint32_t ch, enum ws_char_class k, struct ws_slice utf8)
{
    c->odd |= !c->follows && !ws_nfc_is_plain(ch);
    if (is_latin_mark(ch) && !c->pending_space && !c->pending_breaks) {
        if (!c->cur.text.n)
            begin_block(c, node);
        note_run(c, node);
        put(c, utf8.p, utf8.n);
        return;
    }
    c->char_before = lead_in(c, node, ch);
    put(c, utf8.p, utf8.n);
    count(c, 1, k == WS_CHAR_SOLO || (k == WS_CHAR_WORD && !c->in_word));
    c->in_word = k == WS_CHAR_WORD;
    c->last_char = ch;
}

/* Behind the Han characters from U+5000 on at p, which are words of one character and all of three bytes. */
static const uint8_t *skip_han(const uint8_t *p, const uint8_t *end)
{
    while (end - p >= 3 && (uint8_t)(*p - 0xe5) < 0xea - 0xe5)
        p += 3;
    return p;
}

/* Letters and signs beyond ASCII behind one of the same text, without those that need more thought: so
 * nothing is pending. Returns what stands behind them. */
static const uint8_t *add_more(struct ws_cutter *c, const uint8_t *p, const uint8_t *end)
{
    const uint8_t *start = p;
    uint32_t chars = 0, words = 0;
    while (p < end && *p >= 0x80) {
        const uint8_t *from = p;
        p = skip_han(p, end);
        if (p > from) {
            uint32_t han = (uint32_t)(p - from) / 3;
            const uint8_t *last = p - 3, *before = p - 6;
            c->char_before = han > 1 ? ws_utf8_next(&before, p) : c->last_char;
            c->last_char = ws_utf8_next(&last, p);
            c->in_word = false;
            chars += han;
            words += han;
            continue;
        }
        uint32_t ch = ws_utf8_next(&p, end);
        enum ws_char_class k = ws_char_class_wide(ch);
        if (k < WS_CHAR_PUNCT || ch == WS_ZWNJ || ch == WS_ZWJ || is_latin_mark(ch)) {
            p = from;
            break;
        }
        words += k == WS_CHAR_SOLO || (k == WS_CHAR_WORD && !c->in_word);
        chars++;
        c->in_word = k == WS_CHAR_WORD;
        c->char_before = c->last_char;
        c->last_char = ch;
    }
    put(c, start, (size_t)(p - start));
    count(c, chars, words);
    return p;
}

/* Returns what stands behind it, and perhaps behind more of the kind. */
static const uint8_t *add_char(struct ws_cutter *c, uint32_t node, const uint8_t *from, const uint8_t *end)
{
    const uint8_t *p = from;
    uint32_t ch = ws_utf8_next(&p, end);
    struct ws_slice utf8 = {from, (size_t)(p - from)};
    enum ws_char_class k = ws_char_class(ch);
    if (ch == WS_OBJECT) {
        c->pending_gap = true;
    } else if (k == WS_CHAR_SPACE && utf8.n > 1 && c->in_code && !c->in_pre && c->cur.text.n) {
        put_blank(c, ' '); /* by which code in a line is indented */
    } else if (k == WS_CHAR_SPACE) {
        add_space(c, node, utf8);
    } else if (ch == WS_ZWNJ || ch == WS_ZWJ) {
        add_joiner(c, ch);
    } else if (k == WS_CHAR_IGNORE && c->follows && !c->pending_space && !c->pending_gap &&
               ws_is_tail(c->last_char, ch)) {
        put(c, utf8.p, utf8.n);
        return add_more(c, p, end);
    } else if (k != WS_CHAR_IGNORE) {
        add_shown(c, node, ch, k, utf8);
        if (!is_latin_mark(ch))
            p = add_more(c, p, end);
    }
    c->follows = k != WS_CHAR_IGNORE;
    return p;
}

void ws_cutter_text(struct ws_cutter *c, uint32_t node, struct ws_slice s)
{
    c->fresh = c->follows = false;
    c->readable = s.p >= c->texts.p && s.p < c->texts.p + c->texts.n ? c->texts.p + c->texts.n : s.p + s.n;
    for (const uint8_t *p = s.p, *end = s.p + s.n; p < end;)
        switch (ws_byte_class[*p]) {
        case WS_CHAR_WORD:
        case WS_CHAR_PUNCT:
            p = add_plain(c, node, p, end);
            break;
        case WS_CHAR_SPACE:
            p = add_spaces(c, node, p, end);
            c->follows = true;
            break;
        default:
            p = add_char(c, node, p, end);
        }
}
