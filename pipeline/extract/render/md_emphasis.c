/* Emphasis: CommonMark 6.2. */
#include "pipeline/extract/render/md_tokens.h"
#include "pipeline/extract/text/text.h"

struct list {
    struct ws_md_token *v;
    uint32_t n;
};

enum { BLANK = 1, PUNCT = 2, OTHER = 4 }; /* a set: versions of CommonMark differ on symbols */

static unsigned class_of(uint32_t c)
{
    switch (ws_char_class(c)) {
    case WS_CHAR_SPACE:
        return BLANK;
    case WS_CHAR_PUNCT:
        return c < 0x80 ? PUNCT : PUNCT | OTHER;
    case WS_CHAR_IGNORE:
        return PUNCT | OTHER;
    default:
        if (c < 0x80)
            return c == '_' ? PUNCT : OTHER;
        return c >= 0x2000 && c < 0x3100 ? PUNCT | OTHER : OTHER;
    }
}

bool ws_md_is_written(const struct ws_md_token *t)
{
    bool emphasis = t->mark & (WS_MARK_STRONG | WS_MARK_EM);
    return (t->kind != WS_MD_OPEN && t->kind != WS_MD_CLOSE) || !emphasis || t->delimiter;
}

static unsigned class_before(const struct list *s, uint32_t i, char *delimiter)
{
    *delimiter = 0;
    while (i && !ws_md_is_written(&s->v[i - 1]))
        i--;
    if (!i)
        return BLANK;
    const struct ws_md_token *t = &s->v[i - 1];
    *delimiter = t->kind == WS_MD_OPEN || t->kind == WS_MD_CLOSE ? t->delimiter : 0;
    if (t->kind != WS_MD_PIECE)
        return PUNCT;
    const uint8_t *p = t->to - 1;
    while (p > t->from && (*p & 0xc0) == 0x80)
        p--;
    return class_of(ws_utf8_next(&p, t->to));
}

static unsigned class_behind(const struct list *s, uint32_t i, char *delimiter)
{
    *delimiter = 0;
    while (i + 1 < s->n && !ws_md_is_written(&s->v[i + 1]))
        i++;
    if (i + 1 >= s->n)
        return BLANK;
    const struct ws_md_token *t = &s->v[i + 1];
    *delimiter = t->kind == WS_MD_OPEN || t->kind == WS_MD_CLOSE ? t->delimiter : 0;
    if (t->kind != WS_MD_PIECE)
        return PUNCT;
    const uint8_t *p = t->from;
    return class_of(ws_utf8_next(&p, t->to));
}

/* May a run of delimiters open emphasis between characters of these classes? Mirrored: close it. */
static bool opens(unsigned before, unsigned behind, bool underscore)
{
    bool left = !(behind & BLANK) && (!(behind & PUNCT) || !(before & OTHER));
    bool never_right = !(before & OTHER) && (!(before & PUNCT) || !(behind & (BLANK | PUNCT)));
    return left && (!underscore || never_right || !(before & (OTHER | BLANK)));
}

static bool fits(const struct list *s, uint32_t open)
{
    const struct ws_md_token *t = &s->v[open];
    char near[4];
    unsigned a = class_before(s, open, &near[0]), b = class_behind(s, open, &near[1]);
    unsigned c = class_before(s, t->other, &near[2]), d = class_behind(s, t->other, &near[3]);
    for (int i = 0; i < 4; i++)
        if (near[i] == t->delimiter)
            return false; /* they would be read as one run */
    bool underscore = t->delimiter == '_';
    return opens(a, b, underscore) && opens(d, c, underscore);
}

static void set_delimiter(struct list *s, uint32_t open, char delimiter)
{
    s->v[open].delimiter = s->v[s->v[open].other].delimiter = delimiter;
}

static void find_crossed(struct list *s)
{
    uint32_t strong = 0, em = 0, em_open = 0;
    for (uint32_t i = 0; i < s->n; i++) {
        struct ws_md_token *t = &s->v[i];
        if (t->kind != WS_MD_OPEN && t->kind != WS_MD_CLOSE)
            continue;
        if (t->mark == WS_MARK_STRONG) {
            strong += t->kind == WS_MD_OPEN ? 1 : -1u;
            if (em)
                s->v[em_open].crossed = true;
        } else if (t->mark == WS_MARK_EM) {
            em = t->kind == WS_MD_OPEN;
            em_open = i;
            t->crossed = strong > 0;
        }
    }
}

/* Leaves out those that do not fit, or all. Returns whether any changed. */
static bool settle(struct list *s, uint8_t mark, bool all)
{
    bool changed = false;
    for (uint32_t i = 0; i < s->n; i++) {
        const struct ws_md_token *t = &s->v[i];
        if (t->kind != WS_MD_OPEN || t->mark != mark || !t->delimiter || (!all && fits(s, i)))
            continue;
        set_delimiter(s, i, t->delimiter == '*' && mark == WS_MARK_EM && !all ? '_' : 0);
        changed = true;
    }
    return changed;
}

#define MAX_ROUNDS 16

/* Stars if they will be read as meant, else underscores, else nothing; weak emphasis gives way first. What
 * is left out changes the surroundings of the rest. */
void ws_md_choose_delimiters(struct ws_md_token *v, uint32_t n)
{
    struct list list = {v, n}, *s = &list;
    bool changed = true;
    find_crossed(s);
    for (uint32_t i = 0; i < n; i++)
        if (s->v[i].kind == WS_MD_OPEN && (s->v[i].mark & (WS_MARK_STRONG | WS_MARK_EM)))
            set_delimiter(s, i, s->v[i].crossed ? '_' : '*');
    for (int round = 0; changed; round++) {
        changed = settle(s, WS_MARK_EM, round == MAX_ROUNDS);
        changed = changed || settle(s, WS_MARK_STRONG, round == MAX_ROUNDS);
    }
}

bool ws_md_word_follows(struct ws_md_token *v, uint32_t n, uint32_t i)
{
    struct list list = {v, n};
    char near;
    return class_behind(&list, i, &near) & OTHER;
}
