#include "pipeline/extract/render/md.h"
#include "pipeline/extract/render/md_tokens.h"

#include <string.h>

/* --- tokens --------------------------------------------------------------------------- */

#define N_MARKS 6 /* links and enum ws_mark */
/* A run brings its text, the blank behind it, and all marks closed and opened. */
#define TOKENS_PER_RUN (2 + 2 * N_MARKS)
/* Text of more pieces is written without marks: memory and time stay in proportion to the page. */
#define MAX_RUNS 4096

struct open_mark {
    uint8_t mark;
    uint32_t node; /* of a link or code */
    uint32_t token;
};

struct scribe {
    struct ws_md *w;
    struct ws_md_token *v;
    uint32_t n;
    struct open_mark open[N_MARKS];
    unsigned n_open;
};

static struct ws_md_token *add(struct scribe *s, enum ws_md_kind kind)
{
    s->v[s->n] = (struct ws_md_token){.kind = kind};
    return &s->v[s->n++];
}

/* Joins what belongs together: an escape may depend on all of it. */
static void add_text(struct scribe *s, const uint8_t *from, const uint8_t *to, bool verbatim)
{
    struct ws_md_token *last = s->n ? &s->v[s->n - 1] : NULL;
    if (from == to)
        return;
    if (last && last->kind == WS_MD_PIECE && !last->verbatim && !verbatim) {
        last->to = to;
        return;
    }
    struct ws_md_token *t = add(s, WS_MD_PIECE);
    t->from = from;
    t->to = to;
    t->verbatim = verbatim;
}

static uint32_t node_of(uint8_t mark, const struct ws_spot *at)
{
    return mark == WS_MARK_LINK ? at->link : mark == WS_MARK_CODE ? at->code : 0;
}

static void open_mark(struct scribe *s, uint8_t mark, const struct ws_spot *at)
{
    s->open[s->n_open++] = (struct open_mark){mark, node_of(mark, at), s->n};
    struct ws_md_token *t = add(s, WS_MD_OPEN);
    t->mark = mark;
    t->node = node_of(mark, at);
}

static void close_to(struct scribe *s, unsigned depth)
{
    while (s->n_open > depth) {
        struct open_mark m = s->open[--s->n_open];
        s->v[m.token].other = s->n;
        struct ws_md_token *t = add(s, WS_MD_CLOSE);
        t->mark = m.mark;
        t->node = m.node;
        t->other = m.token;
    }
}

static bool ends_blank(const struct scribe *s)
{
    const struct ws_md_token *t = s->n ? &s->v[s->n - 1] : NULL;
    return t && t->kind == WS_MD_PIECE && (t->to[-1] == ' ' || t->to[-1] == '\n');
}

/* Does it also hold for the next run? Pieces of code that touch are one. */
static bool goes_on(const struct scribe *s, const struct open_mark *m, uint8_t marks,
                    const struct ws_spot *at)
{
    return (marks & m->mark) && (m->node == node_of(m->mark, at) ||
                                 (m->mark == WS_MARK_CODE && !ends_blank(s)));
}

/* How many of the open marks, outermost first, go on. */
static unsigned common_depth(const struct scribe *s, uint8_t marks, const struct ws_spot *at)
{
    unsigned i = 0;
    while (i < s->n_open && goes_on(s, &s->open[i], marks, at))
        i++;
    return i;
}

/* Code last: nothing is marked inside it. */
static const uint8_t ORDER[N_MARKS] = {WS_MARK_LINK, WS_MARK_STRONG, WS_MARK_EM,
                                       WS_MARK_SUB,  WS_MARK_SUP,    WS_MARK_CODE};

static void open_missing(struct scribe *s, uint8_t marks, const struct ws_spot *at)
{
    uint8_t open = 0;
    for (unsigned i = 0; i < s->n_open; i++)
        open |= s->open[i].mark;
    for (unsigned i = 0; i < N_MARKS; i++)
        if (marks & ORDER[i] & ~open)
            open_mark(s, ORDER[i], at);
}

