#include "pipeline/extract/select/roles.h"

#include "pipeline/extract/features/survey.h"
#include "pipeline/extract/select/byline.h"
#include "pipeline/extract/text/text.h"
#include "pipeline/extract/text/words.h"

#include <string.h>

/* One page on its way to its roles. */
struct caster {
    const struct ws_tree *t;
    const struct ws_features *f;
    const struct ws_blocks *b;
    struct ws_roles *out;
    /* by holder: */
    uint32_t *frame; /* innermost one that makes a role, 0: none */
    uint32_t *table; /* innermost table, 0: none */
    bool *layout;    /* this table lays out the page */
    uint8_t *names;  /* by look: what the names of these elements say, 0: not looked at yet */
    uint8_t role[WS_TAG_COUNT]; /* enum ws_role, by tag */
    bool forum_type;            /* declared by the page */
    bool has_time;              /* it has time elements */
};

const char *ws_role_name(enum ws_role r)
{
    static const char *const NAME[WS_ROLE_COUNT] = {
        [WS_ROLE_HEADLINE] = "headline",
        [WS_ROLE_HEADING] = "heading",
        [WS_ROLE_PARAGRAPH] = "paragraph",
        [WS_ROLE_LIST] = "list",
        [WS_ROLE_TABLE] = "table",
        [WS_ROLE_CODE] = "code",
        [WS_ROLE_QUOTE] = "quote",
        [WS_ROLE_CAPTION] = "caption",
        [WS_ROLE_BYLINE] = "byline",
        [WS_ROLE_COMMENT] = "comment",
        [WS_ROLE_BOILERPLATE] = "boilerplate",
    };
    return (unsigned)r < WS_ROLE_COUNT ? NAME[r] : "?";
}

static const struct ws_measure *measure(const struct caster *c, uint32_t block)
{
    return &c->f->survey->m[block];
}

static const struct ws_near *near(const struct caster *c, uint32_t block)
{
    return ws_near_of(c->f->survey, block);
}

/* --- what the markup says --------------------------------------------------------------- */

/* WS_ROLE_PARAGRAPH: nothing. */
static enum ws_role role_of_tag(enum ws_tag tag)
{
    if (ws_tag_flags(tag) & WS_TF_HEADING)
        return WS_ROLE_HEADING;
    if (ws_tag_flags(tag) & WS_TF_PRE)
        return WS_ROLE_CODE;
    switch (tag) {
    case WS_TAG_LI:
    case WS_TAG_DT:
    case WS_TAG_DD:
        return WS_ROLE_LIST;
    case WS_TAG_TD:
    case WS_TAG_TH:
        return WS_ROLE_TABLE;
    case WS_TAG_BLOCKQUOTE:
        return WS_ROLE_QUOTE;
    case WS_TAG_FIGCAPTION:
    case WS_TAG_CAPTION:
        return WS_ROLE_CAPTION;
    default:
        return WS_ROLE_PARAGRAPH;
    }
}

static bool contains(struct ws_slice s, const char *part)
{
    size_t n = strlen(part);
    for (size_t i = 0; i + n <= s.n; i++)
        if (!memcmp(s.p + i, part, n))
            return true;
    return false;
}

/* https://schema.org/QAPage, https://schema.org/DiscussionForumPosting */
static bool declares_forum(const struct ws_tree *t, uint32_t node)
{
    struct ws_slice type = ws_node_attr(t, node, WS_ATTR_ITEMTYPE);
    return contains(type, "/QAPage") || contains(type, "/DiscussionForumPosting");
}

/* What makes a role is block-level. */
static void find_frames(struct caster *c)
{
    const struct ws_survey *s = c->f->survey;
    c->frame[0] = c->table[0] = 0;
    for (uint32_t k = 0; k < s->n_holders; k++) {
        const uint32_t up = s->holder[k].parent, frame = c->frame[up], table = c->table[up];
        const enum ws_tag tag = (enum ws_tag)s->holder[k].tag;
        c->frame[k] = c->role[tag] == WS_ROLE_PARAGRAPH ? frame : k;
        c->table[k] = tag == WS_TAG_TABLE ? k : table;
        c->layout[c->table[k]] = false;
    }
}

