#include "pipeline/extract/measure.h"

#include "pipeline/extract/text.h"

#include <string.h>

/* A year from 1900 to 2099 on its own, a clock time, or the Chinese sign for year behind a
 * digit. */
static bool is_time_at(const uint8_t *p, const uint8_t *start, const uint8_t *end)
{
    size_t digits = 0;
    if (p > start && p[-1] >= '0' && p[-1] <= '9')
        return false;
    while (p + digits < end && p[digits] >= '0' && p[digits] <= '9' && digits < 5)
        digits++;
    if (digits == 4 && (!memcmp(p, "19", 2) || !memcmp(p, "20", 2)))
        return true;
    if (digits < 1 || digits > 2 || (size_t)(end - p) < digits + 3)
        return false;
    return p[digits] == ':' && p[digits + 1] >= '0' && p[digits + 1] <= '5' &&
           p[digits + 2] >= '0' && p[digits + 2] <= '9';
}

static bool is_currency(uint32_t c)
{
    return c == '$' || c == 0xa3 || c == 0xa5 || c == 0x20ac || c == 0xffe5 || c == 0x20bd ||
           c == 0x20b9 || c == 0x20a9 || c == 0x20ba;
}

static bool is_separator(uint32_t c)
{
    return c == '|' || c == 0xbb || c == 0x203a || c == 0x2192 || c == 0x2022 || c == 0xab;
}

static void measure_punct(uint32_t c, uint32_t before, struct ws_measure *m)
{
    m->stops += ws_is_stop(c) && !ws_is_stop(before);
    m->puncts += ws_is_sentence_punct(c);
    m->separators |= is_separator(c);
    m->money |= is_currency(c);
    m->at_sign |= c == '@';
    m->question |= c == '?' || c == 0xff1f;
}

void ws_measure_text(const struct ws_block *b, struct ws_measure *m)
{
    const uint8_t *start = b->text.p, *end = start + b->text.n;
    uint32_t last = 0, before = 0;
    for (const uint8_t *p = start; p < end;) {
        const uint8_t *at = p;
        uint32_t c = ws_utf8_next(&p, end);
        enum ws_char_class k = ws_char_class(c);
        if (k == WS_CHAR_PUNCT)
            measure_punct(c, before, m);
        m->uppers += c >= 'A' && c <= 'Z';
        if (c >= '0' && c <= '9') {
            m->digits++;
            m->year |= is_time_at(at, start, end);
        }
        if (at == start)
            m->starts_lower = c >= 'a' && c <= 'z';
        if (k != WS_CHAR_SPACE)
            last = c;
        before = c;
    }
    m->ends_colon = last == ':' || last == 0xff1a;
    m->ends_stop = ws_is_stop(last) || last == '"' || last == 0x201d || last == 0x300d;
    m->link_density = (float)b->link_chars / (float)(b->chars ? b->chars : 1);
    m->unlinked = (float)b->words * (1 - m->link_density);
    m->text_hash = ws_word_hash(b->text.p, b->text.n);
    ws_lexicon_cues(b->text, &m->cues);
}

#define TITLE_WORDS 64
#define SHORT_BLOCK 40 /* words: longer blocks are not compared with the title */

struct word_set {
    uint32_t hash[TITLE_WORDS];
    uint32_t n;
};

static bool add_word(void *ctx, const uint8_t *p, size_t n)
{
    struct word_set *s = ctx;
    uint32_t h = ws_word_hash(p, n);
    for (uint32_t i = 0; i < s->n; i++)
        if (s->hash[i] == h)
            return true;
    if (s->n == TITLE_WORDS)
        return false;
    s->hash[s->n++] = h;
    return true;
}

static uint32_t shared_words(const struct word_set *a, const struct word_set *b)
{
    uint32_t shared = 0;
    for (uint32_t i = 0; i < a->n; i++)
        for (uint32_t k = 0; k < b->n; k++)
            if (a->hash[i] == b->hash[k]) {
                shared++;
                break;
            }
    return shared;
}

void ws_measure_title(const struct ws_blocks *b, struct ws_slice title, struct ws_measure *m)
{
    struct word_set in_title = {.n = 0};
    ws_each_word(title, add_word, &in_title);
    for (uint32_t i = 0; i < b->n; i++) {
        if (!in_title.n || b->v[i].words >= SHORT_BLOCK || !b->v[i].words)
            continue;
        struct word_set words = {.n = 0};
        ws_each_word(b->v[i].text, add_word, &words);
        uint32_t shared = shared_words(&words, &in_title);
        m[i].title_sim = (float)shared / (float)(words.n + in_title.n - shared);
        m[i].title_cover = words.n ? (float)shared / (float)words.n : 0;
    }
}

void ws_measure_described(const struct ws_blocks *b, struct ws_slice description, struct ws_measure *m)
{
    struct word_set described = {.n = 0};
    ws_each_word(description, add_word, &described);
    for (uint32_t i = 0; described.n && i < b->n; i++) {
        struct word_set words = {.n = 0}; /* the first ones of a long block */
        ws_each_word(b->v[i].text, add_word, &words);
        m[i].described = words.n ? (float)shared_words(&words, &described) / (float)words.n : 0;
    }
}

/* Open addressing over text hashes; equal hashes count as equal texts. */
bool ws_measure_copies(const struct ws_blocks *b, struct ws_arena *arena, struct ws_measure *m)
{
    uint32_t slots = 16;
    while (slots < b->n * 2)
        slots *= 2;
    uint32_t *first = ws_arena_zalloc(arena, slots, sizeof *first); /* block + 1, 0: free */
    uint32_t *head = ws_arena_alloc(arena, (b->n + 1) * sizeof *head);
    if (!first || !head)
        return false;
    for (uint32_t i = 0; i < b->n; i++) {
        uint32_t k = m[i].text_hash & (slots - 1);
        while (first[k] && m[first[k] - 1].text_hash != m[i].text_hash)
            k = (k + 1) & (slots - 1);
        if (!first[k])
            first[k] = i + 1;
        head[i] = first[k] - 1;
        m[head[i]].copies++;
    }
    for (uint32_t i = 0; i < b->n; i++)
        m[i].copies = m[head[i]].copies;
    return true;
}