/* --- tokens of a block ---------------------------------------------------------------- */

/* The runs in the text of a block: r->n of them from r->v. */
struct runs {
    const struct ws_run *v;
    uint32_t n;
};

/* None when they are not those of this text. */
static struct runs runs_of(const struct ws_md *w, const struct ws_block *b)
{
    struct runs r = {w->o->b->runs + b->run, b->n_runs};
    const uint8_t *begin = b->text.p, *end = begin + b->text.n;
    while (r.n && r.v[r.n - 1].at >= end)
        r.n--;
    if (r.n > 1 && r.v[1].at <= begin)
        r.n = 0;
    return r;
}

static uint8_t marks_of(const struct ws_md *w, const struct ws_spot *at, enum ws_md_mode mode)
{
    uint8_t marks = at->marks;
    if (mode == WS_MD_LINE)
        marks &= (uint8_t)~WS_MARK_STRONG; /* a heading is */
    if (w->links && at->link && ws_md_is_target(w->o->t, at->link))
        marks |= WS_MARK_LINK;
    return marks;
}

static void add_images(struct scribe *s, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; s->w->images && i < to; i++)
        if (ws_structure_is_image(s->w->o->t, i))
            add(s, WS_MD_IMAGE)->node = i;
}

static uint32_t count_images(const struct ws_md *w, const struct ws_block *b)
{
    uint32_t n = 0;
    for (uint32_t i = b->first; w->images && i < b->last; i++)
        n += ws_structure_is_image(w->o->t, i);
    return n;
}

/* A blank at the end of a run stands outside of the marks that end with it. */
static void add_run(struct scribe *s, const struct ws_run *run, const uint8_t *to,
                    enum ws_md_mode mode)
{
    const struct ws_structure *o = s->w->o;
    const struct ws_spot *at = &o->at[run->node];
    const uint8_t *end = to;
    uint8_t marks = marks_of(s->w, at, mode);
    while (end > run->at && (end[-1] == ' ' || end[-1] == '\n'))
        end--;
    unsigned keep = common_depth(s, marks, at);
    if (keep < s->n_open && s->n && s->v[s->n - 1].kind == WS_MD_PIECE && !s->v[s->n - 1].verbatim) {
        struct ws_md_token *last = &s->v[s->n - 1];
        const uint8_t *blank = last->to;
        while (blank > last->from && (blank[-1] == ' ' || blank[-1] == '\n'))
            blank--;
        const uint8_t *behind = last->to;
        last->to = blank;
        s->n -= blank == last->from;
        close_to(s, keep);
        add_text(s, blank, behind, false);
    } else {
        close_to(s, keep);
    }
    open_missing(s, marks, at);
    bool formula = o->t->nodes[o->t->nodes[run->node].parent].tag == WS_TAG_MATH;
    add_text(s, run->at, formula ? end : to, formula);
    if (formula)
        add_text(s, end, to, false);
}

static void add_block(struct scribe *s, const struct ws_block *b, struct runs r,
                      enum ws_md_mode mode)
{
    const uint8_t *end = b->text.p + b->text.n;
    for (uint32_t i = 0; i < r.n; i++) {
        struct ws_run run = r.v[i];
        const uint8_t *to = i + 1 < r.n ? r.v[i + 1].at : end;
        if (run.at < b->text.p)
            run.at = b->text.p;
        if (i > 0)
            add_images(s, r.v[i - 1].node + 1, run.node);
        if (run.at < to)
            add_run(s, &run, to, mode);
    }
    close_to(s, 0);
}

/* --- writing -------------------------------------------------------------------------- */

static size_t longest_ticks(const uint8_t *p, const uint8_t *end)
{
    size_t longest = 0, n = 0;
    for (; p < end; p++) {
        n = *p == '`' ? n + 1 : 0;
        longest = n > longest ? n : longest;
    }
    return longest;
}

static bool holds(const uint8_t *p, const uint8_t *end, const char *two)
{
    for (; p + 1 < end; p++)
        if (p[0] == two[0] && p[1] == two[1])
            return true;
    return false;
}

