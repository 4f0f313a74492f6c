#include "pipeline/extract/render/md.h"

#include "pipeline/extract/text/text.h"
#include "pipeline/page/entities.h"

#include <string.h>

void ws_md_put(struct ws_md *w, const void *p, size_t n)
{
    if (n && !w->failed && !ws_buf_append(&w->out, p, n))
        w->failed = true;
}

void ws_md_note(struct ws_md *w, const struct ws_block *b, size_t from)
{
    if (w->spans)
        w->spans[b - w->o->b->v] = (struct ws_span){from, w->out.n};
}

void ws_md_str(struct ws_md *w, const char *str)
{
    ws_md_put(w, str, strlen(str));
}

void ws_md_newline(struct ws_md *w, bool blank)
{
    size_t n = w->n_prefix;
    if (blank) {
        while (n && w->prefix[n - 1] == ' ')
            n--;
        ws_md_str(w, "\n");
        ws_md_put(w, w->prefix, n);
    }
    ws_md_str(w, "\n");
    ws_md_put(w, w->prefix, w->n_prefix);
}

/* --- ASCII ---------------------------------------------------------------------------- */

static bool is_digit(int c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(int c)
{
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

static bool is_alnum(int c)
{
    return is_digit(c) || is_letter(c);
}

static bool is_punct(int c)
{
    return c > ' ' && c < 0x7f && !is_alnum(c);
}

/* The byte at p, '\n' outside of the text. */
static int byte_at(const struct ws_md_span *s, const uint8_t *p)
{
    return p >= s->begin && p < s->end ? *p : '\n';
}

static bool is_blank(int c)
{
    return c == ' ' || c == '\n' || c == '\t';
}

/* --- what a line must not begin with -------------------------------------------------- */

/* Is the rest of the line made of these characters alone, the first one among them? */
static bool is_line_of(const struct ws_md_span *s, const uint8_t *p, const char *set,
                       char needed)
{
    bool found = false;
    for (; p < s->end && *p != '\n'; p++) {
        if (!strchr(set, *p))
            return false;
        found |= *p == needed;
    }
    return found;
}

/* The character that has to be escaped lest the line at p begin a block; NULL: none. 4.1 to 4.7 and 5.2;
 * rows of dashes that make a table out of the line above them: GFM 4.10. */
static const uint8_t *block_start(const struct ws_md_span *s, const uint8_t *p)
{
    const uint8_t *q = p;
    switch (*p) {
    case '#':
        while (byte_at(s, q) == '#')
            q++;
        return q - p <= 6 && is_blank(byte_at(s, q)) ? p : NULL;
    case '>':
    case '_':
    case '*':
        return p;
    case '+':
    case '-':
        if (is_blank(byte_at(s, p + 1)))
            return p;
        return is_line_of(s, p, "-|: ", '-') ? p : NULL;
    case '|':
    case ':':
        return is_line_of(s, p, "-|: ", '-') ? p : NULL;
    case '=':
        return is_line_of(s, p, "= ", '=') ? p : NULL;
    case '[': /* footnotes and tasks, which many readers know */
        if (byte_at(s, p + 1) == '^')
            return p;
        return strchr(" xX", byte_at(s, p + 1)) && byte_at(s, p + 2) == ']' ? p : NULL;
    default:
        while (is_digit(byte_at(s, q)))
            q++;
        if (q == p || q - p > 9 || (byte_at(s, q) != '.' && byte_at(s, q) != ')'))
            return NULL;
        return is_blank(byte_at(s, q + 1)) ? q : NULL;
    }
}

/* --- inside a line -------------------------------------------------------------------- */

/* CommonMark wants the semicolon. */
static bool is_reference(const struct ws_md_span *s, const uint8_t *p)
{
    uint8_t decoded[WS_ENTITY_UTF8_MAX];
    size_t n;
    size_t used = ws_entity_decode(p, s->end, false, decoded, &n);
    return used && p[used - 1] == ';';
}

/* How many of the same character stand in a row at p. */
static size_t run_length(const struct ws_md_span *s, const uint8_t *p)
{
    size_t n = 1;
    while (p + n < s->to && p[n] == *p)
        n++;
    return n;
}

/* Stars between blanks and underscores in a word mark nothing; where text begins or ends that is not
 * known, as marks may be written there. */
static bool is_delimiter(const struct ws_md_span *s, const uint8_t *p, size_t n)
{
    if (p == s->from || p + n == s->to)
        return true;
    if (s->mode == WS_MD_CELL && (p[-1] == '\n' || p[n] == '\n'))
        return true; /* they become <br> */
    if (is_blank(p[-1]) && is_blank(p[n]))
        return false;
    return *p == '*' || !is_alnum(p[-1]) || !is_alnum(p[n]);
}

/* Number signs behind a blank at the end of a heading are no part of it. */
static bool closes_heading(const struct ws_md_span *s, const uint8_t *p)
{
    while (byte_at(s, p) == '#')
        p--;
    return is_blank(byte_at(s, p));
}

/* Two tildes strike out what is between them in GFM; readers differ on where they may stand. */
static bool is_paired(const struct ws_md_span *s, const uint8_t *p)
{
    const uint8_t *first = memchr(s->begin, '~', (size_t)(s->end - s->begin));
    return first != p || memchr(p + 1, '~', (size_t)(s->end - p - 1));
}

static bool is_special(const struct ws_md *w, const struct ws_md_span *s, const uint8_t *p)
{
    int next = byte_at(s, p + 1);
    switch (*p) {
    case '\\':
        return p + 1 == s->to || is_punct(next) || next == '\n';
    case '`':
        return true;
    case '<':
        return is_letter(next) || next == '/' || next == '!' || next == '?';
    case '&':
        return is_reference(s, p);
    case '[':
        return s->in_link;
    case ']':
        return s->in_link || next == '(' || next == '[' || next == ':';
    case '!':
        return p + 1 == s->to && s->before_bracket;
    case '~':
        return w->links || is_paired(s, p); /* md4c pairs one with those in addresses */
    case '$':
        return w->formulas;
    case '|':
        return s->mode == WS_MD_CELL;
    case '#':
        return s->mode == WS_MD_LINE && p + 1 == s->end && closes_heading(s, p);
    default:
        return false;
    }
}

static const bool may_be_special[256] = {
    ['\\'] = 1, ['`'] = 1, ['*'] = 1, ['_'] = 1, ['<'] = 1, ['&'] = 1,  ['['] = 1, [']'] = 1,
    ['!'] = 1,  ['~'] = 1, ['$'] = 1, ['|'] = 1, ['#'] = 1, ['\n'] = 1,
};

void ws_md_break(struct ws_md *w, enum ws_md_mode mode)
{
    if (mode == WS_MD_TEXT) {
        ws_md_str(w, "  ");
        ws_md_newline(w, false);
    } else {
        ws_md_str(w, mode == WS_MD_CELL ? "<br>" : " ");
    }
}

/* Writes what stands at p; returns the byte behind it. */
static const uint8_t *put_special(struct ws_md *w, const struct ws_md_span *s, const uint8_t *p)
{
    if (*p == '\n') {
        ws_md_break(w, s->mode);
        return p + 1;
    }
    if (*p == '*' || *p == '_') {
        size_t n = run_length(s, p);
        bool escape = is_delimiter(s, p, n);
        for (size_t i = 0; i < n; i++) {
            ws_md_put(w, "\\", escape);
            ws_md_put(w, p + i, 1);
        }
        return p + n;
    }
    if (*p == '\\' && s->mode == WS_MD_CELL && byte_at(s, p + 1) == '|') {
        ws_md_str(w, "&#92;"); /* "\\|" would end the cell */
        return p + 1;
    }
    if (is_special(w, s, p))
        ws_md_str(w, "\\");
    ws_md_put(w, p, 1);
    return p + 1;
}

void ws_md_escape(struct ws_md *w, const struct ws_md_span *s)
{
    const uint8_t *escape = NULL; /* at the start of a line */
    bool lines = s->mode == WS_MD_TEXT;
    for (const uint8_t *p = s->from; p < s->to;) {
        if (lines && (p == s->begin || p[-1] == '\n'))
            escape = block_start(s, p);
        if (p == escape) {
            ws_md_str(w, "\\");
            ws_md_put(w, p++, 1);
            continue;
        }
        const uint8_t *plain = p;
        while (p < s->to && !may_be_special[*p] && p != escape)
            p++;
        ws_md_put(w, plain, (size_t)(p - plain));
        if (p < s->to && p != escape)
            p = put_special(w, s, p);
    }
}

/* --- attributes ----------------------------------------------------------------------- */

struct ws_slice ws_md_attr(struct ws_md *w, uint32_t node, enum ws_attr_name name)
{
    struct ws_slice s = ws_unescape(w->arena, ws_node_attr(w->o->t, node, name));
    uint8_t *out = ws_arena_alloc(w->arena, s.n);
    size_t n = 0;
    if (!out || (s.n && !s.p)) {
        w->failed = true;
        return (struct ws_slice){NULL, 0};
    }
    for (const uint8_t *p = s.p, *end = s.p + s.n; p < end;) {
        const uint8_t *from = p;
        enum ws_char_class k = ws_char_class(ws_utf8_next(&p, end));
        if (k == WS_CHAR_SPACE && n && out[n - 1] != ' ')
            out[n++] = ' ';
        if (k == WS_CHAR_SPACE || k == WS_CHAR_IGNORE)
            continue;
        memcpy(out + n, from, (size_t)(p - from));
        n += (size_t)(p - from);
    }
    while (n && out[n - 1] == ' ')
        n--;
    return (struct ws_slice){out, n};
}