static void read_looks(struct caster *c)
{
    for (uint32_t i = 0; i < c->b->looks.n; i++) {
        uint32_t node = c->b->looks.node[i];
        c->forum_type |= declares_forum(c->t, node);
        c->has_time |= c->t->nodes[node].tag == WS_TAG_TIME;
    }
}

#define CELL_WORDS 60 /* a table with a longer cell is page layout, as in render.c */

static void find_layout(struct caster *c)
{
    for (uint32_t i = 0; i < c->b->n; i++)
        if (c->b->v[i].words > CELL_WORDS)
            c->layout[c->table[c->f->survey->at[i]]] = true;
    c->layout[0] = true; /* no table at all: a cell on its own is no cell */
}

static enum ws_role frame_role(const struct caster *c, uint32_t block)
{
    const struct ws_element *holder = c->f->survey->holder;
    uint32_t frame = c->frame[c->f->survey->at[block]];
    while (frame && c->layout[c->table[frame]] && c->role[holder[frame].tag] == WS_ROLE_TABLE)
        frame = c->frame[c->table[frame]];
    return frame ? (enum ws_role)c->role[holder[frame].tag] : WS_ROLE_PARAGRAPH;
}

/* All of a block in one inline code element. */
static bool is_all_code(const struct caster *c, const struct ws_block *b)
{
    const struct ws_node *nodes = c->t->nodes;
    for (uint32_t i = nodes[b->first].parent; i > b->node; i = nodes[i].parent)
        if ((nodes[i].tag == WS_TAG_CODE || nodes[i].tag == WS_TAG_SAMP ||
             nodes[i].tag == WS_TAG_TT) &&
            nodes[i].end > b->last)
            return true;
    return false;
}

/* --- what the names of classes say ------------------------------------------------------ */

#define CAPTION_WORDS 80
#define AUTHOR_WORDS  10

/* Bits of what the names of an element say. */
enum { NAMES_KNOWN = 1, NAMES_CAPTION = 2, NAMES_AUTHOR = 4, NAMES_DATE = 8 };

static uint8_t read_names(struct ws_slice value)
{
    uint32_t marks = ws_lexicon_narrow(value);
    return (uint8_t)((marks & WS_NARROW_CAPTION ? NAMES_CAPTION : 0) |
                     (marks & WS_NARROW_AUTHOR ? NAMES_AUTHOR : 0) | (marks & WS_NARROW_DATE ? NAMES_DATE : 0));
}

/* Remembered: elements are asked once for each block in them, and many are named alike. */
static uint8_t names_of(struct caster *c, uint32_t node)
{
    uint8_t *names = &c->names[c->b->looks.of[node]];
    static const enum ws_attr_name READ[] = {WS_ATTR_CLASS, WS_ATTR_ID, WS_ATTR_ITEMPROP,
                                             WS_ATTR_REL};
    if (!*names) {
        *names = NAMES_KNOWN;
        for (size_t k = 0; c->t->nodes[node].n && k < sizeof READ / sizeof READ[0]; k++)
            *names |= read_names(ws_node_attr(c->t, node, READ[k]));
    }
    return *names;
}

/* On the elements around the beginning of a block, up to top. */
static bool is_named_below(struct caster *c, const struct ws_block *b, uint32_t top, uint8_t what)
{
    const struct ws_node *nodes = c->t->nodes;
    for (uint32_t i = nodes[b->first].parent; i && i >= top; i = nodes[i].parent)
        if (names_of(c, i) & what)
            return true;
    return false;
}

/* On the inline elements there, its own element, or the one above. */
static bool is_named(struct caster *c, const struct ws_block *b, uint8_t what)
{
    return is_named_below(c, b, c->t->nodes[b->node].parent, what);
}

