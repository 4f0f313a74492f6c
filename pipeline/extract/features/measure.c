#include "pipeline/extract/features/measure.h"

#include "pipeline/extract/text/vector.h"

#include <string.h>

/* --- bytes ---------------------------------------------------------------------------- */

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

/* Of the bytes from p on whose bits are set in digits. */
static bool has_time(const uint8_t *p, uint32_t digits, struct ws_slice s)
{
    for (digits &= ~(digits << 1); digits; digits &= digits - 1) /* the first one of each number */
        if (is_time_at(p + __builtin_ctz(digits), s.p, s.p + s.n))
            return true;
    return false;
}

static uint64_t add_to_hash(uint64_t h, uint64_t x)
{
    h = (h ^ x) * 0x9e3779b97f4a7c15u;
    return h ^ h >> 29;
}

static uint64_t add_vector_to_hash(uint64_t h, ws_vector x)
{
    uint64_t half[2];
    memcpy(half, &x, sizeof half);
    return add_to_hash(add_to_hash(h, half[0]), half[1]);
}

/* U+00D7, U+00F7, U+034F and U+037E: what is no letter from U+00C0 to U+053F. */
static bool is_no_letter(const uint8_t *p)
{
    return p[0] == 0xc3 ? p[1] == 0x97 || p[1] == 0xb7 : p[0] == 0xcd && (p[1] == 0x8f || p[1] == 0xbe);
}

/* Bits of the first bytes of letters of two: Latin, Greek, Cyrillic. x: sixteen bytes at p. */
static inline uint32_t find_letters(ws_vector x, const uint8_t *p)
{
    uint32_t letters = ws_vector_bits((ws_vector)(x - 0xc3 < 0xd5 - 0xc3));
    if (letters)
        for (uint32_t ask = ws_vector_bits((ws_vector)((x & 0xf1) == 0xc1)) & letters; ask; ask &= ask - 1)
            if (is_no_letter(p + __builtin_ctz(ask)))
                letters &= ~(ask & -ask);
    return letters;
}

/* The bits of sixteen bytes. */
static inline void put_bits(uint8_t *to, uint32_t bits)
{
    const uint8_t bytes[] = {(uint8_t)bits, (uint8_t)(bits >> 8)};
    memcpy(to, bytes, sizeof bytes);
}

/* What is known of the byte before a vector. */
enum { IN_WORD = 1, IN_LETTER = 2 };

/* Draws sixteen bytes from i on, which stand at p. Returns what is known of the last. */
static inline uint32_t draw(struct ws_text_map map, size_t i, const uint8_t *p, ws_vector x, ws_vector folded,
                            uint32_t before)
{
    const ws_vector ascii =
        (ws_vector)(folded - 'a' < 26) | (ws_vector)(x - '0' < 10) | (ws_vector)(x == '_');
    const ws_signed_vector c = (ws_signed_vector)x;
    const ws_vector wide = (ws_vector)(c < 0), kept = ascii | wide, key = (folded & kept) | (' ' & ~kept);
    const ws_vector sign = (ws_vector)(c > ' ') | (wide & (ws_vector)(c > (int8_t)0xbf));
    const uint32_t letters = find_letters(x, p);
    const uint32_t words = ws_vector_bits(ascii) | letters | ((letters << 1 | before >> 1) & 0xffff);
    const uint32_t events = (words & ~(words << 1 | (before & IN_WORD))) | (ws_vector_bits(sign) & ~words);
    memcpy(map.key + i, &key, sizeof key);
    put_bits(map.word + i / 8, words);
    put_bits(map.event + i / 8, events);
    return words >> 15 | (letters >> 15) << 1;
}

#define STEPS 255 /* of a vector: as far as each of its bytes can count them */

/* What goes on from one part of a text to the next. */
struct state {
    uint64_t hash;   /* of the text, capitals or not */
    uint32_t before; /* draw() */
};

