#include "pipeline/extract/doubt/site_words.h"

#include "pipeline/extract/features/odds.h"

#define LETTERS 5 /* of a word that means something */

static void add(struct ws_site_words *w, uint32_t token)
{
    if (w->n < WS_SITE_WORDS)
        w->token[w->n++] = token;
}

/* Where characters of the class end, and how many there are. */
static const uint8_t *end_of(const uint8_t *p, const uint8_t *end, enum ws_char_class class, size_t *letters)
{
    const uint8_t *next = p;
    *letters = 0;
    while (next < end && ws_char_class(ws_utf8_next(&next, end)) == class) {
        p = next;
        ++*letters;
    }
    return p;
}

static uint32_t token_of(struct ws_slice word)
{
    uint32_t token[WS_PROMPT_TOKENS];
    return ws_prompt_tokens(word, token) ? token[0] : 0;
}

static void read_word(struct ws_slice word, size_t letters, struct ws_site_words *w)
{
    if (letters >= LETTERS)
        add(w, token_of(word));
}

static void read_signs(struct ws_slice signs, struct ws_site_words *w)
{
    uint32_t before = 0;
    for (const uint8_t *p = signs.p, *next = p, *const end = p + signs.n; p < end; p = next) {
        (void)ws_utf8_next(&next, end);
        const uint32_t token = token_of((struct ws_slice){p, (size_t)(next - p)});
        if (before)
            add(w, ws_pair_token(before, token));
        before = token;
    }
}

void ws_site_words_read(struct ws_slice name, struct ws_site_words *w)
{
    w->n = 0;
    const uint8_t *p = name.p, *const end = p + name.n;
    while (p < end) {
        const uint8_t *next = p;
        size_t letters;
        const enum ws_char_class class = ws_char_class(ws_utf8_next(&next, end));
        if (class == WS_CHAR_WORD || class == WS_CHAR_SOLO)
            next = end_of(p, end, class, &letters);
        const struct ws_slice part = {p, (size_t)(next - p)};
        if (class == WS_CHAR_WORD)
            read_word(part, letters, w);
        if (class == WS_CHAR_SOLO)
            read_signs(part, w);
        p = next;
    }
}

unsigned ws_site_words_in(const struct ws_site_words *w, const uint32_t *token, unsigned n)
{
    unsigned found = 0;
    for (unsigned k = 0; k < w->n; k++)
        for (unsigned i = 0; i < n; i++)
            found |= (unsigned)(token[i] == w->token[k]) << k;
    return found;
}
