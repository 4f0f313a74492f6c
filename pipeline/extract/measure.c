#include "pipeline/extract/measure.h"

#include "pipeline/extract/odds.h"
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

/* Hashes of words as they come, character by character (ws_word_hash() of each). */
struct word_reader {
    uint32_t *token;
    uint32_t n, hash; /* hash 0: between words */
};

static void end_word(struct word_reader *r)
{
    if (r->hash && r->n < WS_TOKENS_MAX)
        r->token[r->n++] = ws_token_mix(r->hash);
    r->hash = 0;
}

static void add_to_word(struct word_reader *r, const uint8_t *p, const uint8_t *end)
{
    uint32_t h = r->hash ? r->hash : 2166136261u;
    for (; p < end; p++)
        h = (h ^ ws_lower(*p)) * 16777619u;
    r->hash = h ? h : 1;
}

void ws_measure_text(const struct ws_block *b, uint32_t *token, struct ws_measure *m)
{
    const uint8_t *start = b->text.p, *end = start + b->text.n;
    struct word_reader words = {.token = token};
    uint32_t last = 0, before = 0;
    for (const uint8_t *p = start; p < end;) {
        const uint8_t *at = p;
        uint32_t c = ws_utf8_next(&p, end);
        enum ws_char_class k = ws_char_class(c);
        if (k != WS_CHAR_WORD)
            end_word(&words);
        if (k == WS_CHAR_WORD || k == WS_CHAR_SOLO)
            add_to_word(&words, at, p);
        if (k == WS_CHAR_SOLO)
            end_word(&words);
        if (k == WS_CHAR_PUNCT)
            measure_punct(c, before, m);
        m->uppers += c >= 'A' && c <= 'Z';
        if (c >= '0' && c <= '9') {
            m->digits++;
            m->year |= is_time_at(at, start, end);
        }
        if (k != WS_CHAR_SPACE)
            last = c;
        before = c;
    }
    end_word(&words);
    m->word = token;
    m->n_words = words.n;
    m->starts_lower = b->text.n && *start >= 'a' && *start <= 'z';
    m->ends_colon = last == ':' || last == 0xff1a;
    m->ends_stop = ws_is_stop(last) || last == '"' || last == 0x201d || last == 0x300d;
    m->link_density = (float)b->link_chars / (float)(b->chars ? b->chars : 1);
    m->unlinked = (float)b->words * (1 - m->link_density);
    m->text_hash = ws_word_hash(b->text.p, b->text.n);
    ws_lexicon_cues(b->text, &m->cues);
}

/* --- title and description ------------------------------------------------------------ */

#define SET_WORDS 64
#define SET_SLOTS 256
#define SHORT_BLOCK 40 /* words: longer blocks are not compared with the title */

/* Open addressing. seen: the last block that has the word, plus 1. */
struct word_set {
    uint32_t token[SET_SLOTS]; /* 0: free; a word whose token is 0 is in no set */
    uint32_t seen[SET_SLOTS];
    uint32_t n;
};

static uint32_t slot_of(const struct word_set *s, uint32_t token)
{
    uint32_t k = token % SET_SLOTS;
    while (s->token[k] && s->token[k] != token)
        k = (k + 1) % SET_SLOTS;
    return k;
}

static bool add_word(void *ctx, const uint8_t *p, size_t n)
{
    struct word_set *s = ctx;
    uint32_t token = ws_token_mix(ws_word_hash(p, n)), k = slot_of(s, token);
    s->n += token && !s->token[k];
    s->token[k] = token;
    return s->n < SET_WORDS;
}

/* Distinct words of the set that block i has among its first limit words. */
static uint32_t shared_words(struct word_set *s, const struct ws_measure *m, uint32_t i, uint32_t limit)
{
    uint32_t shared = 0;
    for (uint32_t j = 0; j < m->n_words && j < limit; j++) {
        uint32_t k = slot_of(s, m->word[j]);
        shared += s->token[k] && s->seen[k] != i + 1;
        s->seen[k] = i + 1;
    }
    return shared;
}

void ws_measure_title(const struct ws_blocks *b, struct ws_slice title, struct ws_measure *m)
{
    struct word_set in_title = {.n = 0};
    ws_each_word(title, add_word, &in_title);
    for (uint32_t i = 0; in_title.n && i < b->n; i++) {
        uint32_t words = m[i].n_words;
        if (b->v[i].words >= SHORT_BLOCK || !words)
            continue;
        uint32_t shared = shared_words(&in_title, &m[i], i, WS_TOKENS_MAX);
        m[i].title_sim = (float)shared / (float)(words + in_title.n - shared);
        m[i].title_cover = (float)shared / (float)words;
    }
}

void ws_measure_described(const struct ws_blocks *b, struct ws_slice description, struct ws_measure *m)
{
    struct word_set described = {.n = 0};
    ws_each_word(description, add_word, &described);
    for (uint32_t i = 0; described.n && i < b->n; i++) {
        uint32_t words = m[i].n_words < SET_WORDS ? m[i].n_words : SET_WORDS;
        if (words)
            m[i].described = (float)shared_words(&described, &m[i], i, words) / (float)words;
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
