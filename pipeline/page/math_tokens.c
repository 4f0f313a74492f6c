/* Formulas without TeX: their tokens as a line of text, "x^2 + a_(i + 1) > 0". MathML 3, chapter 3, as far as it can be
 * written so: no matrices. */
#include "pipeline/page/entities.h"
#include "pipeline/page/math.h"

#include <string.h>

enum kind {
    ROW,     /* children one behind the other */
    ROOT,    /* the same, but one thing for what stands in front of it */
    TOKEN,   /* mi, mn, mtext, ms */
    SIGN,    /* mo */
    SCRIPTS, /* the marks of the second and third child are those of the element: of[] */
    PASSED,  /* annotations: not written */
    EMPTY
};

static const struct element {
    const char *name;
    uint8_t kind;
    const char *before, *of[2]; /* written in front of it, and of its second and third child */
    const char *behind;
} ELEMENTS[] = {
    {"mi", TOKEN, "", {"", ""}, ""},           {"mo", SIGN, "", {"", ""}, ""},
    {"mn", TOKEN, "", {"", ""}, ""},           {"mrow", ROW, "", {"", ""}, ""},
    {"msub", SCRIPTS, "", {"_", ""}, ""},      {"msup", SCRIPTS, "", {"^", ""}, ""},
    {"mfrac", SCRIPTS, "", {"/", ""}, ""},     {"msubsup", SCRIPTS, "", {"_", "^"}, ""},
    {"mstyle", ROW, "", {"", ""}, ""},         {"semantics", ROW, "", {"", ""}, ""},
    {"mtext", TOKEN, "", {"", ""}, ""},        {"ms", TOKEN, "", {"", ""}, ""},
    {"msqrt", ROOT, "\u221a", {"", ""}, ""},   {"munder", SCRIPTS, "", {"_", ""}, ""},
    {"mover", SCRIPTS, "", {"^", ""}, ""},     {"munderover", SCRIPTS, "", {"_", "^"}, ""},
    {"mroot", SCRIPTS, "", {"^(1/", ""}, ")"}, {"mpadded", ROW, "", {"", ""}, ""},
    {"mspace", EMPTY, "", {"", ""}, ""},       {"none", EMPTY, "", {"", ""}, ""},
    {"annotation", PASSED, "", {"", ""}, ""},  {"annotation-xml", PASSED, "", {"", ""}, ""},
};

/* What was written last, as far as the blanks behind it depend on it. */
enum last {
    START,  /* nothing, or an opening parenthesis: a sign here is no infix */
    LETTER, /* a letter, or a number: a letter may follow at once */
    CLOSING,
    WORD /* what another operand would grow together with */
};

#define LEVELS 32 /* a formula of more is none that anybody reads in a line */

struct level {
    const struct element *e;
    size_t at;       /* where the text of the child at hand begins */
    unsigned child;  /* which one that is, from 0 */
    unsigned tokens; /* before it */
};

struct line {
    uint8_t *out;
    size_t n, room;
    enum last last;
    bool blank; /* in front of what comes next */
    bool failed;
    unsigned tokens;
    unsigned n_levels;
    struct level level[LEVELS];
};

static void put(struct line *x, const void *p, size_t n)
{
    x->failed |= n > x->room - x->n;
    if (x->failed)
        return;
    memcpy(x->out + x->n, p, n);
    x->n += n;
}

static void put_blank(struct line *x)
{
    if (x->blank && x->n)
        put(x, " ", 1);
    x->blank = false;
}

/* ---- tokens ---- */

/* The first character; enough of UTF-8 to tell signs. *n: its bytes. */
static uint32_t first_char(struct ws_slice s, size_t *n)
{
    *n = s.p[0] < 0x80 ? 1 : s.p[0] < 0xe0 ? 2 : s.p[0] < 0xf0 ? 3 : 4;
    if (*n > s.n)
        *n = s.n;
    if (*n == 2)
        return (s.p[0] & 0x1fu) << 6 | (s.p[1] & 0x3fu);
    if (*n == 3)
        return (s.p[0] & 0x0fu) << 12 | (s.p[1] & 0x3fu) << 6 | (s.p[2] & 0x3fu);
    return *n == 1 ? s.p[0] : 0x10000;
}

