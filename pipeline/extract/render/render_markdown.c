#include "pipeline/extract/render/render_markdown.h"

#include "pipeline/extract/render/md.h"
#include "pipeline/extract/text/text.h"

#include <stdio.h>
#include <string.h>

/* --- quotes and list items ------------------------------------------------------------ */

struct frame {
    uint32_t node;
    bool item;
    uint32_t list;   /* of an item; 0: it is in none */
    size_t n_prefix; /* of ws_md.prefix: up to and with this frame */
    bool other_sign; /* the list follows another one right away, and must not continue it */
};

enum kind { NOTHING, PARAGRAPH, OTHER };

struct writer {
    struct ws_md md;
    struct frame open[WS_MD_MAX_FRAMES];
    unsigned n_open;
    enum kind last;     /* what was written last */
    uint32_t last_term; /* the dt or dd it stands in */
};

/* Frames around a piece, outermost first. */
struct chain {
    uint32_t v[WS_MD_MAX_FRAMES];
    unsigned n;
};

static struct chain chain_of(const struct ws_structure *o, uint32_t node)
{
    struct chain c = {.n = 0};
    uint32_t inner[WS_TREE_MAX_DEPTH + 1];
    unsigned n = 0;
    for (uint32_t f = ws_structure_frame(o, node); f; f = o->at[o->t->nodes[f].parent].frame)
        if (!o->dissolved[f])
            inner[n++] = f;
    while (n && c.n < WS_MD_MAX_FRAMES)
        c.v[c.n++] = inner[--n];
    return c;
}

static bool is_numbered(const struct ws_structure *o, uint32_t list)
{
    return o->t->nodes[list].tag == WS_TAG_OL;
}

/* "> ", "- " or "12. "; lines below are indented by as much. */
static void open_frame(struct writer *w, uint32_t node, bool other_sign)
{
    const struct ws_structure *o = w->md.o;
    char marker[WS_MD_MARKER_BYTES + 1] = "> ";
    struct frame *f = &w->open[w->n_open++];
    *f = (struct frame){.node = node, .other_sign = other_sign};
    if (ws_structure_is_item(o, node)) {
        f->item = true;
        f->list = o->at[node].list;
        if (is_numbered(o, f->list))
            snprintf(marker, sizeof marker, "%u%s ", (unsigned)o->at[node].number,
                     other_sign ? ")" : ".");
        else
            memcpy(marker, other_sign ? "* " : "- ", 2);
    }
    size_t n = strlen(marker);
    ws_md_put(&w->md, marker, n);
    if (f->item)
        memset(marker, ' ', n);
    memcpy(w->md.prefix + w->md.n_prefix, marker, n);
    f->n_prefix = w->md.n_prefix += n;
}

static void close_frames(struct writer *w, unsigned n)
{
    w->n_open = n;
    w->md.n_prefix = n ? w->open[n - 1].n_prefix : 0;
}

/* Items of a list stand line below line, and so does the first one of an inner list below the text of
 * its item; a number other than 1 cannot do that (5.3, "in order to avoid ..."). */
static bool is_tight(const struct writer *w, const struct chain *c, unsigned common)
{
    const struct ws_structure *o = w->md.o;
    if (common == c->n || !ws_structure_is_item(o, c->v[common]))
        return false;
    const struct ws_spot *item = &o->at[c->v[common]];
    if (common < w->n_open)
        return w->open[common].item && w->open[common].list == item->list;
    return common && w->open[common - 1].item && w->last == PARAGRAPH &&
           (!is_numbered(o, item->list) || item->number == 1);
}

/* Two lists of a kind without anything in between would be read as one. */
static bool other_sign(const struct writer *w, unsigned depth, uint32_t list)
{
    const struct frame *f = &w->open[depth];
    if (is_numbered(w->md.o, f->list) != is_numbered(w->md.o, list))
        return false;
    return f->other_sign ^ (f->list != list);
}

