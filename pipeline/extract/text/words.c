#include "pipeline/extract/text/words.h"

#include "pipeline/extract/text/text.h"

/* Capitals: every step-th character from first to last. */
struct capitals {
    uint16_t first, last;
    uint8_t step, add;
};

static const struct capitals CAPITALS[] = {
    {'A', 'Z', 1, 32},       {0xc0, 0xd6, 1, 32},   {0xd8, 0xde, 1, 32},
    {0x100, 0x12e, 2, 1},    {0x132, 0x136, 2, 1},  {0x139, 0x147, 2, 1},
    {0x14a, 0x176, 2, 1},    {0x179, 0x17d, 2, 1},  {0x386, 0x386, 1, 0x26},
    {0x388, 0x38a, 1, 0x25}, {0x38c, 0x38c, 1, 64}, {0x38e, 0x38f, 1, 0x3f},
    {0x391, 0x3a1, 1, 32},   {0x3a3, 0x3ab, 1, 32}, {0x400, 0x40f, 1, 0x50},
    {0x410, 0x42f, 1, 32},   {0x460, 0x480, 2, 1},  {0x48a, 0x4be, 2, 1},
    {0x4d0, 0x52e, 2, 1},
};

uint32_t ws_fold_case(uint32_t c)
{
    if (c < 0x80)
        return ws_lower((uint8_t)c);
    for (size_t i = 0; i < sizeof CAPITALS / sizeof CAPITALS[0]; i++) {
        const struct capitals *k = &CAPITALS[i];
        if (c < k->first)
            return c;
        if (c <= k->last)
            return (c - k->first) % k->step ? c : c + k->add;
    }
    return c;
}

/* The next letter or digit, folded; 0 at the end. */
static uint32_t next_letter(const uint8_t **p, const uint8_t *end)
{
    while (*p < end) {
        uint32_t c = **p;
        if (c < 0x80) {
            (*p)++;
            if (ws_word_byte[c])
                return ws_word_byte[c];
        } else if (c = ws_utf8_next_wide(p, end), ws_char_class_wide(c) >= WS_CHAR_WORD) {
            return ws_fold_case(c);
        }
    }
    return 0;
}

size_t ws_count_letters(struct ws_slice s)
{
    size_t n = 0;
    for (const uint8_t *p = s.p; s.n && next_letter(&p, s.p + s.n);)
        n++;
    return n;
}

/* The last letter or digit before *end, which moves there; 0 when there is none. */
static uint32_t letter_before(const uint8_t *start, const uint8_t **end)
{
    uint32_t c = 0;
    while (!c && *end > start) {
        const uint8_t *p = *end - 1;
        while (p > start && (*p & 0xc0) == 0x80)
            p--;
        const uint8_t *const at = p;
        c = next_letter(&p, *end);
        *end = at;
    }
    return c;
}

bool ws_same_words(struct ws_slice a, struct ws_slice b)
{
    const uint8_t *p = a.p, *q = b.p, *p_end = p + a.n, *q_end = q + b.n;
    uint32_t c, first = 0;
    do { /* most texts differ in their first letters */
        c = next_letter(&p, p_end);
        if (c != next_letter(&q, q_end))
            return false;
        first = first ? first : c;
    } while (c);
    return first;
}

/* Whether both end with letters or digits of ASCII, and not with the same. */
static bool end_differently(struct ws_slice a, struct ws_slice b)
{
    const uint8_t p = a.n ? ws_word_byte[a.p[a.n - 1]] : 0, q = b.n ? ws_word_byte[b.p[b.n - 1]] : 0;
    return p && q && p != q;
}

bool ws_most_words(struct ws_slice part, struct ws_slice whole)
{
    const uint8_t *p = part.p, *q = whole.p, *p_end = p + part.n, *q_end = q + whole.n;
    size_t n = 0; /* letters that are the same from the beginning, or from the end */
    uint32_t c;
    while ((c = next_letter(&p, p_end)) != 0 && c == next_letter(&q, q_end))
        n++;
    if (c && end_differently(part, whole)) /* most do */
        return false;
    if (c)
        for (n = 0; (c = letter_before(part.p, &p_end)) != 0 && c == letter_before(whole.p, &q_end);)
            n++;
    return !c && n && 2 * n >= ws_count_letters(whole);
}