/* Quantifiers, derivatives, sums, roots, integrals: they stand in front of what they are applied to. */
static bool is_prefix(uint32_t c)
{
    return c == 0x2200 || (c >= 0x2202 && c <= 0x2204) || c == 0x2206 || c == 0x2207 ||
           (c >= 0x220f && c <= 0x2211) || (c >= 0x221a && c <= 0x221e) ||
           (c >= 0x222b && c <= 0x2233);
}

/* Stands between two operands, with blanks on either side. */
static bool is_infix(uint32_t c)
{
    if (c < 0x80)
        return c && strchr("=<>+-*", (int)c);
    if (is_prefix(c))
        return false;
    return c == 0xb1 || c == 0xd7 || c == 0xf7 || (c >= 0x2190 && c <= 0x22ff) ||
           (c >= 0x27f5 && c <= 0x27ff) || (c >= 0x2a7d && c <= 0x2ab0);
}

static bool is_opening(uint32_t c)
{
    return c == '(' || c == '[' || c == '{' || c == 0x27e8 || c == 0x2308 || c == 0x230a;
}

static bool is_closing(uint32_t c)
{
    return c == ')' || c == ']' || c == '}' || c == 0x27e9 || c == 0x2309 || c == 0x230b ||
           c == '!' || c == '\'' || c == 0x2032 || c == '|' ||
           c == 0x2016 /* these two also open */;
}

static void put_sign(struct line *x, struct ws_slice s)
{
    size_t n;
    uint32_t c = first_char(s, &n);
    if (c >= 0x2061 && c <= 0x2064) { /* invisible */
        x->last = c == 0x2061 && x->last == WORD ? WORD : x->last;
        return;
    }
    if (n == s.n && (is_infix(c) || c == ',' || c == ';')) {
        bool infix = x->last != START;
        x->blank = is_infix(c) && (infix || x->blank);
        put_blank(x);
        put(x, s.p, s.n);
        x->blank = infix;
        x->last = START;
        return;
    }
    if (n < s.n || !is_closing(c))
        x->blank |= is_prefix(c) ? x->last != START : x->last == WORD && !is_opening(c);
    else
        x->blank &= c == '|' || c == 0x2016;
    put_blank(x);
    put(x, s.p, s.n);
    x->last = n == s.n && is_opening(c) ? START : n == s.n && is_closing(c) ? CLOSING : WORD;
}

static void put_operand(struct line *x, struct ws_slice s)
{
    size_t n;
    uint32_t c = first_char(s, &n);
    bool word = s.n > n && (c < '0' || c > '9'), number = c >= '0' && c <= '9';
    x->blank |= x->last == WORD || (x->last != START && word) || (x->last == LETTER && number);
    put_blank(x);
    put(x, s.p, s.n);
    x->last = word ? WORD : LETTER;
}

/* References decoded, blanks trimmed; its bytes in out, of which there are as many as in the token. */
static struct ws_slice read_token(const uint8_t *p, const uint8_t *end, uint8_t *out)
{
    size_t n = 0;
    while (end > p && ws_is_blank(end[-1]))
        end--;
    while (p < end && ws_is_blank(*p))
        p++;
    while (p < end) {
        uint8_t utf8[WS_ENTITY_UTF8_MAX];
        size_t n_utf8 = 0, used = *p == '&' ? ws_entity_decode(p, end, false, utf8, &n_utf8) : 0;
        if (!used) {
            out[n++] = ws_is_blank(*p) ? ' ' : *p;
            p++;
            continue;
        }
        for (size_t i = 0; n_utf8 <= used && i < n_utf8; i++) /* as those of all signs but two */
            out[n++] = utf8[i];
        p += used;
    }
    return (struct ws_slice){out, n};
}

/* ---- structure ---- */

/* Is it one thing, or are there parentheses around all of it? */
static bool is_whole(const struct line *x, const struct level *l, size_t at)
{
    size_t depth = 0, i = at;
    bool letters = true;
    for (; i < x->n; i++)
        letters &= ws_is_tag_letter(x->out[i]);
    if (letters || x->tokens - l->tokens <= 1)
        return true;
    for (i = at; i < x->n; i++) {
        depth += x->out[i] == '(';
        if (depth == 0)
            return false;
        if (x->out[i] == ')' && --depth == 0)
            return i + 1 == x->n;
    }
    return false;
}

/* Puts parentheses around what was written since l->at, if it is more than one thing. */
static void enclose(struct line *x, const struct level *l)
{
    size_t at = l->at;
    while (at < x->n && x->out[at] == ' ')
        at++;
    if (at == x->n || is_whole(x, l, at))
        return;
    put(x, "))", 2); /* makes room */
    if (x->failed)
        return;
    memmove(x->out + at + 1, x->out + at, x->n - at - 2);
    x->out[at] = '(';
}

