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

/* Quotation marks of many languages: the first that opens is closed by any that may close. */
static bool toggles_quote(uint32_t c, bool open)
{
    switch (c) {
    case '"': return true;
    case 0x201c: return true; /* opens in English, closes in German */
    case 0x201e: case 0xab: case 0x300c: return !open;
    case 0x201d: case 0xbb: case 0x300d: return open;
    default: return false;
    }
}

/* A text is read once, for all that is to be known of its words and signs. */
struct reader {
    const uint8_t *end;
    struct ws_measure *m;
    uint32_t *token;
    uint32_t before, last; /* the last character, the last one but spaces; any letter for a word */
    bool quoted;
};

static void note_word(struct reader *r, uint32_t hash)
{
    if (r->m->n_words < WS_TOKENS_MAX)
        r->token[r->m->n_words++] = ws_token_mix(hash);
}

/* p: at a word. Returns what stands behind it. */
static const uint8_t *read_word(struct reader *r, const uint8_t *p)
{
    const uint8_t *from = p, *next = p;
    uint32_t hash = WS_HASH_START;
    bool wide = false;
    ws_lexicon_phrases(p, r->end, WS_CHAR_WORD, &r->m->cues);
    for (;; wide = true) {
        for (uint8_t c; p < r->end && (c = ws_word_byte[*p]) != 0; p++)
            hash = (hash ^ c) * WS_HASH_PRIME;
        next = p;
        if (p == r->end || *p < 0x80 ||
            ws_char_class_wide(ws_utf8_next_wide(&next, r->end)) != WS_CHAR_WORD)
            break;
        for (; p < next; p++)
            hash = (hash ^ *p) * WS_HASH_PRIME;
    }
    hash = hash ? hash : 1;
    note_word(r, hash);
    if (!r->quoted)
        ws_lexicon_person(wide ? ws_lexicon_hash(from, p) : hash, *from, &r->m->cues);
    r->before = r->last = 'a';
    return p;
}

static void read_solo(struct reader *r, const uint8_t *p, const uint8_t *next)
{
    note_word(r, ws_word_hash(p, (size_t)(next - p)));
    if (!r->quoted)
        ws_lexicon_person(ws_lexicon_hash(p, next), *p, &r->m->cues);
    ws_lexicon_phrases(p, r->end, WS_CHAR_SOLO, &r->m->cues);
}

static void read_punct(struct reader *r, const uint8_t *p, uint32_t c)
{
    struct ws_measure *m = r->m;
    m->stops += ws_is_stop(c) && !ws_is_stop(r->before);
    m->puncts += ws_is_sentence_punct(c);
    m->separators |= is_separator(c);
    m->money |= is_currency(c);
    m->at_sign |= c == '@';
    m->question |= c == '?' || c == 0xff1f;
    ws_lexicon_phrases(p, r->end, WS_CHAR_PUNCT, &m->cues);
    r->quoted ^= toggles_quote(c, r->quoted);
}

/* One character, or a whole word. */
static const uint8_t *read_on(struct reader *r, const uint8_t *p)
{
    const uint8_t *next = p;
    uint32_t c = ws_utf8_next(&next, r->end);
    enum ws_char_class k = ws_char_class(c);
    if (k == WS_CHAR_WORD)
        return read_word(r, p);
    if (k == WS_CHAR_SOLO)
        read_solo(r, p, next);
    if (k == WS_CHAR_PUNCT)
        read_punct(r, p, c);
    r->last = k == WS_CHAR_SPACE ? r->last : c;
    r->before = c;
    return next;
}

#define EACH 0x0101010101010101u /* byte */

/* The top bit of each byte of x that is an ASCII character from first to last. */
static uint64_t bytes_between(uint64_t x, uint8_t first, uint8_t last)
{
    uint64_t low = x & 0x7f * EACH;
    return (low + (0x80u - first) * EACH) & ~(low + (0x7fu - last) * EACH) & ~x & 0x80 * EACH;
}

static uint32_t count_bytes(uint64_t top_bits)
{
    return (uint32_t)((top_bits >> 7) * EACH >> 56);
}

/* Eight bytes at once: capitals, digits, times and years; and a hash of the text, capitals or not. */
static void measure_bytes(struct ws_slice s, struct ws_measure *m)
{
    uint64_t h = s.n;
    for (size_t i = 0; i < s.n; i += 8) {
        size_t n = s.n - i < 8 ? s.n - i : 8;
        uint64_t x = 0;
        memcpy(&x, s.p + i, n);
        uint64_t capitals = bytes_between(x, 'A', 'Z'), digits = bytes_between(x, '0', '9');
        m->uppers += count_bytes(capitals);
        m->digits += count_bytes(digits);
        for (size_t k = i; digits && k < i + n; k++)
            m->year |= s.p[k] >= '0' && s.p[k] <= '9' && is_time_at(s.p + k, s.p, s.p + s.n);
        h = (h ^ (x | capitals >> 2)) * 0x9e3779b97f4a7c15u;
        h ^= h >> 29;
    }
    m->text_hash = (uint32_t)(h >> 32);
}

void ws_measure_text(const struct ws_block *b, uint32_t *token, struct ws_measure *m)
{
    struct reader r = {.end = b->text.p + b->text.n, .m = m, .token = token};
    for (const uint8_t *p = b->text.p; p < r.end;)
        p = read_on(&r, p);
    m->word = token;
    m->starts_lower = b->text.n && *b->text.p >= 'a' && *b->text.p <= 'z';
    m->ends_colon = r.last == ':' || r.last == 0xff1a;
    m->ends_stop = ws_is_stop(r.last) || r.last == '"' || r.last == 0x201d || r.last == 0x300d;
    m->link_density = (float)b->link_chars / (float)(b->chars ? b->chars : 1);
    m->unlinked = (float)b->words * (1 - m->link_density);
    measure_bytes(b->text, m);
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