/* Capitals, times and years of a part of s, and its map. */
static struct state measure_part(struct ws_slice s, size_t from, size_t to, struct ws_text_map map,
                                 struct state state, struct ws_measure *m)
{
    ws_vector capitals = {0}; /* in each byte: how many of all such bytes */
    bool year = m->year;
    for (size_t i = from; i < to; i += WS_VECTOR_BYTES) {
        const ws_vector x = ws_vector_load(s.p + i, s.p + s.n);
        const ws_vector capital = (ws_vector)(x - 'A' < 26), digit = (ws_vector)(x - '0' < 10);
        const ws_vector folded = x | (capital & 0x20);
        state.hash = add_vector_to_hash(state.hash, folded);
        state.before = draw(map, i, s.p + i, x, folded, state.before);
        capitals -= capital;
        if (!year)
            year = has_time(s.p + i, ws_vector_bits(digit), s);
    }
    m->year = year;
    m->uppers += ws_vector_sum(capitals);
    return state;
}

bool ws_text_map_new(size_t n, const struct ws_odds *odds, struct ws_arena *arena, struct ws_text_map *out)
{
    const size_t keys = n + WS_MAP_PAD, bits = n / 8 + WS_MAP_PAD;
    *out = (struct ws_text_map){ws_arena_alloc(arena, keys), ws_arena_alloc(arena, bits), ws_arena_alloc(arena, bits),
                                odds, ws_arena_alloc(arena, sizeof *out->lot)};
    if (!out->key || !out->word || !out->event || !out->lot)
        return false;
    out->lot->n = 0;
    return true;
}

/* Blanks and no bits behind the text: what is read at its end. */
static void end_map(struct ws_text_map map, size_t n)
{
    const size_t end = (n + WS_VECTOR_BYTES - 1) / WS_VECTOR_BYTES * WS_VECTOR_BYTES;
    memset(map.key + end, ' ', WS_MAP_READ);
    memset(map.word + end / 8, 0, WS_MAP_READ);
    memset(map.event + end / 8, 0, WS_MAP_READ);
}

static void measure_bytes(struct ws_slice s, const struct ws_text_map *map, struct ws_measure *m)
{
    struct state state = {s.n, 0};
    for (size_t i = 0; i < s.n; i += WS_VECTOR_BYTES * STEPS)
        state = measure_part(s, i, s.n - i < WS_VECTOR_BYTES * STEPS ? s.n : i + WS_VECTOR_BYTES * STEPS, *map, state, m);
    end_map(*map, s.n);
    m->text_hash = (uint32_t)(state.hash >> 32);
}

/* The last character but white space; 0: there is none. */
static uint32_t last_visible(const uint8_t *start, const uint8_t *end)
{
    uint32_t c = 0;
    while (end > start && (c = ws_last_char(start, end), ws_char_class(c) == WS_CHAR_SPACE))
        for (end--; end > start && (*end & 0xc0) == 0x80;)
            end--;
    return end > start ? c : 0;
}

void ws_measure_text(const struct ws_block *b, const struct ws_text_map *map, uint32_t *token, struct ws_measure *m)
{
    const uint8_t *const start = b->text.p, *const end = start + b->text.n;
    measure_bytes(b->text, map, m);
    const unsigned signs = ws_measure_words(b->text, map, token, m);
    m->word = token;
    m->separators = signs & WS_SIGN_SEPARATOR;
    m->money = signs & WS_SIGN_MONEY;
    m->question = signs & WS_SIGN_QUESTION;
    const uint32_t last = last_visible(start, end);
    m->ends_colon = last == ':' || last == 0xff1a;
    m->ends_comma = ws_is_comma(last);
    m->ends_stop = ws_is_stop(last) || last == '"' || last == 0x201d || last == 0x300d;
    m->link_density = (float)b->link_chars / (float)(b->chars ? b->chars : 1);
    m->unlinked = (float)b->words * (1 - m->link_density);
}