static bool is_caption(struct caster *c, uint32_t block)
{
    return near(c, block)->mark[WS_NEAR_MARK_CAPTION] <= 1 &&
           c->b->v[block].words <= CAPTION_WORDS && is_named(c, &c->b->v[block], NAMES_CAPTION);
}

static bool is_comment(const struct caster *c, uint32_t block)
{
    return near(c, block)->mark[WS_NEAR_MARK_COMMENT] < WS_NEAR_MAX;
}

static void assign_kinds(struct caster *c)
{
    for (uint32_t i = 0; i < c->b->n; i++) {
        enum ws_role role = frame_role(c, i);
        if (role == WS_ROLE_PARAGRAPH && is_all_code(c, &c->b->v[i]))
            role = WS_ROLE_CODE;
        if (role != WS_ROLE_HEADING && is_caption(c, i))
            role = WS_ROLE_CAPTION;
        c->out->of[i] = (uint8_t)role;
    }
}

/* --- comments --------------------------------------------------------------------------- */

/* First and last block of the text proper; none: {n, 0}. */
struct stretch {
    uint32_t first, last;
};

#define COMMENTED 20 /* words of a likely block that belongs to the text proper */

/* The outermost element around a block that is named as one of comments. */
static const struct ws_element *comments_around(const struct caster *c, uint32_t block)
{
    const struct ws_survey *s = c->f->survey;
    uint32_t at = s->at[block], named = at;
    while (s->nearest[at].mark[WS_NEAR_MARK_COMMENT] < WS_NEAR_MAX) {
        for (uint32_t up = s->nearest[at].mark[WS_NEAR_MARK_COMMENT]; up; up--)
            at = s->holder[at].parent;
        named = at;
        at = s->holder[at].parent;
        if (!named)
            break;
    }
    return &s->holder[named];
}

/* First and last likely block that is none of comments. */
static struct stretch find_uncommented(const struct caster *c, const float *p)
{
    struct stretch s = {c->b->n, 0};
    for (uint32_t i = 0; i < c->b->n; i++) {
        if (p[i] < 0.5f || c->b->v[i].words <= COMMENTED || is_comment(c, i))
            continue;
        s.first = s.first < i ? s.first : i;
        s.last = i;
    }
    return s;
}

/* Comments stand behind the text. What stands between its parts speaks of them: a section "Respond to comments"
 * is named like that, too. */
static void assign_comments(struct caster *c, const float *p)
{
    const struct stretch text = find_uncommented(c, p);
    const struct ws_element *top = &c->f->survey->holder[c->f->survey->top];
    bool inside = text.first >= top->first_block && text.last < top->first_block + top->blocks;
    for (uint32_t i = 0; i < c->b->n; i++) {
        if (!is_comment(c, i))
            continue;
        const struct ws_element *e = comments_around(c, i);
        uint32_t end = e->first_block + e->blocks;
        if (inside && text.first < e->first_block && end <= text.last)
            i = end - 1;
        else
            c->out->of[i] = WS_ROLE_COMMENT;
    }
}

/* --- the headline ----------------------------------------------------------------------- */

#define TEXT_WORDS  20 /* a likely block of more words belongs to the text proper */
#define TITLE_WORDS 3  /* a shorter title may well be said again in its text */
#define KICKER_WORDS 4  /* in an h1 beside the title, which metadata_title.c takes off */

static struct stretch find_text(const struct caster *c, const float *p)
{
    struct stretch s = {c->b->n, 0};
    for (uint32_t i = 0; i < c->b->n; i++) {
        if (p[i] < 0.5f || c->b->v[i].words <= TEXT_WORDS)
            continue;
        s.first = s.first < i ? s.first : i;
        s.last = i;
    }
    return s;
}

struct title {
    struct ws_slice s;
    size_t letters;
    uint32_t words;
};

/* The title, a line break, and a byline. */
static bool is_headline_and_byline(struct ws_slice text, struct ws_slice title)
{
    const uint8_t *line = memchr(text.p, '\n', text.n);
    if (!line)
        return false;
    size_t n = (size_t)(line - text.p);
    struct ws_slice rest = {line + 1, text.n - n - 1};
    return ws_most_words((struct ws_slice){text.p, n}, title) && ws_byline_read(rest);
}

