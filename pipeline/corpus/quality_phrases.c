#include "pipeline/corpus/quality_phrases.h"

#include <string.h>

/* Looked for by a letter of theirs that is rare. */
static const struct search {
    enum ws_phrase_kind kind;
    char letter;
    struct {
        const char *text;
        uint8_t n, at; /* bytes; of the letter */
    } phrases[4];
} SEARCHES[WS_PHRASE_SEARCHES] = {
    {WS_PHRASE_LOREM, 'm', {{"lorem ipsum", 11, 4}}},
    {WS_PHRASE_JAVASCRIPT, 'j', {{"javascript", 10, 0}}},
    {WS_PHRASE_POLICY,
     'k',
     {{"cookie policy", 13, 3},
      {"uses cookies", 12, 8},
      {"use of cookies", 14, 10},
      {"use cookies", 11, 7}}},
    {WS_PHRASE_POLICY, 'v', {{"privacy policy", 14, 3}}},
    {WS_PHRASE_POLICY, 'm', {{"terms of use", 12, 3}}},
};

static void lower_bytes(const uint8_t *restrict from, uint8_t *restrict to, size_t n)
{
    for (size_t i = 0; i < n; i++) { /* compilers make vectors of it */
        uint8_t c = from[i], is_capital = (uint8_t)(c - 'A') < 26 ? 0x20 : 0;
        to[i] = c | is_capital;
    }
}

bool ws_lower_text(struct ws_slice text, struct ws_buf *lower)
{
    ws_buf_clear(lower, (size_t)1 << 20);
    if (!ws_buf_reserve(lower, text.n + 1))
        return false;
    lower_bytes(text.p, lower->p, text.n);
    lower->n = text.n;
    return true;
}

/* Whether four letters of the phrases of each search are anywhere; compilers make vectors of
 * the loop. */
static void prefilter(const uint8_t *p, size_t n, uint8_t may[WS_PHRASE_SEARCHES])
{
#define FOUR(a, b, c, d)                                                                       \
    (((p[i] == (a)) & (p[i + 1] == (b)) & (p[i + 2] == (c)) & (p[i + 3] == (d))) ? 1 : 0)
    uint8_t lorem = 0, javascript = 0, cookies = 0, privacy = 0, terms = 0;
    for (size_t i = 0; i + 3 < n; i++) {
        lorem |= FOUR('m', ' ', 'i', 'p');
        javascript |= FOUR('v', 'a', 's', 'c');
        cookies |= FOUR('o', 'k', 'i', 'e');
        privacy |= FOUR('c', 'y', ' ', 'p');
        terms |= FOUR('m', 's', ' ', 'o');
    }
#undef FOUR
    memcpy(may, (uint8_t[]){lorem, javascript, cookies, privacy, terms}, WS_PHRASE_SEARCHES);
}

struct ws_phrases ws_phrases_of(struct ws_slice lower)
{
    struct ws_phrases p = {.text = lower.p, .end = lower.p + lower.n};
    prefilter(lower.p, lower.n, p.may);
    for (size_t i = 0; i < WS_PHRASE_SEARCHES; i++)
        p.found[i] = (struct ws_slice){p.text, 0};
    return p;
}

/* The phrase whose letter is at `letter`, none of which begins before `from`: p NULL. */
static struct ws_slice phrase_at(const struct search *s, const uint8_t *from,
                                 const uint8_t *letter, const uint8_t *end)
{
    for (size_t i = 0; i < 4 && s->phrases[i].text; i++) {
        const uint8_t n = s->phrases[i].n, at = s->phrases[i].at;
        if (letter - from >= at && end - letter >= n - at &&
            memcmp(letter - at, s->phrases[i].text, n) == 0)
            return (struct ws_slice){letter - at, n};
    }
    return (struct ws_slice){0};
}

static struct ws_slice find(const struct search *s, const uint8_t *from, const uint8_t *end)
{
    struct ws_slice found = {0};
    const uint8_t *p = from;
    while (!found.p && p < end && (p = memchr(p, s->letter, (size_t)(end - p))) != NULL)
        found = phrase_at(s, from, p++, end);
    return found;
}

bool ws_phrases_in(struct ws_phrases *p, enum ws_phrase_kind kind, size_t from, size_t to)
{
    bool is_in = false;
    for (size_t i = 0; i < WS_PHRASE_SEARCHES && !is_in; i++) {
        struct ws_slice *f = &p->found[i];
        if (!p->may[i] || SEARCHES[i].kind != kind)
            continue;
        if (f->p && (f->n == 0 || f->p < p->text + from))
            *f = find(&SEARCHES[i], p->text + from, p->end);
        is_in = f->p && f->p + f->n <= p->text + to;
    }
    return is_in;
}