/* Ends what came before, and writes what the first line of a piece begins with. */
static void begin(struct writer *w, uint32_t node)
{
    const struct ws_structure *o = w->md.o;
    struct chain c = chain_of(o, node);
    unsigned common = 0;
    while (common < c.n && common < w->n_open && c.v[common] == w->open[common].node)
        common++;
    bool tight = is_tight(w, &c, common), sign = false;
    if (common < w->n_open && w->open[common].item && common < c.n &&
        ws_structure_is_item(o, c.v[common]))
        sign = other_sign(w, common, o->at[c.v[common]].list);
    close_frames(w, common);
    if (w->last != NOTHING)
        ws_md_newline(&w->md, !tight);
    for (unsigned i = common; i < c.n; i++)
        open_frame(w, c.v[i], i == common && sign);
}

/* --- pieces --------------------------------------------------------------------------- */

/* A description goes on below its term, a term below another one. */
static bool continues_term(const struct writer *w, const struct ws_piece *p)
{
    const struct ws_tree *t = w->md.o->t;
    uint32_t a = w->last_term, b = w->md.o->at[p->node].term;
    if (!a || !b || a == b || w->last != PARAGRAPH || t->nodes[a].parent != t->nodes[b].parent)
        return false;
    struct chain c = chain_of(w->md.o, p->node);
    return c.n == w->n_open && (!c.n || c.v[c.n - 1] == w->open[c.n - 1].node) &&
           (t->nodes[a].tag == WS_TAG_DT || t->nodes[b].tag == WS_TAG_DD);
}

static void put_paragraph(struct writer *w, const struct ws_piece *p)
{
    if (continues_term(w, p)) {
        ws_md_str(&w->md, "  ");
        ws_md_newline(&w->md, false);
    } else {
        begin(w, p->node);
    }
    if (p->block)
        ws_md_inline(&w->md, p->block, WS_MD_TEXT);
    else
        ws_md_image(&w->md, p->node, WS_MD_TEXT);
    w->last = PARAGRAPH;
    w->last_term = w->md.o->at[p->node].term;
}

static void put_heading(struct writer *w, const struct ws_piece *p, unsigned level)
{
    begin(w, p->node);
    ws_md_put(&w->md, "######", level);
    ws_md_str(&w->md, " ");
    ws_md_inline(&w->md, p->block, WS_MD_LINE);
}

static size_t longest_fence(const struct ws_piece *p, uint32_t n)
{
    size_t longest = 2, ticks = 0;
    for (uint32_t i = 0; i < n; i++)
        for (size_t k = 0; k < p[i].block->text.n; k++) {
            ticks = p[i].block->text.p[k] == '`' ? ticks + 1 : 0;
            longest = ticks > longest ? ticks : longest;
        }
    return longest + 1;
}

static void put_lines(struct ws_md *w, struct ws_slice s)
{
    const uint8_t *p = s.p, *end = s.p + s.n;
    while (p < end) {
        const uint8_t *line = p;
        while (p < end && *p != '\n')
            p++;
        ws_md_put(w, line, (size_t)(p - line));
        if (p < end) {
            ws_md_newline(w, false);
            p++;
        }
    }
}

/* n blocks of one pre, or of one code. */
static void put_code(struct writer *w, const struct ws_piece *p, uint32_t n)
{
    struct ws_slice language = ws_md_language(w->md.o, p->block);
    size_t fence = longest_fence(p, n);
    begin(w, p->node);
    for (size_t i = 0; i < fence; i++)
        ws_md_str(&w->md, "`");
    ws_md_put(&w->md, language.p, language.n);
    for (uint32_t i = 0; i < n; i++) {
        ws_md_newline(&w->md, i > 0 && !p[i].block->pre);
        size_t from = w->md.out.n;
        put_lines(&w->md, p[i].block->text);
        ws_md_note(&w->md, p[i].block, from);
    }
    ws_md_newline(&w->md, false);
    for (size_t i = 0; i < fence; i++)
        ws_md_str(&w->md, "`");
}

/* The pre, or the code (or its like) that a block is all in; 0: none. */
static uint32_t code_around(const struct ws_structure *o, const struct ws_block *b)
{
    if (b->pre)
        return o->at[b->node].pre;
    uint32_t code = o->at[b->first].code;
    if (!(o->at[b->first].marks & WS_MARK_CODE) || o->t->nodes[code].end <= b->last)
        return 0;
    return ws_structure_heading(o, b) ? 0 : code;
}

