/* Scripts that put no blanks between words. */
#include "pipeline/corpus/words_internal.h"

#ifdef WS_HAVE_ICU
#include <stdlib.h>
#include <unicode/ubrk.h>
#include <unicode/uversion.h>

struct ws_dictionary {
    UBreakIterator *breaks;
    UChar *text;
    size_t cap;
};

const char *ws_words_ways(enum ws_words_kind kind)
{
    return kind == WS_WORDS_SPACY ? "spacy-3.8-en" : "uax29-icu-" U_ICU_VERSION;
}

void ws_dictionary_free(struct ws_dictionary *d)
{
    if (!d)
        return;
    ubrk_close(d->breaks);
    free(d->text);
    free(d);
}

static struct ws_dictionary *dictionary_new(void)
{
    UErrorCode status = U_ZERO_ERROR;
    struct ws_dictionary *d = calloc(1, sizeof *d);
    if (!d)
        return NULL;
    d->breaks = ubrk_open(UBRK_WORD, "", NULL, 0, &status);
    if (U_SUCCESS(status))
        return d;
    free(d);
    return NULL;
}

/* UTF-16 of p..end; 0: out of memory. */
static int32_t to_utf16(struct ws_dictionary *d, const uint8_t *p, const uint8_t *end)
{
    size_t most = (size_t)(end - p), n = 0;
    if (most > d->cap) {
        UChar *text = realloc(d->text, most * sizeof *text);
        if (!text)
            return 0;
        d->text = text;
        d->cap = most;
    }
    while (p < end) {
        uint32_t c = ws_char_next(&p);
        if (c >= 0x10000) {
            d->text[n++] = (UChar)(0xd7c0 + (c >> 10));
            c = 0xdc00 | (c & 0x3ff);
        }
        d->text[n++] = (UChar)c;
    }
    return (int32_t)n;
}

/* Offset `to` of the UTF-16 text, when p is at offset `from`. */
static const uint8_t *advance(const uint8_t *p, int32_t from, int32_t to)
{
    while (from < to)
        from += ws_char_next(&p) >= 0x10000 ? 2 : 1;
    return p;
}

void ws_words_dictionary(struct ws_words *w, const uint8_t *p, const uint8_t *end)
{
    UErrorCode status = U_ZERO_ERROR;
    struct ws_dictionary *d = w->dictionary ? w->dictionary : dictionary_new();
    int32_t n = d ? to_utf16(d, p, end) : 0;
    w->dictionary = d;
    if (n > 0)
        ubrk_setText(d->breaks, d->text, n, &status);
    if (n == 0 || U_FAILURE(status)) {
        w->failed = true;
        return;
    }
    int32_t at = ubrk_first(d->breaks);
    for (int32_t next; (next = ubrk_next(d->breaks)) != UBRK_DONE; at = next) {
        const uint8_t *stop = advance(p, at, next);
        ws_words_add(w, p, stop);
        p = stop;
    }
}

#else

const char *ws_words_ways(enum ws_words_kind kind)
{
    return kind == WS_WORDS_SPACY ? "spacy-3.8-en" : "uax29-no-dictionary";
}

void ws_dictionary_free(struct ws_dictionary *d)
{
    (void)d;
}

/* Marks and invisible characters, which belong to what is before them. */
static bool is_mark(uint32_t category)
{
    return category == WS_WORD_THAI_MARK ||
           category == (ws_char_narrow[0x300] & WS_CHAR_CATEGORY) ||
           category == (ws_char_narrow[0xad] & WS_CHAR_CATEGORY) ||
           category == (ws_char_info(0x200d) & WS_CHAR_CATEGORY);
}

/* Runs of Katakana are words, and so are letters and digits between these scripts. */
static bool joins(uint32_t before, uint32_t category)
{
    return category == WS_WORD_KATAKANA
               ? before == category
               : category < WS_WORD_DICTIONARY && before < WS_WORD_DICTIONARY;
}

void ws_words_dictionary(struct ws_words *w, const uint8_t *p, const uint8_t *end)
{
    const uint8_t *start = p;
    for (uint32_t before = WS_WORD_HAN; p < end;) {
        const uint8_t *at = p;
        uint32_t category = ws_char_info(ws_char_next(&p)) & WS_CHAR_CATEGORY;
        if (is_mark(category))
            continue;
        if (at > start && !joins(before, category)) {
            ws_words_add(w, start, at);
            start = at;
        }
        before = category;
    }
    ws_words_add(w, start, end);
}
#endif
