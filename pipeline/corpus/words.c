#include "pipeline/corpus/words_internal.h"

#include <stdlib.h>

enum { FIRST_WORDS = 4096 };

struct ws_words *ws_words_new(enum ws_words_kind kind)
{
    struct ws_words *w = calloc(1, sizeof *w);
    if (!w)
        return NULL;
    w->kind = kind;
    w->cap = FIRST_WORDS;
    w->list = malloc(w->cap * sizeof *w->list);
    if (w->list && (kind != WS_WORDS_SPACY || ws_spacy_prepare(w)))
        return w;
    ws_words_free(w);
    return NULL;
}

void ws_words_free(struct ws_words *w)
{
    if (!w)
        return;
    ws_dictionary_free(w->dictionary);
    free(w->cuts);
    free(w->specials);
    free(w->list);
    free(w);
}

void ws_words_with_blanks(struct ws_words *w)
{
    w->blanks = true;
}

/* There is room for a word afterwards: without memory the list begins anew, and split() says
 * so. */
void ws_words_grow(struct ws_words *w)
{
    struct ws_word *list = realloc(w->list, 2 * w->cap * sizeof *list);
    if (list) {
        w->list = list;
        w->cap *= 2;
    } else {
        w->failed = true;
        w->n = 0;
    }
}

bool ws_words_cut(struct ws_words *w, size_t i, const uint8_t *end)
{
    if (i == w->cap_cuts) {
        size_t cap = w->cap_cuts ? 2 * w->cap_cuts : 64;
        const uint8_t **cuts = realloc(w->cuts, cap * sizeof *cuts);
        w->failed = !cuts;
        if (!cuts)
            return false;
        w->cuts = cuts;
        w->cap_cuts = cap;
    }
    w->cuts[i] = end;
    return true;
}

void ws_words_add(struct ws_words *w, const uint8_t *p, const uint8_t *end)
{
    const uint8_t *start = NULL, *stop = NULL;
    uint32_t chars = 0, at_stop = 0, has = 0;
    while (p < end) {
        const uint8_t *at = p;
        uint32_t info = ws_char_info(ws_char_next(&p));
        bool space = info & WS_IS_SPACE;
        if (space && !start)
            continue;
        start = start ? start : at;
        chars++;
        if (space)
            continue;
        has |= ws_word_bits(info);
        stop = p;
        at_stop = chars;
    }
    if (start)
        ws_words_push(w, start, (size_t)(stop - start), at_stop, has);
}

bool ws_words_split(struct ws_words *w, struct ws_slice text, const struct ws_word **list,
                    size_t *n)
{
    w->n = 0;
    w->failed = false;
    if (w->kind == WS_WORDS_SPACY)
        ws_words_spacy(w, text);
    else
        ws_words_uax29(w, text);
    *list = w->list;
    *n = w->n;
    return !w->failed;
}