/* The title: before the text also most of it, for a title may still have the name of the site
 * or of a section with it, and an h1 a kicker; in the text all of it, unless it is a short one. Blocks far from its
 * length are not read at all, so that a long title costs no more than the page. */
static bool is_headline(const struct caster *c, uint32_t i, const struct stretch *text,
                        const struct title *title)
{
    const struct ws_block *b = &c->b->v[i];
    if (2 * (size_t)b->chars < title->letters || b->words > 2 * title->words)
        return false;
    if (i <= text->first && b->words >= TITLE_WORDS)
        return ws_most_words(b->text, title->s) || is_headline_and_byline(b->text, title->s) ||
               (measure(c, i)->heading == 1 && b->words <= title->words + KICKER_WORDS &&
                ws_most_words(title->s, b->text));
    return (i <= text->first || title->words > TITLE_WORDS) && ws_same_words(b->text, title->s);
}

static void assign_headlines(struct caster *c, const struct stretch *text, struct ws_slice s)
{
    unsigned best = 0;
    if (!s.n)
        return;
    const struct title title = {s, ws_count_letters(s), ws_count_words(s)};
    for (uint32_t i = 0; i < c->b->n; i++) {
        if (!is_headline(c, i, text, &title))
            continue;
        c->out->of[i] = WS_ROLE_HEADLINE;
        unsigned level = measure(c, i)->heading, rank = level ? 7 - level : 0;
        if (c->out->headline == WS_NO_BLOCK || (i <= text->first && rank >= best)) {
            c->out->headline = i;
            best = rank;
        }
    }
}

/* --- bylines and dates ------------------------------------------------------------------ */

#define LEAD   6 /* blocks before the text, where there is no headline */
#define BEHIND 3 /* blocks behind its first or last: a summary may stand before the byline */

static bool is_between(uint32_t i, uint32_t first, uint32_t last)
{
    return i >= first && i <= last;
}

/* Where the byline of an article stands: behind its headline, or before its text. */
static bool is_at_head(const struct caster *c, uint32_t i, const struct stretch *text)
{
    uint32_t from = c->out->headline;
    if (text->first == c->b->n)
        return false;
    if (from == WS_NO_BLOCK || from > text->first)
        from = text->first > LEAD ? text->first - LEAD : 0;
    return is_between(i, from, text->first + BEHIND);
}

static bool is_at_tail(const struct caster *c, uint32_t i, const struct stretch *text)
{
    return text->first < c->b->n && is_between(i, text->last, text->last + BEHIND);
}

/* A time element that holds most of a short block. */
static bool is_time(const struct caster *c, const struct ws_block *b)
{
    const struct ws_node *nodes = c->t->nodes;
    size_t bytes = 0;
    if (!c->has_time)
        return false;
    for (uint32_t i = b->first; i <= b->last; i++)
        if (nodes[i].tag == WS_TAG_TEXT && nodes[nodes[i].parent].tag == WS_TAG_TIME)
            bytes += nodes[i].n;
    return 2 * bytes > b->text.n;
}

/* Letters and digits of a text node. */
static size_t letters_of(const struct caster *c, uint32_t text)
{
    return ws_count_letters(ws_node_text(c->t, text));
}

/* Most blocks have no text in a time element. */
static bool has_time(const struct caster *c, const struct ws_block *b)
{
    const struct ws_node *nodes = c->t->nodes;
    for (uint32_t i = b->first; c->has_time && i <= b->last; i++)
        for (uint32_t k = i; k > b->node; k = nodes[k].parent)
            if (nodes[k].tag == WS_TAG_TIME)
                return true;
    return false;
}

#define SIGNED_SHARE 0.6f
#define SIGNED_NODES 40

/* "7:20 p.m. Jane Roe" at each entry of a live blog: little else than a time element and a name
 * that is marked as the author's. */