/* A line of code: 6.1 ("Code spans"). start: of the block in w->out. false: it cannot be written as such
 * here. */
static bool put_code(struct ws_md *w, const uint8_t *from, const uint8_t *to,
                     enum ws_md_mode mode, size_t start)
{
    bool cell = mode == WS_MD_CELL;
    if ((w->out.n && w->out.p[w->out.n - 1] == '`') || (cell && holds(from, to, "\\|")))
        return false;
    if (w->out.n > start && w->out.p[start] == '[' && holds(from, to, "]:"))
        return false; /* it would make the paragraph a link reference definition (4.7) */
    size_t n = longest_ticks(from, to) + 1;
    bool pad = *from == '`' || to[-1] == '`' || (*from == ' ' && to[-1] == ' ');
    for (size_t i = 0; i < n; i++)
        ws_md_str(w, "`");
    ws_md_str(w, pad ? " " : "");
    for (const uint8_t *p = from; p < to; p++) {
        if (cell && *p == '|')
            ws_md_str(w, "\\");
        ws_md_put(w, p, 1);
    }
    ws_md_str(w, pad ? " " : "");
    for (size_t i = 0; i < n; i++)
        ws_md_str(w, "`");
    return true;
}

static void put_plain(struct ws_md *w, struct ws_slice text, enum ws_md_mode mode)
{
    const uint8_t *end = text.p + text.n;
    struct ws_md_span all = {text.p, end, text.p, end, mode, false, false};
    ws_md_escape(w, &all);
}

/* Code of several lines; blanks at their ends are none of it. */
static void put_code_lines(struct ws_md *w, const uint8_t *p, const uint8_t *to,
                           enum ws_md_mode mode, size_t start)
{
    for (;;) {
        const uint8_t *newline = memchr(p, '\n', (size_t)(to - p)), *end = newline ? newline : to;
        while (end > p && (end[-1] == ' ' || end[-1] == '\t'))
            end--;
        if (end > p && !put_code(w, p, end, mode, start))
            put_plain(w, (struct ws_slice){p, (size_t)(end - p)}, mode);
        if (!newline)
            return;
        ws_md_break(w, mode);
        p = newline + 1;
    }
}

/* TeX is left alone, but for what would end the cell it stands in. */
static void put_formula(struct ws_md *w, const uint8_t *p, const uint8_t *to,
                        enum ws_md_mode mode)
{
    for (; p < to; p++) {
        if (mode == WS_MD_CELL && *p == '\\' && p + 1 < to && p[1] == '|') {
            ws_md_str(w, "\\Vert ");
            p++;
            continue;
        }
        if (mode == WS_MD_CELL && *p == '|')
            ws_md_str(w, "\\");
        ws_md_put(w, p, 1);
    }
}

static void put_mark(struct ws_md *w, const struct ws_md_token *t)
{
    bool open = t->kind == WS_MD_OPEN;
    switch (t->mark) {
    case WS_MARK_STRONG:
        ws_md_put(w, "**", t->delimiter ? 2 : 0);
        break;
    case WS_MARK_EM:
        ws_md_put(w, &t->delimiter, t->delimiter ? 1 : 0);
        break;
    case WS_MARK_SUB:
        ws_md_str(w, open ? "<sub>" : "</sub>");
        break;
    case WS_MARK_SUP:
        ws_md_str(w, open ? "<sup>" : "</sup>");
        break;
    case WS_MARK_LINK:
        if (open)
            ws_md_str(w, "[");
        else
            ws_md_target(w, ws_md_attr(w, t->node, WS_ATTR_HREF));
        break;
    default:
        break;
    }
}