/* How many pieces from p on, below end, are a piece of code with lines of its own. Code that is all there is in a
 * paragraph, but of one line, is code in a line. */
static uint32_t count_code(const struct ws_structure *o, const struct ws_piece *p,
                           const struct ws_piece *end)
{
    uint32_t code = p->block ? code_around(o, p->block) : 0, n = 1;
    if (!code)
        return 0;
    while (p + n < end && p[n].block && code_around(o, p[n].block) == code)
        n++;
    return p->block->pre || n > 1 || p->block->breaks ? n : 0;
}

/* Writes what begins with piece i; returns the index behind it. */
static uint32_t put_piece(struct writer *w, uint32_t i)
{
    const struct ws_structure *o = w->md.o;
    const struct ws_piece *p = &o->pieces[i];
    uint32_t table = ws_structure_table(o, p->node),
             code = count_code(o, p, o->pieces + o->n_pieces), n = 1;
    unsigned level = p->block ? ws_structure_heading(o, p->block) : 0;
    if (table && o->at[p->node].cell) {
        while (i + n < o->n_pieces && ws_structure_table(o, p[n].node) == table)
            n++;
        begin(w, table);
        ws_md_table(&w->md, table, p, n);
    } else if (code) {
        n = code;
        put_code(w, p, n);
    } else if (level) {
        put_heading(w, p, level);
    } else {
        put_paragraph(w, p);
        return i + 1;
    }
    w->last = OTHER;
    w->last_term = 0;
    return i + n;
}

/* --- the whole ------------------------------------------------------------------------ */

/* Markers, links and copies of cells are in proportion to a page that people can read. */
#define MAX_GROWTH   8
#define SMALL_OUTPUT ((size_t)1 << 20)

/* Moved to the arena; p == NULL: it failed. */
static struct ws_slice take_output(struct ws_md *md, struct ws_arena *arena)
{
    struct ws_slice text = {NULL, md->out.n};
    uint8_t *copy = md->failed ? NULL : ws_arena_alloc(arena, text.n);
    if (copy && text.n)
        memcpy(copy, md->out.p, text.n);
    text.p = copy;
    ws_buf_release(&md->out);
    return text;
}

static enum ws_status fail(const struct ws_md *md, size_t n, struct ws_error *err)
{
    if (n > md->out.max / 2) {
        ws_error_set(err, WS_E_LIMIT, 0, "Markdown of over %zu bytes", md->out.max);
        return WS_SKIP;
    }
    ws_error_set(err, WS_E_NOMEM, 0, "out of memory");
    return WS_FATAL;
}

enum ws_status ws_render_markdown(const struct ws_tree *t, const struct ws_blocks *b,
                                  const bool *keep, const struct ws_extract_options *o,
                                  struct ws_arena *arena, struct ws_slice *text,
                                  struct ws_span *spans, struct ws_error *err)
{
    struct ws_structure structure;
    struct writer w = {.md = {.o = &structure, .arena = arena, .links = o->links,
                              .images = o->images, .spans = spans}};
    ws_buf_init(&w.md.out, MAX_GROWTH * t->page.n + SMALL_OUTPUT);
    w.md.failed = !ws_structure_make(t, b, keep, o->images, arena, &structure);
    w.md.formulas = structure.formulas;
    for (uint32_t i = 0; !w.md.failed && i < structure.n_pieces;)
        i = put_piece(&w, i);
    *text = take_output(&w.md, arena);
    return text->p ? WS_OK : fail(&w.md, text->n, err);
}

struct ws_slice ws_render_markdown_title(const struct ws_tree *t, struct ws_slice title,
                                         struct ws_arena *arena)
{
    const uint8_t *end = title.p + title.n;
    struct ws_md md = {.arena = arena};
    struct ws_md_span span = {title.p, end, title.p, end, WS_MD_LINE, false, false};
    ws_buf_init(&md.out, MAX_GROWTH * title.n + SMALL_OUTPUT);
    for (uint32_t i = 0; i < t->n_nodes; i++)
        md.formulas |= t->nodes[i].tag == WS_TAG_MATH;
    ws_md_str(&md, "# ");
    ws_md_escape(&md, &span);
    return take_output(&md, arena);
}