static bool is_signed(struct caster *c, const struct ws_block *b)
{
    const struct ws_node *nodes = c->t->nodes;
    size_t marked = 0, all = 0;
    if (b->last - b->first > SIGNED_NODES || !has_time(c, b))
        return false;
    for (uint32_t i = b->first; i <= b->last; i++) {
        if (nodes[i].tag != WS_TAG_TEXT)
            continue;
        bool time = false, author = false;
        for (uint32_t k = nodes[i].parent; k > b->node; k = nodes[k].parent) {
            time |= nodes[k].tag == WS_TAG_TIME;
            author |= (names_of(c, k) & NAMES_AUTHOR) != 0;
        }
        size_t letters = letters_of(c, i);
        marked += time || author ? letters : 0;
        all += letters;
    }
    return (float)marked > SIGNED_SHARE * (float)all;
}

/* "4.12.2021 08:15 | Author: Jane Roe | Views: 2318" */
static bool is_row_of_facts(const struct ws_measure *m, unsigned says)
{
    return says & WS_LINE_DATE && m->separators && m->cues.byline;
}

#define MARKED_WORDS 24

/* Short, under markup for such lines, with a date or a phrase. */
static bool is_marked_byline(const struct ws_block *b, const struct ws_measure *m)
{
    return b->words <= MARKED_WORDS && m->stops <= 1 && (m->year || m->cues.byline);
}

/* A short line before the text that is called a date, whether it can be read or not: "3 hours ago", "Mar 5". */
static bool is_date_by_name(struct caster *c, uint32_t i, const struct stretch *text)
{
    const struct ws_block *b = &c->b->v[i];
    return i < text->first && b->words <= AUTHOR_WORDS && !measure(c, i)->ends_stop &&
           is_named_below(c, b, b->node, NAMES_DATE);
}

static bool is_byline(struct caster *c, uint32_t i, const struct stretch *text)
{
    const struct ws_block *b = &c->b->v[i];
    const struct ws_measure *m = measure(c, i);
    if (b->words > 2 * TEXT_WORDS)
        return false;
    bool meta = near(c, i)->mark[WS_NEAR_MARK_META] <= 1;
    bool head = is_at_head(c, i, text), tail = is_at_tail(c, i, text);
    if (m->heading) /* <h6 class="byline"> */
        return meta && head && ws_byline_read(b->text) != 0;
    if (meta && is_marked_byline(b, m))
        return true;
    if (c->out->of[i] == WS_ROLE_TABLE) /* may be a row of a table of dates */
        return head && is_row_of_facts(m, ws_byline_read(b->text));
    if (c->out->of[i] == WS_ROLE_CODE)
        return false;
    if (b->words <= AUTHOR_WORDS && c->out->of[i] != WS_ROLE_QUOTE &&
        (is_signed(c, b) ||
         (m->stops <= 1 && (is_time(c, b) || (meta && is_named(c, b, NAMES_AUTHOR))))))
        return true;
    if (!head && !tail)
        return false;
    if (head && is_date_by_name(c, i, text))
        return true;
    unsigned says = ws_byline_read(b->text);
    return head ? says != 0 : (says & WS_LINE_LABEL) != 0;
}

#define FACT_WORDS  5 /* of a line beside a byline: "Views: 1871" */
#define FACT_BLOCKS 8

static bool is_fact(const struct caster *c, uint32_t i)
{
    uint8_t role = c->out->of[i];
    return c->b->v[i].words <= FACT_WORDS && !measure(c, i)->ends_stop &&
           role != WS_ROLE_HEADLINE && role != WS_ROLE_HEADING && role != WS_ROLE_CAPTION &&
           role != WS_ROLE_TABLE;
}

/* Author, date, section, number of readers: what stands in a box of short lines with a byline
 * is one, too. */