/* The index behind token i, and behind those of the same text. */
static uint32_t put_text(struct scribe *s, uint32_t i, struct ws_md_span *span)
{
    span->from = s->v[i].from;
    span->to = s->v[i].to;
    while (++i < s->n && (!ws_md_is_written(&s->v[i]) || (s->v[i].kind == WS_MD_PIECE && !s->v[i].verbatim)))
        span->to = s->v[i].kind == WS_MD_PIECE ? s->v[i].to : span->to;
    span->before_bracket = i < s->n && (s->v[i].kind == WS_MD_IMAGE || (s->v[i].kind == WS_MD_OPEN &&
                                                                  s->v[i].mark == WS_MARK_LINK));
    ws_md_escape(s->w, span);
    return i;
}

/* The index behind the code that token i opens. */
static uint32_t put_code_tokens(struct scribe *s, uint32_t i, enum ws_md_mode mode, size_t start)
{
    uint32_t close = s->v[i].other, k = i + 1;
    while (k < close && s->v[k].kind == WS_MD_PIECE)
        k++;
    if (k != close || k == i + 1)
        return i + 1;
    const uint8_t *from = s->v[i + 1].from, *to = s->v[close - 1].to;
    if (memchr(from, '\n', (size_t)(to - from)))
        put_code_lines(s->w, from, to, mode, start);
    else if (!put_code(s->w, from, to, mode, start))
        return i + 1;
    return close + 1;
}

/* An image is set apart from words and images behind it. */
static void put_image(struct scribe *s, uint32_t i, enum ws_md_mode mode)
{
    ws_md_image(s->w, s->v[i].node, mode);
    if (i + 1 < s->n && (s->v[i + 1].kind == WS_MD_IMAGE || (s->v[i + 1].kind == WS_MD_PIECE &&
                                                       ws_md_word_follows(s->v, s->n, i))))
        ws_md_str(s->w, " ");
}

static void put_tokens(struct scribe *s, struct ws_slice text, enum ws_md_mode mode)
{
    struct ws_md_span span = {.begin = text.p, .end = text.p + text.n, .mode = mode};
    size_t start = s->w->out.n;
    for (uint32_t i = 0; i < s->n;) {
        const struct ws_md_token *t = &s->v[i];
        if (t->mark == WS_MARK_LINK)
            span.in_link = t->kind == WS_MD_OPEN;
        if (t->kind == WS_MD_PIECE && !t->verbatim) {
            i = put_text(s, i, &span);
        } else if (t->kind == WS_MD_OPEN && t->mark == WS_MARK_CODE) {
            i = put_code_tokens(s, i, mode, start);
        } else {
            if (t->kind == WS_MD_PIECE)
                put_formula(s->w, t->from, t->to, mode);
            else if (t->kind == WS_MD_IMAGE)
                put_image(s, i, mode);
            else
                put_mark(s->w, t);
            i++;
        }
    }
}

static bool reserve(struct ws_md *w, size_t n)
{
    if (n <= w->max_tokens)
        return true;
    w->max_tokens = 2 * n;
    w->tokens = ws_arena_alloc(w->arena, w->max_tokens * sizeof *w->tokens);
    w->failed |= !w->tokens;
    return w->tokens != NULL;
}

static void put_marked(struct ws_md *w, const struct ws_block *b, struct runs r, enum ws_md_mode mode)
{
    if (!reserve(w, r.n * TOKENS_PER_RUN + count_images(w, b) + 1))
        return;
    struct scribe s = {.w = w, .v = w->tokens};
    add_block(&s, b, r, mode);
    ws_md_choose_delimiters(s.v, s.n);
    put_tokens(&s, b->text, mode);
}

void ws_md_inline(struct ws_md *w, const struct ws_block *b, enum ws_md_mode mode)
{
    struct runs r = runs_of(w, b);
    size_t from = w->out.n;
    if (r.n == 0 || r.n > MAX_RUNS)
        put_plain(w, b->text, mode);
    else
        put_marked(w, b, r, mode);
    ws_md_note(w, b, from);
}

void ws_md_code(struct ws_md *w, const struct ws_block *b, enum ws_md_mode mode)
{
    size_t from = w->out.n;
    put_code_lines(w, b->text.p, b->text.p + b->text.n, mode, from);
    ws_md_note(w, b, from);
}