static void begin_child(struct line *x, struct level *l)
{
    if (l->e->kind != SCRIPTS)
        return;
    if (l->child) {
        x->failed |= l->child > 2 || !*l->e->of[l->child - 1]; /* more than it may have */
        x->blank = false;
        const char *mark = x->failed ? "" : l->e->of[l->child - 1];
        put(x, mark, strlen(mark));
        x->last = START;
    }
    l->at = x->n;
    l->tokens = x->tokens;
}

static void open_element(struct line *x, const struct element *e)
{
    if (x->n_levels == LEVELS) {
        x->failed = true;
        return;
    }
    if (x->n_levels)
        begin_child(x, &x->level[x->n_levels - 1]);
    if (*e->before) {
        x->blank |= x->last == WORD;
        put_blank(x);
        put(x, e->before, strlen(e->before));
        x->last = START;
    }
    x->level[x->n_levels++] = (struct level){e, x->n, 0, x->tokens};
}

static void close_element(struct line *x)
{
    const struct level *l = &x->level[--x->n_levels];
    if (l->e->kind == ROOT)
        enclose(x, l);
    x->failed |= l->e->kind == SCRIPTS && l->child < 2;
    if (l->e->kind == SCRIPTS || l->e->kind == ROOT) {
        put(x, l->e->behind, strlen(l->e->behind));
        x->blank = false;
        x->last = WORD;
        x->tokens += 2; /* in parentheses where one token would have none */
    }
    struct level *around = &x->level[x->n_levels ? x->n_levels - 1 : 0];
    if (x->n_levels && around->e->kind == SCRIPTS) {
        enclose(x, around);
        around->child++;
    }
}

static const struct element *element_of(struct ws_slice name)
{
    for (size_t i = 0; i < sizeof ELEMENTS / sizeof ELEMENTS[0]; i++)
        if (strlen(ELEMENTS[i].name) == name.n && !memcmp(ELEMENTS[i].name, name.p, name.n))
            return &ELEMENTS[i];
    return NULL;
}

/* Text between tags. */
static void add_text(struct line *x, const uint8_t *p, const uint8_t *end)
{
    uint8_t token[WS_MATH_LINE];
    const struct element *e = x->level[x->n_levels - 1].e;
    if (e->kind == PASSED)
        return;
    x->failed |= (size_t)(end - p) > sizeof token;
    if (x->failed)
        return;
    struct ws_slice s = read_token(p, end, token);
    if (!s.n)
        return;
    x->failed |= e->kind != TOKEN && e->kind != SIGN;
    x->tokens++;
    if (e->kind == SIGN)
        put_sign(x, s);
    else
        put_operand(x, s);
}

size_t ws_math_tokens(struct ws_scan *scan, const uint8_t *p, const uint8_t *end,
                      uint8_t out[WS_MATH_LINE])
{
    static const struct element MATH = {"math", ROW, "", {"", ""}, ""};
    struct ws_attr attrs[WS_ATTR_COUNT];
    struct ws_scan_tag tag = {.attrs = attrs};
    struct line x = {.out = out, .room = WS_MATH_LINE};
    open_element(&x, &MATH);
    while (p < end && !x.failed) {
        const uint8_t *lt = ws_find_byte(p, end, '<');
        add_text(&x, p, lt ? lt : end);
        if (!lt)
            break;
        const bool closes = end - lt > 1 && lt[1] == '/';
        if (end - lt > 3 && !memcmp(lt, "<!--", 4)) {
            p = ws_scan_markup(scan, lt);
            continue;
        }
        p = end - lt > 2 && ws_is_tag_letter(lt[1 + closes]) ? ws_scan_tag(scan, lt, &tag) : NULL;
        if (!p || p > end)
            return 0;
        if (closes && tag.name == WS_TAG_MATH)
            return x.n_levels == 1 && !x.failed ? x.n : 0;
        const struct element *e = element_of(tag.str), *top = x.level[x.n_levels - 1].e;
        if (top->kind == PASSED && !(closes && e == top))
            continue;
        if (!e || (closes && (x.n_levels < 2 || top != e)))
            return 0;
        if (!closes)
            open_element(&x, e);
        if (!x.failed && (closes || tag.self_closing))
            close_element(&x);
    }
    return 0;
}