static void assign_box(struct caster *c, uint32_t byline)
{
    const struct ws_element *box = ws_box_of(c->f->survey, byline);
    uint32_t end = box->first_block + box->blocks;
    for (uint32_t i = box->first_block; i < end; i++)
        if (box->blocks > FACT_BLOCKS || (c->out->of[i] != WS_ROLE_BYLINE && !is_fact(c, i)))
            return;
    memset(c->out->of + box->first_block, WS_ROLE_BYLINE, box->blocks);
}

#define NAME_WORDS 4

/* "Jane van Roe": nothing but words with capitals, and short ones between them. */
static bool is_name_line(const struct caster *c, uint32_t i)
{
    const struct ws_block *b = &c->b->v[i];
    if (c->out->of[i] != WS_ROLE_PARAGRAPH || b->words < 2 || b->words > NAME_WORDS || measure(c, i)->ends_stop)
        return false;
    uint32_t capitals = 0;
    size_t from = 0;
    for (size_t k = 0; k <= b->text.n; k++) {
        if (k < b->text.n && b->text.p[k] > ' ')
            continue;
        const uint8_t *word = b->text.p + from;
        bool capital = k > from && ws_is_capital(ws_utf8_next(&word, b->text.p + k));
        if (!capital && k - from > 3)
            return false;
        capitals += capital;
        from = k + 1;
    }
    return capitals >= 2;
}

/* A name right above or below a date. */
static void assign_names(struct caster *c, uint32_t byline)
{
    uint32_t from = c->out->headline;
    if (byline > 0 && (from == WS_NO_BLOCK || byline - 1 > from) && is_name_line(c, byline - 1))
        c->out->of[byline - 1] = WS_ROLE_BYLINE;
    if (byline + 1 < c->b->n && is_name_line(c, byline + 1))
        c->out->of[byline + 1] = WS_ROLE_BYLINE;
}

static void assign_bylines(struct caster *c, const struct stretch *text)
{
    for (uint32_t i = 0; i < c->b->n; i++)
        if (c->out->of[i] != WS_ROLE_HEADLINE && is_byline(c, i, text))
            c->out->of[i] = WS_ROLE_BYLINE;
    for (uint32_t i = 0; i < c->b->n; i++)
        if (c->out->of[i] == WS_ROLE_BYLINE && is_at_head(c, i, text)) {
            assign_box(c, i);
            assign_names(c, i);
        }
}

/* --- all of it -------------------------------------------------------------------------- */

#define FORUM_SHARE 0.3f /* of the words of a page under forum markup */

bool ws_roles_assign(const struct ws_tree *t, const struct ws_features *f, const float *p,
                     struct ws_slice title, struct ws_arena *arena, struct ws_roles *out)
{
    struct caster c = {.t = t, .f = f, .b = f->blocks, .out = out};
    *out = (struct ws_roles){.headline = WS_NO_BLOCK};
    out->of = ws_arena_zalloc(arena, c.b->n + 1u, sizeof *out->of);
    const uint32_t holders = f->survey ? f->survey->n_holders : 0; /* none on a page without blocks */
    c.frame = ws_arena_alloc(arena, holders * sizeof *c.frame);
    c.table = ws_arena_alloc(arena, holders * sizeof *c.table);
    c.layout = ws_arena_alloc(arena, holders * sizeof *c.layout);
    c.names = ws_arena_zalloc(arena, c.b->looks.n, sizeof *c.names);
    if (!out->of || !c.frame || !c.table || !c.layout || !c.names)
        return false;
    if (!c.b->n)
        return true;
    for (int tag = 0; tag < WS_TAG_COUNT; tag++)
        c.role[tag] = (uint8_t)role_of_tag((enum ws_tag)tag);
    find_frames(&c);
    read_looks(&c);
    find_layout(&c);
    assign_kinds(&c);
    assign_comments(&c, p);
    struct stretch text = find_text(&c, p);
    assign_headlines(&c, &text, title);
    assign_bylines(&c, &text);
    out->forum = c.forum_type || ws_page_feature(f, WS_F_PAGE_FORUM) >= FORUM_SHARE;
    return true;
}
